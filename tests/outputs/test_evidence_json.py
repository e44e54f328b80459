"""Evidence as JSON, there and back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.evidence.made_up import EVENTS, IDENTITY, RECORDING, SENSOR, blind, evidence_of
from twitchcam.errors import SourceError
from twitchcam.evidence.phases import Stretch, summarise_phases
from twitchcam.outputs.evidence_json import evidence_text, read_evidence, read_identity
from twitchcam.outputs.safe_file import write_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from twitchcam.records import Evidence

BLIND = replace(
    evidence_of(blind()), sensor=replace(SENSOR, scale=None, noise_floor_mm=None), file=None
)
GUIDED = replace(
    evidence_of(*EVENTS), phases=summarise_phases(EVENTS, [Stretch("rest", 0.0, 30.0)], 60.0)
)


@pytest.mark.parametrize("evidence", [evidence_of(*EVENTS), evidence_of(), BLIND, GUIDED])
def test_round_trip(tmp_path: Path, evidence: Evidence) -> None:
    """Evidence survives."""
    path = tmp_path / "clip_evidence.json"
    write_file(path, evidence_text(evidence))
    assert read_evidence(path) == evidence


def test_nan_is_null(tmp_path: Path) -> None:
    """What does not exist is null."""
    path = tmp_path / "clip_evidence.json"
    settings: dict[str, object] = {"band_hz": (3.0, float("inf"))}
    sensor = replace(SENSOR, smallest_detectable_mm=float("nan"), settings=settings)
    write_file(path, evidence_text(replace(BLIND, sensor=sensor)))
    content = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert content["sensor"]["smallest_detectable_mm"] is None
    assert content["sensor"]["settings"] == {"band_hz": [3.0, None]}
    assert content["counts"] is None


def test_schema(tmp_path: Path) -> None:
    """The schema is named."""
    path = tmp_path / "clip_evidence.json"
    write_file(path, evidence_text(evidence_of(*EVENTS)))
    assert json.loads(path.read_text(encoding="utf-8"))["schema"] == "twitchcam.evidence/1"


def test_odd_names(tmp_path: Path) -> None:
    """Names that are no text survive."""
    path = tmp_path / "clip_evidence.json"
    source = replace(RECORDING.source, name="Müller \udcff.mp4")
    evidence = evidence_of(recording=replace(RECORDING, source=source))
    write_file(path, evidence_text(evidence))
    assert read_evidence(path) == evidence


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not an evidence file, or is damaged"),
        ("[]", "not an evidence file"),
        ("{}", "is not an evidence file, or is damaged"),
        ('{"schema": "twitchcam.evidence/2"}', "not an evidence file of this version"),
        ('{"schema": "twitchcam.evidence/1"}', "json is damaged: "),
        ('{"schema": "twitchcam.evidence/1", "file": {"name": 3}}', "json is damaged: "),
    ],
)
def test_other_files(tmp_path: Path, content: str, message: str) -> None:
    """Other files are refused in words."""
    path = tmp_path / "clip_evidence.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_evidence(path)


def test_identity(tmp_path: Path) -> None:
    """Identity is read from any version of ours only."""
    path = tmp_path / "clip_evidence.json"
    write_file(path, evidence_text(replace(evidence_of(), schema="twitchcam.evidence/9")))
    assert read_identity(path) == IDENTITY
    for other in ("{}", "[]", "no json", '{"schema": 1}', '{"schema": "other/1", "file": {}}'):
        path.write_text(other, encoding="utf-8")
        assert read_identity(path) is None
    assert read_identity(tmp_path / "none.json") is None


def _damaged(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> str:
    path = tmp_path / "clip_evidence.json"
    write_file(path, evidence_text(evidence_of(*EVENTS)))
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_evidence(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda c: c["counts"]["all"].pop("events"),
            "counts.all: object missing required field `events`",
        ),
        (
            lambda c: c["counts"]["all"].update(events="3"),
            "counts.all.events: expected `int`, got `str`",
        ),
        (
            lambda c: c["counts"]["all"].update(events=True),
            "counts.all.events: expected `int`, got `bool`",
        ),
        (lambda c: c["time"].update(observable_s=float("nan")), "time.observable_s is nan"),
        (lambda c: c["time"].update(observable_s=10**400), "time.observable_s is inf"),
        (lambda c: c["sensor"].update(noise_floor_mm=[0.1]), "sensor.noise_floor_mm: expected"),
        (lambda c: c.update(phases={"rest": 3}), "phases[...]: expected `object`, got `int`"),
        (lambda c: c.update(schema="twitchcam.evidence/2"), "'twitchcam.evidence/2'"),
    ],
)
def test_damage_is_named(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], says: str
) -> None:
    message = _damaged(tmp_path, change)
    assert says in message
    assert "\n" not in message


def test_a_file_without_phases_is_of_this_version(tmp_path: Path) -> None:
    path = tmp_path / "clip_evidence.json"
    write_file(path, evidence_text(evidence_of(*EVENTS)))
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["phases"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert read_evidence(path) == evidence_of(*EVENTS)
