"""The case vignettes, what is made of them, and the bars that cause matching has to clear."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.causes.__main__ import main
from benchmarks.causes.scoring import Result, Shaker, gain, run, score
from benchmarks.causes.vignette_files import Vignette, read_vignette, read_vignettes
from twitchcam.errors import KnowledgeError

if TYPE_CHECKING:
    from pathlib import Path

CASE = """\
id = "made_up"
title = "Somebody"
source = "nowhere"
difficulty = "easy"
answers_are = "sparse"
expected_top = ["hemifacial_spasm"]
urgency = "gp"

[answers]
age_years = 50

[[evidence]]
unobservable_s = { "mouth movement" = 10, "no face" = 5 }
phases = { rest = 60, hold = 40 }

[[evidence.twitches]]
count = 6
lip = "lower"
side = "left"
pattern = "burst"
eye = "left"
phase = "rest"

[[evidence.twitches]]
count = 2
lip = "both"
side = "right"
pattern = "tremor"
frequency_hz = 5
duration_s = 4
phase = "hold"
"""


@pytest.fixture(scope="module")
def vignettes() -> list[Vignette]:
    """Read all cases."""
    return read_vignettes()


@pytest.fixture(scope="module")
def results(vignettes: list[Vignette]) -> list[Result]:
    """Match all cases once."""
    return run(vignettes)


def test_bars(results: list[Result]) -> None:
    found = score(results)
    assert found.top_1 is not None
    assert found.top_3 is not None
    assert found.over_triage is not None
    assert found.top_1 >= 0.80
    assert found.top_3 >= 0.95
    assert found.missed_emergencies == ()
    assert found.over_triage <= 0.15


def test_recordings_never_make_it_worse_on_the_whole(
    vignettes: list[Vignette], results: list[Result]
) -> None:
    found = gain(results, run(vignettes, recordings=False))
    assert found.cases >= 20
    assert found.with_recordings is not None
    assert found.without_recordings is not None
    assert found.with_recordings > found.without_recordings


def test_moved_weights(vignettes: list[Vignette]) -> None:
    shaker = Shaker(vignettes[::8], literal=False)
    steady = shaker.all_at_once(5, seed=3)
    assert steady == shaker.all_at_once(5, seed=3)
    assert steady.top_1_lowest <= steady.top_1_mean <= steady.top_1_highest
    assert 0 < steady.kept <= 1
    assert steady.moved > 500


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


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    assert main([str(folder)]) == 2
    (folder / "made_up.toml").write_text(CASE, encoding="utf-8")
    assert main([str(folder), "--draws", "0", "--json", str(tmp_path / "out.json")]) in (0, 1)
    content = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert content["scores"]["all"]["cases"] == 1
    assert content["cases"][0]["id"] == "made_up"
    assert "top-1" in capsys.readouterr().out
    (folder / "made_up.toml").write_text("id = 3", encoding="utf-8")
    assert main([str(folder)]) == 2
