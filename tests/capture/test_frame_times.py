"""The rhythm of pictures, and how many are missing from it."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.capture.frame_times import OUTDATED, FrameTimes


def times_of(*times_s: float, is_complete: bool = True) -> FrameTimes:
    times = FrameTimes()
    times.is_complete = is_complete
    for time_s in times_s:
        times.append(time_s)
    return times


def test_without_pictures_nothing_is_known() -> None:
    none, one = times_of(), times_of(0.0)
    assert (none.duration_s, none.usual_interval_s, none.missing, len(none)) == (0.0, None, 0, 0)
    assert (one.duration_s, one.usual_interval_s, len(one)) == (0.0, None, 1)


def test_whole_milliseconds_are_the_rhythm_that_they_stand_for() -> None:
    times = times_of(*(round(number / 30, 3) for number in range(300)))
    assert times.usual_interval_s == pytest.approx(1 / 30, rel=1e-3)
    assert times.duration_s == pytest.approx(10.0, abs=0.01)
    assert times.missing == 0


def test_a_camera_that_begins_unevenly_has_a_rhythm() -> None:
    """Its first intervals may have nothing in common."""
    times = times_of(0.0, 0.01, 0.11)
    assert times.usual_interval_s == pytest.approx(0.055)
    assert times.missing == 1


@given(st.lists(st.floats(1e-3, 10.0), min_size=1, max_size=12))
def test_any_pictures_have_a_rhythm(intervals_s: list[float]) -> None:
    times = times_of(*accumulate(intervals_s, initial=0.0))
    assert times.usual_interval_s is not None
    assert min(intervals_s) * 0.99 <= times.usual_interval_s <= max(intervals_s) * 1.01
    assert times.missing >= 0


@pytest.mark.parametrize("n_pictures", [797, 798, 799, 800])
@pytest.mark.parametrize("first", [0, 1])
def test_where_two_intervals_take_turns_neither_is_the_rhythm(n_pictures: int, first: int) -> None:
    """Two of three pictures of 30 a second; one more or less, at either end, changes nothing."""
    shown = [number / 30 for number in range(first, 1300) if number % 3 < 2]
    times = times_of(*shown[:n_pictures])
    assert times.rate_hz == pytest.approx(20.0, rel=2e-3)
    assert times.missing == 0
    # Nor does a pause.
    paused = times_of(*shown[:400], *(time_s + 60.0 for time_s in shown[400:n_pictures]))
    assert paused.rate_hz == pytest.approx(20.0, rel=2e-3)
    assert paused.missing == pytest.approx(60 * 20, abs=2)


@pytest.mark.parametrize("every", [3, 5, 40])
def test_pictures_that_are_missing_here_and_there_leave_the_rhythm(every: int) -> None:
    shown = [number / 30 for number in range(1, 600) if number % (every + 1)]
    times = times_of(*shown)
    assert times.rate_hz == pytest.approx(30.0)
    assert times.missing == 599 - len(shown) - (599 % (every + 1) == 0)


def test_missing_pictures_are_counted() -> None:
    shown = [number / 25 for number in range(100) if number not in (10, 50, 51)]
    times = times_of(*shown)
    assert times.missing == 3
    assert times.usual_interval_s == pytest.approx(0.04)


def test_a_camera_that_slows_down_for_a_while() -> None:
    dark = [*(number / 30 for number in range(600)), *(20 + number / 15 for number in range(60))]
    times = times_of(*dark, *(24 + number / 30 for number in range(600)))
    assert times.rate_hz == pytest.approx(30.0)
    assert times.slowest_rate_hz == pytest.approx(15.0)


@pytest.mark.parametrize("n_pictures", [399, 400, 401])
@pytest.mark.parametrize("first", [0, 1])
def test_where_two_intervals_take_turns_pictures_come_as_slowly_as_on_average(
    n_pictures: int, first: int
) -> None:
    """All along, and for a while only."""
    turns = [number / 30 for number in range(first, 1300) if number % 3 < 2][:n_pictures]
    assert times_of(*turns).slowest_rate_hz == pytest.approx(20.0, rel=2e-3)
    even = [turns[-1] + number / 30 for number in range(1, 900)]
    times = times_of(*turns, *even)
    assert times.rate_hz == pytest.approx(30.0)
    assert times.slowest_rate_hz == pytest.approx(20.0)


@pytest.mark.parametrize(
    ("least_hz", "slow_hz"),
    [(0.0, 10.0), (14.0, 20.0), (20.5, 20.0), (25.0, 30.0), (40.0, 30.0)],
)
def test_where_pictures_come_too_slowly_they_tell_nothing(least_hz: float, slow_hz: float) -> None:
    times = FrameTimes(least_hz)
    for time_s in (
        *(number / 30 for number in range(600)),
        *(20 + number / 20 for number in range(60)),
        *(23 + number / 10 for number in range(30)),
    ):
        times.append(time_s)
    times.is_complete = True
    assert (times.rate_hz, times.slowest_rate_hz) == pytest.approx((30.0, slow_hz))


@pytest.mark.parametrize("every", [3, 5, 40])
def test_pictures_that_are_missing_here_and_there_slow_nothing(every: int) -> None:
    shown = [number / 30 for number in range(600) if number % (every + 1)]
    times = times_of(*shown, 60.0)
    assert times.slowest_rate_hz == times.rate_hz


def test_pictures_that_come_in_bursts_have_the_rate_of_their_mean() -> None:
    """As from a network that gives no times."""
    times = FrameTimes()
    for burst in range(60):
        for number in range(5):
            times.append(burst / 6 + 0.0004 * number)
    times.is_complete = True
    assert times.usual_interval_s == pytest.approx(1 / 30, rel=0.02)


def test_in_a_long_session_the_rhythm_is_not_told_for_each_picture() -> None:
    times = times_of(*(number / 25 for number in range(1000)), is_complete=False)
    assert times.missing == 0
    told = []
    for number in range(1001, 1100, 2):
        times.append(number / 25)
        told.append(times.missing)
    steps = [number for number, (one, other) in enumerate(pairwise(told)) if one != other]
    assert 0 < len(steps) < 0.2 * len(told)
    assert told[-1] >= 50 - (OUTDATED - 1) * len(times)
    times.is_complete = True
    assert times.missing == 50
