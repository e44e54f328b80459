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


def test_a_face_on_its_head_is_not_found_until_it_is_turned() -> None:
    """FaceMesh would find it, with the mouth in the hair, and nothing would seem amiss."""
    backend = FaceMeshBackend(other_faces_interval_s=1.0)
    upright = decoded("still")[0].read_rgb()
    turned = np.ascontiguousarray(upright[::-1, ::-1])
    shown = [(turned, 0.0), (turned, 0.2), (upright, 1.0), (upright, 1.2), (turned, 2.0)]
    found = [backend.find(picture, time_s).landmarks is not None for picture, time_s in shown]
    backend.close()
    assert found == [False, False, True, True, False]
