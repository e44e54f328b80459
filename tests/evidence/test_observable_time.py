"""The clock that stands still while nothing can be observed."""

from __future__ import annotations

from itertools import cycle, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.evidence.observable_time import (
    Span,
    observable_time,
    observable_within_s,
    to_observable_clock,
    unobservable_spans,
)
from twitchcam.records import Event, Kind, Reason

SPANS = [(2.0, 5.0), (8.0, 9.0)]


def test_it_stands_still_while_nothing_can_be_observed() -> None:
    times_s = [0.0, 2.0, 3.5, 5.0, 8.0, 8.5, 9.0, 20.0]
    assert to_observable_clock(times_s, SPANS) == [0.0, 2.0, 2.0, 2.0, 5.0, 5.0, 5.0, 16.0]


def test_without_anything_hidden_it_is_the_usual_clock() -> None:
    assert to_observable_clock([1.0, 4.5], []) == [1.0, 4.5]
    assert to_observable_clock([], SPANS) == []


def by_adding_up(time_s: float, spans: list[Span]) -> float:
    """As it is meant, span by span."""
    return time_s - sum(min(end, time_s) - start for start, end in spans if start < time_s)


@pytest.mark.parametrize(
    ("stretch", "seen_s"),
    [
        ((0.0, 2.0), 2.0),
        ((1.0, 8.5), 4.0),
        ((2.0, 5.0), 0.0),
        ((9.0, np.inf), 1.0),
        ((11.0, 12.0), 0.0),
    ],
)
def test_of_a_stretch_what_lies_in_the_recording_and_was_not_hidden_counts(
    stretch: Span, seen_s: float
) -> None:
    assert observable_within_s(stretch, SPANS, 10.0) == pytest.approx(seen_s)


@given(
    st.lists(st.tuples(st.floats(0, 90), st.floats(0.01, 9)), max_size=12),
    st.lists(st.floats(0, 100), max_size=20),
)
def test_every_time_is_that_of_the_spans_before_it(
    blind: list[tuple[float, float]], times_s: list[float]
) -> None:
    events = [Event(Kind.UNOBSERVABLE, *span, reason=Reason.NO_FACE) for span in blind]
    spans = unobservable_spans(events, 100.0)
    expected = [by_adding_up(time_s, spans) for time_s in times_s]
    assert to_observable_clock(times_s, spans) == pytest.approx(expected, abs=1e-9)


@given(
    st.lists(st.floats(0.01, 9.0), min_size=1, max_size=30),
    st.floats(0.0, 1.0),
)
def test_of_a_recording_in_which_nothing_was_seen_no_time_is_left(
    lengths_s: list[float], share: float
) -> None:
    ends_s = np.cumsum(lengths_s).tolist()
    events = [
        Event(Kind.UNOBSERVABLE, start, end - start, reason=reason)
        for (start, end), reason in zip(
            pairwise([0.0, *ends_s]), cycle((Reason.NO_FACE, Reason.TURNED_AWAY)), strict=False
        )
    ]
    time = observable_time(events, ends_s[-1] * (1.0 - 1e-12 * share))
    assert time.observable_s == 0.0
    assert time.observable_share == 0.0
