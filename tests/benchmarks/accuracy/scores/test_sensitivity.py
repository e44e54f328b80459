"""A90 and its interval, and the sizes that the program foresees."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.scores.scoring import Score
from benchmarks.accuracy.scores.sensitivity import (
    A90,
    Foreseen,
    a90,
    foreseen,
    over_people,
    reached_at,
    share_right,
)

SIZES = np.array([0.25, 0.5, 1.0, 2.0, 4.0])
counts = st.lists(st.integers(0, 10), min_size=5, max_size=5)


def reached(recalls: dict[float, float]) -> float:
    sizes = np.array(list(recalls))
    found = 100.0 * np.array(list(recalls.values()), dtype=np.float64)
    return reached_at(sizes, found, np.full(len(sizes), 100.0))


@pytest.mark.parametrize(
    ("recalls", "size"),
    [
        # Half the way in recall is half the way in the logarithm of the size.
        ({1.0: 0.8, 4.0: 1.0}, 2.0),
        # The smaller size did better by chance: both count as the mean of both.
        ({1.0: 0.95, 2.0: 0.85, 4.0: 1.0}, 0.0),
        ({1.0: 0.9, 2.0: 0.7, 4.0: 1.0}, 2 * math.sqrt(2)),
        ({1.0: 0.9, 2.0: 1.0}, 0.0),
        ({1.0: 0.1, 2.0: 0.9}, 2.0),
        ({1.0: 0.1, 2.0: 0.8}, math.inf),
        ({1.0: 1.0, 2.0: 0.7}, math.inf),
        ({}, math.inf),
    ],
)
def test_a90_is_where_rising_recall_reaches_90_percent(
    recalls: dict[float, float], size: float
) -> None:
    assert reached(recalls) == pytest.approx(size)


def test_more_twitches_weigh_more() -> None:
    sizes, true = np.array([1.0, 2.0, 4.0]), np.array([90.0, 10.0, 100.0])
    # Together 86 of 100 at the first two sizes.
    share = (0.9 - 0.86) / (1.0 - 0.86)
    found = np.array([81.0, 5.0, 100.0])
    assert reached_at(sizes, found, true) == pytest.approx(2.0 * 2.0**share)


@given(counts, st.integers(0, 4))
def test_finding_more_never_makes_it_larger(found: list[int], where: int) -> None:
    true = np.full(5, 10.0)
    more = np.array(found, dtype=float)
    before = reached_at(SIZES, more.copy(), true)
    more[where] = 10.0
    assert reached_at(SIZES, more, true) <= before + 1e-9


@given(counts)
def test_it_lies_within_the_sizes_measured_or_outside_of_all(found: list[int]) -> None:
    size = reached_at(SIZES, np.array(found, dtype=float), np.full(5, 10.0))
    assert size in {0.0, math.inf} or SIZES[0] <= size <= SIZES[-1]


def scores(found: int, true: int = 10) -> Score:
    return Score(found=found, silent=true - found)


def test_the_interval_is_over_people_and_holds_the_size() -> None:
    good, poor = {1.0: 10, 4.0: 10}, {1.0: 2, 4.0: 10}
    clips = {"a": good, "b": good, "c": poor, "d": poor}
    injected = {s: {clip: scores(f[s]) for clip, f in clips.items()} for s in (1.0, 4.0)}
    size = a90(injected, {clip: clip for clip in clips})
    assert size is not None
    assert size.low is not None
    assert size.high is not None
    assert size.low < size.percent < size.high
    # Two people instead of four are less sure.
    fewer = a90(injected, {"a": "anna", "b": "anna", "c": "ben", "d": "ben"})
    assert fewer is not None
    assert fewer.percent == size.percent
    assert fewer.low is not None
    assert fewer.high is not None
    assert fewer.low <= size.low
    assert fewer.high >= size.high


def test_of_one_person_there_is_no_interval() -> None:
    injected = {1.0: {"a": scores(8), "b": scores(8)}, 4.0: {"a": scores(10), "b": scores(10)}}
    size = a90(injected, {"a": "anna", "b": "anna"})
    assert size is not None
    assert (size.low, size.high) == (None, None)
    assert str(size) == "2.00"


def test_what_is_not_reached_is_said_in_words() -> None:
    people = {"a": "a", "b": "b"}
    none = a90({1.0: {"a": scores(1), "b": scores(1)}, 4.0: {"a": scores(2)}}, people)
    assert str(none) == "above 4 (above 4 to above 4)"
    every = a90({1.0: {"a": scores(10), "b": scores(10)}}, people)
    assert str(every) == "at most 1 (at most 1 to at most 1)"
    assert a90({}) is None
    assert a90({1.0: {"a": Score(false_alarms=3)}}) is None


@pytest.mark.parametrize(
    ("said", "measured", "right"),
    [
        (1.0, 1.4, True),
        (1.0, 1.6, False),
        (1.6, 1.0, False),
        (None, 1.0, None),
        # Above 4: less than 4 ÷ 1.5 is wrong, more may be right.
        (2.0, math.inf, False),
        (3.0, math.inf, None),
        # At most 1: more than 1.5 is wrong, less may be right.
        (2.0, 0.0, False),
        (0.5, 0.0, None),
    ],
)
def test_a_foreseen_size_is_right_within_a_factor(
    said: float | None, measured: float, right: object
) -> None:
    assert Foreseen(said, A90(measured, 1.0, 4.0)).is_right is right


def test_what_is_foreseen_is_held_against_each_recording() -> None:
    def told(found: int, *percent: float) -> Score:
        return Score(found=found, silent=10 - found, detectable_percent=percent)

    injected = {
        1.0: {"a": told(8, 1.9, 1.5), "b": told(0)},
        4.0: {"a": told(10, 2.1, 9.0), "b": told(10)},
    }
    by_clip = foreseen(injected)
    assert by_clip["a"].percent == pytest.approx(2.0)
    assert by_clip["a"].measured.percent == pytest.approx(2.0)
    assert by_clip["b"].percent is None
    assert share_right(by_clip) == (1, 1)


def test_intervals_over_people_are_wider_where_people_differ() -> None:
    people = {"a": "anna", "b": "ben", "c": "anna"}
    alike = over_people({"a": scores(5), "b": scores(5)}, people)
    apart = over_people({"a": scores(10), "b": scores(0)}, people)
    assert alike is not None
    assert apart is not None
    assert alike.recall == (0.5, 0.5)
    assert alike.f1 == pytest.approx((2 / 3, 2 / 3))
    assert apart.recall == (0.0, 1.0)
    assert over_people({"a": scores(5), "c": scores(5)}, people) is None
