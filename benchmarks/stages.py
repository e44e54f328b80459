"""Time by stage, measured by wrapping the functions that are the stages."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# An object, the name of a function in it, and the stage that the function is.
Stage = tuple[Any, str, str]


class StageClock:
    """Adds up the time spent in each stage, without what inner stages take of it.

    Every thread is timed by itself, so a stage that waits for another thread shows as waiting.

    Attributes
    ----------
    wall_s, cpu_s
        By stage: time gone by, and time in which the thread really worked. The second is what
        other programs on the machine disturb least.
    """

    def __init__(self) -> None:
        self.wall_s: dict[str, float] = defaultdict(float)
        self.cpu_s: dict[str, float] = defaultdict(float)
        self._open = threading.local()

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Time what is done inside as ``stage``."""
        inner = self._inner()
        inner.append([0.0, 0.0])
        wall_s, cpu_s = time.perf_counter(), time.thread_time()
        try:
            yield
        finally:
            wall_s, cpu_s = time.perf_counter() - wall_s, time.thread_time() - cpu_s
            inner_wall_s, inner_cpu_s = inner.pop()
            self.wall_s[stage] += wall_s - inner_wall_s
            self.cpu_s[stage] += cpu_s - inner_cpu_s
            inner[-1][0] += wall_s
            inner[-1][1] += cpu_s

    @contextmanager
    def watching(self, stages: Sequence[Stage]) -> Iterator[None]:
        """Time these functions whenever they are called inside."""
        originals = [(owner, name, getattr(owner, name)) for owner, name, _ in stages]
        for (owner, name, original), (_, _, stage) in zip(originals, stages, strict=True):
            setattr(owner, name, self._wrapped(original, stage))
        try:
            yield
        finally:
            for owner, name, original in originals:
                setattr(owner, name, original)

    def _wrapped(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        @wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 passes everything on
            with self.timed(stage):
                return function(*args, **kwargs)

        return timed

    def _inner(self) -> list[list[float]]:
        """Time of inner stages of each stage open in this thread; the first is for none."""
        if not hasattr(self._open, "inner"):
            self._open.inner = [[0.0, 0.0]]
        inner: list[list[float]] = self._open.inner
        return inner
