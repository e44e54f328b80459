"""What is said of the recordings themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.causes.made_up import RIGHT, WITH_EYE, recording
from tests.evidence.made_up import (
    BURST,
    RECORDING,
    SENSOR,
    SINGLE,
    TREMOR,
    blind,
    evidence_of,
)
from twitchcam.causes.matching import match_causes
from twitchcam.causes.recording_notes import recording_notes
from twitchcam.errors import EvidenceError

if TYPE_CHECKING:
    from twitchcam.records import Evidence


@pytest.mark.parametrize(
    ("answers", "evidence", "says"),
    [
        ({"eye_with_lip": "no"}, recording((WITH_EYE, 9)), "an eye closes with some twitches"),
        ({"side": "changes"}, recording((SINGLE, 30)), "the twitches keep to one side"),
        ({"look": "quick_flicks"}, recording((TREMOR, 3)), "it shakes regularly"),
        ({"side": "both"}, recording((SINGLE, 30)), "the twitches keep to one side"),
        ({"side": "one_side"}, recording((SINGLE, 9), (RIGHT, 9)), "come on both sides"),
        ({"eye_with_lip": "same_side_together"}, recording((SINGLE, 30)), "the eyes stay open"),
        ({"look": "rhythmic_shaking"}, recording((SINGLE, 30)), "most are single twitches"),
        ({"look": "rhythmic_shaking"}, recording((BURST, 30)), "most are irregular runs"),
    ],
)
def test_answers_that_do_not_go_with_the_recording_are_named(
    answers: dict[str, str], evidence: object, says: str
) -> None:
    assert any(says in note for note in match_causes(evidence, answers).notes)  # type: ignore[arg-type]
    assert not any(says in note for note in match_causes(evidence, {}).notes)  # type: ignore[arg-type]
    little = recording((SINGLE, 1), duration_s=2.0)
    assert not any(says in note for note in match_causes(little, answers).notes)


def test_copies_in_another_form_are_named() -> None:
    """As a camera's own file and what a messenger made of it: they count as two recordings."""
    one, other = recording((SINGLE, 7), duration_s=15.0), recording((SINGLE, 7), duration_s=15.03)
    (_, note) = recording_notes([one, other])
    assert "show the same: if one is a copy of the other" in note
    assert len(recording_notes([one, recording((SINGLE, 7), duration_s=20.0)])) == 1
    turned = recording_notes([one, recording((RIGHT, 7), duration_s=15.0)])
    assert not any("show the same" in note for note in turned)
    blank = recording(duration_s=15.0)
    assert len(recording_notes([one, blank, replace(blank)])) == 1


@pytest.mark.parametrize("name", ["clip_evidence.json", Path("clip_evidence.json"), ["clip.json"]])
def test_the_name_of_a_file_is_no_evidence(name: object) -> None:
    with pytest.raises(EvidenceError, match="read_evidence"):
        match_causes(name)  # type: ignore[arg-type]


def test_recordings_of_one_side_each_may_be_mirrored() -> None:
    left, right = recording((WITH_EYE, 9)), recording((replace(RIGHT, eye="right"), 7))
    (note,) = [note for note in recording_notes([left, right]) if "mirrored" in note]
    assert "on the left alone" in note
    for others in ([left, left], [left, recording((SINGLE, 4), (RIGHT, 4))], [left]):
        assert not any("mirrored" in note for note in recording_notes(others))
    few = recording((RIGHT, 3))
    assert not any("mirrored" in note for note in recording_notes([left, few]))


RESTLESS = evidence_of(sensor=replace(SENSOR, smallest_detectable_mm=5.8))
GLIMPSE = evidence_of(recording=replace(RECORDING, duration_s=0.8))
UNSEEN = evidence_of(blind())
COARSE = evidence_of(recording=replace(RECORDING, quantiser=36))


@pytest.mark.parametrize("blank", [RESTLESS, GLIMPSE, UNSEEN, COARSE])
def test_a_recording_that_cannot_say_is_not_said_to_show_no_twitches(blank: Evidence) -> None:
    (note,) = recording_notes([blank])
    assert note.startswith("1 recording, ")
    assert note.endswith("observable: it says nothing about twitches, for or against.")
    (note,) = recording_notes([blank, UNSEEN])
    assert note.endswith("observable: they say nothing about twitches, for or against.")


def test_none_found_is_said_of_recordings_that_can_say_alone() -> None:
    blank = recording(duration_s=40.0)
    (note,) = recording_notes([blank])
    assert note.startswith("1 recording, 40 s observable, no twitches found.")
    assert note.endswith("small ones are missed.")
    (note,) = recording_notes([RESTLESS, blank, UNSEEN])
    assert note.startswith("1 recording, 40 s observable, no twitches found.")
    assert note.endswith("2 further recordings cannot say whether there were any.")


def test_twitches_count_wherever_they_were_found() -> None:
    (note,) = recording_notes([recording((SINGLE, 30)), RESTLESS])
    assert note == "2 recordings, 120 s observable, 30 twitches found."


def test_so_few_that_all_can_be_false_are_named() -> None:
    few, many, blank = recording((SINGLE, 1)), recording((SINGLE, 30)), recording()
    for some in ([few], [few, blank]):
        assert "can all be false" in recording_notes(some)[0]
    # What is little in each can be much in all, and what was found at rest was so in that time.
    often = [recording((SINGLE, 2), duration_s=60.0 + number) for number in range(30)]
    guided = recording((SINGLE, 6), (SINGLE, 0), rest=60.0, smile=240.0)
    for enough in ([many], [few, many], often, [guided]):
        assert not any("false" in note for note in recording_notes(enough))
    long = replace(TREMOR, duration_s=16.0, peaks=80)
    assert not any("little" in note for note in recording_notes([recording((long, 1))]))
