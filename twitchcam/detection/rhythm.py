"""How regularly a movement repeats itself, and how often in a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.fft import next_fast_len, rfft, rfftfreq
from scipy.signal import find_peaks

from twitchcam.detection.excursion import DRIFT_S, without_drift
from twitchcam.detection.motion_to_signals import DIRECTION_WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from twitchcam.records import Floats
    from twitchcam.settings import DetectionSettings

# A rhythm is looked for in movements of this many periods or more.
MIN_PERIODS = 2.5
# A period that fits by this share of the best one is as good.
FIRST_PEAK_SHARE = 0.9
# So many peaks or more are even when the times between them vary by this share of their mean
# (standard deviation), which is as near to one period.
EVEN_PEAKS, EVEN_SHARE, PERIOD_SHARE = 5, 0.08, 0.1
# The spectrum has a line every hundredth of a hertz or so. Its strongest one within this share of
# the autocorrelation's frequency is taken, unless one further off is so many times as strong.
SPECTRUM_ROWS, NEAR_SHARE, FAR_STRONGER = 2**14, 0.07, 3.0
# So many times as many peaks as periods: the period that was found holds several.
SHORTER_PERIOD = 1.75


def measure_rhythm(
    path: Floats, settings: DetectionSettings, peaks_hz: float = np.nan
) -> tuple[float, float]:
    """How regularly a movement repeats itself, and its frequency in Hz.

    The autocorrelation of the movement without its drift, normalised by the energy of the two
    stretches it compares, has a peak at one period: near 1 for a tremor, lower when spacing or
    height of the peaks vary.

    Parameters
    ----------
    path
        Position on the grid, across and down, shape ``(n, 2)``.
    settings
        Defaults of this stage.
    peaks_hz
        How often peaks follow each other, if that is known.

    Returns
    -------
    Regularity from 0 to 1, and the frequency, which the spectrum tells more exactly than the lag; 0
    and NaN where nothing repeats. The frequency may be higher than that of any tremor.
    """
    rate_hz = settings.grid_rate_hz
    slowest, fastest = settings.tremor_hz
    # One lag more at both ends: a peak has neighbours.
    shortest = int(rate_hz / fastest) - 1
    longest = min(int(rate_hz / slowest) + 3, int(len(path) / MIN_PERIODS))
    if longest <= shortest + 2:
        return 0.0, float("nan")
    moved = without_drift(path, DRIFT_S, settings)
    moved = (moved - moved.mean(axis=0)) * DIRECTION_WEIGHTS
    lags = np.arange(shortest, longest)
    energy = np.concatenate([[0.0], np.cumsum((moved**2).sum(axis=1))])
    whole = np.sum([np.correlate(along, along, "full") for along in moved.T], axis=0)
    products = whole[len(moved) - 1 :][lags]
    similar = products / np.sqrt(energy[-1 - lags] * (energy[-1] - energy[lags]) + 1e-12)
    peaks = find_peaks(similar, height=0.0)[0]
    if not peaks.size:
        return 0.0, float("nan")
    # Two periods fit as well as one: the first peak that is about as high as any is taken.
    peak = int(peaks[similar[peaks] >= FIRST_PEAK_SHARE * similar[peaks].max()][0])
    before, here, after = similar[peak - 1 : peak + 2]
    lag = lags[peak] + 0.5 * (before - after) / (before - 2 * here + after)
    return float(here), _strongest_hz(moved, float(rate_hz / lag), peaks_hz, settings)


def _strongest_hz(
    moved: Floats, about_hz: float, peaks_hz: float, settings: DetectionSettings
) -> float:
    """The frequency near the given one that holds most power, or one that holds far more.

    It is less disturbed by noise than the lag, and by pictures that are few: where one period is no
    whole number of them, several periods look more alike than one. Then there are more peaks than
    periods; of sharp jerks, whose overtones hold more power than their rhythm, there are not. Below
    the detection band drift is taken off in part, which bends the spectrum, and periods are long.

    Parameters
    ----------
    moved
        Movement without its drift, shape ``(n, 2)``.
    about_hz
        Told by the autocorrelation.
    peaks_hz
        How often peaks follow each other; NaN if that is not known.
    settings
        Defaults of this stage.
    """
    size = max(SPECTRUM_ROWS, next_fast_len(len(moved), real=True))
    power = (np.abs(rfft(moved, size, axis=0)) ** 2).sum(axis=1)
    frequencies_hz = rfftfreq(size, 1.0 / settings.grid_rate_hz)
    # Faster shaking is seen for what it is: without its line, one beside it would be told.
    power[frequencies_hz < settings.tremor_hz[0]] = 0.0
    near = np.where(np.abs(frequencies_hz / about_hz - 1.0) <= NEAR_SHARE, power, 0.0)
    far_hz = float(frequencies_hz[power.argmax()])
    has_its_peaks = abs(np.log(peaks_hz / far_hz)) < abs(np.log(peaks_hz / about_hz))
    if has_its_peaks and power.max() > FAR_STRONGER * near.max():
        return far_hz
    is_bent = about_hz < settings.band_hz[0]
    return about_hz if is_bent or not near.any() else float(frequencies_hz[near.argmax()])


def rate_of(peaks: NDArray[np.int_], settings: DetectionSettings) -> float:
    """How often peaks follow each other in a second; NaN for fewer than two."""
    if len(peaks) < 2:
        return float("nan")
    return (len(peaks) - 1) * settings.grid_rate_hz / float(peaks[-1] - peaks[0])


def of_one_period(
    frequency_hz: float, peaks: NDArray[np.int_], settings: DetectionSettings
) -> float:
    """The frequency of the peaks, where what repeats itself holds several of them.

    With few pictures a period, only every second or third one looks the same.
    """
    if len(peaks) < settings.tremor_min_cycles:
        return frequency_hz
    peaks_hz = rate_of(peaks, settings)
    is_shorter = peaks_hz > SHORTER_PERIOD * frequency_hz
    return frequency_hz * round(peaks_hz / frequency_hz) if is_shorter else frequency_hz


def are_even(peaks: NDArray[np.int_], frequency_hz: float, settings: DetectionSettings) -> bool:
    """Whether peaks follow each other evenly, one in each period."""
    if len(peaks) < EVEN_PEAKS or not frequency_hz > 0:
        return False
    periods = np.diff(peaks) * frequency_hz / settings.grid_rate_hz
    is_one = abs(periods.mean() - 1.0) <= PERIOD_SHARE
    return bool(is_one and periods.std() <= EVEN_SHARE * periods.mean())
