"""A recording coded once more, coarsely, as poor cameras and messengers do.

Coding moves things: blocks stay where they were and jump, edges swim. What such pictures show at
rest must not be taken for twitches, and what is left of twitches should still be found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import cv2
import numpy as np

from benchmarks.shared.encoding import write_video
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from twitchcam.records import Rgb

# Quality of H.264, and by how much pictures are made smaller; not below this height or width.
CRF_RANGE = (23.0, 31.0)
SCALES, LEAST_PX = (1.0, 1.0, 0.75, 0.5), 300
PRESETS = ("ultrafast", "veryfast")


def coded_coarsely(source: Path, name: str, target: Path) -> Path:
    """Write ``source`` into ``target``, smaller and coarser, and return the path.

    Parameters
    ----------
    name
        Of the recording: fixes by how much it is made worse.

    Raises
    ------
    SourceError
        If it cannot be read.
    """
    rng = np.random.default_rng(crc32(name.encode()))
    preset, scale = str(rng.choice(PRESETS)), float(rng.choice(SCALES))
    crf = float(rng.uniform(*CRF_RANGE))
    return write_video(target, _pictures(source, scale), round(crf, 1), preset)


def _pictures(source: Path, scale: float) -> Iterator[tuple[float, Rgb]]:
    with VideoFile(source) as video:
        for frame in video:
            picture = frame.read_rgb()
            height, width = picture.shape[:2]
            if scale < 1.0 and scale * min(height, width) >= LEAST_PX:
                size = (round(scale * width), round(scale * height))
                reduced = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
                picture = np.asarray(reduced, dtype=np.uint8)
            yield frame.time_s, picture
