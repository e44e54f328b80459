"""Sources that go on by themselves: cameras, streams, files played in real time."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from twitchcam.capture.frame_source import FrameSource
from twitchcam.capture.read_ahead import ReadNewest
from twitchcam.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from typing_extensions import Self

    from twitchcam.records import Frame, SourceInfo

Opened = TypeVar("Opened")
SourceKind = Literal["camera", "stream", "file", "browser"]
SourceState = Literal[
    "waiting",  # for the file's start or the browser's first picture
    "opening",
    "ok",
    "slow",  # fewer pictures per second are watched than twitches need
    "absent",
    "busy",
    "forbidden",
    "unplugged",
    "silent",  # connected, but no pictures come
    "ended",
]

# A second at 30 pictures per second: on a busy machine the analysis may have to wait that long for
# its turn, and catches up at ten times the speed. At 720p that is 40 MB at most.
WAITING_PICTURES = 30
# A source's own clock is believed as long as it stays this near to the time of arrival.
MAX_CLOCK_LAG_S = 1.0
SMALLEST_STEP_S = 1e-4
# How long after a failure a source is tried again.
RETRY_S = 1.0


@dataclass(frozen=True, slots=True)
class Health:
    """How a live source is doing, and in a sentence what is wrong and what to do."""

    state: SourceState
    text: str = ""


class CameraError(SourceError):
    """A camera or stream that cannot be opened; ``health`` tells which way."""

    def __init__(self, health: Health) -> None:
        super().__init__(health.text)
        self.health = health


class LiveSource(FrameSource, Protocol):
    """A frame source that does not wait for whoever watches.

    Pictures that nobody takes in time are dropped, the oldest first: then ``Frame.index`` has gaps.
    ``Frame.time_s`` is the time of capture on a clock that also runs while the machine sleeps.
    """

    @property
    def kind(self) -> SourceKind:
        """What sort of source it is."""
        ...

    @property
    def health(self) -> Health:
        """How it is doing."""
        ...

    @property
    def dropped(self) -> int:
        """Pictures dropped so far."""
        ...

    @property
    def waiting(self) -> int:
        """Pictures in the queue."""
        ...

    def take(self, timeout_s: float) -> Frame | None:
        """The next picture; ``None`` when none came in time, ``StopIteration`` at the end."""
        ...

    def now_s(self) -> float:
        """The present time on the clock of ``Frame.time_s``."""
        ...


class LiveReader:
    """What all live sources share; subclasses make the pictures in ``_read``.

    Parameters
    ----------
    clock_s
        Only other than :func:`capture_clock_s` in tests.
    retry_s
        How often one that is lost is looked for; ``None`` for never.
    """

    kind: SourceKind
    info: SourceInfo

    def __init__(
        self, *, clock_s: Callable[[], float] | None = None, retry_s: float | None = None
    ) -> None:
        self._clock_s = clock_s or capture_clock_s
        self._retry_s = retry_s
        self.health = Health("opening")
        self._closing = Event()
        self._zero_s: float | None = None
        self._reading = ReadNewest(self._read(), WAITING_PICTURES)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was irregular so far, one sentence each."""
        return ()

    @property
    def cut_off(self) -> str:
        """Empty: a camera has no end."""
        return ""

    @property
    def dropped(self) -> int:
        """Pictures dropped so far."""
        return self._reading.dropped

    @property
    def waiting(self) -> int:
        """Pictures in the queue."""
        return self._reading.waiting

    def take(self, timeout_s: float) -> Frame | None:
        """The next picture; ``None`` when none came in time, ``StopIteration`` at the end."""
        return self._reading.take(timeout_s)

    def now_s(self) -> float:
        """The present time on the clock of ``Frame.time_s``."""
        return 0.0 if self._zero_s is None else self._clock_s() - self._zero_s

    def __iter__(self) -> Iterator[Frame]:
        return iter(self._reading)

    def close(self) -> None:
        """Stop reading and free everything; calling it again does nothing."""
        self._closing.set()
        self._reading.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _since_first_s(self, clock_s: float) -> float:
        """Time of arrival of a picture since that of the first; the first call is for that one."""
        if self._zero_s is None:
            self._zero_s = clock_s
        return clock_s - self._zero_s

    def _open_again(
        self, open_once: Callable[[], Opened], health_of: Callable[[CameraError], Health]
    ) -> Opened | None:
        """Try to open what was lost until that works; ``None`` when it is time to end.

        ``health_of`` says how the source is doing after each try that failed.
        """
        while self._retry_s is not None and not self._closing.wait(self._retry_s):
            try:
                opened = open_once()
            except CameraError as error:  # noqa: PERF203 - once a second
                self.health = health_of(error)
            else:
                self.health = Health("ok")
                return opened
        return None

    def _read(self) -> Generator[Frame, None, None]:
        """Make the pictures, in a thread of its own, until ``_closing`` is set."""
        raise NotImplementedError


class ArrivalTimes:
    """Places pictures in time: by their own clock where there is one, else by their arrival.

    A source's own clock knows the moment of capture better than the time of arrival, which
    hurries and dawdles; but only while it keeps pace with it.
    """

    def __init__(self) -> None:
        self._offset_s: float | None = None
        self._last_s = -SMALLEST_STEP_S
        self._last_stamp_s = 0.0

    def place(self, arrived_s: float, stamp_s: float | None = None) -> float:
        """Time of the next picture, which rises strictly.

        Parameters
        ----------
        arrived_s
            When it arrived, in seconds since the first.
        stamp_s
            What its own clock says, from any zero.
        """
        time_s = arrived_s
        if stamp_s is not None:
            if self._offset_s is None:
                self._offset_s = max(arrived_s, self._last_s) - stamp_s
            elif self._strays(stamp_s + self._offset_s, arrived_s):
                # Where that would be the past, as after pictures that came all at once, time goes
                # on the more slowly the further it is ahead: it cannot stand still while lips move.
                step_s = stamp_s - self._last_stamp_s
                lead_s = stamp_s + self._offset_s - arrived_s
                goes_on = 0.0 < step_s < MAX_CLOCK_LAG_S < lead_s
                slowed_s = (
                    self._last_s + step_s * MAX_CLOCK_LAG_S / lead_s if goes_on else arrived_s
                )
                self._offset_s = max(arrived_s, slowed_s) - stamp_s
            self._last_stamp_s = stamp_s
            time_s = stamp_s + self._offset_s
        self._last_s = max(time_s, self._last_s + SMALLEST_STEP_S)
        return self._last_s

    def forget_clock(self) -> None:
        """Start anew with the source's own clock, as after opening it again."""
        self._offset_s = None

    @staticmethod
    def _strays(time_s: float, arrived_s: float) -> bool:
        return abs(time_s - arrived_s) > MAX_CLOCK_LAG_S


def capture_clock_s() -> float:
    """A clock that never jumps and runs on while the machine sleeps, in seconds.

    So that a laptop that was closed leaves a gap, not a moment in which the whole picture changed.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        # There it runs on in sleep, which ``time.monotonic`` does not.
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.perf_counter()
