"""The noise floor is that of the quiet; movement of the face raises the threshold."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from twitchcam.detection.motion_to_signals import SignalBlock
from twitchcam.detection.thresholds import NoiseFloor, Thresholds
from twitchcam.settings import DetectionSettings

SETTINGS = DetectionSettings()
ROWS = 12


def block(lips_mm: float = 0.05, head_mm: float = 0.0, spread_mm: float = 0.04) -> SignalBlock:
    magnitude = np.full((ROWS, 4), lips_mm)
    return SignalBlock(
        lips_mm=np.stack([np.zeros_like(magnitude), magnitude], axis=2),
        magnitude_mm=magnitude,
        head_mm=np.full(ROWS, head_mm),
        spread_mm=np.full(ROWS, spread_mm),
    )


def floor_after(blocks: list[SignalBlock]) -> NoiseFloor:
    floor = NoiseFloor(SETTINGS)
    for one in blocks:
        floor.push(one)
    return floor


def test_the_floor_is_what_the_quiet_shows() -> None:
    assert floor_after([block()] * 40).floor_mm == pytest.approx(0.05)


def test_bursts_do_not_lift_the_floor() -> None:
    bursts = [block(lips_mm=1.0) if index % 2 else block() for index in range(80)]
    assert floor_after(bursts).floor_mm == pytest.approx(0.05)


def test_a_tremor_without_pause_is_held_against_the_surround() -> None:
    floor = floor_after([block(lips_mm=1.0)] * 120)
    assert floor.floor_mm == pytest.approx(SETTINGS.floor_spread_factor * 0.04)


def test_several_blocks_at_once_are_as_good_as_one_after_the_other() -> None:
    blocks = [block(lips_mm=0.01 * number, spread_mm=1.0) for number in range(1, 30)]
    blocks[4] = block(lips_mm=np.nan)
    single, joined = NoiseFloor(SETTINGS), NoiseFloor(SETTINGS)
    together = SignalBlock(
        *(np.concatenate([getattr(one, field.name) for one in blocks]) for field in fields(block()))
    )
    one_by_one = np.concatenate([single.push(one) for one in blocks])
    assert one_by_one.shape == (29 * ROWS, 4)
    assert np.array_equal(joined.push(together), one_by_one)
    assert len(np.unique(one_by_one[:, 0])) > 3


def test_the_floor_is_not_believed_at_once() -> None:
    assert not floor_after([block()] * 5).is_known
    assert floor_after([block()] * 20).is_known


def test_lost_motion_is_left_out_of_the_floor() -> None:
    floor = floor_after([block(), block(lips_mm=np.nan)])
    assert np.isfinite(floor.floor_mm).all()


def test_movement_of_the_face_raises_the_threshold_while_it_lasts() -> None:
    thresholds, floor_mm = Thresholds(SETTINGS), np.full(4, 0.05)
    quiet = thresholds.push(block(), floor_mm).threshold_mm.max()
    moving = thresholds.push(block(head_mm=5.0), floor_mm)
    after = [thresholds.push(block(), floor_mm).threshold_mm[-1].max() for _ in range(4)]
    assert quiet == pytest.approx(SETTINGS.floor_factor * 0.05)
    assert moving.threshold_mm.min() == pytest.approx(SETTINGS.surround_factor * 5.0)
    assert moving.from_head.all()
    assert after[0] == pytest.approx(SETTINGS.surround_factor * 5.0)
    assert after[-1] == pytest.approx(quiet)


def test_the_threshold_looks_only_back() -> None:
    thresholds, floor_mm = Thresholds(SETTINGS), np.full(4, 0.05)
    surround = np.zeros(ROWS)
    surround[6] = 5.0
    jolt = replace(block(), head_mm=surround)
    raised = thresholds.push(jolt, floor_mm).threshold_mm.max(axis=1) > 1.0
    assert raised.tolist() == [False] * 6 + [True] * 6


@pytest.mark.parametrize("moment_s", [0.0, 0.1])
def test_a_jolt_keeps_the_threshold_up_for_as_long_as_is_set(moment_s: float) -> None:
    settings = replace(SETTINGS, moment_s=moment_s)
    thresholds, floor_mm = Thresholds(settings), np.full(4, 0.05)
    surround = np.zeros(ROWS)
    surround[6] = 5.0
    blocks = [replace(block(), head_mm=surround), block(), block()]
    raised = [thresholds.push(one, floor_mm).threshold_mm.max(axis=1) > 1.0 for one in blocks]
    assert np.sum(raised) == 1 + round(moment_s * settings.grid_rate_hz)


def test_noise_can_be_too_large_for_anything_to_be_observed() -> None:
    """The floor must be allowed to grow to where its threshold is called too high."""
    assert SETTINGS.floor_factor * SETTINGS.floor_max_mm > SETTINGS.max_threshold_mm
