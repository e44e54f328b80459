"""A recording played as if it happened now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.capture.live_source import Health, LiveReader, capture_clock_s
from twitchcam.capture.video_file import VideoFile
from twitchcam.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from twitchcam.records import Frame


class FileReplay(LiveReader):
    """A video file in real time; keeps the contract of ``LiveSource``. Times are the file's.

    Where the file ends before the recording does, the last ``take`` raises ``SourceError``.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    SourceError
        If the file cannot be read.
    """

    kind = "file"

    def __init__(self, path: Path) -> None:
        self._file = VideoFile(path)
        self.info = self._file.info
        super().__init__()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was irregular so far, one sentence each."""
        return self._file.notes

    @property
    def cut_off(self) -> str:
        """How the file ended before the recording did, one sentence; else empty."""
        return self._file.cut_off

    def close(self) -> None:
        """Stop reading and close the file; calling it again does nothing."""
        super().close()
        self._file.close()

    def _read(self) -> Generator[Frame, None, None]:
        self._zero_s = capture_clock_s()
        self.health = Health("ok")
        for frame in self._file:
            if self._is_closed_before(frame.time_s):
                return
            yield frame
        if self.cut_off:
            raise SourceError(self.cut_off)
        self.health = Health("ended", "the recording has ended")

    def _is_closed_before(self, time_s: float) -> bool:
        """Wait for a time of the recording; tells whether it was closed meanwhile."""
        return self._closing.wait(max(0.0, time_s - self.now_s()))
