"""Times rise strictly whatever the container says, and good stamps are left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.capture.rising_times import RisingTimes

INTERVAL_S = 0.1


def _place(stamps: list[float | None]) -> tuple[list[float], tuple[str, ...]]:
    times = RisingTimes(INTERVAL_S)
    placed = [
        times.place(stamp, stamps[number + 1 : number + 3]) for number, stamp in enumerate(stamps)
    ]
    return placed, times.notes()


@pytest.mark.parametrize(
    ("stamps", "expected", "note"),
    [
        pytest.param([5.0, 5.1, 5.25], [0, 0.1, 0.25], None, id="good stamps start at 0"),
        pytest.param([None, None, None], [0, 0.1, 0.2], "10 pictures per second", id="none"),
        pytest.param([0.0, None, 0.25], [0, 0.1, 0.25], "1 picture without", id="one missing"),
        pytest.param([None, 7.0, 7.3], [0, 0.1, 0.4], "1 picture without", id="first missing"),
        pytest.param([0.0, 0.0, 0.2], [0, 0.05, 0.2], "1 picture whose", id="repeated"),
        pytest.param([0.0, 0.2, 0.1, 0.3], [0, 0.2, 0.25, 0.3], "1 picture whose", id="swapped"),
        pytest.param([0.0, 0.1, -9.0, 0.3], [0, 0.1, 0.15, 0.3], "1 picture whose", id="outlier"),
        pytest.param(
            [8.0, 8.1, 0.0, 0.1, 0.3], [0, 0.1, 0.15, 0.25, 0.45], "1 jump back", id="set back"
        ),
        pytest.param([0.0, 0.1, 9.0, 9.1], [0, 0.1, 9.0, 9.1], None, id="a gap stays a gap"),
        pytest.param(
            [0.0, 9.0, 0.2, 0.3],
            [0, 0.1, 0.2, 0.3],
            "1 picture whose time was too late",
            id="ahead",
        ),
        pytest.param(
            [0.0, 9.0, 0.12, None], [0, 0.06, 0.12, 0.22], "1 picture whose time", id="ahead, near"
        ),
        pytest.param([0.0, 0.1, 0.2, 9.0], [0, 0.1, 0.2, 9.0], None, id="who knows"),
    ],
)
def test_rules(stamps: list[float | None], expected: list[float], note: str | None) -> None:
    """Each irregularity is mended by its rule and told."""
    times, notes = _place(stamps)
    assert times == pytest.approx(expected)
    assert any(note in text for text in notes) if note else notes == ()


@given(st.lists(st.none() | st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_times_always_rise_strictly(stamps: list[float | None]) -> None:
    """Whatever the stamps are."""
    times, _ = _place(stamps)
    assert times[0] == 0
    assert all(before < after for before, after in pairwise(times))


@given(st.lists(st.floats(1e-3, 10), min_size=1, max_size=60), st.floats(-1e4, 1e4))
def test_rising_stamps_keep_their_spacing(gaps: list[float], start: float) -> None:
    """Variable frame rate is kept."""
    stamps = [start]
    for gap in gaps:
        stamps.append(stamps[-1] + gap)
    times, notes = _place(list(stamps))
    assert times == pytest.approx([stamp - start for stamp in stamps], abs=1e-9)
    assert notes == ()


@given(st.integers(1, 57), st.floats(0.21, 1e5))
def test_one_stamp_that_is_far_ahead_moves_no_other(wrong: int, ahead_s: float) -> None:
    stamps = [INTERVAL_S * number for number in range(60)]
    moved = [*stamps[:wrong], stamps[wrong] + ahead_s, *stamps[wrong + 1 :]]
    times, notes = _place(list(moved))
    assert times == pytest.approx(stamps, abs=1e-9)
    assert notes == ("1 picture whose time was too late, placed after the one before",)


@given(st.integers(2, 20))
def test_small_lags_heal(lag: int) -> None:
    """After a clock that was a little behind, later times are not shifted."""
    stamps = [0.0, 0.4, *(0.4 - 0.02 * lag + INTERVAL_S * step for step in range(20))]
    times, _ = _place(list(stamps))
    assert times[-1] == pytest.approx(stamps[-1])
