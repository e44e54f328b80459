"""The monitor: opens the source, runs sessions, does what the page asks. One thread does it all."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Protocol

from twitchcam.capture.live_source import CameraError, Health
from twitchcam.capture.pushed_frames import PushedFrames
from twitchcam.errors import OutputError, SourceError, TwitchcamError
from twitchcam.live import commands
from twitchcam.live.results import recover_sessions
from twitchcam.live.saving import Saving
from twitchcam.live.session import Session
from twitchcam.live.session_folder import SessionFolder, new_session_folder, session_folders
from twitchcam.live.snapshot import Snapshots
from twitchcam.pipeline import backend_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from twitchcam.capture.live_source import LiveSource
    from twitchcam.live.messages import (
        CausesMessage,
        HelloMessage,
        NoticeMessage,
        Phase,
        ServerMessage,
        Severity,
    )
    from twitchcam.live.outlet import Outlet
    from twitchcam.live.source_plan import SourcePlan
    from twitchcam.records import Evidence, FileIdentity
    from twitchcam.settings import Settings

STATUS_INTERVAL_S = 0.5
SUMMARY_INTERVAL_S = 1.0
CAUSES_INTERVAL_S = 5.0
RETRY_S = 1.0
# So long the loop waits for a picture before it looks at everything else.
PATIENCE_S = 0.05


class Asker(Protocol):
    """Who sends commands, such as one tab: can be told something by itself."""

    def publish(self, message: ServerMessage) -> None:
        """Take a message; never waits."""
        ...

    def join(self, hello: HelloMessage) -> None:
        """Take everything that is known, and from now on what is told to all."""
        ...


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
        self.phase: Phase = "ready"
        self.session: Session | None = None
        self.source: LiveSource | None = None
        self.plan = plan
        self.settings = settings
        self.browser: str | None = None
        self.folder: SessionFolder | None = None
        self.deleted = False
        self.recovered: list[str] = []
        self.clips = "off"
        self.trouble: Health | None = None
        self.failure: BaseException | None = None
        self._out = out
        self._outlet = outlet
        self._begin_at_once = begin_at_once
        self._match_causes = match_causes
        self.causes: CausesMessage | None = None
        self._snapshots = Snapshots(self)
        self._asked: SimpleQueue[tuple[commands.Command | None, Asker | None]] = SimpleQueue()
        self._camera_owner: Asker | None = None
        self._pushed: PushedFrames | None = None
        self._first_picture: commands.CameraFrame | None = None
        self._opener = ThreadPoolExecutor(1, "twitchcam-opening")
        self._opening: Future[LiveSource] | None = None
        self._retry_at_s = 0.0
        self._held = ExitStack()
        self._protocol_wanted = False
        self._due = dict.fromkeys(("status", "summary", "protocol", "causes"), 0.0)
        self._told_of_session: object = None
        self._ending = threading.Event()
        self.ended = threading.Event()
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
            self._take_picture(command, asker)
        else:
            self._asked.put((command, asker))

    def welcome(self, asker: Asker) -> None:
        """Let somebody join: they get everything that is known, then what is new."""
        self._asked.put((None, asker))

    def _take_picture(self, picture: commands.CameraFrame, asker: Asker | None) -> None:
        if asker is not self._camera_owner or self.browser is None:
            return
        if self._pushed is not None:
            self._pushed.push(picture.jpeg, picture.time_s)
        else:
            self._first_picture = picture

    def _run(self) -> None:
        try:
            self.recovered = recover_sessions(self._out, self.settings.live)
            if self.recovered:
                names = ", ".join(self.recovered)
                self._notify("info", f"Recovered from an earlier run that was cut off: {names}")
            if self._begin_at_once:
                self._begin()
            while not self._ending.is_set():
                self._do_commands()
                self._look_for_source()
                self._watch()
                self._report()
        except BaseException as error:  # noqa: BLE001 - told to the user by whoever started it
            self.failure = error
            self._notify("error", f"The monitor has failed: {error}")
        finally:
            self._end()

    def _end(self) -> None:
        try:
            self._finish()
        except BaseException as error:  # noqa: BLE001 - the same
            self.failure = self.failure or error
        finally:
            self._close_source()
            self._opener.shutdown(wait=False, cancel_futures=True)
            self.ended.set()

    # What is asked

    def _do_commands(self) -> None:
        while True:
            try:
                command, asker = self._asked.get_nowait()
            except Empty:
                return
            if command is None:
                if asker:
                    asker.join(self._snapshots.hello())
            else:
                self._do(command, asker)

    def _do(self, command: commands.Command, asker: Asker | None) -> None:
        if isinstance(command, commands.Simple):
            wishes: dict[str, Callable[[], None]] = {
                "start": self._begin,
                "pause": self._pause,
                "resume": self._resume,
                "stop": self._finish,
                "protocol_start": self._start_protocol,
                "protocol_next": lambda: self._lead(skip=True),
                "protocol_cancel": lambda: self._lead(skip=False),
            }
            wishes[command.name]()
        elif isinstance(command, commands.Felt):
            self._mark(command.ago_s)
        elif isinstance(command, commands.KeepClips):
            self.clips = command.wish
            if self.session:
                self.session.keep_clips(command.wish)
            self._outlet.publish(self._snapshots.session())
        elif isinstance(command, commands.DeleteSession):
            self._delete(command.session)
        elif isinstance(command, commands.UseBrowserCamera):
            self._use_browser(command, asker)
        self._due["status"] = 0.0

    def _begin(self) -> None:
        if self.phase in ("running", "paused"):
            return
        self._drop_session()
        self.phase, self.deleted, self.folder, self.causes = "running", False, None, None
        try:
            self.folder = new_session_folder(self._out)
        except OutputError as error:
            self.phase = "ready"
            self._notify("error", str(error))
        self._outlet.publish(self._snapshots.session())

    def _pause(self) -> None:
        if self.phase == "running" and self.session:
            self.phase = "paused"
            self.session.pause()

    def _resume(self) -> None:
        if self.phase == "paused":
            self.phase = "running"

    def _finish(self) -> None:
        """Complete the session, if one runs."""
        was_counting = self.phase in ("running", "paused")
        session = self.session
        if was_counting and session and session.saving:
            written = session.finish()
            if not written:
                self._notify(
                    "error",
                    f"Not saved yet: {session.saving.trouble}. It is kept aside"
                    " and saved at the next start.",
                )
            summary = session.summary()
            if summary:
                self._outlet.publish(summary)
            self._outlet.publish(session.felt())
            self._outlet.publish(session.guided())
            self._publish_causes(session)
            if session.started_s is None:
                self.folder = None
        elif was_counting and self.folder:
            # No picture ever came.
            self._drop_folder()
        elif session and self.phase != "stopped":
            self._drop_session()
        if was_counting:
            self.phase = "stopped"
            self._close_source()
            self._outlet.publish(self._snapshots.session())
            self._outlet.publish(self._snapshots.status())
        self._held.close()

    def _drop_folder(self) -> None:
        if self.folder:
            try:
                self.folder.delete()
            except OutputError as error:
                self._notify("error", str(error))
            self.folder = None

    def _drop_session(self) -> None:
        if self.session and self.session.saving is None:
            self.session.discard()
        self.session = None
        self._held.close()

    def _mark(self, ago_s: float) -> None:
        if self.phase == "running" and self.session and self.session.saving:
            self.session.mark_felt(self.session.now_s - ago_s)
            self._outlet.publish(self.session.felt())

    def _start_protocol(self) -> None:
        if self.phase == "paused":
            self._resume()
        self._begin()
        self._protocol_wanted = self.phase == "running"

    def _lead(self, *, skip: bool) -> None:
        if self.session:
            now_s = self.session.now_s
            if skip:
                self.session.protocol.skip(now_s)
            else:
                self.session.protocol.cancel(now_s)
            self._outlet.publish(self.session.guided())

    def _delete(self, name: str) -> None:
        current = self.folder is not None and self.folder.name == name
        found = [folder for folder in session_folders(self._out) if folder.name == name]
        if not found:
            self._notify("error", f"There is no session {name} in {self._out}.")
            return
        try:
            if current and self.session:
                self.session.discard()
            else:
                found[0].delete()
        except OutputError as error:
            self._notify("error", str(error))
            return
        if current:
            self.session, self.folder, self.deleted, self.phase = None, None, True, "ready"
            self._held.close()
            self._close_source()
            self._protocol_wanted = False
        self._outlet.publish(self._snapshots.session())

    def _use_browser(self, command: commands.UseBrowserCamera, asker: Asker | None) -> None:
        if self.phase in ("running", "paused"):
            if command.on and self._pushed is not None:
                # The same page again, or another one that takes over.
                self._camera_owner = asker
            else:
                self._notify("warning", "Stop the session before you change the camera.")
            return
        self._drop_session()
        self._close_source()
        self.trouble = None
        self.browser = command.name if command.on else None
        self._camera_owner = asker if command.on else None
        self.phase = "ready"
        self._outlet.publish(self._snapshots.session())

    # What is watched

    def _look_for_source(self) -> None:
        """Open the source when one is needed and none is open."""
        if self.source is not None or self.phase in ("stopped", "paused"):
            return
        if self.browser is not None:
            self._open_browser()
        elif self._opening is not None:
            self._take_opened()
        elif (self.phase == "running" or self.plan.kind != "file") and (
            time.monotonic() >= self._retry_at_s
        ):
            self._opening = self._opener.submit(self.plan.open)

    def _open_browser(self) -> None:
        first, self._first_picture = self._first_picture, None
        if first is None:
            return
        try:
            pushed = PushedFrames(self.browser or "browser", first.jpeg, first.time_s)
        except SourceError as error:
            self._notify("error", str(error))
            return
        self._pushed = self.source = pushed

    def _take_opened(self) -> None:
        if self._opening is None or not self._opening.done():
            return
        opening, self._opening = self._opening, None
        try:
            self.source = opening.result()
            self.trouble = None
        except CameraError as error:
            self.trouble = error.health
            self._retry_at_s = time.monotonic() + RETRY_S
        except TwitchcamError as error:
            # A file that cannot be read will not become readable by itself.
            self._notify("error", str(error))
            self.trouble = Health("absent", str(error))
            self._drop_folder()
            self.phase = "stopped"
            self._outlet.publish(self._snapshots.session())

    def _watch(self) -> None:
        """Take the next picture, or wait a moment for it."""
        if self.source is None:
            self._ending.wait(PATIENCE_S)
            return
        if self.session is None and self.phase in ("ready", "running"):
            self._open_session(self.source)
        try:
            frame = self.source.take(PATIENCE_S)
        except StopIteration:
            self._finish()
            return
        except (SourceError, ValueError) as error:
            self._notify("error", str(error))
            self._finish()
            return
        if frame is not None and self.session and self.phase in ("ready", "running"):
            self.session.push(frame)
            if self._protocol_wanted:
                self._protocol_wanted = False
                self.session.protocol.start(self.session.now_s)
        elif frame is None:
            self._end_long_break()

    def _open_session(self, source: LiveSource) -> None:
        saving = None
        if self.phase == "running" and self.folder:
            try:
                saving = Saving(self.folder, self._identity(), self.settings.live)
            except OutputError as error:
                self._notify("error", str(error))
                self._drop_folder()
                self.phase = "ready"
        backend = self._held.enter_context(backend_for(self.settings))
        self.session = Session(source, backend, self.settings, self._outlet, saving)
        self.session.keep_clips(self.clips)
        self._outlet.publish(self._snapshots.session())

    def _identity(self) -> FileIdentity | None:
        return self.plan.identity if self.browser is None else None

    def _end_long_break(self) -> None:
        session = self.session
        if self.phase != "running" or session is None or session.started_s is None:
            return
        if session.now_s - session.time_s > self.settings.live.longest_break_s:
            self._notify("warning", "No pictures came for a long time: the session was completed.")
            self._finish()

    def _close_source(self) -> None:
        if self._opening is not None:
            self._opening.add_done_callback(_close_when_open)
            self._opening = None
        source, self.source, self._pushed = self.source, None, None
        if source:
            source.close()

    # What is told

    def _report(self) -> None:
        session = self.session
        if session and self.phase in ("running", "paused"):
            self._report_protocol(session)
            if self._is_due("summary", SUMMARY_INTERVAL_S):
                session.keep()
                summary = session.summary()
                if summary:
                    self._outlet.publish(summary)
                if session.record.marks_s:
                    self._outlet.publish(session.felt())
                self._report_session()
            if self._is_due("causes", CAUSES_INTERVAL_S):
                self._publish_causes(session)
        if self._is_due("status", STATUS_INTERVAL_S):
            self._outlet.publish(self._snapshots.status())

    def _report_session(self) -> None:
        """Tell of the session when what is known of it has changed."""
        message = self._snapshots.session()
        known = (message["zero_epoch_ms"] is None, message["files"], message["clip_count"])
        if known != self._told_of_session:
            self._told_of_session = known
            self._outlet.publish(message)

    def _report_protocol(self, session: Session) -> None:
        if session.protocol.is_under_way:
            changed = session.protocol.advance(session.now_s)
            if changed or self._is_due("protocol", STATUS_INTERVAL_S):
                self._outlet.publish(session.guided())

    def _publish_causes(self, session: Session) -> None:
        evidence = session.evidence() if self._match_causes else None
        if self._match_causes and evidence:
            causes = self._match_causes(evidence)
            if causes != self.causes:
                self.causes = causes
                self._outlet.publish(causes)

    def _is_due(self, what: str, interval_s: float) -> bool:
        now_s = time.monotonic()
        if now_s < self._due[what]:
            return False
        self._due[what] = now_s + interval_s
        return True

    def _notify(self, severity: Severity, text: str) -> None:
        notice: NoticeMessage = {"type": "notice", "severity": severity, "text": text}
        self._outlet.publish(notice)


def _close_when_open(opening: Future[LiveSource]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
