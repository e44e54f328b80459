"""What lip motion says of a face at rest: how it is seen, how steady, what the mouth shows."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import minimum_filter1d

from twitchcam.detection.thresholds import steady_threshold_mm
from twitchcam.medians import median
from twitchcam.profile_records import MouthFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from twitchcam.records import Face, Floats, LipMotion, LipSignals
    from twitchcam.settings import CalibrationSettings, DetectionSettings

COLUMNS = (
    "pupil_distance_px",
    "yaw_deg",
    "pitch_deg",
    "roll_deg",
    "mouth_opening",
    "mouth_width",
)
# Time base on which readings of the landmarks are looked at, and how long one of them holds: they
# come more often while lips move, and not at all while there is no face.
STEP_S, READING_HOLDS_S = 0.05, 0.5


class RestMeasurement:
    """Collects motion and signals, and says what they amount to.

    Parameters
    ----------
    calibration, detection
        Defaults of the calibration, and of the detector that made the signals.
    """

    def __init__(self, calibration: CalibrationSettings, detection: DetectionSettings) -> None:
        self._calibration = calibration
        self._detection = detection
        self._last_face: Face | None = None
        # Flat arrays, as recordings may be long: one row for every reading of the landmarks.
        self._times_s = array("d")
        self._readings = array("d")
        self._raised = array("d")
        self._rows_s = array("d")
        self._observable = array("b")

    def push(self, motions: Sequence[LipMotion], signals: Sequence[LipSignals]) -> None:
        """Take the next frames and the next signals; either may be empty."""
        for motion in motions:
            face = motion.face
            if face is not None and face is not self._last_face:
                self._times_s.append(motion.time_s)
                self._readings.extend(getattr(face, name) for name in COLUMNS)
            self._last_face = face
        for block in signals:
            self._rows_s.extend(block.time_s.tolist())
            self._observable.extend(block.observable.tolist())
            self._raised.extend(self._how_raised(block))

    def _how_raised(self, block: LipSignals) -> Floats:
        """Of each observable row: how many signals come at once must not show."""
        floor_mm = median(block.floor_mm[block.observable], axis=1)
        threshold_mm = median(block.threshold_mm[block.observable], axis=1)
        return threshold_mm / steady_threshold_mm(floor_mm, self._detection)

    @property
    def restlessness(self) -> float:
        """As in :class:`RestFacts`; NaN when nothing could be observed."""
        return float(np.median(np.asarray(self._raised))) if self._raised else np.nan

    @property
    def is_seen(self) -> bool:
        """Whether there is any reading of the face at rest."""
        return bool(self._at_rest(np.asarray(self._times_s)).any())

    @property
    def usual(self) -> dict[str, float]:
        """Medians of :data:`COLUMNS` at rest; NaN without any."""
        times_s, readings = self._evenly()
        readings = readings[self._at_rest(times_s)]
        readings = readings[np.isfinite(readings).all(axis=1)]
        medians = np.median(readings, axis=0) if len(readings) else np.full(len(COLUMNS), np.nan)
        return dict(zip(COLUMNS, medians.tolist(), strict=True))

    def mouth(self) -> MouthFacts:
        """The mouth at rest and what it showed."""
        usual, settings = self.usual, self._calibration
        opened = self._largest_held("mouth_opening") - usual["mouth_opening"]
        widened = self._largest_held("mouth_width") - usual["mouth_width"]
        is_smile = widened >= settings.smile_share * usual["mouth_width"]
        return MouthFacts(
            opening=usual["mouth_opening"],
            width=usual["mouth_width"],
            smile=widened if is_smile else None,
            # What counts as movement of the mouth while twitches are looked for.
            voluntary_opening=opened if opened >= self._detection.talking_opening_share else None,
        )

    def _largest_held(self, name: str) -> float:
        """The largest value that a reading did not fall below for a while; NaN without any."""
        _, readings = self._evenly()
        if len(readings) < 2:
            return np.nan
        values = np.nan_to_num(readings[:, COLUMNS.index(name)], nan=-np.inf)
        n_held = max(round(self._calibration.held_s / STEP_S), 1)
        return float(minimum_filter1d(values, n_held, mode="constant", cval=-np.inf).max())

    def _evenly(self) -> tuple[Floats, Floats]:
        """Times, and the readings that held then; NaN where none did."""
        readings, times_s = self._table(), np.asarray(self._times_s)
        if not len(readings):
            return times_s, readings
        even_s = np.arange(times_s[0], times_s[-1] + STEP_S, STEP_S)
        latest = np.searchsorted(times_s, even_s, side="right") - 1
        is_known = even_s - times_s[latest] <= READING_HOLDS_S
        return even_s, np.where(is_known[:, None], readings[latest], np.nan)

    def _at_rest(self, times_s: Floats) -> NDArray[np.bool_]:
        """Whether each of some times could be observed."""
        if not self._rows_s:
            return np.zeros(len(times_s), dtype=bool)
        row = np.searchsorted(np.asarray(self._rows_s), times_s).clip(max=len(self._rows_s) - 1)
        return np.asarray(self._observable, dtype=bool)[row]

    def _table(self) -> Floats:
        return np.asarray(self._readings).reshape(-1, len(COLUMNS))
