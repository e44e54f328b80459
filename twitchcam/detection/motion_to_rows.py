"""Lip motion in, rows of everything that is known out, in whole blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twitchcam.detection.detection_limit import DetectionLimit
from twitchcam.detection.motion_to_signals import MotionToSignals, SignalBlock
from twitchcam.detection.observability import Observability
from twitchcam.detection.rows import Rows, part
from twitchcam.detection.thresholds import START_LASTS_S, NoiseFloor, Thresholds
from twitchcam.detection.time_base import MotionBlock, UniformTimeBase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from twitchcam.records import Floats, LipMotion
    from twitchcam.settings import DetectionSettings

# The noise floor must be known before anything is decided; so long the first blocks wait for it.
MAX_WAIT_S = 3.0


class RowStream:
    """Runs the stages from the uniform time base to the thresholds.

    Parameters
    ----------
    settings
        Defaults of this stage.
    noise_floor_mm
        That of each quadrant to start from, if it is known.

    Attributes
    ----------
    limit
        Noise floor and smallest detectable twitch of what was seen so far.
    """

    def __init__(
        self, settings: DetectionSettings, noise_floor_mm: Sequence[float] | None = None
    ) -> None:
        known_blocks = 0 if noise_floor_mm is None else settings.blocks_in(START_LASTS_S)
        self.limit = DetectionLimit(settings, known_blocks)
        self._block_rows = settings.block_rows
        self._time_base = UniformTimeBase(settings)
        self._to_signals = MotionToSignals(settings)
        self._floor = NoiseFloor(settings, noise_floor_mm)
        self._thresholds = Thresholds(settings)
        self._observability = Observability(settings)
        self._waiting: list[tuple[MotionBlock, SignalBlock]] = []

    def push(self, motions: Sequence[LipMotion]) -> Iterator[Rows]:
        """Take the next frames; yields the rows that are known by now, and must be exhausted.

        They come in runs of whole blocks; only the very last block may be shorter.
        """
        for run in self._time_base.push(motions):
            yield from self._take_run(run)

    def flush(self) -> Iterator[Rows]:
        """Yield the last rows."""
        for run in self._time_base.flush():
            yield from self._take_run(run)
        yield from self._judge_waiting()

    def _take_run(self, run: MotionBlock) -> Iterator[Rows]:
        signals = self._to_signals.push(run)
        n_rows, start = self._block_rows, 0
        while start < len(run.time_s) and not self._floor.is_known:
            block = slice(start, start + n_rows)
            yield from self._wait(part(run, block), part(signals, block))
            start += n_rows
        if start < len(run.time_s):
            rest = slice(start, None)
            motion, signals = part(run, rest), part(signals, rest)
            yield self._judge(motion, signals, self._floor.push(signals))

    def _wait(self, motion: MotionBlock, signals: SignalBlock) -> Iterator[Rows]:
        """Let a block wait until the noise floor is known."""
        self._waiting.append((motion, signals))
        self._floor.push(signals)
        waited_s = motion.time_s[-1] - self._waiting[0][0].time_s[0]
        # Without lips there is nothing to wait for.
        is_empty = len(self._waiting) == 1 and np.isnan(motion.lips_mm).all()
        if self._floor.is_known or waited_s > MAX_WAIT_S or is_empty:
            yield from self._judge_waiting()

    def _judge_waiting(self) -> Iterator[Rows]:
        waiting, self._waiting = self._waiting, []
        for motion, signals in waiting:
            floor_mm = np.broadcast_to(self._floor.floor_mm, signals.magnitude_mm.shape)
            yield self._judge(motion, signals, floor_mm)

    def _judge(self, motion: MotionBlock, signals: SignalBlock, floor_mm: Floats) -> Rows:
        thresholds = self._thresholds.push(signals, floor_mm)
        codes = self._observability.push(motion, thresholds)
        self.limit.push(thresholds, motion.column("rate_hz"), codes)
        return Rows.of(motion, signals, thresholds, codes)
