"""What an analysis would only repeat."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import twitchcam
from tests.media import cut_off, write_video
from tests.profile.made_up import PROFILE
from twitchcam import pipeline
from twitchcam.errors import SourceError
from twitchcam.outputs.evidence_json import evidence_text
from twitchcam.pipeline import finished_before
from twitchcam.settings import DetectionSettings, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.outputs.recording import Recording
    from twitchcam.profile_records import Profile
    from twitchcam.records import Rgb


@pytest.fixture
def done(short_clip: Path, tmp_path: Path) -> Recording:
    """Give a finished analysis of the short clip."""
    return twitchcam.analyze(short_clip, out_dir=tmp_path)


def test_only_the_same_is_left_alone(
    short_clip: Path, tmp_path: Path, done: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = finished_before(short_clip, out_dir=tmp_path)
    assert found is not None
    assert (found.evidence, found.files) == (done.evidence, done.files)
    assert len(found.events) == len(done.events)
    assert finished_before(short_clip, out_dir=tmp_path / "other") is None
    assert finished_before(short_clip, out_dir=tmp_path, phase="sleep") is None
    for other in (
        Settings(sensor="landmarks"),
        Settings(backend="face-landmarker"),
        Settings(detection=DetectionSettings(max_gap_s=0.5)),
    ):
        assert finished_before(short_clip, out_dir=tmp_path, settings=other) is None
    versions = {**done.evidence.sensor.versions, "twitchcam": "9"}
    monkeypatch.setattr(pipeline, "measuring_versions", lambda: versions)
    assert finished_before(short_clip, out_dir=tmp_path) is None


def test_all_of_it_has_to_be_there(short_clip: Path, tmp_path: Path, done: Recording) -> None:
    assert done.files is not None
    done.files.report.unlink()
    assert finished_before(short_clip, out_dir=tmp_path) is None


@pytest.mark.parametrize(
    "broken",
    [
        {"partial": True},
        # As in files of earlier versions, which did not say.
        {"cut_off": None},
    ],
)
def test_all_of_the_recording_has_to_be_in_it(
    short_clip: Path, tmp_path: Path, done: Recording, broken: dict[str, Any]
) -> None:
    assert done.files is not None
    recording = replace(done.evidence.recording, **broken)
    text = evidence_text(replace(done.evidence, recording=recording))
    done.files.evidence.write_text(text, encoding="utf-8")
    assert finished_before(short_clip, out_dir=tmp_path) is None


def test_a_recording_that_was_cut_off_is_analysed_again_when_its_file_changed(
    face_pictures: list[Rgb], tmp_path: Path
) -> None:
    cut = cut_off(write_video(tmp_path / "cut.mkv", face_pictures, codec="libx264"), 0.7)
    done = twitchcam.analyze(cut)
    assert done.evidence.recording.cut_off
    found = finished_before(cut)
    assert found is not None
    assert found.evidence == done.evidence
    assert done.files is not None
    os.utime(done.files.evidence, (0.0, 0.0))
    assert finished_before(cut) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(PROFILE, scale=replace(PROFILE.scale, mm_per_pupil_distance=61.6)),
        replace(PROFILE, rest=replace(PROFILE.rest, noise_floor_mm=(0.02, 0.021, 0.022, 0.024))),
    ],
)
def test_another_calibration_is_another_way(
    short_clip: Path, tmp_path: Path, other: Profile
) -> None:
    """Also on the same day."""
    settings = Settings(profile=PROFILE)
    twitchcam.analyze(short_clip, out_dir=tmp_path, settings=settings)
    assert finished_before(short_clip, out_dir=tmp_path, settings=settings) is not None
    assert finished_before(short_clip, out_dir=tmp_path) is None
    again = Settings(profile=other)
    assert finished_before(short_clip, out_dir=tmp_path, settings=again) is None


def test_what_cannot_be_read_is_said_as_when_it_is_analysed(tmp_path: Path) -> None:
    missing, empty = tmp_path / "none.mp4", tmp_path / "empty.mp4"
    empty.touch()
    for path in (missing, empty, tmp_path):
        with pytest.raises(SourceError) as first:
            twitchcam.analyze(path)
        with pytest.raises(SourceError) as resumed:
            finished_before(path)
        assert str(resumed.value) == str(first.value)


def test_another_recording_of_that_name_is_another(
    short_clip: Path, tmp_path: Path, done: Recording
) -> None:
    assert done.files is not None
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    other = folder / short_clip.name
    other.write_bytes(short_clip.read_bytes() + b"\0")
    assert finished_before(other, out_dir=tmp_path) is None
