"""Where results go when folders are searched with all that they hold."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class ResultFolders:
    """Lays results out below one folder, as the recordings lie below those that were searched.

    Parameters
    ----------
    out
        That folder; ``None`` leaves results beside each recording.
    """

    def __init__(self, out: Path | None) -> None:
        self.out = out
        self._roots: dict[str, str] = {}
        self._found: dict[str, Path] = {}

    def add(self, folder: Path, found: Sequence[Path]) -> None:
        """Take in a folder that was searched, and the recordings that were found below it."""
        absolute, drive = _absolute(folder)
        self._roots[drive] = os.path.commonpath([self._roots.get(drive, absolute), absolute])
        self._found |= {os.path.realpath(one): one for one in found}

    def of(self, video: Path) -> Path | None:
        """Folder for the results of a recording, also where it was named by a link."""
        found = self._found.get(os.path.realpath(video))
        if self.out is None or found is None:
            return self.out
        absolute, drive = _absolute(found.parent)
        below = self.out / drive.strip(":\\/") if len(self._roots) > 1 else self.out
        return below / os.path.relpath(absolute, self._roots[drive])


def _absolute(folder: Path) -> tuple[str, str]:
    """Path and drive, links left as they are."""
    absolute = os.path.abspath(folder)  # noqa: PTH100 - Path.resolve follows links
    return absolute, os.path.splitdrive(absolute)[0]
