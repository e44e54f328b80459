"""How many twitches can be false."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from tests.evidence.made_up import RECORDING, SINGLE, TREMOR, evidence_of
from twitchcam.evidence.false_twitches import (
    MEASURED_FALSE,
    MEASURED_MINUTES,
    NOTHING_UNUSUAL,
    can_all_be_false,
    expected_false,
    most_false,
)

if TYPE_CHECKING:
    from twitchcam.records import Event

LONG = replace(TREMOR, duration_s=20.0, peaks=100)
times_s = st.floats(0.0, 1e5)


def test_as_many_are_to_be_expected_as_were_measured() -> None:
    assert expected_false(60.0 * MEASURED_MINUTES) == pytest.approx(MEASURED_FALSE)


@given(observable_s=times_s)
def test_more_are_unusual(observable_s: float) -> None:
    """Counts of an unknown rate whose posterior is a gamma distribution."""
    share = MEASURED_MINUTES / (MEASURED_MINUTES + observable_s / 60.0)
    counts = nbinom(MEASURED_FALSE + 0.5, share)
    most = most_false(observable_s)
    assert counts.cdf(most) >= NOTHING_UNUSUAL - 1e-9
    assert counts.cdf(most - 1) < NOTHING_UNUSUAL + 1e-9


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
    assert made.counts is not None
    assert can_all_be_false(made.counts, made.time.observable_s) is can_be
    assert made.most_false == most_false(duration_s)
