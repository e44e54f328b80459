"""Pictures that are sent here, such as those of the browser's camera."""

from __future__ import annotations

import struct
from queue import Empty, Queue
from typing import TYPE_CHECKING

import cv2
import numpy as np

from twitchcam.capture.camera import frame_from_bgr
from twitchcam.capture.live_source import ArrivalTimes, Health, LiveReader
from twitchcam.capture.read_ahead import put_newest
from twitchcam.errors import SourceError
from twitchcam.records import SourceInfo

if TYPE_CHECKING:
    from collections.abc import Generator

    from numpy.typing import NDArray

    from twitchcam.records import Frame

LONGEST_SIDE_PX = 1920
SHORTEST_SIDE_PX = 32
WAITING_JPEGS = 8
# JPEG segments that say the size: start of frame, all sorts but the differential ones.
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})


class PushedFrames(LiveReader):
    """JPEG pictures that someone else sends; keeps the contract of ``LiveSource``.

    Parameters
    ----------
    name
        What to call the source.
    first_jpeg
        The first picture; it decides on the size.
    first_stamp_s
        When it was taken, on the sender's clock.

    Raises
    ------
    SourceError
        If the first picture cannot be decoded.
    """

    kind = "browser"

    def __init__(self, name: str, first_jpeg: bytes, first_stamp_s: float) -> None:
        width_px, height_px = _checked_size(first_jpeg)
        self.info = SourceInfo(name, width_px, height_px, "mjpeg", None, None, None, 0)
        self._times = ArrivalTimes()
        self._arrived: Queue[tuple[float, float, bytes]] = Queue(WAITING_JPEGS)
        # Each counted by one thread: that which pushes, and that which reads.
        self._overtaken = self._damaged = 0
        super().__init__()
        self.health = Health("ok")
        self.push(first_jpeg, first_stamp_s)

    @property
    def dropped(self) -> int:
        """Pictures dropped so far, decoded or not, and those that could not be decoded."""
        return super().dropped + self._overtaken + self._damaged

    def push(self, jpeg: bytes, stamp_s: float) -> None:
        """Take a picture; never waits. ``stamp_s`` is the sender's time of capture."""
        self._overtaken += put_newest(self._arrived, (self._clock_s(), stamp_s, jpeg))

    def end(self) -> None:
        """Say that no picture follows."""
        self._closing.set()

    def _read(self) -> Generator[Frame, None, None]:
        index = 0
        size_px = (self.info.width_px, self.info.height_px)
        for arrived_s, stamp_s, jpeg in self._until_closed():
            try:
                picture = decode_jpeg(jpeg)
            except SourceError:
                self._damaged += 1
                continue
            time_s = self._times.place(self._since_first_s(arrived_s), stamp_s)
            yield frame_from_bgr(index, time_s, picture, size_px)
            index += 1

    def _until_closed(self) -> Generator[tuple[float, float, bytes], None, None]:
        while True:
            item = self._next()
            if item is not None:
                yield item
            elif self._closing.is_set():
                return

    def _next(self) -> tuple[float, float, bytes] | None:
        try:
            return self._arrived.get(timeout=0.1)
        except Empty:
            return None


def decode_jpeg(jpeg: bytes) -> NDArray[np.uint8]:
    """Decode a picture, shape ``(height, width, 3)`` in OpenCV's order of colours.

    Raises
    ------
    SourceError
        If it is damaged, or larger or smaller than a camera's picture would be.
    """
    _checked_size(jpeg)
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        message = "a picture could not be decoded"
        raise SourceError(message)
    return np.asarray(picture, np.uint8)


def jpeg_size_px(jpeg: bytes) -> tuple[int, int] | None:
    """Width and height as the head of a JPEG has it; ``None`` if there is none.

    Read before decoding: a few bytes can announce a picture that fills all memory.
    """
    at = 2
    while at + 9 <= len(jpeg) and jpeg[at] == 0xFF:
        kind = jpeg[at + 1]
        if kind == 0xFF or kind in _WITHOUT_LENGTH:
            at += 1 if kind == 0xFF else 2
            continue
        if kind in _SIZES:
            height, width = struct.unpack_from(">HH", jpeg, at + 5)
            return width, height
        at += 2 + int(struct.unpack_from(">H", jpeg, at + 2)[0])
    return None


def _checked_size(jpeg: bytes) -> tuple[int, int]:
    size = jpeg_size_px(jpeg) if jpeg.startswith(b"\xff\xd8") else None
    if size is None or not SHORTEST_SIDE_PX <= min(size) <= max(size) <= LONGEST_SIDE_PX:
        message = (
            f"a picture is no JPEG of {SHORTEST_SIDE_PX} to {LONGEST_SIDE_PX} pixels on each side"
        )
        raise SourceError(message)
    return size
