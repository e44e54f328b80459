"""Entry of the ``twitchcam`` command."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.cli.analyze import analyze
from twitchcam.cli.calibrate import calibrate
from twitchcam.cli.causes import causes
from twitchcam.cli.doctor import doctor
from twitchcam.cli.live import live
from twitchcam.cli.screen import end_stdout, is_unwritten, print_anything, say, say_failure
from twitchcam.cli.table import table
from twitchcam.errors import TwitchcamError, UsageError
from twitchcam.package_versions import own_version

if TYPE_CHECKING:
    from collections.abc import Sequence

# What Typer makes of Ctrl-C.
_INTERRUPTED = 130

# Typer brings a click of its own or uses the installed one, depending on its version; this is
# click's base of all errors in what the user typed, whichever it is.
_UsageError: type[Exception] = typer.BadParameter.mro()[1]

app = typer.Typer(
    name="twitchcam",
    help="Find involuntary lip twitches in face video: when, which lip and side, how often,"
    " how strong. This is a measurement, not a diagnosis.",
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    rich_markup_mode=None,  # plain help wraps its paragraphs, and shows on every terminal
)
app.command()(analyze)
app.command()(table)
app.command()(calibrate)
app.command()(live)
# Files that stand alone are refused there, which says how to give them.
app.command(context_settings={"allow_extra_args": True})(causes)
app.command()(doctor)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code.

    Parameters
    ----------
    arguments
        What was typed after ``twitchcam``; ``None`` takes it from the command line.
    """
    print_anything()
    typed = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _check_none_empty(typed)
        # Without a standalone mode Typer raises instead of printing and exiting by itself.
        code = app(args=typed or ["--help"], prog_name="twitchcam", standalone_mode=False)
    except TwitchcamError as error:
        say_failure(error)
        return error.exit_code
    except _UsageError as error:
        say("error", _usage_message(error))
        return 2
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - nobody should see a traceback
        if is_unwritten(error):
            # Help and version are printed by Typer; Python would try again at its end.
            end_stdout()
        say_failure(error)
        return 1
    if code == _INTERRUPTED:
        say("stopped", "interrupted")
        return 1
    return code or 0


def _check_none_empty(typed: Sequence[str]) -> None:
    # As a path, an empty word would mean the folder one is in.
    if any(not word.strip() or re.fullmatch("--[^=]+=", word) for word in typed):
        message = "an argument is empty (an unset shell variable?)"
        raise UsageError(message)


def _usage_message(error: Exception) -> str:
    text: str = getattr(error, "format_message", error.__str__)()
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "twitchcam"
    # Some versions of Typer check with pydantic, which says of what kind an error is.
    plain = text.replace(": Value error, ", ": ").rstrip(".")
    return f"{plain} (see {command} --help)"


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if wanted:
        typer.echo(f"twitchcam {own_version()}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    pass
