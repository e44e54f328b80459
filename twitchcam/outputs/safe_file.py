"""Writing files so that no half a file ever stands under its final name."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from twitchcam.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

# How files are called that are not complete.
PARTS = ".twitchcam-*.part"
# What most commands take for where their files go.
_ELSEWHERE = "choose another folder with --out"
# What those take that write one file.
OTHER_FILE = "choose another file with --out"
# Windows replaces no file that is open.
HELD_FILES_STAY = os.name == "nt"
_NOT_BY_SPACE = (
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.EEXIST,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.ENOENT,
)


class PendingFile:
    """A file that is written under a name of its own and gets its final name when complete.

    Parameters
    ----------
    path
        The final name; what stands there stays until :meth:`commit`.
    elsewhere
        How the user has it written elsewhere.

    Raises
    ------
    OutputError
        If no file can be made in that folder.
    """

    def __init__(self, path: Path, elsewhere: str = _ELSEWHERE) -> None:
        self.path = path
        self._elsewhere = elsewhere
        self._temporary = path.with_name(PARTS.replace("*", secrets.token_hex(4)))
        with self.writing():
            self.stream: BinaryIO = self._temporary.open("xb")

    def writing(self) -> AbstractContextManager[None]:
        """As :func:`writing`, for this file."""
        return writing(self.path, self._elsewhere)

    def finish(self) -> None:
        """Get everything onto the disk; a full disk is known after this. Can be called again.

        Raises
        ------
        OutputError
            If that fails; nothing is left behind then.
        """
        if self.stream.closed:
            return
        try:
            with self.writing(), self.stream:
                self.stream.flush()
                os.fsync(self.stream.fileno())
        except BaseException:
            self.discard()
            raise

    def check_replaceable(self) -> None:
        """Make sure that no other program, such as a table calculation, holds the earlier file.

        Raises
        ------
        OutputError
            If one does, where nobody can replace such a file then.
        """
        if not HELD_FILES_STAY or not self.path.exists():
            return
        try:
            with self.path.open("r+b"):
                pass
        except OSError as error:
            held = f"cannot write {self.path}: another program has it open"
            message = f"{held}; close it there or {self._elsewhere}"
            raise OutputError(message) from error

    @property
    def written(self) -> Path:
        """Where the file is until then."""
        return self._temporary

    def commit(self) -> None:
        """Finish the file and put it under its final name.

        Raises
        ------
        OutputError
            If that fails; nothing is left behind then.
        """
        self.finish()
        try:
            with self.writing():
                self._temporary.replace(self.path)
        except OutputError:
            self.discard()
            raise

    def discard(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            self.stream.close()
        with suppress(OSError):
            self._temporary.unlink(missing_ok=True)


@contextmanager
def writing(path: Path, elsewhere: str = _ELSEWHERE) -> Iterator[None]:
    """Turn every ``OSError`` inside into an ``OutputError`` that says what to do."""
    try:
        yield
    except OSError as error:
        raise OutputError(unwritten(str(path), error, elsewhere)) from error


def unwritten(what: str, error: OSError, elsewhere: str = _ELSEWHERE) -> str:
    """Say what cannot be written, why, and what to do."""
    return f"cannot write {what}: {error.strerror or error}; {_remedy(error, elsewhere)}"


def _remedy(error: OSError, elsewhere: str) -> str:
    if error.errno == errno.ENAMETOOLONG:
        return "give it a shorter name"
    return elsewhere if error.errno in _NOT_BY_SPACE else f"free some space or {elsewhere}"


def write_file(path: Path, text: str, elsewhere: str = _ELSEWHERE) -> None:
    """Write a whole UTF-8 text file at once, or leave what was there.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    write_files({path: text}, elsewhere)


def write_files(texts: Mapping[Path, str], elsewhere: str = _ELSEWHERE) -> None:
    """Write UTF-8 text files that belong together: all of them, or leave what was there.

    Raises
    ------
    OutputError
        If one of them cannot be written.
    """
    pending: list[PendingFile] = []
    try:
        for path, text in texts.items():
            file = PendingFile(path, elsewhere)
            pending.append(file)
            with file.writing():
                # Names of files may hold bytes that are no text; in JSON this escape is valid.
                file.stream.write(text.encode(errors="backslashreplace"))
            file.finish()
        for file in pending:
            file.check_replaceable()
        for file in pending:
            file.commit()
    except BaseException:
        for file in pending:
            file.discard()
        raise


def check_writable(folder: Path, elsewhere: str = _ELSEWHERE) -> None:
    """Make the folder if need be and try to write into it.

    Raises
    ------
    OutputError
        If that does not work: no permission, no such drive, no space.
    """
    with writing(folder, elsewhere):
        is_file = folder.exists() and not folder.is_dir()
    if is_file:
        message = f"cannot write to {folder}: it is a file; {elsewhere}"
        raise OutputError(message)
    with writing(folder, elsewhere):
        folder.mkdir(parents=True, exist_ok=True)
    with writing(folder, elsewhere), TemporaryFile(prefix=".twitchcam-", dir=folder) as probe:
        probe.write(bytes(65536))
        probe.flush()
