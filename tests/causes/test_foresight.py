"""What knowing more would be worth, against what is computed by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from tests.causes.made_up_knowledge import LEAK, cause, filmed, knowledge
from twitchcam.causes.foresight import (
    KNOWN_STRENGTH,
    TODAY_WORTH,
    URGENCY_WORTH,
    Foresight,
    Situation,
    build_foresight,
)
from twitchcam.causes.odds import build_model
from twitchcam.causes.urgency import LEVELS, Rule, RuleLevel

if TYPE_CHECKING:
    from twitchcam.causes.knowledge import Knowledge

GROUPS = {"one": (100.0, "a b c d")}
NOTHING = Situation({}, {}, {})


def foresight(known: Knowledge) -> Foresight:
    return build_foresight(known, build_model(known))


def known(usual: float = 0.5, rules: tuple[Rule, ...] = ()) -> Knowledge:
    """A cause of which ``b`` tells more than ``a``; of ``c`` and ``d`` nothing follows."""
    stress = cause("stress", (20, 20), a=(3, 1 / 3), b=(9, 1 / 9))
    return knowledge(cause(LEAK, (1e-6, 1e-6)), stress, groups=GROUPS, usual=usual, rules=rules)


def rule(level: RuleLevel, *findings: str, today: bool = False) -> Rule:
    return Rule(level=level, today=today, all=findings, says="so", source=("J",))


def gained(after: float, before: float) -> float:
    """Kullback-Leibler divergence of two chances of one cause, in nats."""
    return after * math.log(after / before) + (1 - after) * math.log((1 - after) / (1 - before))


def test_the_worth_of_a_question_is_what_it_tells_on_average() -> None:
    """From odds of 1/4 a yes leads to 3/4 and a no to 1/12; with the cause yes comes more often."""
    yes, no = 0.5 * 3, 0.5 / 3
    expected = (yes * gained(3 / 7, 0.2) + no * gained(1 / 13, 0.2)) / (yes + no)
    worth = foresight(known()).worth_of_questions(NOTHING)["a"]
    assert worth.information == pytest.approx(expected, rel=1e-3)
    assert LEVELS[worth.rank.level] == "self_care"


def test_what_tells_more_is_worth_more_and_what_tells_nothing_is_worth_nothing() -> None:
    worths = foresight(known()).worth_of_questions(NOTHING)
    assert worths["b"].information > 2 * worths["a"].information
    assert worths["c"].information == pytest.approx(0, abs=1e-12)


def test_the_causes_shift_the_usual_share_of_an_answer_only_so_far() -> None:
    """A yes that multiplies the odds by 9 is expected 5 times as often, and a no 1/5 as often."""
    yes, no = 0.5 * 5, 0.5 / 5
    expected = (yes * gained(9 / 13, 0.2) + no * gained(1 / 37, 0.2)) / (yes + no)
    worth = foresight(known()).worth_of_questions(NOTHING)["b"]
    assert worth.information == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("level", ["emergency", "prompt_neurologist", "gp"])
def test_an_answer_that_would_be_more_urgent_counts_by_its_share(level: RuleLevel) -> None:
    worth = foresight(known(0.1, (rule(level, "c"),))).worth_of_questions(NOTHING)["c"]
    assert worth.information == pytest.approx(0.1 * URGENCY_WORTH[level])
    assert LEVELS[worth.rank.level] == level


def test_what_is_no_more_urgent_than_what_is_known_counts_nothing_more() -> None:
    rules = (rule("gp", "c"), rule("gp", "d"), rule("emergency", "c", "d"))
    ahead = foresight(known(0.1, rules[:2]))
    urgent = Situation({"d": True}, {"d": True}, {"d": 1.0})
    assert ahead.worth_of_questions(urgent)["c"].information == pytest.approx(0, abs=1e-12)
    # Together they are, once the other is known.
    ahead = foresight(known(0.1, rules))
    assert LEVELS[ahead.worth_of_questions(NOTHING)["c"].rank.level] == "gp"
    assert LEVELS[ahead.worth_of_questions(urgent)["c"].rank.level] == "emergency"


def test_an_answer_that_would_make_it_a_matter_of_today_counts_on_the_same_level() -> None:
    ahead = foresight(known(0.1, (rule("gp", "c", today=True), rule("gp", "d"))))
    later = Situation({"d": True}, {"d": True}, {"d": 1.0})
    worth = ahead.worth_of_questions(later)["c"]
    assert worth.information == pytest.approx(0.1 * TODAY_WORTH)
    assert worth.rank < ahead.knowledge.urgencies.rank(later.states)
    today = Situation({"c": True}, {"c": True}, {"c": 1.0})
    assert ahead.worth_of_questions(today)["d"].information == pytest.approx(0, abs=1e-12)


def test_what_is_answered_or_makes_no_sense_is_not_asked() -> None:
    whole = known()
    questions = whole.questionnaire.questions
    after_a = {**questions, "b": structs.replace(questions["b"], applies={"a": (True,)})}
    ahead = foresight(replace(whole, questionnaire=replace(whole.questionnaire, questions=after_a)))

    def asked(**answers: bool) -> set[str]:
        return {question.key for question in ahead.open_questions(answers)}

    assert asked() == {"a", "c", "d", "duration"}
    assert asked(a=True) == {"b", "c", "d", "duration"}
    assert asked(a=False) == {"c", "d", "duration"}


def test_what_would_say_no_more_than_a_young_age_is_not_asked() -> None:
    one = known()
    asked = one.questionnaire.questions
    grown_up = structs.replace(asked["a"], from_age_years=18)
    some = foresight(
        replace(one, questionnaire=replace(one.questionnaire, questions={**asked, "a": grown_up}))
    )

    def is_open(**answers: float) -> bool:
        return "a" in {question.key for question in some.open_questions(answers)}

    assert is_open()
    assert is_open(age_years=18.0)
    assert not is_open(age_years=17.0)


def test_a_recording_is_proposed_until_what_it_settles_is_known() -> None:
    ahead = foresight(filmed(known(), "a", 0.3))
    assert set(ahead.worth_of_recordings(NOTHING)) == {"a"}
    little, enough = (Situation({}, {}, {"video_a": -s}) for s in (0.39, KNOWN_STRENGTH))
    assert set(ahead.worth_of_recordings(little)) == {"a"}
    assert ahead.worth_of_recordings(enough) == {}


def test_a_question_that_a_recording_answered_is_open_but_not_unknown() -> None:
    whole = filmed(known(), "a", 0.3)
    questions = whole.questionnaire.questions
    seen = {**questions, "a": structs.replace(questions["a"], seen_by="video_a")}
    ahead = foresight(replace(whole, questionnaire=replace(whole.questionnaire, questions=seen)))
    recorded = Situation({}, {}, {"video_a": 0.5})
    assert "a" in {question.key for question in ahead.open_questions({})}
    assert "a" in {question.key for question in ahead.unknown(NOTHING)}
    assert "a" not in {question.key for question in ahead.unknown(recorded)}
