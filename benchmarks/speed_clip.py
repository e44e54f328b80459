"""The recording on which speed is measured: 720p, and long enough that the start hardly counts."""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING

import cv2
import numpy as np

from benchmarks.encoding import write_video
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from twitchcam.records import Rgb

SIZE_PX = (1280, 720)
FRAMES = 900


def make_speed_clip(video: Path, target: Path) -> Path:
    """Return a recording of 1280x720 and 900 frames: ``video`` if it is one, else made from it.

    The picture is scaled to fit, with grey beside it, and the recording repeated as needed.
    """
    if _fits(video):
        return video
    return write_video(target, islice(_endless(video), FRAMES))


def fitted(picture: Rgb) -> Rgb:
    """Scale a picture into 1280x720 and fill what is left with grey."""
    width, height = SIZE_PX
    share = min(width / picture.shape[1], height / picture.shape[0])
    size = (round(picture.shape[1] * share), round(picture.shape[0] * share))
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    canvas = np.full((height, width, 3), 128, np.uint8)
    how = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
    scaled = cv2.resize(picture, size, interpolation=how)
    canvas[top : top + size[1], left : left + size[0]] = scaled
    return canvas


def _fits(video: Path) -> bool:
    with VideoFile(video) as source:
        info = source.info
    return (info.width_px, info.height_px) == SIZE_PX and (info.frame_count or 0) >= FRAMES


def _endless(video: Path) -> Iterator[tuple[float, Rgb]]:
    shift_s = 0.0
    for _ in count():
        times_s = [shift_s]
        with VideoFile(video) as source:
            for frame in source:
                times_s.append(shift_s + frame.time_s)
                yield times_s[-1], fitted(frame.read_rgb())
        shift_s = 2 * times_s[-1] - times_s[-2]
