"""From a movement and its scores to an event: twitch or not, why not, and of which kind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.made_rows import NAMES, NO_COURSE, made_decision
from twitchcam.detection.candidates import Candidate
from twitchcam.detection.features import FEATURES, Feature
from twitchcam.detection.movements import Movement
from twitchcam.detection.observability import REASONS
from twitchcam.detection.spell_to_event import decide, main_objection
from twitchcam.detection.spells import Judged, Spell
from twitchcam.records import Event, Floats, Kind, Reason
from twitchcam.settings import DetectionSettings

SETTINGS = DetectionSettings()
DECISION = made_decision(turning=(1.0, 1.0, -1.0))
MOVEMENT = Movement(
    onset_s=4.0,
    end_s=4.2,
    sides=(True, False),
    lips=(False, True),
    excursion_mm=2.0,
    peaks=1,
    pauses_s=(),
    regularity=0.0,
    frequency_hz=np.nan,
    evenly_spaced=False,
    eyes_closed=(False, False),
    rest_before_s=3.0,
    rest_after_s=3.0,
    stays=False,
    codes=np.zeros(96, dtype=np.int8),
    unobservable=False,
)


def decided(movement: Movement = MOVEMENT, *, turning: float = 0.0) -> Event:
    """What becomes of a movement while the head turns so much."""
    features = np.where([name == "turning" for name in NAMES], turning, 0.0)
    score = DECISION.score(features, NO_COURSE)
    candidate = Candidate(4.1, 4.05, 4.15, 5.0, features, observable=True)
    judged = Judged(candidate, score, score > DECISION.accept)
    return decide(movement, Spell.of([judged]), DECISION, SETTINGS)


def test_an_accepted_movement_is_a_twitch() -> None:
    event = decided()
    assert (event.kind, event.reason) == (Kind.TWITCH, None)
    assert (event.onset_s, event.duration_s) == pytest.approx((4.0, 0.2))
    assert (event.lip, event.side, event.eye) == ("lower", "left", "none")
    assert (event.pattern, event.peaks, event.frequency_hz) == ("single", 1, None)
    assert (event.amplitude_mm, event.confidence) == (2.0, DECISION.confidence(1.0))


def test_a_refused_movement_has_the_reason_of_its_points() -> None:
    event = decided(turning=2.0)
    assert (event.kind, event.reason) == (Kind.REJECTED, Reason.HEAD_MOTION)
    assert event.confidence == DECISION.confidence(-1.0)


def with_codes(*reasons: Reason) -> Movement:
    codes = np.zeros(10, dtype=np.int8)
    codes[: len(reasons)] = [1 + REASONS.index(reason) for reason in reasons]
    return replace(MOVEMENT, codes=codes)


@pytest.mark.parametrize(
    ("movement", "reason"),
    [
        (with_codes(Reason.NO_FACE), Reason.NO_FACE),
        (with_codes(Reason.NOISE, Reason.COVERED, Reason.COVERED), Reason.COVERED),
        (replace(MOVEMENT, rest_before_s=0.01), Reason.CUT_OFF),
        (replace(MOVEMENT, rest_after_s=0.01), Reason.CUT_OFF),
        (replace(MOVEMENT, excursion_mm=1.1 * SETTINGS.max_excursion_mm), Reason.EXPRESSION),
    ],
)
def test_what_no_score_makes_good(movement: Movement, reason: Reason) -> None:
    event = decided(movement)
    assert (event.kind, event.reason) == (Kind.REJECTED, reason)


@pytest.mark.parametrize("peaks", [1, 2, 3])
def test_lips_that_go_and_stay_make_an_expression_unless_they_pull_again_and_again(
    peaks: int,
) -> None:
    event = decided(replace(MOVEMENT, stays=True, peaks=peaks))
    assert event.reason is (Reason.EXPRESSION if peaks <= 2 else None)


def test_many_peaks_that_go_on_to_the_end_are_no_edge_of_something_else() -> None:
    assert decided(replace(MOVEMENT, rest_after_s=0.01, peaks=5)).kind is Kind.TWITCH


def test_a_tremor_from_the_first_picture_on_is_no_edge_of_something_else() -> None:
    """Whoever shakes all the time begins before the recording does."""
    from_the_start = replace(MOVEMENT, rest_before_s=0.01, peaks=20, frequency_hz=5.0)
    assert decided(replace(from_the_start, regularity=0.95)).kind is Kind.TWITCH
    assert decided(replace(from_the_start, regularity=0.5)).reason is Reason.CUT_OFF


def test_a_tremor_may_wax_and_wane() -> None:
    waxing = replace(MOVEMENT, peaks=8, regularity=0.85, frequency_hz=5.0)
    assert decided(waxing).pattern == "burst"
    assert decided(replace(waxing, evenly_spaced=True)).pattern == "tremor"


@pytest.mark.parametrize(
    ("peaks", "regularity", "pattern", "frequency_hz"),
    [
        (1, 1.0, "single", None),
        (3, 1.0, "burst", None),
        (4, 0.5, "burst", None),
        (4, 0.9, "tremor", 5.0),
    ],
)
def test_pattern(peaks: int, regularity: float, pattern: str, frequency_hz: float | None) -> None:
    event = decided(replace(MOVEMENT, peaks=peaks, regularity=regularity, frequency_hz=5.0))
    assert (event.pattern, event.frequency_hz) == (pattern, frequency_hz)


def test_eyes_that_were_not_seen_are_not_called_open() -> None:
    assert decided(replace(MOVEMENT, eyes_closed=None)).eye is None
    assert decided(replace(MOVEMENT, eyes_closed=(True, False))).eye == "left"


def points(**of: float) -> Floats:
    return np.array([of.get(name, 0.0) for name in NAMES])


@pytest.mark.parametrize(
    "feature",
    [feature for feature in FEATURES if feature.against is not Reason.BLINK],
    ids=lambda feature: feature.name,
)
def test_the_objection_is_what_most_points_speak_for(feature: Feature) -> None:
    assert main_objection(points(**{feature.name: -0.5})) is feature.against


def test_points_for_the_same_reason_add_up() -> None:
    several = points(turning=-0.3, nodding=-0.3, opening_change=-0.5)
    assert main_objection(several) is Reason.HEAD_MOTION
    outweighed = points(turning=-0.3, nodding=-0.3, surround_near=0.4, opening_change=-0.5)
    assert main_objection(outweighed) is Reason.MOUTH_MOVEMENT


@pytest.mark.parametrize("none_against", [points(), points(lips_near=0.2, width_change=0.5)])
def test_what_no_points_speak_against_is_not_told_as_movement_of_the_head(
    none_against: Floats,
) -> None:
    """The network alone refused it."""
    assert main_objection(none_against) is Reason.EXPRESSION


@pytest.mark.parametrize("eyes_closed", [(True, True), (True, False), (False, False), None])
@pytest.mark.parametrize("decided_by", ["eyes_open", "turning"])
def test_a_refused_movement_is_a_blink_when_both_eyes_closed(
    decided_by: str, eyes_closed: tuple[bool, bool] | None
) -> None:
    decision = made_decision(**{decided_by: (0.9, -1.0, 1.0)})
    candidate = Candidate(4.1, 4.05, 4.15, 5.0, np.zeros(len(NAMES)), observable=True)
    spell = Spell.of([Judged(candidate, -1.0, accepted=False)])
    event = decide(replace(MOVEMENT, eyes_closed=eyes_closed), spell, decision, SETTINGS)
    assert event.kind is Kind.REJECTED
    assert (event.reason is Reason.BLINK) == (eyes_closed == (True, True))


def test_a_twitch_may_come_with_both_eyes() -> None:
    assert decided(replace(MOVEMENT, eyes_closed=(True, True))).kind is Kind.TWITCH
