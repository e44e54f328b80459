"""Writes pictures with their own times as an H.264 video."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Image = NDArray[np.uint8]

TICK = Fraction(1, 90_000)
# With several, x264 was seen to write something else from run to run, from the same pictures.
ONE_THREAD = {"threads": "1"}


def write_h264(
    path: Path,
    pictures: Iterable[tuple[float, Image]],
    options: Mapping[str, str],
    rotation_deg: int = 0,
) -> Path:
    """Encode upright pictures with their times in seconds, and return the path.

    H.264 wants even sizes: an odd last row or column is left out.

    Parameters
    ----------
    pictures
        Time and picture of shape ``(height, width, 3)``; times rise strictly.
    options
        Of x264.
    rotation_deg
        Clockwise turn, in quarters, that a player has to apply: the pictures are stored turned
        back by it and the file says so.
    """
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream: Any = None
        for time_s, picture in pictures:
            turned = np.rot90(picture, rotation_deg // 90)
            height, width = (side // 2 * 2 for side in turned.shape[:2])
            stored = np.ascontiguousarray(turned[:height, :width])
            stream = stream or _add_stream(container, (width, height), options, rotation_deg)
            frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
            frame.pts, frame.time_base = round(time_s / TICK), TICK
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode(None))
    return path


def _add_stream(
    container: Any,  # noqa: ANN401
    size_px: tuple[int, int],
    options: Mapping[str, str],
    rotation_deg: int,
) -> Any:  # noqa: ANN401
    stream = container.add_stream("libx264", rate=30, options={**options, **ONE_THREAD})
    (stream.width, stream.height), stream.pix_fmt = size_px, "yuv420p"
    stream.time_base = stream.codec_context.time_base = TICK
    if rotation_deg:
        stream.set_display_rotation(-rotation_deg)
    return stream
