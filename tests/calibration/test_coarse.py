"""Recordings coded once more: the same pictures at the same times, only coarser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from calibration import coarse
from calibration.coarse import LEAST_PX, coded_coarsely
from tests.media import write_video
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from twitchcam.records import Rgb


def test_coarser_pictures_at_the_same_times(
    face_pictures: list[Rgb], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coarse, "SCALES", (0.75,))
    source = write_video(tmp_path / "fine.mp4", face_pictures[:12], codec="libx264")
    target = coded_coarsely(source, "fine", tmp_path / "coarse.mp4")
    with VideoFile(source) as one, VideoFile(target) as other:
        before, after = list(one), list(other)
        height, width = before[-1].gray.shape
        sizes = [min(height, width), min(after[-1].gray.shape)]
        larger = cv2.resize(after[-1].gray, (width, height))
        difference = np.abs(larger.astype(float) - before[-1].gray).mean()
    assert np.allclose([frame.time_s for frame in after], [frame.time_s for frame in before])
    assert sizes[1] == 0.75 * sizes[0] >= LEAST_PX
    assert 0.3 < difference < 5.0
