"""Where the files of a session are, and how they are deleted and found again."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from twitchcam.outputs.result_files import ResultFiles, result_files
from twitchcam.outputs.safe_file import PARTS, check_writable, writing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from twitchcam.records import FileIdentity

PREFIX = "live_"
_CLIP = "_clip_"
_CLIP_NAME = re.compile(rf"{PREFIX}[0-9]{{4}}(-[0-9]{{2}}){{2}}_.*{_CLIP}[0-9]{{4,}}\.mp4")
# What a camera saw of a person is for nobody else who uses this machine.
_FOR_ONE_USER = 0o700
_LOCK, _JOURNAL, _MOTION = "session.lock", "session.journal", "session.motion"


@dataclass(frozen=True, slots=True)
class SessionFolder:
    """One folder per session; its name is that of the session and begins all its files."""

    path: Path

    @property
    def name(self) -> str:
        """The session's name."""
        return self.path.name

    @property
    def journal(self) -> Path:
        """The journal, there while the session is not complete."""
        return self.path / _JOURNAL

    @property
    def motion_stream(self) -> Path:
        """The motion of every frame, there while the session is not complete."""
        return self.path / _MOTION

    def results(self, identity: FileIdentity | None) -> ResultFiles:
        """The files of the complete session."""
        return result_files(self.path, self.name, identity)

    def clip(self, number: int) -> Path:
        """A short clip of one event."""
        return self.path / f"{self.name}{_CLIP}{number:04d}.mp4"

    def written(self) -> list[Path]:
        """The files for the person, by name."""
        return sorted(path for path in self._all() if path.name.startswith(self.name))

    def make_again(self) -> None:
        """Make the folder, should somebody have deleted or moved it.

        Raises
        ------
        OutputError
            If that fails.
        """
        with writing(self.path):
            self.path.mkdir(mode=_FOR_ONE_USER, exist_ok=True)

    def delete(self) -> None:
        """Delete everything that was written of the session.

        Raises
        ------
        OutputError
            If that fails.
        """
        with writing(self.path):
            for path in self._all():
                path.unlink(missing_ok=True)
            # Whatever else lies there is not ours.
            with suppress(OSError):
                self.path.rmdir()

    def clear_working_files(self) -> None:
        """Delete what only an unfinished session needs."""
        for path in (self.journal, self.motion_stream):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def parts(self) -> list[Path]:
        """What was being written, or was when the program broke off."""
        return list(self.path.glob(PARTS))

    @contextmanager
    def owned(self) -> Iterator[bool]:
        """Hold the folder within the ``with`` block; gives false when another process does.

        What holds it goes with the journal: some systems delete no file that is held.
        """
        try:
            lock = os.open(self.path / _LOCK, os.O_CREAT | os.O_RDWR)
        except OSError:
            yield False
            return
        is_ours = _try_lock(lock)
        try:
            yield is_ours
        finally:
            os.close(lock)
            with suppress(OSError):
                if is_ours and not self.journal.exists():
                    (self.path / _LOCK).unlink(missing_ok=True)

    def _all(self) -> list[Path]:
        with suppress(OSError):
            ours = (self.name, "session.", ".twitchcam-")
            return [path for path in self.path.iterdir() if path.name.startswith(ours)]
        return []


def is_session_clip(path: Path) -> bool:
    """Whether a file is a short clip that a session has kept, by its name."""
    return _CLIP_NAME.fullmatch(path.name) is not None


def new_session_folder(out: Path, started: datetime | None = None) -> SessionFolder:
    """Make a folder for a session, named by date and time, for this user alone.

    Raises
    ------
    OutputError
        If nothing can be written there.
    """
    check_writable(out)
    stamp = (started or datetime.now().astimezone()).strftime("%Y-%m-%d_%H-%M-%S")
    names = (f"{PREFIX}{stamp}" if n == 1 else f"{PREFIX}{stamp}_{n}" for n in count(1))
    for name in names:
        folder = out / name
        with writing(folder), suppress(FileExistsError):
            folder.mkdir(mode=_FOR_ONE_USER)
            return SessionFolder(folder)
    raise AssertionError


def session_folders(out: Path) -> list[SessionFolder]:
    """All session folders in ``out``, oldest first."""
    try:
        found = [path for path in out.iterdir() if path.name.startswith(PREFIX) and path.is_dir()]
    except OSError:
        return []
    return [SessionFolder(path) for path in sorted(found)]


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there alone

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - there alone

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
