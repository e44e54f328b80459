"""Mean and contrast of a patch."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import cv2

if TYPE_CHECKING:
    from cv2.typing import MatLike


def mean_and_contrast(patch: MatLike) -> tuple[float, float]:
    """Mean and standard deviation: ``cv2.meanStdDev`` is slower on floating point."""
    mean = cv2.mean(patch)[0]
    square = cv2.norm(patch, cv2.NORM_L2SQR) / patch.size
    return mean, sqrt(max(square - mean**2, 0.0))
