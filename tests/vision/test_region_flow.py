"""Motion of regions is read in its true size, to a fraction of a pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.vision.made_skin import HEIGHT, MOUTH, WIDTH, placed_flow, skin
from twitchcam.vision.lip_regions import N_LIPS, N_REGIONS
from twitchcam.vision.region_flow import coarse, whole_shift_px

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from twitchcam.vision.region_flow import RegionFlow


@pytest.fixture
def flow() -> RegionFlow:
    return placed_flow()


@pytest.mark.parametrize("shift", [(0.0, 0.0), (0.05, -0.02), (0.5, 0.25), (-1.25, 0.75)])
def test_a_shift_is_read_everywhere(flow: RegionFlow, shift: tuple[float, float]) -> None:
    motion, residual = flow.between(skin(), skin(*shift))
    assert motion.shape == (N_REGIONS, 2)
    assert np.abs(motion - shift).max() < 0.01 + 0.05 * np.hypot(*shift)
    assert residual < 0.1


def test_lips_that_are_lines_are_read_up_and_down(flow: RegionFlow) -> None:
    """Lines say little about movement along themselves: that error must not spoil the rest."""
    errors = [
        flow.between(lined(seed), lined(seed + 100, across=0.2, down=0.1))[0][:N_LIPS] - (0.2, 0.1)
        for seed in range(12)
    ]
    along, across_lines = np.sqrt(np.mean(np.square(errors), axis=(0, 1)))
    assert across_lines < 0.03
    assert along > 2 * across_lines


def lined(seed: int, across: float = 0.0, down: float = 0.0) -> NDArray[Any]:
    """Skin with a mouth of slanted lines, and a camera's noise."""
    x, y = np.meshgrid(np.arange(WIDTH) - across, np.arange(HEIGHT) - down)
    lines = 128 + 40 * np.sin(0.45 * (y - 0.4 * np.abs(x - MOUTH[0])))
    mouth = np.exp(-(((x - MOUTH[0]) / 24) ** 4) - ((y - MOUTH[1]) / 15) ** 4)
    noise = np.random.default_rng(seed).normal(0.0, 2.0, x.shape)
    return (mouth * lines + (1 - mouth) * skin(across, down) + noise).astype(np.float32)


def test_what_does_not_fit_leaves_a_residual(flow: RegionFlow) -> None:
    other = np.random.default_rng(9).permutation(skin().ravel())
    _, residual = flow.between(skin(), other.reshape(HEIGHT, WIDTH))
    assert residual > 0.5


def test_a_patch_without_texture_does_not_move(flow: RegionFlow) -> None:
    flat = np.full((HEIGHT, WIDTH), 128.0, dtype=np.float32)
    motion, _ = flow.between(flat, flat)
    assert np.abs(motion).max() == 0.0


@pytest.mark.parametrize("shift", [(0.0, 0.0), (2.0, -1.0), (6.0, 4.0)])
def test_the_whole_shift_follows_many_pixels(shift: tuple[float, float]) -> None:
    found = whole_shift_px(coarse(skin(stretch=4.0)), coarse(skin(*shift, stretch=4.0)))
    assert found == pytest.approx(shift, abs=0.3 + 0.15 * np.hypot(*shift))
