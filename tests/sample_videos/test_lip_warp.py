"""The lip warp moves what was asked, where it was asked, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sample_videos.lip_warp import (
    LOWER_INNER,
    LOWER_OUTER,
    UPPER_INNER,
    UPPER_OUTER,
    LipWarp,
    MouthGeometry,
)
from sample_videos.twitches import PULL
from twitchcam.records import MIRRORED_QUADRANTS

Floats = NDArray[np.float64]
Image = NDArray[np.uint8]

SIZE_PX = 201
CENTRE_PX = 100.0


def landmarks_px(mouth_opening_px: float = 0.0) -> Floats:
    """Return landmarks of a mouth 80 px wide: parabolic lips, each 10 px high."""
    points_px = np.zeros((478, 2))
    across = np.linspace(-1, 1, 11)
    heights_px = (-10, -mouth_opening_px / 2, mouth_opening_px / 2, 10)
    for chain, height_px in zip(
        (UPPER_OUTER, UPPER_INNER, LOWER_INNER, LOWER_OUTER), heights_px, strict=True
    ):
        down = height_px * (1 - across**2)
        points_px[list(chain)] = np.stack([40 * across, down], axis=1) + CENTRE_PX
    return points_px


def texture(*channels: int) -> Image:
    """Return a random picture."""
    rng = np.random.default_rng(0)
    return rng.integers(0, 256, (SIZE_PX, SIZE_PX, *channels), dtype=np.uint8)


def push(quadrant: int, size_px: float = 4.0) -> Floats:
    """Return a pull of one quadrant, shape ``(4, 2)``."""
    displacement_px = np.zeros((4, 2))
    displacement_px[quadrant] = size_px * PULL[quadrant]
    return displacement_px


def dot_shift_px(warp: LipWarp, quadrant: int, displacement_px: Floats) -> Floats:
    """Return how far a dot at the quadrant's centre moves, across and down."""
    x, y = warp.mouth.centre_px(quadrant) + warp.mouth.origin_px
    columns, rows = np.meshgrid(*[np.arange(SIZE_PX)] * 2)
    dot = 250 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 2)
    moved = warp.apply(dot.round().astype(np.uint8), displacement_px).astype(float)
    centroid = [(moved * axis).sum() / moved.sum() for axis in (columns, rows)]
    return np.asarray(np.array(centroid) - np.array([x, y]))


@pytest.mark.parametrize("opening_px", [0.0, 12.0])
@pytest.mark.parametrize("quadrant", range(4))
def test_moves_only_its_quadrant(quadrant: int, opening_px: float) -> None:
    """The centre moves within 10 percent, other centres less than 15 percent."""
    warp = LipWarp(MouthGeometry.from_landmarks(landmarks_px(opening_px)))
    asked_px = push(quadrant)
    for other in range(4):
        error_px = dot_shift_px(warp, other, asked_px) - asked_px[other]
        assert np.linalg.norm(error_px) < (0.4 if other == quadrant else 0.6)


def test_left_is_the_persons_own() -> None:
    """Quadrant 0 is upper-left of the person, not of the picture."""
    mouth = MouthGeometry.from_landmarks(landmarks_px())
    # Landmark 291 is the person's left corner, which a camera sees on the right.
    assert mouth.centre_px(0)[0] > 0 > mouth.centre_px(1)[0]


def test_nothing_asked_nothing_changed() -> None:
    """Zero displacement is the identity."""
    warp = LipWarp(MouthGeometry.from_landmarks(landmarks_px()))
    assert np.array_equal(warp.apply(texture(), np.zeros((4, 2))), texture())


@pytest.mark.parametrize("quadrant", range(4))
def test_mirrored_picture_gives_mirrored_result(quadrant: int) -> None:
    """Left and right are treated exactly alike."""
    warp = LipWarp(MouthGeometry.from_landmarks(landmarks_px()))
    straight = warp.apply(texture(), push(quadrant))
    mirrored = warp.apply(texture()[:, ::-1].copy(), push(MIRRORED_QUADRANTS[quadrant]))
    assert np.abs(mirrored[:, ::-1].astype(int) - straight).max() <= 3


def test_mirrored_landmarks_keep_the_persons_sides() -> None:
    """In a selfie view the person's left is still left."""
    points_px = landmarks_px() * [-1, 1] + [SIZE_PX - 1, 0]
    warp = LipWarp(MouthGeometry.from_landmarks(points_px))
    straight = LipWarp(MouthGeometry.from_landmarks(landmarks_px())).apply(texture(), push(0))
    mirrored = warp.apply(texture()[:, ::-1].copy(), push(0))
    assert np.abs(mirrored[:, ::-1].astype(int) - straight).max() <= 3


def test_changes_only_the_mouth() -> None:
    """Nothing outside the reach of the push changes."""
    warp = LipWarp(MouthGeometry.from_landmarks(landmarks_px()))
    changed = warp.apply(texture(3), push(0)) != texture(3)
    rows, columns = np.nonzero(changed.any(axis=-1))
    assert rows.size
    assert rows.min() > CENTRE_PX - 40
    assert columns.min() > CENTRE_PX - 10


def test_mouth_at_the_edge_of_the_picture() -> None:
    """A mouth partly outside is warped as far as it is visible."""
    points_px = landmarks_px() - CENTRE_PX
    moved = LipWarp(MouthGeometry.from_landmarks(points_px)).apply(texture(), push(2))
    assert moved.shape == (SIZE_PX, SIZE_PX)


def test_mouth_outside_the_picture() -> None:
    """A mouth wholly outside leaves the picture alone."""
    warp = LipWarp(MouthGeometry.from_landmarks(landmarks_px() + 1000))
    assert np.array_equal(warp.apply(texture(), push(2)), texture())
