"""Noise floor and smallest detectable twitch of what was observable."""

from __future__ import annotations

import numpy as np
import pytest

from twitchcam.detection.detection_limit import NOW_S, DetectionLimit, band_delay_s, band_gain
from twitchcam.detection.thresholds import ThresholdBlock
from twitchcam.settings import DetectionSettings

SETTINGS = DetectionSettings()
ROWS = SETTINGS.block_rows
# Found nine times of ten ÷ at the threshold, as calibration/README.md has it.
FOUND_BY_MOST = 2.8


def levels(*thresholds_mm: float) -> ThresholdBlock:
    """One block for each threshold, with floors of 1, 2, 3 and 4 quarters of it."""
    threshold_mm = np.repeat(thresholds_mm, ROWS)
    return ThresholdBlock(
        floor_mm=threshold_mm[:, None] * (0.25, 0.5, 0.75, 1.0),
        threshold_mm=np.repeat(threshold_mm[:, None], 4, axis=1),
        moment_mm=np.zeros(len(threshold_mm)),
        from_head=np.zeros(len(threshold_mm), dtype=np.bool_),
    )


def hidden(n_blocks: int, *blocks: int) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    codes = np.zeros(n_blocks * ROWS, dtype=np.int8)
    for block in blocks:
        # A single row is enough.
        codes[block * ROWS + 5] = 1
    return codes


def test_nothing_observable_has_no_limit() -> None:
    limit = DetectionLimit(SETTINGS)
    limit.push(levels(0.1, 0.2), hidden(2, 0, 1))
    assert limit.noise_floor_mm is None
    assert limit.smallest_detectable_mm is None


def test_the_limit_is_that_of_the_median_observable_block() -> None:
    limit = DetectionLimit(SETTINGS)
    limit.push(levels(0.1, 0.2, 9.0), hidden(3, 2))
    limit.push(levels(0.4), hidden(1))
    assert limit.noise_floor_mm == pytest.approx((0.05, 0.1, 0.15, 0.2))
    expected_mm = FOUND_BY_MOST * 0.2 / band_gain(SETTINGS)
    assert limit.smallest_detectable_mm == pytest.approx(expected_mm)


def test_a_restless_spell_after_a_long_quiet_one_is_what_is_so_now() -> None:
    limit = DetectionLimit(SETTINGS)
    assert limit.detectable_now_mm is None
    quiet, restless = round(2 * NOW_S / SETTINGS.block_s), round(NOW_S / SETTINGS.block_s)
    limit.push(levels(*[0.1] * quiet), hidden(quiet))
    assert limit.detectable_now_mm == limit.smallest_detectable_mm
    limit.push(levels(*[1.0] * restless), hidden(restless))
    quiet_mm = FOUND_BY_MOST * 0.1 / band_gain(SETTINGS)
    assert limit.smallest_detectable_mm == pytest.approx(quiet_mm)
    assert limit.detectable_now_mm == pytest.approx(10 * quiet_mm)


def test_the_filter_answers_later_the_slower_its_band() -> None:
    """By 0.067 s, as the motion file says."""
    assert band_delay_s(SETTINGS) == pytest.approx(0.067, abs=0.005)
    assert band_delay_s(DetectionSettings(band_hz=(3.0, 8.0))) > band_delay_s(SETTINGS)


def test_two_fifths_of_a_pulse_pass_the_band() -> None:
    """Of a raised cosine of 0.2 s, whose energy lies about half below the band."""
    assert band_gain(SETTINGS) == pytest.approx(0.40, abs=0.01)
