"""Patches are evened: what the light does is taken off, what the skin does is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vision.made_skin import HEIGHT, LIPS, PIXELS, WIDTH, skin
from twitchcam.vision.lip_patch import CONTRAST_LEVELS, MEAN_LEVEL, evened
from twitchcam.vision.region_flow import RegionFlow

if TYPE_CHECKING:
    from numpy.typing import NDArray


def flickering(picture: NDArray[Any], phase: float, depth: float = 0.05) -> NDArray[Any]:
    """The picture under a lamp whose bands are as wide as the face is long."""
    turns = np.arange(HEIGHT) / (1.5 * PIXELS) + phase
    return picture * (1 + depth * np.cos(2 * np.pi * turns))[:, None].astype(np.float32)


def largest_motion_px(before: NDArray[Any], after: NDArray[Any]) -> float:
    flow = RegionFlow(WIDTH, HEIGHT)
    flow.place(LIPS, PIXELS)
    motion, _ = flow.between(before, after)
    return float(np.abs(motion[: len(LIPS)]).max())


@pytest.mark.parametrize("phase", [0.0, 0.25, 0.6])
def test_flicker_looks_far_less_like_movement(phase: float) -> None:
    one, other = flickering(skin(), phase), flickering(skin(), phase + 1 / 3)
    as_it_is = largest_motion_px(one, other)
    assert as_it_is > 1.0
    assert largest_motion_px(evened(one, PIXELS), evened(other, PIXELS)) < 0.2 * as_it_is


def test_movement_stays() -> None:
    moved = largest_motion_px(evened(skin(), PIXELS), evened(skin(0.5, 0.25), PIXELS))
    assert moved == pytest.approx(0.5, abs=0.05)


@given(gain=st.floats(0.3, 1.2))
def test_the_exposure_does_not_matter(gain: float) -> None:
    dimmed = evened(gain * skin(), PIXELS)
    assert dimmed.mean() == pytest.approx(MEAN_LEVEL, abs=0.1)
    assert dimmed.std() == pytest.approx(CONTRAST_LEVELS, abs=0.1)
    assert np.abs(dimmed - evened(skin(), PIXELS)).max() < 0.08 * CONTRAST_LEVELS


def test_a_flat_patch_stays_flat() -> None:
    flat = np.full((HEIGHT, WIDTH), 90, dtype=np.uint8)
    assert np.abs(evened(flat, PIXELS) - MEAN_LEVEL).max() < 1.0
