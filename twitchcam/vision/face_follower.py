"""Which of several faces is the watched one: the largest at the start, and the same ever after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import Floats
    from twitchcam.vision.face_geometry import Landmarks

SAME_FACE_OVERLAP = 0.2


class FaceFollower:
    """Remembers the watched face and the others by their boxes ``(left, top, right, bottom)``.

    A face that stood beside the watched one is never taken for it, also not when the watched face
    has left. A face that comes into an otherwise empty picture is taken for the watched one.
    """

    def __init__(self) -> None:
        self.followed: Floats | None = None
        self.others: list[Floats] = []

    def choose(self, boxes: Sequence[Floats]) -> int | None:
        """Index of the watched face among the faces now in view, ``None`` when it is not there."""
        chosen = self._choose(boxes)
        if chosen is not None:
            self.followed = boxes[chosen]
        self.others = [box for index, box in enumerate(boxes) if index != chosen]
        return chosen

    def _choose(self, boxes: Sequence[Floats]) -> int | None:
        if self.followed is not None:
            overlaps = [overlap(self.followed, box) for box in boxes]
            if overlaps and max(overlaps) > SAME_FACE_OVERLAP:
                return int(np.argmax(overlaps))
        strangers = [i for i, box in enumerate(boxes) if not self._is_other(box)]
        return max(strangers, key=lambda i: _area(boxes[i]), default=None)

    def _is_other(self, box: Floats) -> bool:
        return any(overlap(other, box) > SAME_FACE_OVERLAP for other in self.others)


def landmark_box(landmarks: Landmarks) -> Floats:
    """Box around all landmarks, shape ``(4,)``."""
    points = landmarks[:, :2].astype(np.float64)
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def overlap(one: Floats, other: Floats) -> float:
    """Intersection over union of two boxes."""
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    common = float(np.prod(np.clip(high - low, 0.0, None)))
    return common / (_area(one) + _area(other) - common)


def _area(box: Floats) -> float:
    return float(np.prod(box[2:] - box[:2]))
