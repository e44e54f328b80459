"""Places that take no results: one clear line, and nothing that was there is lost."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from twitchcam.cli.main import main
from twitchcam.outputs import safe_file

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import FakePipeline


def raising(code: int) -> OSError:
    """What the system says."""
    return OSError(code, os.strerror(code))


@pytest.mark.parametrize(
    "fault",
    [
        (errno.EACCES, "Permission denied; choose another folder with --out"),
        (errno.EROFS, "Read-only file system; choose another folder with --out"),
        (errno.ENOSPC, "No space left on device; free some space or choose another folder"),
    ],
)
def test_out_that_cannot_be_written(
    pipeline: FakePipeline,
    videos: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fault: tuple[int, str],
) -> None:
    """It is said once, before anything is analysed."""
    code, says = fault

    def refuse(**_how: object) -> None:
        raise raising(code)

    monkeypatch.setattr(safe_file, "TemporaryFile", refuse)
    assert main(["analyze", str(videos), "--out", str(videos / "out")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"twitchcam: error: cannot write {videos / 'out'}: {says}")
    assert pipeline.analysed == []


def test_out_of_too_long_a_name(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", str(videos / "a.mp4"), "--out", str(videos / ("x" * 300))]) == 1
    assert pipeline.analysed == []
    assert "File name too long; give it a shorter name" in capsys.readouterr().err


def test_names_that_cannot_be_do_not_stop_the_others(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loop = videos / "loop.mp4"
    loop.symlink_to(loop)
    given = [str(loop), "y" * 300 + ".mp4", str(videos / "a.mp4")]
    assert main(["analyze", *given]) == 1
    assert "a.mp4" in pipeline.analysed
    assert "internal error" not in capsys.readouterr().err


@pytest.mark.parametrize("out", ["notes.txt", "notes.txt/below"])
def test_out_in_the_place_of_a_file(
    pipeline: FakePipeline, videos: Path, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    assert main(["analyze", str(videos), "--out", str(videos / out)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert str(videos / out) in line
    assert "folder with --out" in line
    assert pipeline.analysed == []
    assert (videos / "notes.txt").read_bytes() == b"notes.txt"


def test_beside_the_videos_each_is_told(
    pipeline: FakePipeline,
    videos: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without --out every recording has a folder of its own."""

    def refuse(**_how: object) -> None:
        raise raising(errno.EACCES)

    monkeypatch.setattr(safe_file, "TemporaryFile", refuse)
    assert main(["analyze", str(videos), "-q"]) == 1
    lines = capsys.readouterr().err.splitlines()
    *failures, summary = lines
    assert len(failures) == 3
    assert all("Permission denied; choose another folder with --out" in line for line in failures)
    assert "0 recordings analysed; 3 failed: " in summary
    assert len(list(videos.iterdir())) == 5
    assert len(pipeline.analysed) == 3


def test_name_too_long_for_results(
    short_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"{'x' * 245}.mp4"
    path.write_bytes(short_clip.read_bytes())
    assert main(["analyze", str(path), "-q"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("_events.tsv: File name too long; give it a shorter name")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("full_at", [1, 5])
def test_disk_that_fills_up(
    short_clip: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    full_at: int,
) -> None:
    """Earlier results stay as they were, and what was half written is gone."""
    assert main(["analyze", str(short_clip), "--out", str(tmp_path), "-q"]) == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    written = []

    def fill_up(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) >= full_at:
            raise raising(errno.ENOSPC)

    monkeypatch.setattr(os, "fsync", fill_up)
    settings = ["--sensor", "landmarks"]  # so that the new results would be other ones
    assert main(["analyze", str(short_clip), "--out", str(tmp_path), "-q", *settings]) == 1
    _, line, unlisted = capsys.readouterr().err.splitlines()
    assert unlisted.startswith(f"twitchcam: warning: cannot write {tmp_path / 'failed.tsv'}")
    assert line.startswith(f"twitchcam: error: cannot write {tmp_path}")
    assert line.endswith(
        "No space left on device; free some space or choose another folder with --out"
    )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
