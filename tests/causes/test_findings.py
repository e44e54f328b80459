"""Findings: what is read from answers, and from other findings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.causes.answers import facts_of
from twitchcam.causes.findings import TAKEN, TILL_LATELY, state_of_none, states_of
from twitchcam.causes.knowledge import shipped_knowledge

KNOWLEDGE = shipped_knowledge()


@pytest.mark.parametrize(
    ("others", "none"),
    [((-1.0, -1.0), 1.0), ((-1.0, 1.0), -1.0), ((-1.0, 0.0), 0.0), ((0.0, 0.4), -0.4)],
)
def test_none_of_them_is_known_when_all_are_or_one_is_so(
    others: tuple[float, ...], none: float
) -> None:
    assert state_of_none(np.array(others)) == none


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=1))
def test_of_many_rows_it_is_that_of_each(rows: list[tuple[float, ...]]) -> None:
    each = [float(state_of_none(np.array(row))) for row in rows]
    assert state_of_none(np.array(rows)).tolist() == each


def test_every_finding_of_what_is_taken_has_a_twin_of_what_was_taken_until_lately() -> None:
    taken = {key: one for key, one in KNOWLEDGE.findings.items() if one.answer == TAKEN}
    assert len(taken) > 5
    for key, finding in taken.items():
        twin = KNOWLEDGE.findings[f"{key}_till_lately"]
        assert (twin.answer, twin.has_any_of) == (TILL_LATELY, finding.has_any_of)


@pytest.mark.parametrize(
    ("typed", "taken", "till_lately"),
    [
        ("furosemide", 1, 1),
        ("furosemide stopped yesterday", 0, 1),
        ("no furosemide", 0, 1),
        ("paracetamol", -1, -1),
        ("foobarine", 0, 0),
    ],
)
def test_what_may_not_be_taken_is_not_known_and_counts_for_urgency(
    typed: str, taken: int, till_lately: int
) -> None:
    states = states_of(KNOWLEDGE.findings, facts_of({"medicines": (typed,)}, KNOWLEDGE), {})
    assert states["potassium_loser"] == taken
    assert states["potassium_loser_till_lately"] == till_lately
