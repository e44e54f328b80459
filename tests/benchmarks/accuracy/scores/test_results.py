"""Results count what a program says, and keep it apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.accuracy.case import Case
from benchmarks.accuracy.outputs.plain_values import results_json
from benchmarks.accuracy.outputs.result_tables import tables
from benchmarks.accuracy.scores.results import Results, by_person, merged, watch
from benchmarks.accuracy.scores.scoring import Score
from benchmarks.recordings.stretches import NOT_LISTED, Stretch
from sample_videos.twitches import single, tremor
from tests.benchmarks.accuracy.made_up import TWITCH, UNSEEN, analysed, made_results

if TYPE_CHECKING:
    from pathlib import Path


def test_clips_with_truth_are_scored_and_others_watched(tmp_path: Path) -> None:
    results = made_results(tmp_path)
    assert results.truth["known.mp4"].found == 1
    assert results.truth["known.mp4"].amplitude_ratios == (1.0,)
    assert results.watched["rest"]["other.mp4"].false_alarms == 1
    assert results.watched[NOT_LISTED]["other.mp4"].false_alarms == 0
    assert results.failures == {"broken.mp4": "it is broken"}


def test_watched_time_is_split_by_kind_and_by_what_could_be_seen() -> None:
    stretches = [Stretch("a", "rest", 0.0, 3.0), Stretch("a", "talking", 3.0, 5.0)]
    by_kind = watch(analysed(TWITCH, UNSEEN), stretches, None)
    seen = {k: (s.false_alarms, s.duration_s, s.free_observable_s) for k, s in by_kind.items()}
    assert seen == {"rest": (1, 3, 3), "talking": (0, 2, 1), NOT_LISTED: (0, 5, 4)}


def test_scores_of_different_recordings_are_put_together_and_by_person() -> None:
    parts = [
        Results(watched={"rest": {clip: Score(false_alarms=1)}}, people={clip: "anna"})
        for clip in ("a.mp4", "b.mp4")
    ]
    whole = merged(parts)
    assert whole.people == {"a.mp4": "anna", "b.mp4": "anna"}
    assert by_person(whole.watched["rest"], whole.people)["anna"].false_alarms == 2


def test_two_stretches_of_one_kind_in_a_recording_are_added(tmp_path: Path) -> None:
    results = Results()
    for _ in range(2):
        shown = (Stretch("a.mp4", "light", 0.0, 10.0),)
        results.add(Case(tmp_path / "a.mp4", "a.mp4", stretches=shown), analysed(TWITCH))
    score = results.watched["light"]["a.mp4"]
    assert (score.false_alarms, score.duration_s) == (2, 20.0)
    assert score.false_confidences == (0.9, 0.9)


def test_twitches_under_changing_light_are_kept_apart(tmp_path: Path) -> None:
    def lit(clip: str) -> Results:
        results, path = Results(), tmp_path / "made.mp4"
        truth = (single(2.4, 0.2, "upper", "left", 1.0), single(8.0, 0.2, "upper", "left", 1.0))
        results.add(Case(path, clip, truth, 2.0, light="lamp"), analysed(TWITCH))
        return results

    results = merged([lit("a.mp4"), lit("b.mp4")])
    assert results.injected == {}
    assert {clip: s.found for clip, s in results.lit["lamp"][2.0].items()} == {
        "a.mp4": 1,
        "b.mp4": 1,
    }
    told = results_json(results, {})["injected_under_light"]
    assert told["lamp"]["2"]["pooled"]["silent"] == 2  # type: ignore[index]
    (table,) = tables(results)
    assert isinstance(table, Table)
    assert [list(column.cells) for column in table.columns][:4] == [["lamp"], ["2"], ["4"], ["2"]]


def test_it_is_shown_how_many_of_each_pattern_found_are_told_as_what_they_are(
    tmp_path: Path,
) -> None:
    truth = (single(2.4, 0.2, "upper", "left", 1.0), tremor(5.0, 5, 5.0, "upper", "left", 1.0))
    told_as_burst = replace(TWITCH, onset_s=5.0, duration_s=1.0, pattern="burst")
    results = Results()
    case = Case(tmp_path / "a.mp4", "a.mp4", truth, 1.0)
    results.add(case, analysed(TWITCH, told_as_burst))
    shown = [one for one in tables(results) if isinstance(one, Table)]
    (told,) = (one for one in shown if one.title == "Of those found, told as what they are")
    assert [[*column.cells][-1] for column in told.columns] == [
        *("all", "1 of 1 (1.00)", "0 of 0 (n/a)", "0 of 1 (0.00)")
    ]
    figures = results_json(results, {})["injected_all_sizes"]
    assert figures["pattern_right_by_pattern"]["tremor"] == 0.0  # type: ignore[index]
