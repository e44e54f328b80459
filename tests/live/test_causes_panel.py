"""The causes panel beside the running record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.evidence.made_up import EVENTS, RECORDING, SENSOR
from twitchcam.causes.matching import match_causes
from twitchcam.errors import TwitchcamError
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.live.causes_panel import NO_CAUSES, causes_panel
from twitchcam.outputs.causes_words import CAN_WAIT, COMPARISON_NO_DIAGNOSIS, could_be_more_urgent

EVIDENCE = summarise(EVENTS, RECORDING, SENSOR)


def test_what_must_be_known_of_the_answers_is_said_first() -> None:
    note = "The answers are of 2026-01-02."
    assert causes_panel({"stress": "high"}, note)(EVIDENCE)["text"].startswith(note)
    assert causes_panel({"sudden_droop": "yes"}, note)(EVIDENCE)["urgent"][-1] == note


def test_what_fits_is_shown_with_reasons() -> None:
    """And that it is no diagnosis."""
    panel = causes_panel({"stress": "high", "sleep_hours": 5})(EVIDENCE)
    assert "Not answered, and could make it more urgent: " in panel["text"]
    assert 0 < len(panel["causes"]) <= 3
    assert all(cause["name"] and cause["summary"] for cause in panel["causes"])
    assert all(cause["speaks_for"] for cause in panel["causes"])
    assert COMPARISON_NO_DIAGNOSIS in panel["footnote"]


def test_what_there_is_no_room_for_is_named() -> None:
    answers = {"drinks": ["5 coffees"], "sleep_hours": 5, "stimulant_drugs": True}
    panel = causes_panel({**answers, "medicine_timing": True})(EVIDENCE)
    assert len(panel["causes"]) == 3
    assert "Others that fit: Alcohol or drugs, or stopping them (fits " in panel["footnote"]


def test_a_warning_sign_comes_first() -> None:
    """Above everything that fits."""
    calm, urgent = (causes_panel(answers)(EVIDENCE) for answers in ({}, {"sudden_droop": "yes"}))
    assert calm["urgent"] == []
    assert urgent["urgent"]


def test_what_is_a_matter_of_today_is_urgent() -> None:
    today, later = (
        causes_panel(answers)(None) for answers in ({"alcohol_stopped": "yes"}, {"tongue": "moves"})
    )
    assert today["urgent"][0] == "See a GP or a clinic today."
    assert later["urgent"] == []


def test_before_anything_is_seen_the_answers_alone_are_gone_by() -> None:
    assert causes_panel({})(None) == NO_CAUSES
    answers = {"sudden_droop": "yes"}
    panel = causes_panel(answers, "With 1 answer.")(None)
    urgency = match_causes(None, answers).urgency
    assert panel["urgent"] == [
        urgency.headline,
        *(rule.says for rule in urgency.deciding),
        "With 1 answer.",
    ]


def test_nothing_distracts_from_an_emergency() -> None:
    panel = causes_panel({"sudden_droop": "yes", "duration": "over_1_year"})(EVIDENCE)
    report = match_causes(EVIDENCE, {"sudden_droop": "yes", "duration": "over_1_year"})
    assert report.urgency.lesser
    said = " ".join([panel["text"], *panel["urgent"], panel["footnote"]])
    assert not any(rule.says in said for rule in report.urgency.lesser)
    assert report.urgency.watch not in said
    assert panel["text"] == CAN_WAIT
    assert panel["causes"] == []


def test_what_could_make_it_an_emergency_is_said_of_all_that_is_less() -> None:
    answers = {"slurred_speech": "yes"}
    urgency = match_causes(EVIDENCE, answers).urgency
    assert urgency.level == "prompt_neurologist"
    panel = causes_panel(answers)(EVIDENCE)
    assert panel["urgent"] == [urgency.headline, *(rule.says for rule in urgency.deciding)]
    assert could_be_more_urgent(urgency) in panel["text"]


def test_answers_that_cannot_be_are_known_before_anything_starts() -> None:
    """Not in the middle of a session."""
    with pytest.raises(TwitchcamError):
        causes_panel({"no such question": True})


def test_evidence_that_cannot_be_matched_stops_nothing() -> None:
    """The panel says why it is empty."""
    impossible = replace(EVIDENCE, time=replace(EVIDENCE.time, observable_s=-1.0))
    panel = causes_panel({})(impossible)
    assert panel["causes"] == []
