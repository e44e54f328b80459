"""Draws a portrait in motion: one displacement of all movements together, resampled once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_videos.acting import Acting
from sample_videos.face_parts import Eyes, Head, JawSource, Lips, Mouth
from sample_videos.lip_warp import MouthGeometry
from sample_videos.portrait import find_landmarks

if TYPE_CHECKING:
    from sample_videos.lip_warp import Field
    from sample_videos.portrait import Portrait

Floats = NDArray[np.float64]
Image = NDArray[np.uint8]

# Head motion is smooth: it is worked out at every fourth pixel and interpolated.
MESH_PX = 4
INSIDE_MOUTH_RGB = np.array([40, 14, 16], np.float32)
# A full smile moves the left corner by this much (across, down), the right one mirrored.
SMILE_MM = np.array([[5.0, -4.3], [-5.0, -4.3]])
# A portrait whose lips are this far apart smiles with teeth, about this much of a full smile.
SMILING_GAP_MM = 8.0
SMILING_SHARE = 0.7
INWARDS = np.array([[-1.0, 0.0], [1.0, 0.0]])


class Puppet:
    """A portrait that can be drawn in any pose of its face and head.

    At rest the mouth is closed and does not smile, whatever the portrait does.

    Parameters
    ----------
    portrait
        What to animate.
    size_px
        Width and height of the drawn pictures.
    """

    def __init__(self, portrait: Portrait, size_px: tuple[int, int]) -> None:
        self.portrait = portrait
        self.head, self.eyes, self.mouth = Head(portrait), Eyes(portrait), Mouth(portrait)
        gap_share = min(self.mouth.portrait_gap_mm / SMILING_GAP_MM, 1)
        self.portrait_smile = SMILING_SHARE * gap_share
        self.face_reach_px = 0.8 * np.ptp(portrait.landmarks_px[:, :2], axis=0)
        canvas_px = np.array(portrait.image.shape[1::-1])
        corner_px = np.clip(portrait.centre_px - np.array(size_px) / 2, 0, canvas_px - size_px)
        grid = np.stack(np.meshgrid(np.arange(size_px[0]), np.arange(size_px[1])), axis=-1)
        self.on_mesh = np.moveaxis(grid / np.float32(MESH_PX), -1, 0).astype(np.float32)
        nodes = np.meshgrid(*[np.arange(0, size + MESH_PX, MESH_PX) for size in size_px])
        self.mesh_px = (np.stack(nodes, axis=-1) + corner_px.round()).astype(np.float32)
        self.lips: Lips | None = None
        resting_px = find_landmarks(self.draw(Acting.resting(), 0))[:, :2] + corner_px.round()
        self.lips = Lips(MouthGeometry.from_landmarks(resting_px), portrait.px_per_mm)

    def draw(self, acting: Acting, frame: int) -> Image:
        """Return the picture of frame ``frame`` of ``acting``, shape ``(height, width, 3)``."""
        source_px, face, mouth = self.source(acting, frame)
        picture = self._sample(source_px)
        if not mouth.dark.size:
            return picture  # the face is out of the picture
        jaw_share, dark = mouth.jaw_share[..., None], mouth.dark[..., None]
        blended = picture[face] * (1 - jaw_share) + self._sample(mouth.jaw_px) * jaw_share
        blended = blended * (1 - dark) + INSIDE_MOUTH_RGB * dark
        picture[face] = blended.round().astype(np.uint8)
        return picture

    def source(self, acting: Acting, frame: int) -> tuple[Field, tuple[slice, slice], JawSource]:
        """Return where in the portrait each pixel comes from.

        The source of the whole picture as if there were no jaw, the rows and columns of the face,
        and what the jaw changes there.
        """
        pan_px = np.array([0, acting.pan_mm[frame] * self.portrait.px_per_mm], np.float32)
        mesh_px = self.head.source(
            self.mesh_px + pan_px, acting.shift_mm[frame], acting.angles_deg[frame]
        )
        x, y = self.on_mesh
        source_px = np.asarray(cv2.remap(mesh_px, x, y, cv2.INTER_LINEAR), np.float32)
        face = self._face_slices(source_px)
        mouth = self._face_source(source_px[face], acting, frame)
        source_px[face] = mouth.above_px
        return source_px, face, mouth

    def _sample(self, source_px: Field) -> Image:
        x, y = np.moveaxis(source_px, -1, 0)
        border = cv2.BORDER_REFLECT_101
        picture = cv2.remap(self.portrait.image, x, y, cv2.INTER_CUBIC, borderMode=border)
        return np.asarray(picture, np.uint8)

    def _face_source(self, target_px: Field, acting: Acting, frame: int) -> JawSource:
        """Undo all movements within the face."""
        smile = acting.smile[frame] - self.portrait_smile
        corners_mm = smile * SMILE_MM + acting.rounding_mm[frame] * INWARDS
        # Lips first: they pull on the face as it is seen, mouth line and all.
        points_px = self.lips.source(target_px, acting.lips_mm[frame]) if self.lips else target_px
        points_px = self.mouth.corners_source(points_px, corners_mm)
        mouth = self.mouth.jaw_source(points_px, acting.jaw_mm[frame])
        return replace(mouth, above_px=self.eyes.source(mouth.above_px, acting.lids[frame]))

    def _face_slices(self, points_px: Field) -> tuple[slice, slice]:
        """Return the rows and columns in which the face and all its movements lie."""
        inside = (np.abs(points_px - self.portrait.centre_px) < self.face_reach_px).all(axis=-1)
        return _extent(inside.any(axis=1)), _extent(inside.any(axis=0))


def _extent(used: NDArray[np.bool_]) -> slice:
    """Return the slice from the first to the last true element; empty if there is none."""
    indices = np.flatnonzero(used)
    return slice(int(indices[0]), int(indices[-1]) + 1) if len(indices) else slice(0, 0)
