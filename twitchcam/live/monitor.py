"""The monitor: runs sessions and does what the page asks. One thread does it all."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from twitchcam.analysis import backend_for
from twitchcam.errors import OutputError, SourceError, TwitchcamError
from twitchcam.live import commands
from twitchcam.live.earlier_sessions import EarlierSessions
from twitchcam.live.reports import Reports
from twitchcam.live.saving import Saving
from twitchcam.live.session import Session
from twitchcam.live.session_folder import new_session_folder
from twitchcam.live.snapshot import Snapshots
from twitchcam.live.source_keeper import SourceKeeper, camera_off
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from twitchcam.capture.live_source import LiveSource
    from twitchcam.live.messages import CausesMessage, ClipsWish, SessionPhase
    from twitchcam.live.outlet import Asker, Outlet
    from twitchcam.live.session_folder import SessionFolder
    from twitchcam.live.source_plan import SourcePlan
    from twitchcam.records import Evidence
    from twitchcam.settings import Settings

# So long the loop waits for a picture before it looks at everything else; how often it tries again
# to save what could not be saved.
PATIENCE_S, SAVE_AGAIN_S = 0.05, 2.0
# A protocol that was asked for begins with the first picture, but not out of the blue.
PROTOCOL_PATIENCE_S = 10.0
# Of what needs a picture, before the first one.
NOT_MARKED = "Not noted: no picture has come yet."
NOT_PAUSED = "Not paused: no picture has come yet, so nothing is being counted."
NOT_BEGUN = "The guided protocol has not begun: no picture comes. Begin it again when one does."
NOT_SAVED = "Nothing was saved: no picture ever came."
LONG_BREAK = "Nothing was watched for a long time: the session was completed."
# Of a change of cameras while a session counts.
BUSY = "Stop the session before you change the camera."
STILL_COUNTS = (
    "The browser's camera is off, and the session still counts: turn the camera on again to go on,"
    " or stop the session."
)


class Monitor:
    """Watches one source in a thread of its own, from :meth:`start` to :meth:`close`.

    Parameters
    ----------
    plan
        What is watched.
    settings
        All defaults.
    out
        Where session folders go.
    outlet
        Who is told what happens.
    begin_at_once
        Whether to count from the first picture on rather than from when the page says so.
    match_causes
        Makes the causes panel from the running evidence.

    Attributes
    ----------
    phase, session, folder
        What it is doing; ``folder`` is that of the session, as long as there is one.
    earlier
        The sessions before it.
    failure
        What ended it, if nobody wished so.
    why_ended
        Why the newest session ended, if nobody wished so and it was not the end of a recording.
    broke_off
        The same if the source failed.
    ended
        Set when it has ended.
    """

    def __init__(  # noqa: PLR0913 - what it joins
        self,
        plan: SourcePlan,
        settings: Settings,
        out: Path,
        outlet: Outlet,
        *,
        begin_at_once: bool = False,
        match_causes: Callable[[Evidence], CausesMessage] | None = None,
    ) -> None:
        self.phase: SessionPhase = "ready"
        self.session: Session | None = None
        self.folder: SessionFolder | None = None
        self.is_deleted = False
        self.clips: ClipsWish = "off"
        self.settings = settings
        self.sources = SourceKeeper(plan)
        self.failure: BaseException | None = None
        self.why_ended = self.broke_off = ""
        self.ended = threading.Event()
        self._out = out
        self._outlet = outlet
        self._begin_at_once = begin_at_once
        self._snapshots = Snapshots(self)
        self.reports = Reports(self._snapshots, outlet, match_causes)
        self._save_again_s = 0.0
        self.earlier = EarlierSessions(out, settings.live, self.reports)
        self._asked: SimpleQueue[tuple[commands.Command | None, Asker | None]] = SimpleQueue()
        self._backend = ExitStack()
        self._protocol_until_s: float | None = None
        # Of sessions that are over, whose clips were not all written.
        self._coding: list[Saving] = []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="twitchcam-monitor", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def close(self) -> None:
        """Complete the session and stop watching; waits until everything is written."""
        self._ending.set()
        if self._thread.ident is not None:
            self._thread.join()

    def ask(
        self, command: commands.Command | commands.CameraFrame, asker: Asker | None = None
    ) -> None:
        """Take a command; called from any thread, never waits."""
        if isinstance(command, commands.CameraFrame):
            self.sources.push(command, asker)
        else:
            self._asked.put((command, asker))

    def welcome(self, asker: Asker) -> None:
        """Let somebody join: they get everything that is known, then what is new."""
        self._asked.put((None, asker))

    @property
    def is_counting(self) -> bool:
        """Whether a session is under way."""
        return self.phase in ("running", "paused")

    def _run(self) -> None:
        try:
            self.earlier.recover()
            if self._begin_at_once:
                self._begin()
            while not self._ending.is_set():
                self._do_commands()
                self._look_for_source()
                self._watch()
                self._give_up_protocol()
                self._save_again()
                self.reports.tell(self.session if self.is_counting else None)
            self._finish()
            self._let_go()
            self._wait_for_clips()
        except BaseException as error:  # noqa: BLE001 - told by whoever started it
            self._fail(error)
        finally:
            self.sources.close_source()
            self.ended.set()

    def _fail(self, error: BaseException) -> None:
        """Save what there is; what cannot be saved stays in the journal."""
        self.failure = error
        self.reports.notify("error", f"The monitor has failed: {error}.")
        try:
            self._finish()
        except BaseException:  # noqa: BLE001 - the first error says more
            if self.session and self.session.saving:
                self.session.saving.abandon()

    # What is asked

    def _do_commands(self) -> None:
        while True:
            try:
                command, asker = self._asked.get_nowait()
            except Empty:
                return
            if command is not None:
                self._do(command, asker)
                self.reports.hurry()
            elif asker:
                asker.join(self._snapshots.hello())

    def _do(self, command: commands.Command, asker: Asker | None) -> None:
        if isinstance(command, commands.Simple):
            self._wishes()[command.name]()
        elif isinstance(command, commands.Felt):
            self._mark(command.ago_s)
        elif isinstance(command, commands.KeepClips):
            self._keep_clips(command.wish)
        elif isinstance(command, commands.DeleteSession):
            self._delete(command.session)
        elif isinstance(command, commands.UseBrowserCamera):
            self._use_browser(command, asker)

    def _wishes(self) -> dict[str, Callable[[], None]]:
        return {
            "start": self._begin,
            "pause": self._pause,
            "resume": self._resume,
            "stop": self._stop,
            "protocol_start": self._start_protocol,
            "protocol_next": lambda: self._lead(skip=True),
            "protocol_cancel": lambda: self._lead(skip=False),
        }

    def _begin(self) -> None:
        if self.is_counting:
            return
        self._drop_session()
        self.is_deleted = False
        self._protocol_until_s = None
        self.why_ended = self.broke_off = ""
        try:
            self.folder = new_session_folder(self._out)
            self.phase = "running"
        except OutputError as error:
            self.folder, self.phase = None, "ready"
            self._tell_unsaved(error)
        self.reports.tell_session()

    def _tell_unsaved(self, error: OutputError) -> None:
        """Tell why no session can begin; without a page, nobody could begin another."""
        if self._begin_at_once:
            raise error
        self.reports.notify("error", str(error))

    def _pause(self) -> None:
        if self.phase != "running":
            return
        if not self.session:
            self.reports.notify("warning", NOT_PAUSED)
            return
        self.phase = "paused"
        self.session.pause()

    def _resume(self) -> None:
        if self.phase == "paused":
            self.phase = "running"
            if self.session:
                self.session.protocol.resume(self.session.now_s)

    def _stop(self) -> None:
        if self.is_counting and (not self.session or self.session.started_s is None):
            self.reports.notify("warning", NOT_SAVED)
        self._finish()

    def _finish(self) -> None:
        """Complete the session, if one runs."""
        if not self.is_counting:
            if self.phase == "ready":
                self._drop_session()
            return
        session = self.session
        if session and session.saving and session.started_s is not None:
            if not session.finish():
                text = f"Not saved yet: {session.saving.trouble}. {session.saving.outlook}"
                self.reports.notify("error", text)
            self.reports.tell_all(session)
        else:
            # No picture ever came.
            self._discard()
        self.phase, self._protocol_until_s = "stopped", None
        self._backend.close()
        self.sources.close_source()
        self.reports.tell_session()
        self._outlet.publish(self._snapshots.status())

    def _save_again(self) -> None:
        """Try again to save a session that is over, where that failed."""
        saving = self.session.saving if self.session and self.phase == "stopped" else None
        if not saving or saving.is_complete or time.monotonic() < self._save_again_s:
            return
        self._save_again_s = time.monotonic() + SAVE_AGAIN_S
        if self.session and self.session.save_again():
            self.reports.notify("info", f"{saving.folder.name} is saved now.")
            self.reports.tell_session()

    def _let_go(self) -> None:
        """Leave a session that could not be saved to the next start, as far as that can be."""
        session = self.session
        if session and session.saving and self.phase == "stopped" and not session.save_again():
            session.saving.abandon()

    def _wait_for_clips(self) -> None:
        if self.session and self.session.saving:
            self._coding.append(self.session.saving)
        if waiting := sum(saving.clips.waiting for saving in self._coding):
            clips = counted(waiting, "clip is", "clips are")
            self.reports.notify("info", f"{clips} still being written.")
        for saving in self._coding:
            saving.clips.close()
            if saving.trouble:
                self.reports.notify("error", saving.trouble)
        self.reports.tell_session()

    def _discard(self) -> bool:
        """Delete what the session has written so far, and forget it; tells whether that worked."""
        session, folder = self.session, self.folder
        self.session = self.folder = None
        self.reports.forget_causes()
        try:
            if session:
                session.discard()
            elif folder:
                folder.delete()
        except OutputError as error:
            self.reports.notify("error", str(error))
            return False
        return True

    def _drop_session(self) -> None:
        """Forget the session: a look that was not counted, or what is over."""
        if self.session and self.session.saving is None:
            self.session.discard()
        self._let_go()
        if self.session and self.session.saving and self.session.saving.clips.waiting:
            self._coding.append(self.session.saving)
        self.session = self.folder = None
        self.reports.forget_causes()
        self._backend.close()

    def _mark(self, ago_s: float) -> None:
        if self.phase != "running":
            return
        session = self.session
        if not session or not session.saving or session.started_s is None:
            self.reports.notify("warning", NOT_MARKED)
            return
        session.mark_felt(session.now_s - ago_s)
        self._outlet.publish(session.felt())

    def _keep_clips(self, wish: ClipsWish) -> None:
        self.clips = wish
        if self.session:
            self.session.keep_clips(wish)
        self.reports.tell_session()

    def _start_protocol(self) -> None:
        self._resume()
        self._begin()
        if self.phase == "running":
            wait_s = 0.0 if self.sources.trouble else PROTOCOL_PATIENCE_S
            self._protocol_until_s = time.monotonic() + wait_s

    def _lead(self, *, skip: bool) -> None:
        if self.session:
            now_s = self.session.now_s
            if skip:
                self.session.protocol.skip(now_s)
            else:
                self.session.protocol.cancel(now_s)
            self._outlet.publish(self.session.guided())

    def _delete(self, name: str) -> None:
        found = self.earlier.find(name)
        if found and self.folder is not None and self.folder.name == name:
            self._delete_shown(self.folder)
            self._backend.close()
            self.sources.close_source()
            self.phase, self._protocol_until_s = "ready", None
        elif found:
            self.earlier.delete(found)
        self.reports.tell_session()

    def _delete_shown(self, folder: SessionFolder) -> None:
        if self.session and self.session.saving is None:
            # It failed before, and a new look has begun meanwhile.
            self.session.discard()
            self.session = None
        self.is_deleted = self._discard()
        if self.is_deleted:
            self.why_ended = self.broke_off = ""
        else:
            # Still shown, to be tried again.
            self.folder = folder

    def _use_browser(self, command: commands.UseBrowserCamera, asker: Asker | None) -> None:
        if not command.on and not self.sources.belongs_to(asker):
            # Another page has taken over.
            return
        if self.is_counting:
            # The same page again, or another one that takes over.
            if not command.on:
                self.reports.notify("warning", STILL_COUNTS)
            elif not self.sources.take_over(asker) and asker:
                asker.publish(camera_off(BUSY))
            return
        # A session that is over stays in view: its page may only have been gone for a moment.
        if self.phase == "ready":
            self._drop_session()
        self.sources.use_browser(command.name if command.on else None, asker)
        self.reports.tell_session()

    # What is watched

    def _look_for_source(self) -> None:
        """Open the source when it is needed; a recording is played only when it is counted."""
        is_file = self.sources.browser is None and self.sources.plan.kind == "file"
        if self.phase == "running" or (self.phase == "ready" and not is_file):
            try:
                self.sources.look()
            except TwitchcamError as error:
                self._break_off(error)

    def _watch(self) -> None:
        """Take the next picture, or wait a moment for it."""
        source = self.sources.source
        if source is None:
            self._ending.wait(PATIENCE_S)
            return
        if self.session is None and self.phase in ("ready", "running"):
            self._open_session(source)
        try:
            frame = source.take(PATIENCE_S)
        except StopIteration:
            self._finish()
            return
        except (SourceError, ValueError) as error:
            self._break_off(error)
            return
        self._end_long_break()
        if frame and self.session and self.phase in ("ready", "running"):
            self.session.push(frame)
            if self._protocol_until_s is not None:
                self._protocol_until_s = None
                self.session.protocol.start(self.session.now_s)

    def _give_up_protocol(self) -> None:
        until_s = self._protocol_until_s
        if until_s is not None and time.monotonic() > until_s:
            self._protocol_until_s = None
            self.reports.notify("warning", NOT_BEGUN)

    def _break_off(self, error: Exception) -> None:
        if self.is_counting:
            self.why_ended = self.broke_off = str(error)
        self.reports.notify("error", str(error))
        self._finish()

    def _open_session(self, source: LiveSource) -> None:
        saving = None
        if self.phase == "running" and self.folder:
            identity = self.sources.plan.identity if source.kind == "file" else None
            try:
                saving = Saving(self.folder, identity, self.settings.live)
            except OutputError as error:
                self._discard()
                self.phase = "ready"
                self._tell_unsaved(error)
        backend = self._backend.enter_context(backend_for(self.settings))
        self.session = Session(source, backend, self.settings, self._outlet, saving)
        self.session.keep_clips(self.clips)
        self.reports.tell_session()

    def _end_long_break(self) -> None:
        session = self.session
        if self.is_counting and session and session.started_s is not None:
            break_s = session.now_s - session.time_s
            if break_s > self.settings.live.longest_break_s:
                self.why_ended = LONG_BREAK
                self.reports.notify("warning", LONG_BREAK)
                self._finish()
