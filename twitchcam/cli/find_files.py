"""From what was typed to the files that are meant."""

from __future__ import annotations

import os
import re
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from twitchcam.errors import SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class FoundFiles(NamedTuple):
    """Files, folder by folder; folders that were searched, that could not be, and left out."""

    files: list[Path]
    searched: list[Path]
    errors: dict[Path, SourceError]
    left_out: list[Path]


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; a name that cannot be is none."""
    return os.path.isdir(path)  # noqa: PTH112 - as it says


def meant_by(path: Path) -> list[Path]:
    """What a name stands for: itself, or what goes with the pattern that no shell has replaced."""
    matching = [] if os.path.lexists(path) else sorted(glob(str(path)))  # noqa: PTH207 - of any folder
    return [Path(name) for name in matching] or [path]


def check_no_address(path: Path) -> None:
    """Check that what was typed as a file is no address on the web, which a path garbles.

    Raises
    ------
    UsageError
        If it is one.
    """
    # A single letter is a drive.
    if re.match(r"\w{2,}:$", path.parts[0] if path.parts else "") and not os.path.lexists(path):
        # It is not repeated: it may hold a password.
        message = (
            "an address is no file: save the recording first and give the file (a network camera"
            " can be watched: twitchcam live ADDRESS)"
        )
        raise UsageError(message)


def find_files(folder: Path, is_wanted: Callable[[Path], bool], *, recursive: bool) -> FoundFiles:
    """Find the wanted files in a folder, by name, but for what lies in hidden folders.

    One folder that cannot be read hides no others.

    Parameters
    ----------
    folder
        Where to look.
    is_wanted
        Tells which files are wanted.
    recursive
        Whether to look into the folders within as well. Links to folders are left out: they may
        lead back.
    """
    found = FoundFiles([], [], {}, [])
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            inside = _contents(here)
        except SourceError as error:
            found.errors[here] = error
            continue
        found.files.extend(one for one in inside if not is_folder(one) and is_wanted(one))
        if any(map(_is_closed, inside)):
            message = f"cannot read everything in {here}: Permission denied"
            found.errors[here] = SourceError(message)
        else:
            found.searched.append(here)
        folders = [one for one in inside if is_folder(one) and not is_hidden(one)]
        entered = [one for one in folders if recursive and not _is_link(one)]
        found.left_out.extend(one for one in folders if one not in entered)
        waiting += reversed(entered)
    return found


def _contents(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        message = f"cannot read folder {folder}: {error.strerror or error}"
        raise SourceError(message) from error


def is_hidden(path: Path) -> bool:
    """Whether a file is one of those that people do not see, such as macOS's "._clip.mp4"."""
    return path.name.startswith(".")


def without_repeats(paths: Sequence[Path]) -> tuple[list[Path], list[tuple[Path, Path]]]:
    """Keep one mention of every file: the first that is no link to it, if there is one.

    Returns
    -------
    list of Path
        The mentions that are kept, in the order in which the files were mentioned.
    list of (Path, Path)
        Each further mention, and the one that is kept instead.
    """
    mentions: dict[str, list[Path]] = {}
    for path in paths:
        # Unlike Path.resolve, this takes a link to itself as well; reading it will say what is
        # wrong.
        mentions.setdefault(os.path.realpath(path), []).append(path)
    kept: list[Path] = []
    further: list[tuple[Path, Path]] = []
    for of_one in mentions.values():
        # What is called like the link would take the place of the file's own results.
        first = min(of_one, key=os.path.islink)
        kept.append(first)
        others = [other for other in of_one if other is not first]
        further.extend((other, first) for other in others)
    return kept, further


def _is_closed(path: Path) -> bool:
    """Whether one may not even ask what it is, as where the names of a folder alone are told."""
    try:
        path.stat()
    except PermissionError:
        return True
    except OSError:
        return False
    return False


def _is_link(folder: Path) -> bool:
    """Whether it leads elsewhere, perhaps back: also by what Windows has beside links."""
    here = os.path.join(os.path.realpath(folder.parent), folder.name)  # noqa: PTH118 - of a realpath
    return os.path.normcase(os.path.realpath(folder)) != os.path.normcase(here)
