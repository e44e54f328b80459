"""``twitchcam live`` without a page: lines, JSON, Ctrl-C, wrong usage, no network."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.media import cut_off, write_video
from tests.unhurried import UNHURRIED
from twitchcam.cli.main import main
from twitchcam.live.saving import FOLDER_GONE, Saving
from twitchcam.outputs.evidence_json import read_evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twitchcam.live.journal import SessionRecord
    from twitchcam.records import Rgb

ROOT = Path(__file__).parents[2]
CLIP = ROOT / "sample_videos" / "singles.mp4"
FULL = Path("/dev/full")
# Brings up the loopback interface of a fresh network namespace, and runs the command there.
ALONE = """
import fcntl, runpy, socket, struct, sys
request = struct.pack("16sH14s", b"lo", 0x41, b"")
with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, 0x8914, request)
runpy.run_module("twitchcam", run_name="__main__", alter_sys=True)
"""


@pytest.fixture(autouse=True)
def no_picture_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all pictures of a clip wait, however slow the machine is."""
    monkeypatch.setattr("twitchcam.capture.live_source.WAITING_PICTURES", 1000)


def command(*arguments: object, alone: bool = False) -> list[str]:
    python = [sys.executable, "-c", ALONE] if alone else [sys.executable, "-m", "twitchcam"]
    return [*python, "live", *map(str, arguments)]


def started(line: list[str], **how: Any) -> subprocess.Popen[str]:  # noqa: ANN401 - passed on
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)}
    surroundings.pop("PYTHONUNBUFFERED", None)
    pipe = subprocess.PIPE
    return subprocess.Popen(  # noqa: S603 - our own
        line, stdout=pipe, stderr=pipe, text=True, env=surroundings, **how
    )


def sessions(out: Path) -> Iterator[Path]:
    return out.glob("live_*/live_*_evidence.json")


def test_json_lines(short_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line is an object; the events are final; the session ends with the recording."""
    assert main(["live", str(short_clip), "--no-page", "--json", "--out", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    events = [line for line in lines if line["type"] == "event"]
    twitches = [line for line in events if line["event"]["kind"] == "twitch"]
    assert [line["event"]["side"] for line in twitches] == ["left"]
    assert all(line["final"] for line in twitches)
    assert lines[-1]["type"] in ("session", "status")
    (evidence,) = sessions(tmp_path)
    assert not read_evidence(evidence).recording.partial
    assert str(evidence.parent) in err


@pytest.mark.skipif(os.name == "nt", reason="there, no folder goes in which a file is open")
def test_no_report_is_promised_that_is_not_there(
    short_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As where somebody deleted the session's folder while it ran."""
    command = ["live", str(short_clip), "--no-page", "--out", str(tmp_path)]
    assert main(command) == 0
    said = capsys.readouterr().err
    assert "the session, with a page for your doctor, is saved in" in said
    end = Saving.complete
    is_over: list[Saving] = []

    def delete_first(saving: Saving, record: SessionRecord) -> bool:
        if not is_over:
            shutil.rmtree(saving.folder.path)
        is_over.append(saving)
        return end(saving, record)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Saving, "complete", delete_first)
        assert main(command) == 0
    said = capsys.readouterr().err
    assert FOLDER_GONE in said
    assert "the session is saved in" in said


def test_ctrl_c_saves(tmp_path: Path) -> None:
    """Counts so far are printed and everything is written."""
    with started([*UNHURRIED, "live", str(CLIP), "--no-page", "--out", str(tmp_path)]) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Twitch" in line:
                break
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert process.returncode == 0, err
    assert "Traceback" not in err
    (evidence,) = sessions(tmp_path)
    counts = read_evidence(evidence).counts
    assert counts is not None
    assert counts.all.events >= 1


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_lines_that_a_full_disk_does_not_take_are_no_success(
    short_clip: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """For a program that goes by them; the session is saved all the same."""
    with FULL.open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        code = main(["live", str(short_clip), "--no-page", "--json", "--out", str(tmp_path)])
    assert code == 1
    assert "could not be printed: No space left on device" in capsys.readouterr().err
    assert len(list(sessions(tmp_path))) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no pipe can be made so small")
def test_who_reads_nothing_holds_up_nothing(short_clip: Path, tmp_path: Path) -> None:
    """Not even the end of the program."""
    import fcntl  # noqa: PLC0415 - not everywhere

    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    line = command(short_clip, "--no-page", "--json", "--out", tmp_path)
    done = subprocess.run(  # noqa: S603 - our own
        line, check=False, stdout=writing, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    os.close(reading)
    os.close(writing)
    assert done.returncode == 0, done.stderr
    assert "not printed: nobody reads standard output" in done.stderr
    (evidence,) = sessions(tmp_path)
    assert not read_evidence(evidence).recording.partial


def test_a_recording_that_was_cut_off_is_no_success(
    face_pictures: list[Rgb], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What came before is saved; said once, as by analyze."""
    whole = write_video(tmp_path / "cut.mkv", face_pictures, codec="libx264")
    cut = cut_off(whole, 0.7)
    assert main(["live", str(cut), "--no-page", "--out", str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert err.count("so it may be cut off") == 1
    assert err.splitlines()[-1].startswith("twitchcam: error: the pictures end at ")
    (evidence,) = sessions(tmp_path)
    assert "may be cut off" in str(read_evidence(evidence).recording.cut_off)


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare here")
def test_without_any_network(short_clip: Path, tmp_path: Path) -> None:
    """The whole monitor, page and all, runs where nothing but this machine can be reached."""
    probe = subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True)  # noqa: S607
    if probe.returncode:
        pytest.skip("network namespaces are not allowed here")
    line = ["unshare", "-rn", *command(short_clip, "--no-page", "--out", tmp_path, alone=True)]
    with started(line) as process:
        _, err = process.communicate()
    assert process.returncode == 0, err
    assert len(list(sessions(tmp_path))) == 1
    # Nothing is written as long as nobody presses start.
    page = ["unshare", "-rn", *command(short_clip, "--no-browser", "--out", tmp_path, alone=True)]
    with started(page) as process:
        assert process.stdout is not None
        address = process.stdout.readline()
        assert address.startswith("twitchcam: open http://127.0.0.1:")
        assert "/#token=" in address
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert process.returncode == 0, err
    assert len(list(sessions(tmp_path))) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nothing.mp4"], 1, "does not exist"),
        (["ftp://camera/video"], 2, "http, https, rtsp"),
        (["1", "--camera", "2"], 2, "name one source"),
        (["rtsp://me:secret@a/1", "--camera", "rtsp://me:secret@b/1"], 2, "either SOURCE or --cam"),
        (["--port", "70000"], 2, "--port"),
    ],
)
def test_wrong_usage(
    arguments: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One line, no traceback."""
    assert main(["live", *arguments, "--out", str(tmp_path)]) == code
    err = capsys.readouterr().err
    assert said in err
    assert "secret" not in err
    assert len(err.splitlines()) == 1


def test_a_folder_that_cannot_be_written(
    short_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Known before anything is opened."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert main(["live", str(short_clip), "--out", str(blocked)]) == 1
    assert "choose another folder with --out" in capsys.readouterr().err


def test_an_absent_camera_without_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody could plug it in at the page's word: it ends, and says why."""
    assert main(["live", "77", "--no-page", "--out", str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert err.startswith("twitchcam: error: ")
    assert "camera 77" in err
    assert list(tmp_path.iterdir()) == []


def test_whose_answers_the_panel_rests_on_is_said(
    short_clip: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    saved = tmp_path / "answers.toml"
    saved.write_text('schema = "twitchcam.answers/1"\ncramps = true\n', "utf-8")
    watch = ["live", str(short_clip), "--no-page", "--json"]
    assert main(watch) == 0
    err = capsys.readouterr().err
    assert "uses 1 answer of" in err
    assert "they must be those of the person watched" in err
    # A file that nobody asked for stops nobody.
    saved.write_text("cramps = maybe", "utf-8")
    assert main(watch) == 0
    assert "works without answers" in capsys.readouterr().err
    assert main([*watch, "--answers", str(saved)]) == 2
