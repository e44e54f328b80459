"""From what was typed to the recordings that are meant."""

from __future__ import annotations

import os
from glob import glob
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING

from twitchcam.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VIDEO_ENDINGS = (
    *(".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".mts", ".m2ts", ".ts"),
    *(".3gp", ".3g2", ".wmv", ".flv", ".ogv", ".mxf", ".vob"),
)


def videos_in(path: Path) -> list[Path]:
    """List the videos that lie directly in a folder, by name; a file stands for itself.

    A pattern (``*.mp4``) that no shell has replaced stands for what goes with it.

    Raises
    ------
    SourceError
        If a folder has no videos or may not be read.
    """
    if not os.path.isdir(path):  # noqa: PTH112 - a name that cannot be is none
        return meant_by(path)
    if videos := _videos_directly_in(path):
        return videos
    message = f"{_no_videos_in(path)}; folders within it are searched with --recursive"
    raise SourceError(message)


def videos_below(path: Path) -> tuple[list[Path], list[SourceError]]:
    """As :func:`videos_in`, with the folders within a folder, but for hidden ones and links.

    Returns
    -------
    tuple
        The videos, folder by folder, and what could not be read; nothing found is an error too.
    """
    if not os.path.isdir(path):  # noqa: PTH112 - as above
        return meant_by(path), []
    videos: list[Path] = []
    errors: list[SourceError] = []
    for folder in _folders_below(path):
        try:
            videos += _videos_directly_in(folder)
        except SourceError as error:  # noqa: PERF203 - the others are still searched
            errors.append(error)
    if not videos and not errors:
        errors.append(SourceError(_no_videos_in(path)))
    return videos, errors


def _folders_below(path: Path) -> Iterator[Path]:
    yield path
    for inner in sorted(_contents(path)):
        # A link may lead back to where it lies.
        if inner.is_dir() and not inner.is_symlink() and not inner.name.startswith("."):
            yield from _folders_below(inner)


def _videos_directly_in(folder: Path) -> list[Path]:
    try:
        return sorted(inner for inner in folder.iterdir() if _is_video(inner))
    except OSError as error:
        message = f"cannot read folder {folder}: {error.strerror or error}"
        raise SourceError(message) from error


def _no_videos_in(path: Path) -> str:
    return f"no videos in {path}: looked for names ending in {', '.join(VIDEO_ENDINGS)}"


def meant_by(path: Path) -> list[Path]:
    """What a name stands for: itself, or what goes with the pattern that no shell has replaced."""
    matching = [] if os.path.lexists(path) else sorted(glob(str(path)))  # noqa: PTH207 - of any folder
    return [Path(name) for name in matching] or [path]


def folders_with_videos(path: Path) -> list[str]:
    """Names of the folders within a folder that hold videos, as far as that can be seen."""
    return [one.name for one in sorted(_contents(path)) if any(map(_is_video, _contents(one)))]


def videos_left_out(path: Path) -> list[str]:
    """Names of the files in a folder that look like videos, but have none of ``VIDEO_ENDINGS``."""
    return sorted(one.name for one in _contents(path) if _looks_like_video(one))


def without_repeats(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Split into the first mention of every file, and the further ones."""
    first: dict[str, Path] = {}
    # Unlike Path.resolve, this takes a link to itself as well; reading it will say what is wrong.
    further = [p for p in paths if first.setdefault(os.path.realpath(p), p) is not p]
    return list(first.values()), further


def _contents(path: Path) -> list[Path]:
    try:
        return list(path.iterdir())
    except OSError:  # a file, or a folder that may not be read
        return []


def _looks_like_video(path: Path) -> bool:
    kind, _ = guess_type(path.name)
    is_one = kind is not None and kind.startswith("video/") and not path.name.startswith(".")
    return is_one and path.suffix.lower() not in VIDEO_ENDINGS


def _is_video(path: Path) -> bool:
    # Hidden files are leftovers of other programs, such as macOS's "._clip.mp4".
    if path.suffix.lower() not in VIDEO_ENDINGS or path.name.startswith("."):
        return False
    # A link that leads nowhere, as to a file that DataLad has not fetched, is not passed over.
    return path.is_file() or (path.is_symlink() and not path.exists())
