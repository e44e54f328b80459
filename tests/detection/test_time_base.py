"""Frames come when they come; the grid behind them is uniform."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.made_motion import frame_times_s, make_motion
from twitchcam.detection.time_base import (
    MOST_ROWS,
    PAUSE_ENDS_S,
    MotionBlock,
    UniformTimeBase,
)
from twitchcam.settings import DetectionSettings, is_slower

if TYPE_CHECKING:
    from twitchcam.records import LipMotion

SETTINGS = DetectionSettings()
BLOCK_ROWS = 12


def blocks_of(motions: list[LipMotion]) -> list[MotionBlock]:
    base = UniformTimeBase(SETTINGS)
    return [*base.push(motions), *base.flush()]


def test_blocks_are_uniform_and_of_one_length() -> None:
    motions = make_motion(frame_times_s(2.0, 30.0))
    base = UniformTimeBase(SETTINGS)
    blocks = [block for motion in motions for block in base.push([motion])]
    assert {len(block.time_s) for block in blocks} == {BLOCK_ROWS}
    (run,) = UniformTimeBase(SETTINGS).push(motions)
    time_s = np.concatenate([block.time_s for block in blocks])
    assert run.time_s.tolist() == time_s.tolist()
    assert np.diff(time_s) == pytest.approx(1 / SETTINGS.grid_rate_hz)


def test_motion_is_interpolated_between_frames() -> None:
    times_s = np.array([0.0, 0.04, 0.1, 0.13, 0.2])
    motions = [
        replace(motion, lips_mm=np.full((4, 2), 10 * motion.time_s))
        for motion in make_motion(times_s)
    ]
    for block in blocks_of(motions):
        assert block.lips_mm[:, 0, 0] == pytest.approx(10 * block.time_s)


def test_the_middle_of_a_pause_of_a_day_is_left_out() -> None:
    blocks = blocks_of(make_motion(np.array([0.0, 0.1, 86400.0])))
    time_s = np.concatenate([block.time_s for block in blocks])
    steps_s = np.diff(time_s)
    assert all(len(block.time_s) <= 2 * MOST_ROWS for block in blocks)
    assert time_s[-1] == pytest.approx(86400.0)
    assert np.sort(steps_s)[:-1] == pytest.approx(1 / SETTINGS.grid_rate_hz)
    left_out = int(steps_s.argmax())
    assert PAUSE_ENDS_S <= time_s[left_out] <= PAUSE_ENDS_S + 2 * MOST_ROWS / SETTINGS.grid_rate_hz
    assert 86400.0 - time_s[left_out + 1] == pytest.approx(PAUSE_ENDS_S, abs=0.01)
    assert np.isnan(np.concatenate([block.lips_mm for block in blocks])[20:-1]).all()


def test_a_long_pause_is_not_interpolated() -> None:
    times_s = np.concatenate([np.arange(10) / 30, 1.0 + np.arange(10) / 30])
    blocks = blocks_of(make_motion(times_s))
    time_s = np.concatenate([block.time_s for block in blocks])
    lips = np.concatenate([block.lips_mm for block in blocks])
    in_pause = (time_s > 0.31) & (time_s < 0.99)
    assert np.isnan(lips[in_pause]).all()
    assert np.isfinite(lips[~in_pause & (time_s < 0.3)]).all()


def test_a_repeated_picture_adds_nothing() -> None:
    motions = make_motion(frame_times_s(1.0, 30.0))
    doubled = [
        replace(motion, time_s=motion.time_s + shift_s, repeated=shift_s > 0)
        for motion in motions
        for shift_s in (0.0, 1 / 60)
    ]
    plain = np.concatenate([block.lips_mm for block in blocks_of(motions)])
    again = np.concatenate([block.lips_mm for block in blocks_of(doubled)])
    assert again[: len(plain)] == pytest.approx(plain)


def test_a_picture_that_is_held_shows_nothing() -> None:
    held_s = (1.0, 2.0)
    motions = [
        replace(motion, repeated=held_s[0] < motion.time_s < held_s[1])
        for motion in make_motion(frame_times_s(3.0, 30.0))
    ]
    blocks = blocks_of(motions)
    time_s = np.concatenate([block.time_s for block in blocks])
    lips = np.concatenate([block.lips_mm for block in blocks])
    rate_hz = np.concatenate([block.column("rate_hz") for block in blocks])
    unseen = (time_s > held_s[0] + SETTINGS.max_held_s + 0.04) & (time_s < held_s[1] - 0.04)
    assert np.isnan(lips[unseen]).all()
    assert np.isnan(rate_hz[unseen]).all()
    seen = (time_s < held_s[0] + SETTINGS.max_held_s - 0.13) | (time_s > held_s[1] + 0.04)
    assert np.isfinite(lips[seen]).all()


@pytest.mark.parametrize("rate_hz", [10.0, 30.0, 120.0])
def test_the_frame_rate_is_measured(rate_hz: float) -> None:
    blocks = blocks_of(make_motion(frame_times_s(3.0, rate_hz)))
    assert blocks[-1].column("rate_hz")[-1] == pytest.approx(rate_hz)


@pytest.mark.parametrize("rate_hz", [20.0, 30.0, 120.0])
@pytest.mark.parametrize(("gap_s", "is_seen"), [(0.13, True), (0.2, False), (0.24, False)])
def test_in_a_gap_too_few_frames_came(rate_hz: float, gap_s: float, is_seen: bool) -> None:  # noqa: FBT001
    times_s = frame_times_s(6.0, rate_hz)
    times_s[times_s > 3.0] += gap_s - 1.0 / rate_hz
    blocks = blocks_of(make_motion(times_s))
    rates_hz = np.concatenate([block.column("rate_hz") for block in blocks])
    assert is_slower(rates_hz.min(), SETTINGS.min_rate_hz) != is_seen


def test_one_frame_gives_nothing() -> None:
    assert blocks_of(make_motion(np.zeros(1))) == []
