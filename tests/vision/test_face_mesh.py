"""The default face backend on a picture with a face."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from mediapipe.python.solutions.face_mesh import FaceMesh

from tests.sample_frames import decoded
from twitchcam.vision.face_mesh import FaceMeshBackend

if TYPE_CHECKING:
    import pytest


def test_landmarks_are_those_that_mediapipe_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    process = FaceMesh.process

    def noted(mesh: FaceMesh, picture: object) -> object:
        given.append(process(mesh, picture))
        return given[-1]

    monkeypatch.setattr(FaceMesh, "process", noted)
    backend = FaceMeshBackend(other_faces_interval_s=1.0)
    landmarks = backend.find(decoded("still")[0].read_rgb(), 0.0).landmarks
    backend.close()
    points = given[0].multi_face_landmarks[0].landmark
    assert landmarks is not None
    np.testing.assert_array_equal(
        landmarks, np.array([(point.x, point.y, point.z) for point in points], np.float32)
    )


def test_no_face_is_no_landmarks() -> None:
    backend = FaceMeshBackend(other_faces_interval_s=1.0)
    sighting = backend.find(np.zeros((120, 160, 3), np.uint8), 0.0)
    backend.close()
    assert sighting.landmarks is None
    assert sighting.others == 0
