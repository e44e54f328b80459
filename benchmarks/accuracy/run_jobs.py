"""Has many recordings measured, in one process or several, in an order that is always the same."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from benchmarks.accuracy.case import Case
from twitchcam.errors import TwitchcamError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.accuracy.jobs import Job

Result = TypeVar("Result")
Measure: TypeAlias = Callable[[Case], Result]


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """What was measured of a job, and why it ended early if it did."""

    name: str
    measured: tuple[Result, ...]
    failure: str | None = None


def run_jobs(
    jobs: Sequence[Job], measure: Measure[Result], processes: int = 1
) -> Iterator[Done[Result]]:
    """Yield what is measured of each job, in the order of the jobs.

    Parameters
    ----------
    measure
        With more than one process it must be one that pickle takes.
    """
    run = partial(run_job, measure=measure)
    if processes <= 1:
        yield from map(run, jobs)
        return
    # MediaPipe has threads, which a forked process would lack.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        try:
            yield from pool.map(run, jobs)
        finally:
            pool.shutdown(cancel_futures=True)


def run_job(job: Job, measure: Measure[Result]) -> Done[Result]:
    """Have everything measured that a job makes; what was measured before a failure is kept."""
    measured: list[Result] = []
    try:
        measured.extend(measure(case) for case in job.cases())
    except TwitchcamError as error:
        return Done(job.name, tuple(measured), str(error))
    return Done(job.name, tuple(measured))
