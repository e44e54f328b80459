"""Pushes the lips of a picture, one quadrant at a time, smoothly and by an exact amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Field = NDArray[np.float32]
Image = NDArray[np.uint8]

UPPER_OUTER = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291)
LOWER_OUTER = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291)
UPPER_INNER = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_INNER = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)

# Reach of a push around the quadrant's centre: sideways in half mouth widths, vertically in mouth
# widths. The push is half as strong at half the reach, and nothing beyond it.
REACH_ACROSS = 0.75
REACH_DOWN = 0.25
# From the quadrant's centre towards the other lip the push fades out this far beyond the mouth
# line, in mouth widths, so the other lip stays; but never so steeply that skin folds.
FADE_BEYOND_LINE = 0.05
SHORTEST_FADE = 0.12
# Damping and steps of the fixed point that inverts a push: skin may stretch to twice its length.
DAMPING = 0.7
STEPS = 8


@dataclass(frozen=True, slots=True)
class MouthGeometry:
    """Where a mouth lies in a picture.

    Parameters
    ----------
    origin_px
        Midpoint of the mouth corners, shape ``(2,)``: x, y.
    axes
        Unit vectors across (towards the person's left) and down, shape ``(2, 2)``, one a row.
    lip_lines_px
        Upper outer, upper inner, lower inner, lower outer line from the person's right to left,
        in mouth coordinates (across, down), shape ``(4, 11, 2)``.
    midline_px, half_width_px
        Across coordinate of the lips' middle; half the distance between the corners.
    """

    origin_px: Floats
    axes: Floats
    lip_lines_px: Floats
    midline_px: float
    half_width_px: float

    @classmethod
    def from_landmarks(cls, landmarks_px: NDArray[Any]) -> MouthGeometry:
        """Build it from face-mesh landmarks in pixels, shape ``(468 or 478, 2 or more)``."""
        points_px = np.asarray(landmarks_px, np.float64)[:, :2]
        right_px, left_px = points_px[61], points_px[291]
        across = (left_px - right_px) / np.linalg.norm(left_px - right_px)
        down = np.array([-across[1], across[0]])
        # In a mirrored picture the perpendicular points up.
        down *= np.sign((points_px[17] - points_px[0]) @ down)
        origin_px, axes = (left_px + right_px) / 2, np.stack([across, down])
        chains = [UPPER_OUTER, UPPER_INNER, LOWER_INNER, LOWER_OUTER]
        lines_px = (points_px[np.array(chains)] - origin_px) @ axes.T
        half_width_px = float(np.linalg.norm(left_px - right_px)) / 2
        return cls(origin_px, axes, lines_px, float(lines_px[:, 5, 0].mean()), half_width_px)

    def to_mouth(self, xy_px: NDArray[Any]) -> Floats:
        """Return picture points ``(..., 2)`` as (across, down) from the mouth's middle, in px."""
        return np.asarray((xy_px - self.origin_px) @ self.axes.T, np.float64)

    def line_down_px(self, line: int, across_px: float | Floats) -> Floats:
        """Return the down coordinate of lip line ``line`` (0 to 3) at ``across_px``."""
        across, down = self.lip_lines_px[line].T
        order = np.argsort(across)
        return np.asarray(np.interp(across_px, across[order], down[order]))

    def centre_px(self, quadrant: int) -> Floats:
        """Return a quadrant's centre in mouth coordinates: on the lip, halfway to the corner."""
        outer, inner = ((0, 1), (3, 2))[quadrant // 2]
        across = (self.midline_px + (1, -1)[quadrant % 2] * self.half_width_px) / 2
        down = (self.line_down_px(outer, across) + self.line_down_px(inner, across)) / 2
        return np.array([across, float(down)])


class LipWarp:
    """Pushes the lip quadrants of one picture, smoothly and only around the mouth.

    Parameters
    ----------
    mouth
        The mouth in this picture; for a moving face build a new warp for every frame.

    Attributes
    ----------
    corner_px
        Left, top of the changed rectangle in the picture, shape ``(2,)``.
    weights
        Share of each quadrant's push at each pixel of that rectangle, shape ``(4, height, width)``;
        1 at the quadrant's centre, 0 on the border.
    """

    def __init__(self, mouth: MouthGeometry) -> None:
        self.mouth = mouth
        self.corner_px, size_px = _reach_rectangle(mouth)
        columns, rows = np.meshgrid(np.arange(size_px[0]), np.arange(size_px[1]))
        points_px = mouth.to_mouth(np.stack([columns, rows], -1) + self.corner_px)
        self.weights: Field = np.stack(
            [_push_share(mouth, q, points_px) for q in range(4)], dtype=np.float32
        )

    def field_px(self, displacement_px: NDArray[Any]) -> Field:
        """Return the push at each pixel of the rectangle, ``(height, width, 2)``: x, y in px."""
        displacement_xy = (np.asarray(displacement_px) @ self.mouth.axes).astype(np.float32)
        return np.ascontiguousarray(np.tensordot(self.weights, displacement_xy, axes=(0, 0)))

    def apply(self, image: Image, displacement_px: NDArray[Any]) -> Image:
        """Return the picture with its lips pushed.

        Parameters
        ----------
        image
            Gray or colour, shape ``(height, width)`` or ``(height, width, channels)``.
        displacement_px
            Per quadrant (across, down) in px, shape ``(4, 2)``. Beyond a tenth of the mouth's
            width a push may fold the skin.
        """
        result = image.copy()
        top_left = np.clip(self.corner_px, 0, None)
        bottom_right = np.minimum(self.corner_px + self.weights.shape[:0:-1], image.shape[1::-1])
        if not np.any(displacement_px) or np.any(bottom_right <= top_left):
            return result
        xs, ys = (np.arange(a, b) for a, b in zip(top_left, bottom_right, strict=True))
        target_px = np.stack(np.meshgrid(xs, ys), -1).astype(np.float32)
        source_px = source_points(target_px, self.field_px(displacement_px), self.corner_px)
        x, y = np.moveaxis(source_px, -1, 0)
        moved = cv2.remap(image, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        result[top_left[1] : bottom_right[1], top_left[0] : bottom_right[0]] = moved
        return result


def source_points(target_px: Field, field_px: Field, corner_px: NDArray[Any]) -> Field:
    """Return the points that ``field_px`` carries to ``target_px``, shape ``(height, width, 2)``.

    ``field_px`` says how far each point moves, over a rectangle whose first pixel is at
    ``corner_px``; outside it nothing moves. Solved by fixed point, so a point moves by exactly the
    push at the place it comes from.
    """
    source_px = target_px
    for _ in range(STEPS):
        x, y = np.moveaxis(source_px - np.asarray(corner_px, np.float32), -1, 0)
        aim_px = target_px - cv2.remap(field_px, x, y, cv2.INTER_LINEAR)
        source_px = source_px + np.float32(DAMPING) * (aim_px - source_px)
    return source_px


def _push_share(mouth: MouthGeometry, quadrant: int, points_px: Floats) -> Floats:
    """Return a quadrant's share of push at mouth coordinates ``(..., 2)``, as ``(...)``."""
    bumps = _bump((points_px - mouth.centre_px(quadrant)) / _reach_px(mouth, quadrant))
    return np.asarray(bumps.prod(axis=-1) * _fade(mouth, quadrant, points_px))


def _fade(mouth: MouthGeometry, quadrant: int, points_px: Floats) -> Floats:
    """Return 1 from the quadrant's centre outwards, falling to 0 on the other lip."""
    inwards_px = _height_on_lip_px(mouth, quadrant, points_px)
    centre_px = _height_on_lip_px(mouth, quadrant, mouth.centre_px(quadrant))
    width_px = 2 * mouth.half_width_px
    fade_px = np.maximum(centre_px + FADE_BEYOND_LINE * width_px, SHORTEST_FADE * width_px)
    return smoothstep(1 + (inwards_px - centre_px) / fade_px)


def _height_on_lip_px(mouth: MouthGeometry, quadrant: int, points_px: Floats) -> Floats:
    """Return how far points lie from the mouth line, positive on the quadrant's own lip."""
    upper = quadrant < 2
    line_px = mouth.line_down_px(1 if upper else 2, points_px[..., 0])
    return np.asarray((points_px[..., 1] - line_px) * (-1 if upper else 1))


def _reach_px(mouth: MouthGeometry, quadrant: int) -> Floats:
    """Return how far a push reaches (across, down); less far on the far side of a turned face."""
    half_px = mouth.half_width_px - (1, -1)[quadrant % 2] * mouth.midline_px
    return np.array([REACH_ACROSS * half_px, REACH_DOWN * 2 * mouth.half_width_px])


def _reach_rectangle(mouth: MouthGeometry) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return left, top and width, height of the upright rectangle that holds every push."""
    centres_px = np.stack([mouth.centre_px(q) for q in range(4)]) @ mouth.axes + mouth.origin_px
    reach_px = np.stack([_reach_px(mouth, q) for q in range(4)]) @ np.abs(mouth.axes)
    first = np.floor((centres_px - reach_px).min(axis=0)).astype(np.int64)
    last = np.ceil((centres_px + reach_px).max(axis=0)).astype(np.int64)
    return first, last - first + 1


def _bump(x: Floats) -> Floats:
    """Return a smooth hill: 1 at 0, one half at ±0.5, 0 from ±1 on."""
    return np.asarray(np.cos(np.pi / 2 * np.clip(x, -1, 1)) ** 2)


def smoothstep(x: NDArray[Any]) -> Floats:
    """Return a smooth step: 0 below 0, 1 above 1."""
    share = np.clip(x, 0.0, 1.0)
    return np.asarray(share * share * (3 - 2 * share))
