"""Whether the mouth looks as it usually does, or something covers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from cv2.typing import MatLike

    from twitchcam.records import Face, Floats

# Correlation of two looks: alike above the first, something else below the second. Talking and
# smiling stay above 0.6, a hand or a mask comes to 0.4 and less.
ALIKE, COVERED = 0.5, 0.45
# A mask is smooth: of the fine detail about the mouth (this part of the look, without what is wider
# than so many of its pixels) less than this share is left. Of 2430 looks at mouths that talk, smile
# and turn, 0.54 was the least; under masks drawn over six faces, in five ways, 0.47 the most (a
# trial, not kept).
MOUTH_ROWS, MOUTH_COLUMNS, FINE_PX = (0.35, 0.85), (0.2, 0.8), 3.0
FLAT = 0.5
# What has more detail than the mouth is slow to count: it may be a thing that is before it.
RICHER_WEIGHT = 0.1
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
        self._usual: MatLike = np.empty((0, 0), dtype=np.float32)
        self._pose_deg = np.zeros(2)
        self._detail = 0.0
        self._seen_s = self._detailed_s = self._strange_s = 0.0

    def is_covered(self, look: MatLike, face: Face, brightness: float, elapsed_s: float) -> bool:
        """Take the next look, so long after the one before.

        Parameters
        ----------
        look
            Mean zero and always of one shape.
        face
            As it was found there.
        brightness
            Of the forehead, which nothing covers that covers the mouth: what is lit less has less
            detail, too. NaN where it is out of the picture.
        elapsed_s
            In seconds.
        """
        pose_deg = np.array([face.yaw_deg, face.pitch_deg])
        if not self._usual.size or self._strange_s >= LEARN_ANEW_S:
            self._detail = self._detailed_s = 0.0
            self._begin(look, pose_deg)
        detail = _detail(look) / brightness if brightness > 0 else np.nan
        if self._detailed_s >= MIN_SEEN_S and detail < FLAT * self._detail:
            # Before any turn: the landmarks that a face model guesses on a mask often seem turned.
            self._strange_s += elapsed_s
            return True
        if np.abs(pose_deg - self._pose_deg).max() > SAME_POSE_DEG:
            self._begin(look, pose_deg)
        alike = _correlation(look, self._usual)
        if alike > ALIKE:
            self._seen_s += elapsed_s
            self._strange_s = 0.0
            share = _share_of_new(elapsed_s, self._seen_s)
            self._usual = self._usual + share * (look - self._usual)
            self._pose_deg = self._pose_deg + share * (pose_deg - self._pose_deg)
            self._learn_detail(detail, elapsed_s)
            return False
        self._strange_s += elapsed_s
        return alike < COVERED and self._seen_s >= MIN_SEEN_S

    def _begin(self, look: MatLike, pose_deg: Floats) -> None:
        self._usual, self._pose_deg = look, pose_deg
        self._seen_s = self._strange_s = 0.0

    def _learn_detail(self, detail: float, elapsed_s: float) -> None:
        if np.isnan(detail):
            return
        self._detailed_s += elapsed_s
        share = _share_of_new(elapsed_s, self._detailed_s)
        if self._detailed_s > MIN_SEEN_S and detail > self._detail:
            share *= RICHER_WEIGHT
        self._detail += share * (detail - self._detail)


def _share_of_new(elapsed_s: float, seen_s: float) -> float:
    """How much a new look counts: in the plain mean of what was seen, as long as that is short."""
    return min(elapsed_s / min(seen_s, LEARNING_S), 1.0) if seen_s > 0 else 1.0


def _detail(look: MatLike) -> float:
    height, width = look.shape
    rows, columns = (
        slice(*(round(share * size) for share in ends))
        for ends, size in ((MOUTH_ROWS, height), (MOUTH_COLUMNS, width))
    )
    fine = look - cv2.GaussianBlur(look, (0, 0), FINE_PX)
    return float(np.linalg.norm(fine[rows, columns]))


def _correlation(one: MatLike, other: MatLike) -> float:
    norms = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.vdot(one, other)) / norms if norms > 0 else 0.0
