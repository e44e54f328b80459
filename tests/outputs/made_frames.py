"""Made-up frames and signals, whose values tell where they belong."""

from __future__ import annotations

import numpy as np

from twitchcam.records import Face, LipMotion, LipSignals

FACE = Face(np.zeros((478, 3), np.float32), 100.0, 1.0, 2.0, 3.0, 0.1, 0.8, 0.3, 0.25, 2)


def motion_at(index: int, time_s: float, face: Face | None = FACE) -> LipMotion:
    """One frame whose lip displacements are 0, 1, 2 … mm."""
    lips = np.full((4, 2), np.nan) if face is None else np.arange(8.0).reshape(4, 2)
    return LipMotion(
        index=index,
        time_s=time_s,
        lips_mm=lips,
        surround_mm=np.zeros((3, 2)),
        residual=0.25,
        repeated=index == 1,
        face=face,
    )


def ramp(start_s: float, count: int) -> LipSignals:
    """Signals at 120 Hz: magnitude is the time, times 1 to 4 by quadrant; floor is 9."""
    time_s = start_s + np.arange(count) / 120
    floor_mm = np.full((count, 4), 9.0)
    magnitude_mm = time_s[:, None] * np.arange(1.0, 5.0)
    seen = np.ones(count, dtype=bool)
    return LipSignals(time_s, magnitude_mm, floor_mm, floor_mm, seen)
