"""The benchmark of accuracy counts what a program says, with a made-up program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from benchmarks.circumstances import circumstances
from benchmarks.figures import a90, as_json, bars, share_interval, size_for_recall
from benchmarks.measuring import measure_whole, read_truth
from benchmarks.program import Analysed
from benchmarks.results import Results, watch
from benchmarks.scoring import Score
from benchmarks.stretches import NOT_LISTED, SAMPLES, Stretch
from benchmarks.tables import tables
from twitchcam.errors import SourceError
from twitchcam.records import Event, Kind, Reason

if TYPE_CHECKING:
    from pathlib import Path

TWITCH = Event(Kind.TWITCH, 2.4, 0.2, "upper", "left", "single", 1, None, 2.0, 0.9, "none")
UNSEEN = Event(Kind.UNOBSERVABLE, 4.0, 2.0, reason=Reason.MOUTH_MOVEMENT)
TRUTH = (
    "onset\tduration\ttrial_type\tlip\tside\tpattern\tpeaks\tfrequency_hz\tamplitude_mm\n"
    "2.400\t0.200\ttwitch\tupper\tleft\tsingle\t1\tn/a\t2.00\n"
)


def analysed(*events: Event) -> Analysed:
    return Analysed(events, duration_s=10.0, observable_s=8.0, mm_per_pupil_distance=62.0)


def program(path: Path) -> Analysed:
    if path.stem == "broken":
        message = "it is broken"
        raise SourceError(message)
    return analysed(TWITCH, UNSEEN)


def made_results(folder: Path) -> Results:
    (folder / "truth").mkdir()
    truth = folder / "truth" / "known_events.tsv"
    truth.write_text(TRUTH, encoding="utf-8")
    results = Results()
    videos = [folder / name for name in ("known.mp4", "other.mp4", "broken.mp4")]
    rest = Stretch("other.mp4", "rest", 0, 3)
    measure = lambda case: results.add(case, program(case.path))  # noqa: E731 one line says it
    measure_whole(videos, [rest], measure, results.failures)
    results.injected = {
        1.0: {"other.mp4": Score(found=1, silent=1, false_alarms=1)},
        2.0: {"other.mp4": Score(found=2)},
    }
    return results


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
    seen = {k: (s.false_alarms, s.duration_s, s.observable_s) for k, s in by_kind.items()}
    assert seen == {"rest": (1, 3, 3), "talking": (0, 2, 1), NOT_LISTED: (0, 5, 4)}


def test_results_can_be_written_and_shown(tmp_path: Path) -> None:
    results = made_results(tmp_path)
    told = json.loads(json.dumps({**circumstances(), **as_json(results)}))
    assert told["injected"]["1"]["pooled"]["silent"] == 1
    assert told["truth"]["clips"]["known.mp4"]["true_patterns"] == {"single": 1}
    console = Console(record=True, width=150, file=(tmp_path / "screen").open("w"))
    for shown in tables(results):
        console.print(shown)
    console.file.close()
    assert "it is broken" in console.export_text()


def test_the_curve_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="drawing needs the extra 'samples'")
    from benchmarks.sensitivity_plot import plot_sensitivity  # noqa: PLC0415 needs matplotlib

    injected = made_results(tmp_path).injected
    # The ends of this interval are rounded to the wrong side of the share.
    injected[4.0] = {"other.mp4": Score(found=6)}
    plot_sensitivity(injected, tmp_path / "curve.svg", {"another": injected})
    drawn = (tmp_path / "curve.svg").read_text(encoding="utf-8")
    assert "A90" in drawn
    assert "another" in drawn


@pytest.mark.parametrize(
    ("recalls", "size"),
    [
        ({1.0: 0.8, 4.0: 1.0}, 2.0),
        ({1.0: 0.95, 2.0: 0.8, 4.0: 0.9}, 4.0),
        ({1.0: 0.9, 2.0: 1.0}, 1.0),
        ({1.0: 0.1, 2.0: 0.8}, None),
        ({}, None),
    ],
)
def test_a90_is_where_recall_reaches_90_percent_for_good(
    recalls: dict[float, float], size: float | None
) -> None:
    assert size_for_recall(recalls) == (size if size is None else pytest.approx(size))


def test_a90_of_nothing_is_nothing() -> None:
    assert a90({}) is None


def test_a_false_alarm_in_a_clip_without_twitch_misses_its_bar() -> None:
    name, value, _, met = bars({"still.mp4": Score(false_alarms=1, duration_s=10)})[-1]
    assert (name, value, met) == ("false_alarms_in_clips_without_twitch", 1.0, False)


def test_share_interval_holds_the_share() -> None:
    low, high = share_interval(8, 10)
    assert low == pytest.approx(0.490, abs=0.001)
    assert high == pytest.approx(0.943, abs=0.001)


def test_truth_of_the_sample_videos_is_read() -> None:
    twitches = read_truth(SAMPLES / "truth" / "lower_tremor_5hz_events.tsv")
    assert {(t.lip, t.side, t.pattern, t.frequency_hz) for t in twitches} == {
        ("lower", "both", "tremor", 5.0)
    }
