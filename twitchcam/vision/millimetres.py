"""How many millimetres a pupil distance is: fixed once, from many pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twitchcam.records import Face, Scale
from twitchcam.settings import PLAUSIBLE_PUPIL_DISTANCE_MM
from twitchcam.vision.face_geometry import iris_diameter_px

if TYPE_CHECKING:
    from twitchcam.settings import VisionSettings

# Only pictures that show the iris well: head facing the camera, eyes open.
MAX_YAW_DEG = 20.0
MIN_EYE_OPENING = 0.15
MIN_PICTURES = 5
# What is further off than this is no eye.
MOST_UNCERTAIN = 0.5
# 11.7 ± 0.5 mm; 63 ± 3.6 mm.
IRIS_UNCERTAINTY = 0.043
PUPIL_DISTANCE_UNCERTAINTY = 0.057


class ScaleEstimate:
    """Collects pupil distances measured in iris diameters, for as long as a face is in view.

    The iris varies less between people than the pupil distance, but its reading in one picture is
    jumpy, so the median over many is taken.
    """

    def __init__(self, settings: VisionSettings) -> None:
        self._settings = settings
        self._pupil_distances_in_irises: list[float] = []
        self._in_view_before_s = 0.0
        self._since_s: float | None = None
        self._lost_s: float | None = None

    def add(self, face: Face, time_s: float) -> None:
        """Take one picture into account, if it shows the irises well."""
        if self._since_s is None:
            self._since_s = time_s
        opening = min(face.eye_opening_left, face.eye_opening_right)
        if abs(face.yaw_deg) <= MAX_YAW_DEG and opening >= MIN_EYE_OPENING:
            ratio = face.pupil_distance_px / iris_diameter_px(face.landmarks)
            self._pupil_distances_in_irises.append(ratio)

    def lose(self, time_s: float) -> None:
        """Note that no face is in view any more."""
        if self._since_s is not None:
            self._in_view_before_s += time_s - self._since_s
            self._since_s, self._lost_s = None, time_s

    @property
    def has_begun(self) -> bool:
        """Whether a face has been in view."""
        return self._since_s is not None or self._lost_s is not None

    def is_due(self, time_s: float) -> bool:
        """Whether enough was seen, or nothing better is to be hoped for."""
        settings = self._settings
        in_view_s = self._in_view_s(time_s)
        if in_view_s < settings.scale_window_s:
            return False
        is_away = self._is_away(time_s)
        return self.suffices or is_away or in_view_s >= settings.scale_max_wait_s

    def is_over(self, time_s: float) -> bool:
        """Whether what was in view has gone again before enough was seen of it."""
        is_short = self._in_view_s(time_s) < self._settings.scale_window_s
        return is_short and self._is_away(time_s)

    def _in_view_s(self, time_s: float) -> float:
        newest_s = 0.0 if self._since_s is None else time_s - self._since_s
        return self._in_view_before_s + newest_s

    def _is_away(self, time_s: float) -> bool:
        if self._since_s is not None or self._lost_s is None:
            return False
        return time_s - self._lost_s >= self._settings.scale_window_s

    @property
    def suffices(self) -> bool:
        """Whether there are enough pictures to tell from."""
        return len(self._pupil_distances_in_irises) >= MIN_PICTURES

    def fix(self) -> Scale:
        """Scale from all pictures so far; an adult mean when they do not suffice."""
        ratios = self._pupil_distances_in_irises
        adult_mm = self._settings.adult_pupil_distance_mm
        uncertainty = PUPIL_DISTANCE_UNCERTAINTY
        if self.suffices:
            distance_mm = float(np.median(ratios)) * self._settings.iris_diameter_mm
            if PLAUSIBLE_PUPIL_DISTANCE_MM[0] <= distance_mm <= PLAUSIBLE_PUPIL_DISTANCE_MM[1]:
                spread = float(np.std(ratios) / np.median(ratios) / np.sqrt(len(ratios)))
                return Scale(distance_mm, "iris", float(np.hypot(IRIS_UNCERTAINTY, spread)))
            # A child's eyes may be as near as that.
            uncertainty = max(uncertainty, min(abs(distance_mm / adult_mm - 1.0), MOST_UNCERTAIN))
        return Scale(adult_mm, "pupil-distance", uncertainty)
