"""``twitchcam calibrate`` from what is typed to exit code, messages and file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import errors_in
from tests.media import cut_off, write_video
from tests.profile.made_up import PROFILE
from tests.sample_frames import SAMPLE_VIDEOS, decoded
from twitchcam import profile_pipeline
from twitchcam.analysis import Progress
from twitchcam.capture.live_source import CameraError, Health
from twitchcam.cli.main import main
from twitchcam.outputs.evidence_json import read_evidence
from twitchcam.outputs.profile_toml import read_profile, write_profile
from twitchcam.wording import MEDICAL_CLAIMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from twitchcam.profile_records import Profile
    from twitchcam.settings import Settings

STILL = str(SAMPLE_VIDEOS / "still.mp4")


@pytest.fixture
def no_measuring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let measuring fail the test."""

    def fail(*_: object, **__: object) -> None:
        pytest.fail("something was measured")

    monkeypatch.setattr(profile_pipeline, "calibrate", fail)
    monkeypatch.setattr(profile_pipeline, "calibrate_camera", fail)


def test_from_rest_to_profile_to_analysis(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new place" / "me.toml"
    assert main(["calibrate", STILL, "--out", str(path)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "What can be seen with this camera" in out
    assert "Film 30 s of rest: there were 15.0 s" in out
    assert f"twitchcam analyze VIDEO --profile '{path}'" in out
    assert not MEDICAL_CLAIMS.search(out)
    profile = read_profile(path)
    assert profile.file is not None

    clip = str(SAMPLE_VIDEOS / "phone_rotated.mp4")
    assert main(["analyze", clip, "--profile", str(path), "--out", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "by iris (profile): 58.1 mm" in out
    assert f"of still.mp4, {profile.created}" in out
    evidence = read_evidence(tmp_path / "phone_rotated_evidence.json")
    (note,) = (one for one in evidence.recording.notes if "profile" in one)
    assert note.startswith("the profile was measured with pictures of 640x480, not ")
    assert note in " ".join(out.split())
    sensor = evidence.sensor
    assert sensor.profile is not None
    assert sensor.profile.created == profile.created
    assert sensor.scale is not None
    assert sensor.scale.mm_per_pupil_distance == profile.scale.mm_per_pupil_distance


def test_a_recording_that_was_cut_off(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Measured up to there, and said."""
    path = tmp_path / "cut.mp4"
    path.write_bytes(Path(STILL).read_bytes())
    assert main(["calibrate", str(cut_off(path, 0.8)), "--out", str(tmp_path / "me.toml")]) == 0
    err = capsys.readouterr().err
    assert "warning: cut.mp4: " in err
    assert "what came before" in err


def test_a_recording_without_a_face(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clip = write_video(tmp_path / "wall.mp4", 60)
    assert main(["calibrate", str(clip), "-q"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("twitchcam: error: wall.mp4: shows nothing of the face at rest")
    assert list(tmp_path.iterdir()) == [clip]


def test_the_profile_lies_beside_the_recording(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = [frame.read_rgb() for frame in decoded("still")[:180]]
    clip = write_video(tmp_path / "rest.mp4", pictures, codec="libx264")
    assert main(["calibrate", str(clip), "-q"]) == 0
    assert capsys.readouterr().out == ""
    path = tmp_path / "rest_profile.toml"
    assert read_profile(path).name == "rest.mp4"
    assert main(["calibrate", str(clip), "-q"]) == 0


@pytest.mark.usefixtures("no_measuring")
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ([], "either a VIDEO or --camera NUMBER"),
        ([STILL, "--camera", "0"], "either a VIDEO or --camera NUMBER"),
        ([STILL, "--model", "x"], "--model goes with --backend face-landmarker"),
        (["--camera", "-1"], "--camera"),
        ([STILL, "--out", STILL], "exists and is no profile"),
    ],
)
def test_wrong_usage(typed: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", *typed]) == 2
    (line,) = errors_in(capsys.readouterr().err)
    assert says in line


@pytest.mark.usefixtures("no_measuring")
def test_no_recording(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", str(tmp_path / "none.mp4")]) == 1
    (line,) = errors_in(capsys.readouterr().err)
    assert "none.mp4 does not exist: check the name" in line


@pytest.mark.parametrize("command", ["analyze", "live"])
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace('"flow"', '"landmarks"'), "--sensor landmarks, not flow"),
        (lambda text: text.replace("profile/1", "profile/9"), "schema is 'twitchcam.profile/9'"),
        (lambda text: text[:300], "calibrate again"),
        (lambda _: "", "schema is None"),
    ],
)
def test_a_profile_that_cannot_be_used(
    command: str,
    change: Callable[[str], str],
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One clear line before any recording is opened."""
    path = tmp_path / "me.toml"
    write_profile(path, PROFILE)
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    out = tmp_path / "out"
    assert main([command, STILL, "--profile", str(path), "--out", str(out)]) == 2
    (line,) = errors_in(capsys.readouterr().err)
    assert says in line
    assert not out.exists()


def test_a_camera_is_watched_with_a_word_of_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def watch(
        number: int, *, settings: Settings, on_progress: Callable[[Progress], None]
    ) -> Profile:
        assert number == 1
        assert settings.profile is None
        for time_s in (1.0, 29.0, 31.0, 35.0):
            on_progress(Progress(round(30 * time_s), time_s, None))
        return PROFILE

    monkeypatch.setattr(profile_pipeline, "calibrate_camera", watch)
    monkeypatch.chdir(tmp_path)
    assert main(["calibrate", "--camera", "1"]) == 0
    assert read_profile(tmp_path / "camera_1_profile.toml") == PROFILE
    err = capsys.readouterr().err
    assert err.count("look at the camera, still and silent") == 1
    assert err.count("now smile for 2 s") == 1


def test_a_camera_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def absent(number: int, *, retry_s: float | None) -> None:
        assert retry_s is None
        raise CameraError(Health("absent", f"there is no camera {number}"))

    monkeypatch.setattr(profile_pipeline, "Camera", absent)
    monkeypatch.chdir(tmp_path)
    assert main(["calibrate", "--camera", "7", "-q"]) == 1
    assert capsys.readouterr().err == "twitchcam: error: there is no camera 7\n"
    assert not list(tmp_path.iterdir())


def test_another_persons_profile_is_not_replaced_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before a camera, nothing tells who it was."""
    profile = replace(PROFILE, name="camera 1", file=None)
    monkeypatch.setattr(profile_pipeline, "calibrate_camera", lambda *_, **__: profile)
    monkeypatch.chdir(tmp_path)
    assert main(["calibrate", "--camera", "1"]) == 0
    assert "replaced" not in capsys.readouterr().err
    assert main(["calibrate", "--camera", "1"]) == 0
    assert f"of {PROFILE.created} is replaced" in capsys.readouterr().err
