"""Which answers are taken, and what is said of the others."""

from __future__ import annotations

import numpy as np
import pytest

from twitchcam.causes.answers import check_answers, facts_of
from twitchcam.causes.findings import TAKEN
from twitchcam.causes.knowledge import shipped_knowledge
from twitchcam.causes.matching import match_causes
from twitchcam.errors import AnswersError

KNOWLEDGE = shipped_knowledge()


def check(**answers: object) -> dict[str, object]:
    return dict(check_answers(answers, KNOWLEDGE.questionnaire))


def test_answers_of_every_kind() -> None:
    given = {
        "age_years": 54,
        "wasting": "No",
        "sudden_droop": True,
        "look": "rippling",
        "known_conditions": ["parkinsons"],
        "medicines": [],
    }
    assert check(**given) == {
        "sudden_droop": True,
        "age_years": 54.0,
        "known_conditions": ("parkinsons",),
        "look": "rippling",
        "wasting": False,
        "medicines": (),
    }


@pytest.mark.parametrize("unknown", [None, "unknown", "Don't know", "?", ""])
def test_not_known_is_no_answer(unknown: object) -> None:
    assert check(age_years=unknown, wasting=unknown, look=unknown, medicines=unknown) == {}


@pytest.mark.parametrize("unknown", ["don't know", "Not sure", "?"])
def test_not_known_among_medicines_is_no_name_and_leaves_others_open(unknown: str) -> None:
    facts = facts_of({"medicines": ("paracetamol", unknown)}, KNOWLEDGE)
    assert facts.known[TAKEN] == ("not_listed",)
    assert facts.known["medicine_unclear"] is True
    assert "medicines_given" not in facts.known
    assert facts.to_be_asked == {"medicines", "sedative_stopped"}
    assert any(f"not clear what is taken: {unknown}. " in note for note in facts.notes)
    assert not any("Ask a pharmacist" in note for note in facts.notes)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("shoe_size", 43, "'shoe_size' is not a question"),
        ("age_years", 130, "age_years is 130; it must be a number from 0 to 120 (years)"),
        ("age_years", -1, "age_years is -1"),
        ("age_years", float("nan"), "age_years is nan"),
        ("age_years", float("inf"), "age_years is inf"),
        ("age_years", 10**400, "age_years is"),
        pytest.param("age_years", 10**5000, "too large a number", id="thousands of digits"),
        ("age_years", True, "age_years is True"),
        ("age_years", "forty", "age_years is 'forty'"),
        ("wasting", "maybe", "wasting is 'maybe'; it must be true or false"),
        ("wasting", 1, "wasting is 1"),
        ("look", "flicks", "look is 'flicks'; it must be one of quick_flicks"),
        ("look", ["quick_flicks"], "look is"),
        ("known_conditions", ["gout"], "known_conditions is 'gout'"),
        ("known_conditions", "parkinsons", "must be a list"),
        ("medicines", "sertraline", "medicines is 'sertraline'; it must be a list"),
        ("medicines", [3], "must be a list of texts"),
        ("medicines", ["x"] * 1000, "at most"),
        ("drinks", ["x" * 1000], "at most"),
    ],
)
def test_impossible_answers_are_named(key: str, value: object, says: str) -> None:
    with pytest.raises(AnswersError) as caught:
        check(**{key: value})
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "answers",
    [
        {"medicines": [], "medicine_timing": True, "agitated_and_jerky": True},
        {"alcohol": "none", "alcohol_stopped": True, "fever": True},
        {"sex": "female", "breast_enlargement": True, "sudden_droop": True},
    ],
)
def test_answers_that_seem_to_contradict_each_other_hide_no_emergency(
    answers: dict[str, object],
) -> None:
    """A medicine may be over by now, and who stopped drinking drinks nothing."""
    assert match_causes(None, answers).urgency.level == "emergency"


def test_an_answer_to_what_would_not_have_been_asked_does_not_count() -> None:
    given = {"eye_with_lip": "no", "brow_lifts": True, "look": "quick_flicks"}
    assert check(**given, shaking_when="in_use") == {"look": "quick_flicks", "eye_with_lip": "no"}
    assert check(brow_lifts=True) == {"brow_lifts": True}


def test_childhood_says_nothing_more_than_the_age_of_a_child() -> None:
    assert check(began_before_18=True, age_years=9) == {"age_years": 9.0}
    assert check(began_before_18=True, age_years=40)["began_before_18"] is True
    assert check(began_before_18=False) == {"began_before_18": False}


@pytest.mark.parametrize(
    ("key", "value", "answer"),
    [("age_years", np.int64(52), 52.0), ("fever", np.array([False])[0], False)],
)
def test_numbers_of_tables_are_answers(key: str, value: object, answer: object) -> None:
    assert check_answers({key: value}, KNOWLEDGE.questionnaire) == {key: answer}


def test_what_is_impossible_is_shown_as_it_was_typed() -> None:
    with pytest.raises(AnswersError, match="age_years is 200; it must be"):
        check_answers({"age_years": 200.0}, KNOWLEDGE.questionnaire)
