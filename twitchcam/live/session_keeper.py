"""Keeps the session: begins, saves, completes and deletes it, one after the other."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from twitchcam.errors import OutputError
from twitchcam.live.earlier_sessions import EarlierSessions
from twitchcam.live.saving import Saving
from twitchcam.live.session import Session
from twitchcam.live.session_folder import new_session_folder
from twitchcam.stages import backend_for
from twitchcam.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.capture.live_source import LiveSource
    from twitchcam.live.messages import ClipsWish
    from twitchcam.live.outlet import Outlet
    from twitchcam.live.reports import Reports
    from twitchcam.live.session_folder import SessionFolder
    from twitchcam.live.shown import Shown
    from twitchcam.records import FileIdentity
    from twitchcam.settings import Settings

# How often it tries again to save what could not be saved.
SAVE_AGAIN_S = 2.0
# Of what needs a picture, before the first one.
NOT_MARKED = "Not noted: no picture has come yet."
NOT_PAUSED = "Not paused: no picture has come yet, so nothing is being counted."


class SessionKeeper:
    """Keeps one session at a time, from its beginning until the next one begins.

    Parameters
    ----------
    out
        Where session folders go.
    settings
        All defaults.
    shown
        Gets what is true of the session.
    outlet
        Who is told what a session shows.
    reports
        Told what becomes of it.

    Attributes
    ----------
    earlier
        The sessions before it.
    """

    def __init__(
        self, out: Path, settings: Settings, shown: Shown, outlet: Outlet, reports: Reports
    ) -> None:
        self.earlier = EarlierSessions(out, settings.live, shown, reports)
        self._shown = shown
        self._out = out
        self._settings = settings
        self._outlet = outlet
        self._reports = reports
        self._backend = ExitStack()
        self._save_again_s = 0.0
        # Of sessions that are over, whose clips were not all written.
        self._coding: list[Saving] = []

    def begin(self) -> None:
        """Begin a session, unless one is under way.

        Raises
        ------
        OutputError
            If there can be no folder for it.
        """
        shown = self._shown
        if shown.is_counting:
            return
        # First: where there can be no new session, the one that could not be saved is kept.
        folder = new_session_folder(self._out)
        self.drop()
        shown.is_deleted = False
        shown.why_ended = shown.broke_off = ""
        shown.folder, shown.phase = folder, "running"
        self._reports.tell_session()

    def open(self, source: LiveSource, identity: FileIdentity | None) -> None:
        """Watch a source, and save what it shows if a session has begun.

        Raises
        ------
        OutputError
            If its files cannot be made: the source is watched, and nothing counted.
        """
        failure = saving = None
        shown = self._shown
        if shown.phase == "running" and shown.folder:
            try:
                saving = Saving(shown.folder, identity, self._settings.live)
            except OutputError as error:
                self._discard()
                shown.phase = "ready"
                failure = error
        backend = self._backend.enter_context(backend_for(self._settings))
        shown.session = Session(source, backend, self._settings, self._outlet, saving)
        shown.session.keep_clips(shown.clips)
        self._reports.tell_session()
        if failure:
            raise failure

    def pause(self) -> None:
        """Watch nothing for a while."""
        shown = self._shown
        if shown.phase != "running":
            return
        if not shown.session:
            self._reports.notify("warning", NOT_PAUSED)
            return
        shown.phase = "paused"
        shown.session.pause()

    def resume(self) -> None:
        """Go on after a pause."""
        if self._shown.phase == "paused":
            self._shown.phase = "running"
            if session := self._shown.session:
                session.protocol.resume(session.clock.now_s)

    def mark_felt(self, ago_s: float) -> None:
        """Note that the person felt a twitch so long ago; a double press is one mark."""
        if self._shown.phase != "running":
            return
        session = self._shown.session
        if not session or not self._shown.has_counted:
            self._reports.notify("warning", NOT_MARKED)
            return
        time_s = session.clock.now_s - ago_s
        last_s = session.notes.record.marks_s[-1:]
        # So close together, not even two twitches are told apart.
        if all(abs(time_s - mark_s) >= self._settings.detection.max_gap_s for mark_s in last_s):
            session.mark_felt(time_s)
        self._outlet.publish(session.felt())

    def keep_clips(self, wish: ClipsWish) -> None:
        """Keep clips of twitches from now on, or no longer; also in sessions to come."""
        self._shown.clips = wish
        if self._shown.session:
            self._shown.session.keep_clips(wish)
        self._reports.tell_session()

    def finish(self, why: str = "", *, broke_off: bool = False) -> bool:
        """Complete the session; tells whether one was under way.

        ``why`` says why it ends if nobody wished so, and ``broke_off`` whether the source failed.
        """
        shown, session = self._shown, self._shown.session
        if not shown.is_counting:
            if shown.phase == "ready":
                self.drop()
            return False
        if why:
            # Where completing it failed, it is tried once more, and nobody says then why it ended.
            shown.why_ended, shown.broke_off = why, why if broke_off else ""
        if session and session.saving and session.clock.started_s is not None:
            if not session.finish():
                text = f"Not saved yet: {session.saving.trouble}. {session.saving.outlook}"
                self._reports.notify("error", text)
            self._reports.tell_all(session)
        else:
            # No picture ever came.
            self._discard()
        shown.phase = "stopped"
        self._backend.close()
        return True

    def save_again(self) -> None:
        """Try again to save a session that is over, where that failed."""
        session = self._shown.session if self._shown.phase == "stopped" else None
        saving = session.saving if session else None
        if not saving or saving.is_complete or time.monotonic() < self._save_again_s:
            return
        self._save_again_s = time.monotonic() + SAVE_AGAIN_S
        if session and session.save_again():
            self._reports.notify("info", f"{saving.folder.name} is saved now.")
            self._reports.tell_session()

    def drop(self) -> None:
        """Forget the session: a look that was not counted, or what is over."""
        session = self._shown.session
        if session and session.saving is None:
            session.discard()
        self._let_go()
        if session and session.saving and session.saving.clips.waiting:
            self._coding.append(session.saving)
        self._shown.session = self._shown.folder = None
        self._reports.forget_causes()
        self._backend.close()

    def delete(self, name: str) -> bool:
        """Delete a session by its name; tells whether it was the newest one."""
        found, newest = self.earlier.find(name), self._shown.folder
        is_newest = found is not None and newest is not None and newest.name == name
        if is_newest and newest:
            self._delete_newest(newest)
        elif found:
            self.earlier.delete(found)
        return is_newest

    def close(self) -> None:
        """Save what could not be saved, as far as that can be, and wait for clips."""
        self._let_go()
        session = self._shown.session
        if session and session.saving:
            self._coding.append(session.saving)
        if waiting := sum(saving.clips.waiting for saving in self._coding):
            clips = counted(waiting, "clip is", "clips are")
            self._reports.notify("info", f"{clips} still being written.")
        for saving in self._coding:
            saving.clips.close()
            if saving.trouble:
                self._reports.notify("error", saving.trouble)
        self._reports.tell_session()

    def abandon(self) -> None:
        """Leave what was written as it is: the next start completes it."""
        session = self._shown.session
        if session and session.saving:
            session.saving.abandon()

    def _let_go(self) -> None:
        """Leave a session that could not be saved to the next start, as far as that can be."""
        session = self._shown.session
        if session and session.saving and not session.save_again():
            session.saving.abandon()

    def _discard(self) -> bool:
        """Delete what the session has written so far, and forget it; tells whether that worked."""
        shown = self._shown
        session, folder = shown.session, shown.folder
        shown.session = shown.folder = None
        self._reports.forget_causes()
        try:
            if session:
                session.discard()
            elif folder:
                folder.delete()
        except OutputError as error:
            self._reports.notify("error", str(error))
            return False
        return True

    def _delete_newest(self, folder: SessionFolder) -> None:
        shown = self._shown
        if shown.session and shown.session.saving is None:
            # It failed before, and a new look has begun meanwhile.
            shown.session.discard()
            shown.session = None
        shown.is_deleted = self._discard()
        if shown.is_deleted:
            shown.why_ended = shown.broke_off = ""
        else:
            # Still shown, to be tried again.
            shown.folder = folder
        self._backend.close()
        shown.phase = "ready"
