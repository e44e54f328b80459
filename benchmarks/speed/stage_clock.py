"""Time by stage, measured by wrapping the functions that are the stages."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing, contextmanager
from functools import wraps
from inspect import isgeneratorfunction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# An object, the name of a function in it, and the stage that the function is: a name, or what
# tells it from the arguments.
Stage = tuple[Any, str, str | Callable[..., str]]
# The name of a thread, and a stage that ran in it.
Row = tuple[str, str]
# Time gone by and time worked, in seconds.
Times = list[float]

NO_MORE = object()


class StageClock:
    """Adds up the time spent in each stage, without what inner stages take of it.

    Every thread is timed by itself, so a stage that waits for another thread shows as waiting.
    Only threads of Python are seen: what native libraries do in threads of their own shows as time
    in which the caller waits for them, and not as time worked.

    Attributes
    ----------
    wall_s, cpu_s
        By thread and stage: time gone by, and time in which the thread really worked. The second
        is what other programs on the machine disturb least.
    """

    def __init__(self) -> None:
        self.wall_s: dict[Row, float] = defaultdict(float)
        self.cpu_s: dict[Row, float] = defaultdict(float)
        self._threads = threading.local()

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Time what is done inside as ``stage``."""
        started = self._start()
        try:
            yield
        finally:
            self._stop(started, stage)

    @contextmanager
    def watching(self, stages: Sequence[Stage]) -> Iterator[None]:
        """Time these functions whenever they are called inside.

        Of a generator function the making of each item is timed, in the thread that asks for it.
        """
        originals = [(owner, name, getattr(owner, name)) for owner, name, _ in stages]
        for (owner, name, original), (_, _, stage) in zip(originals, stages, strict=True):
            setattr(owner, name, self._wrapped(original, stage))
        try:
            yield
        finally:
            for owner, name, original in originals:
                setattr(owner, name, original)

    def _wrapped(
        self, function: Callable[..., Any], stage: str | Callable[..., str]
    ) -> Callable[..., Any]:
        # Without `timed`, which would cost twice as much and add to the stage around it.
        @wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 passes everything on
            name = stage if isinstance(stage, str) else stage(*args, **kwargs)
            started = self._start()
            try:
                return function(*args, **kwargs)
            finally:
                self._stop(started, name)

        @wraps(function)
        def timed_items(*args: Any, **kwargs: Any) -> Iterator[Any]:  # noqa: ANN401
            name = stage if isinstance(stage, str) else stage(*args, **kwargs)
            with closing(function(*args, **kwargs)) as items:
                while True:
                    started = self._start()
                    try:
                        item = next(items, NO_MORE)
                    finally:
                        self._stop(started, name)
                    if item is NO_MORE:
                        return
                    yield item

        return timed_items if isgeneratorfunction(function) else timed

    def _start(self) -> Times:
        threads = self._threads
        if not hasattr(threads, "inner"):
            threads.inner, threads.name = [[0.0, 0.0]], threading.current_thread().name
        threads.inner.append([0.0, 0.0])
        return [time.perf_counter(), time.thread_time()]

    def _stop(self, started: Times, stage: str) -> None:
        cpu_s, wall_s = time.thread_time() - started[1], time.perf_counter() - started[0]
        # Time of inner stages of each stage that is open in this thread; the first is for none.
        inner, row = self._threads.inner, (self._threads.name, stage)
        inner_wall_s, inner_cpu_s = inner.pop()
        self.wall_s[row] += wall_s - inner_wall_s
        self.cpu_s[row] += cpu_s - inner_cpu_s
        inner[-1][0] += wall_s
        inner[-1][1] += cpu_s
