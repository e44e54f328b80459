"""Results are shown as tables and written as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from benchmarks.accuracy.outputs.plain_values import results_json
from benchmarks.accuracy.outputs.recording_tables import targets_table
from benchmarks.accuracy.outputs.result_tables import tables
from benchmarks.accuracy.scores.targets import targets
from benchmarks.shared.circumstances import circumstances
from tests.benchmarks.accuracy.made_up import made_results

if TYPE_CHECKING:
    from pathlib import Path


def test_results_can_be_written_and_shown(tmp_path: Path) -> None:
    results = made_results(tmp_path)
    told = json.loads(json.dumps({**circumstances(), **results_json(results, {})}, allow_nan=False))
    assert told["injected"]["1"]["pooled"]["silent"] == 1
    assert told["truth"]["clips"]["known.mp4"]["true_patterns"] == {"single": 1}
    assert told["injected_all_sizes"]["figures"]["recall"] == 0.75
    assert told["by_person"]["other.mp4"]["injected"]["2"]["found"] == 2
    assert told["injected"]["2"]["clips"]["other.mp4"]["quantisers"] == [23.0]
    assert told["a90_percent_of_pupil_distance"]["percent"] == pytest.approx(2**0.8)
    assert told["foreseen"]["other.mp4"]["within_factor"] is True
    # Twitch at confidence 0.9 where none is known.
    assert told["reliability"]["expected_calibration_error"] == pytest.approx(0.9)
    console = Console(record=True, width=150, file=(tmp_path / "screen").open("w"))
    for shown in tables(results):
        console.print(shown)
    console.print(targets_table(targets(results, {})))
    console.file.close()
    text = console.export_text()
    for told_there in (
        "it is broken",
        "Found by person",
        "23 │",
        "1 of 1 that can be told",
        "F1 at 2%",
    ):
        assert told_there in text
