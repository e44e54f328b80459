"""The recording on which speed is measured, of some size, and long enough."""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING

import cv2
import numpy as np

from benchmarks.shared.encoding import write_video
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


def fitted(picture: Rgb, size_px: tuple[int, int]) -> Rgb:
    """Scale a picture into a size and fill what is left with grey."""
    width, height = size_px
    share = min(width / picture.shape[1], height / picture.shape[0])
    size = (round(picture.shape[1] * share), round(picture.shape[0] * share))
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    canvas = np.full((height, width, 3), 128, np.uint8)
    how = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
    scaled = cv2.resize(picture, size, interpolation=how)
    canvas[top : top + size[1], left : left + size[0]] = scaled
    return canvas


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
