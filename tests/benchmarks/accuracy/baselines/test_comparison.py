"""Baselines are scored on the same recordings as the program, each at its best threshold."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from benchmarks.accuracy.baselines.comparison import (
    NOTHING_KNOWN,
    Comparison,
    at_rest,
    elsewhere,
    traces_of,
    under_light,
)
from benchmarks.accuracy.baselines.observing import Seen
from benchmarks.accuracy.baselines.thresholds import Rule
from benchmarks.accuracy.baselines.traces import Baseline
from benchmarks.accuracy.case import Case
from benchmarks.accuracy.outputs.comparison_tables import comparison_tables
from benchmarks.accuracy.outputs.plain_values import comparison_json
from benchmarks.accuracy.program_under_test import Analysed
from benchmarks.accuracy.scores.figures import overall
from benchmarks.accuracy.scores.results import Results
from benchmarks.accuracy.scores.scoring import Score
from benchmarks.recordings.frozen import NOBODY_LIVING
from benchmarks.recordings.light import LIGHTS
from benchmarks.recordings.stretches import REST, Stretch
from sample_videos.twitches import single
from twitchcam.records import Event, Kind

TWITCHES = (single(2.0, 0.2, "upper", "left", 1.0), single(5.0, 0.2, "lower", "both", 1.0))
RESTING = (Stretch("a.mp4", REST, 0.0, 60.0), Stretch("a.mp4", "talking", 60.0, 90.0))
CASES = (
    Case(Path("as_it_is"), "a.mp4", stretches=RESTING),
    Case(Path("small"), "a.mp4", TWITCHES, size=1.0),
    Case(Path("large"), "a.mp4", TWITCHES, size=4.0),
)
LENGTHS_S = {"as_it_is": 90.0, "small": 8.0, "large": 8.0}
# Peaks of the made-up trace, by recording: time and height.
PEAKS = {
    "as_it_is": ((10.0, 2.0), (20.0, 2.0), (70.0, 9.0)),
    "small": ((2.1, 1.5), (5.1, 2.5)),
    "large": ((2.1, 6.0), (5.1, 6.0)),
}
READING = Baseline("reading", lambda seen: seen.change)
GIVEN = Baseline("given", lambda seen: seen.change, rule=Rule(5.0))
BLIND = Baseline("blind", lambda seen: np.full(len(seen.time_s), np.nan))


class Looks:
    """Makes up what is seen, and remembers how often it was asked."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def __call__(self, path: Path, model: Path | None) -> Seen:
        assert model is None
        self.paths.append(path.name)
        time_s = np.arange(0, LENGTHS_S[path.name], 0.05)
        value = np.random.default_rng(0).uniform(0.9, 1.1, len(time_s))
        for at_s, height in PEAKS[path.name]:
            value[np.abs(time_s - at_s) < 0.06] = height
        points = np.zeros((len(time_s), 478, 3), np.float32)
        return Seen(time_s, points, value, value, points, np.zeros((len(time_s), 52)), ())


def compared(*baselines: Baseline, cases: tuple[Case, ...] = CASES) -> Comparison:
    comparison, looks = Comparison(baselines, {"absent": "no model"}), Looks()
    for case in cases:
        comparison.take(case, traces_of(case.path, baselines, None, looks))
    return comparison


def test_a_recording_is_looked_at_once_for_all_baselines() -> None:
    looks = Looks()
    traces = traces_of(Path("small"), (READING, GIVEN, BLIND), None, looks)
    assert traces.keys() == {"reading", "given", "blind"}
    assert looks.paths == ["small"]


def test_the_threshold_with_the_best_f1_within_the_limit_is_chosen() -> None:
    outcome = compared(READING).outcomes()["reading"]
    # Below 2 the whole small pair would be found, at two false alarms in the minute of rest.
    assert 2.0 <= outcome.chosen.rule.threshold < 2.5
    assert outcome.chosen.f1 == pytest.approx(6 / 7)
    assert outcome.unlimited_f1 == 1.0
    assert outcome.chosen.within_limit
    found = {size: scores["a.mp4"].found for size, scores in outcome.results.injected.items()}
    assert found == {1.0: 1, 4.0: 2}


def test_false_alarms_are_counted_at_rest_and_elsewhere() -> None:
    results = compared(READING).outcomes()["reading"].results
    assert at_rest(results).false_alarms_per_minute == 0.0
    assert elsewhere(results).false_alarms_per_minute == pytest.approx(2.0, rel=0.01)


@pytest.mark.parametrize("kind", [*NOBODY_LIVING, *LIGHTS])
def test_minutes_in_which_nobody_does_anything_thin_out_no_false_alarms(kind: str) -> None:
    watched = {
        "talking": {"a.mp4": Score(false_apart=1, free_s=30.0)},
        kind: {"a.mp4": Score(free_s=90.0)},
    }
    assert elsewhere(Results(watched=watched)).false_alarms_per_minute == 2.0


def test_rest_under_changing_light_is_told_by_itself() -> None:
    watched = {kind: {"a.mp4": Score(false_alarms=1, free_s=20.0)} for kind in (*LIGHTS, REST)}
    results = Results(watched=watched)
    assert under_light(results).false_alarms == len(LIGHTS)
    assert at_rest(results).false_alarms == 1
    assert elsewhere(results) == Score()


def test_a_threshold_can_be_chosen_on_other_people() -> None:
    others = tuple(replace(case, clip="b.mp4", person="ben") for case in CASES)
    (outcome,) = compared(READING, cases=CASES + others).outcomes().values()
    # Both are alike, so each gets what was chosen on both.
    assert outcome.left_out is not None
    assert outcome.left_out.people == {"a.mp4": "a.mp4", "b.mp4": "ben"}
    assert overall(outcome.left_out).f1 == outcome.chosen.f1
    # Chosen on somebody without a stretch of rest, the threshold is too low for the other one.
    small = (CASES[0], replace(CASES[1], clip="b.mp4", person="ben"), CASES[2])
    (outcome,) = compared(READING, cases=small).outcomes().values()
    assert outcome.left_out is not None
    assert at_rest(outcome.results).false_alarms == 0
    assert at_rest(outcome.left_out).false_alarms >= 2


def test_with_one_person_nobody_is_left_out() -> None:
    assert compared(READING).outcomes()["reading"].left_out is None


def test_a_given_threshold_stays() -> None:
    assert compared(GIVEN).outcomes()["given"].chosen.rule == Rule(5.0)


def test_what_has_nothing_to_be_chosen_by_is_skipped_and_named() -> None:
    comparison = compared(READING, BLIND, cases=CASES[:1])
    assert comparison.outcomes() == {}
    assert comparison.skipped["reading"] == comparison.skipped["blind"] == NOTHING_KNOWN


def test_a_clip_with_truth_will_do_to_choose_by() -> None:
    known = (Case(Path("large"), "a.mp4", TWITCHES),)
    outcome = compared(READING, cases=known).outcomes()["reading"]
    assert outcome.results.truth["a.mp4"].found == 2


def test_all_is_shown_and_written(tmp_path: Path) -> None:
    ours = Results()
    for case in CASES:
        events = tuple(Event(Kind.TWITCH, t.onset_s, 0.2) for t in case.truth or ())
        ours.add(case, Analysed(events, LENGTHS_S[case.path.name], 62.0))
    comparison = compared(READING, GIVEN)
    outcomes = comparison.outcomes()
    with (tmp_path / "screen").open("w") as file:
        console = Console(record=True, width=150, file=file)
        for shown in comparison_tables(ours, comparison, outcomes):
            console.print(shown)
    text = console.export_text()
    for told in ("twitchcam", "reading", "given", "skipped: absent: no model", "favours"):
        assert told in text
    told = json.loads(json.dumps(comparison_json(comparison, outcomes), allow_nan=False))
    assert told["skipped"] == {"absent": "no model"}
    assert told["baselines"]["reading"]["injected"]["4"]["recall"] == 1.0
    assert told["baselines"]["given"]["threshold"] == 5.0
