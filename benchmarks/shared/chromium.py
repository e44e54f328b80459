"""Where this machine's Chromium is, and what programs that take pictures with it share."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.shared.command_line import program_parser

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Path of the browser, ``None`` without one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def picture_and_browser(module: str, doc: str | None, picture: Path) -> tuple[Path, str]:
    """Read the command line of a program that takes a picture: where it goes, and the browser.

    Without a browser the program ends.
    """
    parser = program_parser(module, doc)
    parser.add_argument("--out", type=Path, default=picture, help="where the picture goes")
    out: Path = parser.parse_args().out
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium on this machine; install one")
    return out, chromium
