"""A portrait, levelled and enlarged, with its face landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import mediapipe as mp
import numpy as np
import skimage.data
import skimage.io
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pathlib import Path

Floats = NDArray[np.float64]
Image = NDArray[np.uint8]

# Mean distance of adult pupils: sets the scale. An iris, 8 px wide in the default portrait, would
# be too coarse a ruler.
PUPIL_DISTANCE_MM = 62.5
PUPIL_DISTANCE_PX = 100.0
RIGHT_PUPIL, LEFT_PUPIL = 468, 473


@dataclass(frozen=True, slots=True)
class Portrait:
    """A portrait with level eyes.

    Parameters
    ----------
    image
        Colour (red, green, blue), shape ``(height, width, 3)``.
    landmarks_px
        Face-mesh landmarks x, y and depth away from the camera in px, shape ``(478, 3)``.
    px_per_mm
        Scale in the plane of the face.
    """

    image: Image
    landmarks_px: Floats
    px_per_mm: float

    @property
    def centre_px(self) -> Floats:
        """Middle of the face, x and y."""
        points_px = self.landmarks_px[:, :2]
        return np.asarray((points_px.min(axis=0) + points_px.max(axis=0)) / 2)


def load_portrait(path: Path | None = None) -> Portrait:
    """Read a portrait (default: scikit-image's astronaut), level it and find its landmarks."""
    image = _astronaut() if path is None else skimage.io.imread(path)[..., :3]
    levelled = _level(image, find_landmarks(image))
    return Portrait(levelled, find_landmarks(levelled), PUPIL_DISTANCE_PX / PUPIL_DISTANCE_MM)


def find_landmarks(image: Image) -> Floats:
    """Return the face-mesh landmarks of a colour picture in px, shape ``(478, 3)``."""
    with mp.solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=True) as mesh:
        faces = mesh.process(np.ascontiguousarray(image)).multi_face_landmarks
    if not faces:
        message = "No face found in the portrait: choose one that shows a face from the front."
        raise SystemExit(message)
    height_px, width_px = image.shape[:2]
    points = np.array([(point.x, point.y, point.z) for point in faces[0].landmark])
    return np.asarray(points * [width_px, height_px, width_px], np.float64)


def _astronaut() -> Image:
    return np.asarray(skimage.data.astronaut(), np.uint8)  # type: ignore[no-untyped-call]


def _level(image: Image, landmarks_px: Floats) -> Image:
    """Return the whole picture turned and scaled to level pupils `PUPIL_DISTANCE_PX` apart."""
    right_px, left_px = landmarks_px[[RIGHT_PUPIL, LEFT_PUPIL], :2]
    across_px = left_px - right_px
    scale = PUPIL_DISTANCE_PX / float(np.linalg.norm(across_px))
    tilt_deg = float(np.degrees(np.arctan2(across_px[1], across_px[0])))
    middle_px = (right_px + left_px) / 2
    turn = cv2.getRotationMatrix2D((middle_px[0], middle_px[1]), tilt_deg, scale)
    # The pupils' middle lands where the enlarged picture has it.
    shift_px = middle_px[:, None] * [[0, 0, scale - 1]]
    matrix = np.asarray(turn) + shift_px
    size_px = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    border = cv2.BORDER_REFLECT_101
    return np.asarray(
        cv2.warpAffine(image, matrix, size_px, flags=method, borderMode=border), np.uint8
    )
