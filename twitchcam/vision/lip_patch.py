"""The lip patch: a small upright picture of mouth, nose and chin, cut the same from any frame.

Its axes follow the eye line and its size follows the pupil distance, so that a pixel of the patch
is the same share of the face at any distance, resolution and lean of the head.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from twitchcam.vision.contrast import mean_and_contrast
from twitchcam.vision.face_geometry import quadrant_centres

if TYPE_CHECKING:
    from cv2.typing import MatLike

    from twitchcam.records import Face, Floats

# Size of the patch and height of the mouth in it, as shares of the pupil distance.
WIDTH_SHARE, HEIGHT_SHARE = 1.45, 1.30
MOUTH_ACROSS_SHARE, MOUTH_DOWN_SHARE = WIDTH_SHARE / 2, 0.72
SMOOTHING_PX, SMOOTHING_SIZE = 1.0, (7, 7)
# Brightness is told against the mean around it (Gaussian, standard deviation as share of the pupil
# distance): the bands that a lamp's flicker draws across a picture are wider, and do not look like
# movement. So wide a mean is taken on a coarser patch. Grey levels so dark are no skin.
AROUND_SHARE, AROUND_FACTOR = 0.15, 4
DARK_LEVELS = 4.0
# Every patch is brought to this mean and contrast (grey levels), whatever the exposure. Less than
# this contrast, as share of brightness, is noise.
MEAN_LEVEL, CONTRAST_LEVELS = 128.0, 40.0
MIN_CONTRAST_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Crop:
    """How a patch is cut out of pictures of one shape.

    Parameters
    ----------
    picture
        Their shape.
    part, blocks
        The rows and columns that are averaged first, and to how many blocks across and down; both
        empty where a pixel of the patch is less than two of the picture.
    placement
        From patch pixels to those of the picture, or to blocks, shape ``(2, 3)``.
    """

    picture: tuple[int, ...]
    part: tuple[slice, ...]
    blocks: tuple[int, ...]
    placement: Floats


class LipPatch:
    """Cuts lip patches of one size, and knows where in the picture they are cut.

    Parameters
    ----------
    pixels_per_pupil_distance
        Resolution of the patch.
    """

    def __init__(self, pixels_per_pupil_distance: int) -> None:
        self._pixels = pixels_per_pupil_distance
        self.width = round(WIDTH_SHARE * pixels_per_pupil_distance) // 4 * 4
        self.height = round(HEIGHT_SHARE * pixels_per_pupil_distance) // 4 * 4
        self._mouth = np.array([MOUTH_ACROSS_SHARE, MOUTH_DOWN_SHARE]) * pixels_per_pupil_distance
        right, bottom = self.width, self.height
        self._corners = np.array([[0, 0, 1], [right, 0, 1], [0, bottom, 1], [right, bottom, 1]])
        # From patch pixels to picture pixels, now and in the marked frame.
        self._to_picture: Floats = np.eye(2, 3)
        self._marked = self._to_picture.copy()
        self._crop: Crop | None = None

    def mark(self) -> None:
        """Remember the present place: faces that come later were found in the present frame."""
        self._marked = self._to_picture.copy()

    def place(self, face: Face) -> None:
        """Centre the patch on the mouth of ``face``, as far as it has been carried since."""
        carried = self._to_picture[:, 2] - self._marked[:, 2]
        self._marked = self._wanted(face)
        self._to_picture = self._marked.copy()
        self._to_picture[:, 2] += carried
        self._crop = None

    def carry(self, shift_px: Floats) -> Floats:
        """Move the place of the patch by about ``shift_px`` patch pixels, shape ``(2,)``.

        It moves by whole pixels of the picture: interpolating between other pixels than before
        would blur differently, and look like movement. Returns the shift it has made.
        """
        linear = self._to_picture[:, :2]
        whole = np.round(linear @ shift_px)
        if whole.any():
            self._to_picture[:, 2] += whole
            self._crop = None
        # A turn and a scale: the inverse is the transpose over the scale squared.
        return whole @ linear / (linear[0] @ linear[0])

    def distance_from(self, face: Face) -> tuple[float, float]:
        """How far off ``face`` the patch was: shift as share of the pupil distance, and scale."""
        wanted = self._wanted(face)
        mouth = np.array([*self._mouth, 1.0])
        shift = np.linalg.norm((wanted - self._marked) @ mouth) / face.pupil_distance_px
        turn_and_scale = wanted[:, 0] - self._marked[:, 0]
        return float(shift), float(np.linalg.norm(turn_and_scale) / np.linalg.norm(wanted[:, 0]))

    def to_marked_patch(self, points_px: Floats) -> Floats:
        """Patch positions of positions in the marked frame, shape ``(n, 2)``."""
        linear, offset = self._marked[:, :2], self._marked[:, 2]
        return np.asarray(np.linalg.solve(linear, (points_px - offset).T).T)

    def cut(self, gray: MatLike) -> MatLike:
        """Cut the patch out of a picture, shape ``(height, width)``, grey levels."""
        if self._crop is None or self._crop.picture != gray.shape:
            self._crop = self._crop_of(gray.shape)
        crop = self._crop
        if crop.blocks:
            # Averaging first keeps every pixel's light: a finer face means less noise.
            gray = cv2.resize(gray[crop.part], crop.blocks, interpolation=cv2.INTER_AREA)
        return cv2.warpAffine(
            gray,
            crop.placement,
            (self.width, self.height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )

    def _wanted(self, face: Face) -> Floats:
        scale = face.pupil_distance_px / self._pixels
        roll = np.radians(face.roll_deg)
        linear = scale * np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
        mouth = quadrant_centres(face.landmarks).mean(axis=0)
        return np.column_stack([linear, mouth - linear @ self._mouth])

    def _crop_of(self, picture: tuple[int, ...]) -> Crop:
        """Where the patch lies in a picture of this shape."""
        step = int(np.hypot(*self._to_picture[:, 0]))
        if step < 2:
            return Crop(picture, (), (), self._to_picture)
        corners = self._corners @ self._to_picture.T
        lowest, highest = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        low, blocks = [0, 0], [1, 1]
        for axis, limit in enumerate(picture[::-1]):
            low[axis] = min(max(int(lowest[axis]) - 2, 0), max(limit - step, 0))
            end = min(max(int(highest[axis]) + 3, low[axis] + step), limit)
            blocks[axis] = max((end - low[axis]) // step, 1)
        across, down = (
            slice(start, start + step * count) for start, count in zip(low, blocks, strict=True)
        )
        placement = self._to_picture.copy()
        # Pixel centres: x_small = (x - low + 0.5) / step - 0.5.
        placement[:, 2] += (0.5 - low[0], 0.5 - low[1])
        placement /= step
        placement[:, 2] -= 0.5
        return Crop(picture, (down, across), tuple(blocks), placement)


def evened(patch: MatLike, pixels_per_pupil_distance: int) -> MatLike:
    """The patch, smoothed and of even brightness and contrast, as float32."""
    smooth = cv2.GaussianBlur(patch.astype(np.float32), SMOOTHING_SIZE, SMOOTHING_PX)
    even = cv2.divide(smooth, _brightness_around(smooth, pixels_per_pupil_distance), dst=smooth)
    mean, contrast = mean_and_contrast(even)
    gain = CONTRAST_LEVELS / max(contrast, MIN_CONTRAST_SHARE)
    return cv2.addWeighted(even, gain, even, 0.0, MEAN_LEVEL - gain * mean, dst=even)


def _brightness_around(patch: MatLike, pixels_per_pupil_distance: int) -> MatLike:
    height, width = patch.shape
    size = (width // AROUND_FACTOR, height // AROUND_FACTOR)
    small = cv2.resize(patch, size, interpolation=cv2.INTER_AREA) + DARK_LEVELS
    sigma = AROUND_SHARE * pixels_per_pupil_distance / AROUND_FACTOR
    around = cv2.GaussianBlur(small, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    return cv2.resize(around, (width, height), interpolation=cv2.INTER_LINEAR)
