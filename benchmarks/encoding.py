"""Pictures with their times into H.264, and a recording repeated without encoding it again."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from twitchcam.records import Rgb

TICK = Fraction(1, 90_000)
# About what a webcam program writes. The number of threads is fixed because the result depends
# on it.
OPTIONS = {"preset": "veryfast", "threads": "4"}
CRF = 20


def write_video(path: Path, pictures: Iterable[tuple[float, Rgb]], crf: int = CRF) -> Path:
    """Encode pictures with their times in seconds, and return the path.

    H.264 wants even sizes: an odd last row or column is left out.

    Parameters
    ----------
    pictures
        Time and picture of shape ``(height, width, 3)``; times rise strictly.
    crf
        Quality: 18 is very good, 28 is poor.
    """
    with av.open(str(path), "w") as container:
        stream: Any = None
        for time_s, picture in pictures:
            height, width = (side // 2 * 2 for side in picture.shape[:2])
            stream = stream or _add_stream(container, width, height, crf)
            even = np.ascontiguousarray(picture[:height, :width])
            frame = av.VideoFrame.from_ndarray(even, format="rgb24")
            frame.pts, frame.time_base = round(time_s / TICK), TICK
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode(None))
    return path


def repeat_video(source: Path, target: Path, duration_s: float) -> Path:
    """Write ``source`` again and again until ``duration_s`` is reached, without encoding it.

    Its packets are copied, so an hour takes seconds to make. Sound is left out.
    """
    with av.open(str(target), "w") as container, av.open(str(source)) as original:
        template: Any = original.streams.video[0]
        stream = container.add_stream_from_template(template)
        shift = 0
        while shift * template.time_base < duration_s:
            packets = _packets(original)
            length = _length(packets)
            for packet in packets:
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                packet.stream = stream
                container.mux(packet)
            shift += length
    return target


def _packets(container: Any) -> list[Any]:  # noqa: ANN401 - differs between versions of PyAV
    """Return all packets with a picture, from the start, the first shown at tick 0."""
    container.seek(0)
    packets = [packet for packet in container.demux(video=0) if packet.pts is not None]
    first = min(packet.pts for packet in packets)
    for packet in packets:
        packet.pts, packet.dts = packet.pts - first, packet.dts - first
    return packets


def _length(packets: list[Any]) -> int:
    """Length in ticks, the last picture shown as long as the mean of the others."""
    last = max(packet.pts for packet in packets)
    return round(last * len(packets) / max(len(packets) - 1, 1)) or 1


def _add_stream(container: Any, width: int, height: int, crf: int) -> Any:  # noqa: ANN401
    stream = container.add_stream("libx264", rate=30, options=OPTIONS | {"crf": str(crf)})
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.time_base = stream.codec_context.time_base = TICK
    return stream
