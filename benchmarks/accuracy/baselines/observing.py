"""What the baselines are made of: all that ordinary means see, frame by frame.

Landmarks are in pixels, shape ``(478, 3)``; whatever is not seen is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import mediapipe
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from twitchcam.capture.video_file import VideoFile
from twitchcam.vision.face_geometry import LIP_QUADRANTS, pupil_distance_px
from twitchcam.vision.face_mesh import FaceMeshBackend

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.records import Frame, Gray
    from twitchcam.vision.face_geometry import Landmarks

Floats = NDArray[np.float64]

POINTS, SHAPES = 478, 52
NO_FACE = np.full((POINTS, 3), np.nan, np.float32)
NO_SHAPES = np.full(SHAPES, np.nan)
OTHER_FACES_INTERVAL_S = 1.0
# The mouth region: half its width and height in pupil distances, and its size in pixels.
REGION = (0.6, 0.4)
REGION_PX = (96, 64)


@dataclass(frozen=True, slots=True)
class Seen:
    """A recording as ordinary means see it, one row per frame.

    Parameters
    ----------
    time_s
        Shape ``(n,)``.
    mesh_px
        Landmarks of FaceMesh, shape ``(n, 478, 3)``.
    change
        Mean absolute difference of the mouth region to the frame before, in grey levels, ``(n,)``.
    flow
        Mean magnitude of Farneback's flow there, in pupil distances per second, ``(n,)``.
    landmarker_px, shapes
        Landmarks, ``(n, 478, 3)``, and blendshapes, ``(n, 52)``, of the FaceLandmarker; all NaN
        without its model.
    shape_names
        Name of each blendshape.
    """

    time_s: Floats
    mesh_px: Landmarks
    change: Floats
    flow: Floats
    landmarker_px: Landmarks
    shapes: Floats
    shape_names: tuple[str, ...]


class Landmarker:
    """The FaceLandmarker as most programs set it up: video mode, one face, with blendshapes."""

    def __init__(self, model: Path) -> None:
        self._landmarker = vision.FaceLandmarker.create_from_options(
            vision.FaceLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=model.read_bytes()),
                running_mode=vision.RunningMode.VIDEO,
                output_face_blendshapes=True,
            )
        )
        self._last_ms = -1
        self.shape_names: tuple[str, ...] = ()

    def look(self, frame: Frame) -> tuple[Landmarks, Floats]:
        """Landmarks and blendshapes of the next frame."""
        self._last_ms = max(self._last_ms + 1, round(frame.time_s * 1000))
        rgb = np.ascontiguousarray(frame.read_rgb())
        picture = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
        result = self._landmarker.detect_for_video(picture, self._last_ms)
        if not result.face_landmarks:
            return NO_FACE, NO_SHAPES
        shapes = result.face_blendshapes[0]
        self.shape_names = tuple(shape.category_name for shape in shapes)
        points = np.array([(p.x, p.y, p.z) for p in result.face_landmarks[0]], np.float32)
        return _in_pixels(points, frame), np.array([shape.score for shape in shapes])

    def close(self) -> None:
        """Free the model."""
        self._landmarker.close()


def observe(path: Path, model: Path | None) -> Seen:
    """Look at every frame with FaceMesh, and with the FaceLandmarker if there is a model.

    Raises
    ------
    SourceError
        If the recording cannot be read.
    """
    mesh = FaceMeshBackend(OTHER_FACES_INTERVAL_S)
    landmarker = None if model is None else Landmarker(model)
    rows: list[tuple[float, Landmarks, tuple[float, float], tuple[Landmarks, Floats]]] = []
    before: Frame | None = None
    try:
        with VideoFile(path) as source:
            for frame in source:
                found = mesh.find(frame.read_rgb(), frame.time_s).landmarks
                points = NO_FACE if found is None else _in_pixels(found, frame)
                motion = _mouth_motion(before, frame, points)
                looked = landmarker.look(frame) if landmarker else (NO_FACE, NO_SHAPES)
                rows.append((frame.time_s, points, motion, looked))
                before = frame
    finally:
        mesh.close()
        if landmarker:
            landmarker.close()
    change, flow = np.array([motion for _, _, motion, _ in rows]).reshape(-1, 2).T
    return Seen(
        time_s=np.array([time_s for time_s, *_ in rows]),
        mesh_px=np.array([points for _, points, _, _ in rows]).reshape(-1, POINTS, 3),
        change=change,
        flow=flow,
        landmarker_px=np.array([look[0] for *_, look in rows]).reshape(-1, POINTS, 3),
        shapes=np.array([look[1] for *_, look in rows]).reshape(-1, SHAPES),
        shape_names=landmarker.shape_names if landmarker else (),
    )


def mouth_motion(before: Gray, now: Gray, landmarks_px: Landmarks) -> tuple[float, float]:
    """How the mouth region changed: mean absolute difference, and mean flow in pupil distances.

    The same place is cut out of both pictures, so that landmarks that jump do not show.
    """
    middle = landmarks_px[LIP_QUADRANTS, :2].mean(axis=(0, 1))
    half = pupil_distance_px(landmarks_px) * np.array(REGION)
    height, width = now.shape
    left, top = np.clip(middle - half, 0, (width, height)).astype(int)
    right, bottom = np.clip(middle + half, 0, (width, height)).astype(int)
    if right - left < 2 or bottom - top < 2:
        return np.nan, np.nan
    one, other = (
        cv2.resize(picture[top:bottom, left:right], REGION_PX, interpolation=cv2.INTER_AREA)
        for picture in (before, now)
    )
    flow_px = cv2.calcOpticalFlowFarneback(one, other, None, 0.5, 3, 15, 3, 5, 1.2, 0)  # type: ignore[call-overload]
    per_px = 2 * REGION[0] / REGION_PX[0]
    return float(cv2.absdiff(one, other).mean()), float(np.hypot(*flow_px.T).mean() * per_px)


def _mouth_motion(before: Frame | None, now: Frame, points: Landmarks) -> tuple[float, float]:
    if before is None or np.isnan(points[0, 0]) or before.gray.shape != now.gray.shape:
        return np.nan, np.nan
    change, flow = mouth_motion(before.gray, now.gray, points)
    return change, flow / (now.time_s - before.time_s)


def _in_pixels(points: Landmarks, frame: Frame) -> Landmarks:
    height, width = frame.gray.shape
    return points * np.array([width, height, width], np.float32)
