"""Evidence as JSON, there and back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.evidence.made_up import EVENTS, IDENTITY, RECORDING, SENSOR, blind, evidence_of
from twitchcam.errors import SourceError
from twitchcam.outputs.evidence_json import read_evidence, read_identity, write_evidence

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.records import Evidence

BLIND = replace(
    evidence_of(blind()), sensor=replace(SENSOR, scale=None, noise_floor_mm=None), file=None
)


@pytest.mark.parametrize("evidence", [evidence_of(*EVENTS), evidence_of(), BLIND])
def test_round_trip(tmp_path: Path, evidence: Evidence) -> None:
    """Evidence survives."""
    path = tmp_path / "clip_evidence.json"
    write_evidence(path, evidence)
    assert read_evidence(path) == evidence


def test_nan_is_null(tmp_path: Path) -> None:
    """What does not exist is null."""
    path = tmp_path / "clip_evidence.json"
    settings: dict[str, object] = {"band_hz": (3.0, float("inf")), "model": tmp_path}
    sensor = replace(SENSOR, smallest_detectable_mm=float("nan"), settings=settings)
    write_evidence(path, replace(BLIND, sensor=sensor))
    content = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert content["sensor"]["smallest_detectable_mm"] is None
    assert content["sensor"]["settings"] == {"band_hz": [3.0, None], "model": str(tmp_path)}
    assert content["counts"] is None


def test_schema(tmp_path: Path) -> None:
    """The schema is named."""
    path = tmp_path / "clip_evidence.json"
    write_evidence(path, evidence_of(*EVENTS))
    assert json.loads(path.read_text(encoding="utf-8"))["schema"] == "twitchcam.evidence/1"


def test_odd_names(tmp_path: Path) -> None:
    """Names that are no text survive."""
    path = tmp_path / "clip_evidence.json"
    source = replace(RECORDING.source, name="Müller \udcff.mp4")
    evidence = evidence_of(recording=replace(RECORDING, source=source))
    write_evidence(path, evidence)
    assert read_evidence(path) == evidence


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not JSON"),
        ("[]", "not an evidence file"),
        ("{}", "not an evidence file of this version"),
        ('{"schema": "twitchcam.evidence/2"}', "not an evidence file of this version"),
        ('{"schema": "twitchcam.evidence/1"}', "damaged"),
        ('{"schema": "twitchcam.evidence/1", "file": {"name": 3}}', "damaged"),
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
    write_evidence(path, replace(evidence_of(), schema="twitchcam.evidence/9"))
    assert read_identity(path) == IDENTITY
    for other in ("{}", "[]", "no json", '{"schema": 1}', '{"schema": "other/1", "file": {}}'):
        path.write_text(other, encoding="utf-8")
        assert read_identity(path) is None
    assert read_identity(tmp_path / "none.json") is None
