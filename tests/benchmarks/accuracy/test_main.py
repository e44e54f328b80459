"""The benchmark of accuracy counts what a program says, with a made-up program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from rich.table import Table

from benchmarks.accuracy import __main__ as accuracy
from benchmarks.accuracy.__main__ import main
from benchmarks.accuracy.instruments import Instruments, run_jobs
from benchmarks.accuracy.jobs import Measured, Rest, Whole, read_truth, run_job
from benchmarks.accuracy.outputs.plain_values import results_json
from benchmarks.accuracy.outputs.recording_tables import targets_table
from benchmarks.accuracy.outputs.result_tables import tables
from benchmarks.accuracy.program_under_test import Analysed
from benchmarks.accuracy.scores.figures import bars, share_interval
from benchmarks.accuracy.scores.results import Case, Results, by_person, merged, watch
from benchmarks.accuracy.scores.scoring import Score
from benchmarks.accuracy.scores.targets import targets
from benchmarks.recordings.slow_movements import SLOW_SIZES
from benchmarks.recordings.stretches import NOT_LISTED, SAMPLES, Stretch
from benchmarks.shared.circumstances import circumstances
from sample_videos.twitches import single
from twitchcam.errors import SourceError
from twitchcam.records import Event, Kind, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    jobs = [Whole(video, (rest,) if video.stem == "other" else ()) for video in videos]
    for done in run_jobs(jobs, measure):
        for measured in done.measured:
            results.add(measured.case, measured.analysed)
        if done.failure:
            results.failures[done.name] = done.failure
    results.injected = {
        1.0: {"other.mp4": Score(found=1, silent=1, false_alarms=1)},
        2.0: {"other.mp4": Score(found=2, detectable_percent=(1.5,))},
    }
    return results


def measure(case: Case) -> Measured:
    return Measured(case, program(case.path))


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
    told = json.loads(json.dumps({**circumstances(), **results_json(results, {})}, allow_nan=False))
    assert told["injected"]["1"]["pooled"]["silent"] == 1
    assert told["truth"]["clips"]["known.mp4"]["true_patterns"] == {"single": 1}
    assert told["injected_all_sizes"]["figures"]["recall"] == 0.75
    assert told["by_person"]["other.mp4"]["injected"]["2"]["found"] == 2
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
    for told_there in ("it is broken", "Found by person", "1 of 1 that can be told", "F1 at 2%"):
        assert told_there in text


def test_the_curve_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="drawing needs the extra 'samples'")
    from benchmarks.accuracy.outputs.sensitivity_plot import plot_sensitivity  # noqa: PLC0415 needs matplotlib

    results = made_results(tmp_path)
    # The ends of this interval are rounded to the wrong side of the share.
    results.injected[4.0] = {"other.mp4": Score(found=6)}
    plot_sensitivity(results, tmp_path / "curve.svg", {"another": results})
    drawn = (tmp_path / "curve.svg").read_text(encoding="utf-8")
    assert "A90" in drawn
    assert "another" in drawn


def test_what_was_measured_before_a_failure_is_kept(tmp_path: Path) -> None:
    class TwoCases(Whole):
        def cases(self) -> Iterator[Case]:
            yield Case(self.video, "good")
            yield Case(tmp_path / "broken.mp4", "bad")

    done = run_job(TwoCases(tmp_path / "a.mp4", ()), measure)
    assert [measured.case.clip for measured in done.measured] == ["good"]
    assert done.failure == "it is broken"


def test_processes_do_not_change_the_results_or_their_order(tmp_path: Path) -> None:
    # What can be sent to another process is twitchcam itself; of files that are not there it says
    # so at once.
    jobs = [Whole(tmp_path / f"{name}.mp4", ()) for name in "abc"]
    alone, together = (list(run_jobs(jobs, Instruments(), n)) for n in (1, 2))
    assert alone == together
    assert [done.name for done in alone] == ["a.mp4", "b.mp4", "c.mp4"]
    assert all(done.name in str(done.failure) for done in alone)


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


def test_listed_recordings_that_are_not_there_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    (folder / "there.mp4").write_bytes(b"no video: nothing is measured here")
    table = tmp_path / "stretches.tsv"
    rows = [
        "file\tkind\tstart_s\tend_s",
        *(f"{name}.mp4\trest\t0\t5" for name in ("there", "gone")),
    ]
    table.write_text("\n".join(rows) + "\n", "utf-8")
    assert main([str(folder), "--stretches", str(table), "--rounds", "1", "--sizes", "1"]) == 1
    told = capsys.readouterr().out
    assert "left out: gone.mp4" in told.replace("\n", " ")


@pytest.mark.parametrize("quality", ["-1", "52", "nan", "fine"])
def test_a_quality_that_is_none_is_refused(
    quality: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([f"--crf={quality}"])
    assert stopped.value.code == 2
    assert "--crf" in capsys.readouterr().err


def test_slow_movements_of_the_sizes_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"not looked into: the table says it all")
    table = tmp_path / "stretches.tsv"
    table.write_text("file\tkind\tstart_s\tend_s\na.mp4\trest\t0\t5\n", encoding="utf-8")
    for more, sizes in (([], SLOW_SIZES), (["--slow-sizes", "3"], (3.0,)), (["--slow-sizes"], ())):
        options = accuracy._options([str(tmp_path), "--stretches", str(table), *more])  # noqa: SLF001
        jobs = accuracy._jobs(options)  # noqa: SLF001
        assert [job.plan.slow_sizes for job in jobs if isinstance(job, Rest)] == [sizes]
