"""What the programs of this folder and of ``calibration`` share on the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from benchmarks.stretches import SAMPLES
from twitchcam.errors import TwitchcamError

if TYPE_CHECKING:
    from collections.abc import Callable


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


def run(main: Callable[[], int]) -> NoReturn:
    """Run a program and exit with its code; an error that a user can mend is one line."""
    try:
        sys.exit(main())
    except TwitchcamError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
