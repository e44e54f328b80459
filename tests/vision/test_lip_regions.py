"""Where on the face motion is measured."""

from __future__ import annotations

import numpy as np

from twitchcam.records import MIRRORED_PATCHES, MIRRORED_QUADRANTS, QUADRANTS
from twitchcam.vision.lip_regions import N_REGIONS, SURROUND_OFFSETS, region_windows

WIDTH, HEIGHT, CELLS_PER_PUPIL_DISTANCE = 40, 30, 20.0
LIPS = np.array([(22.0, 14.0), (17.0, 14.0), (22.0, 16.0), (17.0, 16.0)])


def test_the_mirror_order_is_that_of_the_places() -> None:
    names = [name.replace("left", "?").replace("right", "left") for name in QUADRANTS]
    swapped = [name.replace("?", "right") for name in names]
    assert [QUADRANTS[quadrant] for quadrant in MIRRORED_QUADRANTS] == swapped
    assert (SURROUND_OFFSETS[MIRRORED_PATCHES] * [-1.0, 1.0] == SURROUND_OFFSETS).all()


def test_windows_of_a_mirrored_mouth_are_mirrored_windows() -> None:
    windows = region_windows(LIPS, CELLS_PER_PUPIL_DISTANCE, WIDTH, HEIGHT)
    assert windows.shape == (N_REGIONS, WIDTH * HEIGHT)
    np.testing.assert_allclose(windows.sum(axis=1), 1.0, rtol=1e-5)
    turned = (LIPS * [-1.0, 1.0] + [WIDTH - 1, 0.0])[MIRRORED_QUADRANTS]
    mirrored = region_windows(turned, CELLS_PER_PUPIL_DISTANCE, WIDTH, HEIGHT)
    order = [*MIRRORED_QUADRANTS, *(len(QUADRANTS) + MIRRORED_PATCHES)]
    picture = windows.reshape(N_REGIONS, HEIGHT, WIDTH)[order, :, ::-1]
    np.testing.assert_allclose(mirrored.reshape(picture.shape), picture, atol=1e-7)


def test_a_place_outside_the_picture_has_no_weight() -> None:
    far = LIPS + np.array([0.0, 1000.0])
    windows = region_windows(far, CELLS_PER_PUPIL_DISTANCE, WIDTH, HEIGHT)
    assert not windows.any()
