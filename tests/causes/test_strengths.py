"""How far counts bear out a share or a ratio of rates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.causes.strengths import (
    rate_ratio_above,
    ratio_borne_out,
    share_above,
    share_borne_out,
    without_false,
)
from twitchcam.evidence.false_twitches import most_false

counts = st.integers(0, 200)
times_s = st.floats(10.0, 3600.0)


@given(hits=counts, misses=counts, limit=st.floats(0.1, 0.9))
def test_without_false_ones_a_share_is_as_it_is_counted(
    hits: int, misses: int, limit: float
) -> None:
    assert share_borne_out(hits, misses, limit, 0) == share_above(hits, misses, limit)


@given(hits=counts, misses=counts, limit=st.floats(0.1, 0.9), false=counts, more=counts)
def test_the_more_can_be_false_the_less_is_borne_out(
    hits: int, misses: int, limit: float, false: int, more: int
) -> None:
    few = share_borne_out(hits, misses, limit, false)
    many = share_borne_out(hits, misses, limit, false + more)
    assert abs(many) <= abs(few) + 1e-9
    assert many * few >= 0.0


def test_as_many_as_can_be_false_bear_out_no_share() -> None:
    assert share_borne_out(20, 0, 0.5, 20) == 0.0
    assert share_borne_out(20, 0, 0.5, 5) > 0.9


@given(one=counts, other=counts, one_s=times_s, other_s=times_s)
def test_false_ones_turn_no_comparison_round(
    one: int, other: int, one_s: float, other_s: float
) -> None:
    plain = rate_ratio_above((one, one_s), (other, other_s), 1.0)
    told = ratio_borne_out((one, one_s), (other, other_s), 1.0)
    assert told * plain >= 0.0
    assert abs(told) <= abs(plain) + 1e-9


@given(events=counts, observable_s=times_s)
def test_what_can_be_false_is_taken_off_once(events: int, observable_s: float) -> None:
    left, seen_s = without_false((events, observable_s))
    assert left == max(0, events - most_false(observable_s))
    assert seen_s == pytest.approx(observable_s)
