"""A recording on disk as a source of frames."""

from __future__ import annotations

from collections import deque
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import av
from av.sidedata.encparams import VideoEncParams, VideoEncParamsType

from twitchcam.capture.damage import Damage
from twitchcam.capture.open_video import (
    claimed_duration_s,
    claimed_frame_count,
    claimed_rate_hz,
    open_video,
    recorded_at,
)
from twitchcam.capture.read_ahead import ReadAhead
from twitchcam.capture.rising_times import RisingTimes
from twitchcam.capture.side_data import side_data_of
from twitchcam.capture.upright_pictures import UprightPictures
from twitchcam.errors import SourceError
from twitchcam.records import Frame, SourceInfo

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from av import Packet, VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream
    from typing_extensions import Self

# Pictures decoded ahead of the analysis: enough to even out key frames, little memory (4K: 100 MB).
_AHEAD = 8
# The same on every machine, since with another number a damaged file can lose other pictures. Each
# thread holds a picture of its own.
_DECODING_THREADS = 2
# H.264 and some others then tell how coarsely each picture was coded.
_TELL_QUANTISERS = {"export_side_data": "venc_params"}
# Used where neither times nor a rate are known.
_ASSUMED_RATE_HZ = 30.0
# Less than this is how streams begin.
_LEAST_LOST_S = 0.3
# A camera's rate that is so many times the file's makes slow motion, or the other way round.
_OTHER_TEMPO = 1.5

_AVI_NOTE = "AVI files hold no times; pictures were placed by their number and the file's rate"


class VideoFile:
    """A video file, decoded in a background thread; keeps the contract of ``FrameSource``.

    Times are those of the file, one per decoded picture, with the first picture at 0; variable
    frame rate is kept. Pictures are turned upright as players do, pixels made square, and pictures
    larger than 1920 pixels reduced. ``Frame.index`` has no gaps: every picture that can be decoded
    is delivered, once. Damage is survived: ``notes`` says what could not be decoded.

    Parameters
    ----------
    path
        The file to read.

    Raises
    ------
    SourceError
        If the file cannot be opened or holds no picture that can be decoded.
    """

    def __init__(self, path: str | Path) -> None:
        path = Path(path)
        self._container, stream = open_video(path)
        self._times = RisingTimes(1 / (claimed_rate_hz(stream) or _ASSUMED_RATE_HZ))
        self._damage = Damage()
        self._decoded = self._decode(stream)
        first = next(self._decoded, None)
        if first is None:
            self._container.close()
            msg = f"{path} holds no picture that can be decoded: record or copy it again"
            raise SourceError(msg)
        self._pictures = UprightPictures(first, stream.sample_aspect_ratio)
        # AVI stores when to decode, not when to show; decoders pass its numbers on in that order.
        self._holds_times = self._container.format.name != "avi"
        self.info = self._describe(path.name, stream, first)
        self._lost_s = self._lost_before_s(stream, first)
        self._tempo_notes = tuple(_tempo_notes(self._container, self.info.rate_hz))
        self._reading = ReadAhead(self._read(chain([first], self._decoded)), _AHEAD)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was irregular so far, one sentence each; complete when the loop has ended."""
        times = self._times.notes() if self._holds_times else (_AVI_NOTE,)
        lost = (f"the first {self._lost_s:.1f} s could not be decoded",) if self._lost_s else ()
        return (*self._tempo_notes, *lost, *times, *self._pictures.notes(), *self._damage.notes())

    @property
    def cut_off(self) -> str:
        """How the file ended before the end of the recording, one sentence; else empty."""
        return self._damage.ending

    def __iter__(self) -> Iterator[Frame]:
        return iter(self._reading)

    def close(self) -> None:
        """Stop decoding and close the file; calling it again does nothing."""
        self._reading.close()
        self._decoded.close()
        self._container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _describe(self, name: str, stream: VideoStream, first: VideoFrame) -> SourceInfo:
        width_px, height_px = self._pictures.size_px
        duration_s = claimed_duration_s(self._container, stream)
        return SourceInfo(
            name=name,
            width_px=width_px,
            height_px=height_px,
            codec=stream.codec_context.codec.canonical_name,
            rate_hz=claimed_rate_hz(stream),
            duration_s=duration_s,
            frame_count=claimed_frame_count(stream, duration_s),
            rotation_deg=first.rotation % 360,
            first_shown_s=self._first_shown_s(first),
            recorded_at=recorded_at(self._container),
        )

    def _first_shown_s(self, first: VideoFrame) -> float:
        stamp_s, begins = self._stamp_s(first), self._container.start_time
        if stamp_s is None or begins is None or not self._holds_times:
            return 0.0
        return max(0.0, stamp_s - begins / av.time_base)

    def _lost_before_s(self, stream: VideoStream, first: VideoFrame) -> float:
        """How much of the stream came before the first picture that could be decoded."""
        stamp_s = self._stamp_s(first)
        if stamp_s is None or stream.start_time is None or not self._holds_times:
            return 0.0
        lost_s = stamp_s - float(stream.start_time * (stream.time_base or 0))
        return lost_s if lost_s >= _LEAST_LOST_S else 0.0

    def _read(self, pictures: Iterator[VideoFrame]) -> Generator[Frame, None, None]:
        for index, (decoded, coming) in enumerate(_with_coming(pictures)):
            time_s = self._times.place(self._stamp_s(decoded), list(map(self._stamp_s, coming)))
            self._damage.pass_picture(time_s, is_patched=decoded.is_corrupt)
            gray = self._pictures.gray(decoded)
            read_rgb = partial(self._pictures.rgb, decoded)
            quantiser = _quantiser(decoded)
            yield Frame(
                index, time_s, gray, read_rgb, is_key=decoded.key_frame, quantiser=quantiser
            )
        # What is lost at the beginning is not missing at the end.
        self._damage.end(self._lost_s + self._times.end_s, self.info.duration_s)

    def _stamp_s(self, decoded: VideoFrame) -> float | None:
        ticks = decoded.pts if self._holds_times else decoded.dts
        if ticks is None or decoded.time_base is None:
            return None
        return float(ticks * decoded.time_base)

    def _decode(self, stream: VideoStream) -> Generator[VideoFrame, None, None]:
        stream.thread_type = "AUTO"
        stream.thread_count = _DECODING_THREADS
        stream.codec_context.options = _TELL_QUANTISERS
        try:
            for packet in self._container.demux(stream):
                yield from self._decode_packet(packet)
        except av.FFmpegError:
            self._damage.stop()
        except IndexError:
            # PyAV stumbles at the end over streams that began within the file; the pictures'
            # own stream has been read by then.
            return

    def _decode_packet(self, packet: Packet[VideoStream]) -> list[VideoFrame]:
        try:
            pictures = packet.decode()
        except av.FFmpegError:
            self._damage.skip()
            return []
        if pictures:
            self._damage.go_on()
        return pictures


def _with_coming(
    pictures: Iterator[VideoFrame],
) -> Iterator[tuple[VideoFrame, tuple[VideoFrame, ...]]]:
    """Each picture with the next two; the last ones with fewer."""
    window = deque(islice(pictures, 2))
    for picture in pictures:
        window.append(picture)
        yield window.popleft(), tuple(window)
    while window:
        yield window.popleft(), tuple(window)


def _quantiser(decoded: VideoFrame) -> int | None:
    """How coarsely the picture was coded, on the scale of H.264; ``None`` for other codings."""
    told = side_data_of(decoded).get("VIDEO_ENC_PARAMS")
    if isinstance(told, VideoEncParams) and told.codec_type == VideoEncParamsType.H264:
        return told.qp
    return None


def _tempo_notes(container: InputContainer, rate_hz: float | None) -> Iterator[str]:
    """Say so where a phone says that it filmed in another tempo than the file plays."""
    told = container.metadata.get("com.android.capture.fps", "")
    try:
        filmed_hz = float(told)
    except ValueError:
        return
    if rate_hz and filmed_hz > 0 and not 1 / _OTHER_TEMPO < filmed_hz / rate_hz < _OTHER_TEMPO:
        yield (
            f"filmed at {filmed_hz:.0f} pictures per second and played at {rate_hz:.0f}: in slow or"
            " fast motion all times, rates and rhythms are wrong; export it in real time"
        )
