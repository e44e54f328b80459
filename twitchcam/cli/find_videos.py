"""From what was typed to the recordings that are meant."""

from __future__ import annotations

from mimetypes import guess_type
from stat import S_ISREG
from typing import TYPE_CHECKING

from twitchcam.cli.find_files import (
    Found,
    files_below,
    files_in,
    is_folder,
    is_hidden,
)
from twitchcam.errors import SourceError
from twitchcam.live.session_folder import is_session_clip

if TYPE_CHECKING:
    from pathlib import Path

VIDEO_ENDINGS = (
    *(".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".mts", ".m2ts", ".ts"),
    *(".3gp", ".3g2", ".wmv", ".flv", ".ogv", ".mxf", ".vob"),
)


def videos_in(path: Path) -> list[Path]:
    """List the videos that lie directly in a folder, by name; a file stands for itself.

    Raises
    ------
    SourceError
        If a folder has no videos or may not be read.
    """
    if not is_folder(path):
        return [path]
    if videos := files_in(path, _is_video):
        return videos
    message = f"{_no_videos_in(path)}; folders within it are searched with --recursive"
    raise SourceError(message)


def videos_below(path: Path) -> Found:
    """As :func:`videos_in`, with the folders within a folder; nothing found is an error too.

    Short clips that live sessions keep are left out: the session has results of its own.
    """
    if not is_folder(path):
        return Found([path], {}, [])
    found = files_below(path, lambda one: _is_video(one) and not is_session_clip(one))
    if not found.files and not found.errors:
        message = f"{_no_videos_in(path)} (short clips of live sessions left out)"
        found.errors[path] = SourceError(message)
    return found


def folders_with_videos(path: Path) -> list[str]:
    """Names of the folders within a folder that hold videos, as far as that can be seen."""
    return [one.name for one in sorted(_contents(path)) if any(map(_is_video, _contents(one)))]


def videos_left_out(path: Path, *, recursive: bool) -> list[str]:
    """Names of the files in a folder that look like videos, but have none of ``VIDEO_ENDINGS``."""
    if recursive and is_folder(path):
        return [str(one.relative_to(path)) for one in files_below(path, _looks_like_video).files]
    return sorted(one.name for one in _contents(path) if _looks_like_video(one))


def _contents(path: Path) -> list[Path]:
    try:
        return list(path.iterdir())
    except OSError:  # a file, or a folder that may not be read
        return []


def _no_videos_in(path: Path) -> str:
    return f"no videos in {path}: looked for names ending in {', '.join(VIDEO_ENDINGS)}"


def _looks_like_video(path: Path) -> bool:
    kind, _ = guess_type(path.name)
    is_one = kind is not None and kind.startswith("video/") and not is_hidden(path)
    return is_one and path.suffix.lower() not in VIDEO_ENDINGS


def _is_video(path: Path) -> bool:
    if path.suffix.lower() not in VIDEO_ENDINGS or is_hidden(path):
        return False
    try:
        # Folders and pipes are none.
        return S_ISREG(path.stat().st_mode)
    except OSError:
        # Such as a link that leads nowhere, to a file that DataLad has not fetched: reading it says
        # what is wrong.
        return True
