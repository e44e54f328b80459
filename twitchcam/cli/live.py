"""``twitchcam live``: a camera watched in real time."""

from __future__ import annotations

import sys
import threading
import webbrowser
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.cli.causes import DEFAULT_ANSWERS
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.cli.options import (
    DEFAULTS,
    BackendOption,
    ModelOption,
    ProfileOption,
    chosen_settings,
)
from twitchcam.cli.screen import say, say_failure, unbuffered_stdout
from twitchcam.errors import AnswersError, OutputError, UsageError
from twitchcam.outputs.answers_toml import read_kept_answers
from twitchcam.outputs.safe_file import check_writable
from twitchcam.stop_wish import stop_wish
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from twitchcam.live.messages import CausesMessage
    from twitchcam.live.monitor import Monitor
    from twitchcam.live.outlet import Outlet
    from twitchcam.live.outlets import JsonLines, TerminalLines
    from twitchcam.records import Evidence
    from twitchcam.settings import Settings
    from twitchcam.stop_wish import StopWish

FIRST_CAMERA = "0"
DEFAULT_OUT = Path("twitchcam_sessions")
# How often Ctrl-C is looked for.
POLL_S = 0.1


def live(  # noqa: PLR0913 - one per option
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[SOURCE]",
            show_default=False,
            help="Number of a camera, address of a network camera (http, https or rtsp), or a"
            f" video file, which is played in real time. Default: camera {FIRST_CAMERA}.",
        ),
    ] = None,
    *,
    camera: Annotated[
        str | None,
        typer.Option(metavar="SOURCE", help="The same, as an option.", show_default=False),
    ] = None,
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help="Where sessions are saved, each in a folder of its own."),
    ] = DEFAULT_OUT,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the page; 0 takes a free one.")
    ] = 0,
    browser: Annotated[
        bool, typer.Option(help="Open the page in the browser, or only print its address.")
    ] = True,
    page: Annotated[
        bool, typer.Option(help="Serve a page, or show running counts in the terminal instead.")
    ] = True,
    json_lines: Annotated[
        bool, typer.Option("--json", help="Print one JSON object per line to standard output.")
    ] = False,
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            readable=False,
            help=f"Answers for the causes panel, as twitchcam causes saves them. Default:"
            f" {DEFAULT_ANSWERS}, if it is there.",
        ),
    ] = None,
    profile: ProfileOption = None,
    backend: BackendOption = DEFAULTS.backend,
    model: ModelOption = DEFAULTS.landmarker_model,
) -> None:
    """Watch a camera in real time, on a page in the browser or in the terminal.

    The page is served on this machine only, and nothing leaves it. Sessions are saved as they run,
    with the same files as analyze; no video is kept unless you ask for short clips on the page.
    Without a page, counting begins at once. Ctrl-C stops and saves.

    Exit code: 0 done, 1 it or the source failed, or nothing could be saved, or a line of --json not
    be printed, 2 wrong usage.
    """
    if source is not None and camera is not None:
        # Neither is repeated: an address may hold a password.
        message = "name one source: either SOURCE or --camera SOURCE"
        raise UsageError(message)
    chosen = source if source is not None else camera
    settings = chosen_settings(backend, DEFAULTS.sensor, model, profile)
    check_writable(out)
    with native_noise_hidden(), stop_wish() as stop:
        watched = _Live(FIRST_CAMERA if chosen is None else chosen, out, answers, settings, stop)
        if not watched.run(page=page, browser=browser, port=port, json_lines=json_lines):
            raise typer.Exit(1)


def _panel_from(path: Path | None) -> Callable[[Evidence | None], CausesMessage]:
    """Make the panel of causes from saved answers, and say whose they must be.

    A file that was not named may be another person's, or be broken: it stops nobody.
    """
    from twitchcam.live.causes_panel import causes_panel

    if path is None and not DEFAULT_ANSWERS.exists():
        return causes_panel({})
    saved = path or DEFAULT_ANSWERS
    try:
        kept = read_kept_answers(saved)
        used = f"{counted(len(kept.answers), 'answer')} of {kept.day} from {saved.name}"
        old = " Things may have changed since." if kept.is_of_earlier_day else ""
        panel = causes_panel(
            kept.answers,
            f"With {used}, which must be those of the person watched.{old}",
        )
    except AnswersError as error:
        if path:
            raise
        say("warning", f"{error}; the causes panel works without answers")
        return causes_panel({})
    say("note", f"the causes panel uses {used}: they must be those of the person watched")
    return panel


def _open_browser(address: str) -> None:
    if not webbrowser.open(address):
        say("note", "no browser could be opened: open this address yourself")


def _is_printed(lines: JsonLines | TerminalLines, *, is_owed: bool) -> bool:
    """Print what waits, and say what was lost; tells whether that is as it should be.

    ``is_owed`` says whether a program goes by what is printed; people find all of it in the files.
    """
    try:
        lost = lines.finish()
    except OutputError as error:
        say("error" if is_owed else "warning", error)
        return not is_owed
    if lost:
        unread = counted(lost, "line was", "lines were")
        say("warning", f"the last {unread} not printed: nobody reads standard output")
    return True


class _Live:
    def __init__(
        self, source: str, out: Path, answers: Path | None, settings: Settings, stop: StopWish
    ) -> None:
        # MediaPipe and the server take a second to import.
        from twitchcam.live.source_plan import plan_source

        self._plan = plan_source(source)
        self._match_causes = _panel_from(answers)
        self._out = out
        self._settings = settings
        self._stop = stop

    def run(self, *, page: bool, browser: bool, port: int, json_lines: bool) -> bool:
        """Watch until the end; tells whether all went well."""
        from twitchcam.live.hub import Hub
        from twitchcam.live.monitor import Monitor
        from twitchcam.live.outlets import JsonLines, Outlets, TerminalLines
        from twitchcam.live.server import Server
        from twitchcam.native_threads import one_native_thread

        hub = Hub()
        outlets: list[Outlet] = [hub] if page else []
        lines: JsonLines | TerminalLines | None = None
        if json_lines:
            lines = JsonLines(unbuffered_stdout())
        elif not page:
            lines = TerminalLines(unbuffered_stdout(), rewrites=sys.stdout.isatty())
        if lines:
            outlets.append(lines)
        monitor = Monitor(
            self._plan,
            self._settings,
            self._out,
            Outlets(outlets),
            begin_at_once=not page,
            match_causes=self._match_causes,
        )
        with ExitStack() as stack:
            stack.enter_context(one_native_thread())
            if page:
                server = Server(monitor, hub, port)
                server.start()
                stack.callback(server.close)
                self._announce(server.address, browser=browser, json_lines=json_lines)
            monitor.start()
            self._wait(monitor, ends_with_session=not page)
            monitor.close()
        is_printed = lines is None or _is_printed(lines, is_owed=json_lines)
        return self._conclude(monitor) and is_printed

    def _announce(self, address: str, *, browser: bool, json_lines: bool) -> None:
        line = f"twitchcam: open {address}"
        print(line, file=sys.stderr if json_lines else sys.stdout, flush=True)
        if browser:
            # Browsers within the terminal come back when they are closed.
            threading.Thread(target=_open_browser, args=[address], daemon=True).start()

    def _wait(self, monitor: Monitor, *, ends_with_session: bool) -> None:
        while not monitor.ended.wait(POLL_S):
            hopeless = monitor.shown.session is None and monitor.sources.trouble is not None
            over = ends_with_session and (monitor.shown.phase == "stopped" or hopeless)
            if self._stop.is_wanted or over:
                self._stop.is_granted = True
                return

    def _conclude(self, monitor: Monitor) -> bool:
        from twitchcam.live.summary import summary_message

        if monitor.failure is not None:
            say_failure(monitor.failure, "the live monitor")
            return False
        shown, trouble = monitor.shown, monitor.sources.trouble
        session = shown.session
        if session is None and trouble is not None:
            say("error", trouble.text)
            return False
        if session and session.saving and shown.folder:
            if not session.saving.is_complete:
                say("error", f"not saved: {session.saving.trouble}. {session.saving.outlook}")
                return False
            if session.saving.trouble:
                say("warning", session.saving.trouble)
            if evidence := session.notes.update_evidence():
                notes = [note for note in evidence.recording.notes if note != shown.broke_off]
                for warning in [*summary_message(evidence)["warnings"], *notes]:
                    say("warning", warning)
            has_page = shown.folder.results(session.saving.identity).report.exists()
            page = ", with a page for your doctor," if has_page else ""
            say("note", f"the session{page} is saved in {shown.folder.path}")
        if shown.broke_off:
            say("error", shown.broke_off)
        return not shown.broke_off
