"""``twitchcam analyze`` from what is typed to exit code, messages and files."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from tests.cli.conftest import SPASM, errors_in
from tests.evidence.made_up import EVENTS, SENSOR, blind, evidence_of
from twitchcam.cli.find_videos import VIDEO_ENDINGS
from twitchcam.cli.main import main
from twitchcam.cli.progress import ProgressDisplay
from twitchcam.errors import SourceError
from twitchcam.outputs.recording import Recording, UnwrittenError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import FakePipeline


def report(frames: int, total_frames: int | None) -> Any:  # noqa: ANN401 - stands for a record
    """Make a report of progress."""
    return SimpleNamespace(frames=frames, time_s=frames / 30, total_frames=total_frames)


def test_one_video(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A video is analysed, shown, and its files are named."""
    assert main(["analyze", str(videos / "a.mp4")]) == 0
    out, err = capsys.readouterr()
    assert pipeline.analysed == ["a.mp4"]
    assert "3 events" in out
    assert "a_events.tsv, a_events.json, a_evidence.json, a.vtt" in out
    first, short = err.splitlines()
    assert first == "twitchcam: note: analysing a.mp4 (1 of 1)"
    assert "less than a minute could be observed; a minute or more" in short
    assert (videos / "a_evidence.json").exists()


def test_a_single_recording_ends_with_where_to_look_first(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, evidence = videos / "a_report.html", videos / "a_evidence.json"
    analyze = ["analyze", str(videos / "a.mp4")]
    assert main([*analyze, "-q"]) == 0
    report.touch()
    assert main(analyze) == 0
    *_, first, second, others = capsys.readouterr().out.rstrip().splitlines()
    assert first == f"For your doctor: {report}"
    assert second == f"What it may fit: twitchcam causes --evidence '{evidence}'"
    assert others.startswith(f"Other results in {videos}: a_events.tsv")
    assert "a_report.html" not in others
    answers = videos / "answers.toml"
    answers.write_text("age_years = 52\n")
    assert main([*analyze, "--answers", str(answers)]) == 0
    assert "What it may fit" not in capsys.readouterr().out
    assert len(pipeline.analysed) == 3


def test_that_longer_recordings_tell_more_is_said_once(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipeline.finished["a.mp4"] = SPASM
    pipeline.finished["b.MOV"] = evidence_of(blind())
    assert main(["analyze", str(videos), "--resume"]) == 0
    assert capsys.readouterr().err.count("less than a minute of 1 recording") == 1


def test_folder(pipeline: FakePipeline, videos: Path, tmp_path: Path) -> None:
    """A folder stands for its videos, by name; results go to --out."""
    out = tmp_path / "out"
    assert main(["analyze", str(videos), "--out", str(out)]) == 0
    assert pipeline.analysed == ["a.mp4", "b.MOV", "ü [c].avi"]
    assert len(list(out.iterdir())) == 12
    assert len(list(videos.iterdir())) == 5


@pytest.mark.usefixtures("pipeline")
def test_folder_without_videos(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without videos is an error that names what was looked for."""
    assert main(["analyze", str(tmp_path)]) == 1
    (line,) = errors_in(capsys.readouterr().err)
    assert "no videos in" in line
    assert all(ending in line for ending in VIDEO_ENDINGS)


def test_given_twice(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is meant twice is analysed once, and that is said."""
    (videos / "link.mp4").symlink_to(videos / "a.mp4")
    assert main(["analyze", str(videos / "a.mp4"), str(videos / "link.mp4"), str(videos)]) == 0
    assert pipeline.analysed == ["a.mp4", "b.MOV", "ü [c].avi"]
    assert capsys.readouterr().err.count("is analysed once") == 3


def test_failure(pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One failing recording is one line; the others go on; the exit code is 1."""
    pipeline.failures["a.mp4"] = SourceError("a.mp4 is\nnot a video")
    assert main(["analyze", str(videos)]) == 1
    err = capsys.readouterr().err
    assert pipeline.analysed == ["b.MOV", "ü [c].avi"]
    assert errors_in(err) == ["twitchcam: error: a.mp4 is not a video"]
    assert err.endswith(f"2 recordings analysed; 1 failed: {videos / 'a.mp4'}\n")


def test_what_failed_is_listed_until_it_is_resolved(
    pipeline: FakePipeline, videos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    a, b = videos / "a.mp4", videos / "b.MOV"
    pipeline.failures |= {"a.mp4": SourceError("a is\tno video"), "b.MOV": SourceError("nor is b")}
    assert main(["analyze", str(videos), "--out", str(out), "-q"]) == 1
    told = f"1 recording analysed; 2 failed: {a}, {b}; {out / 'failed.tsv'} says why\n"
    assert capsys.readouterr().err.endswith(told)
    listed = (out / "failed.tsv").read_text(encoding="utf-8")
    assert listed == f"video\treason\n{a}\ta is no video\n{b}\tnor is b\n"
    del pipeline.failures["a.mp4"]
    assert main(["analyze", str(a), "--out", str(out)]) == 0
    assert (out / "failed.tsv").read_text(encoding="utf-8") == f"video\treason\n{b}\tnor is b\n"
    pipeline.finished["b.MOV"] = SPASM
    assert main(["analyze", str(b), "--out", str(out), "--resume"]) == 0
    assert not (out / "failed.tsv").exists()


def test_no_other_list_is_overwritten(
    pipeline: FakePipeline, videos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "failed.tsv").write_text("mine")
    assert main(["analyze", str(videos), "--out", str(tmp_path), "-q"]) == 0
    assert capsys.readouterr().err == ""
    pipeline.failures["a.mp4"] = SourceError("no video")
    assert main(["analyze", str(videos), "--out", str(tmp_path), "-q"]) == 1
    assert f"{tmp_path / 'failed.tsv'} is no list of what failed" in capsys.readouterr().err
    assert (tmp_path / "failed.tsv").read_text() == "mine"


def test_folders_within_a_folder_are_not_passed_over_in_silence(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("patient 2", "texts"):
        (videos / name).mkdir()
    (videos / "patient 2" / "c.mp4").touch()
    assert main(["analyze", str(videos)]) == 0
    assert f"folders in {videos} are not searched: patient 2\n" in capsys.readouterr().err
    assert "c.mp4" not in pipeline.analysed


def test_folders_within_folders_on_demand(pipeline: FakePipeline, videos: Path) -> None:
    (videos / "patient 2").mkdir()
    (videos / "patient 2" / "c.mp4").touch()
    assert main(["analyze", str(videos), "--recursive"]) == 0
    assert pipeline.analysed == ["a.mp4", "b.MOV", "ü [c].avi", "c.mp4"]
    assert (videos / "patient 2" / "c_events.tsv").exists()


def test_results_lie_in_folders_as_the_recordings_do(
    pipeline: FakePipeline, videos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that two people's recordings of one name are told apart."""
    for name, content in (("patient 2", b"2"), ("patient 3", b"3")):
        (videos / name).mkdir()
        (videos / name / "a.mp4").write_bytes(content)
    out = tmp_path / "out"
    assert main(["analyze", str(videos), "-r", "-q", "--out", str(out)]) == 0
    assert capsys.readouterr().err == ""
    assert set(pipeline.folders) == {out, out / "patient 2", out / "patient 3"}
    assert (out / "patient 3" / "a_events.tsv").exists()
    assert main(["analyze", str(videos / "a.mp4"), "-r", "--out", str(out)]) == 0
    assert pipeline.folders[-1] == out


@pytest.mark.parametrize("given", [["p*"], ["p1", "p2"], ["."], [".", "p2"], ["p2", "."]])
def test_one_persons_results_lie_in_one_place_however_folders_are_named(
    pipeline: FakePipeline, videos: Path, tmp_path: Path, given: list[str]
) -> None:
    for name in ("p1", "p2"):
        (videos / name).mkdir()
        (videos / name / f"of_{name}.mp4").write_bytes(name.encode())
    out = tmp_path / "out"
    named = [str(videos / one) for one in given]
    assert main(["analyze", *named, "-r", "-q", "--out", str(out)]) == 0
    # A file that is named as well, even by a link that lies elsewhere, changes nothing.
    link = tmp_path / "elsewhere" / "link.mp4"
    link.parent.mkdir()
    link.symlink_to(videos / "p1" / "of_p1.mp4")
    assert main(["analyze", str(link), *named, "-r", "-q", "--out", str(out)]) == 0
    places = dict(zip(pipeline.analysed, pipeline.folders, strict=True))
    assert "link.mp4" not in places
    assert [places[f"of_{name}.mp4"] for name in ("p1", "p2")] == [out / "p1", out / "p2"]


def test_what_cannot_be_read_within_is_said(
    pipeline: FakePipeline,
    videos: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (videos / "patient 1").mkdir()
    (videos / "patient 1" / "d.movie").touch()
    contents = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder.name == "patient 2":
            raise PermissionError
        return contents(folder)

    (videos / "patient 2").mkdir()
    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert main(["analyze", str(videos), "--recursive"]) == 1
    assert len(pipeline.analysed) == 3
    err = capsys.readouterr().err
    assert len(errors_in(err)) == 1
    assert f"1 failed: {videos / 'patient 2'}" in err
    assert f"left out unless they are named: {Path('patient 1') / 'd.movie'}" in err


def test_resuming_leaves_alone_what_is_done(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipeline.finished["a.mp4"] = SPASM
    assert main(["analyze", str(videos), "--resume"]) == 0
    assert pipeline.analysed == ["b.MOV", "ü [c].avi"]
    told = capsys.readouterr().err
    assert f"{videos / 'a.mp4'} was analysed before, in the same way" in told
    assert told.endswith("2 recordings analysed, 1 before\n")
    assert main(["analyze", str(videos)]) == 0
    assert len(pipeline.analysed) == 5


def test_what_must_be_known_of_a_recording_is_said_again(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = replace(SPASM, recording=replace(SPASM.recording, other_faces=1))
    pipeline.finished["a.mp4"] = other
    (videos / "a.vtt").write_text("of something else")
    assert main(["analyze", str(videos / "a.mp4"), "--resume", "-q"]) == 0
    faces, renamed = capsys.readouterr().err.splitlines()
    assert "other faces were in view" in faces
    assert "its results are called a_2_events.tsv" in renamed


def test_what_cannot_say_is_warned_of_and_counted(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    coarse = replace(SENSOR, smallest_detectable_mm=8.8)
    pipeline.finished["a.mp4"] = evidence_of(sensor=coarse)
    assert main(["analyze", str(videos), "--resume"]) == 0
    told = capsys.readouterr().err
    assert f"warning: {videos / 'a.mp4'}: only huge twitches could be seen: head and" in told
    assert told.endswith("analysed, 1 before; 1 cannot say whether there were twitches\n")


def test_what_could_not_be_written_is_shown_all_the_same(
    pipeline: FakePipeline, videos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A long analysis shall not be lost to a full disk."""
    answers = tmp_path / "answers.toml"
    answers.write_text("age_years = 52\n")
    measured = Recording(videos / "a.mp4", EVENTS, SPASM, None)
    pipeline.failures["a.mp4"] = UnwrittenError("cannot write it: No space left", measured)
    assert main(["analyze", str(videos / "a.mp4"), "--answers", str(answers)]) == 1
    told = capsys.readouterr()
    assert told.err.endswith("error: cannot write it: No space left\n")
    assert "30 events with" in told.out
    assert told.out.count("1 recording, 120 s observable") == 1
    assert main(["analyze", str(videos), "--out", str(tmp_path / "out")]) == 1
    told = capsys.readouterr()
    assert f"2 recordings analysed; 1 failed: {videos / 'a.mp4'}" in told.err
    assert "No space left" in (tmp_path / "out" / "failed.tsv").read_text()


def test_what_was_cut_off_is_left_alone_but_not_forgotten(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ending = "the file is damaged after 5.4 s"
    damaged = replace(SPASM, recording=replace(SPASM.recording, cut_off=ending))
    pipeline.finished["a.mp4"] = damaged
    assert main(["analyze", str(videos), "--resume"]) == 1
    assert pipeline.analysed == ["b.MOV", "ü [c].avi"]
    told = capsys.readouterr().err
    assert f"warning: {videos / 'a.mp4'}: {ending}\n" in told
    assert told.endswith(f"2 recordings analysed, 1 before; 1 not to the end: {videos / 'a.mp4'}\n")


def test_what_is_done_counts_for_the_causes(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = videos / "answers.toml"
    answers.write_text("age_years = 52\n")
    pipeline.finished["a.mp4"] = SPASM
    asked = ["analyze", str(videos / "a.mp4"), "--resume", "--answers", str(answers)]
    assert main(asked) == 0
    assert pipeline.analysed == []
    assert "1 recording, 120 s observable" in capsys.readouterr().out


def test_a_link_beside_its_target_is_no_further_recording(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = videos / "0.mp4"
    link.symlink_to(videos / "a.mp4")
    assert main(["analyze", str(videos)]) == 0
    assert pipeline.analysed == ["a.mp4", "b.MOV", "ü [c].avi"]
    note = f"note: {link} is the same file as {videos / 'a.mp4'}; it is analysed once\n"
    assert note in capsys.readouterr().err


def test_a_link_to_nowhere_is_not_passed_over(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So DataLad leaves files that it has not fetched."""
    gone = videos / "c.mp4"
    gone.symlink_to(videos / "annex" / "c.mp4")
    pipeline.failures["c.mp4"] = SourceError(f"cannot read {gone}")
    assert main(["analyze", str(videos)]) == 1
    assert f"3 recordings analysed; 1 failed: {gone}" in capsys.readouterr().err


def test_videos_of_other_endings_are_named(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (videos / "d.movie").touch()
    (videos / "e.wmv").touch()
    assert main(["analyze", str(videos)]) == 0
    assert "left out unless they are named: d.movie" in capsys.readouterr().err
    assert "e.wmv" in pipeline.analysed


def test_recordings_of_one_name_are_told_apart(
    videos: Path, capsys: pytest.CaptureFixture[str], pipeline: FakePipeline
) -> None:
    """Two people's results are easily taken for each other: also when quiet."""
    other = videos / "patient 2"
    other.mkdir()
    for name in ("a.mp4", "b.MOV"):
        (other / name).write_bytes(b"another" if name == "a.mp4" else (videos / name).read_bytes())
    given = [str(videos), str(other), "--out", str(videos / "out")]
    assert main(["analyze", *given, "-q"]) == 0
    renamed, copied = capsys.readouterr().err.splitlines()
    assert "its results are called a_2_events.tsv" in renamed
    assert f"{other / 'b.MOV'} is a copy of {videos / 'b.MOV'}" in copied
    assert main(["analyze", *given]) == 0
    out, err = capsys.readouterr()
    assert f"analysing {other / 'a.mp4'} (4 of 5)" in err
    assert "".join(f"{other / 'a.mp4'}(1800 pictures".split()) in "".join(out.split())
    assert len(pipeline.analysed) == 10


def test_results_made_otherwise_are_said_to_be_replaced(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also when quiet, where it was another sensor."""
    pipeline.replaced = "--sensor landmarks"
    assert main(["analyze", str(videos / "a.mp4"), "-q"]) == 0
    told = f"{videos / 'a.mp4'}: earlier results, made with --sensor landmarks, were replaced"
    assert capsys.readouterr().err == f"twitchcam: warning: {told}\n"
    pipeline.replaced = "other versions"
    assert main(["analyze", str(videos / "a.mp4")]) == 0
    told = told.replace("--sensor landmarks", "other versions")
    assert f"twitchcam: note: {told}\n" in capsys.readouterr().err
    assert main(["analyze", str(videos / "a.mp4"), "-q"]) == 0
    assert capsys.readouterr().err == ""


def test_a_folder_that_may_not_be_read_hides_no_others(
    pipeline: FakePipeline,
    videos: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("patient 1", "patient 2"):
        (videos / name).mkdir()
        (videos / name / "c.mp4").touch()
    contents = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder.name == "patient 1":
            raise PermissionError
        return contents(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert main(["analyze", str(videos)]) == 0
    assert "are not searched: patient 2\n" in capsys.readouterr().err
    assert len(pipeline.analysed) == 3


def test_internal_error(
    pipeline: FakePipeline,
    videos: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An unexpected error is one line too; its traceback is shown only when asked for."""
    pipeline.failures["a.mp4"] = ZeroDivisionError("oh")
    monkeypatch.delenv("TWITCHCAM_DEBUG", raising=False)
    assert main(["analyze", str(videos / "a.mp4"), "--quiet"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "a.mp4 (ZeroDivisionError: oh); please report this; TWITCHCAM_DEBUG=1" in line
    monkeypatch.setenv("TWITCHCAM_DEBUG", "1")
    assert main(["analyze", str(videos / "a.mp4"), "--quiet"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_stopped_within(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After Ctrl-C within a recording the remaining ones are not started, and that is said."""
    pipeline.partial = "a.mp4"
    assert main(["analyze", str(videos)]) == 1
    out, err = capsys.readouterr()
    assert pipeline.analysed == ["a.mp4"]
    assert "PARTIAL" in out
    assert "analysed up to 60.0 s only" in err
    assert f"2 recordings not started: {videos / 'b.MOV'} and what follows" in err


def test_stopped_before(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C before a recording was read is said as such."""
    pipeline.failures["b.MOV"] = KeyboardInterrupt()
    assert main(["analyze", str(videos)]) == 1
    err = capsys.readouterr().err
    assert "b.MOV was not analysed" in err
    assert "1 recording not started" in err


def test_quiet(pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Quiet prints nothing when all is well."""
    assert main(["analyze", str(videos), "-q"]) == 0
    assert len(pipeline.analysed) == 3
    assert capsys.readouterr() == ("", "")


def test_options_reach_the_pipeline(pipeline: FakePipeline, videos: Path) -> None:
    """The options are settings of the analysis."""
    model = videos / "notes.txt"
    options = ["--backend", "face-landmarker", "--sensor", "landmarks", "--model", str(model)]
    assert main(["analyze", str(videos / "a.mp4"), *options]) == 0
    (settings,) = pipeline.settings
    assert (settings.backend, settings.sensor) == ("face-landmarker", "landmarks")
    assert settings.landmarker_model == model


def test_crude_sensor_is_said(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who chooses the crude sensor is warned once, also when quiet."""
    assert main(["analyze", str(videos), "--sensor", "landmarks", "-q"]) == 0
    assert len(pipeline.analysed) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("twitchcam: warning: --sensor landmarks is crude")


def test_model_without_its_backend(
    pipeline: FakePipeline, videos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A model file that would not be used is wrong usage, known before anything is done."""
    out = tmp_path / "out"
    options = ["--model", str(videos / "notes.txt"), "--out", str(out)]
    assert main(["analyze", str(videos / "a.mp4"), *options]) == 2
    assert pipeline.analysed == []
    assert not out.exists()
    (line,) = errors_in(capsys.readouterr().err)
    assert "--model goes with --backend face-landmarker" in line


def test_unwritable_out(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An --out that cannot be written is one error for all recordings, before any is read."""
    assert main(["analyze", str(videos), "--out", str(videos / "notes.txt")]) == 1
    assert pipeline.analysed == []
    assert len(errors_in(capsys.readouterr().err)) == 1


def test_ascii_screen(
    pipeline: FakePipeline, videos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names that the screen's encoding lacks are printed as escapes."""
    screen = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", screen)
    assert main(["analyze", str(videos / "ü [c].avi")]) == 0
    screen.seek(0)
    assert r"\xfc [c].avi" in screen.read()
    assert pipeline.analysed == ["ü [c].avi"]


def test_progress_bar() -> None:
    """On a terminal a bar shows pictures and place, also beyond the length a container claims."""
    screen = Console(file=io.StringIO(), force_terminal=True, width=80, no_color=True)
    with ProgressDisplay(screen, "[x].mp4", "2 of 5", quiet=False) as display:
        display(report(10, None))
        display(report(50, 40))
    text = screen.file.getvalue()  # type: ignore[attr-defined]
    assert "2 of 5 [x].mp4" in text
    assert "50/50 pictures" in text


def test_phase_is_handed_on(pipeline: FakePipeline, videos: Path) -> None:
    assert main(["analyze", str(videos / "a.mp4"), "--phase", "sleep"]) == 0
    assert main(["analyze", str(videos / "a.mp4")]) == 0
    assert pipeline.phases == ["sleep", None]
    assert main(["analyze", str(videos / "a.mp4"), "--phase", "nap"]) == 2
