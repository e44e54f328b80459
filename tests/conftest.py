"""What many tests share: decoded pictures, one finished analysis; and untimed property tests."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.pipeline import Recording
    from twitchcam.records import Rgb

# Property tests do not measure time: machines that test are often busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def face_pictures() -> list[Rgb]:
    """Give three seconds of a face at 30 pictures per second: upper left lip twitches at 2.4 s."""
    from tests.sample_frames import SAMPLE_VIDEOS  # noqa: PLC0415 - heavy, and not for all tests
    from twitchcam.capture.video_file import VideoFile  # noqa: PLC0415

    with VideoFile(SAMPLE_VIDEOS / "singles.mp4") as source:
        return [frame.read_rgb() for frame in islice(source, 90)]


@pytest.fixture(scope="session")
def short_clip(face_pictures: list[Rgb], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file of those three seconds; tests leave it as it is."""
    from tests.media import write_video  # noqa: PLC0415

    path = tmp_path_factory.mktemp("clip") / "short.mp4"
    return write_video(path, face_pictures, codec="libx264")


@pytest.fixture(scope="session")
def singles(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Give the finished analysis of the sample with seven single twitches; its files stay."""
    import twitchcam  # noqa: PLC0415
    from tests.sample_frames import SAMPLE_VIDEOS  # noqa: PLC0415

    out = tmp_path_factory.mktemp("singles")
    return twitchcam.analyze(SAMPLE_VIDEOS / "singles.mp4", out_dir=out)
