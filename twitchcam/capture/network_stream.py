"""A network camera, by its address: MJPEG over HTTP, or RTSP."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import av

from twitchcam.capture.live_source import (
    RETRY_S,
    ArrivalTimes,
    CameraError,
    Health,
    LiveReader,
)
from twitchcam.capture.upright_pictures import UprightPictures
from twitchcam.records import Frame, SourceInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

SCHEMES = ("http", "https", "rtsp", "rtsps")
OPENING_TIMEOUT_S, READING_TIMEOUT_S = 10.0, 5.0
_OPTIONS = {
    # A playlist must not lead to files of this machine.
    "protocol_whitelist": "http,https,tcp,tls,rtsp,rtsps,rtp,udp,crypto,httpproxy",
    "rtsp_transport": "tcp",
    # Little is looked at beforehand: what counts is what happens now.
    "flags": "low_delay",
    "probesize": "500000",
    "analyzeduration": "500000",
}
# Streams of these formats carry the camera's own times; MJPEG has none.
_WITH_TIMES = frozenset({"rtsp"})
# Whatever else has a length is no camera. Some cameras announce one, of a stream without end.
_ENDLESS = frozenset({"rtsp", "mpjpeg"})
# Pictures come by the second, all at once.
_IN_PIECES = frozenset({"hls", "dash"})
_TIMEOUTS = (av.error.ExitError, av.error.TimeoutError)


class NetworkStream(LiveReader):
    """A stream, decoded in a background thread; keeps the contract of ``LiveSource``.

    A stream that breaks off is opened again; its clock runs on.

    Parameters
    ----------
    url
        Its address.
    clock_s
        Only other in tests.
    retry_s
        How often a lost stream is looked for; ``None`` ends the source when it is lost.

    Raises
    ------
    CameraError
        If it gives no pictures now.
    """

    kind = "stream"

    def __init__(
        self,
        url: str,
        *,
        clock_s: Callable[[], float] | None = None,
        retry_s: float | None = RETRY_S,
    ) -> None:
        self._url = url
        self._name = name_of(url)
        self._times = ArrivalTimes()
        self._container, self._decoded, first = self._open()
        self._first: VideoFrame | None = first
        stream = self._container.streams.video[0]
        self._pictures = UprightPictures(first, stream.sample_aspect_ratio)
        width_px, height_px = self._pictures.size_px
        self.info = SourceInfo(
            name=self._name,
            width_px=width_px,
            height_px=height_px,
            codec=stream.codec_context.codec.canonical_name,
            rate_hz=None,
            duration_s=None,
            frame_count=None,
            rotation_deg=first.rotation % 360,
        )
        super().__init__(clock_s=clock_s, retry_s=retry_s)
        self.health = Health("ok")

    @property
    def notes(self) -> tuple[str, ...]:
        """What was irregular so far, one sentence each."""
        return self._pictures.notes()

    def close(self) -> None:
        """Stop reading and close the stream; calling it again does nothing."""
        super().close()
        self._decoded.close()
        self._container.close()

    def _read(self) -> Generator[Frame, None, None]:
        index, decoded, self._first = 0, self._first, None
        while decoded is not None:
            arrived_s = self._since_first_s(self._clock_s())
            time_s = self._times.place(arrived_s, self._stamp_s(decoded))
            gray = self._pictures.gray(decoded)
            read_rgb = partial(self._pictures.rgb, decoded)
            yield Frame(index, time_s, gray, read_rgb, is_key=decoded.key_frame)
            index += 1
            decoded = self._next_picture()

    def _stamp_s(self, decoded: VideoFrame) -> float | None:
        known = self._container.format.name in _WITH_TIMES
        return decoded.time if known and decoded.pts is not None else None

    def _next_picture(self) -> VideoFrame | None:
        """Read on, also over a loss of the stream; ``None`` when it is time to end."""
        try:
            decoded = next(self._decoded, None)
        except IndexError:
            # As in video files: at the end, PyAV stumbles over streams that began later.
            decoded = None
        except av.FFmpegError as error:
            decoded = None
            if isinstance(error, _TIMEOUTS):
                self.health = _health(error, self._name)
        return decoded or self._regain()

    def _regain(self) -> VideoFrame | None:
        self._container.close()
        if self.health.state == "ok":
            self.health = Health("unplugged", f"{self._name} broke off; it is tried again")
        opened = self._open_again(self._open, lambda error: error.health)
        if opened is None:
            return None
        self._container, self._decoded, first = opened
        self._times.forget_clock()
        return first

    def _open(self) -> tuple[InputContainer, Generator[VideoFrame, None, None], VideoFrame]:
        timeouts_s = (OPENING_TIMEOUT_S, READING_TIMEOUT_S)
        try:
            container = av.open(
                self._url, options=_OPTIONS, timeout=timeouts_s, metadata_errors="replace"
            )
        except (av.FFmpegError, OSError, ValueError) as error:
            raise CameraError(_health(error, self._name)) from error
        if unfit := _why_unfit(container):
            container.close()
            raise CameraError(Health("absent", f"{self._name} {unfit}"))
        try:
            decoded = _decode(container)
            first = next(decoded, None)
        except av.FFmpegError as error:
            container.close()
            raise CameraError(_health(error, self._name)) from error
        if first is None:
            container.close()
            raise CameraError(Health("silent", f"{self._name} gives no pictures"))
        return container, decoded, first


def name_of(url: str) -> str:
    """The address without user name, password, path and query, which may be secret."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    rest = "/..." if parts.path.strip("/") or parts.query else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{rest}"


def _why_unfit(container: InputContainer) -> str:
    """Why this is nothing that can be watched as it happens; empty for a live stream."""
    if container.format.name in _IN_PIECES:
        return (
            "sends pictures seconds at a time, so they cannot be watched as they are taken: use the"
            " camera's rtsp or MJPEG address"
        )
    has_length = container.duration is not None or container.size > 0
    if has_length and container.format.name not in _ENDLESS:
        return (
            "is a file, not a live stream: use the camera's rtsp or MJPEG address, or download the"
            " recording for twitchcam analyze"
        )
    return ""


def _decode(container: InputContainer) -> Generator[VideoFrame, None, None]:
    stream = cast("VideoStream | None", container.streams.best("video"))
    if stream is None:
        return
    stream.thread_type = "SLICE"  # frame threads would hold pictures back
    for packet in container.demux(stream):
        yield from _decode_packet(packet)


def _decode_packet(packet: av.Packet[VideoStream]) -> Iterator[VideoFrame]:
    try:
        yield from packet.decode()
    except av.error.InvalidDataError:
        # One damaged picture of a stream is not worth a word.
        return


def _health(error: Exception, name: str) -> Health:
    if isinstance(error, (av.error.HTTPUnauthorizedError, av.error.HTTPForbiddenError)):
        text = (
            f"{name} wants a user name and a password: put them into the address (user:password@)"
        )
        return Health("forbidden", text)
    if isinstance(error, av.error.HTTPNotFoundError):
        return Health("absent", f"{name} does not exist there: check the address")
    if isinstance(error, _TIMEOUTS):
        return Health("silent", f"{name} does not send anything: check the camera and the network")
    if isinstance(error, (av.error.ConnectionRefusedError, OSError)):
        return Health("absent", f"{name} cannot be reached: check the address and the network")
    return Health("silent", f"{name} sends no video that can be decoded")
