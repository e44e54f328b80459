"""How bright and how rich in contrast a face is in the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import Frame, Gray, LipMotion
    from twitchcam.vision.face_geometry import Landmarks

# Every so many pixels are enough.
STEP_PX = 4


class LightMeter:
    """Measures the light of a face now and then.

    Where the face is in a picture is known later: pictures are kept until then.

    Parameters
    ----------
    interval_s
        How often.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._next_s = -np.inf
        self._kept: dict[int, Gray] = {}
        self._readings: list[tuple[float, float]] = []

    def keep(self, frame: Frame) -> None:
        """Take the next frame."""
        if frame.time_s >= self._next_s:
            self._next_s = frame.time_s + self._interval_s
            self._kept[frame.index] = frame.gray

    def meet(self, motions: Sequence[LipMotion]) -> None:
        """Measure the kept pictures among these."""
        for motion in motions:
            gray = self._kept.pop(motion.index, None)
            if gray is not None and motion.face is not None:
                reading = measure_light(gray, motion.face.landmarks)
                if np.isfinite(reading).all():
                    self._readings.append(reading)

    @property
    def light(self) -> tuple[float, float]:
        """Medians of level and contrast, as of :func:`measure_light`; NaN without a face."""
        if not self._readings:
            return np.nan, np.nan
        level, contrast = np.median(np.array(self._readings), axis=0).tolist()
        return level, contrast


def measure_light(gray: Gray, landmarks: Landmarks) -> tuple[float, float]:
    """Mean and standard deviation of a face's grey levels, of 255; NaN outside the picture.

    Parameters
    ----------
    gray
        The picture, shape ``(height, width)``.
    landmarks
        Of the face in it, shape ``(478, 3)``, in pixels.
    """
    # A box that lies inside the face's oval.
    low, high = landmarks[:, :2].min(axis=0), landmarks[:, :2].max(axis=0)
    left, top = np.maximum(low + 0.15 * (high - low), 0).astype(int)
    right, bottom = np.maximum(high - 0.15 * (high - low), 0).astype(int)
    face = gray[top:bottom:STEP_PX, left:right:STEP_PX]
    return (float(face.mean()), float(face.std())) if face.size else (np.nan, np.nan)
