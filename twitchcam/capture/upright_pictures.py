"""From decoded pictures to upright ones with square pixels and of a bearable size."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np
from av.video.reformatter import VideoReformatter

from twitchcam.capture.side_data import side_data_of
from twitchcam.wording import counted

if TYPE_CHECKING:
    from fractions import Fraction

    from av import VideoFrame

    from twitchcam.records import Gray, Rgb

# Larger pictures are reduced: a face fills enough of 1920 pixels, and 4K costs four times as much.
LONGER_SIDE_PX = 1920

# Aspects this near to 1 come from rounding sizes and are not worth scaling for.
NEARLY_SQUARE = 0.01

# Formats that hold brightness, then colour for every four pixels, all in 8 bits.
_QUARTER_COLOUR = frozenset({"yuv420p", "yuvj420p"})
# Formats whose first plane is brightness in 8 bits.
_BRIGHTNESS_FIRST = _QUARTER_COLOUR | frozenset(
    {"gray", "nv12", "nv21", "yuv422p", "yuv444p", "yuvj422p", "yuvj444p"}
)


@dataclass(frozen=True, slots=True)
class Orientation:
    """How to turn a stored picture upright: transpose first, then mirror across and down."""

    transposed: bool = False
    mirrored_across: bool = False
    mirrored_down: bool = False

    @classmethod
    def of(cls, decoded: VideoFrame) -> Orientation:
        """Read the display matrix that phones write, ``[a b u; c d v; x y w]``.

        It sends the stored point ``(x, y)`` to ``(a x + c y, b x + d y)``, ``y`` pointing down.
        """
        matrix = cast("bytes | None", side_data_of(decoded).get("DISPLAYMATRIX"))
        if matrix is None:
            return cls()
        a, b, _, c, d = (int(term) for term in np.frombuffer(matrix, np.int32)[:5])
        transposed = abs(b) > abs(a)
        across, down = (c, b) if transposed else (a, d)
        return cls(transposed, across < 0, down < 0)

    @property
    def is_mirror_image(self) -> bool:
        """Whether the person's left and right change places."""
        return self.transposed ^ self.mirrored_across ^ self.mirrored_down

    def apply(self, picture: Gray | Rgb) -> Gray | Rgb:
        """Turn a picture upright; one that is upright is returned as it is."""
        if self.transposed:
            picture = cast("Gray", cv2.transpose(picture))
        if self.mirrored_across or self.mirrored_down:
            picture = cast("Gray", cv2.flip(picture, self._flip_code()))
        return picture

    def _flip_code(self) -> int:
        """Say it in OpenCV's words: 1 across, 0 down, -1 both."""
        both = self.mirrored_across and self.mirrored_down
        return -1 if both else int(self.mirrored_across)


def fit_size(width_px: int, height_px: int, pixel_aspect: Fraction | None) -> tuple[int, int]:
    """Size with square pixels and a longer side of at most 1920 px, as ``(width, height)``.

    Pixels are made square by stretching the side that is too short, so that no detail is lost.
    """
    aspect = float(pixel_aspect or 1)
    if abs(aspect - 1) < NEARLY_SQUARE:
        aspect = 1.0
    width, height = width_px * max(aspect, 1.0), height_px / min(aspect, 1.0)
    share = min(1.0, LONGER_SIDE_PX / max(width, height))
    return max(1, round(width * share)), max(1, round(height * share))


class UprightPictures:
    """Make brightness and colour pictures of one recording, all of one size.

    Brightness is the recording's own, without a conversion unless its size or format asks for one.

    Parameters
    ----------
    first
        The first decoded picture; it decides on size and orientation.
    pixel_aspect
        Width of a stored pixel by its height; ``None`` for square.
    """

    def __init__(self, first: VideoFrame, pixel_aspect: Fraction | None) -> None:
        self.orientation = Orientation.of(first)
        self._stored = (first.width, first.height)
        self._size = fit_size(first.width, first.height, pixel_aspect)
        self._resized = 0
        # Colour is made in whatever thread asks for it, and a reformatter bears only one at a time.
        self._for_gray, self._for_rgb = VideoReformatter(), VideoReformatter()
        self._rgb_lock = Lock()

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the upright picture."""
        width, height = self._size
        return (height, width) if self.orientation.transposed else (width, height)

    def gray(self, decoded: VideoFrame) -> Gray:
        """Brightness, shape ``(height, width)``, read-only.

        Where nothing has to be turned or converted it is the decoder's own memory, which lives as
        long as the array: the decoder may still look at it, hence read-only.
        """
        self._resized += (decoded.width, decoded.height) != self._stored
        upright = self.orientation.apply(self._brightness(decoded))
        upright.flags.writeable = False
        return upright

    def rgb(self, decoded: VideoFrame, reduce: int = 1) -> Rgb:
        """Colour, shape ``(height, width, 3)``, each side ``reduce`` times smaller.

        At full size the colours are exact; reduced ones are those of standard-definition video.
        """
        with self._rgb_lock:
            colour = self._exact_rgb(decoded) if reduce == 1 else self._small_rgb(decoded, reduce)
        return np.ascontiguousarray(self.orientation.apply(colour))

    def notes(self) -> tuple[str, ...]:
        """Say how the pictures differ from the stored ones, one sentence each."""
        mirrored = "the file asks to be shown mirrored, and so it was read: check left and right"
        stored, size = ("{}x{}".format(*size) for size in (self._stored, self._size))
        resized = counted(self._resized, "picture")
        told = (
            (self.orientation.is_mirror_image, mirrored),
            (size != stored, f"stored pictures of {stored} pixels were scaled to {size}"),
            (self._resized, f"{resized} of another size, scaled to that of the first"),
        )
        return tuple(text for happened, text in told if happened)

    def _brightness(self, decoded: VideoFrame) -> Gray:
        stored_so = decoded.format.name in _BRIGHTNESS_FIRST and decoded.planes[0].line_size > 0
        as_is = stored_so and self._fits(decoded)
        return _pixels(decoded if as_is else self._convert(decoded, self._for_gray), 0)

    def _exact_rgb(self, decoded: VideoFrame) -> Rgb:
        colour = self._for_rgb.reformat(decoded, *self._size, "rgb24", interpolation="AREA")
        return cast("Rgb", colour.to_ndarray())

    def _small_rgb(self, decoded: VideoFrame, reduce: int) -> Rgb:
        """Reduce brightness and colour each by itself, before they become RGB: a third of the time.

        OpenCV lets other threads run meanwhile, which the decoder's converter does not.
        """
        stored_so = decoded.format.name in _QUARTER_COLOUR and decoded.planes[0].line_size > 0
        as_is = stored_so and self._fits(decoded)
        yuv = decoded if as_is else self._convert(decoded, self._for_rgb)
        # Four pixels share a colour, so sides are even; colour lies below brightness.
        width, height = (max(2, side // reduce // 2 * 2) for side in self._size)
        small = np.empty((height * 3 // 2, width), np.uint8)
        small[:height] = cv2.resize(_pixels(yuv, 0), (width, height), interpolation=cv2.INTER_AREA)
        colours = small[height:].reshape(2, height // 2, width // 2)
        for plane, colour in enumerate(colours, start=1):
            size = (width // 2, height // 2)
            colour[:] = cv2.resize(_pixels(yuv, plane), size, interpolation=cv2.INTER_AREA)
        return cast("Rgb", cv2.cvtColor(small, cv2.COLOR_YUV2RGB_I420))

    def _fits(self, decoded: VideoFrame) -> bool:
        return (decoded.width, decoded.height) == self._size

    def _convert(self, decoded: VideoFrame, reformatter: VideoReformatter) -> VideoFrame:
        # Not to "gray": that stretches the range of values, and not alike in all versions of PyAV.
        return reformatter.reformat(decoded, *self._size, "yuv420p", interpolation="AREA")


def _pixels(decoded: VideoFrame, plane: int) -> Gray:
    """One plane as it lies in the decoder's memory, shape ``(height, width)``."""
    # The plane is a buffer that keeps its frame alive; its lines are longer than the picture.
    held = decoded.planes[plane]
    lines = np.frombuffer(cast("bytes", held), np.uint8)
    return lines.reshape(held.height, held.line_size)[:, : held.width]
