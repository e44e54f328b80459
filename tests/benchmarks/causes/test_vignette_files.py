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
        ('difficulty = "easy"', 'difficulty = "so-so"', "difficulty: Invalid enum value 'so-so'"),
        ('urgency = "gp"', 'urgency = "soon"', "urgency: Invalid enum value 'soon'"),
        ('id = "made_up"', 'id = "other"', "not the name of the file"),
        ('source = "nowhere"', "", "missing required field `source`"),
        ('side = "left"', 'side = "port"', r"evidence\[0\]\.twitches\[0\]\.side: .*'port'"),
        ("count = 6", "cout = 6", r"evidence\[0\]\.twitches\[0\]: .*`cout`"),
        ("count = 6", "count = 0", r"evidence\[0\]\.twitches\[0\]\.count: Expected"),
        ("frequency_hz = 5\n", "", r"evidence\[0\]\.twitches\[1\]: frequency_hz belongs"),
        ("duration_s = 4", "peaks = 0", r"evidence\[0\]\.twitches\[1\]\.peaks: Expected"),
        ("rest = 60", "frown = 60", r"evidence\[0\]\.phases: .*'frown'"),
        ("rest = 60", "rest = 0", r"evidence\[0\]\.phases\.rest: Expected"),
        ("rest = 60, ", "", r"evidence\[0\]: twitches come in the phase rest"),
        ("phases = {", "duration_s = 9\nphases = {", r"evidence\[0\]: duration_s or phases"),
        ('"no face" = 5', '"no nose" = 5', r"evidence\[0\]\.unobservable_s: .*'no nose'"),
    ],
)
def test_mistakes_in_cases_are_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "made_up.toml"
    path.write_text(CASE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=says):
        read_vignette(path)
