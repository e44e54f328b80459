"""What the monitor's state looks like to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.capture.live_source import Health
from twitchcam.evidence.what_it_tells import sees_only_large
from twitchcam.live.coach import View, coach_lines, too_few_pictures
from twitchcam.live.felt import felt_message
from twitchcam.live.protocol import GuidedProtocol
from twitchcam.live.session_clock import LONG_SILENCE_S
from twitchcam.live.summary import summary_message
from twitchcam.live.traces import Traces
from twitchcam.outputs.words import NOT_A_DIAGNOSIS, OWN_SIDES
from twitchcam.package_versions import own_version
from twitchcam.reason_words import reason_words

if TYPE_CHECKING:
    from twitchcam.capture.live_source import LiveSource
    from twitchcam.live.messages import (
        CameraRow,
        CausesMessage,
        CoachLine,
        HelloMessage,
        SessionMessage,
        StatusMessage,
    )
    from twitchcam.live.session import Session
    from twitchcam.live.shown import Shown
    from twitchcam.live.source_keeper import SourceKeeper
    from twitchcam.settings import Settings


class Snapshots:
    """Makes messages from the monitor's state; used by its thread alone.

    Parameters
    ----------
    settings
        All defaults.
    sources, shown
        What is watched, and the session in which it is counted.
    """

    def __init__(self, settings: Settings, sources: SourceKeeper, shown: Shown) -> None:
        self._settings = settings
        self._sources = sources
        self._shown = shown

    def hello(self, causes: CausesMessage) -> HelloMessage:
        """Everything that is known, with the newest causes panel."""
        session, settings = self._shown.session, self._settings.live
        counted = session if session and session.saving else None
        events, older = counted.view.newest_events() if counted else ([], 0)
        # First: the protocol is judged by it.
        evidence = counted.notes.update_evidence() if counted else None
        return {
            "type": "hello",
            "version": own_version(),
            "not_a_diagnosis": NOT_A_DIAGNOSIS,
            "own_sides": OWN_SIDES,
            "status": self.status(),
            "session": self.session(),
            "summary": summary_message(evidence) if evidence else None,
            "events": events,
            "older_events": older,
            "signals": (session.view.traces if session else Traces(settings)).recent(),
            "protocol": counted.guided() if counted else GuidedProtocol().message(0.0, [], 0.0),
            "felt": counted.felt() if counted else felt_message([], [], settings, 0.0, 0.0),
            "causes": causes,
        }

    def status(self) -> StatusMessage:
        """How things are right now."""
        session = self._shown.session
        watching = session if self._shown.is_watching else None
        reason = watching.unobservable_reason if watching else None
        detectable_mm = watching.detectable_now_mm if watching else None
        saving = session.saving if session else None
        return {
            "type": "status",
            "phase": self._shown.phase,
            "time_s": round(session.clock.time_s, 3) if session else 0.0,
            "settling": bool(watching and watching.settling),
            "observable": bool(watching and watching.observable),
            "unobservable_reason": reason_words(reason.value) if reason else None,
            "detectable_now_mm": detectable_mm,
            "only_large": sees_only_large(detectable_mm),
            "camera": self._camera(),
            "coach": self._coach(),
            "saving": self._sentence(saving.trouble) if saving else "",
        }

    def session(self) -> SessionMessage:
        """Which session it is and what exists of it on disk."""
        shown = self._shown
        folder, session = shown.folder, shown.session
        clips = session.saving.clips if session and session.saving else None
        began = session.clock.began if session and session.saving else None
        return {
            "type": "session",
            "id": folder.name if folder else None,
            "folder": str(folder.path.absolute()) if folder else "",
            "files": [path.name for path in folder.written()] if folder else [],
            "clips": shown.clips,
            "clip_count": clips.kept if clips else 0,
            "clips_left_out": clips.left_out if clips else 0,
            "deleted": shown.is_deleted,
            "why_ended": self._sentence(shown.why_ended),
            "recovered": shown.recovered,
            "not_recovered": shown.not_recovered,
            "zero_epoch_ms": began.timestamp() * 1000 if began else None,
        }

    def _camera(self) -> CameraRow:
        session, source = self._shown.session, self._sources.source
        in_browser = self._sources.browser is not None
        health = self._health()
        rate_hz = session.clock.rate_hz if session and source else None
        seen = source or (session.source if session else None)
        info = seen.info if seen else None
        dropped = session.notes.dropped if session else 0
        came = dropped + (session.pictures if session else 0)
        return {
            "kind": "browser" if in_browser else self._sources.plan.kind,
            "name": (self._sources.browser or "browser") if in_browser else self._sources.plan.name,
            "state": health.state,
            "text": self._sentence(health.text),
            "width_px": info.width_px if info else None,
            "height_px": info.height_px if info else None,
            "rate_hz": round(rate_hz, 2) if rate_hz else None,
            "pictures": session.pictures if session else 0,
            "dropped": dropped,
            "dropped_many": dropped > self._settings.calibration.missing_share * came,
            "dropped_text": session.notes.dropped_words if session else "",
            "waiting": source.waiting if source else 0,
        }

    def _health(self) -> Health:
        """How the source is doing, in words that stay the same: each change is read aloud."""
        session, source = self._shown.session, self._sources.source
        if source is None:
            return self._sources.trouble or self._without_source()
        if source.health.state == "ended" and source.waiting:
            # It was read to its end, but not yet shown to it.
            return Health("ok")
        if session is None or source.health.state != "ok":
            return source.health
        if self._shown.is_watching and session.clock.silent_s > LONG_SILENCE_S:
            in_browser = self._sources.browser is not None
            remedy = "keep the page with the camera open" if in_browser else "check the camera"
            return Health("silent", f"it gives no pictures any more: {remedy}")
        if too_few := too_few_pictures(_view_of(session, source), self._settings.detection):
            return Health("slow", too_few)
        return source.health

    def _sentence(self, text: str) -> str:
        """What is an error's line elsewhere, as a sentence."""
        if not text:
            return ""
        spelled = self._sources.plan.spelled
        first = text[0] if spelled and text.startswith(spelled) else text[0].upper()
        return first + text[1:] + ("" if text.endswith(".") else ".")

    def _without_source(self) -> Health:
        if self._shown.phase == "stopped":
            return Health("ended")
        if self._sources.browser is not None:
            text = "waiting for the first picture of the browser's camera"
            return Health("waiting", text)
        is_file = self._sources.plan.kind == "file"
        if is_file and self._shown.phase == "ready":
            return Health("waiting", "press Start to play the recording")
        return Health("opening", f"the {'recording' if is_file else 'camera'} is being opened")

    def _coach(self) -> list[CoachLine]:
        session, source = self._shown.session, self._sources.source
        if session is None or source is None or not self._shown.is_watching:
            return []
        if self._health().state not in ("ok", "slow"):
            return []
        view = _view_of(session, source)
        return coach_lines(view, self._settings.detection)


def _view_of(session: Session, source: LiveSource) -> View:
    return View(
        face=session.face,
        light=session.light,
        rate_hz=session.clock.rate_hz,
        reason=session.unobservable_reason,
        came_hz=session.clock.came_hz,
        kind=source.kind,
    )
