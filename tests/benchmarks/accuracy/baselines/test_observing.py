"""Ordinary means look at every frame of a real recording."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.accuracy.baselines.observing import observe
from benchmarks.shared.encoding import write_video
from sample_videos.clips import SAMPLES
from twitchcam.capture.video_file import VideoFile
from twitchcam.errors import BackendError
from twitchcam.vision.face_geometry import pupil_distance_px
from twitchcam.vision.face_landmarker import find_model

if TYPE_CHECKING:
    from pathlib import Path

FRAMES = 6


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Make a few frames of a face, of which the last show nothing."""
    with VideoFile(SAMPLES / "both_sides.mp4") as source:
        pictures = [(frame.time_s, frame.read_rgb()) for frame in islice(source, FRAMES)]
    blank = np.zeros_like(pictures[0][1])
    nothing = [(pictures[-1][0] + 0.1 * (i + 1), blank) for i in range(2)]
    return write_video(tmp_path / "clip.mp4", iter([*pictures, *nothing]))


def test_every_frame_is_looked_at(clip: Path) -> None:
    seen = observe(clip, None)
    assert len(seen.time_s) == len(seen.change) == len(seen.flow) == FRAMES + 2
    assert np.isfinite(seen.mesh_px[:FRAMES]).all()
    assert np.isnan(seen.mesh_px[-1]).all()
    # The first frame has none before it to be compared with.
    assert np.flatnonzero(np.isnan(seen.flow)).tolist() == [0, FRAMES, FRAMES + 1]
    assert np.isnan(seen.landmarker_px).all()
    assert seen.shape_names == ()


def test_the_landmarker_sees_the_same_face(clip: Path) -> None:
    try:
        model = find_model(None)
    except BackendError as error:
        pytest.skip(str(error))
    seen = observe(clip, model)
    one, other = (pupil_distance_px(points[2]) for points in (seen.mesh_px, seen.landmarker_px))
    assert one == pytest.approx(other, rel=0.1)
    assert "mouthSmileLeft" in seen.shape_names
    assert np.isfinite(seen.shapes[:FRAMES]).all()
    assert np.isnan(seen.shapes[-1]).all()
