"""The page for whoever treats the person: what stands on it, and that it needs nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.evidence.made_up import (
    AWAY,
    BURST,
    EVENTS,
    RECORDING,
    SENSOR,
    SINGLE,
    SMILE,
    SOURCE,
    TREMOR,
    blind,
    evidence_of,
)
from tests.outputs.made_parts import MadeMotion, made_part
from twitchcam.evidence.phases import Stretch, summarise_phases, with_phases
from twitchcam.outputs.motion_parts import MotionPart
from twitchcam.outputs.report_html import report_text
from twitchcam.outputs.words import NOT_A_DIAGNOSIS, OWN_SIDES, UNLESS_MIRRORED
from twitchcam.records import FeltComparison

if TYPE_CHECKING:
    from twitchcam.records import Event, Evidence

PART = made_part()
NOTHING = MotionPart(np.zeros(0), *(np.zeros((0, 4)) for _ in range(3)), delay_s=0.0)
# As HTML has them, and SVG within it.
VOID = {"meta", "rect", "line", "path"}


class Page(HTMLParser):
    """Reads a page, and holds that every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID, attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All that can be read."""
        return " ".join(" ".join(self.words).split())


def page_of(*events: Event, evidence: Evidence | None = None, part: MotionPart = PART) -> Page:
    evidence = evidence or evidence_of(*events)
    return Page(report_text(evidence, events, MadeMotion(part), "clip", date(2026, 11, 29)))


def test_what_a_doctor_looks_for_is_there() -> None:
    page = page_of(*EVENTS)
    for words in (
        "clip.mp4: 1800 pictures at 30.0 per second (2 missing), 60.0 s. When it was",
        "45.0 s of 60.0 s (75%)",
        "3 events with 17 peaks: 1 single, 1 burst, 1 tremor",
        "per observable minute",
        "tremor at 5.1 Hz",
        "of single twitches below about 0.6 mm, more than one in ten may be missed",
        "lower lip, left, 1.8 mm, burst of 4 peaks, with the left eye closing",
        "a note",
        "2 left, 1 right, 0 on both sides; 1 upper lip, 2 lower lip, 0 both lips",
        "the eye on the same side closed with 1 of 3 one-sided twitches",
        "quick movement (sizes are in the tables)",
        "When it was recorded is not known",
        UNLESS_MIRRORED,
        OWN_SIDES,
        NOT_A_DIAGNOSIS,
        "synthetic twitches in videos of other people, not in patients",
        "all else is in clip_evidence.json",
    ):
        assert words in page.text


def test_it_needs_nothing_from_elsewhere() -> None:
    text = report_text(evidence_of(*EVENTS), EVENTS, MadeMotion(PART), "clip", date(2026, 11, 29))
    assert "://" not in text
    assert "<script" not in text
    assert page_of(*EVENTS).links == []


@pytest.mark.parametrize("name", ["<b>&\"'.mp4", "{{ 7 * 7 }}.mp4", "zażółć 雪.mp4"])
def test_a_name_is_shown_as_it_is(name: str) -> None:
    recording = replace(RECORDING, source=replace(SOURCE, name=name))
    assert (
        f"{name}: 1800 pictures"
        in page_of(SINGLE, evidence=evidence_of(SINGLE, recording=recording)).text
    )


def test_nothing_observed_is_no_absence_of_twitches() -> None:
    page = page_of(blind(), part=NOTHING)
    assert "NOTHING COULD BE OBSERVED" in page.text
    assert "none of" not in page.text
    assert "film the face from the front" in page.text
    assert "Sure" not in page.text


@pytest.mark.parametrize("most", [None, 0, 3])
def test_how_many_can_be_false_is_explained_where_it_is_told(most: int | None) -> None:
    """Of what the landmark sensor finds nobody knows it."""
    told = page_of(SINGLE, evidence=replace(evidence_of(SINGLE), most_false=most)).text
    assert told.count("Can be false") == (0 if most is None else 2)


def test_no_twitch_in_the_observable_time() -> None:
    page = page_of(SMILE)
    assert (
        "none of about 0.6 mm or more found in the 60.0 s observed; smaller ones may have passed"
        in page.text
    )
    assert "Some twitches from close" not in page.text
    # There are none.
    assert "in the tables" not in page.text
    assert "quick movement (cut off at a row's top)" in page.text


def test_a_part_of_a_recording_says_so() -> None:
    partial = replace(RECORDING, partial=True)
    page = page_of(SINGLE, evidence=evidence_of(SINGLE, recording=partial))
    assert "PARTIAL: stopped after 60.0 s, not at the end." in page.text


def test_an_empty_recording_has_a_page() -> None:
    empty = replace(RECORDING, duration_s=0.0, frames=0, rate_hz=None)
    assert "0 pictures" in page_of(evidence=evidence_of(recording=empty), part=NOTHING).text


def test_of_many_twitches_the_first_are_listed_and_the_others_counted() -> None:
    many = [replace(SINGLE, onset_s=2.0 * number) for number in range(25)]
    text = page_of(*many).text
    assert "... and 15 more in the events file." in text
    assert "0:18.0" in text
    assert "0:20.0" not in text


def test_the_parts_of_a_guided_recording_are_told_apart() -> None:
    phases = summarise_phases(
        (SINGLE, BURST, TREMOR),
        [Stretch("rest", 0.0, 6.0), Stretch("eye_closure", 6.0, 60.0)],
        60.0,
    )
    evidence = replace(evidence_of(SINGLE, BURST, TREMOR), phases=phases)
    text = page_of(SINGLE, BURST, TREMOR, evidence=evidence).text
    assert "at rest 6.0 s 2 20.0 (" in text
    assert "closing the eyes 54.0 s 1 1.1 (" in text


def test_a_part_of_which_nothing_was_seen_has_no_count() -> None:
    evidence = with_phases(evidence_of(AWAY), (AWAY,), [Stretch("sleep", 21.0, 29.0)])
    assert "asleep 0.0 s - unknown" in page_of(AWAY, evidence=evidence).text


def test_when_it_was_recorded_is_told() -> None:
    source = replace(SOURCE, recorded_at="2026-11-02T08:15:00+01:00")
    evidence = evidence_of(SINGLE, recording=replace(RECORDING, source=source))
    assert "Recorded 2026-11-02 08:15:00+01:00." in page_of(SINGLE, evidence=evidence).text
    source = replace(SOURCE, recorded_at="2026-11-02T23:30:00+00:00")
    evidence = evidence_of(SINGLE, recording=replace(RECORDING, source=source))
    assert "Recorded 2026-11-02 23:30:00 (UTC)." in page_of(SINGLE, evidence=evidence).text


def test_what_was_felt_is_told() -> None:
    evidence = replace(evidence_of(SINGLE), felt=FeltComparison((1.5, 9.0, 22.0), 1, 1, 1, 0))
    assert (
        "3 marks: 1 found, 1 not found, 1 while nothing could be observed; 0 found since the first"
        in page_of(SINGLE, evidence=evidence).text
    )


def test_a_recording_both_short_and_blunt_is_called_both() -> None:
    short = replace(RECORDING, duration_s=5.0)
    blunt = replace(SENSOR, smallest_detectable_mm=3.0)
    evidence = replace(evidence_of(recording=short), sensor=blunt)
    text = page_of(evidence=evidence).text
    assert "Only large twitches could be seen" in text
    assert "Only 5.0 s could be observed" in text


@pytest.mark.parametrize(
    ("smallest_mm", "events", "says", "has_rate"),
    [
        (1.9, (SMILE,), "none of about 1.9 mm or more found", True),
        (3.0, (SMILE,), "Only large twitches could be seen", True),
        (7.3, (SMILE,), "ONLY HUGE TWITCHES COULD BE SEEN", False),
        (7.3, (SMILE,), "none found, nor would any of usual size have been", False),
        (7.3, (SINGLE,), "Only large twitches could be seen", True),
    ],
)
def test_what_a_recording_could_not_have_seen_is_said_first(
    smallest_mm: float, events: tuple[Event, ...], says: str, *, has_rate: bool
) -> None:
    """A rate of twitches that could not have been seen would look like a finding."""
    blunt = replace(SENSOR, smallest_detectable_mm=smallest_mm)
    text = page_of(*events, evidence=evidence_of(*events, sensor=blunt)).text
    assert says in text
    assert ("events per observable minute" in text) is has_rate
    assert ("cannot say whether" in text) is not has_rate


def test_notes_are_told_once() -> None:
    noisy = replace(RECORDING, notes=("a note",) * 4)
    text = page_of(SINGLE, evidence=evidence_of(SINGLE, recording=noisy)).text
    assert text.count("a note") == 1
