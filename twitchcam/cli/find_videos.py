"""From what was typed to the recordings that are meant."""

from __future__ import annotations

from mimetypes import guess_type
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from twitchcam.cli.find_files import FoundFiles, find_files, is_folder, is_hidden
from twitchcam.errors import SourceError
from twitchcam.live.session_folder import is_session_clip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VIDEO_ENDINGS = (
    *(".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".mts", ".m2ts", ".ts"),
    *(".3gp", ".3g2", ".wmv", ".flv", ".ogv", ".mxf", ".vob"),
)


class FoundVideos(NamedTuple):
    """Videos, folder by folder; folders searched or failed; what to say of what was left out."""

    files: list[Path]
    searched: list[Path]
    errors: dict[Path, SourceError]
    notes: list[str]


def find_videos(path: Path, *, recursive: bool) -> FoundVideos:
    """Find the videos in a folder; a file stands for itself. None in a folder is an error.

    Parameters
    ----------
    path
        The folder or file.
    recursive
        Whether to search the folders within it as well. Then short clips that live sessions keep
        are left out: the session has results of its own.
    """
    if not is_folder(path):
        return FoundVideos([path], [], {}, [])
    found = find_files(
        path, lambda one: _is_video(one) or _looks_like_video(one), recursive=recursive
    )
    files = [one for one in found.files if _is_video(one)]
    others = [one for one in found.files if not _is_video(one)]
    notes = list(_notes(path, found, others, recursive=recursive))
    if recursive:
        files = [one for one in files if not is_session_clip(one)]
    errors = dict(found.errors)
    if not files and not errors:
        errors[path] = SourceError(
            f"no videos in {path}: looked for names ending in {', '.join(VIDEO_ENDINGS)}"
            + (
                " (short clips of live sessions left out)"
                if recursive
                else "; folders within it are searched with --recursive"
            )
        )
    return FoundVideos(files, found.searched, errors, notes)


def _notes(
    folder: Path, found: FoundFiles, others: list[Path], *, recursive: bool
) -> Iterator[str]:
    if others:
        names = ", ".join(str(one.relative_to(folder)) for one in others)
        yield f"in {folder}, left out unless they are named: {names}"
    if recursive and found.left_out:
        yield f"links to folders are not followed: {', '.join(map(str, found.left_out))}"
    elif inner := ", ".join(one.name for one in found.left_out if _holds_videos(one)):
        yield f"folders in {folder} are not searched: {inner}"


def _holds_videos(folder: Path) -> bool:
    return bool(find_files(folder, _is_video, recursive=False).files)


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
