"""The drawn face moves by what the truth says."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sample_videos.acting import Acting
from sample_videos.twitches import PULL

pytest.importorskip("skimage", reason="the portrait comes with scikit-image")

from sample_videos.portrait import load_portrait
from sample_videos.puppet import Puppet

Floats = NDArray[np.float64]


@pytest.fixture(scope="module")
def puppet() -> Puppet:
    """Return the default portrait as a puppet."""
    return Puppet(load_portrait(), (640, 480))


def skin_source(puppet: Puppet, acting: Acting) -> Floats:
    """Return where each pixel's skin comes from, on whichever side of the mouth line."""
    source_px, face, mouth = puppet.source(acting, 0)
    on_jaw = mouth.jaw_share[..., None] > 0.5
    source_px[face] = np.where(on_jaw, mouth.jaw_px, mouth.above_px)
    return source_px.astype(np.float64)


def where_it_moves(puppet: Puppet, quadrant: int, acting: Acting) -> Floats:
    """Return where the skin at the quadrant's centre at rest is drawn, in portrait px."""
    resting = puppet.lips.resting if puppet.lips else puppet.mouth.geometry
    centre_px = resting.centre_px(quadrant) @ resting.axes + resting.origin_px
    column, row = np.round(centre_px - puppet.mesh_px[0, 0]).astype(int)
    skin_px = skin_source(puppet, Acting.resting())[row, column]
    source_px = skin_source(puppet, acting)
    near = source_px[row - 12 : row + 13, column - 12 : column + 13]
    distance_px = np.linalg.norm(near - skin_px, axis=-1)
    y, x = np.unravel_index(distance_px.argmin(), distance_px.shape)
    by_x, by_y = (near[y, x + 1] - near[y, x - 1]) / 2, (near[y + 1, x] - near[y - 1, x]) / 2
    step_px = np.linalg.solve(np.stack([by_x, by_y], axis=1), skin_px - near[y, x])
    return np.asarray(np.array([x - 12, y - 12]) + step_px)


@pytest.mark.parametrize("size_mm", [1.5, 3.5])
@pytest.mark.parametrize("quadrant", range(4))
def test_twitch_has_its_size_in_the_picture(puppet: Puppet, quadrant: int, size_mm: float) -> None:
    """A twitch moves its quadrant by its size, and the other lip hardly."""
    pushed = np.zeros((4, 2))
    pushed[quadrant] = size_mm * PULL[quadrant]
    for other, expected_mm, slack_mm in (
        (quadrant, size_mm, 0.1),
        ((quadrant + 2) % 4, 0.0, 0.25 * size_mm),
    ):
        moved_px = where_it_moves(puppet, other, Acting.resting(pushed))
        moved_mm = np.linalg.norm(moved_px) / puppet.portrait.px_per_mm
        assert moved_mm == pytest.approx(expected_mm, abs=slack_mm)


def test_mouth_opens_dark(puppet: Puppet) -> None:
    """A wide open mouth shows a dark inside; a closed one does not."""
    assert not puppet.source(Acting.resting(), 0)[2].dark.any()
    assert puppet.source(Acting.resting(jaw_mm=15.0), 0)[2].dark.max() == pytest.approx(1)
