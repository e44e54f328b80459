"""Twitches are planned with room around them and put in at the right place, time and size."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from benchmarks.accuracy.scores.scoring import WIDENING_S
from benchmarks.recordings.injection import (
    LEAD_S,
    PAUSE_S,
    TAIL_S,
    LipTrack,
    inject,
    plan_twitches,
    shown_times,
    smooth_over_time,
    write,
)
from benchmarks.shared.encoding import write_video
from sample_videos.lip_warp import LOWER_INNER, LOWER_OUTER, UPPER_INNER, UPPER_OUTER
from sample_videos.twitches import moved_quadrants, single
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from pathlib import Path

Floats = NDArray[np.float64]

# Uneven on purpose: a recording of variable frame rate, in whole milliseconds.
TIMES_S = np.array([0.0, 0.033, 0.066, 0.1, 0.15, 0.2, 0.233, 0.3, 0.333, 0.4])
MOUTH_PX = np.array([80.0, 60.0])
PUPILS_PX = 80.0


def plan(duration_s: float, seed: int = 0) -> tuple[tuple[float, float], ...]:
    twitches = plan_twitches(duration_s, np.random.default_rng(seed))
    return tuple((twitch.onset_s, twitch.end_s) for twitch in twitches)


@given(st.floats(0.2, 30), st.integers(0, 99))
def test_planned_twitches_keep_apart_and_away_from_the_ends(duration_s: float, seed: int) -> None:
    edges = plan(duration_s, seed)
    assert all(LEAD_S <= onset < end <= duration_s - TAIL_S for onset, end in edges)
    assert all(later - end >= PAUSE_S - 1e-9 for (_, end), (later, _) in pairwise(edges))


@given(st.floats(0.2, 30), st.integers(0, 99))
def test_pairs_move_two_places_within_half_a_second(duration_s: float, seed: int) -> None:
    twitches = plan_twitches(duration_s, np.random.default_rng(seed), paired=True)
    assert all(LEAD_S <= one.onset_s < one.end_s <= duration_s - TAIL_S for one in twitches)
    pairs = list(zip(twitches[::2], twitches[1::2], strict=True))
    for first, second in pairs:
        assert 2 * WIDENING_S <= second.onset_s - first.end_s + 1e-9 <= 0.5
        moved = [moved_quadrants(twitch.lip, twitch.side) for twitch in (first, second)]
        assert not np.all(moved, axis=0).any()
    gaps_s = [later.onset_s - second.end_s for (_, second), (later, _) in pairwise(pairs)]
    assert all(gap_s >= PAUSE_S - 1e-9 for gap_s in gaps_s)


def test_a_long_stretch_is_filled_with_pairs_of_every_pattern_and_place() -> None:
    twitches = plan_twitches(240.0, np.random.default_rng(0), paired=True)
    assert 240.0 - TAIL_S - twitches[-1].end_s < 6.0
    assert {twitch.pattern for twitch in twitches} == {"single", "burst", "tremor"}
    # One of all four places leaves none for the other.
    assert len({(twitch.lip, twitch.side) for twitch in twitches}) == 8


def test_the_seed_fixes_the_plan() -> None:
    assert plan(10.0, 1) == plan(10.0, 1) != plan(10.0, 2)


def test_a_long_stretch_gets_every_pattern_lip_and_side() -> None:
    twitches = plan_twitches(120.0, np.random.default_rng(0))
    assert {twitch.pattern for twitch in twitches} == {"single", "burst", "tremor"}
    assert len({(twitch.lip, twitch.side) for twitch in twitches}) == 9


def test_smoothing_fills_gaps_and_keeps_a_steady_motion() -> None:
    time_s = np.arange(40) / 30
    landmarks = np.repeat((10 * time_s)[:, None, None], 3, axis=2)
    gappy = landmarks.copy()
    gappy[5:8] = np.nan
    assert smooth_over_time(gappy, time_s)[10:30] == pytest.approx(landmarks[10:30], abs=1e-6)


def test_a_repeated_picture_keeps_the_time_of_the_first() -> None:
    time_s = np.arange(6) / 30
    changes = np.array([np.inf, 1.0, 0.01, 1.0, 1.0, 1.0])
    assert np.flatnonzero(shown_times(time_s, changes) != time_s).tolist() == [2]


def test_a_picture_that_stays_still_for_long_is_not_held() -> None:
    time_s = np.arange(9) / 30
    changes = np.array([np.inf, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
    assert np.flatnonzero(shown_times(time_s, changes) != time_s).tolist() == [6, 8]


def test_injected_clip_keeps_times_size_and_colour(tmp_path: Path) -> None:
    track = lip_track(tmp_path)
    with VideoFile(track.path) as before, VideoFile(injected(track, 0.05, tmp_path)) as after:
        frames = list(zip(before, after, strict=True))
    assert [new.time_s for _, new in frames] == pytest.approx(TIMES_S, abs=1e-4)
    for old, new in frames:
        one, two = old.read_rgb().astype(float), new.read_rgb().astype(float)
        assert one.shape == two.shape
        assert one.mean(axis=(0, 1)) == pytest.approx(two.mean(axis=(0, 1)), abs=2.5)


def test_injected_twitch_moves_the_lip_only_while_it_lasts(tmp_path: Path) -> None:
    track = lip_track(tmp_path)
    with VideoFile(track.path) as before, VideoFile(injected(track, 0.05, tmp_path)) as after:
        moved = [difference(old.gray, new.gray) for old, new in zip(before, after, strict=True)]
    during = (TIMES_S > 0.1) & (TIMES_S < 0.3)
    assert min(np.array(moved)[during]) > 2 * max(np.array(moved)[~during])


def test_a_size_of_zero_changes_nothing(tmp_path: Path) -> None:
    track = lip_track(tmp_path)
    with VideoFile(track.path) as before, VideoFile(injected(track, 0.0, tmp_path)) as after:
        moved = [difference(old.gray, new.gray) for old, new in zip(before, after, strict=True)]
    assert max(moved) < 2.5


def injected(track: LipTrack, share: float, folder: Path) -> Path:
    twitch = single(0.1, 0.2, "upper", "left", 1.0)
    return write(track, inject(track, (twitch,), share), folder / "injected.mp4")


def difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Mean difference around the upper left quadrant, which is right of the picture's middle."""
    x, y = (MOUTH_PX + np.array([10, -5])).astype(int)
    where = np.s_[y - 8 : y + 8, x - 8 : x + 8]
    return float(np.abs(one[where].astype(float) - other[where]).mean())


def lip_track(folder: Path) -> LipTrack:
    """Make a short coloured video without a face, and pretend to know a mouth in it."""
    rng = np.random.default_rng(0)
    coarse = rng.uniform(40, 210, (24, 32, 3))
    picture = np.kron(coarse, np.ones((5, 5, 1))).astype(np.uint8)
    path = write_video(folder / "rest.mp4", ((float(t), picture) for t in TIMES_S), crf=10)
    landmarks = np.repeat(mouth_landmarks()[None], len(TIMES_S), axis=0)
    pupils = np.full(len(TIMES_S), PUPILS_PX)
    return LipTrack(path, 0.0, np.inf, TIMES_S, TIMES_S, landmarks, pupils)


def mouth_landmarks() -> Floats:
    points = np.zeros((478, 3))
    across = np.linspace(-1, 1, 11)
    heights = (-9, -0.5, 0.5, 9)
    chains = (UPPER_OUTER, UPPER_INNER, LOWER_INNER, LOWER_OUTER)
    for chain, height in zip(chains, heights, strict=True):
        down = height * (1 - across**2)
        points[list(chain), :2] = np.stack([20 * across, down], axis=1) + MOUTH_PX
    return points
