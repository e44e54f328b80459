"""Case vignettes are read, and mistakes in them named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.causes.vignette_files import read_vignette
from tests.benchmarks.causes.made_up import CASE
from twitchcam.errors import KnowledgeError

if TYPE_CHECKING:
    from pathlib import Path


def test_evidence_is_counted_as_any_other(tmp_path: Path) -> None:
    path = tmp_path / "made_up.toml"
    path.write_text(CASE, encoding="utf-8")
    (evidence,) = read_vignette(path).recordings
    assert evidence.recording.duration_s == 100
    assert evidence.time.observable_s == 85
    assert evidence.counts is not None
    assert evidence.counts.all.events == 8
    assert evidence.counts.by_pattern["tremor"].peaks == 40
    assert evidence.dominant_frequency_hz == 5
    assert evidence.eye_closure_share is not None
    assert evidence.phases is not None
    assert [(name, phase.events) for name, phase in evidence.phases.items()] == [
        ("rest", 6),
        ("hold", 2),
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('difficulty = "easy"', 'difficulty = "so-so"', "difficulty is 'so-so'"),
        ('urgency = "gp"', 'urgency = "soon"', "urgency is 'soon'"),
        ('id = "made_up"', 'id = "other"', "not the name of the file"),
        ('source = "nowhere"', "", "source is missing"),
        ('side = "left"', 'side = "port"', "side is 'port'"),
        ("count = 6", "cout = 6", "count is missing"),
        ("frequency_hz = 5\n", "", "frequency_hz is missing"),
        ("rest = 60", "frown = 60", "frown is not a field"),
        ('"no face" = 5', '"no nose" = 5', "no nose is not a field"),
    ],
)
def test_mistakes_in_cases_are_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "made_up.toml"
    path.write_text(CASE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=says):
        read_vignette(path)
