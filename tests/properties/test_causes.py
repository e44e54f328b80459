"""What must hold for cause matching whatever is answered and recorded."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rich.console import Console

from tests.evidence.made_up import BURST, RECORDING, SENSOR
from twitchcam.causes.answers import check_answers
from twitchcam.causes.cause_report import FITS
from twitchcam.causes.knowledge import shipped_knowledge
from twitchcam.causes.matching import Matcher, match_causes
from twitchcam.errors import AnswersError, TwitchcamError
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.evidence.phases import Stretch, with_phases
from twitchcam.outputs.causes_json import causes_text
from twitchcam.outputs.causes_table import causes_table
from twitchcam.records import EYES, LIPS, PATTERNS, SIDES, Event, Evidence, Kind, Reason
from twitchcam.wording import MEDICAL_CLAIMS

if TYPE_CHECKING:
    import random

    from twitchcam.causes.cause_report import CauseReport
    from twitchcam.causes.questions import Question

KNOWLEDGE = shipped_knowledge()
MATCHER = Matcher.of(KNOWLEDGE)
QUESTIONS = KNOWLEDGE.questionnaire.questions
TYPED = ("3 coffees", "sertraline", "haloperidol 2 mg", "none", "Foobar", "500 ml cola", "the pill")
few = settings(max_examples=25, deadline=None)


def possible(question: Question) -> st.SearchStrategy[Any]:
    """Answers that can be given to a question."""
    if question.kind == "yes_no":
        return st.booleans()
    if question.kind == "number":
        return st.floats(question.least, question.most)
    if question.kind == "choice":
        return st.sampled_from(list(question.options))
    if question.kind == "choices":
        return st.lists(st.sampled_from(list(question.options)), max_size=3)
    return st.lists(st.one_of(st.sampled_from(TYPED), st.text(max_size=30)), max_size=4)


def consistent(answers: dict[str, Any]) -> bool:
    try:
        check_answers(answers, KNOWLEDGE.questionnaire)
    except AnswersError:
        return False
    return True


answer_sets = st.fixed_dictionaries(
    {}, optional={key: possible(question) for key, question in QUESTIONS.items()}
).filter(consistent)
events = st.builds(
    Event,
    kind=st.sampled_from(Kind),
    onset_s=st.floats(0, 60),
    duration_s=st.floats(0.05, 30),
    lip=st.sampled_from(LIPS),
    side=st.sampled_from([*SIDES, None]),
    pattern=st.sampled_from(PATTERNS),
    peaks=st.integers(1, 200),
    frequency_hz=st.one_of(st.none(), st.floats(3, 11)),
    amplitude_mm=st.one_of(st.none(), st.floats(0.1, 9)),
    eye=st.sampled_from([None, *EYES]),
    reason=st.sampled_from(Reason),
)


@st.composite
def recordings(draw: st.DrawFn) -> Evidence:
    """Draw what the counting makes of any events, with or without phases."""
    drawn = draw(st.lists(events, max_size=30))
    # No two are of the same recording.
    facts = replace(RECORDING, frames=draw(st.integers(1, 2**60)))
    evidence = summarise(drawn, facts, SENSOR)
    names = draw(st.lists(st.sampled_from(["rest", "hold", "sleep", "pucker"]), max_size=3))
    if not names:
        return evidence
    each_s = RECORDING.duration_s / len(names)
    stretches = [Stretch(name, n * each_s, (n + 1) * each_s) for n, name in enumerate(names)]
    return with_phases(evidence, drawn, stretches)


def several(least: int, most: int) -> st.SearchStrategy[list[Evidence]]:
    """Recordings of one person, none of them twice."""
    return st.lists(
        recordings(), min_size=least, max_size=most, unique_by=lambda one: one.recording.frames
    )


def shown(report: CauseReport) -> str:
    """Everything that a report prints, on the screen and as JSON."""
    screen = StringIO()
    Console(width=100, file=screen).print(causes_table(report))
    return screen.getvalue() + causes_text(report)


@few
@given(answers=answer_sets, made=several(0, 2))
def test_nothing_crashes_and_no_forbidden_word_is_printed(
    answers: dict[str, Any], made: list[Evidence]
) -> None:
    report = match_causes(made, answers)
    # Sources are citations, and may be named as they are.
    text = shown(replace(report, sources={}))
    assert not MEDICAL_CLAIMS.search(" ".join(text.split()))
    assert json.loads(causes_text(report))["schema"] == "twitchcam.causes/1"
    places = [(FITS.index(cause.fit), -cause.score) for cause in report.causes]
    assert places == sorted(places)
    assert all(np.isfinite(cause.score) for cause in report.causes)


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


@few
@given(
    st.dictionaries(
        st.one_of(st.sampled_from(list(QUESTIONS)), st.text(max_size=20)), anything, max_size=5
    )
)
def test_bad_answers_get_one_clean_line(answers: dict[str, Any]) -> None:
    complaint = ""
    try:
        match_causes(None, answers)
    except TwitchcamError as error:
        complaint = str(error)
    assert "\n" not in complaint
    assert not MEDICAL_CLAIMS.search(complaint)


@few
@given(answers=answer_sets, order=st.randoms(use_true_random=False))
def test_order_does_not_matter(answers: dict[str, Any], order: random.Random) -> None:
    keys = list(answers)
    order.shuffle(keys)
    assert match_causes(None, {key: answers[key] for key in keys}) == match_causes(None, answers)


@few
@given(answers=answer_sets, made=several(2, 3))
def test_order_of_recordings_does_not_matter(answers: dict[str, Any], made: list[Evidence]) -> None:
    one, other = match_causes(made, answers), match_causes(made[::-1], answers)
    assert one.urgency == other.urgency
    scores = {cause.key: cause.score for cause in one.causes}
    for cause in other.causes:
        assert abs(cause.score - scores[cause.key]) < 1e-9


@few
@given(answers=answer_sets, unknown=st.sets(st.sampled_from(list(QUESTIONS))))
def test_what_is_not_known_changes_nothing(answers: dict[str, Any], unknown: set[str]) -> None:
    silent = {key: None for key in unknown if key not in answers}
    assert match_causes(None, {**answers, **silent}) == match_causes(None, answers)


@lru_cache
def speaking_for() -> list[tuple[str, str, float]]:
    """All findings, and the state of them, that speak for each cause."""
    return [
        (cause.key, key, state)
        for cause in KNOWLEDGE.causes.values()
        for key, weight in cause.weights.items()
        for state, ratio in ((1.0, weight.present), (-1.0, weight.absent))
        if ratio > 1
    ]


@few
@given(
    answers=answer_sets,
    which=st.sampled_from(speaking_for()),
    strength=st.floats(0, 1),
    more=st.floats(0, 1),
)
def test_more_evidence_for_a_cause_never_lowers_it(
    answers: dict[str, Any], which: tuple[str, str, float], strength: float, more: float
) -> None:
    """From nothing known, or a weaker sign, to a stronger one."""
    cause, finding, state = which
    assume(strength <= more)
    situation = MATCHER.situation_of(_checked(answers), [])
    weak, strong = (
        MATCHER.model.states({**situation.states, finding: state * size})
        for size in (strength, more)
    )
    prior = MATCHER.model.prior(situation.known)
    odds = MATCHER.model.log_odds(np.array([weak, strong]), prior)
    column = list(KNOWLEDGE.causes).index(cause)
    assert odds[1, column] >= odds[0, column] - 1e-9


@few
@given(answers=answer_sets, added=st.integers(1, 20), counted=st.integers(0, 20))
def test_more_runs_with_the_eye_never_speak_against_hemifacial_spasm(
    answers: dict[str, Any], added: int, counted: int
) -> None:
    def score(with_eye: int) -> float:
        eye, none = replace(BURST, eye="left"), replace(BURST, eye="none", onset_s=2.0)
        made = summarise([eye] * with_eye + [none] * counted, RECORDING, SENSOR)
        causes = match_causes(made, answers).causes
        return next(cause.score for cause in causes if cause.key == "hemifacial_spasm")

    assert score(counted + added) >= score(counted) - 1e-9


@few
@given(answers=answer_sets)
def test_a_recording_in_which_nothing_was_seen_changes_no_score(answers: dict[str, Any]) -> None:
    blind = [Event(Kind.UNOBSERVABLE, 0.0, RECORDING.duration_s, reason=Reason.NO_FACE)]
    report = match_causes(summarise(blind, RECORDING, SENSOR), answers)
    assert report.causes == match_causes(None, answers).causes
    assert report.recording_effects == ()


@few
@given(answers=answer_sets, made=several(0, 1))
def test_als_needs_lost_function(answers: dict[str, Any], made: list[Evidence]) -> None:
    signs = ("slurred_speech", "swallowing_trouble", "wasting", "breathless_lying")
    harmless = {key: answer for key, answer in answers.items() if key not in signs}
    if harmless.get("weakness") in ("function_lost", "severe"):
        del harmless["weakness"]
    assert "als" not in {cause.key for cause in match_causes(made, harmless).causes}


@few
@given(answers=answer_sets)
def test_a_sudden_droop_is_always_an_emergency(answers: dict[str, Any]) -> None:
    report = match_causes(None, {**answers, "sudden_droop": True})
    assert report.urgency.level == "emergency"


def _checked(answers: dict[str, Any]) -> dict[str, Any]:
    return check_answers(answers, KNOWLEDGE.questionnaire)
