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
from twitchcam.settings import ENOUGH_HZ, is_slower

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
# Between fewer pictures than in the recordings in which that was measured (ENOUGH_HZ), more of a
# twitch is lost, and how much depends on when they come: from so many phases, this quantile of what
# is left is taken, as nine of ten are to be found.
PHASES, LOW_QUANTILE = 32, 0.1


def misses_short(rate_hz: float | None) -> bool:
    """Whether twitches that are shorter than that of the limit can fall between new pictures."""
    return rate_hz is not None and is_slower(rate_hz, ENOUGH_HZ)


class DetectionLimit:
    """Keeps floor, threshold and frame rate of every observable block, to state their medians.

    Parameters
    ----------
    settings
        Defaults of this stage.
    borrowed_blocks
        So many of the first may show a noise floor that was known before, rather than what was
        seen: they count only as long as there are no others.
    """

    def __init__(self, settings: DetectionSettings, borrowed_blocks: int = 0) -> None:
        self._settings = settings
        self._borrowed_blocks = borrowed_blocks
        self._block_rows = settings.block_rows
        self._blocks_now = max(1, settings.blocks_in(NOW_S))
        # Four floors, one threshold, one rate a block: flat arrays, for recordings of many hours.
        self._floors = array("d")
        self._thresholds = array("d")
        self._rates_hz = array("d")

    def push(self, thresholds: ThresholdBlock, rate_hz: Floats, codes: Codes) -> None:
        """Take those of the next blocks into account that are observable throughout.

        Parameters
        ----------
        thresholds
            On the rows of these blocks.
        rate_hz
            How many frames came per second around each row.
        codes
            Observability of each row.
        """
        chosen = ~as_blocks(codes, self._block_rows).any(axis=1)
        floors = as_blocks(thresholds.floor_mm, self._block_rows)[chosen, -1]
        levels = as_blocks(thresholds.threshold_mm, self._block_rows).reshape(len(chosen), -1)
        self._floors.extend(floors.ravel())
        self._thresholds.extend(median(levels, axis=1)[chosen])
        self._rates_hz.extend(as_blocks(rate_hz, self._block_rows)[chosen, -1])

    @property
    def noise_floor_mm(self) -> tuple[float, float, float, float] | None:
        """Median noise floor of each quadrant; ``None`` when nothing was observable."""
        if not self._floors:
            return None
        floors = np.frombuffer(self._floors).reshape(-1, len(QUADRANTS))[self._first_block :]
        a, b, c, d = np.median(floors, axis=0).tolist()
        return a, b, c, d

    @property
    def smallest_detectable_mm(self) -> float | None:
        """Peak-to-peak excursion of a single twitch that is found nine times out of ten."""
        return self._found_in(self._first_block)

    @property
    def detectable_now_mm(self) -> float | None:
        """The same of the last seconds: over all of it, a restless spell would hardly show."""
        return self._found_in(max(self._first_block, len(self._thresholds) - self._blocks_now))

    @property
    def _first_block(self) -> int:
        """The first that counts."""
        return self._borrowed_blocks if len(self._thresholds) > self._borrowed_blocks else 0

    def _found_in(self, first_block: int) -> float | None:
        """The same of the blocks from one on."""
        if not self._thresholds:
            return None
        threshold_mm, rate_hz = (
            float(np.median(levels[first_block:])) for levels in (self._thresholds, self._rates_hz)
        )
        return smallest_found_mm(threshold_mm, rate_hz, self._settings)


def smallest_found_mm(threshold_mm: float, rate_hz: float, settings: DetectionSettings) -> float:
    """Excursion of a single twitch that is found nine times out of ten.

    Parameters
    ----------
    threshold_mm
        What a movement is held against, in the detection band.
    rate_hz
        Frames per second that show something new.
    settings
        Defaults of this stage.
    """
    found_mm = FOUND_BY_MOST * threshold_mm / band_gain(settings)
    # To a tenth: what is remembered for each rate stays little, and 23.976 is called 24.
    if not round(rate_hz, 1) < ENOUGH_HZ:
        return found_mm
    # Between still fewer frames all of a twitch can lie.
    rate_hz = max(round(rate_hz, 1), 1.0 / PULSE_S)
    return found_mm * max(1.0, _gain_at(ENOUGH_HZ, settings) / _gain_at(rate_hz, settings))


@cache
def band_gain(settings: DetectionSettings) -> float:
    """Largest magnitude in the detection band of a pulse of excursion 1 (raised cosine)."""
    return float(_pulse_and_answer(settings)[1].max())


@cache
def band_delay_s(settings: DetectionSettings) -> float:
    """By how much the largest magnitude of a single twitch comes after its largest excursion."""
    pulse, answer = _pulse_and_answer(settings)
    return float(answer.argmax() - pulse.argmax()) / settings.grid_rate_hz


@cache
def _gain_at(rate_hz: float, settings: DetectionSettings) -> float:
    """:func:`band_gain` of a pulse that is seen at so many frames per second, as a low quantile."""
    grid_s = _grid_s(settings)
    band = BandPass(settings.band_hz, settings.grid_rate_hz)
    seen = []
    for phase in np.arange(PHASES) / PHASES:
        frames_s = np.arange(phase - 1.0, grid_s[-1] * rate_hz + 1.0) / rate_hz
        seen.append(np.interp(grid_s, frames_s, _pulse(frames_s)))
    largest = np.abs(band.filter(np.column_stack(seen))).max(axis=0)
    return float(np.quantile(largest, LOW_QUANTILE))


def _pulse_and_answer(settings: DetectionSettings) -> tuple[Floats, Floats]:
    """A pulse on the time base, and its magnitude in the detection band."""
    pulse = _pulse(_grid_s(settings))
    band = BandPass(settings.band_hz, settings.grid_rate_hz)
    return pulse, np.abs(band.filter(pulse[:, None])[:, 0])


def _grid_s(settings: DetectionSettings) -> Floats:
    return np.arange(0.0, 3 * PULSE_S, 1.0 / settings.grid_rate_hz)


def _pulse(time_s: Floats) -> Floats:
    """The pulse from 0 s on."""
    inside = (time_s >= 0.0) & (time_s < PULSE_S)
    return np.where(inside, 0.5 - 0.5 * np.cos(2 * np.pi * time_s / PULSE_S), 0.0)
