"""Statistics against values that can be worked out by other means."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.evidence.rates import (
    dispersion_index,
    distribution,
    laterality_index,
    rate_per_minute,
    share,
    weighted_median,
)

COUNTS = st.integers(0, 500)


def test_rate() -> None:
    """Rate is events per minute with the chi-square form of the interval."""
    rate = rate_per_minute(10, 120.0, None)
    assert rate is not None
    # Gamma(10.5) quantiles are half the chi-square quantiles with 21 degrees of freedom.
    assert rate.value == pytest.approx(5.0)
    assert rate.low == pytest.approx(10.283 / 2 / 2, abs=1e-3)
    assert rate.high == pytest.approx(35.479 / 2 / 2, abs=1e-3)


def test_zero_events() -> None:
    """No events is a rate of zero with an upper end."""
    rate = rate_per_minute(0, 60.0, None)
    assert rate is not None
    assert (rate.value, rate.low) == (0.0, 0.0)
    assert rate.high == pytest.approx(2.51, abs=0.01)


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_no_time(seconds: float) -> None:
    """No observable time is no rate."""
    assert rate_per_minute(0, seconds, None) is None


@given(COUNTS, st.floats(0.1, 1e5), st.one_of(st.none(), st.floats(0.0, 20.0)))
def test_rate_inside_interval(count: int, seconds: float, dispersion: float) -> None:
    """An interval contains its rate."""
    rate = rate_per_minute(count, seconds, dispersion)
    assert rate is not None
    assert rate.low <= rate.value <= rate.high


def test_dispersion_widens() -> None:
    """Bouts widen the interval and evenness does not narrow it."""
    plain, bouts, even = (rate_per_minute(40, 600.0, index) for index in (None, 4.0, 0.2))
    assert plain is not None
    assert bouts is not None
    assert bouts.value == plain.value
    assert bouts.low < plain.low < plain.high < bouts.high
    assert even == plain


@given(COUNTS, COUNTS)
def test_laterality_mirrored(left: int, right: int) -> None:
    """Swapping sides negates the laterality index."""
    index, mirrored = laterality_index(left, right), laterality_index(right, left)
    if index is None or mirrored is None:
        assert left + right == 0
        return
    assert index.value == -mirrored.value
    assert index.low == pytest.approx(-mirrored.high, abs=1e-9)
    assert -1 <= index.low <= index.value <= index.high <= 1


def test_share_interval() -> None:
    """A share has the jeffreys interval."""
    estimate = share(5, 10)
    assert estimate is not None
    # L. D. Brown, T. T. Cai and A. DasGupta print (0.224, 0.776) for 5 of 10.
    assert (estimate.low, estimate.high) == pytest.approx((0.224, 0.776), abs=1e-3)


def test_no_tries() -> None:
    """No tries is no share."""
    assert share(0, 0) is None


def test_share_ends() -> None:
    """None and all reach the ends."""
    none, all_ = share(0, 8), share(8, 8)
    assert none is not None
    assert all_ is not None
    assert (none.low, all_.high) == (0.0, 1.0)


def test_dispersion_values() -> None:
    """Dispersion is about one at random and large in bouts."""
    random = np.random.default_rng(0).uniform(0, 600, 200)
    bouts = [30.0] * 100 + [330.0] * 100
    near_one, large = dispersion_index(random.tolist(), 600.0), dispersion_index(bouts, 600.0)
    assert near_one == pytest.approx(1.0, abs=0.9)
    assert large is not None
    assert large > 20


def test_few_events() -> None:
    """Few events say nothing about bouts."""
    assert dispersion_index([1.0] * 4, 600.0) is None
    assert dispersion_index([1.0] * 5, 600.0) is not None
    assert dispersion_index([1.0] * 5, 0.0) is None


def test_a_few_bouts_widen_the_interval() -> None:
    """Two bouts of four make the rate less certain than eight events at random."""
    index = dispersion_index([*range(30, 34), *range(200, 204)], 300.0)
    assert index == pytest.approx(3.6, abs=0.1)
    bouts, plain = rate_per_minute(8, 300.0, index), rate_per_minute(8, 300.0, None)
    assert bouts is not None
    assert plain is not None
    assert bouts.low < plain.low < plain.high < bouts.high


@pytest.mark.parametrize("bout", [3, 5])
def test_intervals_of_few_events_hold_the_rate_more_often(bout: int) -> None:
    """Of made-up events in bouts, about 15 in five minutes, 3 a minute."""
    rng, holds = np.random.default_rng(bout), np.zeros((300, 2), dtype=bool)
    for row in holds:
        starts_s = rng.uniform(-60.0, 300.0, rng.poisson(3.0 / bout * 6.0))
        events_s = np.concatenate(
            [s + rng.exponential(2.0, rng.geometric(1 / bout)).cumsum() for s in starts_s] or [[]]
        )
        seen_s = events_s[(events_s >= 0.0) & (events_s < 300.0)].tolist()
        for column, index in enumerate((dispersion_index(seen_s, 300.0), None)):
            rate = rate_per_minute(len(seen_s), 300.0, index)
            assert rate is not None
            row[column] = rate.low <= 3.0 <= rate.high
    told, untold = holds.mean(axis=0)
    assert told > untold + 0.05
    assert told > 0.7


def test_weighted_median() -> None:
    """Weighted median follows the weight."""
    assert weighted_median([4.0, 6.0, 9.0], [1.0, 1.0, 5.0]) == 9.0
    assert weighted_median([9.0, 4.0, 6.0], [1.0, 1.0, 1.0]) == 6.0
    assert weighted_median([], []) is None


def test_distribution() -> None:
    """Distribution of known values."""
    spread = distribution([3.0, 1.0, 2.0, 5.0, 4.0])
    assert spread is not None
    assert spread.n == 5
    assert (spread.minimum, spread.median, spread.maximum) == (1.0, 3.0, 5.0)
    assert (spread.lower_quartile, spread.upper_quartile) == (2.0, 4.0)
    assert distribution([]) is None
