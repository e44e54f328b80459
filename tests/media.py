"""Small videos, sound and broken files for tests, made on the spot."""

from __future__ import annotations

import struct
from contextlib import closing, nullcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import av
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from av.container import OutputContainer
    from av.video.stream import VideoStream

    from twitchcam.records import Gray, Rgb

Size = tuple[int, int]

# What phones write: the display matrix (a, b, c, d) by the counter-clockwise turn in degrees that
# makes the stored picture upright.
TURNS = {0: (1, 0, 0, 1), 90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}
# Left and right change places.
MIRROR = (-1, 0, 0, 1)

_MILLISECOND = Fraction(1, 1000)
_QUIET = {"libx265": {"x265-params": "log-level=none"}}


def can_encode(codec: str) -> bool:
    """Whether this machine's PyAV can write a codec."""
    try:
        av.Codec(codec, "w")
    except ValueError:
        return False
    return True


def picture(number: int, size: Size = (64, 48)) -> Rgb:
    """Grey picture with a bright upper left quarter and a dark bar that moves with the number."""
    width, height = size
    drawn = np.full((height, width, 3), 120, np.uint8)
    drawn[: height // 2, : width // 2] = 230
    bar = width // 8
    left = number * bar % (width - bar)
    drawn[-height // 4 :, left : left + bar] = 20
    return drawn


def bright_quarter(gray: Gray) -> tuple[str, str]:
    """Where the bright quarter of ``picture`` is: ``("upper" | "lower", "left" | "right")``."""
    rows, columns = np.array_split(gray, 2), np.array_split(gray, 2, axis=1)
    return (
        "upper" if rows[0].mean() > rows[1].mean() else "lower",
        "left" if columns[0].mean() > columns[1].mean() else "right",
    )


def write_video(
    path: Path,
    pictures: Sequence[Rgb] | int = 12,
    *,
    codec: str = "mpeg4",
    size: Size = (64, 48),
    rate: int = 30,
    pix_fmt: str | None = None,
    stamps_ms: Sequence[int] | None = None,
    pixel_aspect: Fraction | None = None,
    options: dict[str, str] | None = None,
    container_format: str | None = None,
    seekable: bool = True,
    index_first: bool = True,
    recorded_at: str | None = None,
) -> Path:
    """Encode pictures, or so many of ``picture``, into a file and return its path.

    ``stamps_ms`` are written as they are, in any order; use a codec that keeps the order of
    pictures. A file that is not ``seekable`` while it is written holds no length, as one streamed
    by a browser. ``index_first`` matters for MP4 and MOV that are cut off later. ``recorded_at`` is
    kept in the file as the camera's time.
    """
    if isinstance(pictures, int):
        pictures = [picture(number, size) for number in range(pictures)]
    has_index = path.suffix in {".mp4", ".mov"}
    muxer_options = {"movflags": "faststart"} if has_index and index_first else {}
    with (
        nullcontext(path) if seekable else closing(_Pipe(path)) as file,
        av.open(file, "w", format=container_format, options=muxer_options) as container,
    ):
        if recorded_at is not None:
            container.metadata["creation_time"] = recorded_at
        stream = cast("VideoStream", container.add_stream(codec, rate=rate))
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = pix_fmt or ("yuvj420p" if codec == "mjpeg" else "yuv420p")
        stream.codec_context.options = _QUIET.get(codec, {}) | (options or {})
        if pixel_aspect:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        _encode(container, stream, pictures, stamps_ms)
    return path


def set_display_matrix(path: Path, matrix: tuple[int, int, int, int]) -> Path:
    """Overwrite the terms (a, b, c, d) of the display matrix in an MP4 or MOV file."""
    data = bytearray(path.read_bytes())
    # The box name, then 40 bytes of other fields.
    start = data.index(b"tkhd") + 4 + 40
    a, b, c, d = (term << 16 for term in matrix)
    struct.pack_into(">9i", data, start, a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path


def cut_off(path: Path, share: float) -> Path:
    """Keep only the first part of a file."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def damage_packets(path: Path, numbers: Sequence[int]) -> Path:
    """Overwrite the data of some encoded pictures of a video."""
    damaged = path.with_name(f"damaged_{path.name}")
    with av.open(path) as source, av.open(damaged, "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        packets = (packet for packet in source.demux(video=0) if packet.size)
        for number, packet in enumerate(packets):
            chosen = _spoilt(packet) if number in numbers else packet
            chosen.stream = stream
            target.mux(chosen)
    return damaged


def write_sound(path: Path) -> Path:
    """One tenth of a second of silence."""
    with av.open(path, "w") as container:
        stream = container.add_stream("aac", rate=8000)
        silence = np.zeros((1, 1024), np.float32)
        frame = av.AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
        frame.rate, frame.pts = 8000, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


class _Pipe:
    """A file that can only be written on and on."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def write(self, data: bytes) -> int:
        return self._file.write(data)

    def close(self) -> None:
        self._file.close()


def _encode(
    container: OutputContainer,
    stream: VideoStream,
    pictures: Sequence[Rgb],
    stamps_ms: Sequence[int] | None,
) -> None:
    packets = _encoded(stream, pictures)
    for number, packet in enumerate(packets):
        if stamps_ms is not None:
            # Containers want decoding times that rise and are not after the shown ones.
            packet.time_base = _MILLISECOND
            packet.pts, packet.dts = stamps_ms[number], number - 1000
        container.mux(packet)


def _encoded(stream: VideoStream, pictures: Sequence[Rgb]) -> Iterator[av.Packet[VideoStream]]:
    for number, drawn in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(drawn, format="rgb24").reformat(format=stream.pix_fmt)
        frame.pts = number
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _spoilt(packet: av.Packet[VideoStream]) -> av.Packet[VideoStream]:
    spoilt: av.Packet[Any] = av.Packet(bytes(packet.size))
    spoilt.pts, spoilt.dts, spoilt.duration = packet.pts, packet.dts, packet.duration
    spoilt.time_base, spoilt.is_keyframe = packet.time_base, packet.is_keyframe
    return spoilt
