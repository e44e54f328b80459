"""What commands print: results to standard output, everything else to standard error."""

from __future__ import annotations

import sys
import traceback
from contextlib import suppress
from io import TextIOWrapper

from rich.console import Console

from twitchcam.cli.native_noise import DEBUG_VARIABLE, is_debugging
from twitchcam.errors import TwitchcamError


def print_anything() -> None:
    """Let names of files that the terminal's encoding lacks be printed as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            with suppress(OSError, ValueError):
                stream.reconfigure(errors="backslashreplace")


def say(kind: str, message: object) -> None:
    """Print one line to standard error, such as "twitchcam: error: ..."."""
    print(f"twitchcam: {kind}: {' '.join(str(message).split())}", file=sys.stderr)  # noqa: T201


def say_failure(error: BaseException, about: object = "") -> None:
    """Report a failure in one line; a traceback comes only when asked for."""
    if is_debugging():
        traceback.print_exception(error)
    if isinstance(error, TwitchcamError):
        say("error", error)
    else:
        what = f"{type(error).__name__}: {error}"
        where = f" with {about}" if about else ""
        help_ = f"please report this; {DEBUG_VARIABLE}=1 shows the details"
        say("error", f"internal error{where} ({what}); {help_}")


def results() -> Console:
    """Make the console for results."""
    return Console(highlight=False, emoji=False, markup=False)


def messages() -> Console:
    """Make the console for progress."""
    return Console(stderr=True, highlight=False, emoji=False, markup=False)
