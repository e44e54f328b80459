"""Live sources in memory, outlets that keep what they are told, and what a monitor saved of it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.patience import PATIENCE_S
from tests.sample_frames import Frames, decoded
from twitchcam.capture.live_source import Health, SourceKind
from twitchcam.live.monitor import Monitor
from twitchcam.live.source_plan import SourcePlan
from twitchcam.outputs.events_tsv import read_events
from twitchcam.outputs.evidence_json import read_evidence
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from twitchcam.live.messages import ServerMessage
    from twitchcam.live.session_folder import SessionFolder
    from twitchcam.records import Event, Evidence, Frame, Kind


class MadeUpSource(Frames):
    """Gives frames as fast as they are taken; ``None`` among them is a moment without a picture.

    It stops before the frame ``hold_at`` until ``go`` is set.
    """

    def __init__(
        self,
        frames: Sequence[Frame | None],
        kind: SourceKind = "camera",
        hold_at: int | None = None,
    ) -> None:
        super().__init__([frame for frame in frames if frame is not None])
        self.kind = kind
        self.health = Health("ok")
        self.dropped = 0
        self.waiting = 0
        self.go = threading.Event()
        self.is_closed = False
        self._hold_at = hold_at
        self._left = list(frames)
        self._given = 0
        self._time_s = 0.0

    @property
    def is_holding(self) -> bool:
        """Whether it stands where it was told to."""
        return self._given == self._hold_at and not self.go.is_set()

    def take(self, timeout_s: float) -> Frame | None:
        if self.is_holding and not self.go.wait(timeout_s / 10):
            return None
        if self._given == len(self._left):
            raise StopIteration
        frame = self._left[self._given]
        self._given += 1
        if frame is not None:
            self._time_s = frame.time_s
        return frame

    def now_s(self) -> float:
        return self._time_s

    def hang(self, silent_s: float) -> None:
        """Let time pass without a picture."""
        self._time_s += silent_s

    def give_rest(self, told: Told) -> None:
        """Give all that is left, and wait until the session is over."""
        self.go.set()
        told.wait_for_phase("stopped")

    def close(self) -> None:
        self.is_closed = True


class Told:
    """An outlet that keeps everything."""

    def __init__(self, *, wants_previews: bool = False) -> None:
        self.wants_previews = wants_previews
        self.messages: list[Any] = []
        self.previews: list[tuple[int, bytes]] = []
        self._news = threading.Condition()

    def publish(self, message: ServerMessage) -> None:
        with self._news:
            self.messages.append(message)
            self._news.notify_all()

    def join(self, hello: ServerMessage) -> None:
        self.publish(hello)

    def show(self, frame: int, preview: bytes) -> None:
        self.previews.append((frame, preview))

    def of(self, kind: str) -> list[Any]:
        """All messages of one type so far."""
        return [message for message in list(self.messages) if message["type"] == kind]

    def wait_for(self, wanted: Callable[[Any], bool]) -> Any:  # noqa: ANN401 - any message
        """The first message that is wanted."""

        def found() -> list[Any]:
            return [message for message in self.messages if wanted(message)]

        with self._news:
            assert self._news.wait_for(found, PATIENCE_S), "this was never told"
            return found()[0]

    def wait_for_phase(self, phase: str) -> Any:  # noqa: ANN401 - any message
        """The first status in this phase."""
        return self.wait_for(lambda told: told["type"] == "status" and told["phase"] == phase)

    def wait_for_pictures(self, number: int) -> Any:  # noqa: ANN401 - any message
        """The first status after so many pictures."""
        return self.wait_for(
            lambda told: told["type"] == "status" and told["camera"]["pictures"] == number
        )

    def wait_until(self, time_s: float) -> Any:  # noqa: ANN401 - any message
        """The first summary of more than so much time."""
        return self.wait_for(lambda told: told["type"] == "summary" and told["duration_s"] > time_s)


def monitor_of(
    source: MadeUpSource, out: Path, told: Told, *, begin_at_once: bool = True
) -> Monitor:
    """A monitor of one source."""
    plan = SourcePlan(source.kind, "made up", lambda: source)
    return Monitor(plan, Settings(), out, told, begin_at_once=begin_at_once)


@contextmanager
def running(monitor: Monitor, *, fails: type[BaseException] | None = None) -> Iterator[Monitor]:
    """Let a monitor run until the end of the block; it must not fail, or fail as it should."""
    monitor.start()
    try:
        yield monitor
    finally:
        monitor.close()
        if monitor.failure and not fails:
            # Says more than that something was not told, which is how the test notices.
            raise monitor.failure
        assert fails is None or isinstance(monitor.failure, fails)


def run_to_end(source: MadeUpSource, out: Path, told: Told) -> Monitor:
    """Watch a source to its end."""
    with running(monitor_of(source, out, told)) as monitor:
        told.wait_for_phase("stopped")
    return monitor


def frames_of(name: str, first: int = 0, last: int | None = None) -> list[Frame]:
    """Frames of a sample clip, from time 0."""
    frames = decoded(name)[first:last]
    start = frames[0]
    return [
        replace(frame, index=frame.index - start.index, time_s=frame.time_s - start.time_s)
        for frame in frames
    ]


def later(frames: Sequence[Frame], after: Frame, gap_s: float) -> list[Frame]:
    """The same frames, following another one after a gap."""
    shift_s = after.time_s + gap_s - frames[0].time_s
    shift = after.index + 1 - frames[0].index
    return [
        replace(frame, index=frame.index + shift, time_s=frame.time_s + shift_s) for frame in frames
    ]


def folder_of(monitor: Monitor) -> SessionFolder:
    """Where the session is saved."""
    assert monitor.shown.folder is not None
    return monitor.shown.folder


def saved_events(monitor: Monitor) -> list[Event]:
    """The events on disk."""
    return list(read_events(folder_of(monitor).results(None).events))


def saved_evidence(monitor: Monitor) -> Evidence:
    """What they amount to, on disk."""
    return read_evidence(folder_of(monitor).results(None).evidence)


def kinds(events: list[Event], kind: Kind) -> list[Event]:
    return [event for event in events if event.kind is kind]
