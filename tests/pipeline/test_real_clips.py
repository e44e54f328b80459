"""A few real recordings go through; what is in them is a matter of the benchmarks."""

from __future__ import annotations

from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import twitchcam
from twitchcam.capture.video_file import VideoFile
from twitchcam.records import Kind
from twitchcam.vision.face_mesh import FaceMeshBackend

CLIPS = Path(__file__).parents[2] / ".." / "shared" / "clips"

pytestmark = pytest.mark.skipif(
    not CLIPS.exists(), reason="the real clips are not part of the repository"
)


def check_files(recording: twitchcam.Recording) -> None:
    """Every picture has its row, and the time is accounted for."""
    assert recording.files is not None
    assert pq.read_metadata(recording.files.motion).num_rows == recording.evidence.recording.frames
    time = recording.evidence.time
    duration_s = recording.evidence.recording.duration_s
    assert time.observable_s + time.unobservable_s == pytest.approx(duration_s)
    blind = [event for event in recording.events if event.kind is Kind.UNOBSERVABLE]
    assert all(later.onset_s >= one.end_s - 1e-9 for one, later in pairwise(blind))
    assert all(0 <= event.onset_s <= event.end_s <= duration_s + 0.1 for event in recording.events)


def test_a_face(tmp_path: Path) -> None:
    recording = twitchcam.analyze(CLIPS / "pf_single_face.mp4", out_dir=tmp_path)
    check_files(recording)
    scale = recording.evidence.sensor.scale
    assert scale is not None
    assert 50 < scale.mm_per_pupil_distance < 75
    assert "no face" not in recording.evidence.time.unobservable_s_by_reason


def test_a_face_that_goes_away(tmp_path: Path) -> None:
    """HEVC from a phone, of variable frame rate."""
    recording = twitchcam.analyze(CLIPS / "pf_face_noface.mov", out_dir=tmp_path)
    check_files(recording)
    assert 0 < recording.evidence.time.observable_s < recording.evidence.recording.duration_s
    assert recording.evidence.time.unobservable_s_by_reason["no face"] > 0.5


def test_a_cartoon(tmp_path: Path) -> None:
    """No face is not a count of zero."""
    recording = twitchcam.analyze(CLIPS / "pf_no_face.mp4", out_dir=tmp_path)
    check_files(recording)
    assert recording.evidence.counts is None
    assert recording.evidence.time.observable_s == 0


@pytest.mark.parametrize("clip", sorted(CLIPS.glob("*.mp4")), ids=lambda clip: clip.stem)
def test_faces_are_found_upright_and_not_on_their_heads(clip: Path) -> None:
    found = []
    for turn in (1, -1):
        backend = FaceMeshBackend(other_faces_interval_s=1.0)
        with VideoFile(clip) as video:
            pictures = [(frame.read_rgb(), frame.time_s) for frame in islice(video, 0, 60, 30)]
        shown = [(np.ascontiguousarray(rgb[::turn, ::turn]), time_s) for rgb, time_s in pictures]
        found.append([backend.find(*one).landmarks is not None for one in shown])
        backend.close()
    is_a_face = clip.name != "pf_no_face.mp4"
    assert found == [[is_a_face] * len(shown), [False] * len(shown)]
