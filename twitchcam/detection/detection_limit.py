"""The smallest twitch that a recording could have shown."""

from __future__ import annotations

from array import array
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.detection.motion_to_signals import BandPass
from twitchcam.detection.time_base import as_blocks
from twitchcam.medians import median
from twitchcam.records import QUADRANTS

if TYPE_CHECKING:
    from twitchcam.detection.observability import Codes
    from twitchcam.detection.thresholds import ThresholdBlock
    from twitchcam.records import Floats
    from twitchcam.settings import DetectionSettings

# The twitch that the limit is stated for: a single smooth pulse of middling length.
PULSE_S = 0.2
# What is so now is told of so much observable time: less would jump with every breath.
NOW_S = 5.0
# Size that is found nine times out of ten ÷ size that just reaches the threshold: see
# calibration/README.md.
FOUND_BY_MOST = 2.8


class DetectionLimit:
    """Keeps floor and threshold of every observable block, to state their medians."""

    def __init__(self, settings: DetectionSettings) -> None:
        self._settings = settings
        self._block_rows = settings.block_rows
        self._blocks_now = max(1, round(NOW_S / settings.block_s))
        # Four floors and one threshold a block: flat arrays, for recordings of many hours.
        self._floors = array("d")
        self._thresholds = array("d")

    def push(self, thresholds: ThresholdBlock, codes: Codes) -> None:
        """Take those of the next blocks into account that are observable throughout."""
        chosen = ~as_blocks(codes, self._block_rows).any(axis=1)
        floors = as_blocks(thresholds.floor_mm, self._block_rows)[chosen, -1]
        levels = as_blocks(thresholds.threshold_mm, self._block_rows).reshape(len(chosen), -1)
        self._floors.extend(floors.ravel())
        self._thresholds.extend(median(levels, axis=1)[chosen])

    @property
    def noise_floor_mm(self) -> tuple[float, float, float, float] | None:
        """Median noise floor of each quadrant; ``None`` when nothing was observable."""
        if not self._floors:
            return None
        floors = np.frombuffer(self._floors).reshape(-1, len(QUADRANTS))
        a, b, c, d = np.median(floors, axis=0).tolist()
        return a, b, c, d

    @property
    def smallest_detectable_mm(self) -> float | None:
        """Peak-to-peak excursion of a single twitch that is found nine times out of ten."""
        return self._found_at(self._thresholds)

    @property
    def detectable_now_mm(self) -> float | None:
        """The same of the last seconds: over all of it, a restless spell would hardly show."""
        return self._found_at(self._thresholds[-self._blocks_now :])

    def _found_at(self, thresholds: array[float]) -> float | None:
        if not thresholds:
            return None
        return smallest_found_mm(float(np.median(thresholds)), self._settings)


def smallest_found_mm(threshold_mm: float, settings: DetectionSettings) -> float:
    """Excursion of a single twitch that is found nine times out of ten at a threshold."""
    return FOUND_BY_MOST * threshold_mm / band_gain(settings)


@cache
def band_gain(settings: DetectionSettings) -> float:
    """Largest magnitude in the detection band of a pulse of excursion 1 (raised cosine)."""
    return float(_pulse_and_answer(settings)[1].max())


@cache
def band_delay_s(settings: DetectionSettings) -> float:
    """By how much the largest magnitude of a single twitch comes after its largest excursion."""
    pulse, answer = _pulse_and_answer(settings)
    return float(answer.argmax() - pulse.argmax()) / settings.grid_rate_hz


def _pulse_and_answer(settings: DetectionSettings) -> tuple[Floats, Floats]:
    """A pulse on the time base, and its magnitude in the detection band."""
    time_s = np.arange(0.0, 3 * PULSE_S, 1.0 / settings.grid_rate_hz)
    inside = time_s < PULSE_S
    pulse = np.where(inside, 0.5 - 0.5 * np.cos(2 * np.pi * time_s / PULSE_S), 0.0)
    band = BandPass(settings.band_hz, settings.grid_rate_hz)
    return pulse, np.abs(band.filter(pulse[:, None])[:, 0])
