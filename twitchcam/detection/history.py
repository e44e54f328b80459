"""Keeps the last seconds of rows."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from twitchcam.detection.rows import Rows, part

# Buffers hold at least so many rows.
MIN_ROOM = 4096


class History:
    """Keeps rows for as long as they may be asked for, each field in one piece."""

    def __init__(self) -> None:
        self._buffers: Rows | None = None
        self._start = self._stop = 0

    def __bool__(self) -> bool:
        return self._buffers is not None

    def push(self, block: Rows) -> None:
        """Add the newest rows."""
        n = len(block.time_s)
        if self._buffers is None or self._stop + n > len(self._buffers.time_s):
            self._buffers = self._with_room(block)
        for field in fields(Rows):
            getattr(self._buffers, field.name)[self._stop : self._stop + n] = getattr(
                block, field.name
            )
        self._stop += n

    def forget_before(self, time_s: float) -> None:
        """Drop the rows before ``time_s``."""
        self._start += int(np.searchsorted(self.rows().time_s, time_s))

    def rows(self, newest_left_out: int = 0) -> Rows:
        """Everything that is kept but the newest rows; good until the next ``push``."""
        kept = slice(self._start, self._stop - newest_left_out)
        if self._buffers is None:
            message = "nothing was pushed yet"
            raise IndexError(message)
        return part(self._buffers, kept)

    def _with_room(self, block: Rows) -> Rows:
        """Buffers for twice as many rows as are kept, and those rows at their start."""
        n_kept = self._stop - self._start
        n_room = max(MIN_ROOM, 2 * (n_kept + len(block.time_s)))
        buffers = []
        for field in fields(Rows):
            newest = getattr(block, field.name)
            buffer = np.empty((n_room, *newest.shape[1:]), dtype=newest.dtype)
            if n_kept:
                buffer[:n_kept] = getattr(self.rows(), field.name)
            buffers.append(buffer)
        self._start, self._stop = 0, n_kept
        return Rows(*buffers)
