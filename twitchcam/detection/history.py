"""The last seconds of everything that is known, row by row."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from twitchcam.detection.motion_to_signals import SignalBlock
    from twitchcam.detection.observability import Codes
    from twitchcam.detection.thresholds import ThresholdBlock
    from twitchcam.detection.time_base import MotionBlock
    from twitchcam.records import Floats


@dataclass(frozen=True, slots=True)
class Rows:
    """A run of grid rows; all arrays share their first axis.

    Shapes: ``lips_mm`` ``(n, 4, 2)``; ``magnitude_mm``, ``edges_mm``, ``floor_mm`` ``(n, 4)``; all
    others ``(n,)``. ``strength`` is magnitude ÷ threshold, taken over all quadrants together (root
    of the sum of squares): most twitches move more than one.
    """

    time_s: Floats
    lips_mm: Floats
    magnitude_mm: Floats
    edges_mm: Floats
    floor_mm: Floats
    surround_mm: Floats
    spread_mm: Floats
    strength: Floats
    eye_left: Floats
    eye_right: Floats
    codes: Codes

    @classmethod
    def of(
        cls, motion: MotionBlock, signals: SignalBlock, thresholds: ThresholdBlock, codes: Codes
    ) -> Rows:
        """Gather one block from all stages."""
        return cls(
            time_s=motion.time_s,
            lips_mm=motion.lips_mm,
            magnitude_mm=signals.magnitude_mm,
            edges_mm=signals.edges_mm,
            floor_mm=np.broadcast_to(thresholds.floor_mm, signals.magnitude_mm.shape),
            surround_mm=signals.surround_mm,
            spread_mm=signals.spread_mm,
            strength=np.linalg.norm(signals.magnitude_mm / thresholds.threshold_mm, axis=1),
            eye_left=motion.column("eye_opening_left"),
            eye_right=motion.column("eye_opening_right"),
            codes=codes,
        )

    def between(self, start_s: float, end_s: float) -> Rows:
        """The rows from ``start_s`` to ``end_s``, both included."""
        chosen = slice(*np.searchsorted(self.time_s, (start_s, np.nextafter(end_s, np.inf))))
        return Rows(*(getattr(self, field.name)[chosen] for field in fields(self)))


class History:
    """Keeps blocks for as long as they may be asked for."""

    def __init__(self) -> None:
        self._blocks: deque[Rows] = deque()

    def push(self, rows: Rows) -> None:
        """Add the newest block."""
        self._blocks.append(rows)

    def forget_before(self, time_s: float) -> None:
        """Drop the blocks that end before ``time_s``."""
        while self._blocks and self._blocks[0].time_s[-1] < time_s:
            self._blocks.popleft()

    def rows(self) -> Rows:
        """Everything that is kept, in one piece."""
        return Rows(
            *(
                np.concatenate([getattr(block, field.name) for block in self._blocks])
                for field in fields(Rows)
            )
        )
