"""One session: frames in; events, traces, previews, results out. The same analysis as of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from twitchcam.analysis import Analysis
from twitchcam.evidence.what_it_tells import tells_rate
from twitchcam.live.clips import ClipPictures
from twitchcam.live.coach import light_of
from twitchcam.live.felt import felt_message
from twitchcam.live.messages import ClipsWish
from twitchcam.live.protocol import GuidedProtocol
from twitchcam.live.session_clock import SessionClock
from twitchcam.live.session_notes import SessionNotes
from twitchcam.live.session_view import SessionView
from twitchcam.records import twitches_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.capture.live_source import LiveSource
    from twitchcam.live.messages import FeltMessage, ProtocolMessage
    from twitchcam.live.outlet import Outlet
    from twitchcam.live.saving import Saving
    from twitchcam.records import Face, Frame, LipMotion, LipSignals, Reason
    from twitchcam.settings import Settings
    from twitchcam.vision.face_backend import FaceBackend

# The light is measured in the first of so many watched pictures.
_LIGHT_FRAMES = 60


class Session:
    """Takes frames until it is finished, saves what they show and tells an outlet of it.

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
    protocol
        How the person is led.
    notes
        What is known of it.
    view
        What is shown of it.
    pictures
        How many were watched.
    face, light
        What was last seen of them.
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
        self._settings = settings.live
        self._analysis = Analysis(backend, settings, self, frames_per_step=1)
        self.notes = SessionNotes(
            source,
            self._analysis,
            self.clock,
            self.protocol,
            file=saving.identity if saving else None,
            settings=settings.live,
        )
        self.view = SessionView(self._analysis.detector, settings, outlet)
        self.pictures = 0
        self.face: Face | None = None
        self.light: float | None = None
        self._clips = ClipPictures(settings.live)
        self._observable = False

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
        self.pictures += 1
        self.view.push(frame)
        if self.pictures % _LIGHT_FRAMES == 1:
            self.light = light_of(frame.gray, self.face)
        self._analysis.push(frame)
        self._clips.push(frame, self.face, self._analysis.detector.movement_since_s)
        self._take_events()

    def write(self, motions: Sequence[LipMotion], signals: Sequence[LipSignals]) -> None:
        """Take what the analysis measured; it calls this."""
        if self.saving:
            self.saving.write(motions, signals)
        if motions:
            self.face = motions[-1].face
        if signals:
            self._observable = bool(signals[-1].observable[-1])
        self.view.measured(motions, signals, self._analysis.scale)

    def pause(self) -> None:
        """Watch nothing until the next frame is pushed."""
        self.clock.pause()
        self.protocol.pause(self.clock.now_s)

    def mark_felt(self, time_s: float) -> None:
        """Note that the person felt a twitch."""
        marks_s = self.notes.record.marks_s
        marks_s.append(max(0.0, time_s))
        if self.saving:
            self.saving.mark(marks_s[-1])

    def keep_clips(self, wish: ClipsWish) -> None:
        """Keep clips of twitches from now on, or no longer, also of those that were not written."""
        wishes = get_args(ClipsWish)
        if self.saving and wishes.index(wish) < wishes.index(self._clips.wish):
            # Less is to be kept.
            self.saving.clips.cancel()
        self._clips.keep(wish)

    def keep(self) -> None:
        """Get everything onto the disk."""
        if self.saving and not self.notes.is_over:
            self.notes.update()
            self.saving.stretches(self.protocol.stretches_until(self.clock.now_s))
            self.saving.keep(self.notes.record)

    def finish(self) -> bool:
        """Judge what is left and complete the results; tells whether they could be written."""
        if self.notes.is_over:
            return True
        self.notes.end()
        self.clock.stop()
        self.protocol.cancel(self.clock.now_s)
        self._analysis.finish()
        self._take_events()
        self._analysis.close()
        self.notes.update()
        return self.save_again()

    def save_again(self) -> bool:
        """Complete the results of a session that is over; tells whether that worked by now."""
        return self.saving.complete(self.notes.record) if self.saving else True

    def discard(self) -> None:
        """Delete everything that was written of it."""
        if not self.notes.is_over:
            self.notes.end()
            self._analysis.close()
        if self.saving:
            self.saving.discard()

    def felt(self) -> FeltMessage:
        """Felt and detected twitches."""
        marks_s, events = self.notes.record.marks_s, self.notes.events()
        judged_s = float("inf") if self.notes.is_over else self._judged_s()
        return felt_message(marks_s, events, self._settings, self.clock.time_s, judged_s)

    def guided(self) -> ProtocolMessage:
        """Where the guided protocol stands."""
        evidence, events = self.notes.evidence, self.notes.events()
        is_told = evidence is None or tells_rate(evidence)
        return self.protocol.message(self.clock.now_s, events, self.clock.time_s, is_told=is_told)

    def _judged_s(self) -> float:
        detector = self._analysis.detector
        return min(detector.judged_s, detector.movement_since_s or float("inf"))

    def _take_events(self) -> None:
        """Save and show what has become known."""
        new, last = self.notes.new_events(), self.notes.is_over
        twitches = twitches_of(new)
        if self.saving:
            if new:
                self.saving.events(new)
            self.view.tell_events(new, last=last)
            self._clips.want(twitches)
            for pictures in self._clips.take(None if last else self.clock.time_s):
                self.saving.clips.put(pictures)
        self.view.show(twitches, self.clock.time_s)
