"""Writing files so that no half a file ever stands under its final name."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from twitchcam.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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

    def commit(self) -> None:
        """Finish the file and put it under its final name.

        Raises
        ------
        OutputError
            If that fails; nothing is left behind then.
        """
        try:
            with writing(self.path), self.stream:
                self.stream.flush()
                os.fsync(self.stream.fileno())
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
        message = f"cannot write {path}: {why}; free some space or choose another folder with --out"
        raise OutputError(message) from error


def write_file(path: Path, text: str) -> None:
    """Write a whole UTF-8 text file at once, or leave what was there.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    pending = PendingFile(path)
    try:
        with writing(path):
            # Names of files may hold bytes that are no text; in JSON this escape is valid.
            pending.stream.write(text.encode(errors="backslashreplace"))
        pending.commit()
    except BaseException:
        pending.discard()
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
    probe = PendingFile(folder / "probe")
    try:
        with writing(folder):
            probe.stream.write(bytes(65536))
            probe.stream.flush()
    finally:
        probe.discard()
