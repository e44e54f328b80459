"""Motion of regions from one picture of the lip patch to the next.

Lucas and Kanade's least squares (1981), one translation per region with a Gaussian window: every
pixel of a region works for one answer, so that far less than a pixel can be felt, and small
motion is read in its full size (dense flow such as DIS shrinks it to a third).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
from cv2.typing import MatLike

from twitchcam.medians import median
from twitchcam.vision.contrast import mean_and_contrast
from twitchcam.vision.lip_regions import N_LIPS, region_windows

if TYPE_CHECKING:
    from twitchcam.records import Floats

Patch: TypeAlias = MatLike  # float32

CELL_PX = 4
# Within this, brightness changes in proportion to motion, and one step is exact. Beyond it, the
# patch is moved back by the first answer and the rest measured; that costs time, and a precision
# of 1/64 pixel, because OpenCV moves pictures in steps of 1/32.
MAX_LINEAR_PX = 0.3
# Share of a window's peak below which a cell takes the mean of all regions.
FAR_WEIGHT = 0.05
COARSE_FACTOR = 4
COARSE_ITERATIONS = 4
# A step of less (coarse pixels) ends the search.
COARSE_ENOUGH = 0.1
# Against regions without texture: added to the diagonal, relative to it and absolute (grey
# levels² per pixel²).
RELATIVE_RIDGE = 0.01
ABSOLUTE_RIDGE = 0.2
SCHARR_SCALE = 1.0 / 32.0  # the kernel sums to 32 per pixel of distance

_NO_MAP = np.empty(0, dtype=np.float32)  # both coordinates are in the first map


class RegionFlow:
    """Least-squares translation of each region between two patches of one size.

    The regions' windows are smooth, so sums over them are taken on coarse cells: the products of
    gradients and brightness change are averaged per cell first.

    Parameters
    ----------
    width, height
        Size of the patches in pixels, multiples of ``CELL_PX``.

    Attributes
    ----------
    cells
        How many cells there are, across and down.
    windows
        What share each cell has in each region, shape ``(n_regions, n_cells)``.
    sums
        Means per cell of the pair that was compared last: of its squared gradient across, of both
        gradients' product, of the squared one down, and of the products of each (across, down) with
        the change of brightness; shape ``(5, n_cells)``.
    change
        The change of brightness of that pair, shape ``(height, width)``: after one patch was moved
        back onto the other, where something moves by more than ``MAX_LINEAR_PX``.
    """

    def __init__(self, width: int, height: int) -> None:
        self.cells = (width // CELL_PX, height // CELL_PX)
        n_cells = self.cells[0] * self.cells[1]
        across, down = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
        self._grid = np.stack(np.meshgrid(across, down), axis=-1)
        self._map = np.empty_like(self._grid)
        self._mean = np.empty((height, width), dtype=np.float32)
        self._gradients = np.empty((2, height, width), dtype=np.float32)
        self._products = np.empty((5, height, width), dtype=np.float32)
        self.change = np.empty((height, width), dtype=np.float32)
        self.sums = np.empty((5, n_cells), dtype=np.float32)
        self.windows = np.empty((0, n_cells), dtype=np.float32)
        self._blend = self.windows.T

    def place(self, centres_px: Floats, pixels_per_pupil_distance: float) -> None:
        """Place the regions: centres of the quadrants, shape ``(4, 2)``, patch pixels."""
        centres = (centres_px + 0.5) / CELL_PX - 0.5
        windows = region_windows(centres, pixels_per_pupil_distance / CELL_PX, *self.cells)
        self.windows = windows
        # Turns one vector per region into a smooth field over the cells; far from all regions it
        # is their mean.
        near = windows / (windows.sum(axis=0) + FAR_WEIGHT * windows.max())
        self._blend = (near + (1.0 - near.sum(axis=0)) / len(near)).T.astype(np.float32, order="C")

    def between(self, before: Patch, after: Patch) -> tuple[Floats, float]:
        """Motion from one patch to the next.

        Parameters
        ----------
        before, after
            Smoothed patches of shape ``(height, width)``, grey levels.

        Returns
        -------
        The motion of each region in pixels, shape ``(n_regions, 2)``, and the residual: the mean
        of the attribute ``change`` as a share of the patch's contrast (standard deviation).
        """
        motion = self._step(before, after)
        if np.abs(motion).max() > MAX_LINEAR_PX:
            moved = self._blend @ motion
            motion = motion + self._step(before, self._move_back(after, moved))
        _, contrast = mean_and_contrast(before)
        left = cv2.norm(self.change, cv2.NORM_L1) / self.change.size
        return motion.astype(np.float64), left / (contrast + 1.0)

    def _step(self, before: Patch, after: Patch) -> Patch:
        """Motion by gradients of both patches' mean.

        With those of one patch, the errors of a movement there and back add up instead of
        cancelling, and a trembling lip seems to wander away.
        """
        cv2.addWeighted(before, 0.5, after, 0.5, 0.0, dst=self._mean)
        across, down = self._gradients
        cv2.Scharr(self._mean, cv2.CV_32F, 1, 0, dst=across, scale=SCHARR_SCALE)
        cv2.Scharr(self._mean, cv2.CV_32F, 0, 1, dst=down, scale=SCHARR_SCALE)
        np.subtract(before, after, out=self.change)
        np.multiply(self._gradients, across, out=self._products[:2])
        np.multiply(down, down, out=self._products[2])
        np.multiply(self._gradients, self.change, out=self._products[3:])
        # All products below each other, so that their cells are averaged at one go.
        below = self._products.reshape(-1, before.shape[1])
        columns, rows = self.cells
        cells = self.sums.reshape(5 * rows, columns)
        cv2.resize(below, (columns, 5 * rows), dst=cells, interpolation=cv2.INTER_AREA)
        return motion_by(self.sums @ self.windows.T)

    def _move_back(self, patch: Patch, moved: Patch) -> Patch:
        field = moved.reshape(self.cells[1], self.cells[0], 2)
        cv2.resize(field, patch.shape[::-1], dst=self._map, interpolation=cv2.INTER_LINEAR)
        cv2.add(self._map, self._grid, dst=self._map)
        return cv2.remap(
            patch, self._map, _NO_MAP, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )


def motion_by(sums: Patch) -> Patch:
    """Least-squares motion of regions, shape ``(n_regions, 2)``.

    Lips are lines across: how far one slides along itself is poorly known (the aperture problem),
    and solved for together, that error spoils what is well known, the way up and down. So down is
    solved with the head's way across, which all of the face knows.

    Parameters
    ----------
    sums
        As in :class:`RegionFlow`, but for each region, first those of the lips, shape
        ``(5, n_regions)``.
    """
    xx, xy, yy, bx, by = sums
    # Kept away from singular.
    ridge = RELATIVE_RIDGE * (xx + yy) + ABSOLUTE_RIDGE
    xx, yy = xx + ridge, yy + ridge
    motion = np.empty((len(xx), 2), dtype=np.float32)
    motion[:, 0] = (yy * bx - xy * by) / (xx * yy - xy * xy)
    head_across_px = float(median(motion[N_LIPS:, 0]))
    motion[:, 1] = (by - xy * head_across_px) / yy
    return motion


def coarse(patch: MatLike) -> Patch:
    """A coarse picture of a patch, for :func:`whole_shift_px`: float32, mean zero."""
    size = (patch.shape[1] // COARSE_FACTOR, patch.shape[0] // COARSE_FACTOR)
    small = cv2.resize(patch, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return small - small.mean()


def whole_shift_px(before: Patch, after: Patch) -> Floats:
    """Translation between two patches as a whole, in pixels of the full patch, shape ``(2,)``.

    Works on their coarse pictures, so that head motion of many pixels is followed; good to a
    fraction of a pixel.
    """
    size = before.shape[::-1]
    across = cv2.Scharr(before, cv2.CV_32F, 1, 0, scale=SCHARR_SCALE).ravel()
    down = cv2.Scharr(before, cv2.CV_32F, 0, 1, scale=SCHARR_SCALE).ravel()
    xx, xy, yy = float(across @ across), float(across @ down), float(down @ down)
    ridge = RELATIVE_RIDGE * (xx + yy) + ABSOLUTE_RIDGE * before.size
    xx, yy = xx + ridge, yy + ridge
    determinant = xx * yy - xy * xy
    across_px = down_px = 0.0
    warped = after
    for _ in range(COARSE_ITERATIONS):
        change = (before - warped).ravel()
        bx, by = float(across @ change), float(down @ change)
        step_across, step_down = yy * bx - xy * by, xx * by - xy * bx
        across_px += step_across / determinant
        down_px += step_down / determinant
        if max(abs(step_across), abs(step_down)) < COARSE_ENOUGH * determinant:
            break
        placement = np.array([[1.0, 0.0, across_px], [0.0, 1.0, down_px]])
        warped = cv2.warpAffine(
            after,
            placement,
            size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
    return np.array([COARSE_FACTOR * across_px, COARSE_FACTOR * down_px])
