"""Noise floor and smallest detectable twitch of what was observable."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_motion import Pull, frame_times_s, make_motion
from twitchcam.detection.detection_limit import (
    NOW_S,
    DetectionLimit,
    band_delay_s,
    band_gain,
    smallest_found_mm,
)
from twitchcam.detection.detector import Detector
from twitchcam.detection.thresholds import ThresholdBlock
from twitchcam.records import Kind
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


def rates(n_blocks: int, rate_hz: float = 30.0) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.full(n_blocks * ROWS, rate_hz)


def hidden(n_blocks: int, *blocks: int) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    codes = np.zeros(n_blocks * ROWS, dtype=np.int8)
    for block in blocks:
        # A single row is enough.
        codes[block * ROWS + 5] = 1
    return codes


def test_nothing_observable_has_no_limit() -> None:
    limit = DetectionLimit(SETTINGS)
    limit.push(levels(0.1, 0.2), rates(2), hidden(2, 0, 1))
    assert limit.noise_floor_mm is None
    assert limit.smallest_detectable_mm is None


def test_the_limit_is_that_of_the_median_observable_block() -> None:
    limit = DetectionLimit(SETTINGS)
    limit.push(levels(0.1, 0.2, 9.0), rates(3), hidden(3, 2))
    limit.push(levels(0.4), rates(1), hidden(1))
    assert limit.noise_floor_mm == pytest.approx((0.05, 0.1, 0.15, 0.2))
    expected_mm = FOUND_BY_MOST * 0.2 / band_gain(SETTINGS)
    assert limit.smallest_detectable_mm == pytest.approx(expected_mm)


def test_a_restless_spell_after_a_long_quiet_one_is_what_is_so_now() -> None:
    limit = DetectionLimit(SETTINGS)
    assert limit.detectable_now_mm is None
    quiet, restless = round(2 * NOW_S / SETTINGS.block_s), round(NOW_S / SETTINGS.block_s)
    limit.push(levels(*[0.1] * quiet), rates(quiet), hidden(quiet))
    assert limit.detectable_now_mm == limit.smallest_detectable_mm
    limit.push(levels(*[1.0] * restless), rates(restless), hidden(restless))
    quiet_mm = FOUND_BY_MOST * 0.1 / band_gain(SETTINGS)
    assert limit.smallest_detectable_mm == pytest.approx(quiet_mm)
    assert limit.detectable_now_mm == pytest.approx(10 * quiet_mm)


def test_blocks_that_may_show_an_earlier_floor_count_only_while_there_are_no_others() -> None:
    limit = DetectionLimit(SETTINGS, borrowed_blocks=3)
    expected_mm = FOUND_BY_MOST * 0.1 / band_gain(SETTINGS)
    limit.push(levels(0.1, 0.1, 0.1), rates(3), hidden(3))
    assert limit.smallest_detectable_mm == limit.detectable_now_mm == pytest.approx(expected_mm)
    limit.push(levels(0.2), rates(1), hidden(1))
    assert limit.smallest_detectable_mm == limit.detectable_now_mm == pytest.approx(2 * expected_mm)
    assert limit.noise_floor_mm == pytest.approx((0.05, 0.1, 0.15, 0.2))


@pytest.mark.parametrize("rate_hz", [24000 / 1001, 24.0, 25.0, 30.0, 120.0])
def test_frames_that_are_enough_are_as_good_as_more(rate_hz: float) -> None:
    assert smallest_found_mm(0.1, rate_hz, SETTINGS) == FOUND_BY_MOST * 0.1 / band_gain(SETTINGS)


@given(rate_hz=st.floats(0.01, 40.0), more_hz=st.floats(1.0, 20.0))
def test_the_fewer_frames_the_larger_a_twitch_must_be(rate_hz: float, more_hz: float) -> None:
    few_mm, more_mm = (smallest_found_mm(0.1, hz, SETTINGS) for hz in (rate_hz, rate_hz + more_hz))
    assert np.isfinite(few_mm)
    assert few_mm >= more_mm


def test_the_limit_is_that_of_the_usual_frame_rate_of_what_was_observable() -> None:
    limit = DetectionLimit(SETTINGS)
    limit.push(levels(0.1, 0.1), rates(2, 16.0), hidden(2))
    limit.push(levels(0.1, 0.1, 0.1), rates(3, 5.0), hidden(3, 0, 1, 2))
    slow_mm = smallest_found_mm(0.1, 16.0, SETTINGS)
    assert limit.smallest_detectable_mm == slow_mm
    n_now = round(NOW_S / SETTINGS.block_s)
    limit.push(levels(*[0.1] * n_now), rates(n_now), hidden(n_now))
    assert limit.smallest_detectable_mm == smallest_found_mm(0.1, 30.0, SETTINGS) < 0.8 * slow_mm
    assert limit.detectable_now_mm == limit.smallest_detectable_mm


@pytest.mark.parametrize("rate_hz", [15.0, 30.0])
def test_nine_of_ten_of_the_size_that_is_stated_are_found(rate_hz: float) -> None:
    """Between few frames, much of a twitch is lost."""
    onsets_s = 3.0 + np.cumsum(np.random.default_rng(5).uniform(1.3, 1.9, 24))
    times_s = frame_times_s(float(onsets_s[-1]) + 2.0, rate_hz)
    rest = Detector()
    rest.push(make_motion(times_s, noise_mm=0.05))
    stated_mm = rest.limit.smallest_detectable_mm
    assert stated_mm is not None
    pulls = [Pull(at_s, 0.2, (n % 4,), stated_mm) for n, at_s in enumerate(onsets_s.tolist())]
    detector = Detector()
    events = detector.push(make_motion(times_s, pulls, noise_mm=0.05)) + detector.flush()
    told_s = np.array([event.onset_s for event in events if event.kind is Kind.TWITCH])
    found = (np.abs(onsets_s[:, None] - told_s) < 0.25).any(axis=1)
    assert found.mean() >= 0.9


def test_the_filter_answers_later_the_slower_its_band() -> None:
    """By 0.067 s, as the motion file says."""
    assert band_delay_s(SETTINGS) == pytest.approx(0.067, abs=0.005)
    assert band_delay_s(DetectionSettings(band_hz=(3.0, 8.0))) > band_delay_s(SETTINGS)


def test_two_fifths_of_a_pulse_pass_the_band() -> None:
    """Of a raised cosine of 0.2 s, whose energy lies about half below the band."""
    assert band_gain(SETTINGS) == pytest.approx(0.40, abs=0.01)
