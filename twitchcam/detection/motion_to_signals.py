"""From uniform motion to movement in the detection band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.signal import butter, sosfilt, sosfilt_zi

from twitchcam.medians import median

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from twitchcam.detection.time_base import MotionBlock
    from twitchcam.records import Floats
    from twitchcam.settings import DetectionSettings

FILTER_ORDER = 2
# What movement across and down counts for. Faces at rest move or seem to move across about twice as
# much as down: lips slide along themselves, and heads turn. Held against each other in the same
# measure, a lip that is pulled up or down stands out further.
DIRECTION_WEIGHTS = np.array([0.35, 1.0])


@dataclass(frozen=True, slots=True)
class SignalBlock:
    """Movement in the detection band, on the same rows as its :class:`MotionBlock`.

    All of it is weighted by ``DIRECTION_WEIGHTS``. ``lips_mm`` has shape ``(n, 4, 2)``: movement of
    each quadrant; ``magnitude_mm`` ``(n, 4)`` its length; ``head_mm`` ``(n,)`` is the movement
    common to the surrounding patches and ``spread_mm`` ``(n,)`` their disagreement (root mean
    square). NaN where there is no motion.
    """

    lips_mm: Floats
    magnitude_mm: Floats
    head_mm: Floats
    spread_mm: Floats


class BandPass:
    """Causal Butterworth band-pass as second-order sections, one state per column.

    The state starts from the first sample, so a constant gives nothing; after a gap (NaN) it
    starts anew.
    """

    def __init__(self, band_hz: tuple[float, float], rate_hz: float) -> None:
        self._sections = butter(FILTER_ORDER, band_hz, "bandpass", fs=rate_hz, output="sos")
        self._rest = sosfilt_zi(self._sections)[:, :, None]
        self._state: Floats | None = None

    def filter(self, values: Floats) -> Floats:
        """Filter the next rows, shape ``(n, n_columns)``; NaN rows give NaN."""
        filtered = np.full_like(values, np.nan)
        for start, stop in true_runs(np.isfinite(values).all(axis=1)):
            if start > 0 or self._state is None:
                self._state = self._rest * values[start]
            filtered[start:stop], self._state = sosfilt(
                self._sections, values[start:stop], axis=0, zi=self._state
            )
            if stop < len(values):
                self._state = None
        if np.isnan(values[-1]).any():
            self._state = None
        return filtered


class MotionToSignals:
    """Band-passes lips and surround together, block by block."""

    def __init__(self, settings: DetectionSettings) -> None:
        self._band = BandPass(settings.band_hz, settings.grid_rate_hz)

    def push(self, motion: MotionBlock) -> SignalBlock:
        """Filter the next block."""
        together = np.concatenate([motion.lips_mm, motion.surround_mm], axis=1)
        columns = (together * DIRECTION_WEIGHTS).reshape(len(together), -1)
        filtered = self._band.filter(columns).reshape(together.shape)
        n_lips = motion.lips_mm.shape[1]
        lips, surround = filtered[:, :n_lips], filtered[:, n_lips:]
        # The median: hair or a hand that crosses one patch is not the head.
        common = median(surround, axis=1)
        spread = np.sqrt(((surround - common[:, None]) ** 2).sum(axis=2).mean(axis=1))
        return SignalBlock(lips, _length(lips), _length(common), spread)


def true_runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and stop of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _length(vectors: Floats) -> Floats:
    return np.hypot(vectors[..., 0], vectors[..., 1])
