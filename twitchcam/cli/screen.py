"""What commands print: results to standard output, everything else to standard error."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from contextlib import suppress
from io import FileIO, RawIOBase, TextIOWrapper
from select import select
from typing import TYPE_CHECKING, TextIO, TypeGuard

from rich.console import Console

from twitchcam.cli.native_noise import DEBUG_VARIABLE, is_debugging
from twitchcam.errors import OutputError, TwitchcamError

if TYPE_CHECKING:
    from collections.abc import Callable


def print_anything() -> None:
    """Let names of files that the terminal's encoding lacks be printed as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            with suppress(OSError, ValueError):
                stream.reconfigure(errors="backslashreplace")


def unbuffered_stdout() -> TextIO:
    """Open standard output once more, for a thread that may be stuck in writing to it at the end.

    Python aborts at its end when such a thread holds the buffer of ``sys.stdout``.
    """
    try:
        raw = open(sys.stdout.fileno(), "wb", buffering=0, closefd=False)  # noqa: SIM115 - stays open
    except (OSError, ValueError):
        # No real file, as in tests.
        return sys.stdout
    coding = sys.stdout.encoding
    return TextIOWrapper(
        _Patient(raw),  # type: ignore[type-var]  # raw streams do for writing
        coding,
        errors="backslashreplace",
        write_through=True,
    )


class _Patient(RawIOBase):
    """Writes all that it is given, also where the other end takes it in parts or not yet."""

    def __init__(self, raw: FileIO) -> None:
        self._raw = raw

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        left = memoryview(data).cast("B")  # type: ignore[arg-type]  # whatever the wrapper passes
        while left:
            taken = self._raw.write(left)
            if taken is None:
                select([], [self._raw], [])
            else:
                left = left[taken:]
        return len(memoryview(data))  # type: ignore[arg-type]  # the same


def say(kind: str, message: object) -> None:
    """Print one line to standard error, such as "twitchcam: error: ..."."""
    try:
        print(f"twitchcam: {kind}: {' '.join(str(message).split())}", file=sys.stderr)
    except OSError:
        # A closed or full standard error is no reason to stop the work.
        _send_nowhere(sys.stderr)


def say_failure(error: BaseException, about: object = "") -> None:
    """Report a failure in one line; a traceback comes only when asked for."""
    if is_debugging():
        traceback.print_exception(error)
    say("error", failure_text(error, about))


def failure_text(error: BaseException, about: object = "") -> str:
    """What failed and what to do."""
    if isinstance(error, TwitchcamError):
        return str(error)
    if isinstance(error, ImportError):
        return f"a package cannot be loaded ({error}): twitchcam doctor says what to do"
    if is_unwritten(error):
        return f"the output cannot be written: {error.strerror or error}"
    what = f"{type(error).__name__}: {error}"
    where = f" with {about}" if about else ""
    help_ = f"please report this; {DEBUG_VARIABLE}=1 shows the details"
    return f"internal error{where} ({what}); {help_}"


def is_unwritten(error: BaseException) -> TypeGuard[OSError]:
    """Whether a disk or a reader takes nothing more, which is no fault of the program."""
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EPIPE, errno.EIO}


def show(draw: Callable[[Console], None], *, is_all: bool = False) -> None:
    """Print results to standard output; when nobody takes them, say so and go on.

    Parameters
    ----------
    draw
        Prints to the console it is given.
    is_all
        Whether they are all that the command gives: no file holds them too.

    Raises
    ------
    OutputError
        If that is all, and it could not be written. A reader that went away had enough.
    """
    try:
        draw(_Results(highlight=False, emoji=False, markup=False))
    except OSError as error:
        end_stdout()
        why = error.strerror or error
        if not is_all:
            say("warning", f"nothing more is shown on the screen ({why}); files are still written")
        elif not isinstance(error, BrokenPipeError):
            message = f"standard output cannot be written: {why}"
            raise OutputError(message) from error


def messages() -> Console:
    """Make the console for progress."""
    return Console(stderr=True, highlight=False, emoji=False, markup=False)


class _Results(Console):
    def on_broken_pipe(self) -> None:
        """Raise, where Rich would end the program."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def end_stdout() -> None:
    """Let everything that is still printed go nowhere."""
    _send_nowhere(sys.__stdout__)
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until the end


def _send_nowhere(stream: TextIO | None) -> None:
    """Let what a stream still holds go nowhere too: Python would fail on it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, AttributeError, ValueError):
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
    os.close(nowhere)
