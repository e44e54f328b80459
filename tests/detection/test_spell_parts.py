"""A spell that is cut: at pauses, and where nothing could be observed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.made_motion import RESTING_FACE, Pull, frame_times_s, make_motion
from tests.made_rows import made_decision
from twitchcam.detection.candidates import Candidate
from twitchcam.detection.detector import Detector
from twitchcam.detection.spell_parts import split_at_pauses
from twitchcam.detection.spells import Judged, Spell
from twitchcam.records import Kind, Reason

STRONG = made_decision(strength=(1.0, -1.0, 1.0))


@pytest.mark.parametrize("what", ["no pictures", "no face", "turned away"])
def test_a_moment_that_is_not_seen_does_not_hide_a_long_tremor(what: str) -> None:
    """What was observed counts; what was not is told."""
    hidden = {"no face": None, "turned away": replace(RESTING_FACE, yaw_deg=40.0)}
    times_s = frame_times_s(30.0, 30.0)
    if what == "no pictures":
        times_s = times_s[(times_s < 12.0) | (times_s > 12.3)]
    motions = make_motion(
        times_s,
        [Pull(3.0, 22.0, (2, 3), 2.0, cycles=110)],
        face_at=lambda t: hidden.get(what, RESTING_FACE) if 12.0 < t < 12.2 else RESTING_FACE,
    )
    detector = Detector(decision=STRONG)
    events = detector.push(motions) + detector.flush()
    before, after = (event for event in events if event.kind is Kind.TWITCH)
    (blind,) = (event for event in events if event.kind is Kind.UNOBSERVABLE)
    assert before.end_s < blind.onset_s + 0.05
    assert after.onset_s > blind.end_s - 0.05
    assert (before.peaks or 0) + (after.peaks or 0) == pytest.approx(106, abs=3)
    assert not [event for event in events if event.kind is Kind.REJECTED]


@pytest.mark.parametrize("hidden_s", [32.3, 32.6, 32.75, 32.9, 33.05, 33.2])
def test_a_moment_that_is_not_seen_just_after_the_longest_event(hidden_s: float) -> None:
    """Where a tremor was cut for its length, what is left of it may lie before its candidate."""
    turned = replace(RESTING_FACE, yaw_deg=40.0)
    motions = make_motion(
        frame_times_s(40.0, 30.0),
        [Pull(2.0, 34.0, (2, 3), 2.0, cycles=170)],
        face_at=lambda t: turned if hidden_s < t < hidden_s + 0.1 else RESTING_FACE,
    )
    detector = Detector(decision=STRONG)
    events = detector.push(motions) + detector.flush()
    peaks = sum(event.peaks or 0 for event in events if event.kind is Kind.TWITCH)
    assert peaks > 155
    assert not [event for event in events if event.kind is Kind.REJECTED]


def test_few_peaks_beside_what_is_not_seen_are_not_told() -> None:
    turned = replace(RESTING_FACE, yaw_deg=40.0)
    motions = make_motion(
        frame_times_s(8.0, 30.0),
        [Pull(4.0, 0.8, (2, 3), 2.0, cycles=4)],
        face_at=lambda time_s: turned if 4.3 < time_s < 4.4 else RESTING_FACE,
    )
    detector = Detector(decision=STRONG)
    events = detector.push(motions) + detector.flush()
    assert {event.reason for event in events} == {Reason.TURNED_AWAY}


def test_a_pause_is_rest_also_in_what_was_cut_out_of_a_movement() -> None:
    one, other = (
        Judged(
            Candidate(at_s, at_s - 0.1, at_s + 0.1, 5.0, np.zeros(0), observable=True),
            score=1.0,
            accepted=True,
        )
        for at_s in (4.0, 5.0)
    )
    spell = replace(Spell.of([one, other]), rests=(False, False))
    parts = split_at_pauses(spell, [4.5])
    assert [part.members for part in parts] == [(one,), (other,)]
    assert [part.rests for part in parts] == [(False, True), (True, False)]


@pytest.mark.parametrize("size_mm", [1.0, 4.0])
@pytest.mark.parametrize(("apart_s", "events"), [(0.35, 1), (0.45, 2), (0.7, 2)])
def test_twitches_are_one_event_up_to_the_same_distance_at_any_size(
    size_mm: float, apart_s: float, events: int
) -> None:
    first, second = Pull(4.0, 0.2, (1,), size_mm), Pull(4.0 + apart_s, 0.2, (1,), size_mm)
    detector = Detector()
    found = detector.push(make_motion(frame_times_s(8.0, 30.0), (first, second)))
    found += detector.flush()
    assert [event.kind for event in found] == [Kind.TWITCH] * events
    assert sum(event.peaks or 0 for event in found) == 2
