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
# The usual look is believed after so many looks, and follows new ones by this share.
MIN_LOOKS, LEARNING_SHARE = 5, 0.1
# What stays different for so many looks (a minute at five a second) is the usual look from now on.
LEARN_ANEW_LOOKS = 300


class MouthLook:
    """Compares coarse pictures of the lip patch with a slow mean of earlier ones.

    The face model guesses a mouth where a hand hides it, so landmarks cannot tell.
    """

    def __init__(self) -> None:
        self._usual: MatLike | None = None
        self._pose_deg = np.zeros(2)
        self._looks = self._strange_looks = 0

    def is_covered(self, look: MatLike, face: Face) -> bool:
        """Take the next look, mean zero and always of one shape."""
        pose_deg = np.array([face.yaw_deg, face.pitch_deg])
        turned = np.abs(pose_deg - self._pose_deg).max() > SAME_POSE_DEG
        if self._usual is None or turned or self._strange_looks >= LEARN_ANEW_LOOKS:
            self._usual, self._pose_deg = look, pose_deg
            self._looks = self._strange_looks = 0
        alike = _correlation(look, self._usual)
        if alike > ALIKE:
            self._looks += 1
            self._strange_looks = 0
            share = max(LEARNING_SHARE, 1 / self._looks)
            self._usual = self._usual + share * (look - self._usual)
            self._pose_deg = self._pose_deg + share * (pose_deg - self._pose_deg)
            return False
        self._strange_looks += 1
        return alike < COVERED and self._looks >= MIN_LOOKS


def _correlation(one: MatLike, other: MatLike) -> float:
    norms = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.vdot(one, other)) / norms if norms > 0 else 0.0
