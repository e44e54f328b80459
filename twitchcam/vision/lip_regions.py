"""Where on the face motion is measured: lip quadrants, and patches around them.

Positions are given against the middle of the mouth, across (towards the right edge of the picture,
which is the person's left) and down, as shares of the pupil distance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twitchcam.records import QUADRANTS, Floats

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Mirror-symmetric; the order is that of `records.MIRRORED_PATCHES`.
SURROUND_OFFSETS = np.array(
    [
        (0.0, -0.50),
        (-0.25, -0.33),
        (0.25, -0.33),
        (-0.55, -0.30),
        (0.55, -0.30),
        (-0.55, 0.10),
        (0.55, 0.10),
        (0.0, 0.42),
        (-0.30, 0.40),
        (0.30, 0.40),
    ]
)
# Landmarks near those places, for the landmark sensor; same order.
SURROUND_LANDMARKS = np.array(
    [
        (4, 1),
        (98, 64),
        (327, 294),
        (50, 205),
        (280, 425),
        (192, 213),
        (416, 433),
        (199, 175),
        (210, 169),
        (430, 394),
    ]
)
# Standard deviation (across, down) of the Gaussian window of each region.
LIP_SIGMA = (0.075, 0.03)
SURROUND_SIGMA = (0.10, 0.08)

N_LIPS = len(QUADRANTS)
N_SURROUND = len(SURROUND_OFFSETS)
N_REGIONS = N_LIPS + N_SURROUND
_SIGMA = np.array([LIP_SIGMA] * N_LIPS + [SURROUND_SIGMA] * N_SURROUND)


def region_windows(
    lip_centres: Floats,
    cells_per_pupil_distance: float,
    width: int,
    height: int,
) -> NDArray[np.float32]:
    """Weights of every region over a grid of cells that covers the lip patch.

    Parameters
    ----------
    lip_centres
        Shape ``(4, 2)``: centres of the quadrants, in cells.
    cells_per_pupil_distance
        Resolution of the grid.
    width, height
        Size of the grid in cells.

    Returns
    -------
    Shape ``(n_regions, height * width)``: lip quadrants, surrounding patches; each row sums to one.
    """
    around = lip_centres.mean(axis=0) + cells_per_pupil_distance * SURROUND_OFFSETS
    centres = np.vstack([lip_centres, around])
    sigma = cells_per_pupil_distance * _SIGMA
    across = _bell(np.arange(width), centres[:, :1], sigma[:, :1])
    down = _bell(np.arange(height), centres[:, 1:], sigma[:, 1:])
    windows = (down[:, :, None] * across[:, None, :]).reshape(N_REGIONS, -1)
    return np.asarray(windows, dtype=np.float32)


def _bell(cells: NDArray[np.int_], centre: Floats, sigma: Floats) -> Floats:
    bell = np.exp(-0.5 * ((cells - centre) / sigma) ** 2)
    # A centre outside the patch leaves an empty window: no weight, and no division by zero.
    return np.asarray(bell / np.maximum(bell.sum(axis=1, keepdims=True), 1e-3))
