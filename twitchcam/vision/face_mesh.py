"""MediaPipe's legacy FaceMesh: its model is inside the wheel, so it works offline at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mediapipe
import numpy as np

from twitchcam.errors import BackendError
from twitchcam.vision.face_backend import Sighting
from twitchcam.vision.face_follower import FaceFollower, landmark_box

if TYPE_CHECKING:
    from twitchcam.records import Floats, Rgb
    from twitchcam.vision.face_geometry import Landmarks

OTHER_FACE_MARGIN = 0.15
# FaceMesh finds a face that stands on its head as well, and takes the hair for its mouth. The face
# detector can tell: it is surer than this of upright faces, unless they are small, and less sure of
# the same upside down (``tests/pipeline/test_real_clips.py``). So one of which it is not sure is
# looked at turned.
SURE_SCORE, UPRIGHT_SCORE = 0.9, 0.87
# One landmark in protobuf's wire format: tag and length, then a tag before each number.
LANDMARK_BYTES = np.dtype(
    [("head", "u1", 3), ("x", "<f4"), ("y_tag", "u1"), ("y", "<f4"), ("z_tag", "u1"), ("z", "<f4")]
)


class FaceMeshBackend:
    """Follows one face with FaceMesh, and hides the others from it.

    FaceMesh itself would follow whichever face it meets first, and looking for several costs half
    as much again on every picture. So a face detector looks for further faces now and then, and
    their place is blacked out before FaceMesh sees the picture. A face that stands on its head is
    not found.

    Parameters
    ----------
    other_faces_interval_s
        How often to look for further faces, in seconds.

    Raises
    ------
    BackendError
        If this MediaPipe has no FaceMesh (0.10.30 and later).
    """

    name = "face-mesh"
    model = "MediaPipe FaceMesh with iris refinement"
    input_px = 192

    def __init__(self, other_faces_interval_s: float) -> None:
        solutions = getattr(mediapipe, "solutions", None)
        if solutions is None:
            message = (
                f"mediapipe {mediapipe.__version__} has no FaceMesh: install mediapipe 0.10.21,"
                " or choose --backend face-landmarker"
            )
            raise BackendError(message)
        self._mesh = solutions.face_mesh.FaceMesh(max_num_faces=1, refine_landmarks=True)
        self._detector = solutions.face_detection.FaceDetection(model_selection=0)
        self._interval_s = other_faces_interval_s
        self._next_look_s = -np.inf
        self._follower = FaceFollower()
        self._is_upside_down = False

    def find(self, rgb: Rgb, time_s: float) -> Sighting:
        """Look at the next picture, shape ``(height, width, 3)``; times rise strictly."""
        if time_s >= self._next_look_s:
            seen = self._detector.process(rgb)
            self._follower.choose(_boxes(seen))
            self._is_upside_down = self._stands_on_its_head(rgb, _best_score(seen))
            self._next_look_s = time_s + self._interval_s
        if self._is_upside_down:
            return Sighting(None, len(self._follower.others))
        found = self._mesh.process(self._without_others(rgb)).multi_face_landmarks
        others = len(self._follower.others)
        if not found:
            # Look again at once when the face is back, lest a bystander be taken for it.
            self._next_look_s = time_s
            return Sighting(None, others)
        landmarks = _to_array(found[0])
        self._follower.followed = landmark_box(landmarks)
        return Sighting(landmarks, others)

    def close(self) -> None:
        """Free the models. Further calls do nothing."""
        for solution in (self._mesh, self._detector):
            if solution._graph is not None:  # noqa: SLF001 - MediaPipe offers no other way to ask
                solution.close()

    def _stands_on_its_head(self, rgb: Rgb, score: float) -> bool:
        if not 0.0 < score < SURE_SCORE:
            return False
        turned = self._detector.process(np.ascontiguousarray(rgb[::-1, ::-1]))
        return _best_score(turned) > max(score, UPRIGHT_SCORE)

    def _without_others(self, rgb: Rgb) -> Rgb:
        if not self._follower.others:
            return rgb
        hidden = rgb.copy()
        for box in self._follower.others:
            margin = OTHER_FACE_MARGIN * (box[2:] - box[:2])
            hidden[_slices(np.concatenate([box[:2] - margin, box[2:] + margin]), rgb)] = 0
        if self._follower.followed is not None:
            own = _slices(self._follower.followed, rgb)
            hidden[own] = rgb[own]
        return hidden


def _boxes(result: Any) -> list[Floats]:  # noqa: ANN401 - MediaPipe has no types
    boxes = [d.location_data.relative_bounding_box for d in result.detections or ()]
    corners = [(b.xmin, b.ymin, b.xmin + b.width, b.ymin + b.height) for b in boxes]
    return [np.array(corner) for corner in corners]


def _best_score(result: Any) -> float:  # noqa: ANN401 - MediaPipe has no types
    return max((d.score[0] for d in result.detections or ()), default=0.0)


def _slices(box: Floats, rgb: Rgb) -> tuple[slice, slice]:
    height, width = rgb.shape[:2]
    left, top, right, bottom = np.clip(box, 0.0, 1.0) * (width, height, width, height)
    return slice(int(top), int(bottom)), slice(int(left), int(right))


def _to_array(face: Any) -> Landmarks:  # noqa: ANN401 - MediaPipe has no types
    """Landmarks from the bytes of their message: a loop over points takes fifteen times as long."""
    points = np.frombuffer(face.SerializeToString(), LANDMARK_BYTES)
    return np.stack([points["x"], points["y"], points["z"]], axis=1)
