"""Writes pictures with their own times as an H.264 video."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Image = NDArray[np.uint8]

TICK = Fraction(1, 90_000)


def write_video(
    path: Path, pictures: Iterable[tuple[float, Image]], rotation_deg: int, crf: int
) -> None:
    """Encode upright pictures with their times in seconds.

    Parameters
    ----------
    rotation_deg
        Clockwise turn, in quarters, that a player has to apply: the pictures are stored turned
        back by it and the file says so.
    crf
        Quality of H.264: 18 is very good, 28 is poor.
    """
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream: Any = None
        for time_s, picture in pictures:
            stored = np.ascontiguousarray(np.rot90(picture, rotation_deg // 90))
            stream = stream or _add_stream(container, stored, rotation_deg, crf)
            frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
            frame.pts, frame.time_base = round(time_s / TICK), TICK
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _add_stream(container: Any, picture: Image, rotation_deg: int, crf: int) -> Any:  # noqa: ANN401
    """Add a video stream for such pictures; one encoder thread, so files are reproducible."""
    options = {"crf": str(crf), "preset": "slow", "threads": "1"}
    stream = container.add_stream("libx264", rate=30, options=options)
    stream.height, stream.width = picture.shape[:2]
    stream.pix_fmt = "yuv420p"
    stream.time_base = stream.codec_context.time_base = TICK
    if rotation_deg:
        stream.set_display_rotation(-rotation_deg)
    return stream
