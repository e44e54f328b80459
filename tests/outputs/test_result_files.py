"""Results never overwrite anything but the earlier results of the same recording."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

from tests.evidence.made_up import EVENTS, RECORDING, SENSOR
from tests.made_motion import Pull, frame_times_s, make_motion
from twitchcam.detection.detector import Detector
from twitchcam.errors import OutputError, SourceError
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.outputs import safe_file
from twitchcam.outputs.events_tsv import read_events
from twitchcam.outputs.evidence_json import read_evidence
from twitchcam.outputs.motion_parquet import MotionWriter
from twitchcam.outputs.result_files import (
    ResultFiles,
    choose_result_files,
    write_results,
)

if TYPE_CHECKING:
    from twitchcam.records import Event


def make_video(path: Path, content: bytes = b"video") -> Path:
    """Make a file that stands for a video."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def analyse(
    video: Path, out: Path | None = None, events: tuple[Event, ...] = EVENTS
) -> ResultFiles:
    """Choose names and write results, as an analysis does."""
    files = choose_result_files(video, out)
    evidence = summarise(events, RECORDING, SENSOR, files.identity)
    with MotionWriter(files.motion) as writer:
        writer.write(make_motion(frame_times_s(1.0, 30.0)), [])
        write_results(files, events, evidence, writer.finished())
    return files


def test_beside_video(tmp_path: Path) -> None:
    """Results lie beside the video."""
    files = analyse(make_video(tmp_path / "my clip.final.mp4"))
    assert [path.name for path in files] == [
        "my clip.final_events.tsv",
        "my clip.final_events.json",
        "my clip.final_motion.parquet",
        "my clip.final_evidence.json",
        "my clip.final.vtt",
        "my clip.final_report.html",
    ]
    assert {path.parent for path in files} == {tmp_path}
    assert read_events(files.events) == EVENTS
    assert read_evidence(files.evidence).file == files.identity


def test_out_folder(tmp_path: Path) -> None:
    """The out folder is made."""
    video = make_video(tmp_path / "clip.mp4")
    files = choose_result_files(video, tmp_path / "a" / "b")
    assert files.evidence == tmp_path / "a" / "b" / "clip_evidence.json"
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_motion_that_another_program_holds_keeps_all_results_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: it is put in its place after the others."""
    video = make_video(tmp_path / "clip.mp4")
    files = analyse(video)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    opens = Path.open

    def held(path: Path, mode: str = "r", **how: Any) -> IO[Any]:  # noqa: ANN401 - passed on
        if path == files.motion and mode == "r+b":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opens(path, mode, **how)

    monkeypatch.setattr(safe_file, "HELD_FILES_STAY", True)
    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(OutputError, match=r"clip_motion.parquet: another program has it open"):
        analyse(video, events=EVENTS[:1])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_own_results_replaced(tmp_path: Path) -> None:
    """Analysing again replaces the own results."""
    video = make_video(tmp_path / "clip.mp4")
    first = analyse(video)
    before = sorted(tmp_path.iterdir())
    assert analyse(video) == first
    assert sorted(tmp_path.iterdir()) == before


def test_numbers(tmp_path: Path) -> None:
    """Another recording of the same name gets a number."""
    out = tmp_path / "out"
    videos = [
        make_video(tmp_path / "a" / "clip.mp4", b"one"),
        make_video(tmp_path / "b" / "clip.mp4", b"two"),
        make_video(tmp_path / "a" / "clip.avi", b"one"),
    ]
    chosen = [analyse(video, out) for video in videos]
    stems = ["clip_events.tsv", "clip_2_events.tsv", "clip_3_events.tsv"]
    assert [files.events.name for files in chosen] == stems
    assert [analyse(video, out) for video in videos] == chosen


@pytest.mark.parametrize(
    "name", ["clip_events.tsv", "clip.vtt", "clip_events.json", "clip_report.html"]
)
def test_foreign_files(tmp_path: Path, name: str) -> None:
    """Files of others are left alone."""
    video = make_video(tmp_path / "clip.mp4")
    (tmp_path / name).write_text("precious", encoding="utf-8")
    assert analyse(video).vtt.name == "clip_2.vtt"
    assert (tmp_path / name).read_text(encoding="utf-8") == "precious"


def test_files_of_other_names(tmp_path: Path) -> None:
    """A file that no analysis writes holds no name."""
    video = make_video(tmp_path / "clip.mp4")
    (tmp_path / "clip_notes.html").write_text("precious", encoding="utf-8")
    assert analyse(video).vtt.name == "clip.vtt"
    assert (tmp_path / "clip_notes.html").read_text(encoding="utf-8") == "precious"


def test_no_report_of_what_goes_on(tmp_path: Path) -> None:
    """A session that is not over has no report yet."""
    files = choose_result_files(make_video(tmp_path / "clip.mp4"))
    write_results(files, EVENTS, summarise(EVENTS, RECORDING, SENSOR, files.identity))
    assert files.evidence.exists()
    assert not files.report.exists()


def test_the_report_draws_movement_by_the_settings_that_it_was_measured_with(
    tmp_path: Path,
) -> None:
    files = choose_result_files(make_video(tmp_path / "clip.mp4"))
    detector = Detector(keep_signals=True)
    motions = make_motion(frame_times_s(6.0, 30.0), [Pull(4.0, 0.3, (1,), 2.0)])
    detector.push(motions)
    detector.flush()
    pages = []
    with MotionWriter(files.motion) as writer:
        writer.write(motions, detector.take_signals())
        for band_hz in ([4.0, 12.0], [2.0, 6.0]):
            sensor = replace(SENSOR, settings={"band_hz": band_hz})
            evidence = summarise(EVENTS, RECORDING, sensor, files.identity)
            write_results(files, EVENTS, evidence, writer.finished())
            pages.append(files.report.read_text("utf-8"))
    assert pages[0] != pages[1]


def test_foreign_evidence(tmp_path: Path) -> None:
    """Evidence of others is left alone."""
    video = make_video(tmp_path / "clip.mp4")
    (tmp_path / "clip_evidence.json").write_text("{}", encoding="utf-8")
    assert analyse(video).evidence.name == "clip_2_evidence.json"


def test_missing_video(tmp_path: Path) -> None:
    """A missing video is a source error and makes no folder."""
    with pytest.raises(SourceError, match="No such file"):
        choose_result_files(tmp_path / "none.mp4", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_out_is_a_file(tmp_path: Path) -> None:
    """An out folder that is a file is refused."""
    video = make_video(tmp_path / "clip.mp4")
    with pytest.raises(OutputError, match="it is a file; choose another folder"):
        choose_result_files(video, video)
    with pytest.raises(OutputError, match="cannot write"):
        choose_result_files(video, video / "below")


def test_partial_results(tmp_path: Path) -> None:
    """Results of a partial analysis are recognised too."""
    video = make_video(tmp_path / "clip.mp4")
    files = choose_result_files(video)
    recording = replace(RECORDING, partial=True)
    write_results(files, (), summarise((), recording, SENSOR, files.identity))
    assert choose_result_files(video) == files


@pytest.mark.parametrize("full_at", [1, 2, 3, 4])
def test_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full_at: int) -> None:
    """Whichever file the disk has no space for, the earlier results stay as they were."""
    video = make_video(tmp_path / "clip.mp4")
    analyse(video)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    calls = count(1)

    def fill_up(_descriptor: int) -> None:
        if next(calls) == full_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fill_up)
    files = choose_result_files(video)
    with pytest.raises(OutputError, match="No space left"):
        write_results(files, (), summarise((), RECORDING, SENSOR, files.identity))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
