"""The band-pass: what it lets through, where it starts, what it does in gaps."""

from __future__ import annotations

import numpy as np
import pytest

from twitchcam.detection.motion_to_signals import (
    DIRECTION_WEIGHTS,
    BandPass,
    MotionToSignals,
    true_runs,
)
from twitchcam.detection.time_base import MotionBlock
from twitchcam.settings import DetectionSettings

RATE_HZ = 120.0
BAND_HZ = (3.0, 11.0)


def filtered(
    values: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return BandPass(BAND_HZ, RATE_HZ).filter(values[:, None])[:, 0]


@pytest.mark.parametrize(
    ("frequency_hz", "low", "high"), [(0.3, 0.0, 0.02), (6.0, 0.9, 1.05), (30.0, 0.0, 0.1)]
)
def test_sines_in_and_out_of_the_band(frequency_hz: float, low: float, high: float) -> None:
    time_s = np.arange(0, 6, 1 / RATE_HZ)
    settled = filtered(np.sin(2 * np.pi * frequency_hz * time_s))[time_s > 3]
    assert low <= np.abs(settled).max() <= high


def test_a_constant_gives_nothing_from_the_first_sample_on() -> None:
    assert filtered(np.full(200, 7.0)) == pytest.approx(0.0, abs=1e-9)


def test_after_a_gap_the_filter_starts_anew() -> None:
    values = np.full(300, 3.0)
    values[100:120] = np.nan
    values[120:] = -5.0
    result = filtered(values)
    assert np.isnan(result[100:120]).all()
    assert np.delete(result, np.s_[100:120]) == pytest.approx(0.0, abs=1e-9)


def test_state_is_carried_from_block_to_block() -> None:
    values = np.random.default_rng(0).normal(size=(240, 2))
    band = BandPass(BAND_HZ, RATE_HZ)
    pieces = np.concatenate([band.filter(part) for part in np.split(values, (7, 100, 101))])
    assert pieces == pytest.approx(BandPass(BAND_HZ, RATE_HZ).filter(values))


def test_movement_across_counts_for_less() -> None:
    lips = np.zeros((240, 4, 2))
    swing = np.sin(2 * np.pi * 6.0 * np.arange(240) / RATE_HZ)
    lips[:, 0, 0], lips[:, 1, 1] = swing, swing
    motion = MotionBlock(np.arange(240) / RATE_HZ, lips, np.zeros((240, 10, 2)), np.empty((240, 0)))
    across, down, *still = MotionToSignals(DetectionSettings()).push(motion).magnitude_mm.T
    assert across == pytest.approx(DIRECTION_WEIGHTS[0] / DIRECTION_WEIGHTS[1] * down)
    assert down[120:].max() == pytest.approx(1.0, abs=0.1)
    assert not np.any(still)


def test_runs_of_true_values() -> None:
    assert true_runs(np.array([True, False, True, True])) == [(0, 1), (2, 4)]
    assert true_runs(np.zeros(3, dtype=bool)) == []
