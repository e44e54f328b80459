"""From evidence and answers to causes."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import twitchcam
from tests.causes.made_up import WITH_EYE, recording
from tests.evidence.made_up import BURST, SINGLE, TREMOR, blind, evidence_of
from twitchcam.causes.cause_report import FITS
from twitchcam.causes.matching import CHANGED, match_causes
from twitchcam.errors import AnswersError, EvidenceError

if TYPE_CHECKING:
    from twitchcam.causes.cause_report import CauseMatch, CauseReport
    from twitchcam.records import Evidence

SPASM = recording((replace(BURST, eye="left"), 30), duration_s=120.0)
SHAKING = recording((replace(TREMOR, peaks=40, frequency_hz=5.0), 6), duration_s=120.0)


def match(evidence: Evidence | None = None, **answers: Any) -> CauseReport:  # noqa: ANN401 - any answer
    return match_causes(evidence, answers)


def found(report: CauseReport, key: str) -> CauseMatch:
    return next(cause for cause in report.causes if cause.key == key)


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        ({"drinks": ["5 coffees"], "jitters": True}, "caffeine"),
        ({"stress": "high", "sleep_hours": 5}, "stress"),
        ({"medicines": ["sertraline"], "medicine_timing": True}, "medicine"),
        ({"neck_surgery": "last_weeks", "tingling_lips_fingers": True}, "hypoparathyroidism"),
        ({"past_face_event": "palsy", "duration": "over_1_year"}, "facial_nerve_injury"),
        ({"age_years": 9, "duration": "1_to_12_months", "look": "patterned"}, "tics"),
        ({"look": "quick_flicks", "weakness": "none", "duration": "under_2_weeks"}, "benign"),
        ({}, "benign"),
    ],
)
def test_plain_stories(answers: dict[str, Any], first: str) -> None:
    assert match(**answers).causes[0].key == first


def test_a_child_that_is_known_to_drink_much_caffeine_is_rare_no_more() -> None:
    def fit(age_years: int, **answers: Any) -> str:  # noqa: ANN401 - any answer
        return found(match(age_years=age_years, **answers), "caffeine").fit

    assert fit(6, caffeine_mg=950) == fit(30, caffeine_mg=950) == "well"
    assert (fit(6, jitters=True), fit(30, jitters=True)) == ("little", "partly")


def test_a_recording_can_set_causes_apart() -> None:
    answers: dict[str, Any] = {"age_years": 52, "duration": "over_1_year"}
    assert match(SPASM, **answers).causes[0].key == "hemifacial_spasm"
    shaking = match(SHAKING, age_years=70, duration="over_1_year")
    assert shaking.causes[0].key == "parkinsons"
    assert match(**answers).causes[0].key == "benign"


def test_a_recording_alone_tells_no_parkinsons_but_a_hemifacial_spasm() -> None:
    """A shaking lip is shown as one of a group, a side that twitches with its eye by itself."""
    old: dict[str, Any] = {"age_years": 70, "duration": "over_1_year"}
    assert found(match(SHAKING, **old), "parkinsons").fit == "partly"
    assert found(match(SHAKING, **old, limb_rest_tremor=True), "parkinsons").fit == "well"
    assert found(match(SPASM, **old), "hemifacial_spasm").fit == "well"


def test_parkinsons_is_mostly_known_where_the_face_shakes() -> None:
    old: dict[str, Any] = {"age_years": 70, "duration": "over_1_year"}
    known: list[list[str] | None] = [[], None, ["parkinsons"]]
    scores = [
        found(match(SHAKING, **old, known_conditions=one), "parkinsons").score for one in known
    ]
    assert scores == sorted(scores)
    assert len(set(scores)) == 3


def test_the_report_says_what_the_recording_changed() -> None:
    story = {"age_years": 52, "duration": "over_1_year", "stress": "high", "look": "slow_pull"}
    report = match(SPASM, **story)
    effects = {effect.key: effect for effect in report.recording_effects}
    assert effects["hemifacial_spasm"].change == "more"
    assert effects["stress"].change == "less"
    # What was answered is not told as seen.
    told = {reason.says for one in report.causes for reason in one.reasons_against}
    assert any("pull" in says for says in told)
    assert not any("pull" in because for one in effects.values() for because in one.because)
    assert any("eye" in because for because in effects["hemifacial_spasm"].because)
    assert match(stress="high").recording_effects == ()


def test_a_recording_that_changes_the_odds_by_half_as_much_again_says_so() -> None:
    seen, story = recording((SINGLE, 20)), {"look": "slow_pull"}
    report = match(seen, **story)
    change = found(report, "dystonia").score - found(match(None, **story), "dystonia").score
    assert 1.5 < math.exp(-change) < 1.8
    assert {effect.key: effect.change for effect in report.recording_effects}["dystonia"] == "less"


def test_a_cause_that_fits_by_the_answers_alone_is_not_said_to_fit_less() -> None:
    """Of one of which nothing was known before the recording, it is new that it fits at all."""
    seen, story = (
        recording((SINGLE, 60), (SINGLE, 5), rest=60.0, hold=60.0),
        {"medicines": ["sertraline"]},
    )
    before, after = (found(match(one, **story), "benign") for one in (None, seen))
    assert (before.fit, after.fit) == ("cannot_say", "partly")
    assert before.score - after.score > math.log(CHANGED)
    assert "benign" not in {effect.key for effect in match(seen, **story).recording_effects}


def test_als_is_never_named_on_twitching_alone() -> None:
    everything_else: dict[str, Any] = {
        "age_years": 70,
        "duration": "over_1_year",
        "twitching_elsewhere": True,
        "tongue": "twitches",
        "cramps": True,
        "weakness": "felt",
        "course": "worse",
    }
    assert "als" not in {c.key for c in match(recording((SINGLE, 30)), **everything_else).causes}
    assert "als" in {cause.key for cause in match(**everything_else, slurred_speech=True).causes}


def test_reasons_for_against_and_unknown() -> None:
    hfs = found(match(eye_with_lip="same_side_together", in_sleep=False), "hemifacial_spasm")
    assert [(r.finding, r.weight, r.tag) for r in hfs.reasons_for] == [
        ("eye_together", "strong", "J")
    ]
    assert [r.finding for r in hfs.reasons_against] == ["in_sleep"]
    assert hfs.reasons_against[0].says == "it stops in sleep"
    assert "what the movement looks like" in hfs.unknown
    assert "whether it goes on in sleep" not in hfs.unknown


def test_what_a_recording_settles_is_not_unknown() -> None:
    side, eye = "which side twitches", "whether an eye twitches with the lip"
    story: dict[str, Any] = {"age_years": 52, "duration": "over_1_year"}
    before, after = match(**story), match(SPASM, **story)
    assert {side, eye} <= set(found(before, "hemifacial_spasm").unknown)
    assert not {side, eye} & {label for cause in after.causes for label in cause.unknown}
    story |= {"past_face_event": "no", "medicines": [], "began_before_18": False}
    story |= {"look": "runs_of_jerks"}
    before, after = match(**story), match(SPASM, **story)
    assert eye in {step.text for step in before.next_steps}
    assert not {side, eye} & {step.text for step in after.next_steps}


def test_a_recording_that_tells_little_settles_nothing() -> None:
    once = match(recording((WITH_EYE, 1), duration_s=5.0), age_years=52, duration="over_1_year")
    assert "which side twitches" in {label for cause in once.causes for label in cause.unknown}


def test_nothing_known_cannot_be_judged() -> None:
    report = match()
    assert {cause.fit for cause in report.causes} == {"cannot_say"}
    assert report.urgency.level == "cannot_say"
    assert report.no_clear_match
    assert report.next_steps


def test_fitting_on_what_says_nothing_special_is_not_fitting_well() -> None:
    """Quick flicks look alike whatever the cause."""
    report = match(look="quick_flicks", duration="under_2_weeks")
    assert [cause.key for cause in report.causes if cause.fit == "well"] == ["benign"]
    assert report.no_clear_match


def test_causes_that_look_alike_are_said_to() -> None:
    report = match(stress="high", drinks=["6 coffees"])
    groups = {group.kind: group for group in report.cannot_tell_apart}
    assert {"Stress and exhaustion", "A lot of caffeine"} <= set(groups["small_flicks"].causes)
    assert "caffeine" in found(report, "stress").alike


def test_causes_coexist() -> None:
    """Strain does not take away from what speaks for a hemifacial spasm."""
    answers: dict[str, Any] = {"eye_with_lip": "same_side_together", "look": "runs_of_jerks"}
    alone, strained = match(**answers), match(**answers, stress="high", sleep_hours=4)
    score = found(alone, "hemifacial_spasm").score
    assert found(strained, "hemifacial_spasm").score == pytest.approx(score)


def test_short_recordings_weigh_less() -> None:
    scores = [
        found(match(recording((WITH_EYE, count), duration_s=time_s)), "hemifacial_spasm").score
        for count, time_s in ((0, 5.0), (2, 5.0), (8, 60.0), (20, 60.0))
    ]
    assert scores == sorted(scores)
    assert len(set(scores)) == 4


def test_a_recording_without_twitches_changes_nothing() -> None:
    answers: dict[str, Any] = {"age_years": 52, "stress": "high"}
    plain = match(**answers)
    for empty in (recording(), evidence_of(blind())):
        report = match(empty, **answers)
        assert [c.score for c in report.causes] == [c.score for c in plain.causes]
        assert report.recording_effects == ()
        assert len(report.notes) == 1


def test_what_would_tell_most_next() -> None:
    report = match(
        age_years=52, duration="over_1_year", eye_with_lip="same_side_together", side="one_side"
    )
    assert "past_face_event" in {step.key for step in report.next_steps}
    assert any(step.kind == "recording" for step in report.next_steps)
    worth = [step.information for step in report.next_steps]
    assert worth == sorted(worth, reverse=True)


def test_the_library_offers_it() -> None:
    assert twitchcam.match_causes is match_causes
    assert SPASM.file is not None
    again = replace(SPASM, file=replace(SPASM.file, sha256_of_ends="of another recording"))
    twice = match_causes([SPASM, again], {})
    one = found(match(SPASM), "hemifacial_spasm")
    assert found(twice, "hemifacial_spasm").score > one.score


def test_bad_answers_are_refused() -> None:
    with pytest.raises(AnswersError, match="shoe_size"):
        match(shoe_size=43)


@pytest.mark.parametrize("age_years", [34, 50])
def test_a_rare_cause_fits_in_part_by_what_speaks_for_it(age_years: int) -> None:
    """Or a rule of urgency would speak of what fits little."""
    report = match_causes(
        None,
        {"age_years": age_years, "eye_with_lip": "same_side_together", "began_around_eye": True},
    )
    assert {cause.key: cause.fit for cause in report.causes}["hemifacial_spasm"] == "partly"


def test_what_speaks_against_a_common_cause_outweighs_that_it_is_common() -> None:
    report = match(recording((WITH_EYE, 20)), alcohol="moderate")
    fits = {cause.key: cause.fit for cause in report.causes}
    assert fits["benign"] == fits["stress"] == "little"
    assert fits["hemifacial_spasm"] == "partly"
    assert found(match(eye_with_lip="same_side_together"), "hemifacial_spasm").fit == "partly"
    places = [FITS.index(cause.fit) for cause in report.causes]
    assert places == sorted(places)


def test_a_medicine_of_the_past_may_still_be_at_work() -> None:
    past = match(medicines=[], past_dopamine_blocker=True, look="rhythmic_shaking")
    assert found(past, "rabbit_syndrome").fit == "partly"
    assert not any("no medicines" in r.says for c in past.causes for r in c.reasons_against)


def test_stopping_to_drink_is_not_contradicted() -> None:
    report = match(
        alcohol="none", alcohol_stopped=True, sedative_stopped=False, stimulant_drugs=False
    )
    assert found(report, "alcohol_drugs").fit == "well"
    assert not found(report, "alcohol_drugs").reasons_against


def test_being_common_is_no_fit() -> None:
    """Without anything that speaks for a cause, it does not fit in part."""
    for cause in match_causes(None, {"side": "changes", "sex": "other"}).causes:
        assert cause.fit in {"little", "cannot_say"} or cause.reasons_for


@pytest.mark.parametrize("given", [Path("clip_evidence.json"), "clip_evidence.json", [3], 3])
def test_what_is_no_evidence_is_told(given: object) -> None:
    with pytest.raises(EvidenceError, match="is no evidence: give what read_evidence gives"):
        match_causes(given)  # type: ignore[arg-type]


def test_the_name_of_a_file_is_no_answers() -> None:
    with pytest.raises(AnswersError, match="give a dict, or what read_answers gives"):
        match_causes(None, "answers.toml")  # type: ignore[arg-type]
