"""The monitor: watches a source and does what the page asks. One thread does it all."""

from __future__ import annotations

import threading
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from twitchcam.errors import OutputError, SourceError, TwitchcamError
from twitchcam.live import commands
from twitchcam.live.reports import Reports
from twitchcam.live.session_keeper import SessionKeeper
from twitchcam.live.shown import Shown
from twitchcam.live.snapshot import Snapshots
from twitchcam.live.source_keeper import SourceKeeper, camera_off

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from twitchcam.capture.live_source import LiveSource
    from twitchcam.live.messages import CausesMessage
    from twitchcam.live.outlet import Asker, Outlet
    from twitchcam.live.source_plan import SourcePlan
    from twitchcam.records import Evidence
    from twitchcam.settings import Settings

# So long the loop waits for a picture before it looks at everything else.
PATIENCE_S = 0.05
# A protocol that was asked for begins with the first picture, but not out of the blue.
PROTOCOL_PATIENCE_S = 10.0
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
        Makes the causes panel from the running evidence, or without any.

    Attributes
    ----------
    sources, shown
        What is watched, and the session in which it is counted.
    failure
        What ended it, if nobody wished so.
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
        match_causes: Callable[[Evidence | None], CausesMessage] | None = None,
    ) -> None:
        self._settings = settings
        self.failure: BaseException | None = None
        self.ended = threading.Event()
        self._outlet = outlet
        self._begin_at_once = begin_at_once
        self.shown = Shown()
        self.sources = SourceKeeper(plan)
        self._snapshots = Snapshots(settings, self.sources, self.shown)
        self._reports = Reports(self._snapshots, outlet, match_causes)
        self._sessions = SessionKeeper(out, settings, self.shown, outlet, self._reports)
        self._asked: SimpleQueue[tuple[commands.Command | None, Asker | None]] = SimpleQueue()
        self._protocol_until_s: float | None = None
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

    def _run(self) -> None:
        try:
            self._sessions.earlier.recover()
            if self._begin_at_once:
                self._begin()
            while not self._ending.is_set():
                self._do_commands()
                self._look_for_source()
                self._watch()
                self._give_up_protocol()
                self._sessions.save_again()
                self._reports.tell(self.shown.session if self.shown.is_counting else None)
            self._finish()
            self._sessions.close()
        except BaseException as error:  # noqa: BLE001 - told by whoever started it
            self._fail(error)
        finally:
            self.sources.close_source()
            self.ended.set()

    def _fail(self, error: BaseException) -> None:
        """Save what there is; what cannot be saved stays in the journal."""
        self.failure = error
        self._reports.notify("error", f"The monitor has failed: {error}.")
        try:
            self._finish()
        except BaseException:  # noqa: BLE001 - the first error says more
            self._sessions.abandon()

    # What is asked

    def _do_commands(self) -> None:
        while True:
            try:
                command, asker = self._asked.get_nowait()
            except Empty:
                return
            if command is not None:
                self._do(command, asker)
                self._reports.hurry()
            elif asker:
                asker.join(self._snapshots.hello(self._reports.causes))

    def _do(self, command: commands.Command, asker: Asker | None) -> None:
        if wish := self._wishes().get(type(command)):
            wish()
        elif isinstance(command, commands.Felt):
            self._sessions.mark_felt(command.ago_s)
        elif isinstance(command, commands.KeepClips):
            self._sessions.keep_clips(command.wish)
        elif isinstance(command, commands.DeleteSession):
            self._delete(command.session)
        elif isinstance(command, commands.UseBrowserCamera):
            self._use_browser(command, asker)

    def _wishes(self) -> dict[type[commands.Command], Callable[[], None]]:
        """What to do about commands without details."""
        return {
            commands.Start: self._begin,
            commands.Pause: self._sessions.pause,
            commands.Resume: self._sessions.resume,
            commands.Stop: self._stop,
            commands.ProtocolStart: self._start_protocol,
            commands.ProtocolNext: lambda: self._lead(skip=True),
            commands.ProtocolCancel: lambda: self._lead(skip=False),
        }

    def _begin(self) -> None:
        if self.shown.is_counting:
            return
        self._protocol_until_s = None
        try:
            self._sessions.begin()
        except OutputError as error:
            self._tell_unsaved(error)

    def _tell_unsaved(self, error: OutputError) -> None:
        """Tell why no session can begin; without a page, nobody could begin another."""
        if self._begin_at_once:
            raise error
        self._reports.notify("error", str(error))

    def _stop(self) -> None:
        if self.shown.is_counting and not self.shown.has_counted:
            self._reports.notify("warning", NOT_SAVED)
        self._finish()

    def _finish(self, why: str = "", *, broke_off: bool = False) -> None:
        """Complete the session, if one runs."""
        if self._sessions.finish(why, broke_off=broke_off):
            self._let_source_go()

    def _start_protocol(self) -> None:
        self._sessions.resume()
        self._begin()
        if self.shown.phase == "running":
            wait_s = 0.0 if self.sources.trouble else PROTOCOL_PATIENCE_S
            self._protocol_until_s = time.monotonic() + wait_s

    def _lead(self, *, skip: bool) -> None:
        if session := self.shown.session:
            if skip:
                session.protocol.skip(session.clock.now_s)
            else:
                session.protocol.cancel(session.clock.now_s)
            self._outlet.publish(session.guided())

    def _delete(self, name: str) -> None:
        if self._sessions.delete(name):
            self._let_source_go()
        else:
            self._reports.tell_session()

    def _let_source_go(self) -> None:
        """Tell what has become of the session, then close the source, which can take seconds."""
        self._protocol_until_s = None
        source = self.sources.take_away()
        self._reports.tell_session()
        self._outlet.publish(self._snapshots.status())
        if source:
            source.close()

    def _use_browser(self, command: commands.UseBrowserCamera, asker: Asker | None) -> None:
        if not command.on and not self.sources.belongs_to(asker):
            # Another page has taken over.
            return
        if self.shown.is_counting:
            # The same page again, or another one that takes over.
            if not command.on:
                self._reports.notify("warning", STILL_COUNTS)
            elif not self.sources.take_over(asker) and asker:
                asker.publish(camera_off(BUSY))
            return
        # A session that is over stays in view: its page may only have been gone for a moment.
        if self.shown.phase == "ready":
            self._sessions.drop()
        self.sources.use_browser(command.name if command.on else None, asker)
        self._reports.tell_session()

    # What is watched

    def _look_for_source(self) -> None:
        """Open the source when it is needed; a recording is played only when it is counted."""
        is_file = self.sources.browser is None and self.sources.plan.kind == "file"
        if self.shown.phase == "running" or (self.shown.phase == "ready" and not is_file):
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
        if self.shown.session is None and self.shown.is_watching:
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
        session = self.shown.session
        if frame and session and self.shown.is_watching:
            session.push(frame)
            if self._protocol_until_s is not None:
                self._protocol_until_s = None
                session.protocol.start(session.clock.now_s)

    def _open_session(self, source: LiveSource) -> None:
        identity = self.sources.plan.identity if source.kind == "file" else None
        try:
            self._sessions.open(source, identity)
        except OutputError as error:
            self._tell_unsaved(error)

    def _give_up_protocol(self) -> None:
        until_s = self._protocol_until_s
        if until_s is not None and time.monotonic() > until_s:
            self._protocol_until_s = None
            self._reports.notify("warning", NOT_BEGUN)

    def _break_off(self, error: Exception) -> None:
        self._reports.notify("error", str(error))
        self._finish(str(error), broke_off=True)

    def _end_long_break(self) -> None:
        session = self.shown.session
        if session and self.shown.is_counting and session.clock.started_s is not None:
            break_s = session.clock.now_s - session.clock.time_s
            if break_s > self._settings.live.longest_break_s:
                self._reports.notify("warning", LONG_BREAK)
                self._finish(LONG_BREAK)
