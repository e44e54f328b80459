"""Pictures with their times into H.264, and a recording repeated without encoding it again."""

from __future__ import annotations

import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import av
import numpy as np

from sample_videos.encoding import TICK, write_h264

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from twitchcam.records import Rgb

# About what a webcam program writes: without looking ahead. With it, x264 was seen to write
# something else from run to run, from the same pictures.
OPTIONS = {"x264-params": "rc-lookahead=0:sync-lookahead=0:mbtree=0"}
PRESET = "veryfast"
CRF = 20
# The poorest there is; the best is 0.
WORST_CRF = 51.0
# Qualities that are tried to match a recording, and the range within which one is chosen.
TRIED_CRF, CRF_RANGE = (17.0, 23.0), (14.0, 28.0)


def write_video(
    path: Path, pictures: Iterable[tuple[float, Rgb]], crf: float = CRF, preset: str = PRESET
) -> Path:
    """Encode pictures with their times in seconds, and return the path.

    Parameters
    ----------
    pictures
        As :func:`write_h264` wants them.
    crf
        Quality: 18 is very good, 28 is poor.
    preset
        How much work x264 puts into it: ``ultrafast`` leaves pictures full of blocks.
    """
    return write_h264(path, pictures, OPTIONS | {"crf": str(crf), "preset": preset})


def crf_like(
    source: Path, pictures: Callable[[], Iterable[tuple[float, Rgb]]], start_s: float, end_s: float
) -> float:
    """Quality at which a stretch of a recording takes about as many bits as it does there.

    Bits fall exponentially with the quality's number: two are tried, and the one that fits lies on
    the line through both. :data:`CRF` if the recording does not tell its bits.

    Parameters
    ----------
    pictures
        Gives time and picture of the stretch, anew at each call.
    """
    wanted = bits_per_second(source, start_s, end_s)
    tried: list[float] = []
    with TemporaryDirectory() as work:
        for crf in TRIED_CRF:
            clip = write_video(Path(work) / "trial.mp4", pictures(), crf)
            tried.append(bits_per_second(clip))
    if not wanted or not tried[0] > tried[1] > 0:
        return float(CRF)
    line = np.polyfit(np.log(tried), TRIED_CRF, 1)
    return round(float(np.clip(np.polyval(line, math.log(wanted)), *CRF_RANGE)), 1)


def bits_per_second(video: Path, start_s: float = 0.0, end_s: float = math.inf) -> float:
    """Bits of the pictures shown from a start until an end, per second; 0 if unknown.

    Without those that are coded for themselves, unless all are: a stretch may hold none of them,
    and whatever is made of it begins with one.
    """
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        base = stream.time_base or TICK
        first = stream.start_time or 0
        packets = {
            (packet.pts - first) * base: packet
            for packet in container.demux(video=0)
            if packet.pts is not None
        }
    shown = {time_s: one for time_s, one in packets.items() if start_s <= time_s < end_s}
    length_s = float(max(shown) - min(shown)) if shown else 0.0
    counted = [one for one in shown.values() if not one.is_keyframe] or list(shown.values())
    return 8 * sum(one.size for one in counted) / length_s if length_s else 0.0


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
