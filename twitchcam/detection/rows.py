"""Everything that is known of moments on the time base, row by row."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from twitchcam.detection.motion_to_signals import SignalBlock
    from twitchcam.detection.observability import Codes
    from twitchcam.detection.thresholds import ThresholdBlock
    from twitchcam.detection.time_base import MotionBlock
    from twitchcam.records import Floats

Table = TypeVar("Table", bound=Any)


@dataclass(frozen=True, slots=True)
class Rows:
    """A run of grid rows; all arrays share their first axis.

    Positions: ``lips_mm`` ``(n, 4, 2)`` and ``patches_mm`` ``(n, n_patches, 2)``. In the detection
    band: ``lips_band_mm`` ``(n, 4, 2)``, its lengths ``magnitude_mm`` ``(n, 4)``, and over all
    quadrants ``lips_length_mm`` ``(n,)``. ``floor_mm`` and
    ``threshold_mm`` have shape ``(n, 4)``, all others ``(n,)``. ``strength`` is magnitude ÷
    threshold, taken over all quadrants together (root of the sum of squares): most twitches move
    more than one.
    """

    time_s: Floats
    lips_mm: Floats
    patches_mm: Floats
    lips_band_mm: Floats
    lips_length_mm: Floats
    magnitude_mm: Floats
    floor_mm: Floats
    threshold_mm: Floats
    head_mm: Floats
    spread_mm: Floats
    strength: Floats
    rate_hz: Floats
    residual: Floats
    mouth_opening: Floats
    mouth_width: Floats
    eye_left: Floats
    eye_right: Floats
    yaw_deg: Floats
    pitch_deg: Floats
    codes: Codes

    @classmethod
    def of(
        cls, motion: MotionBlock, signals: SignalBlock, thresholds: ThresholdBlock, codes: Codes
    ) -> Rows:
        """Gather the rows of one or several blocks from all stages."""
        return cls(
            time_s=motion.time_s,
            lips_mm=motion.lips_mm,
            patches_mm=motion.surround_mm,
            lips_band_mm=signals.lips_mm,
            lips_length_mm=np.linalg.norm(signals.magnitude_mm, axis=1),
            magnitude_mm=signals.magnitude_mm,
            floor_mm=thresholds.floor_mm,
            threshold_mm=thresholds.threshold_mm,
            head_mm=signals.head_mm,
            spread_mm=signals.spread_mm,
            strength=np.linalg.norm(signals.magnitude_mm / thresholds.threshold_mm, axis=1),
            rate_hz=motion.column("rate_hz"),
            residual=motion.column("residual"),
            mouth_opening=motion.column("mouth_opening"),
            mouth_width=motion.column("mouth_width"),
            eye_left=motion.column("eye_opening_left"),
            eye_right=motion.column("eye_opening_right"),
            yaw_deg=motion.column("yaw_deg"),
            pitch_deg=motion.column("pitch_deg"),
            codes=codes,
        )

    def between(self, start_s: float, end_s: float) -> Rows:
        """The rows from ``start_s`` to ``end_s``, both included."""
        chosen = slice(*np.searchsorted(self.time_s, (start_s, np.nextafter(end_s, np.inf))))
        return part(self, chosen)


def part(whole: Table, rows: slice) -> Table:
    """Some rows of a dataclass whose fields are all arrays of the same rows."""
    return type(whole)(*(getattr(whole, field.name)[rows] for field in fields(whole)))
