"""A uniform time base under frames that come when they come."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from twitchcam.records import Floats, LipMotion
    from twitchcam.settings import DetectionSettings

# The frame rate is taken over this many frames, without the widest gap between them, but over a
# single gap where that is wider than so many frames would be: a twitch could lie in it, however
# many frames came before, and however often the last one was shown again. So one frame may be
# missing, and the next one late.
RATE_FRAMES, GAP_FRAMES = 15, 2.2
# So many rows are made, and about as many handed out, at once.
MOST_ROWS = 1200
# Of a pause for hours, rows are made for so long at either end: nothing behind looks back further
# than that, and nothing is to be seen in between.
PAUSE_ENDS_S = 15.0
FACE_COLUMNS = ("mouth_opening", "mouth_width", "eye_opening_left", "eye_opening_right")
POSE_COLUMNS = ("yaw_deg", "pitch_deg", "mouth_in_picture")
STATE_COLUMNS = ("residual", "rate_hz", *POSE_COLUMNS, *FACE_COLUMNS)


@dataclass(frozen=True, slots=True)
class MotionBlock:
    """Lip motion on the uniform time base: a block, or a run of several.

    ``time_s`` has shape ``(n,)``, ``lips_mm`` ``(n, 4, 2)``, ``surround_mm``
    ``(n, n_patches, 2)`` and ``state`` ``(n, len(STATE_COLUMNS))``. NaN where there was no face, or
    no frame.
    """

    time_s: Floats
    lips_mm: Floats
    surround_mm: Floats
    state: Floats

    def column(self, name: str) -> Floats:
        """One of ``STATE_COLUMNS``, shape ``(n,)``."""
        return self.state[:, STATE_COLUMNS.index(name)]


class UniformTimeBase:
    """Interpolates frames onto a grid, and hands it out in blocks of one length, or runs of them.

    The middle of a pause that lasts for long is left out.

    What is behind looks back row by row, or works on these blocks, so the way in which the input is
    cut cannot show in the result. Repeated pictures are left out, unless they are all that came for
    a while; a picture that is held for long shows nothing, as if no frame had come.

    Parameters
    ----------
    settings
        Grid rate, block length, the longest pause that is interpolated over, and how long a picture
        may be held.
    """

    def __init__(self, settings: DetectionSettings) -> None:
        self._rate_hz = settings.grid_rate_hz
        self._block_rows = settings.block_rows
        self._pause_rows = settings.rows_in(PAUSE_ENDS_S)
        self._max_gap_s = settings.max_frame_gap_s
        self._max_held_s = settings.max_held_s
        self._new_s = 0.0
        self._recent_s: deque[float] = deque(maxlen=RATE_FRAMES)
        self._last: tuple[float, Floats] | None = None
        self._newest_s = self._different_s = -np.inf
        self._first_s = 0.0
        self._next_row = 0
        self._rows: list[Floats] = []
        self._n_rows = 0
        self._n_patches = 0
        self._rate_column = 0

    def push(self, motions: Sequence[LipMotion]) -> Iterator[MotionBlock]:
        """Take the next frames; yields runs of full blocks, and must be exhausted.

        Raises
        ------
        ValueError
            If a frame is not later than the one before.
        """
        for motion in motions:
            for rows in self._rows_until(motion):
                self._rows.append(rows)
                self._n_rows += len(rows)
                if self._n_rows >= MOST_ROWS:
                    yield self._whole_blocks()
        if self._n_rows >= self._block_rows:
            yield self._whole_blocks()

    def _whole_blocks(self) -> MotionBlock:
        rows = np.concatenate(self._rows)
        whole = len(rows) // self._block_rows * self._block_rows
        self._rows, self._n_rows = [rows[whole:]], len(rows) - whole
        return self._as_block(rows[:whole])

    def flush(self) -> list[MotionBlock]:
        """Return the last, shorter block."""
        if not self._n_rows:
            return []
        rows = np.concatenate(self._rows)
        self._rows, self._n_rows = [], 0
        return [self._as_block(rows)]

    def _rows_until(self, motion: LipMotion) -> Iterator[Floats]:
        """The rows up to a frame, some seconds at a time: a pause may last for hours."""
        if motion.time_s <= self._newest_s:
            message = f"a frame at {motion.time_s} s cannot follow one at {self._newest_s} s"
            raise ValueError(message)
        self._newest_s = motion.time_s
        gap_s = motion.time_s - self._different_s
        if self._last is None or not motion.repeated:
            self._new_s = motion.time_s
        if not motion.same_picture:
            # What is shown again shows nothing new, unlike lips that only rest.
            self._different_s = motion.time_s
            self._recent_s.append(motion.time_s)
        row = _as_row(motion, self._frame_rate_hz(gap_s))
        is_held = motion.time_s - self._new_s > self._max_held_s
        if is_held:
            row = np.full_like(row, np.nan)
            self._recent_s.clear()
        if self._last is None:
            self._first_s = motion.time_s
            self._n_patches = len(motion.surround_mm)
            self._rate_column = len(row) - len(STATE_COLUMNS) + STATE_COLUMNS.index("rate_hz")
        else:
            last_s, last_row = self._last
            if last_s == self._first_s:
                # Of the first frame alone no rate is known.
                last_row[self._rate_column] = row[self._rate_column]
            just_again = motion.repeated and not is_held
            if just_again and motion.time_s - last_s < 0.5 * self._max_gap_s:
                return
            yield from self._interpolate(last_s, last_row, motion.time_s, row)
        self._last = (motion.time_s, row)

    def _interpolate(
        self, start_s: float, start: Floats, end_s: float, end: Floats
    ) -> Iterator[Floats]:
        stop_row = int(np.floor((end_s - self._first_s) * self._rate_hz)) + 1
        is_pause = end_s - start_s > self._max_gap_s
        resume_row = stop_row - self._pause_rows if is_pause else self._next_row
        while self._next_row < stop_row:
            rows = np.arange(self._next_row, min(stop_row, self._next_row + MOST_ROWS))
            times_s = self._first_s + rows / self._rate_hz
            share = ((times_s - start_s) / (end_s - start_s))[:, None]
            if is_pause:
                share = np.full_like(share, np.nan)
            self._next_row = int(rows[-1]) + 1
            if self._next_row < resume_row and times_s[-1] - start_s > PAUSE_ENDS_S:
                self._next_row = resume_row
            yield np.column_stack([times_s, start + share * (end - start)])

    def _frame_rate_hz(self, gap_s: float) -> float:
        gaps_s = sorted(later_s - time_s for time_s, later_s in pairwise(self._recent_s))
        if not gaps_s:
            return np.nan
        usual_s = gaps_s[:-1] or gaps_s
        return min(len(usual_s) / sum(usual_s), GAP_FRAMES / gap_s)

    def _as_block(self, rows: Floats) -> MotionBlock:
        n = len(rows)
        ends = np.cumsum([1, 8, 2 * self._n_patches])
        time_s, lips, surround, state = np.split(rows, ends, axis=1)
        return MotionBlock(
            time_s=time_s[:, 0],
            lips_mm=lips.reshape(n, -1, 2),
            surround_mm=surround.reshape(n, -1, 2),
            state=state,
        )


def as_blocks(rows: NDArray[Any], block_rows: int) -> NDArray[Any]:
    """Rows by the block that they belong to, shape ``(n_blocks, n, ...)``.

    They are some whole blocks, or the last, shorter one.
    """
    return rows.reshape(-1, min(block_rows, len(rows)), *rows.shape[1:])


def _as_row(motion: LipMotion, rate_hz: float) -> Floats:
    face = motion.face
    seen = [getattr(face, name) if face else np.nan for name in POSE_COLUMNS + FACE_COLUMNS]
    state = [motion.residual, rate_hz, *seen]
    return np.concatenate([motion.lips_mm.ravel(), motion.surround_mm.ravel(), state])
