"""What is shown of a session while it runs: its events, traces and pictures."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from twitchcam.live.event_book import EventBook
from twitchcam.live.preview import Preview
from twitchcam.live.traces import Traces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.detection.detector import Detector
    from twitchcam.live.messages import EventMessage
    from twitchcam.live.outlet import Outlet
    from twitchcam.records import Event, Frame, LipMotion, LipSignals, Scale
    from twitchcam.settings import Settings


class SessionView:
    """Tells an outlet what a session shows.

    Parameters
    ----------
    detector
        Says what is to be expected before it is certain.
    settings
        All defaults.
    outlet
        Who is told.

    Attributes
    ----------
    traces
        The newest traces.
    """

    def __init__(self, detector: Detector, settings: Settings, outlet: Outlet) -> None:
        self.traces = Traces(settings.live)
        self._detector = detector
        self._foresee_rest_s = settings.live.foresee_rest_s
        self._outlet = outlet
        self._book = EventBook()
        self._preview = Preview(settings)
        self._twitches: deque[Event] = deque(maxlen=4)

    def push(self, frame: Frame) -> None:
        """Take the next frame, before it is measured."""
        if self._outlet.wants_previews:
            self._preview.push(frame)

    def measured(
        self, motions: Sequence[LipMotion], signals: Sequence[LipSignals], scale: Scale | None
    ) -> None:
        """Take what was measured in the frames."""
        self.traces.push(signals)
        self._preview.measured(motions, signals, scale)

    def tell_events(self, new: Sequence[Event], *, last: bool) -> None:
        """Tell of events that are over, and of those to come, unless these were the last."""
        messages = self._book.settle(new, None if last else self._detector.movement_since_s)
        if not last:
            messages += self._book.foresee(self._detector.foresee(self._foresee_rest_s))
        for message in messages:
            self._outlet.publish(message)

    def show(self, twitches: Sequence[Event], time_s: float) -> None:
        """Show the next traces and pictures, in which new twitches light up."""
        if traces := self.traces.take():
            self._outlet.publish(traces)
        self._twitches += twitches
        lit = [*self._twitches, *self._detector.foresee(0.0)]
        for frame, preview in self._preview.take(time_s, self._detector.decided_s, lit):
            self._outlet.show(frame, preview)

    def newest_events(self) -> tuple[list[EventMessage], int]:
        """The newest events, and how many came before them."""
        return self._book.snapshot()
