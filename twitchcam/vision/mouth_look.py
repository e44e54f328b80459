"""Whether the mouth looks as it usually does, or something covers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cv2.typing import MatLike

    from twitchcam.records import Face

# Correlation of two looks: alike above the first, something else below the second. Talking and
# smiling stay above 0.6, a hand or a mask comes to 0.4 and less.
ALIKE, COVERED = 0.5, 0.45
# A mouth seen from another side looks different by itself (degrees of yaw or pitch).
SAME_POSE_DEG = 12.0
# The usual look is believed once it was seen for so long, and follows new ones with this time
# constant.
MIN_SEEN_S, LEARNING_S = 0.8, 2.0
# What stays different for so long is the usual look from now on.
LEARN_ANEW_S = 60.0


class MouthLook:
    """Compares coarse pictures of the lip patch with a slow mean of earlier ones.

    The face model guesses a mouth where a hand hides it, so landmarks cannot tell.
    """

    def __init__(self) -> None:
        self._usual: MatLike | None = None
        self._pose_deg = np.zeros(2)
        self._seen_s = self._strange_s = 0.0

    def is_covered(self, look: MatLike, face: Face, elapsed_s: float) -> bool:
        """Take the next look, mean zero and always of one shape, so long after the one before."""
        pose_deg = np.array([face.yaw_deg, face.pitch_deg])
        turned = np.abs(pose_deg - self._pose_deg).max() > SAME_POSE_DEG
        if self._usual is None or turned or self._strange_s >= LEARN_ANEW_S:
            self._usual, self._pose_deg = look, pose_deg
            self._seen_s = self._strange_s = 0.0
        alike = _correlation(look, self._usual)
        if alike > ALIKE:
            self._seen_s += elapsed_s
            self._strange_s = 0.0
            # The plain mean of what was seen, as long as that is short.
            share = min(elapsed_s / min(self._seen_s, LEARNING_S), 1.0)
            self._usual = self._usual + share * (look - self._usual)
            self._pose_deg = self._pose_deg + share * (pose_deg - self._pose_deg)
            return False
        self._strange_s += elapsed_s
        return alike < COVERED and self._seen_s >= MIN_SEEN_S


def _correlation(one: MatLike, other: MatLike) -> float:
    norms = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.vdot(one, other)) / norms if norms > 0 else 0.0
