"""The second face backend, from file to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import twitchcam
from twitchcam.cli.main import main
from twitchcam.errors import BackendError
from twitchcam.outputs.evidence_json import read_evidence
from twitchcam.records import Kind
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from twitchcam.outputs.recording import Recording

MODEL = Path(__file__).parents[2] / ".." / "shared" / "models" / "face_landmarker.task"
VARIABLE = "TWITCHCAM_LANDMARKER_MODEL"
LANDMARKER = Settings(backend="face-landmarker")

needs_model = pytest.mark.skipif(
    not MODEL.exists(), reason="the model of the face-landmarker backend is not in the repository"
)


@pytest.fixture(autouse=True)
def no_model_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide a model that lies on this machine."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def check(recording: Recording) -> None:
    """The twitch at 2.4 s was found, and the evidence names the backend."""
    (twitch,) = (event for event in recording.events if event.kind is Kind.TWITCH)
    assert twitch.onset_s == pytest.approx(2.4, abs=0.1)
    assert twitch.side == "left"
    assert recording.evidence.sensor.backend == "face-landmarker"
    assert recording.evidence.sensor.model.startswith("MediaPipe FaceLandmarker, SHA-256 ")


@needs_model
def test_model_by_variable(short_clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(MODEL))
    check(twitchcam.analyze(short_clip, write=False, settings=LANDMARKER))


@needs_model
def test_model_by_option(short_clip: Path, tmp_path: Path) -> None:
    options = ["--backend", "face-landmarker", "--model", str(MODEL), "--out", str(tmp_path)]
    assert main(["analyze", str(short_clip), *options, "-q"]) == 0
    evidence = read_evidence(tmp_path / "short_evidence.json")
    assert evidence.sensor.backend == "face-landmarker"
    assert evidence.counts is not None
    assert evidence.counts.by_side["left"].events == 1
    # Where the model lies is nobody's business.
    assert "shared" not in (tmp_path / "short_evidence.json").read_text("utf-8")


@needs_model
def test_model_in_the_cache(short_clip: Path, tmp_path: Path) -> None:
    (tmp_path / "cache" / "twitchcam").mkdir(parents=True)
    (tmp_path / "cache" / "twitchcam" / MODEL.name).symlink_to(MODEL.resolve())
    check(twitchcam.analyze(short_clip, write=False, settings=LANDMARKER))


def test_wrong_model(short_clip: Path) -> None:
    wrong = Settings(backend="face-landmarker", landmarker_model=short_clip)
    with pytest.raises(BackendError, match=r"is not the face model .*: get MediaPipe's"):
        twitchcam.analyze(short_clip, write=False, settings=wrong)


def test_no_model_is_said_once_and_nothing_is_left(
    short_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no recording can be analysed, the first says why and the others are not tried."""
    other = tmp_path / "other.mp4"
    other.write_bytes(short_clip.read_bytes())
    out = tmp_path / "out"
    options = ["--backend", "face-landmarker", "--out", str(out), "-q"]
    assert main(["analyze", str(short_clip), str(other), *options]) == 1
    error, stopped = capsys.readouterr().err.splitlines()
    assert "no face model at" in error
    assert "give it with --model" in error
    assert stopped == f"twitchcam: stopped: 1 recording not started: {other}"
    assert list(out.iterdir()) == []
