"""The order of the interview."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.causes.made_up import recording
from tests.causes.test_urgency import CANNOT_WAIT
from tests.evidence.made_up import SINGLE
from twitchcam.causes.answers import check_answers
from twitchcam.causes.interview import Interview
from twitchcam.causes.knowledge import shipped_knowledge
from twitchcam.causes.matching import Matcher

if TYPE_CHECKING:
    from twitchcam.causes.questions import Answer, Question

MATCHER = Matcher.of(shipped_knowledge())
PLACED = ("emergency", "flags")


def start(**answers: Answer) -> Interview:
    return Interview(MATCHER, [], dict(answers))


def keys(interview: Interview) -> list[str]:
    step = interview.next_step()
    assert step is not None
    return [question.key for question in step.questions]


def all_steps(interview: Interview) -> list[list[str]]:
    """Go through it without knowing anything."""
    steps = []
    while (step := interview.next_step()) is not None:
        steps.append([question.key for question in step.questions])
        interview.take(step, {})
    return steps


def test_what_cannot_wait_comes_first() -> None:
    steps = all_steps(start())
    assert steps[0][0] == "sudden_droop"
    assert "slurred_speech" in steps[1]
    assert len(steps[0]) == 14
    assert {"weakness", "sedative_stopped", "neck_surgery"} == {step[0] for step in steps[2:5]}
    assert {"age_years", "duration"} <= {steps[5][0], steps[6][0]}


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        ({"age_years": 30, "tingling_lips_fingers": True}, "neck_surgery"),
        (
            {"age_years": 60, "weakness": "felt", "duration": "1_to_12_months"}
            | {"medicines": ["furosemide"]},
            "heart_at_times",
        ),
        ({"age_years": 60, "weakness": "none", "medicines": ["lithium"]}, "fluid_loss"),
    ],
)
def test_what_could_be_urgent_is_asked_before_what_tells_much(
    answers: dict[str, Any], first: str
) -> None:
    questionnaire = MATCHER.knowledge.questionnaire
    screens = {key: False for key, one in questionnaire.questions.items() if one.screen in PLACED}
    interview = start(**check_answers({**screens, **answers}, questionnaire))
    urgencies, foresight = MATCHER.knowledge.urgencies, MATCHER.foresight
    could_wait = False
    steps: list[set[str]] = []
    while (step := interview.next_step()) is not None:
        situation = MATCHER.situation_of(interview.answers, [])
        rank, worths = urgencies.rank(situation.states), foresight.worth_of_questions(situation)
        ahead = [worths[q.key].rank for q in step.questions if q.key in worths]
        is_pressing = any(one < rank and one.cannot_wait for one in ahead)
        assert not (is_pressing and could_wait), step
        could_wait |= not is_pressing
        steps.append({question.key for question in step.questions})
        interview.take(step, {})
    assert first in set().union(*steps[:3])


def test_it_ends_and_asks_nothing_twice() -> None:
    steps = all_steps(start())
    asked = [key for step in steps for key in step]
    assert len(asked) == len(set(asked))
    assert 8 <= len(steps) <= 40


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(seed=st.integers(0, 10**6))
def test_no_question_is_named_that_was_worth_no_asking(seed: int) -> None:
    """Whoever has answered all that is asked is not told to answer more."""
    interview, chance = start(), random.Random(seed)  # noqa: S311 - no secret
    while (step := interview.next_step()) is not None:
        usual = {one.key: one.usual_answers for one in step.questions}
        interview.take(
            step,
            {
                key: chance.choices([one.answer for one in some], [one.share for one in some])[0]
                for key, some in usual.items()
            },
        )
    if not interview.is_emergency():
        # What is taken decides how urgent other answers are.
        assert "medicines" in interview.answers
    steps = MATCHER.match([], interview.answers).next_steps
    assert [step.key for step in steps if step.kind == "question"] == []


def test_answered_questions_are_skipped() -> None:
    interview = start(sudden_droop=False, age_years=50.0)
    assert "sudden_droop" not in keys(interview)
    assert ["age_years"] not in all_steps(interview)


def test_answers_decide_what_comes_next() -> None:
    """Shaking brings up what tells tremors apart; a story of stress does not."""
    shaking = all_steps(start(age_years=70.0, duration="over_1_year", look="rhythmic_shaking"))
    flicks = all_steps(start(age_years=70.0, duration="over_1_year", look="quick_flicks"))
    assert ["shaking_when"] in shaking
    assert ["shaking_when"] not in flicks


def test_questions_that_make_no_sense_are_not_asked() -> None:
    child = all_steps(start(age_years=9.0))
    assert ["began_before_18"] not in child
    woman = [key for step in all_steps(start(sex="female")) for key in step]
    assert "breast_enlargement" not in woman


def test_progress_counts_down() -> None:
    interview = start()
    before = interview.left()
    step = interview.next_step()
    assert step is not None
    interview.take(step, {question.key: False for question in step.questions})
    assert interview.left() < before
    assert interview.asked == 1


def usual_answer(question: Question) -> object:
    """The answer that most people give."""
    return max(question.usual_answers, key=lambda outcome: outcome.share).answer


def test_it_does_not_end_while_an_answer_could_make_it_urgent() -> None:
    """Whoever answers all that is asked is told of nothing urgent that was left open."""
    interview = start()
    while (step := interview.next_step()) is not None:
        interview.take(step, {question.key: usual_answer(question) for question in step.questions})
    foresight = MATCHER.foresight
    situation = MATCHER.situation_of(interview.answers, [])
    worths = foresight.worth_of_questions(situation)
    rank = MATCHER.knowledge.urgencies.rank(situation.states)
    assert [key for key, worth in worths.items() if worth.rank < rank] == []
    asked = MATCHER.knowledge.questionnaire.before_watching
    assert set(asked) <= set(interview.answers)
    assert interview.asked < 25


def test_what_only_those_can_say_who_looked_is_no_list_to_tick() -> None:
    """What is left unticked is a no; nobody is to say so of what nobody has seen."""
    questions = MATCHER.knowledge.questionnaire.questions.values()
    unless = {question.key: question.screen for question in questions if question.unless}
    assert unless == {"in_sleep": "", "can_hold_back": "", "less_caffeine_helped": ""}


@pytest.mark.parametrize(
    "unusual",
    [
        {"medicines": ["lithium"], "fluid_loss": True},
        {"medicines": ["furosemide"], "duration": "1_to_12_months", "neck_surgery": "last_weeks"},
        {"age_years": 70, "duration": "1_to_12_months", "alcohol_stopped": True},
    ],
)
def test_what_is_a_matter_of_today_is_asked_though_it_is_for_a_doctor_already(
    unusual: dict[str, Any],
) -> None:
    interview = start()
    while (step := interview.next_step()) is not None:
        given = {question.key: usual_answer(question) for question in step.questions}
        interview.take(step, {**given, **{k: v for k, v in unusual.items() if k in given}})
    report = MATCHER.match([], interview.answers)
    assert (report.urgency.level, report.urgency.is_today) == ("gp", True)


def test_an_urgent_answer_does_not_make_all_questions_compulsory() -> None:
    def steps_with(**answers: object) -> int:
        interview = start()
        while (step := interview.next_step()) is not None:
            given = {question.key: usual_answer(question) for question in step.questions}
            interview.take(step, {**given, **{k: v for k, v in answers.items() if k in given}})
        return interview.asked

    assert steps_with(slurred_speech=True) <= steps_with() + 3


@pytest.mark.parametrize("look", ["quick_flicks", "runs_of_jerks", "slow_pull"])
def test_what_would_take_back_the_rule_that_decides_is_asked(look: str) -> None:
    """Eye and mouth together is unusual before 40, but not after a facial palsy."""
    given: dict[str, Any] = {"age_years": 34, "sex": "female", "duration": "under_2_weeks"}
    given |= {"eye_with_lip": "same_side_together", "look": look, "can_hold_back": False}
    interview = start()
    while (step := interview.next_step()) is not None:
        answers = {question.key: usual_answer(question) for question in step.questions}
        interview.take(step, {**answers, **{k: v for k, v in given.items() if k in answers}})
    assert {"past_face_event", "began_before_18", "known_conditions"} <= set(interview.answers)
    assert interview.asked < 30


def test_panic_is_asked_beside_the_cramps_that_it_takes_for_no_emergency() -> None:
    """The interview ends where it is an emergency."""
    interview = start()
    while (step := interview.next_step()) is not None:
        asked = {question.key for question in step.questions}
        if "hand_foot_spasm" in asked:
            break
        interview.take(step, {})
    assert step is not None
    assert "fast_breathing" in asked
    interview.take(step, {"hand_foot_spasm": True, "fast_breathing": True})
    assert not interview.is_emergency()


def test_an_emergency_is_noticed() -> None:
    interview = start()
    step = interview.next_step()
    assert step is not None
    assert not interview.is_emergency()
    interview.take(step, {"sudden_droop": True})
    assert interview.is_emergency()


def test_recordings_count() -> None:
    interview = Interview(MATCHER, [recording((SINGLE, 20))])
    assert all_steps(interview)


@pytest.mark.parametrize(
    "old",
    [
        {"weakness": "severe"},
        {"neck_surgery": "last_weeks", "tingling_lips_fingers": True},
        {"drinks": ["12 coffees"], "heart_at_times": True},
        {"hand_foot_spasm": True},
    ],
)
def test_an_old_emergency_counts_once_it_was_said_again(old: dict[str, Any]) -> None:
    """It may be long over: what it rests on is asked first."""
    questionnaire = MATCHER.knowledge.questionnaire
    given = check_answers(old, questionnaire)
    again = frozenset(questionnaire.of_now)
    assert Interview(MATCHER, (), given).is_emergency()
    interview = Interview(MATCHER, (), given, again)
    assert not interview.is_emergency()
    asked = set()
    while interview.still_to_ask_again and (step := interview.next_step()) is not None:
        asked |= {question.key for question in step.questions}
        interview.take(step, {q.key: old[q.key] for q in step.questions if q.key in old})
    assert interview.is_emergency()
    assert asked & again & set(old)


@pytest.mark.parametrize(
    ("old", "left"),
    [
        ({"medicines": ["lithium"]}, "medicines"),
        ({"medicines": ["lithium"], "jitters": True}, "medicines"),
        ({"medicines": ["furosemide"], "heart_at_times": True, "cramps": True}, "medicines"),
        ({"medicines": ["spironolactone"], "agitated_and_jerky": True}, "medicines"),
        ({"neck_surgery": "last_weeks"}, "neck_surgery"),
        ({"weakness": "function_lost", "twitching_elsewhere": True}, "weakness"),
        ({"duration": "1_to_12_months"}, "duration"),
        ({"duration": "under_2_weeks"}, "duration"),
        ({"medicines": ["paracetamol"]}, "medicines"),
    ],
)
def test_what_is_not_answered_again_makes_it_no_less_urgent(old: dict[str, Any], left: str) -> None:
    questionnaire = MATCHER.knowledge.questionnaire
    given = check_answers({**CANNOT_WAIT, **old}, questionnaire)
    interview = Interview(MATCHER, (), dict(given), frozenset(questionnaire.of_now))
    while (step := interview.next_step()) is not None:
        keys = {question.key for question in step.questions} - {left}
        interview.take(step, {key: given[key] for key in keys & given.keys()})
    before, after = (
        MATCHER.knowledge.urgencies.rank(MATCHER.situation_of(answers, []).states)
        for answers in (given, interview.answers)
    )
    assert after <= before
    # Who is not known to be able to wait is not told to.
    assert MATCHER.match([], interview.answers).urgency.level != "self_care"


def test_every_yes_that_is_asked_again_calls_for_more() -> None:
    questionnaire = MATCHER.knowledge.questionnaire
    yes_no = [key for key in questionnaire.of_now if questionnaire.questions[key].kind == "yes_no"]
    for answer in (True, False):
        calling = [key for key in yes_no if MATCHER.foresight.calls_for_more(key, answer)]
        assert calling == (yes_no if answer else [])


def test_going_back_undoes_the_last_step() -> None:
    interview = start()
    assert not interview.go_back()
    seen = []
    for _ in range(4):
        step = interview.next_step()
        assert step is not None
        seen.append((step, dict(interview.answers), interview.asked))
        yes_no = {q.key: False for q in step.questions if q.kind == "yes_no"}
        interview.take(step, yes_no)
    for step, answers, asked in reversed(seen):
        assert interview.go_back()
        assert (interview.next_step(), interview.answers, interview.asked) == (step, answers, asked)
    assert not interview.go_back()
