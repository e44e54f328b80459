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
    from pathlib import Path

_OTHER_FOLDER = "choose another folder with --out"
_NOT_BY_SPACE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EEXIST, errno.ENOTDIR)
_REMEDIES = {
    errno.ENAMETOOLONG: "give the recording a shorter name",
    **dict.fromkeys(_NOT_BY_SPACE, _OTHER_FOLDER),
}
_ANY_REMEDY = f"free some space or {_OTHER_FOLDER}"


class PendingFile:
    """A file that is written under a name of its own and gets its final name when complete.

    Parameters
    ----------
    path
        The final name; what stands there stays until :meth:`commit`.

    Raises
    ------
    OutputError
        If no file can be made in that folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._temporary = path.with_name(f".twitchcam-{secrets.token_hex(4)}.part")
        with writing(path):
            self.stream: BinaryIO = self._temporary.open("xb")

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
            with writing(self.path), self.stream:
                self.stream.flush()
                os.fsync(self.stream.fileno())
        except BaseException:
            self.discard()
            raise

    def commit(self) -> None:
        """Finish the file and put it under its final name.

        Raises
        ------
        OutputError
            If that fails; nothing is left behind then.
        """
        self.finish()
        try:
            with writing(self.path):
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
def writing(path: Path) -> Iterator[None]:
    """Turn every ``OSError`` inside into an ``OutputError`` that says what to do."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        message = f"cannot write {path}: {why}; {_REMEDIES.get(error.errno or 0, _ANY_REMEDY)}"
        raise OutputError(message) from error


def write_file(path: Path, text: str) -> None:
    """Write a whole UTF-8 text file at once, or leave what was there.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    write_files({path: text})


def write_files(texts: Mapping[Path, str]) -> None:
    """Write UTF-8 text files that belong together: all of them, or leave what was there.

    Raises
    ------
    OutputError
        If one of them cannot be written.
    """
    pending: list[PendingFile] = []
    try:
        for path, text in texts.items():
            file = PendingFile(path)
            pending.append(file)
            with writing(path):
                # Names of files may hold bytes that are no text; in JSON this escape is valid.
                file.stream.write(text.encode(errors="backslashreplace"))
            file.finish()
        for file in pending:
            file.commit()
    except BaseException:
        for file in pending:
            file.discard()
        raise


def check_writable(folder: Path) -> None:
    """Make the folder if need be and try to write into it.

    Raises
    ------
    OutputError
        If that does not work: no permission, no such drive, no space.
    """
    if folder.exists() and not folder.is_dir():
        message = f"cannot write to {folder}: it is a file; choose a folder with --out"
        raise OutputError(message)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with writing(folder), TemporaryFile(prefix=".twitchcam-", dir=folder) as probe:
        probe.write(bytes(65536))
        probe.flush()
