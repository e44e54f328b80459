"""Parts of a puppet's face and where each pixel of a moved part comes from.

Every ``..._source`` function takes points after a movement, shape ``(height, width, 2)`` in px of
the portrait, and returns where they were before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_videos.lip_warp import Field, LipWarp, MouthGeometry, smoothstep, source_points

if TYPE_CHECKING:
    from sample_videos.portrait import Portrait

Floats = NDArray[np.float64]

UPPER_LIDS = {
    "left": (263, 466, 388, 387, 386, 385, 384, 398, 362),
    "right": (33, 246, 161, 160, 159, 158, 157, 173, 133),
}
LOWER_LIDS = {
    "left": (263, 249, 390, 373, 374, 380, 381, 382, 362),
    "right": (33, 7, 163, 144, 145, 153, 154, 155, 133),
}
# Width of the soft transition from lip to lip.
SEAM_PX = 2.5
# Height of the skin that unfolds over a closing eye, in eye widths.
LID_SKIN_HEIGHT = 0.35

CHIN, FOREHEAD, RIGHT_EDGE, LEFT_EDGE = 152, 10, 234, 454
# Width in px and weight of the blurs that make a relief out of scattered landmarks.
BLURS = ((14, 1.0), (28, 3e-2), (56, 1e-3), (112, 1e-5))
# The head turns about a point this far behind the middle of the face.
TURNING_POINT_MM = 70.0


class Head:
    """A head with relief, which turns, nods, tilts and shifts before a still background."""

    def __init__(self, portrait: Portrait) -> None:
        points_px = portrait.landmarks_px
        self.px_per_mm = portrait.px_per_mm
        self.centre_px = portrait.centre_px
        self.depth_px = _relief_px(points_px, portrait.image.shape[:2])
        self.depth_px += TURNING_POINT_MM * portrait.px_per_mm
        self.radius_px = np.array(
            [
                np.ptp(points_px[[RIGHT_EDGE, LEFT_EDGE], 0]) * 0.95,
                np.ptp(points_px[[FOREHEAD, CHIN], 1]) * 0.85,
            ]
        )

    def source(self, target_px: Field, shift_mm: Floats, angles_deg: Floats) -> Field:
        """Undo a shift in mm (right, down) and the angles turn, nod, tilt in degrees."""
        rotation = _rotation(angles_deg)
        towards = rotation[:2, 2].astype(np.float32)
        back = np.linalg.inv(rotation[:2, :2]).T.astype(np.float32)
        flat = target_px - (self.centre_px + shift_mm * self.px_per_mm).astype(np.float32)
        source_px = target_px
        for _ in range(4):
            x, y = np.moveaxis(source_px, -1, 0)
            depth_px = cv2.remap(
                self.depth_px, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )
            source_px = (flat - depth_px[..., None] * towards) @ back + self.centre_px.astype(
                np.float32
            )
        share = self._share(flat)[..., None]
        return target_px + share * (source_px - target_px)

    def _share(self, offset_px: Field) -> Field:
        """Return 1 on the head, falling to 0 in the background."""
        distance = np.linalg.norm(offset_px / self.radius_px, axis=-1)
        return smoothstep((1.9 - distance) / 0.9).astype(np.float32)


class Eyes:
    """Two eyes whose upper lids come down, unfolding the skin above them."""

    def __init__(self, portrait: Portrait) -> None:
        self.sides = [_lid_lines(portrait, side) for side in ("left", "right")]

    def source(self, target_px: Field, closure: Floats) -> Field:
        """Undo the closure of left and right eye, 0 to 1, shape ``(2,)``."""
        source_px = target_px
        for (upper_px, lower_px), shut in zip(self.sides, closure, strict=True):
            if shut > 0:
                source_px = _raise_lid(source_px, upper_px, lower_px, float(shut))
        return source_px


class Lips:
    """Lip quadrants that are pulled, the mouth line between them along with them.

    Parameters
    ----------
    resting
        The mouth as the puppet holds it at rest.
    px_per_mm
        Scale in the plane of the face.
    """

    def __init__(self, resting: MouthGeometry, px_per_mm: float) -> None:
        self.resting = resting
        self.px_per_mm = px_per_mm
        self.warp = LipWarp(resting)

    def source(self, target_px: Field, lips_mm: Floats) -> Field:
        """Undo motion of the quadrants (across, down), shape ``(4, 2)``."""
        if not lips_mm.any():
            return target_px
        field_px = self.warp.field_px(lips_mm * self.px_per_mm)
        return source_points(target_px, field_px, self.warp.corner_px)


@dataclass(frozen=True, slots=True)
class JawSource:
    """Where pixels come from when the jaw moves: two pictures that meet at the mouth line.

    Parameters
    ----------
    above_px, jaw_px
        Source above the line and on the jaw, shape ``(height, width, 2)``.
    jaw_share
        How much of each pixel is jaw, 0 to 1: soft at the line, or it would show steps.
    dark
        How much of each pixel is the dark inside.
    """

    above_px: Field
    jaw_px: Field
    jaw_share: Field
    dark: Field


class Mouth:
    """Corners that round and smile, and a jaw that opens."""

    def __init__(self, portrait: Portrait) -> None:
        self.px_per_mm = portrait.px_per_mm
        self.geometry = MouthGeometry.from_landmarks(portrait.landmarks_px)
        self.portrait_gap_mm = float(
            self._portrait_gap_px(np.array(self.geometry.midline_px)) / portrait.px_per_mm
        )
        self.chin_px = float(self.geometry.to_mouth(portrait.landmarks_px[CHIN, :2])[1])
        self.corner_px, self.corner_weights = self._corner_weights()

    def corners_source(self, target_px: Field, corners_mm: Floats) -> Field:
        """Undo motion of the left and right corner (across, down), shape ``(2, 2)``."""
        corners_px = (corners_mm * self.px_per_mm) @ self.geometry.axes
        field_px = np.tensordot(self.corner_weights, corners_px.astype(np.float32), axes=(0, 0))
        return source_points(target_px, np.ascontiguousarray(field_px), self.corner_px)

    def jaw_source(self, target_px: Field, opening_mm: float) -> JawSource:
        """Undo the jaw's opening. At 0 the lips touch, whatever the portrait shows."""
        points_px = self.geometry.to_mouth(target_px)
        across_px, down_px = np.moveaxis(points_px, -1, 0)
        below_px = down_px - self.geometry.line_down_px(2, across_px)
        gap_px = opening_mm * self.px_per_mm * self._gap_share(across_px)
        drop_px = gap_px - self._portrait_gap_px(across_px)
        follow = smoothstep((1.7 * self.chin_px - below_px) / (1.4 * self.chin_px))
        dark = np.clip(below_px / 2, 0, 1) * np.clip((drop_px - below_px) / 2 + 0.5, 0, 1)
        return JawSource(
            above_px=self._raised(target_px, np.maximum(below_px, 0)),
            jaw_px=self._raised(target_px, drop_px * follow),
            jaw_share=smoothstep((below_px - drop_px) / SEAM_PX + 0.5).astype(np.float32),
            dark=(dark * (drop_px > 0.5)).astype(np.float32),
        )

    def _raised(self, target_px: Field, up_px: Floats) -> Field:
        return (target_px - up_px[..., None] * self.geometry.axes[1]).astype(np.float32)

    def _portrait_gap_px(self, across_px: Floats) -> Floats:
        """Return the distance between the lips in the portrait."""
        upper_px = self.geometry.line_down_px(1, across_px)
        return np.maximum(self.geometry.line_down_px(2, across_px) - upper_px, 0)

    def _gap_share(self, across_px: Floats) -> Floats:
        share: Floats = (
            1 - ((across_px - self.geometry.midline_px) / self.geometry.half_width_px) ** 2
        )
        return np.asarray(np.power(np.maximum(share, 0.0), 1.5))

    def _corner_weights(self) -> tuple[NDArray[np.int64], Field]:
        """Return a rectangle around mouth and cheeks and each corner's share of push in it."""
        half_px = self.geometry.half_width_px
        corner_px = np.floor(self.geometry.origin_px - 2.2 * half_px).astype(np.int64)
        grid = np.stack(np.meshgrid(*[np.arange(round(4.4 * half_px))] * 2), axis=-1)
        points_px = self.geometry.to_mouth(grid + corner_px)
        ends_px = np.array([[half_px, 0.0], [-half_px, 0.0]])
        offset = (points_px - ends_px[:, None, None]) / (1.1 * half_px)
        across, down = np.moveaxis(np.clip(offset, -1, 1), -1, 0)
        # Level over the lips' height, so that a smile does not stretch twitches.
        share = np.cos(np.pi / 2 * across) ** 2 * smoothstep((1 - np.abs(down)) / 0.65)
        return corner_px, share.astype(np.float32)


def _rotation(angles_deg: Floats) -> Floats:
    """Return the rotation by turn, nod and tilt; axes right, down, towards the camera."""
    turn, nod, tilt = np.radians(angles_deg)
    about_down = [[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]]
    about_right = [[1, 0, 0], [0, np.cos(nod), np.sin(nod)], [0, -np.sin(nod), np.cos(nod)]]
    in_plane = [[np.cos(tilt), -np.sin(tilt), 0], [np.sin(tilt), np.cos(tilt), 0], [0, 0, 1]]
    return np.asarray(np.array(in_plane) @ np.array(about_down) @ np.array(about_right))


def _relief_px(points_px: Floats, shape: tuple[int, ...]) -> Field:
    """Return how far the face stands out towards the camera, shape ``shape``, smooth everywhere."""
    columns, rows = np.clip(points_px[:, :2].round().astype(int), 0, np.array(shape[1::-1]) - 1).T
    heights, marks = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    heights[rows, columns], marks[rows, columns] = -points_px[:, 2], 1
    # The wide blurs carry the edge's height outwards, where no landmark is near.
    return _blurred(heights) / _blurred(marks)


def _blurred(image: Field) -> Field:
    """Return the sum of ever wider and fainter blurs, nowhere quite zero if the image is not."""
    blurs = (weight * cv2.GaussianBlur(image, (0, 0), width) for width, weight in BLURS)
    return np.asarray(sum(blurs) + 1e-9 * image.mean(), np.float32)


def _lid_lines(portrait: Portrait, side: str) -> tuple[Floats, Floats]:
    """Return an eye's upper and lower lid line, shape ``(9, 2)`` each, from left in the picture."""
    lines_px = (portrait.landmarks_px[list(lids[side]), :2] for lids in (UPPER_LIDS, LOWER_LIDS))
    upper_px, lower_px = (line_px[np.argsort(line_px[:, 0])] for line_px in lines_px)
    return upper_px, lower_px


def _raise_lid(target_px: Field, upper_px: Floats, lower_px: Floats, shut: float) -> Field:
    """Return where points come from under a lid that is ``shut`` from 0 to 1."""
    x, y = np.moveaxis(target_px, -1, 0)
    upper = np.interp(x, *upper_px.T)
    edge = upper + shut * np.clip(np.interp(x, *lower_px.T) - upper, 0, None)
    fold = upper - LID_SKIN_HEIGHT * np.ptp(upper_px[:, 0])
    unfolded = fold + (y - fold) * (upper - fold) / (edge - fold)
    y_source = np.where((y > fold) & (y <= edge), unfolded, y)
    return np.stack([x, y_source.astype(np.float32)], axis=-1)
