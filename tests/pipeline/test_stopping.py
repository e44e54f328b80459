"""Ctrl-C during an analysis: what was seen is whole, and nothing that was complete is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

import twitchcam
from tests.pipeline.ctrl_c import SECOND_STEP, press_ctrl_c, pressing
from twitchcam import pipeline
from twitchcam.analysis import analysis_of
from twitchcam.cli.main import main
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.outputs.events_tsv import read_events
from twitchcam.outputs.evidence_json import read_evidence
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from twitchcam.analysis import MotionSink
    from twitchcam.outputs.recording import Recording


@pytest.fixture
def pressed_in_command(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let Ctrl-C be pressed so many times during the next analysis that the command begins."""
    analyze = pipeline.analyze

    def press_in_command(times: int) -> None:
        def pressed(path: Path, *, out_dir: Path | None, **_rest: object) -> Recording:
            return analyze(path, out_dir=out_dir, on_progress=pressing(times))

        monkeypatch.setattr(pipeline, "analyze", pressed)

    return press_in_command


@pytest.mark.parametrize("times", [1, 2])
def test_what_was_seen_is_written_and_marked(short_clip: Path, tmp_path: Path, times: int) -> None:
    recording = twitchcam.analyze(short_clip, out_dir=tmp_path, on_progress=pressing(times))
    assert recording.files is not None
    evidence = read_evidence(recording.files.evidence)
    assert evidence.recording.partial
    assert evidence.recording.frames == SECOND_STEP
    assert evidence.recording.duration_s == pytest.approx(2.0)
    rows = pq.read_table(recording.files.motion)["frame"].to_pylist()
    assert rows == list(range(SECOND_STEP))
    assert len(read_events(recording.files.events)) == len(recording.events)
    assert len(list(tmp_path.iterdir())) == 6


def test_third_time_abandons_the_recording(short_clip: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        twitchcam.analyze(short_clip, out_dir=tmp_path, on_progress=pressing(3))
    assert list(tmp_path.iterdir()) == []


def test_complete_results_are_kept(short_clip: Path, tmp_path: Path) -> None:
    """Half an analysis is worth less than the whole one that is there."""
    twitchcam.analyze(short_clip, out_dir=tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    recording = twitchcam.analyze(short_clip, out_dir=tmp_path, on_progress=pressing(1))
    assert recording.evidence.recording.partial
    assert recording.files is None
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_less_of_a_recording_does_not_take_the_place_of_more(
    short_clip: Path, tmp_path: Path
) -> None:
    twitchcam.analyze(short_clip, out_dir=tmp_path, on_progress=pressing(2))
    further_s = read_evidence(tmp_path / "short_evidence.json").recording.duration_s
    again = twitchcam.analyze(short_clip, out_dir=tmp_path, on_progress=pressing(1))
    assert again.files is None
    assert read_evidence(tmp_path / "short_evidence.json").recording.duration_s == further_s


def test_results_of_another_sensor_are_said_to_be_replaced(
    short_clip: Path, tmp_path: Path
) -> None:
    assert twitchcam.analyze(short_clip, out_dir=tmp_path).replaced == ""
    crude = twitchcam.analyze(short_clip, out_dir=tmp_path, settings=Settings(sensor="landmarks"))
    assert crude.replaced == "--sensor flow"
    # How small a twitch it finds was not measured, and the record says what it is.
    assert crude.evidence.sensor.smallest_detectable_mm is None
    assert any("is crude" in note for note in crude.evidence.recording.notes)


def test_partial_results_are_replaced_by_complete_ones(short_clip: Path, tmp_path: Path) -> None:
    twitchcam.analyze(short_clip, out_dir=tmp_path, on_progress=pressing(1))
    again = twitchcam.analyze(short_clip, out_dir=tmp_path)
    assert again.files is not None
    assert again.files.stem == "short"
    assert not read_evidence(again.files.evidence).recording.partial
    assert len(list(tmp_path.iterdir())) == 6


def test_pressed_after_the_last_picture(
    short_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The results are complete, and the program that asked for them stops all the same."""

    def pressed(*given: object) -> object:
        press_ctrl_c()
        return summarise(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "summarise", pressed)
    with pytest.raises(KeyboardInterrupt):
        twitchcam.analyze(short_clip, out_dir=tmp_path)
    assert not read_evidence(tmp_path / "short_evidence.json").recording.partial
    assert pq.read_metadata(tmp_path / "short_motion.parquet").num_rows == 90


def test_pressed_before_the_first_picture(
    short_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results of nothing are not written."""

    def pressed(settings: twitchcam.Settings, sink: MotionSink) -> object:
        press_ctrl_c()
        return analysis_of(settings, sink)

    monkeypatch.setattr(pipeline, "analysis_of", pressed)
    with pytest.raises(KeyboardInterrupt):
        twitchcam.analyze(short_clip, out_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_command_says_how_far_it_came(
    short_clip: Path,
    tmp_path: Path,
    pressed_in_command: Callable[[int], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    pressed_in_command(2)
    videos = [str(short_clip), str(tmp_path / "next.mp4")]
    assert main(["analyze", *videos, "--out", str(tmp_path / "out")]) == 1
    out, err = capsys.readouterr()
    assert "PARTIAL: stopped after 2.0 s" in out
    assert err.splitlines()[1:] == [
        f"twitchcam: stopped: {short_clip} was analysed up to 2.0 s only; its results say so",
        f"twitchcam: stopped: 1 recording not started: {tmp_path / 'next.mp4'}",
    ]
    assert read_evidence(tmp_path / "out" / "short_evidence.json").recording.partial


def test_command_says_that_complete_results_are_kept(
    short_clip: Path,
    tmp_path: Path,
    pressed_in_command: Callable[[int], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    twitchcam.analyze(short_clip, out_dir=tmp_path)
    pressed_in_command(1)
    assert main(["analyze", str(short_clip), "--out", str(tmp_path), "-q"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("to keep the results of an earlier analysis that went as far")
    assert not read_evidence(tmp_path / "short_evidence.json").recording.partial


def test_command_abandons_at_the_third_time(
    short_clip: Path,
    tmp_path: Path,
    pressed_in_command: Callable[[int], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    pressed_in_command(3)
    assert main(["analyze", str(short_clip), "--out", str(tmp_path), "-q"]) == 1
    assert capsys.readouterr().err == f"twitchcam: stopped: {short_clip} was not analysed\n"
    assert list(tmp_path.iterdir()) == []
