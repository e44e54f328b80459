"""The recording on which speed is measured, of some size, and long enough."""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING

from benchmarks.shared.encoding import write_video
from benchmarks.shared.fitted_picture import fitted
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from twitchcam.records import Rgb

# Width and height by the name that a size goes by.
SIZES_PX = {"480p": (854, 480), "720p": (1280, 720), "1080p": (1920, 1080)}
FRAMES = 900


def make_speed_clip(video: Path, target: Path, size_px: tuple[int, int]) -> Path:
    """Return a recording of that size and 900 frames: ``video`` if it is one, else made from it.

    The picture is scaled to fit, with grey beside it, and the recording repeated as needed.
    """
    if _fits(video, size_px):
        return video
    pictures = ((time_s, fitted(picture, size_px)) for time_s, picture in _endless(video))
    return write_video(target, islice(pictures, FRAMES))


def _fits(video: Path, size_px: tuple[int, int]) -> bool:
    with VideoFile(video) as source:
        info = source.info
    return (info.width_px, info.height_px) == size_px and (info.frame_count or 0) >= FRAMES


def _endless(video: Path) -> Iterator[tuple[float, Rgb]]:
    shift_s = 0.0
    for _ in count():
        times_s = [shift_s]
        with VideoFile(video) as source:
            for frame in source:
                times_s.append(shift_s + frame.time_s)
                yield times_s[-1], frame.read_rgb()
        shift_s = 2 * times_s[-1] - times_s[-2]
