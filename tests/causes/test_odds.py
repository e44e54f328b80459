"""The arithmetic of odds, against what is computed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.causes.made_up_knowledge import LEAK, cause, knowledge
from twitchcam.causes.cause_records import AgeBand
from twitchcam.causes.odds import OddsModel, build_model

GROUPS = {"one": (4.0, "a b"), "other": (100.0, "c d")}
STRESS = cause(
    "stress",
    (20, 50),
    a=(3, 0.5),
    b=(3, 0.5),
    c=(6, 0.25),
    ages=(AgeBand(tag="J", least=40, below=60, times=2, weeks_times=8),),
)
RARE = cause("rare", (1, 1), only_with=("d",), d=(90, 1))
MODEL = build_model(knowledge(cause(LEAK, (50, 50), c=(2, 1)), STRESS, RARE, groups=GROUPS))
PLACE = {one.key: place for place, one in enumerate(MODEL.causes)}


def odds(model: OddsModel, key: str, **states: float) -> float:
    """Odds of a cause at an unknown age and duration."""
    rows = model.states(states)[np.newaxis]
    return math.exp(model.log_odds(rows, model.prior({}))[0, PLACE[key]])


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, 0.25),
        ({"duration": "under_2_weeks"}, 0.25),
        ({"duration": "1_to_12_months"}, 1.0),
        ({"duration": "over_1_year"}, 1.0),
        # Halfway in the logarithm.
        ({"duration": "2_to_4_weeks"}, 0.5),
        ({"age_years": 39.0}, 0.25),
        ({"age_years": 40.0}, 0.5),
        ({"age_years": 60.0}, 0.25),
        ({"age_years": 50.0, "duration": "over_1_year"}, 8.0),
        ({"age_years": 50.0, "duration": "2_to_4_weeks"}, 2.0),
    ],
)
def test_prior_is_the_share_for_duration_and_age(
    known: dict[str, float | str], expected: float
) -> None:
    assert math.exp(MODEL.prior(known)[PLACE["stress"]]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("states", "times"),
    [
        ({"a": 1.0}, 3),
        ({"a": -1.0}, 0.5),
        ({"a": 0.5}, math.sqrt(3)),
        ({"a": -0.5}, math.sqrt(0.5)),
        ({"a": 1.0, "b": -1.0}, 1.5),
        # Of one group no more than its cap; groups beside each other in full.
        ({"a": 1.0, "b": 1.0}, 4),
        ({"a": 1.0, "c": 1.0}, 18),
        ({"a": 1.0, "b": 1.0, "c": -1.0}, 1),
        # What is not known, and what a cause says nothing of.
        ({"a": 1.0, "c": 0.0}, 3),
        ({"d": 1.0}, 1),
        ({"d": -1.0}, 1),
    ],
)
def test_findings_multiply_the_odds(states: dict[str, float], times: float) -> None:
    assert odds(MODEL, "stress", **states) == pytest.approx(0.25 * times)


def test_a_group_speaks_against_up_to_its_cap_as_well() -> None:
    doubtful = cause("stress", (20, 20), a=(0.3, 1), b=(0.3, 1))
    model = build_model(knowledge(cause(LEAK), doubtful, groups=GROUPS))
    assert odds(model, "stress", a=1.0) == pytest.approx(0.25 * 0.3)
    assert odds(model, "stress", a=1.0, b=1.0) == pytest.approx(0.25 / 4)


def test_unexplained_gives_way_to_what_explains_better() -> None:
    """By how much the best explanation becomes less sure not to be: from 1/1.25 to 1/2."""
    assert odds(MODEL, LEAK) == pytest.approx(1.0)
    assert odds(MODEL, LEAK, a=1.0, b=1.0) == pytest.approx((1 / 2) / (1 / 1.25))


def test_unexplained_does_not_gain_by_what_others_lose() -> None:
    assert odds(MODEL, LEAK, a=-1.0) == pytest.approx(1.0)
    # What speaks for it counts once, also where it speaks against the best explanation.
    tics = cause("tics", (50, 50), c=(0.6, 1))
    model = build_model(knowledge(cause(LEAK, (50, 50), c=(1.3, 1)), tics, groups=GROUPS))
    assert odds(model, LEAK, c=1.0) == pytest.approx(1.3)


def test_what_speaks_for_unexplained_as_well_explains_that_much_less() -> None:
    """Stress gains 6 times its odds, and unexplained twice: 3 times is what explains."""
    assert odds(MODEL, LEAK, c=1.0) == pytest.approx(2 * (1 / 1.75) / (1 / 1.25))


def test_a_cause_is_not_named_and_explains_nothing_without_what_it_needs() -> None:
    states = np.array([MODEL.states({}), MODEL.states({"d": -1.0}), MODEL.states({"d": 0.5})])
    assert MODEL.is_open(states)[:, PLACE["rare"]].tolist() == [False, False, True]
    assert MODEL.is_open(states)[:, PLACE["stress"]].all()
    certain = cause("rare", (90, 90), only_with=("d",), d=(2, 1))
    model = build_model(knowledge(cause(LEAK, (50, 50)), STRESS, certain, groups=GROUPS))
    assert odds(model, LEAK) == pytest.approx(1.0)
    assert odds(model, LEAK, d=1.0) == pytest.approx((1 / 19) / (1 / 1.25))


def test_rows_are_computed_each_by_itself() -> None:
    rows = np.array([MODEL.states({"a": 1.0, "b": 1.0}), MODEL.states({"c": -1.0})])
    both = MODEL.log_odds(rows, MODEL.prior({}))
    for row, states in zip(both, rows, strict=True):
        assert row == pytest.approx(MODEL.log_odds(states[np.newaxis], MODEL.prior({}))[0])
