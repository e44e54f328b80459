"""A file that grows, of which a crash takes at most the last moments."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from twitchcam.outputs.safe_file import writing

if TYPE_CHECKING:
    from pathlib import Path


class AppendFile:
    """Collects what is written and puts it at the end of a file, whole or not at all.

    What cannot be written, as on a full disk, is kept and tried again.

    Parameters
    ----------
    path
        A file that does not exist yet.

    Raises
    ------
    OutputError
        If it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with writing(path):
            self._file = path.open("xb", buffering=0)
        self._pending = bytearray()
        self._kept_bytes = 0

    def write(self, data: bytes) -> None:
        """Take data for the next :meth:`flush`."""
        self._pending += data

    @property
    def is_flushed(self) -> bool:
        """Whether nothing waits for the next :meth:`flush`."""
        return not self._pending

    def flush(self) -> None:
        """Hand everything to the system: the end of this program no longer loses it.

        Raises
        ------
        OutputError
            If that fails; nothing is lost as long as this object lives.
        """
        with writing(self.path):
            try:
                written = 0
                while written < len(self._pending):
                    written += self._file.write(memoryview(bytes(self._pending))[written:]) or 0
            except OSError:
                self._go_back()
                raise
        self._kept_bytes += len(self._pending)
        self._pending.clear()

    def sync(self) -> None:
        """Get it onto the disk: a power cut no longer loses it.

        Raises
        ------
        OutputError
            If that fails.
        """
        with writing(self.path):
            if not self._file.closed:
                os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file; what was not flushed is lost."""
        self._file.close()

    def _go_back(self) -> None:
        """Take back a piece that was written in part."""
        with suppress(OSError):
            self._file.truncate(self._kept_bytes)
            self._file.seek(self._kept_bytes)
