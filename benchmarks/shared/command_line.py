"""What the programs of this folder and of ``calibration`` share on the command line."""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from sample_videos.clips import SAMPLES
from twitchcam.cli.screen import end_stdout, is_unwritten
from twitchcam.errors import OutputError, TwitchcamError
from twitchcam.outputs.safe_file import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# What to do about a file that cannot be written.
ELSEWHERE = "name another file"


def program_parser(module: str, doc: str | None) -> argparse.ArgumentParser:
    """Return a parser for ``python -m module``, which is described by its docstring."""
    return argparse.ArgumentParser(
        prog=f"python -m {module}",
        description=doc,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_recordings(parser: argparse.ArgumentParser) -> None:
    """Ask for recordings, and for what they show when."""
    add = parser.add_argument
    add("folder", nargs="?", type=Path, default=SAMPLES, help="recordings; default: sample_videos")
    add("--stretches", type=Path, metavar="FILE", help="table: file, kind, start_s, end_s, person")


def positive(text: str) -> float:
    """Read a number above 0."""
    value = float(text)
    if not 0.0 < value < math.inf:
        message = f"{text} is not above 0"
        raise argparse.ArgumentTypeError(message)
    return value


def not_negative(text: str) -> float:
    """Read a number of 0 or more."""
    return 0.0 if float(text) == 0.0 else positive(text)


def whole_from(least: int) -> Callable[[str], int]:
    """Read a whole number that is not below ``least``."""

    def whole(text: str) -> int:
        if (value := int(text)) < least:
            message = f"{text} is below {least}"
            raise argparse.ArgumentTypeError(message)
        return value

    return whole


def new_file(*endings: str) -> Callable[[str], Path]:
    """Take the name of a file that is to be written in the end, so that it is known at once."""

    def name(text: str) -> Path:
        path = Path(text)
        if endings and path.suffix.lower() not in endings:
            message = f"{text} must end in {' or '.join(endings)}"
            raise argparse.ArgumentTypeError(message)
        folder = path.absolute().parent
        if not folder.is_dir():
            message = f"there is no folder {folder}"
            raise argparse.ArgumentTypeError(message)
        if path.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
            message = f"{text} cannot be written"
            raise argparse.ArgumentTypeError(message)
        return path

    return name


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Write what was measured.

    Raises
    ------
    OutputError
        If that fails.
    """
    with writing(path, ELSEWHERE):
        path.write_text(json.dumps(content, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def run_program(main: Callable[[], int]) -> NoReturn:
    """Run a program and exit with its code; an error that a user can mend is one line.

    A program whose output nobody takes any more goes on, since it may write files as well. A reader
    that went away had enough; that a disk is full is told at the end.
    """
    screen = _Screen(sys.stdout)
    try:
        with redirect_stdout(screen):
            try:
                code = main()
            finally:
                screen.flush()
        screen.check()
    except TwitchcamError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    sys.exit(code)


class _Screen:
    """Standard output; what it does not take goes nowhere, and so does all that follows."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._refusal: OSError | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, or do not."""
        with self._bearing():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Write what waits, or do not."""
        with self._bearing():
            self._stream.flush()

    def check(self) -> None:
        """Raise an :class:`OutputError` if something is lost that a reader waits for."""
        if self._refusal and not isinstance(self._refusal, BrokenPipeError):
            message = f"standard output cannot be written: {self._refusal.strerror}"
            raise OutputError(message) from self._refusal

    @contextmanager
    def _bearing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if not is_unwritten(error):
                raise
            self._refusal = error
            end_stdout()
