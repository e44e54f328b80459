"""Jobs are measured in order, and what fails is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.accuracy.case import Case
from benchmarks.accuracy.instruments import Instruments
from benchmarks.accuracy.jobs import Whole
from benchmarks.accuracy.run_jobs import run_job, run_jobs
from tests.benchmarks.accuracy.made_up import measure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_what_was_measured_before_a_failure_is_kept(tmp_path: Path) -> None:
    class TwoCases(Whole):
        def cases(self) -> Iterator[Case]:
            yield Case(self.video, "good")
            yield Case(tmp_path / "broken.mp4", "bad")

    done = run_job(TwoCases(tmp_path / "a.mp4", ()), measure)
    assert [measured.case.clip for measured in done.measured] == ["good"]
    assert done.failure == "it is broken"


def test_processes_do_not_change_the_results_or_their_order(tmp_path: Path) -> None:
    # What can be sent to another process is twitchcam itself; of files that are not there it says
    # so at once.
    jobs = [Whole(tmp_path / f"{name}.mp4", ()) for name in "abc"]
    alone, together = (list(run_jobs(jobs, Instruments(), n)) for n in (1, 2))
    assert alone == together
    assert [done.name for done in alone] == ["a.mp4", "b.mp4", "c.mp4"]
    assert all(done.name in str(done.failure) for done in alone)
