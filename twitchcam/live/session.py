"""One session: frames in; events, traces, previews, results out. The same analysis as of files."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from twitchcam.analysis import Analysis
from twitchcam.evidence.events_to_evidence import tells_rate
from twitchcam.live.clips import ClipPictures
from twitchcam.live.coach import light_of
from twitchcam.live.event_book import EventBook
from twitchcam.live.felt import felt_message
from twitchcam.live.journal import SessionRecord
from twitchcam.live.messages import ClipsWish
from twitchcam.live.preview import Preview
from twitchcam.live.protocol import GuidedProtocol
from twitchcam.live.session_clock import SessionClock
from twitchcam.live.session_results import evidence_of, sorted_events
from twitchcam.live.summary import summary_message
from twitchcam.live.traces import Traces
from twitchcam.records import twitches_of
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.capture.live_source import LiveSource
    from twitchcam.live.messages import (
        EventMessage,
        FeltMessage,
        ProtocolMessage,
        SummaryMessage,
    )
    from twitchcam.live.outlet import Outlet
    from twitchcam.live.saving import Saving
    from twitchcam.records import Event, Evidence, Face, Frame, LipMotion, LipSignals, Reason
    from twitchcam.settings import Settings
    from twitchcam.vision.face_backend import FaceBackend

# The light is measured once in so many pictures.
_LIGHT_FRAMES = 60


class Session:
    """Takes frames until it is finished and tells an outlet what they show.

    Parameters
    ----------
    source
        Where the frames come from; only asked for what it knows.
    backend
        Finds the face; closed by the caller.
    settings
        All defaults.
    outlet
        Who is told.
    saving
        Where it is saved; ``None`` for a look that is not counted: then no event is told.

    Attributes
    ----------
    clock
        Its time.
    evidence
        What it showed when :meth:`summary` was made last: over a day's events, that takes a moment.
    """

    def __init__(
        self,
        source: LiveSource,
        backend: FaceBackend,
        settings: Settings,
        outlet: Outlet,
        saving: Saving | None,
    ) -> None:
        self.source = source
        self.saving = saving
        self.clock = SessionClock(source, settings.detection)
        self.protocol = GuidedProtocol()
        self.record = SessionRecord(file=saving.identity if saving else None)
        self.evidence: Evidence | None = None
        self.face: Face | None = None
        self.light: float | None = None
        self._settings = settings
        self._outlet = outlet
        self._analysis = Analysis(backend, settings, self, frames_per_step=1)
        self._book = EventBook()
        self._traces = Traces(settings.live)
        self._preview = Preview(settings)
        self._clips = ClipPictures(settings.live)
        self._dropped_before = source.dropped
        self._dropped: int | None = None
        self._pictures = 0
        self._told = 0
        self._twitches: deque[Event] = deque(maxlen=4)
        self._observable = False
        self._is_finished = False

    @property
    def pictures(self) -> int:
        """How many pictures were watched."""
        return self._pictures

    @property
    def dropped(self) -> int:
        """How many came during the session and were not watched."""
        if self._dropped is not None:
            return self._dropped
        return self.source.dropped - self._dropped_before

    @property
    def dropped_words(self) -> str:
        """Why they were not; empty if all were watched."""
        if not self.dropped:
            return ""
        lost = counted(self.dropped, "picture was", "pictures were")
        return f"{lost} not watched: too fast for this computer, or damaged"

    @property
    def settling(self) -> bool:
        """Whether scale and noise are still being measured."""
        return self._analysis.scale is None or self._analysis.detector.judged_s == 0

    @property
    def unobservable_reason(self) -> Reason | None:
        """Why a twitch would not be seen right now."""
        if self._observable or self._analysis.detector.judged_s == 0:
            return None
        stretch = self._analysis.detector.unfinished()
        return stretch[-1].reason if stretch else None

    @property
    def detectable_now_mm(self) -> float | None:
        """How large a twitch must be to be noticed right now, as far as that is known."""
        return self._analysis.detectable_now_mm

    @property
    def observable(self) -> bool:
        """Whether a twitch would be seen right now."""
        return self._observable and not self.settling and not self.clock.is_paused

    def push(self, frame: Frame) -> None:
        """Take the next frame."""
        frame = self.clock.place(frame)
        self._pictures += 1
        if self._outlet.wants_previews:
            self._preview.push(frame)
        if frame.index % _LIGHT_FRAMES == 0:
            self.light = light_of(frame.gray, self.face)
        self._analysis.push(frame)
        self._clips.push(frame, self.face, self._analysis.detector.movement_since_s)
        self._tell()

    def write(self, motions: Sequence[LipMotion], signals: Sequence[LipSignals]) -> None:
        """Take what the analysis measured; it calls this."""
        if self.saving:
            self.saving.write(motions, signals)
        if motions:
            self.face = motions[-1].face
        if signals:
            self._observable = bool(signals[-1].observable[-1])
        self._traces.push(signals)
        self._preview.measured(motions, signals, self._analysis.scale)

    def pause(self) -> None:
        """Watch nothing until the next frame is pushed."""
        self.clock.pause()
        self.protocol.pause(self.clock.now_s)

    def mark_felt(self, time_s: float) -> None:
        """Note that the person felt a twitch."""
        self.record.marks_s.append(max(0.0, time_s))
        if self.saving:
            self.saving.mark(self.record.marks_s[-1])

    def keep_clips(self, wish: ClipsWish) -> None:
        """Keep clips of twitches from now on, or no longer, also of those that were not written."""
        wishes = get_args(ClipsWish)
        if self.saving and wishes.index(wish) < wishes.index(self._clips.wish):
            # Less is to be kept.
            self.saving.clips.cancel()
        self._clips.keep(wish)

    def finish(self) -> bool:
        """Judge what is left and complete the results; tells whether they could be written."""
        if self._is_finished:
            return True
        self._is_finished = True
        # The source goes on meanwhile; what comes from here on is not of the session.
        self._dropped = self.dropped
        self.clock.stop()
        self.protocol.cancel(self.clock.now_s)
        self._analysis.finish()
        self._tell(last=True)
        self._analysis.close()
        self._update_record()
        return self.save_again()

    def save_again(self) -> bool:
        """Complete the results of a session that is over; tells whether that worked by now."""
        return self.saving.complete(self.record) if self.saving else True

    def discard(self) -> None:
        """Delete everything that was written of it."""
        if not self._is_finished:
            self._is_finished = True
            self._analysis.close()
        if self.saving:
            self.saving.discard()

    def keep(self) -> None:
        """Get everything onto the disk."""
        if self.saving and not self._is_finished:
            self._update_record()
            self.saving.stretches(self.protocol.stretches_until(self.clock.now_s))
            self.saving.keep(self.record)

    def summary(self) -> SummaryMessage | None:
        """What the events amount to so far; ``None`` before the first frame."""
        if self.clock.started_s is None:
            return None
        self._update_record()
        self.evidence = evidence_of(self.record, self._settings.live)
        return summary_message(self.evidence)

    def snapshot(self) -> tuple[list[EventMessage], int]:
        """The newest events, and how many came before them."""
        return self._book.snapshot()

    @property
    def traces(self) -> Traces:
        """The traces."""
        return self._traces

    def felt(self) -> FeltMessage:
        """Felt and detected twitches."""
        judged_s = float("inf") if self._is_finished else self._judged_s()
        marks_s, settings = self.record.marks_s, self._settings.live
        return felt_message(marks_s, self._seen(), settings, self.clock.time_s, judged_s)

    def guided(self) -> ProtocolMessage:
        """Where the guided protocol stands."""
        is_told = self.evidence is None or tells_rate(self.evidence)
        return self.protocol.message(
            self.clock.now_s, self._seen(), self.clock.time_s, is_told=is_told
        )

    def _seen(self) -> tuple[Event, ...]:
        """All events, also the stretch that cannot be observed and is not over."""
        self._update_events()
        return sorted_events(self.record)

    def _silence(self) -> list[Event]:
        """The time without pictures up to now, which the analysis does not know of."""
        return self.clock.silence(self._settings.live.longest_break_s)

    def _judged_s(self) -> float:
        detector = self._analysis.detector
        return min(detector.judged_s, detector.movement_since_s or float("inf"))

    def _tell(self, *, last: bool = False) -> None:
        new = [self.clock.with_reason(event) for event in self._analysis.events[self._told :]]
        self._told = len(self._analysis.events)
        if last:
            new += self._silence()
        twitches = twitches_of(new)
        if self.saving:
            self._tell_events(self.saving, new, last=last)
            self._clips.want(twitches)
            for pictures in self._clips.take(None if last else self.clock.time_s):
                self.saving.clips.put(pictures)
        self._show(twitches)

    def _tell_events(self, saving: Saving, new: list[Event], *, last: bool) -> None:
        """Save and tell of events that are over, and tell of those to come."""
        detector = self._analysis.detector
        self.record.events += new
        if new:
            saving.events(new)
        messages = self._book.settle(new, None if last else detector.movement_since_s)
        if not last:
            messages += self._book.foresee(detector.foresee(self._settings.live.foresee_rest_s))
        for message in messages:
            self._outlet.publish(message)

    def _show(self, twitches: list[Event]) -> None:
        """Show the next traces and pictures, in which new twitches light up."""
        detector = self._analysis.detector
        if traces := self._traces.take():
            self._outlet.publish(traces)
        self._twitches += twitches
        lit = [*self._twitches, *detector.foresee(0.0)]
        for frame, preview in self._preview.take(self.clock.time_s, detector.decided_s, lit):
            self._outlet.show(frame, preview)

    def _update_record(self) -> None:
        """Note all that is known by now; what is told of events alone needs less."""
        self._update_events()
        self._update_facts()

    def _update_events(self) -> None:
        detector, silence = self._analysis.detector, self._silence()
        if self._is_finished:
            told = [self.clock.with_reason(event) for event in self._analysis.events]
            self.record.events, self.record.unfinished = [*told, *silence], []
        else:
            told = [self.clock.with_reason(event) for event in detector.unfinished()]
            self.record.unfinished = [*told, *silence]
        if self.protocol.stretches:
            self.record.stretches = list(self.protocol.stretches)

    def _update_facts(self) -> None:
        """Note what the recording is; over a day's pictures, that takes a moment."""
        if self.clock.began is None:
            return
        facts = self._analysis.recording_facts(self.source)
        if self.source.kind != "file":
            recorded_at = self.clock.began.isoformat(timespec="seconds")
            source = replace(facts.source, recorded_at=recorded_at)
            facts = replace(facts, source=source, dropped_frames=self.dropped)
        for event in self._silence():
            facts = replace(facts, duration_s=event.end_s)
        if note := self.dropped_words:
            facts = replace(facts, notes=(*facts.notes, note))
        self.record.recording = facts
        self.record.sensor = self._analysis.sensor_facts()
