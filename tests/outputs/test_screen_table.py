"""What the screen says, and what it must never say."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from tests.evidence.made_up import (
    AWAY,
    EVENTS,
    RECORDING,
    SENSOR,
    SINGLE,
    TALK,
    TREMOR,
    blind,
    evidence_of,
)
from twitchcam.evidence.phases import Stretch, with_phases
from twitchcam.outputs.screen_table import print_recording, print_recordings
from twitchcam.outputs.table_cells import event_rows, place_rows
from twitchcam.records import ProfileUse, Reason, twitches_of

if TYPE_CHECKING:
    from twitchcam.records import Event, Evidence

FORBIDDEN = (
    "detects",
    "disease",
    "diagnoses",
    "risk of",
    "likely have",
    "rules out",
    "normal",
    "doctor",
)


def screen_of(evidence: Evidence, *events: Event, terminal: bool = False) -> str:
    """Print on a screen of 80 columns."""
    console = Console(
        file=StringIO(), width=80, force_terminal=terminal, no_color=True, highlight=False
    )
    print_recording(console, evidence, events)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert all(len(line) <= 80 for line in text.splitlines()) or terminal
    return str(text)


def every_screen() -> list[str]:
    """Screens of different recordings."""
    many = [replace(TREMOR, onset_s=float(number)) for number in range(31)]
    partial = replace(RECORDING, partial=True, rate_hz=None)
    unknown = replace(
        evidence_of(), sensor=replace(SENSOR, scale=None, smallest_detectable_mm=None)
    )
    return [
        screen_of(evidence_of(*EVENTS), *EVENTS),
        screen_of(evidence_of(*many), *many),
        screen_of(evidence_of()),
        screen_of(evidence_of(blind()), blind()),
        screen_of(evidence_of(recording=partial)),
        screen_of(unknown),
    ]


def test_what_the_person_did_all_through_is_said() -> None:
    asleep = with_phases(evidence_of(*EVENTS), EVENTS, [Stretch("sleep", 0.0, 60.0)])
    assert re.search(r"^Parts +asleep", screen_of(asleep, *EVENTS), re.MULTILINE)
    assert "Parts" not in screen_of(evidence_of(*EVENTS), *EVENTS)


def test_facts() -> None:
    """Counts rates and facts are shown."""
    text = screen_of(evidence_of(*EVENTS), *EVENTS)
    for part in (
        "clip.mp4",
        "1800 pictures at 30.0 per second",
        "45.0 s of 60.0 s (75%)",
        "no face 10.0 s",
        f"{Reason(TALK.reason).value} 10.0 s",
        "3 events with 17 peaks: 1 single, 1 burst, 1 tremor",
        "4.0 (95% interval",
        "+0.33",
        "tremor at 5.1 Hz",
        "1 of 3 one-sided twitches",
        "1 movement: expression 1",
        "by iris: 63.0 mm between the pupils, +/-4%",
        "below about 0.6 mm",
        "a note",
    ):
        assert part in text


def test_rhythms_far_apart_are_told() -> None:
    """One frequency alone would hide the other."""
    fast = replace(TREMOR, onset_s=20.0, frequency_hz=9.4, peaks=30)
    told = "; peaks by frequency: 12 at 5.1 Hz, 30 at 9.4 Hz"
    assert told in screen_of(evidence_of(TREMOR, fast), TREMOR, fast)
    assert "peaks by frequency" not in screen_of(evidence_of(*EVENTS), *EVENTS)


def test_what_else_a_rhythm_could_be_is_told_where_pictures_are_few() -> None:
    few = evidence_of(TREMOR, recording=replace(RECORDING, rate_hz=15.0))
    told = "at 15.0 pictures per second, 9.9 Hz looks like 5.1 Hz"
    assert told in " ".join(screen_of(few, TREMOR).split())
    slowed = replace(RECORDING, rate_hz=17.0, slowest_rate_hz=15.0)
    told += "; at 17.0 pictures per second, 11.9 Hz looks like 5.1 Hz"
    assert told in " ".join(screen_of(evidence_of(TREMOR, recording=slowed), TREMOR).split())
    assert "looks like" not in screen_of(evidence_of(TREMOR), TREMOR)


def test_pictures_that_are_shown_again_are_told() -> None:
    """Half of a file's pictures can be new ones."""
    doubled = replace(RECORDING, rate_hz=30.0, new_rate_hz=15.0)
    text = " ".join(screen_of(evidence_of(recording=doubled)).split())
    assert "at 30.0 per second (15.0 of them new, the others shown again)" in text
    nearly = replace(RECORDING, rate_hz=30.0, new_rate_hz=29.9)
    assert "shown again" not in screen_of(evidence_of(recording=nearly))


def test_missing_pictures_are_told() -> None:
    text = " ".join(screen_of(evidence_of(recording=replace(RECORDING, dropped_frames=7))).split())
    assert "(7 missing)" in text
    whole = screen_of(evidence_of(recording=replace(RECORDING, dropped_frames=0)))
    assert "missing)" not in whole


def test_an_interval_that_bouts_would_widen_says_so() -> None:
    few, many = (
        [replace(SINGLE, onset_s=4.0)],
        [replace(SINGLE, onset_s=2.0 * n) for n in range(25)],
    )
    assert "wider if they come in bouts" in " ".join(screen_of(evidence_of(*few), *few).split())
    assert "wider if they come" not in " ".join(screen_of(evidence_of(*many), *many).split())
    assert "wider if they come" not in screen_of(evidence_of())


def test_a_first_picture_that_comes_after_the_sound_is_told() -> None:
    late = replace(RECORDING, source=replace(RECORDING.source, first_shown_s=2.0))
    assert "a player shows it at 2.00 s" in " ".join(screen_of(evidence_of(recording=late)).split())
    assert "a player shows it" not in screen_of(evidence_of())


def test_other_faces_are_told() -> None:
    beside = evidence_of(recording=replace(RECORDING, other_faces=1))
    assert "only one was followed" in screen_of(beside)
    assert "only one was followed" not in screen_of(evidence_of())


def test_wording() -> None:
    """Every screen says that it is no diagnosis and avoids clinical claims."""
    for text in every_screen():
        assert "not a diagnosis" in text
        assert not [word for word in FORBIDDEN if word in text.lower()]


def test_ascii() -> None:
    """Where there is no terminal the table is ASCII."""
    assert all(text.isascii() for text in every_screen())


def test_terminal() -> None:
    """On a terminal lines are drawn."""
    assert "│" in screen_of(evidence_of(*EVENTS), *EVENTS, terminal=True)


def test_no_screen_is_too_narrow_for_any_column() -> None:
    """Whose row it is, and what it says, are told whole: as a table or in words."""
    label = "someone on a long way to the clip"
    many = [replace(one, onset_s=one.onset_s + 20 * n) for n in range(2) for one in EVENTS]
    profile = ProfileUse("somebody_who_has_been_here_before", "2026-11-30")
    evidence = evidence_of(*many, sensor=replace(SENSOR, profile=profile))
    rows = {*place_rows(evidence.counts), *event_rows(twitches_of(many), 9)}  # type: ignore[arg-type]
    for width in range(32, 121, 4):
        console = Console(file=StringIO(), width=width, no_color=True, highlight=False)
        print_recording(console, evidence, many)
        print_recordings(console, {label: evidence})
        text = console.file.getvalue()  # type: ignore[attr-defined]
        assert "\N{HORIZONTAL ELLIPSIS}" not in text
        assert all(len(line) <= width for line in text.splitlines())
        words = set(re.split(r"[\s|;]+", text))
        assert words >= {word for row in rows for cell in row for word in cell.split()}
        assert {"someone", "way", "clip"} <= words


def test_nothing_observable() -> None:
    """Nothing observable is said loudly and never as no twitches."""
    text = screen_of(evidence_of(blind()), blind())
    assert "NOTHING COULD BE OBSERVED" in text
    assert "none found" not in text
    assert "0 events" not in text
    assert "Rate" not in text


def test_none_found() -> None:
    """Finding none is bounded by what could be seen."""
    text = " ".join(screen_of(evidence_of()).split())
    assert "none of about 0.6 mm or more found in the 60.0 s observed" in text
    assert "0.0 (95% interval 0.0 to 2.5)" in text
    assert "of single twitches below about 0.6 mm, more than one in ten may be missed" in text


def test_little_observable() -> None:
    """Little observable time is pointed out."""
    away = replace(AWAY, duration_s=40.0)
    assert "Only 33% of this recording could be observed" in screen_of(evidence_of(away), away)


def test_partial() -> None:
    """A partial analysis is pointed out."""
    assert "PARTIAL" in screen_of(evidence_of(recording=replace(RECORDING, partial=True)))


def test_long_list() -> None:
    """Long lists are cut."""
    many = [replace(SINGLE, onset_s=float(number)) for number in range(31)]
    text = screen_of(evidence_of(*many), *reversed(many))
    assert "0:19.0" in text
    assert "0:20.0" not in text
    assert "... and 11 more" in text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.01, "<0.1 s"),
        (8.44, "8.4 s"),
        (99.96, "1 min 40 s"),
        (725.0, "12 min 5 s"),
        (3725.0, "1 h 2 min"),
    ],
)
def test_lengths_of_time(seconds: float, words: str) -> None:
    """Lengths of time read well."""
    recording = replace(RECORDING, duration_s=seconds)
    assert f", {words})" in screen_of(evidence_of(recording=recording))


def test_markup_in_names() -> None:
    """Names that look like markup are shown as they are."""
    source = replace(RECORDING.source, name="[bold]x[/bold].mp4")
    recording = replace(RECORDING, source=source, notes=("see [red]this[/red]",))
    text = screen_of(evidence_of(recording=recording))
    assert "[bold]x[/bold].mp4" in text
    assert "see [red]this[/red]" in text


def test_a_small_face_is_said_first() -> None:
    """Counts may be wrong then, however sure they look."""
    small = replace(evidence_of(*EVENTS), sensor=replace(SENSOR, pupil_distance_px=12.0))
    text = screen_of(small, *EVENTS)
    assert text.index("The face is small (12 pixels") < text.index("3 events")
    assert "small" not in screen_of(replace(small, sensor=SENSOR), *EVENTS)


def test_that_it_is_compressed_strongly_is_said_first() -> None:
    coarse = evidence_of(*EVENTS, recording=replace(RECORDING, quantiser=36))
    text = screen_of(coarse, *EVENTS)
    assert text.index("Strongly compressed: small twitches") < text.index("3 events")
    assert "unknown: the recording is compressed too strongly" in " ".join(text.split())
    assert "ompressed" not in screen_of(evidence_of(*EVENTS), *EVENTS)


@pytest.mark.parametrize("duration_s", [0.5, 5.0, 60.0])
def test_where_compression_may_have_removed_them_none_is_no_rate(duration_s: float) -> None:
    recording = replace(RECORDING, duration_s=duration_s, quantiser=36)
    text = screen_of(evidence_of(recording=recording))
    assert text.count("cannot say whether") == 1
    assert "none found, but compression may have removed them" in text
    assert "per observable minute" not in text
    assert "about rare twitches" not in text
    assert "Not counted  none" in text


def test_small_rates_are_not_said_to_be_none() -> None:
    """Five twitches in hours are not none."""
    hours = replace(RECORDING, duration_s=4 * 3600.0)
    rare = [replace(EVENTS[0], onset_s=600.0 * number) for number in range(5)]
    text = screen_of(evidence_of(*rare, recording=hours), *rare)
    assert "0.021 (95% interval 0.0" in text
    assert "Rate         0.0 " not in text
