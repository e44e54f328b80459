"""What the 478 landmarks of MediaPipe's face mesh say: lips, eyes, pose, lengths.

Landmark numbers name the subject's own side: 61 is the right corner of the mouth, 291 the left.
All functions take landmarks of shape ``(478, 3)`` in pixels (right, down, depth).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from twitchcam.records import Face, Floats

Landmarks: TypeAlias = NDArray[np.float32]

# Per quadrant in the order of records.QUADRANTS: points of the outer and the inner lip line.
LIP_QUADRANTS = np.array(
    [
        [269, 270, 311, 310],
        [39, 40, 81, 80],
        [405, 321, 402, 318],
        [181, 91, 178, 88],
    ]
)
# Its whole outline: outer, then inner lip line, from the middle to the corner and back.
LIP_OUTLINES = tuple(
    (*outer, *reversed(inner))
    for outer, inner in (
        ((0, 267, 269, 270, 409, 291), (13, 312, 311, 310, 415, 308)),
        ((0, 37, 39, 40, 185, 61), (13, 82, 81, 80, 191, 78)),
        ((17, 314, 405, 321, 375, 291), (14, 317, 402, 318, 324, 308)),
        ((17, 84, 181, 91, 146, 61), (14, 87, 178, 88, 95, 78)),
    )
)
MOUTH_CORNERS = (61, 291)
MOUTH_EDGES = (*MOUTH_CORNERS, 0, 17)
MOUTH = [*LIP_QUADRANTS.ravel().tolist(), *MOUTH_EDGES]
INNER_LIPS = np.array([(81, 13, 311), (178, 14, 402)])  # upper, lower
# Outer corner, inner corner; two points of the upper lid, two of the lower below them.
RIGHT_EYE = ((33, 133), (160, 158), (144, 153))
LEFT_EYE = ((263, 362), (387, 385), (373, 380))
RIGHT_IRIS = (469, 470, 471, 472)
LEFT_IRIS = (474, 475, 476, 477)
# Width of the mouth, of each eye (left first), and lid gap of each eye: two pairs of points each.
MEASURED = np.array(
    [
        (MOUTH_CORNERS, MOUTH_CORNERS),
        (LEFT_EYE[0], LEFT_EYE[0]),
        (RIGHT_EYE[0], RIGHT_EYE[0]),
        tuple(zip(LEFT_EYE[1], LEFT_EYE[2], strict=True)),
        tuple(zip(RIGHT_EYE[1], RIGHT_EYE[2], strict=True)),
    ]
)
FOREHEAD, CHIN = 10, 152
# Hairline and brows: what covers a mouth leaves the box around these free.
ABOVE_BROWS = [10, 67, 297, 105, 334]
# Share of the pupil distance by which the middle of a quadrant's region lies beyond the outer lip
# line.
BEYOND_LIP = 0.035
# Points that lips, jaw and lids do not move: eye corners, bridge and root of the nose.
STEADY = (33, 133, 362, 263, 168, 6, 197)


def eye_centres(landmarks: Landmarks) -> Floats:
    """Midpoints of the eye corners, right then left, shape ``(2, 3)``."""
    corners = [RIGHT_EYE[0], LEFT_EYE[0]]
    return landmarks[corners].mean(axis=1, dtype=np.float64)


def pupil_distance_px(landmarks: Landmarks) -> float:
    """Distance of the eye centres in three dimensions: turning the head does not shrink it.

    The midpoints of the corners stand for the pupils, whose own landmarks follow the gaze.
    """
    right, left = eye_centres(landmarks)
    return float(np.linalg.norm(left - right))


def quadrant_centres(landmarks: Landmarks) -> Floats:
    """Where each lip quadrant is felt in the picture, shape ``(4, 2)``: at its outer edge.

    The rim of the lip is rich in contrast and moves with the whole lip. Nearer to the mouth line,
    which moves with both lips and has most contrast of all, much of a twitch is lost in some faces.
    """
    rims = landmarks[LIP_QUADRANTS[:, :2], :2].mean(axis=1, dtype=np.float64)
    right, left = eye_centres(landmarks)[:, :2]
    down = np.array([right[1] - left[1], left[0] - right[0]])
    return rims + BEYOND_LIP * np.array([-1.0, -1.0, 1.0, 1.0])[:, None] * down


def iris_diameter_px(landmarks: Landmarks) -> float:
    """Mean diameter of both irises from their four rim points each, in three dimensions."""
    rims = landmarks[[LEFT_IRIS, RIGHT_IRIS]].astype(np.float64)
    across = np.linalg.norm(rims[:, 0] - rims[:, 2], axis=-1)
    return float(across.mean())


def head_pose_deg(landmarks: Landmarks) -> tuple[float, float, float]:
    """Yaw, pitch and roll of the head in degrees, signs as in :class:`records.Face`."""
    right, left = eye_centres(landmarks)
    across = _unit(left - right)
    down = landmarks[CHIN].astype(np.float64) - landmarks[FOREHEAD]
    down = _unit(down - across * (down @ across))
    yaw = np.degrees(np.arctan2(across[2], np.hypot(across[0], across[1])))
    pitch = np.degrees(np.arctan2(down[2], np.hypot(down[0], down[1])))
    roll = np.degrees(np.arctan2(across[1], across[0]))
    return float(yaw), float(pitch), float(roll)


def read_face(landmarks: Landmarks, others: int, size_px: tuple[int, int]) -> Face:
    """Everything that later stages want to know of one face, in a picture of this size."""
    distance = pupil_distance_px(landmarks)
    yaw, pitch, roll = head_pose_deg(landmarks)
    mouth_px, left_width, right_width, left_gap, right_gap = _distances(landmarks, MEASURED)
    upper, lower = landmarks[INNER_LIPS, :].mean(axis=1)
    return Face(
        landmarks=landmarks,
        pupil_distance_px=distance,
        yaw_deg=yaw,
        pitch_deg=pitch,
        roll_deg=roll,
        mouth_opening=float(np.linalg.norm(lower - upper)) / distance,
        mouth_width=mouth_px / distance,
        eye_opening_left=left_gap / left_width,
        eye_opening_right=right_gap / right_width,
        others=others,
        mouth_in_picture=_inside(landmarks[MOUTH, :2], size_px),
    )


def _inside(points: NDArray[np.float32], size_px: tuple[int, int]) -> bool:
    return bool((points >= 0).all() and (points < size_px).all())


def _distances(landmarks: Landmarks, pairs: NDArray[np.int_]) -> list[float]:
    """Mean distance of the pairs of points in each row of ``pairs``, shape ``(n, n_pairs, 2)``."""
    apart = landmarks[pairs[..., 0]] - landmarks[pairs[..., 1]]
    return np.sqrt((apart**2).sum(axis=-1)).mean(axis=-1).tolist()


def _unit(vector: Floats) -> Floats:
    return vector / np.linalg.norm(vector)
