"""Which of several faces is the watched one: the largest at the start, and the same ever after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import Floats
    from twitchcam.vision.face_geometry import Landmarks

SAME_FACE_OVERLAP = 0.2
# A face detector misses a turned or half hidden face for some looks on end. A lost face is looked
# for five times a second: these are five seconds, after which whoever is missed counts as gone.
REMEMBERED_LOOKS = 25


class FaceFollower:
    """Remembers the watched face and the others by their boxes ``(left, top, right, bottom)``.

    - A face where the watched one was last seen is the watched one.
    - A bystander who stays about where they were is not, even after the watched face has left.
      Bystanders are forgotten once ``REMEMBERED_LOOKS`` looks have missed them, or when a newcomer
      takes their place in memory.
    - Any other face, in a place where no bystander was, is taken for the watched one.

    Attributes
    ----------
    followed
        Where the watched face was last seen.
    others
        Where the others were last seen. A newcomer takes the place of the one that was missed
        longest, which may be the same: so these are never more than were in view at one time.
    """

    def __init__(self) -> None:
        self.followed: Floats | None = None
        self.others: list[Floats] = []
        self._looks_missed: list[int] = []

    def choose(self, boxes: Sequence[Floats]) -> int | None:
        """Index of the watched face among the faces now in view, ``None`` when it is not there."""
        chosen = self._choose(boxes)
        if chosen is not None:
            self.followed = boxes[chosen]
        self._remember([box for index, box in enumerate(boxes) if index != chosen])
        return chosen

    def _choose(self, boxes: Sequence[Floats]) -> int | None:
        if self.followed is not None:
            overlaps = [overlap(self.followed, box) for box in boxes]
            if overlaps and max(overlaps) > SAME_FACE_OVERLAP:
                return int(np.argmax(overlaps))
        strangers = [i for i, box in enumerate(boxes) if not self._is_other(box)]
        return max(strangers, key=lambda i: _area(boxes[i]), default=None)

    def _is_other(self, box: Floats) -> bool:
        return _is_among(self.others, box)

    def _remember(self, seen: list[Floats]) -> None:
        """Take the others of this look, and keep those that it missed behind them."""
        missed = [
            (box, looks + 1)
            for box, looks in zip(self.others, self._looks_missed, strict=True)
            if looks < REMEMBERED_LOOKS and not _is_among(seen, box)
        ]
        kept = [*((box, 0) for box in seen), *missed][: max(len(seen), len(self.others))]
        self.others = [box for box, _ in kept]
        self._looks_missed = [looks for _, looks in kept]


def landmark_box(landmarks: Landmarks) -> Floats:
    """Box around all landmarks, shape ``(4,)``."""
    points = landmarks[:, :2].astype(np.float64)
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def overlap(one: Floats, other: Floats) -> float:
    """Intersection over union of two boxes."""
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    common = float(np.prod(np.clip(high - low, 0.0, None)))
    return common / (_area(one) + _area(other) - common)


def _is_among(others: Sequence[Floats], box: Floats) -> bool:
    return any(overlap(other, box) > SAME_FACE_OVERLAP for other in others)


def _area(box: Floats) -> float:
    return float(np.prod(box[2:] - box[:2]))
