"""A recording whose pictures wait for whoever watches them: what is seen is always the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.capture.file_replay import FileReplay
from twitchcam.capture.live_source import WAITING_PICTURES
from twitchcam.capture.read_ahead import ReadAhead, ReadNewest
from twitchcam.records import Frame

if TYPE_CHECKING:
    from pathlib import Path


class PatientReplay(FileReplay):
    """Drops nothing, and its time goes as slowly as its pictures are read.

    Parameters
    ----------
    path
        The file.
    period_s
        Time between two pictures at least; by default as fast as they are taken.
    """

    def __init__(self, path: Path, period_s: float = 0.0) -> None:
        super().__init__(path)
        self._period_s = period_s
        self._read_until_s = 0.0
        self._reading = ReadEach(self._read(), WAITING_PICTURES)

    def now_s(self) -> float:
        return self._read_until_s

    def _is_closed_before(self, time_s: float) -> bool:
        self._read_until_s = time_s
        return self._closing.wait(self._period_s)


class ReadEach(ReadNewest[Frame]):
    """Lets pictures wait rather than drop the oldest."""

    _put = ReadAhead._put  # noqa: SLF001 - what ReadNewest does otherwise
