"""The time of a session: how old it is, how fast pictures come, and when none came and why."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from twitchcam.records import Event, Kind, Reason

if TYPE_CHECKING:
    from twitchcam.capture.live_source import LiveSource
    from twitchcam.records import Frame
    from twitchcam.settings import DetectionSettings

# The rate of pictures is taken over so many, and not told of less.
RATE_PICTURES, ENOUGH_PICTURES = 60, 30
# No slow camera takes so long for a picture: it hangs.
LONG_SILENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Break:
    """A time without pictures, and why."""

    start_s: float
    end_s: float
    reason: Reason


class SessionClock:
    """Counts from the session's first picture on, on the source's clock.

    Parameters
    ----------
    source
        Where the pictures come from. A file is played as it is: it never falls silent.
    settings
        From which gap on nothing is observed.

    Attributes
    ----------
    started_s
        When the first picture was taken, on the source's clock; ``None`` before it.
    began
        The same as date and time of day, however often the system's clock is set afterwards.
    """

    def __init__(self, source: LiveSource, settings: DetectionSettings) -> None:
        self.started_s: float | None = None
        self.began: datetime | None = None
        self._source = source
        self._settings = settings
        self._first_index = 0
        self._recent_s: deque[float] = deque(maxlen=RATE_PICTURES)
        self._recent_numbers: deque[int] = deque(maxlen=RATE_PICTURES)
        self._breaks: list[Break] = []
        self._paused_s: float | None = None
        self._ended_s: float | None = None

    @property
    def time_s(self) -> float:
        """Time of the newest picture."""
        return self._recent_s[-1] if self._recent_s else 0.0

    @property
    def now_s(self) -> float:
        """The present time."""
        if self.started_s is None:
            return 0.0
        if self._ended_s is not None:
            return self._ended_s
        return max(self.time_s, self._source.now_s() - self.started_s)

    @property
    def is_paused(self) -> bool:
        """Whether nothing is watched until the next picture."""
        return self._paused_s is not None

    @property
    def silent_s(self) -> float:
        """How long no picture has come, though some should: up to now, or to a pause."""
        if self.started_s is None or not self._is_live:
            return 0.0
        until_s = self.now_s if self._paused_s is None else self._paused_s
        return until_s - self.time_s

    @property
    def rate_hz(self) -> float | None:
        """Pictures per second over the last ones that were watched.

        ``None`` where too few have come in a row.
        """
        if len(self._recent_s) < ENOUGH_PICTURES:
            return None
        return (len(self._recent_s) - 1) / (self._recent_s[-1] - self._recent_s[0])

    @property
    def came_hz(self) -> float | None:
        """The same of all pictures that came meanwhile, watched or dropped."""
        if self.rate_hz is None:
            return None
        came = self._recent_numbers[-1] - self._recent_numbers[0]
        return came / (self._recent_s[-1] - self._recent_s[0])

    def place(self, frame: Frame) -> Frame:
        """Take the next picture and give it its number and time within the session."""
        if self.started_s is None:
            self.started_s, self._first_index = frame.time_s, frame.index
            self.began = datetime.now().astimezone()
        frame = replace(
            frame, index=frame.index - self._first_index, time_s=frame.time_s - self.started_s
        )
        self._note_break(frame.time_s)
        self._recent_s.append(frame.time_s)
        self._recent_numbers.append(frame.index)
        return frame

    def pause(self) -> None:
        """Expect no picture until the next one comes."""
        if self._paused_s is None:
            self._paused_s = self.now_s

    def stop(self) -> None:
        """Let no more time pass: the session is over."""
        self._ended_s = self.now_s

    def silence(self, longest_s: float) -> list[Event]:
        """The newest time, not over yet, in which a camera gave no pictures though it should.

        None where it is longer than ``longest_s``: that ends a session with its last picture.
        """
        if not LONG_SILENCE_S < self.silent_s <= longest_s:
            return []
        reason = Reason.NO_PICTURES
        return [Event(Kind.UNOBSERVABLE, self.time_s, self.silent_s, reason=reason)]

    def with_reason(self, event: Event) -> Event:
        """Say why, where the detector only knows that no pictures came: also of what that cut."""
        if event.reason is not Reason.LOW_FRAME_RATE:
            return event
        margin_s = self._settings.margin_s
        for pause in self._breaks:
            covered_s = min(pause.end_s, event.end_s) - max(pause.start_s, event.onset_s)
            is_cut = event.kind is Kind.REJECTED and covered_s > -margin_s
            if is_cut or covered_s > 0.5 * event.duration_s:
                return replace(event, reason=pause.reason)
        return event

    @property
    def _is_live(self) -> bool:
        return self._source.kind != "file"

    def _note_break(self, time_s: float) -> None:
        last_s, longest_gap_s = self.time_s, self._settings.max_frame_gap_s
        length_s = time_s - last_s
        # A camera that hangs may be paused meanwhile: what lasted longer counts.
        silent_s = self.silent_s if self.is_paused or not self._is_live else length_s
        if silent_s > max(longest_gap_s, 0.5 * length_s):
            self._breaks.append(Break(last_s, time_s, Reason.NO_PICTURES))
        elif self.is_paused:
            self._breaks.append(Break(last_s, time_s, Reason.PAUSED))
        if self.is_paused or length_s > LONG_SILENCE_S:
            # The rate is that of pictures in a row.
            self._recent_s.clear()
            self._recent_numbers.clear()
        self._paused_s = None
