"""Lengths, sides and angles read off landmarks."""

from __future__ import annotations

import numpy as np
import pytest

from twitchcam.vision import face_geometry as geometry


def made_face(*, left_eye_gap: float = 6.0, mouth_gap: float = 4.0) -> geometry.Landmarks:
    """An upright face looking at the camera, pupils 100 px apart, irises 20 px wide."""
    points = np.zeros((478, 3), dtype=np.float32)
    for (corners, upper, lower), x, gap in (
        (geometry.RIGHT_EYE, 150.0, 6.0),
        (geometry.LEFT_EYE, 250.0, left_eye_gap),
    ):
        points[corners[0]] = (x - 15, 100, 0)
        points[corners[1]] = (x + 15, 100, 0)
        points[list(upper)] = (x, 100 - gap / 2, 0)
        points[list(lower)] = (x, 100 + gap / 2, 0)
    for iris, x in ((geometry.RIGHT_IRIS, 150.0), (geometry.LEFT_IRIS, 250.0)):
        offsets = np.array([[10, 0, 0], [0, -10, 0], [-10, 0, 0], [0, 10, 0]])
        points[list(iris)] = np.array([x, 100, 0]) + offsets
    points[geometry.FOREHEAD], points[geometry.CHIN] = (200, 20, 0), (200, 260, 0)
    points[list(geometry.MOUTH_CORNERS)] = [(165, 200, 0), (235, 200, 0)]
    points[list(geometry.INNER_LIPS[0])] = (200, 200 - mouth_gap / 2, 0)
    points[list(geometry.INNER_LIPS[1])] = (200, 200 + mouth_gap / 2, 0)
    return points


def turned(points: geometry.Landmarks, yaw_deg: float) -> geometry.Landmarks:
    """The face turned about the vertical axis; positive brings its left side away from us."""
    angle = np.radians(yaw_deg)
    rotation = np.array(
        [[np.cos(angle), 0, -np.sin(angle)], [0, 1, 0], [np.sin(angle), 0, np.cos(angle)]]
    )
    return ((points - [200, 100, 0]) @ rotation.T + [200, 100, 0]).astype(np.float32)


def test_lengths_are_shares_of_the_pupil_distance() -> None:
    face = geometry.read_face(made_face(mouth_gap=12.0), others=2, size_px=(400, 300))
    assert face.pupil_distance_px == pytest.approx(100.0)
    assert face.mouth_opening == pytest.approx(0.12)
    assert face.mouth_width == pytest.approx(0.70)
    assert face.others == 2


def test_each_eye_is_the_persons_own() -> None:
    face = geometry.read_face(made_face(left_eye_gap=1.5), others=0, size_px=(400, 300))
    assert face.eye_opening_left == pytest.approx(0.05)
    assert face.eye_opening_right == pytest.approx(0.20)


@pytest.mark.parametrize("yaw_deg", [-30.0, 0.0, 20.0])
def test_turning_the_head_keeps_the_pupil_distance(yaw_deg: float) -> None:
    points = turned(made_face(), yaw_deg)
    assert geometry.head_pose_deg(points)[0] == pytest.approx(yaw_deg, abs=0.1)
    assert geometry.pupil_distance_px(points) == pytest.approx(100.0, rel=1e-4)


def test_the_iris_is_measured_across() -> None:
    assert geometry.iris_diameter_px(made_face()) == pytest.approx(20.0)


def test_quadrants_are_felt_a_little_beyond_the_lips() -> None:
    points = made_face()
    points[geometry.LIP_QUADRANTS.ravel(), 1] = 200.0
    beyond = geometry.quadrant_centres(points)[:, 1] - 200.0
    assert beyond == pytest.approx(100 * geometry.BEYOND_LIP * np.array([-1, -1, 1, 1]))


@pytest.mark.parametrize(("height_px", "inside"), [(300, True), (200, False)])
def test_a_mouth_beyond_the_edge_is_not_in_the_picture(height_px: int, *, inside: bool) -> None:
    points = made_face()
    points[geometry.MOUTH] = (200.0, 210.0, 0.0)
    face = geometry.read_face(points, others=0, size_px=(400, height_px))
    assert face.mouth_in_picture is inside


@pytest.mark.parametrize("edge", geometry.MOUTH_EDGES)
def test_a_mouth_whose_corner_is_cut_off_is_not_in_the_picture(edge: int) -> None:
    points = made_face()
    points[geometry.MOUTH] = (200.0, 210.0, 0.0)
    points[edge, 0] = -1.0
    assert not geometry.read_face(points, others=0, size_px=(400, 300)).mouth_in_picture
