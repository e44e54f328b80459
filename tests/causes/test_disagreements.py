"""Answers that do not go with what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.causes.made_up import recording
from tests.evidence.made_up import SINGLE
from twitchcam.causes.matching import match_causes

if TYPE_CHECKING:
    from twitchcam.records import Evidence

KEPT_ON = recording((SINGLE, 20), (SINGLE, 20), rest=60, hold=60)
HELD_BACK = recording((SINGLE, 20), (SINGLE, 1), rest=60, hold=60)
SLEPT_ON = recording((SINGLE, 20), (SINGLE, 20), rest=60, sleep=60)
SLEPT = recording((SINGLE, 40), rest=60, sleep=120)
MOVED = recording((SINGLE, 3), (SINGLE, 30), rest=60, eye_closure=30)
STILL = recording((SINGLE, 40), rest=60, eye_closure=60)
LEFT = recording((SINGLE, 12))


def said(evidence: Evidence, **answers: Any) -> list[str]:  # noqa: ANN401 - any answer
    notes = match_causes(evidence, answers).notes
    return [note for note in notes if note.startswith("The answers say")]


@pytest.mark.parametrize(
    ("evidence", "key", "answer", "says", "seen"),
    [
        (KEPT_ON, "can_hold_back", True, "it can be held back", "when they were to be held back"),
        (HELD_BACK, "can_hold_back", False, "it cannot be held back", "became much rarer"),
        (SLEPT, "in_sleep", True, "it goes on in sleep", "were much rarer in sleep"),
        (SLEPT_ON, "in_sleep", False, "it stops in sleep", "went on in sleep"),
        (STILL, "set_off_by_face", True, "face set it off", "did not bring more"),
        (MOVED, "set_off_by_face", False, "do not set it off", "brought many more"),
    ],
)
def test_both_are_told_where_one_denies_the_other(
    evidence: Evidence, key: str, says: str, seen: str, *, answer: bool
) -> None:
    (note,) = said(evidence, **{key: answer})
    assert says in note
    assert seen in note
    assert said(evidence, **{key: not answer}) == []


def test_who_may_have_meant_the_middle_is_not_quoted_with_both_sides() -> None:
    (note,) = said(LEFT, side="both")
    assert "both sides or the middle twitch" in note
