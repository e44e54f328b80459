"""MediaPipe's Tasks FaceLandmarker: for MediaPipe versions without FaceMesh."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import mediapipe
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from twitchcam.errors import BackendError
from twitchcam.reading import reading
from twitchcam.vision.face_backend import Sighting
from twitchcam.vision.face_follower import FaceFollower, landmark_box

if TYPE_CHECKING:
    from twitchcam.records import Rgb

MODEL_FILE = "face_landmarker.task"
MODEL_VARIABLE = "TWITCHCAM_LANDMARKER_MODEL"
MODEL_SHA256 = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"
# More than one: with a single face MediaPipe smooths the landmarks over time and takes most of a
# twitch away with it.
MAX_FACES = 3


class FaceLandmarkerBackend:
    """Follows one face with the FaceLandmarker in video mode.

    Parameters
    ----------
    model_path
        The model file; ``None`` looks where :func:`find_model` looks.

    Raises
    ------
    BackendError
        If there is no model file, or it is not the known one.
    """

    name = "face-landmarker"
    input_px = 256

    def __init__(self, model_path: Path | None) -> None:
        path = find_model(model_path)
        self.model = f"MediaPipe FaceLandmarker, SHA-256 {MODEL_SHA256[:12]}"
        self._landmarker = vision.FaceLandmarker.create_from_options(
            vision.FaceLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=_checked(path)),
                running_mode=vision.RunningMode.VIDEO,
                num_faces=MAX_FACES,
            )
        )
        self._open = True
        self._last_ms = -1
        self._follower = FaceFollower()

    def find(self, rgb: Rgb, time_s: float) -> Sighting:
        """Look at the next picture, shape ``(height, width, 3)``; times rise strictly."""
        # MediaPipe wants whole milliseconds that rise strictly.
        self._last_ms = max(self._last_ms + 1, round(time_s * 1000))
        picture = mediapipe.Image(
            image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(rgb)
        )
        result = self._landmarker.detect_for_video(picture, self._last_ms)
        faces = [
            np.array([(p.x, p.y, p.z) for p in face], dtype=np.float32)
            for face in result.face_landmarks
        ]
        chosen = self._follower.choose([landmark_box(face) for face in faces])
        others = len(self._follower.others)
        return Sighting(None if chosen is None else faces[chosen], others)

    def close(self) -> None:
        """Free the model. Further calls do nothing."""
        if self._open:
            self._landmarker.close()
            self._open = False


def find_model(given: Path | None) -> Path:
    """Path of the model file: as given, by environment variable, or in the user's cache.

    Raises
    ------
    BackendError
        If it is in none of these places.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    variable = os.environ.get(MODEL_VARIABLE)
    places = [given] if given else [Path(variable)] if variable else []
    places = places or [cache / "twitchcam" / MODEL_FILE]
    for place in places:
        if place.is_file():
            return place
    message = (
        f"no face model at {places[0]}: the face-landmarker backend needs MediaPipe's file"
        f" {MODEL_FILE}; give it with --model, by {MODEL_VARIABLE}, or put it there"
    )
    raise BackendError(message)


def _checked(path: Path) -> bytes:
    with reading(path, BackendError):
        content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != MODEL_SHA256:
        message = (
            f"{path} is not the face model twitchcam was measured with (its SHA-256 differs):"
            f" get MediaPipe's {MODEL_FILE} (float16, version 1)"
        )
        raise BackendError(message)
    return content
