"""How soon somebody should look at it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.causes.made_up import RIGHT, UNSEEN_EYE, WITH_EYE, recording
from tests.evidence.made_up import BURST, SINGLE, TREMOR
from twitchcam.causes.answers import check_answers
from twitchcam.causes.cause_report import FITTING
from twitchcam.causes.cause_views import CausesInView
from twitchcam.causes.foresight import build_foresight
from twitchcam.causes.knowledge import shipped_knowledge
from twitchcam.causes.matching import Matcher, match_causes
from twitchcam.causes.urgency import CLEAR, LEVELS, judge_urgency, taken_back_by

if TYPE_CHECKING:
    from twitchcam.causes.cause_report import Urgency
    from twitchcam.causes.questions import Answer
    from twitchcam.causes.urgency import Rank
    from twitchcam.records import Evidence

SPASM = recording((replace(BURST, eye="left"), 30), duration_s=120.0)
STOPPED: dict[str, Any] = {"alcohol": "heavy", "alcohol_stopped": True}


def level(evidence: Evidence | None = None, **answers: Any) -> str:  # noqa: ANN401 - any answer
    return match_causes(evidence, answers).urgency.level


@pytest.mark.parametrize(
    "answers",
    [
        {"sudden_droop": True},
        {"sudden_arm_or_speech": True},
        {"jerking_spreads": True},
        {"jerking_over_5_min": True},
        {"awareness_lost": True},
        {"throat_or_breathing": True},
        {"breathless_lying": True},
        {"confused": True},
        {"fainted": True},
        {"heart_now": True},
        {"cannot_stand": True},
        {"weakness": "severe"},
        {"caffeine_at_once": True},
        {"agitated_and_jerky": True},
        {"agitated_and_jerky": True, "medicines": ["sertraline"]},
        {"agitated_and_jerky": True, "medicines": [], "fever": True},
        {"agitated_and_jerky": True, "medicines": ["insulin"]},
        {"agitated_and_jerky": True, "medicines": ["metformin", "gliclazide 80 mg"]},
        {"agitated_and_jerky": True, "medicines": ["glimepiride, stopped yesterday"]},
        {"agitated_and_jerky": True, "medicines": ["diazepam"]},
        {"agitated_and_jerky": True, "medicines": ["pregabalin"]},
        {"agitated_and_jerky": True, "medicines": ["baclofen 10 mg"]},
        {"agitated_and_jerky": True, "medicines": ["lidocaine patch"]},
        {"agitated_and_jerky": True, "medicines": [], "alcohol": "heavy"},
        {**STOPPED, "fever": True},
        {"sedative_stopped": True, "fever": True},
        {"neck_surgery": "last_weeks", "tingling_lips_fingers": True},
        {"hand_foot_spasm": True},
        {"hand_foot_spasm": True, "fast_breathing": True, "neck_surgery": "last_weeks"},
        {"medicines": ["furosemide"], "cramps": True, "heart_at_times": True},
        {"drinks": ["12 coffees"], "heart_at_times": True},
    ],
)
def test_emergencies(answers: dict[str, Any]) -> None:
    harmless: dict[str, Any] = {"age_years": 30, "stress": "high", "duration": "under_2_weeks"}
    assert level(**answers) == "emergency"
    assert level(**harmless, **answers) == "emergency"


@pytest.mark.parametrize(
    "answers",
    [
        {"slurred_speech": True},
        {"swallowing_trouble": True},
        {"wasting": True},
        {"eye_with_lip": "same_side_together", "hearing_loss": True},
        {"eye_with_lip": "same_side_together", "face_numb": True},
        {"eye_with_lip": "same_side_together", "age_years": 30},
        {"eye_with_lip": "same_side_together", "side": "one_side", "age_years": 14},
        {"look": "rippling", "side": "one_side"},
        {"eye_with_lip": "same_side_together", "weakness": "function_lost", "age_years": 60},
        {"limb_rest_tremor": True, "slow_or_stiff": True},
        {"look": "rhythmic_shaking", "slow_or_stiff": True},
        {"face_and_arm_spasms": True},
    ],
)
def test_neurologist_soon(answers: dict[str, Any]) -> None:
    assert level(**answers) == "prompt_neurologist"


@pytest.mark.parametrize(
    "answers",
    [
        {"duration": "2_to_4_weeks"},
        {"twitching_elsewhere": True},
        {"tongue": "twitches"},
        {"eye_with_lip": "both_eyes"},
        {"weakness": "felt"},
        {"medicine_timing": True},
        {"sedative_stopped": True},
        STOPPED,
        {"eye_with_lip": "same_side_together", "age_years": 60},
        {"slow_or_stiff": True},
        {"limb_rest_tremor": True, "slow_or_stiff": True, "known_conditions": ["parkinsons"]},
        {"hand_foot_spasm": True, "tingling_lips_fingers": True, "fast_breathing": True},
    ],
)
def test_gp(answers: dict[str, Any]) -> None:
    assert level(**answers) == "gp"


FIRST = [
    "sudden_droop",
    "sudden_arm_or_speech",
    "jerking_spreads",
    "jerking_over_5_min",
    "awareness_lost",
    "throat_or_breathing",
    "breathless_lying",
    "confused",
    "fever",
    "agitated_and_jerky",
    "fainted",
    "heart_now",
    "cannot_stand",
    "caffeine_at_once",
]
FLAGS = [
    *("slurred_speech", "swallowing_trouble", "wasting", "slow_or_stiff", "twitching_elsewhere"),
    *("face_weaker", "face_and_arm_spasms", "hand_foot_spasm"),
]
CANNOT_WAIT: dict[str, Any] = {
    **dict.fromkeys([*FIRST, *FLAGS], False),
    "duration": "under_2_weeks",
    "weakness": "none",
}
# What rippling, or double vision, of one side would make grave.
ONE_SIDED: dict[str, Any] = {"look": "quick_flicks", "double_vision_or_balance": False}
LATELY_NOTHING = dict.fromkeys(("sedative_stopped", "alcohol_stopped", "stimulant_drugs"), False)


def test_watching_it_is_enough_once_all_that_comes_before_it_is_answered() -> None:
    """An open question is no flag that is not there."""
    assert level(**CANNOT_WAIT, stress="high") == "self_care"
    assert level(**CANNOT_WAIT) == "self_care"
    feverish = {**CANNOT_WAIT, **LATELY_NOTHING, "fever": True, "only_when_cold": True}
    assert level(**feverish) == "self_care"


@pytest.mark.parametrize(
    ("answers", "left", "gravest", "calm"),
    [
        ({"tingling_lips_fingers": True}, "neck_surgery", "last_weeks", "no"),
        ({"age_years": 30}, "eye_with_lip", "same_side_together", "no"),
        (
            {"side": "one_side", "double_vision_or_balance": False},
            "look",
            "rippling",
            "quick_flicks",
        ),
        ({"fever": True, "stimulant_drugs": False}, "alcohol_stopped", True, False),
    ],
)
def test_nobody_is_told_to_wait_while_one_answer_could_make_it_grave(
    answers: dict[str, Any], left: str, gravest: Answer, calm: Answer
) -> None:
    """It hangs on what else is known."""
    known: dict[str, Any] = {**CANNOT_WAIT, "sedative_stopped": False, **answers}
    assert level(**{**known, left: gravest}) in ("emergency", "prompt_neurologist")
    assert level(**{**known, left: calm}) == "self_care"
    open_ = match_causes(None, known).urgency
    assert open_.level == "cannot_say"
    assert open_.unanswered[0] == shipped_knowledge().questionnaire.questions[left].label


def test_what_alone_could_make_it_grave_is_asked_before_watching() -> None:
    """So that it is asked again on another day."""
    knowledge, matcher = shipped_knowledge(), Matcher.of(shipped_knowledge())
    worths = matcher.foresight.worth_of_questions(matcher.situation_of({}, []))
    grave = {key for key, worth in worths.items() if worth.rank.is_grave}
    assert grave <= set(knowledge.questionnaire.before_watching)


SIGNS = {
    "eye": recording((WITH_EYE, 5), duration_s=15.0),
    "shaking": recording((TREMOR, 3), duration_s=15.0),
    "both sides": recording((WITH_EYE, 6), (RIGHT, 6)),
    "many singles": recording((UNSEEN_EYE, 40), duration_s=300.0),
    "eyes stay open": recording((SINGLE, 40), duration_s=300.0),
    "no twitch": recording(duration_s=300.0),
    "left": recording((replace(BURST, eye="left"), 30), duration_s=120.0),
    "right": recording((replace(BURST, side="right", eye="right"), 30), duration_s=120.0),
}


@pytest.mark.parametrize("sign", ["eye", "shaking"])
@pytest.mark.parametrize("other", list(SIGNS))
def test_a_sign_stays_seen_whatever_else_is_recorded(sign: str, other: str) -> None:
    seen = [SIGNS[sign]] if sign == other else [SIGNS[sign], SIGNS[other]]
    told = [replace(one, file=None) for one in seen]
    assert match_causes(told, CANNOT_WAIT).urgency.level == "gp"
    assert level(**CANNOT_WAIT) == "self_care"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [({}, "gp"), ({"slow_or_stiff": True}, "prompt_neurologist")],
)
def test_a_recording_is_worth_more_that_could_show_it_to_be_urgent(
    answers: dict[str, Any], expected: str
) -> None:
    matcher = Matcher.of(shipped_knowledge())
    situation = matcher.situation_of({**CANNOT_WAIT, **answers}, [])
    worth = matcher.foresight.worth_of_recordings(situation)["rest"]
    assert LEVELS[worth.rank.level] == expected


def test_a_sign_stays_seen_in_a_mixed_recording() -> None:
    mixed = recording((replace(BURST, eye="left"), 5), (SINGLE, 7))
    assert level(mixed, **CANNOT_WAIT) == "gp"
    assert level(recording((TREMOR, 5), (SINGLE, 9)), **CANNOT_WAIT) == "gp"


def test_a_sign_that_is_seen_by_chance_is_none() -> None:
    by_chance = recording((WITH_EYE, 2), (SINGLE, 98), duration_s=600.0)
    young = {**CANNOT_WAIT, **ONE_SIDED, "age_years": 30.0, "eye_with_lip": "no"}
    assert level(by_chance, **young) == "self_care"
    one_short_tremor = recording((replace(TREMOR, peaks=4), 2), (SINGLE, 200), duration_s=900.0)
    assert level(one_short_tremor, **CANNOT_WAIT, **ONE_SIDED) == "self_care"


@given(
    st.lists(st.sampled_from(list(SIGNS)), unique=True),
    st.sampled_from(list(SIGNS)),
    st.sampled_from(
        [
            *({}, {"face_numb": True}, {"slow_or_stiff": True}, {"age_years": 60}),
            *({"age_years": 30}, {"look": "rippling"}, {"double_vision_or_balance": True}),
        ]
    ),
)
def test_another_recording_never_makes_it_less_urgent(
    names: list[str], more: str, answers: dict[str, Any]
) -> None:
    def place(*chosen: str) -> int:
        seen = [
            replace(one, file=None, recording=replace(one.recording, frames=number))
            for number, one in enumerate(SIGNS[name] for name in chosen)
        ]
        told = {**CANNOT_WAIT, **ONE_SIDED, **answers}
        return LEVELS.index(match_causes(seen, told).urgency.level)

    assert place(*names, more) <= place(*names)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"neck_surgery": "last_weeks"}, "gp"),
        ({"look": "rhythmic_shaking", "known_conditions": ["parkinsons"]}, "gp"),
        (
            {"look": "rhythmic_shaking", "shaking_when": "at_rest"}
            | {"known_conditions": ["parkinsons"]},
            "gp",
        ),
        (
            {"look": "rhythmic_shaking", "shaking_when": "in_use"}
            | {"limb_rest_tremor": True, "slow_or_stiff": True},
            "prompt_neurologist",
        ),
        ({"neck_surgery": "longer_ago", "cramps": True}, "gp"),
        ({"known_conditions": ["low_parathyroid"]}, "gp"),
        ({"known_conditions": ["essential_tremor"], "look": "rhythmic_shaking"}, "gp"),
        ({"look": "flowing"}, "gp"),
        ({"look": "chewing", "can_hold_back": False}, "gp"),
        ({"look": "rippling"}, "gp"),
        ({"look": "runs_of_jerks", "known_conditions": ["epilepsy"]}, "gp"),
        ({"look": "rhythmic_shaking", "past_dopamine_blocker": True}, "gp"),
        ({"fluid_loss": True, "constipation_or_fatigue": True}, "gp"),
        ({"caffeine_mg": 3000}, "gp"),
        ({"age_years": 6, "caffeine_mg": 950}, "gp"),
        ({"age_years": 12, "eye_with_lip": "no", "caffeine_mg": 950}, "self_care"),
        ({"age_years": 0}, "gp"),
        ({"age_years": 2, "eye_with_lip": "no"}, "self_care"),
        ({"course": "worse"}, "gp"),
        ({"stimulant_drugs": True}, "gp"),
        ({"past_face_event": "stroke"}, "gp"),
        ({"fluid_loss": True, "medicines": ["furosemide"]}, "gp"),
        ({"fluid_loss": True}, "self_care"),
        ({"look": "rhythmic_shaking"}, "gp"),
        ({"look": "rhythmic_shaking", "only_when_cold": True}, "self_care"),
        (
            {"double_vision_or_balance": True, "eye_with_lip": "same_side_together"},
            "prompt_neurologist",
        ),
        ({"fever": True, "stimulant_drugs": True}, "emergency"),
        ({"fever": True, "medicines": ["haloperidol"], "slow_or_stiff": True}, "emergency"),
        (
            {"medicines": ["spironolactone"], "heart_at_times": True, "weakness": "felt"},
            "emergency",
        ),
        ({"hand_foot_spasm": True, "fast_breathing": True, "fluid_loss": True}, "emergency"),
        ({"drinks": ["30 coffees"], "heart_at_times": True}, "emergency"),
    ],
)
def test_answers_that_ask_for_more_than_watching(answers: dict[str, Any], expected: str) -> None:
    """All else that could ask for it being answered with no."""
    assert level(**{**CANNOT_WAIT, **answers}) == expected


@pytest.mark.parametrize(
    "answers",
    [
        {"neck_surgery": "longer_ago", "tingling_lips_fingers": True},
        {"neck_surgery": "last_weeks"},
        {"neck_surgery": "last_weeks", "tingling_lips_fingers": False},
        {"hand_foot_spasm": True, "fast_breathing": True},
        {"fluid_loss": True, "heart_at_times": True},
        {"fluid_loss": True, "weakness": "function_lost"},
        {"medicines": ["furosemide"], "weakness": "function_lost"},
    ],
)
def test_some_must_be_seen_the_same_day(answers: dict[str, Any]) -> None:
    report = match_causes(None, {**CANNOT_WAIT, **answers})
    assert report.urgency.headline == "See a GP or a clinic today."


def test_one_eye_with_one_side_is_not_said_of_both_sides() -> None:
    left = (replace(BURST, side="left", eye="left"), 15)
    right = (replace(BURST, side="right", eye="right"), 15)
    report = match_causes(recording(left, right, duration_s=120.0), {"hearing_loss": True})
    assert not any("of one side" in rule.says for rule in report.urgency.rules)
    one_sided = match_causes(recording(left, duration_s=120.0), {"hearing_loss": True})
    assert one_sided.urgency.level == "prompt_neurologist"


@pytest.mark.parametrize("left", CANNOT_WAIT)
def test_while_one_of_them_is_open_nobody_is_told_to_wait(left: str) -> None:
    others = {key: value for key, value in CANNOT_WAIT.items() if key != left}
    report = match_causes(None, {**others, "stress": "high", "sleep_hours": 5})
    assert report.urgency.level == "cannot_say"
    questions = shipped_knowledge().questionnaire.questions
    assert report.urgency.unanswered[0] == questions[left].label
    assert report.causes[0].key == "stress"


def test_a_few_answers_say_nothing_of_how_soon() -> None:
    assert level(age_years=30, sex="male") == "cannot_say"
    assert level(drinks=["5 coffees"]) == "cannot_say"
    assert level(age_years=30, sex="male", sudden_droop=True) == "emergency"


def test_what_a_recording_shows_counts() -> None:
    assert level(SPASM) == "gp"
    assert level(SPASM, age_years=30) == "prompt_neurologist"
    assert level(SPASM, age_years=30, past_face_event="palsy") == "gp"
    assert level(SPASM, face_numb=True) == "prompt_neurologist"


@pytest.mark.parametrize("more", [[], [SIGNS["eyes stay open"], SIGNS["many singles"]]])
def test_an_eye_that_is_said_to_stay_still_closes_in_the_recording(more: list[Evidence]) -> None:
    young = {"age_years": 35.0, "eye_with_lip": "no"}
    seen = [replace(one, file=None) for one in (SPASM, *more)]
    assert match_causes(seen, young).urgency.level == "prompt_neurologist"
    assert match_causes(seen, {**young, "age_years": 60.0}).urgency.level == "gp"
    assert match_causes(seen, {**young, "past_face_event": "palsy"}).urgency.level == "gp"
    # Blinks may fall together with some.
    some = recording((replace(BURST, eye="left"), 12), (replace(BURST, eye="none"), 18))
    assert level(some, **young) == "gp"


def test_a_recording_of_one_side_counts_for_rippling() -> None:
    one_side = recording((BURST, 30), duration_s=120.0)
    assert level(one_side, look="rippling") == "prompt_neurologist"


@pytest.mark.parametrize("answers", [STOPPED, {"agitated_and_jerky": True, "medicines": []}])
def test_what_cannot_wait_until_tomorrow_is_headed_so(answers: dict[str, Any]) -> None:
    today = match_causes(None, answers).urgency
    some_day = match_causes(None, {"duration": "over_1_year"}).urgency
    assert (today.level, some_day.level) == ("gp", "gp")
    assert "today" in today.headline
    assert "today" not in some_day.headline


def test_a_child_with_tics_is_not_hurried() -> None:
    tic: dict[str, Any] = {"age_years": 9, "eye_with_lip": "same_side_together"}
    assert level(**tic, urge_before=True) == "gp"
    assert level(**tic, can_hold_back=True) == "gp"


def test_rules_override_the_ranking_and_name_their_source() -> None:
    report = match_causes(None, {"stress": "high", "sleep_hours": 4, "sudden_droop": True})
    assert report.causes[0].key in {"stress", "benign", "stroke", "facial_nerve_injury"}
    assert report.urgency.level == "emergency"
    assert all(rule.says and rule.source for rule in report.urgency.rules)
    levels = [LEVELS.index(rule.level) for rule in report.urgency.rules]
    assert levels == sorted(levels)


def test_open_questions_that_could_raise_it_are_named() -> None:
    some = match_causes(None, {"duration": "under_2_weeks"}).urgency.unanswered
    assert some[0] == "one side of the face suddenly hanging"
    after = match_causes(None, {"duration": "under_2_weeks", "sudden_droop": False})
    assert some[0] not in after.urgency.unanswered
    assert match_causes(None, {"sudden_droop": True}).urgency.unanswered == ()


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({"duration": "1_to_12_months"}, {"alcohol_stopped": True}),
        ({"duration": "1_to_12_months"}, {"neck_surgery": "last_weeks"}),
        ({"medicines": ["lithium"]}, {"fluid_loss": True}),
    ],
)
def test_what_could_make_it_a_matter_of_today_is_named(
    answers: dict[str, Any], left: dict[str, Any]
) -> None:
    some = {**CANNOT_WAIT, **answers}
    now, then = (match_causes(None, one).urgency for one in (some, {**some, **left}))
    assert (now.level, now.is_today, then.level, then.is_today) == ("gp", False, "gp", True)
    labels = [shipped_knowledge().questionnaire.questions[key].label for key in left]
    assert set(labels) <= set(now.unanswered)


def test_foresight_agrees_with_the_rules() -> None:
    """All that makes it more urgent is foreseen, for a person of whom little is known."""
    knowledge = shipped_knowledge()
    matcher = Matcher.of(knowledge)
    foresight = build_foresight(knowledge, matcher.model)
    worths = foresight.worth_of_questions(matcher.situation_of({"age_years": 50.0}, []))
    for key, outcomes in foresight.of_questions.items():
        if key in worths and key != "age_years":
            situations = (
                matcher.situation_of({"age_years": 50.0, key: outcome.known[key]}, [])
                for outcome in outcomes
            )
            reached = [knowledge.urgencies.rank(situation.states) for situation in situations]
            assert worths[key].rank == min(reached), key


def test_what_is_to_be_seen_today_is_said_on_every_level_but_the_highest() -> None:
    urgencies = shipped_knowledge().urgencies
    today = structs.replace(urgencies.rules[0], level="gp", today=True, all=("a",), any=(), none=())
    soon = structs.replace(today, level="prompt_neurologist", today=False, all=("b",))
    now = structs.replace(soon, level="emergency", all=("c",))
    rules = replace(urgencies, rules=(today, soon, now))

    def told(*so: str) -> Urgency:
        states = dict.fromkeys(so, 1.0)
        return judge_urgency(rules, states, enough_answered=True, unanswered=())

    assert told("a").headline == urgencies.headlines_today["gp"] != urgencies.headlines["gp"]
    assert told("b").headline == urgencies.headlines["prompt_neurologist"]
    both = told("a", "b")
    assert both.level == "prompt_neurologist"
    assert both.headline == urgencies.headlines_today["prompt_neurologist"]
    assert [rule.level for rule in both.deciding] == ["prompt_neurologist", "gp"]
    assert both.lesser == ()
    everything = told("a", "b", "c")
    assert everything.headline == urgencies.headlines["emergency"]
    assert [rule.level for rule in everything.deciding] == ["emergency"]
    assert len(everything.lesser) == 2


CALM: dict[str, Any] = {"age_years": 50, "neck_surgery": "no"}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"face_weaker": True}, "prompt_neurologist"),
        ({"face_weaker": True, "past_face_event": "palsy"}, "gp"),
        ({"weakness": "function_lost"}, "gp"),
        ({"weakness": "function_lost", "twitching_elsewhere": True}, "prompt_neurologist"),
        ({"weakness": "function_lost", "tongue": "twitches"}, "prompt_neurologist"),
        ({"weakness": "felt", "tongue": "twitches"}, "gp"),
        ({"weakness": "felt", "twitching_elsewhere": True}, "gp"),
        ({"eye_with_lip": "same_side_apart", "hearing_loss": True}, "prompt_neurologist"),
        ({"eye_with_lip": "same_side_apart", "face_numb": True}, "prompt_neurologist"),
        ({"eye_with_lip": "both_eyes", "hearing_loss": True}, "gp"),
        (
            {"age_years": 35, "eye_with_lip": "same_side_apart", "brow_lifts": True},
            "prompt_neurologist",
        ),
        ({"eye_with_lip": "same_side_apart", "brow_lifts": True}, "gp"),
        ({"look": "slow_pull"}, "gp"),
        ({"look": "slow_pull", "can_hold_back": True}, "gp"),
        ({"set_off_by_face": True}, "gp"),
        ({"task_or_touch": True}, "gp"),
        ({"stops_when_distracted": True}, "gp"),
        ({"tingling_lips_fingers": True}, "self_care"),
        ({"tingling_lips_fingers": True, "cramps": True}, "gp"),
        ({"tingling_lips_fingers": True, "hair_skin_nails": True}, "gp"),
        ({"neck_surgery": "longer_ago"}, "gp"),
        ({"neck_surgery": "longer_ago", "tingling_lips_fingers": False}, "self_care"),
        ({"medicines": ["risperidone"], "look": "patterned", "began_before_18": True}, "gp"),
        ({"past_dopamine_blocker": True}, "gp"),
        ({"past_dopamine_blocker": True, "look": "quick_flicks"}, "self_care"),
        ({"brow_lifts": True}, "gp"),
        ({"known_conditions": ["overactive_thyroid"]}, "gp"),
        ({"medicines": ["levothyroxine"], "jitters": True}, "gp"),
        ({"in_sleep": True, "side": "one_side"}, "gp"),
        (
            {"in_sleep": True, "side": "one_side", "eye_with_lip": "no", **ONE_SIDED},
            "self_care",
        ),
        ({"stress": "high", "drinks": ["5 coffees"], "jitters": True}, "self_care"),
        ({"look": "runs_of_jerks", "side": "one_side"}, "gp"),
        ({"look": "runs_of_jerks", "side": "changes"}, "self_care"),
        ({"look": "patterned", "can_hold_back": True, "began_before_18": False}, "gp"),
        ({"look": "patterned", "can_hold_back": True, "began_before_18": True}, "self_care"),
        ({"look": "quick_flicks", "began_before_18": False}, "self_care"),
        ({"age_years": 9, "look": "patterned", "eye_with_lip": "no"}, "self_care"),
        (
            {
                "age_years": 30,
                "eye_with_lip": "same_side_apart",
                "brow_lifts": True,
                "side": "changes",
            },
            "gp",
        ),
        ({"known_conditions": ["multiple_sclerosis"]}, "gp"),
        # A laxative is taken for constipation.
        ({"medicines": ["senna"], "constipation_or_fatigue": True, "heart_at_times": True}, "gp"),
        (
            {"fluid_loss": True, "constipation_or_fatigue": True, "heart_at_times": True},
            "emergency",
        ),
    ],
)
def test_how_soon(answers: dict[str, Any], expected: str) -> None:
    assert level(**{**CANNOT_WAIT, **CALM, **answers}) == expected


def test_a_measurement_that_is_just_clear_counts() -> None:
    urgencies = shipped_knowledge().urgencies
    rule = structs.replace(urgencies.rules[0], all=("a",), any=(), none=())
    assert rule.fires({"a": CLEAR})
    assert not rule.fires({"a": CLEAR - 0.01})


def test_of_one_level_what_is_a_matter_of_today_comes_first() -> None:
    urgencies = shipped_knowledge().urgencies
    later = structs.replace(
        urgencies.rules[0], level="gp", today=False, all=("a",), any=(), none=()
    )
    rules = replace(urgencies, rules=(later, structs.replace(later, today=True)))
    told = judge_urgency(rules, {"a": 1.0}, enough_answered=True, unanswered=())
    assert [rule.today for rule in told.rules] == [True, False]


def test_only_what_could_raise_the_level_is_said_to() -> None:
    """Beyond watching, what watching would have had to ask first may change nothing."""
    answers: dict[str, Any] = {"slurred_speech": True, "weakness": "none"}
    report = match_causes(None, answers)
    assert report.urgency.level == "prompt_neurologist"
    label = shipped_knowledge().questionnaire.questions["duration"].label
    assert label not in report.urgency.unanswered
    assert label in match_causes(None, {}).urgency.unanswered


def test_all_that_watching_rests_on_is_asked_again_another_day() -> None:
    questionnaire = shipped_knowledge().questionnaire
    assert set(questionnaire.before_watching) <= set(questionnaire.of_now)


@pytest.mark.parametrize(
    "typed",
    [
        *("haloperidol", "haloperidol stopped 3 days ago", "Foobarine", "my son takes haloperidol"),
        "haloperidol depot, last injection 2 weeks ago",
    ],
)
def test_fever_and_stiffness_after_what_may_block_dopamine_cannot_wait(typed: str) -> None:
    stiff = {**CANNOT_WAIT, "fever": True, "slow_or_stiff": True}
    assert level(**stiff, medicines=[typed]) == "emergency"
    assert level(**stiff, medicines=["none"]) == "gp"
    assert level(**stiff, medicines=["paracetamol"]) == "gp"


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "furosemide 40mg",
            "furosemide stopped yesterday",
            "prednisolone course finished yesterday",
        ),
        *("not taken my furosemide since monday", "bisacodyl stopped last week"),
    ],
)
def test_potassium_is_not_back_when_what_lowers_it_is_stopped(typed: str) -> None:
    asked = {**CANNOT_WAIT, "medicines": [typed], "heart_at_times": True}
    assert "today" in match_causes(None, asked).urgency.headline
    assert level(**asked, cramps=True) == "emergency"


SIGNS_BESIDE_MEDICINES: list[dict[str, Any]] = [
    {},
    {"look": "quick_flicks"},
    {"cramps": True},
    {"jitters": True},
    {"hand_foot_spasm": True, "fast_breathing": True},
    {"heart_at_times": True, "weakness": "felt"},
    {"heart_at_times": True, "cramps": True},
    {"fever": True, "slow_or_stiff": True},
    {"agitated_and_jerky": True},
    {"look": "slow_pull", "medicine_timing": True},
    {"look": "flowing"},
]


@pytest.mark.parametrize("signs", SIGNS_BESIDE_MEDICINES)
def test_what_was_stopped_yesterday_is_no_less_urgent_than_what_is_taken(
    signs: dict[str, Any],
) -> None:
    matcher = Matcher.of(knowledge := shipped_knowledge())

    def place(typed: str) -> Rank:
        given = {**CANNOT_WAIT, **signs, "medicines": (typed,)}
        return knowledge.urgencies.rank(matcher.situation_of(given, []).states)

    for name in (known.names[0] for known in knowledge.medicines.values()):
        assert place(f"{name} stopped yesterday") <= place(name), name


@pytest.mark.parametrize("typed", ["lithium carbonate 400 mg", "lithium, stopped yesterday"])
@pytest.mark.parametrize(
    "sign",
    [
        {"fluid_loss": True},
        {"jitters": True},
        {"double_vision_or_balance": True},
        {"slurred_speech": True},
        {"weakness": "felt"},
        {"weakness": "function_lost"},
        {"constipation_or_fatigue": True},
    ],
)
def test_signs_of_too_much_lithium_are_looked_at_today(typed: str, sign: dict[str, Any]) -> None:
    alone = match_causes(None, {**CANNOT_WAIT, "medicines": [typed]}).urgency
    assert (alone.level, alone.is_today) == ("gp", False)
    assert match_causes(None, {**CANNOT_WAIT, **sign, "medicines": [typed]}).urgency.is_today
    assert not match_causes(None, {**CANNOT_WAIT, **sign, "medicines": []}).urgency.is_today


@pytest.mark.parametrize("typed", ["metoclopramide", "metoclopramide, stopped yesterday"])
def test_a_face_that_pulls_soon_after_a_dopamine_blocker_is_seen_today(typed: str) -> None:
    pull = {**CANNOT_WAIT, "look": "slow_pull", "medicine_timing": True}
    assert "today" in match_causes(None, {**pull, "medicines": [typed]}).urgency.headline


@pytest.mark.parametrize(
    "typed", ["promethazine 25 mg", "promethazine, stopped yesterday", "Phenergan at night"]
)
def test_with_promethazine_single_flicks_alone_are_watched(typed: str) -> None:
    asked = {**CANNOT_WAIT, **LATELY_NOTHING, "medicines": [typed], "past_dopamine_blocker": False}
    looks = shipped_knowledge().questionnaire.questions["look"].options
    watched = {look for look in looks if level(**asked, look=look) == "self_care"}
    assert watched == {"quick_flicks"}
    assert level(**asked) == "gp"
    assert level(SIGNS["shaking"], **asked, look="quick_flicks") == "gp"
    assert level(**{**asked, "fever": True, "slow_or_stiff": True}) == "emergency"
    pull = {**asked, "look": "slow_pull", "medicine_timing": True}
    assert "today" in match_causes(None, pull).urgency.headline
    assert level(**{**asked, "medicines": ["metoclopramide"]}, look="quick_flicks") == "gp"


WORDS = ("no", "left", "stopped", "until", "Friday", "my mother", "never", "GP won't prescribe")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=3), st.lists(st.sampled_from(WORDS), max_size=3))
def test_who_names_a_sedative_is_never_told_to_wait_before_its_stopping_is_asked(
    before: list[str], after: list[str]
) -> None:
    """Whatever else is said of it: nobody foresees all words for stopping."""
    typed = {**CANNOT_WAIT, "medicines": [" ".join([*before, "lorazepam", *after])]}
    report = match_causes(None, typed)
    assert report.urgency.level in ("cannot_say", "gp")
    if report.urgency.level == "cannot_say":
        assert "a sleeping or anxiety tablet stopped" in report.urgency.unanswered[:2]
    assert level(**typed, sedative_stopped=True) == "gp"
    assert level(**typed, sedative_stopped=False) == "self_care"


@pytest.mark.parametrize(
    "typed",
    [
        *("stopped all my medication last week", "Foobarine"),
        *("anxiety tablets", "hydroxyzine", "no clonazepan"),
        "dilation of pupils",
    ],
)
def test_what_is_not_known_may_be_a_sedative_that_was_stopped(typed: str) -> None:
    answers = {**CANNOT_WAIT, "medicines": [typed]}
    report = match_causes(None, answers)
    assert report.urgency.level == "cannot_say"
    assert report.urgency.unanswered[0] == "a sleeping or anxiety tablet stopped"
    assert level(**answers, sedative_stopped=False) == "self_care"
    # Whatever it is taken for: it may be another.
    assert level(**{**answers, "fever": True, "slow_or_stiff": True}) == "emergency"


@pytest.mark.parametrize(
    "typed", ["pregabalin 75 mg", "Neurontin", "baclofen", "primidone", "phenobarbitone 60 mg"]
)
def test_what_is_stopped_as_a_sedative_is_asked_for_as_one(typed: str) -> None:
    answers = {**CANNOT_WAIT, "medicines": [typed]}
    assert (
        match_causes(None, answers).urgency.unanswered[0] == "a sleeping or anxiety tablet stopped"
    )
    assert level(**answers) == "cannot_say"
    assert level(**answers, sedative_stopped=False) == "self_care"
    stopped = match_causes(None, {**CANNOT_WAIT, "medicines": [f"{typed}, stopped 3 days ago"]})
    assert stopped.urgency.is_today
    assert any("baclofen, a barbiturate or the like was stopped" in one for one in stopped.notes)
    no_more = {**answers, "medicines": [f"ran out of {typed}"]}
    assert level(**{**no_more, "agitated_and_jerky": True}) == "emergency"
    assert level(**{**no_more, "fever": True}) == "emergency"


@pytest.mark.parametrize(
    "typed",
    [
        *("none", "no medicines", "nothing regular", "no regular meds"),
        *("Nurofen sometimes", "Boots multivitamin", "vitamin C", "co-codamol 8/500", "the pill"),
        *("Omega 3", "B12", "Viagra", "Mirena coil", "Cerazette", "Microgynon 30"),
    ],
)
def test_who_names_no_medicine_or_a_harmless_one_is_not_asked_for_sedatives(typed: str) -> None:
    assert level(**CANNOT_WAIT, medicines=[typed]) == "self_care"


def test_who_takes_nothing_regular_may_take_something() -> None:
    signs = {"fever": True, "slow_or_stiff": True}
    assert level(**{**CANNOT_WAIT, **signs, "medicines": ["nothing regular"]}) == "emergency"


@pytest.mark.parametrize(
    ("typed", "signs", "least"),
    [
        ("stopped lorazepam 2 days ago", {"fever": True}, "emergency"),
        ("haven't taken valium for 3 days", {"fever": True}, "emergency"),
        ("tapering off pregabalin", {"agitated_and_jerky": True}, "emergency"),
        ("no sertraline since Friday", {"agitated_and_jerky": True}, "emergency"),
        ("tramadol, last dose yesterday", {"agitated_and_jerky": True}, "emergency"),
        ("glimepiride, stopped yesterday", {"agitated_and_jerky": True}, "emergency"),
        ("haloperidol until last week", {"fever": True, "slow_or_stiff": True}, "emergency"),
        ("my son takes risperidone", {"fever": True, "slow_or_stiff": True}, "emergency"),
        ("missed my levodopa", {"fever": True, "slow_or_stiff": True}, "emergency"),
        ("ran out of furosemide", {"heart_at_times": True, "cramps": True}, "emergency"),
        ("lithium, stopped yesterday", {}, "gp"),
        ("my wife takes lithium", {}, "gp"),
        ("used to take haloperidol", {}, "gp"),
        ("metoclopramide, 2019", {}, "gp"),
        ("stopped zopiclone in 2015", {}, "gp"),
        ("never took lorazepam", {}, "cannot_say"),
    ],
)
def test_what_is_told_in_more_than_names_hides_nothing(
    typed: str, signs: dict[str, bool], least: str
) -> None:
    """Not understood, it counts for the more urgent, or what was stopped is asked."""
    assert level(**{**CANNOT_WAIT, **signs, "medicines": [typed]}) == least


def test_stiffness_with_what_replaces_dopamine_is_seen_today() -> None:
    """Whether a dose was missed is not asked."""
    stiff = {**CANNOT_WAIT, "fever": True, "slow_or_stiff": True, "medicines": ["levodopa"]}
    urgency = match_causes(None, stiff).urgency
    assert (urgency.level, urgency.is_today) == ("gp", True)


@pytest.mark.parametrize(
    "typed", ["Ambien stopped 4 days ago", "anxiety tablets stopped 3 days ago", "no diazapam left"]
)
def test_a_sedative_by_any_name_that_was_stopped_is_seen(typed: str) -> None:
    answers = {**CANNOT_WAIT, "medicines": [typed]}
    assert level(**answers) == "gp"
    assert level(**{**answers, "fever": True}) == "emergency"


LARGE = replace(BURST, eye="none", amplitude_mm=4.0)
SMALL = replace(SINGLE, eye="none", amplitude_mm=0.8)


def test_a_large_twitch_that_went_on_while_it_was_to_be_held_back_is_not_watched() -> None:
    """NICE NG127: movements of the face that cannot be held back are to be examined."""
    held = recording((LARGE, 20), (LARGE, 20), rest=60, hold=60)
    assert level(held, **CANNOT_WAIT) == "gp"
    assert level(held, **CANNOT_WAIT, can_hold_back=True) == "gp"
    flicks = recording((SMALL, 20), (SMALL, 20), rest=60, hold=60)
    assert level(flicks, **CANNOT_WAIT, **ONE_SIDED) == "self_care"
    stopped = recording((replace(LARGE, pattern="single", peaks=1), 20), rest=60, hold=60)
    assert level(stopped, **CANNOT_WAIT, **ONE_SIDED) == "self_care"


def test_a_slow_tremor_in_the_recording_is_no_shivering() -> None:
    """Which is faster: 8 to 12 times a second."""
    shivers = {**ONE_SIDED, "look": "rhythmic_shaking", "only_when_cold": True}
    assert level(SIGNS["shaking"], **CANNOT_WAIT, **shivers) == "gp"
    fast = recording((replace(TREMOR, frequency_hz=10.0), 6), duration_s=60.0)
    assert level(fast, **CANNOT_WAIT, **shivers) == "self_care"


def test_large_runs_on_one_side_are_not_watched() -> None:
    flicks = {**CANNOT_WAIT, **ONE_SIDED}
    assert level(recording((LARGE, 20)), **flicks) == "gp"
    assert level(recording((LARGE, 20)), **flicks, can_hold_back=True) == "self_care"
    assert level(recording((SMALL, 20)), **flicks) == "self_care"


def test_what_moves_along_in_the_recording_is_not_watched() -> None:
    moves = recording((SMALL, 3), (SMALL, 30), rest=60, eye_closure=30)
    assert level(moves, **CANNOT_WAIT) == "gp"


# What its advice asks for without an if.
SENT_ON = re.compile(
    r"(?:^|\. )(?:See a GP(?! if)|Ask for a neurologist|Tell whoever|(?!If )[^.]*blood test)"
    r"|seen by a neurologist"
)


def telling_answers() -> list[tuple[str, Any]]:
    """Answers that speak for a cause whose advice sends to a doctor."""
    knowledge = shipped_knowledge()
    sent_on = [cause for cause in knowledge.causes.values() if SENT_ON.search(cause.advice)]
    assert len(sent_on) > 8
    telling = {k for cause in sent_on for k, w in cause.weights.items() if w.present >= 1.5}
    found = [knowledge.findings[key] for key in telling]
    plain = {(f.answer, value) for f in found for value in f.is_one_of if f.answer != "weakness"}
    asked = knowledge.questionnaire.questions
    listed = {(f.answer, value) for f in found if f.answer in asked for value in f.has_any_of}
    names = ("risperidone", "levothyroxine", "omeprazole", "promethazine")
    typed = [("medicines", (name,)) for name in names]
    told = {(key, value) for key, value in plain if key in asked and key not in CANNOT_WAIT}
    told.add(("look", "quick_flicks"))
    return sorted([*told, *((key, (value,)) for key, value in listed), *typed], key=str)


def test_nobody_is_told_to_watch_what_the_advice_of_a_shown_cause_sends_to_a_doctor() -> None:
    matcher = Matcher.of(knowledge := shipped_knowledge())
    questions = knowledge.questionnaire.questions
    asked = {key: False for key, one in questions.items() if one.screen == "flags"}
    wrong = []
    for one, other in combinations(telling_answers(), 2):
        answers = check_answers(
            {**asked, **CANNOT_WAIT, **dict((one, other))}, knowledge.questionnaire
        )
        situation = matcher.situation_of(answers, [])
        if LEVELS[knowledge.urgencies.rank(situation.states).level] != "self_care":
            continue
        view = CausesInView(knowledge, matcher.model, matcher.foresight, situation, {})
        shown = [cause for cause in view.causes() if cause.fit in FITTING]
        wrong += [(one, other, cause.key) for cause in shown if SENT_ON.search(cause.advice)]
    assert wrong == []


def rules_say(evidence: Evidence | None = None, **answers: Any) -> str:  # noqa: ANN401 - any answer
    """All that the rules which fire say."""
    rules = match_causes(evidence, {**CANNOT_WAIT, **answers}).urgency.rules
    return " ".join(rule.says for rule in rules)


def test_rules_say_nothing_that_is_not_so() -> None:
    assert "heart" not in rules_say(heat_or_weight_loss=True)
    assert "weight" not in rules_say(heart_at_times=True)
    shaking = {"look": "rhythmic_shaking", "shaking_when": "at_rest", "medicines": ["propranolol"]}
    treated = rules_say(SIGNS["shaking"], **shaking, known_conditions=["essential_tremor"])
    assert "before any treatment" not in treated
    assert "tell whoever treats it" in treated
    assert "before any treatment" in rules_say(SIGNS["shaking"], **shaking)


def test_questions_ask_for_what_their_rules_mean() -> None:
    questions = shipped_knowledge().questionnaire.questions
    # No cramp of one foot at night is an emergency.
    assert "both hands or both feet" in questions["hand_foot_spasm"].text
    # The screen asks for the last days, and the rules also after something was stopped.
    assert questions["fainted"].help == ""
    assert "of stopping alcohol or sedatives" in questions["agitated_and_jerky"].help
    assert "pregabalin" in questions["sedative_stopped"].text


def test_what_could_take_back_all_rules_that_decide() -> None:
    urgencies = shipped_knowledge().urgencies
    one = structs.replace(urgencies.rules[0], level="gp", all=("a",), any=(), none=("x", "y"))
    other = structs.replace(one, all=("b",), none=("z",))
    firm = structs.replace(one, all=("c",), none=())
    now = structs.replace(one, level="emergency", all=("d",))
    rules = replace(urgencies, rules=(one, other, firm, now))

    def by(*known: str, **states: float) -> set[str]:
        return set(taken_back_by(rules, dict.fromkeys(known, 1.0) | states))

    assert by() == set()
    assert by("a") == {"x", "y"}
    assert by("a", x=-1.0) == {"y"}
    assert by("a", x=-1.0, y=-1.0) == set()
    assert by("a", "b") == {"x", "y", "z"}
    assert by("a", "c") == set()
    assert by("a", "d") == set()
