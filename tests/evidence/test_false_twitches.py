"""How many twitches can be false."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from tests.evidence.made_up import RECORDING, SENSOR, SINGLE, TREMOR, blind, evidence_of
from twitchcam.evidence.false_twitches import (
    DIFFERENT_MINUTES,
    NOTHING_UNUSUAL,
    SHAPE,
    can_all_be_false,
    most_false,
    twitches_in,
)

if TYPE_CHECKING:
    from twitchcam.records import Event, Evidence

LONG = replace(TREMOR, duration_s=20.0, peaks=100)
times_s = st.floats(0.0, 1e5)


@given(observable_s=times_s)
def test_more_are_unusual(observable_s: float) -> None:
    """Counts of an unknown rate whose posterior is a gamma distribution."""
    share = DIFFERENT_MINUTES / (DIFFERENT_MINUTES + observable_s / 60.0)
    counts = nbinom(SHAPE, share)
    most = most_false(observable_s)
    assert counts.cdf(most) >= NOTHING_UNUSUAL - 1e-9
    assert counts.cdf(most - 1) < NOTHING_UNUSUAL + 1e-9


@pytest.mark.parametrize(("minutes", "most"), [(0.25, 1), (1, 1), (5, 5), (10, 9), (60, 52)])
def test_so_many_are_told(minutes: float, most: int) -> None:
    """As measured on 2026-11-30; another measurement may change them."""
    assert most_false(60.0 * minutes) == most


def test_long_tremors_are_several_twitches() -> None:
    """Of a tremor, eight cycles count as one."""
    counts = evidence_of(SINGLE, SINGLE, LONG).counts
    assert counts is not None
    assert twitches_in(counts) == 2 + 100 // 8
    counts = evidence_of(SINGLE, replace(TREMOR, peaks=4)).counts
    assert counts is not None
    assert twitches_in(counts) == 2


@given(one_s=times_s, more_s=times_s)
def test_longer_time_has_room_for_more(one_s: float, more_s: float) -> None:
    assert most_false(one_s) <= most_false(one_s + more_s)


@pytest.mark.parametrize(
    ("events", "duration_s", "can_be"),
    [
        ((), 60.0, False),
        ((SINGLE,), 60.0, True),
        ((SINGLE,) * 9, 60.0, False),
        ((SINGLE,) * 9, 3600.0, True),
        # A movement that stays regular for so long is more than one chance finding.
        ((LONG,), 60.0, False),
        ((LONG,), 3600.0, True),
    ],
)
def test_few_twitches_can_all_be_false(
    events: tuple[Event, ...], duration_s: float, *, can_be: bool
) -> None:
    made = evidence_of(*events, recording=replace(RECORDING, duration_s=duration_s))
    assert can_all_be_false(made) is can_be
    assert made.most_false == most_false(duration_s)
    # In older files nobody says so.
    assert not can_all_be_false(replace(made, most_false=None))


def test_without_patterns_events_are_counted_as_they_are() -> None:
    """Another program's files need not name all patterns."""
    made = evidence_of(LONG)
    assert made.counts is not None
    assert not can_all_be_false(made)
    assert can_all_be_false(replace(made, counts=replace(made.counts, by_pattern={})))


@pytest.mark.parametrize(
    "made",
    [
        evidence_of(SINGLE, blind()),
        evidence_of(SINGLE, recording=replace(RECORDING, duration_s=0.9)),
        evidence_of(SINGLE, sensor=replace(SENSOR, sensor="landmarks")),
    ],
)
def test_what_was_not_seen_or_measured_tells_none(made: Evidence) -> None:
    assert made.most_false is None
    assert not can_all_be_false(made)
