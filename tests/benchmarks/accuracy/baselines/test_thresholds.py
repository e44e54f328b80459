"""A threshold makes events of a trace, and the best of several is chosen."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.accuracy.baselines.thresholds import (
    LONGEST_S,
    MOST_FALSE_AT_REST,
    TRIED,
    Rule,
    Trace,
    Trial,
    best,
    candidates,
)

RATE_HZ = 30
LENGTH_S = 10.0


def trace(*spells: tuple[float, float], low: float = 1.0, high: float = 5.0) -> Trace:
    """Make a trace that is high in these spells."""
    time_s = np.arange(0, LENGTH_S, 1 / RATE_HZ)
    value = np.full(len(time_s), low)
    for start_s, end_s in spells:
        value[(time_s >= start_s - 1e-6) & (time_s <= end_s + 1e-6)] = high
    return Trace(time_s, value)


def spans(rule: Rule, given: Trace) -> list[tuple[float, float]]:
    return [(round(event.onset_s, 2), round(event.end_s, 2)) for event in rule.events(given)]


def test_a_spell_above_the_threshold_is_an_event() -> None:
    assert spans(Rule(2.0), trace((1.0, 1.2), (4.0, 4.5))) == [(1.0, 1.2), (4.0, 4.5)]


def test_the_threshold_itself_is_not_above_it() -> None:
    assert spans(Rule(5.0), trace((1.0, 1.2))) == []


@pytest.mark.parametrize(("again_s", "events"), [(1.5, 1), (1.7, 2)])
def test_near_spells_are_joined(again_s: float, events: int) -> None:
    assert len(spans(Rule(2.0), trace((1.0, 1.2), (again_s, again_s + 0.1)))) == events


@pytest.mark.parametrize(("longer_s", "events"), [(-0.1, 1), (0.1, 0)])
def test_an_alarm_that_does_not_end_is_no_event(longer_s: float, events: int) -> None:
    assert len(spans(Rule(2.0), trace((1.0, 1.0 + LONGEST_S + longer_s)))) == events


def test_a_single_frame_is_an_event_without_length() -> None:
    assert spans(Rule(2.0), trace((1.0, 1.0))) == [(1.0, 1.0)]


def test_a_threshold_may_be_a_multiple_of_the_median() -> None:
    noisy = trace((1.0, 1.2), low=4.0, high=20.0)
    assert spans(Rule(3.0, of_usual=True), noisy) == [(1.0, 1.2)]
    assert spans(Rule(6.0, of_usual=True), noisy) == []


def test_what_was_not_measured_is_not_above_any_threshold() -> None:
    unseen = trace((1.0, 1.2))
    nothing = Trace(unseen.time_s, np.full_like(unseen.value, np.nan))
    assert spans(Rule(0.0), nothing) == spans(Rule(0.0, of_usual=True), nothing) == []


def test_a_trace_lasts_to_the_end_of_its_last_picture() -> None:
    assert trace().duration_s == pytest.approx(LENGTH_S)
    assert Trace(np.empty(0), np.empty(0)).duration_s == 0.0


def test_candidates_lie_between_the_values() -> None:
    given = trace((1.0, 1.2))
    rules = candidates([given, Trace(np.empty(0), np.empty(0))])
    assert len(rules) == 2 * TRIED
    assert all(1.0 <= rule.threshold <= 5.0 for rule in rules)
    assert {rule.of_usual for rule in rules} == {False, True}


def test_a_trace_of_zeros_has_no_multiples_of_its_median() -> None:
    assert not any(rule.of_usual for rule in candidates([trace(low=0.0)]))
    assert candidates([]) == []


@pytest.mark.parametrize(
    ("trials", "threshold"),
    [
        # The best F1 within the limit, though another is better.
        ([(1.0, 0.9, 3.0), (2.0, 0.7, MOST_FALSE_AT_REST), (3.0, 0.5, 0.0)], 2.0),
        # The limit holds, even if nothing is found within it.
        ([(1.0, 0.9, 3.0), (2.0, 0.7, 2.0), (3.0, 0.0, 0.0)], 3.0),
        # If no threshold keeps it, the best F1 of all.
        ([(1.0, 0.9, 3.0), (2.0, 0.7, 2.0)], 1.0),
        # The quieter one of equals.
        ([(1.0, 0.7, 1.0), (2.0, 0.7, 0.5)], 2.0),
        # Without a stretch of rest there is no limit.
        ([(1.0, 0.9, None), (2.0, 0.7, None)], 1.0),
        # What finds nothing is shown all the same.
        ([(1.0, 0.0, 0.0)], 1.0),
        # Without known twitches there is nothing to choose by.
        ([(1.0, None, 0.0)], None),
        ([], None),
    ],
)
def test_the_best_threshold_is_chosen(
    trials: list[tuple[float, float | None, float | None]], threshold: float | None
) -> None:
    chosen = best([Trial(Rule(level), f1, false) for level, f1, false in trials])
    assert (chosen and chosen.rule.threshold) == threshold
