"""What a movement is held against: the noise floor, and the noise of the moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import maximum_filter1d

from twitchcam.detection.time_base import as_blocks
from twitchcam.records import QUADRANTS, Floats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from twitchcam.detection.motion_to_signals import SignalBlock
    from twitchcam.settings import DetectionSettings

# A floor is known when it was measured over this long; what is over sooner is judged by less.
MIN_FLOOR_S = 1.5
# A floor that was known before has no weight beyond this.
START_LASTS_S = 4.5


@dataclass(frozen=True, slots=True)
class ThresholdBlock:
    """Thresholds on the rows of a :class:`SignalBlock`.

    ``floor_mm`` and ``threshold_mm`` have shape ``(n, 4)``; ``moment_mm`` ``(n,)`` is the part of
    the threshold that the surrounding face's movement asks for, and ``from_head`` says whether the
    whole head's movement is the greater share of that part.
    """

    floor_mm: Floats
    threshold_mm: Floats
    moment_mm: Floats
    from_head: NDArray[np.bool_]


class NoiseFloor:
    """Noise floor of each quadrant: what its quiet stretches show.

    Per block the root mean square of the magnitude is kept; the floor is a low quantile of the
    last seconds, so that bursts do not lift it. A tremor that never pauses would: so the floor is
    also bounded by what the surrounding patches show.

    Parameters
    ----------
    settings
        Defaults of this stage.
    start_mm
        The floor of each quadrant as known from an earlier recording: it holds at once, counts as
        much as the rest that would otherwise be waited for, and is soon forgotten.
    """

    def __init__(
        self, settings: DetectionSettings, start_mm: Sequence[float] | None = None
    ) -> None:
        self._settings = settings
        self._block_rows = settings.block_rows
        self._recent = np.zeros((settings.blocks_in(settings.floor_window_s), len(QUADRANTS) + 1))
        self._blocks = 0
        self._min_blocks = settings.blocks_in(MIN_FLOOR_S)
        self.floor_mm: Floats = np.full(len(QUADRANTS), settings.floor_max_mm)
        self._start = np.empty((0, len(QUADRANTS) + 1))
        self._start_blocks = settings.blocks_in(START_LASTS_S)
        if start_mm is not None:
            # Of the surround nothing is known yet: it bounds nothing.
            self._start = np.tile([*start_mm, np.inf], (self._min_blocks, 1))
            self.floor_mm = self._estimate()

    @property
    def is_known(self) -> bool:
        """Whether enough has been seen to believe the floor."""
        return self._blocks + len(self._start) >= self._min_blocks

    def push(self, signals: SignalBlock) -> Floats:
        """Take the next blocks into account, except those in which the lips were out of view.

        Talking counts as well, being known as such only later; it is the low quantile that keeps
        it out of the floor, as long as it fills less than three quarters of the last seconds.

        Returns
        -------
        The floor of each row, as known at the end of its block, shape ``(n, 4)``.
        """
        measured = np.column_stack([signals.magnitude_mm, signals.spread_mm])
        blocks = as_blocks(measured, self._block_rows)
        squares = np.einsum("bij,bij->bj", blocks, blocks)
        floors = np.empty((len(blocks), len(QUADRANTS)))
        for number, level in enumerate(np.sqrt(squares / blocks.shape[1])):
            if np.isfinite(level).all():
                self._recent[self._blocks % len(self._recent)] = level
                self._blocks += 1
                self.floor_mm = self._estimate()
            floors[number] = self.floor_mm
        return floors.repeat(blocks.shape[1], axis=0)

    def _estimate(self) -> Floats:
        settings = self._settings
        recent = self._recent[: self._blocks]
        if self._blocks < self._start_blocks:
            recent = np.concatenate([self._start, recent])
        rank = int(settings.floor_quantile * (len(recent) - 1))
        low = np.partition(recent, rank, axis=0)[rank]
        bounded = np.minimum(low[:-1], settings.floor_spread_factor * low[-1])
        return np.minimum(np.maximum(bounded, settings.floor_min_mm), settings.floor_max_mm)


class Thresholds:
    """The threshold of each quadrant from moment to moment.

    Movement of the surrounding face leaks into the lips: as a whole (the head), and where its
    patches disagree (speech, expressions). Both raise the threshold while they last.
    """

    def __init__(self, settings: DetectionSettings) -> None:
        self._settings = settings
        self._tail = np.zeros((settings.rows_in(settings.moment_s), 2))

    def push(self, signals: SignalBlock, floor_mm: Floats) -> ThresholdBlock:
        """Thresholds for the next rows; ``floor_mm`` has shape ``(n, 4)``."""
        settings = self._settings
        head, spread = self._lasting(signals).T
        from_head, from_spread = settings.surround_factor * head, settings.spread_factor * spread
        moment = np.maximum(from_head, from_spread)
        threshold = np.maximum(steady_threshold_mm(floor_mm, settings), moment[:, None])
        return ThresholdBlock(floor_mm, threshold, moment, from_head > from_spread)

    def _lasting(self, signals: SignalBlock) -> Floats:
        """Largest value of the last moments, row by row."""
        now = np.column_stack([signals.head_mm, signals.spread_mm])
        now[np.isnan(now)] = 0.0
        rows = np.concatenate([self._tail, now])
        keep = len(self._tail)
        self._tail = rows[len(rows) - keep :]
        # Shifted so that the window ends at each row: nothing of the future is used.
        lasting = maximum_filter1d(rows, keep + 1, axis=0, origin=keep // 2, mode="nearest")
        return np.asarray(lasting[keep:])


def steady_threshold_mm(floor_mm: Floats, settings: DetectionSettings) -> Floats:
    """What noise floors ask for where nothing else moves, of the same shape."""
    return np.maximum(settings.floor_factor * floor_mm, settings.min_magnitude_mm)
