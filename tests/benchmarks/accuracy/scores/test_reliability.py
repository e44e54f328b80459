"""Confidence is held against how many of the twitches reported with it are true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.scores.reliability import binned, reliability
from benchmarks.accuracy.scores.results import Results
from benchmarks.accuracy.scores.scoring import Score

confidences = st.lists(st.floats(0, 1), max_size=30)


@given(confidences, confidences)
def test_every_twitch_is_in_one_bin(right: list[float], wrong: list[float]) -> None:
    told = binned(right, wrong)
    assert told.reported == len(right) + len(wrong)
    assert sum(one.right for one in told.bins) == len(right)
    # A mean of equal values is off by rounding.
    assert all(one.low <= one.confidence + 1e-9 for one in told.bins)
    assert all(one.confidence <= one.high + 1e-9 for one in told.bins)
    error = told.expected_error
    assert error is None if not told.bins else 0 <= (error or 0.0) <= 1


def test_an_honest_confidence_has_no_error() -> None:
    # Of five at 0.8 four are true, of two at 0.5 one.
    assert binned([0.8] * 4 + [0.5], [0.8, 0.5]).expected_error == pytest.approx(0.0)


def test_the_error_is_the_mean_distance_over_twitches() -> None:
    # Three at 0.9 are all true: off by 0.1. One at 0.6 is not: off by 0.6.
    told = binned([0.9] * 3, [0.6])
    assert told.expected_error == pytest.approx((3 * 0.1 + 0.6) / 4)
    assert [one.share_right for one in told.bins] == [0.0, 1.0]


def test_certainty_belongs_to_the_last_bin() -> None:
    (one,) = binned([1.0, 0.95], []).bins
    assert (one.low, one.high, one.reported) == (0.9, 1.0, 2)


def test_twitches_put_in_and_false_alarms_everywhere_count() -> None:
    results = Results(
        injected={1.0: {"a": Score(true_confidences=(0.9,), false_confidences=(0.8,))}},
        watched={"talking": {"a": Score(false_confidences=(0.7,))}},
        truth={"known": Score(true_confidences=(0.6,))},
    )
    told = reliability(results)
    assert [(one.low, one.right) for one in told.bins] == [(0.7, 0), (0.8, 0), (0.9, 1)]
    assert reliability(Results()).expected_error is None
