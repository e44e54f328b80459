"""The events table, there and back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.made_up import AWAY, BURST, EVENTS, SINGLE, SMILE, TREMOR
from twitchcam.errors import SourceError
from twitchcam.outputs.events_tsv import COLUMNS, events_texts, read_events
from twitchcam.outputs.safe_file import write_files
from twitchcam.records import EYES, LIPS, PATTERNS, SIDES, Event, Kind, Reason

if TYPE_CHECKING:
    from pathlib import Path

thousandths = st.integers(0, 10_000_000).map(lambda number: number / 1000)
events = st.builds(
    Event,
    kind=st.sampled_from(Kind),
    onset_s=thousandths,
    duration_s=thousandths,
    lip=st.sampled_from([None, *LIPS]),
    side=st.sampled_from([None, *SIDES]),
    pattern=st.sampled_from([None, *PATTERNS]),
    peaks=st.one_of(st.none(), st.integers(0, 1000)),
    frequency_hz=st.one_of(st.none(), st.integers(300, 1200).map(lambda number: number / 100)),
    amplitude_mm=st.one_of(st.none(), thousandths),
    confidence=st.one_of(st.none(), st.integers(0, 999).map(lambda number: number / 1000)),
    eye=st.sampled_from([None, *EYES]),
    reason=st.one_of(st.none(), st.sampled_from(Reason)),
)


@given(event=events)
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, event: Event) -> None:
    """Every event survives."""
    path = tmp_path_factory.mktemp("events") / "clip_events.tsv"
    write_files(events_texts(path, [event]))
    assert read_events(path) == (event,)


def test_file_content(tmp_path: Path) -> None:
    """The file is as BIDS wants it."""
    path = tmp_path / "clip_events.tsv"
    write_files(events_texts(path, [AWAY, TREMOR, SMILE, SINGLE]))
    assert path.read_text(encoding="utf-8").splitlines() == [
        "\t".join(COLUMNS),
        "1.250\t0.200\ttwitch\tlower\tleft\tsingle\t1\tn/a\t1.800\t0.900\tnone\tn/a",
        "8.000\t2.500\ttwitch\tupper\tright\ttremor\t12\t5.13\t0.900\t0.900\tnone\tn/a",
        "12.000\t0.800\trejected\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\texpression",
        "20.000\t10.000\tunobservable\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\tno face",
    ]


def test_sidecar(tmp_path: Path) -> None:
    """The sidecar describes every column and level."""
    path = tmp_path / "clip_events.tsv"
    write_files(events_texts(path, EVENTS))
    columns = path.read_text(encoding="utf-8").splitlines()[0].split("\t")
    assert columns[:3] == ["onset", "duration", "trial_type"]
    sidecar = json.loads((tmp_path / "clip_events.json").read_text(encoding="utf-8"))
    assert list(sidecar) == columns
    assert all(column["Description"] for column in sidecar.values())
    assert set(sidecar["trial_type"]["Levels"]) == {kind.value for kind in Kind}
    assert set(sidecar["reason"]["Levels"]) == {reason.value for reason in Reason}


def test_units_and_sides_are_told_rightly() -> None:
    """Whoever computes with the table goes by these."""
    units = {name: column.get("Units") for name, column in COLUMNS.items()}
    assert {name: unit for name, unit in units.items() if unit} == {
        "onset": "s",
        "duration": "s",
        "frequency_hz": "Hz",
        "amplitude_mm": "mm",
    }
    assert "first picture of the recording" in str(COLUMNS["onset"]["Description"])
    assert "person's own left or right" in str(COLUMNS["side"]["Description"])
    for column, words in (("side", "Own {}."), ("eye", "The person's own {} eye.")):
        levels = COLUMNS[column]["Levels"]
        assert isinstance(levels, dict)
        assert [levels[side] for side in ("left", "right")] == [
            words.format(side) for side in ("left", "right")
        ]


def test_reasons_in_sentences() -> None:
    """The sidecar says what a reason means, and does not only repeat its word."""
    levels = COLUMNS["reason"]["Levels"]
    assert isinstance(levels, dict)
    repeated = [word for word, says in levels.items() if says.lower() == f"{word}."]
    assert repeated == []
    assert all(says.endswith(".") for says in levels.values())


def test_no_claims_in_the_sidecar() -> None:
    """What the program cannot know is not stated."""
    text = json.dumps(COLUMNS)
    assert "nvoluntary" not in text
    assert "where they are rare, it is worth less" in text


def test_no_events(tmp_path: Path) -> None:
    """No events is a table with a heading only."""
    path = tmp_path / "clip_events.tsv"
    write_files(events_texts(path, []))
    assert read_events(path) == ()


def test_not_numbers(tmp_path: Path) -> None:
    """Values that are no numbers are not available."""
    path = tmp_path / "clip_events.tsv"
    write_files(events_texts(path, [replace(BURST, onset_s=-1e-9, amplitude_mm=float("nan"))]))
    assert path.read_text(encoding="utf-8").splitlines()[1].startswith("0.000\t")
    assert read_events(path)[0].amplitude_mm is None


def test_foreign_table(tmp_path: Path) -> None:
    """A table from elsewhere may have fewer and other columns."""
    path = tmp_path / "truth.tsv"
    path.write_bytes(b"\xef\xbb\xbfonset\tduration\tnote\ttrial_type\r\n1\t0.5\thello\ttwitch\r\n")
    assert read_events(path) == (Event(Kind.TWITCH, 1.0, 0.5),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no column onset, duration, trial_type"),
        ("onset\tduration\n1\t2\n", "no column trial_type"),
        ("onset\tduration\ttrial_type\n1\t2\n", "line 2: 2 values for 3 columns"),
        ("onset\tduration\ttrial_type\n1\t2\tdance\n", "line 2: 'dance' is no trial_type"),
        (
            "onset\tduration\ttrial_type\tlip\n1\t2\ttwitch\tmiddle\n",
            "there are upper, lower, both",
        ),
        ("onset\tduration\ttrial_type\teye\n1\t2\ttwitch\topen\n", "line 2: 'open' is no eye"),
        ("onset\tduration\ttrial_type\treason\n1\t2\trejected\tnone\n", "'none' is no reason"),
        ("onset\tduration\ttrial_type\nn/a\t2\ttwitch\n", "line 2: no onset"),
        ("onset\tduration\ttrial_type\n1\t2\tn/a\n", "line 2: no trial_type"),
        ("onset\tduration\ttrial_type\nx\t2\ttwitch\n", "line 2: could not convert"),
    ],
)
def test_bad_table(tmp_path: Path, content: str, message: str) -> None:
    """What is wrong with a table is said."""
    path = tmp_path / "truth.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_events(path)


def test_missing_table(tmp_path: Path) -> None:
    """A missing table is a source error."""
    with pytest.raises(SourceError, match="cannot read"):
        read_events(tmp_path / "none.tsv")
