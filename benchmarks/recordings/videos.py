"""Which recordings a folder holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.cli.find_videos import find_videos

if TYPE_CHECKING:
    from pathlib import Path


def videos_in(path: Path) -> list[Path]:
    """List the videos that lie directly in a folder, by name; a file stands for itself.

    Raises
    ------
    SourceError
        If a folder has no videos or cannot be read.
    """
    found = find_videos(path, recursive=False)
    for error in found.errors.values():
        raise error
    return found.files
