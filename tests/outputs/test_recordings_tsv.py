"""Many recordings as one table."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.evidence.made_up import (
    EVENTS,
    IDENTITY,
    RECORDING,
    SENSOR,
    SINGLE,
    TREMOR,
    blind,
    evidence_of,
)
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.outputs.recordings_tsv import recordings_texts
from twitchcam.outputs.table_cells import recording_cells
from twitchcam.outputs.tsv import three_digits
from twitchcam.records import Evidence, ProfileUse


def row_of(evidence: Evidence) -> dict[str, str]:
    """Give the only row of a table, by column."""
    path = Path("a_evidence.json")
    texts = recordings_texts(Path("all.tsv"), {path: evidence}, {path: Path("p1/day 2/a")})
    names, row = (line.split("\t") for line in texts[Path("all.tsv")].splitlines())
    assert tuple(json.loads(texts[Path("all.json")])) == tuple(names)
    return dict(zip(names, row, strict=True))


def test_counts_sides_and_sizes() -> None:
    row = row_of(evidence_of(*EVENTS))
    assert {name: row[name] for name in ("events", "peaks", "single", "burst", "tremor")} == {
        "events": "3",
        "peaks": "17",
        "single": "1",
        "burst": "1",
        "tremor": "1",
    }
    assert (row["upper_lip"], row["lower_lip"], row["both_lips"]) == ("1", "2", "0")
    assert (row["left_side"], row["right_side"], row["both_sides"]) == ("2", "1", "0")
    # 45 of 60 s, as two stretches that could not be observed overlap.
    assert (row["duration_s"], row["observable_s"]) == ("60.000", "45.000")
    assert row["per_minute"] == "4.000"
    assert float(row["per_minute_low"]) < 4.0 < float(row["per_minute_high"])
    assert row["laterality_index"] == "0.333"
    assert row["eye_closure_share"] == "0.333"
    assert row["amplitude_mm"] == "1.800"
    assert row["tremor_frequency_hz"] == "5.13"
    assert row["smallest_detectable_mm"] == "0.620"
    assert row["warning"] == "n/a"


def test_it_can_be_joined_with_what_else_is_known_of_the_recordings() -> None:
    """Files of several people and days are often of one name."""
    row = row_of(evidence_of(*EVENTS))
    joining = ("folder", "recording", "size_bytes", "sha256_of_ends", "same_recording_as")
    expected = ("p1/day 2", "clip.mp4", "12345", IDENTITY.sha256_of_ends, "n/a")
    assert tuple(row[name] for name in joining) == expected
    camera = row_of(summarise(EVENTS, RECORDING, SENSOR))
    assert (camera["size_bytes"], camera["sha256_of_ends"]) == ("n/a", "n/a")


@pytest.mark.parametrize(
    ("partial", "cut_off", "complete"),
    [
        (False, "", "yes"),
        (True, "", "no"),
        (False, "the file is damaged after 5.4 s", "no"),
        (False, None, "unknown"),
    ],
)
def test_what_is_of_a_part_of_a_recording_says_so(
    *, partial: bool, cut_off: str | None, complete: str
) -> None:
    recording = replace(RECORDING, partial=partial, cut_off=cut_off)
    assert row_of(evidence_of(*EVENTS, recording=recording))["complete"] == complete


def test_notes_do_not_run_together() -> None:
    recording = replace(RECORDING, other_faces=1, notes=("damaged after 5.4 s", "an AVI file"))
    notes = row_of(evidence_of(recording=recording))["notes"]
    assert notes.endswith("it is the right person. damaged after 5.4 s. an AVI file")


def test_nothing_seen_is_no_zero() -> None:
    row = row_of(evidence_of(blind()))
    unknown = ("events", "peaks", "per_minute", "per_minute_low", "left_side", "amplitude_mm")
    assert {row[name] for name in unknown} == {"n/a"}
    assert row["observable_s"] == "0.000"
    assert "CANNOT SAY" in row["warning"].upper()


@pytest.mark.parametrize(
    "unsure",
    [
        evidence_of(sensor=replace(SENSOR, smallest_detectable_mm=8.8)),
        evidence_of(replace(blind(), duration_s=59.5)),
    ],
)
def test_none_found_is_no_zero_where_none_could_be(unsure: Evidence) -> None:
    row = row_of(unsure)
    counted = ("events", "peaks", "per_minute", "single", "both_lips", "left_side")
    assert {row[name] for name in counted} == {"n/a"}
    assert "cannot say" in row["warning"]
    assert recording_cells(unsure)[1:4] == ("-", "unknown", "-")


def test_few_found_are_counted_where_no_rate_can_be_told() -> None:
    before, after = replace(blind(), duration_s=0.7), replace(blind(), onset_s=1.5)
    row = row_of(evidence_of(before, SINGLE, after))
    assert (row["events"], row["per_minute"], row["left_side"]) == ("1", "n/a", "1")


def test_none_found_is_zero() -> None:
    row = row_of(evidence_of())
    assert (row["events"], row["per_minute"], row["left_side"]) == ("0", "0.000", "0")


def test_names_cannot_break_the_table() -> None:
    named = replace(RECORDING, source=replace(RECORDING.source, name="a\tb\nc.mp4"))
    profile = ProfileUse("some\tone", "2026-11-30")
    sensor = replace(SENSOR, profile=profile)
    row = row_of(evidence_of(SINGLE, TREMOR, recording=named, sensor=sensor))
    assert row["recording"] == "a b c.mp4"
    assert row["profile"] == "some one (2026-11-30)"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "n/a"),
        (0.0, "0.000"),
        (12.3456, "12.346"),
        (0.25, "0.250"),
        (-0.996, "-0.996"),
        (0.000694, "0.000694"),
        (0.0000749, "0.0000749"),
    ],
)
def test_small_estimates_are_not_rounded_to_none(value: float | None, says: str) -> None:
    assert three_digits(value) == says
