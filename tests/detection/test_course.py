"""The course around a moment: speeds, the same in a mirror, still where nothing was seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_motion import N_PATCHES, RESTING_FACE, Pull, frame_times_s, make_motion, mirrored
from tests.made_rows import SETTINGS, part_of, row_at, rows_of
from twitchcam.detection.course import (
    BEFORE_S,
    FACE,
    HEAD_SPEED,
    LIP_SPEED,
    TOGETHER_SPEED,
    Tracks,
    channels,
    measure_course,
    rows_around,
)
from twitchcam.detection.features import LOOKAHEAD_S
from twitchcam.settings import COURSE_RATE_HZ

RATE_HZ = SETTINGS.grid_rate_hz
MOTION = make_motion(frame_times_s(6.0, 30.0), (Pull(3.0, 0.2, (0,), 2.0),))
ROWS = rows_of(MOTION)
PEAK = row_at(ROWS, 3.15)
N_BEFORE, N_AFTER = round(BEFORE_S * COURSE_RATE_HZ), round(LOOKAHEAD_S * COURSE_RATE_HZ)


def still(n_rows: int = 3) -> Tracks:
    """Nothing moves."""
    lips, patches = np.zeros((n_rows, 4, 2)), np.zeros((n_rows, N_PATCHES, 2))
    return Tracks(lips, patches, np.full((n_rows, len(FACE)), 0.3))


def unsqueezed(tracks: Tracks) -> list[float]:
    """All channels of the last row before they are squeezed."""
    return np.sinh(channels(tracks)[-1].astype(np.float64)).tolist()


def test_rest_has_no_speed() -> None:
    assert not channels(still()).any()


def test_speeds_in_mm_per_second() -> None:
    tracks = still()
    tracks.lips_mm[-1, 2] = 0.1, 0.05
    found = unsqueezed(tracks)
    step = COURSE_RATE_HZ / LIP_SPEED
    assert found[:8] == pytest.approx([0, 0, 0, 0, 0.1 * step, 0.05 * step, 0, 0], rel=1e-5)
    down = 0.05 * COURSE_RATE_HZ / TOGETHER_SPEED
    assert found[-4:] == pytest.approx([down / 4, -down, down, -down], rel=1e-5)


def test_the_head_is_told_apart_from_the_patches() -> None:
    tracks = still()
    tracks.patches_mm[-1] += 0.2, 0.0
    tracks.patches_mm[-1, 0] += 0.0, 0.1
    found = unsqueezed(tracks)
    patches, head = (
        found[8 : 8 + 2 * N_PATCHES],
        found[8 + 2 * N_PATCHES :][:2],
    )
    assert head == pytest.approx([0.2 * COURSE_RATE_HZ / HEAD_SPEED, 0.0], rel=1e-5)
    assert patches[:2] == pytest.approx([0.0, 0.1 * COURSE_RATE_HZ / LIP_SPEED], rel=1e-5, abs=1e-5)
    assert patches[2:] == pytest.approx([0.0] * 18, abs=1e-5)


def test_what_was_not_seen_does_not_move() -> None:
    tracks = still(4)
    tracks.lips_mm[1:, 0] += 5.0
    tracks.lips_mm[1] = np.nan
    assert not channels(tracks)[:, :8].any()


def test_a_mirrored_picture_swaps_both_views() -> None:
    seen = measure_course(ROWS, PEAK, RATE_HZ)
    turned = replace(RESTING_FACE, yaw_deg=8.0)
    assert seen == pytest.approx(measure_course(rows_of(mirrored(MOTION)), PEAK, RATE_HZ)[::-1])
    yaw = channels(Tracks.of(rows_of(make_motion(frame_times_s(2.0, 30.0))), slice(None, None, 2)))
    assert not yaw[:, 8 + 2 * N_PATCHES + 2 + 4].any()
    assert Tracks.of(
        rows_of(make_motion(frame_times_s(2.0, 30.0), face_at=lambda _: turned)), slice(None)
    ).mirrored().face[5, 4] == pytest.approx(-8.0 / 90.0)


def test_the_rows_around_a_moment() -> None:
    rows = rows_around(PEAK, len(ROWS.time_s), RATE_HZ)
    assert rows[-1] == PEAK + LOOKAHEAD_S * RATE_HZ
    assert len(rows) == N_BEFORE + N_AFTER + 2
    assert set(np.diff(rows)) == {RATE_HZ / COURSE_RATE_HZ}
    assert measure_course(ROWS, PEAK, RATE_HZ).shape == (2, N_BEFORE + N_AFTER + 1, 40)


def test_after_the_last_row_nothing_moves() -> None:
    late = measure_course(ROWS, len(ROWS.time_s) - 13, RATE_HZ)[0]
    assert not late[N_BEFORE + 7 :].any()


def test_before_the_first_row_lips_did_what_they_do_after_it() -> None:
    peak = 12
    rows = rows_around(peak, len(ROWS.time_s), RATE_HZ)
    first = N_BEFORE + 1 - peak // 2
    assert rows[first] == 0
    assert np.array_equal(rows[first - 20 : first], rows[first + 20 : first : -1])


@pytest.mark.parametrize("n_rows", [PEAK // 4, 100, 720])
def test_nothing_later_than_what_may_be_known_is_looked_at(n_rows: int) -> None:
    rows = rows_around(12, n_rows, RATE_HZ)
    assert rows.min() == 0
    assert rows.max() <= 12 + LOOKAHEAD_S * RATE_HZ


@given(st.integers(0, 300))
def test_older_rows_do_not_count(dropped: int) -> None:
    since = PEAK - round(BEFORE_S * RATE_HZ) - 2
    kept = part_of(ROWS, min(dropped, since), len(ROWS.time_s))
    found = measure_course(kept, PEAK - min(dropped, since), RATE_HZ)
    assert np.array_equal(found, measure_course(ROWS, PEAK, RATE_HZ))
