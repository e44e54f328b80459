"""A picture scaled into another size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from twitchcam.records import Rgb


def fitted(picture: Rgb, size_px: tuple[int, int]) -> Rgb:
    """Scale a picture into a size and fill what is left with grey."""
    width, height = size_px
    share = min(width / picture.shape[1], height / picture.shape[0])
    size = (round(picture.shape[1] * share), round(picture.shape[0] * share))
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    canvas = np.full((height, width, 3), 128, np.uint8)
    how = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
    scaled = cv2.resize(picture, size, interpolation=how)
    canvas[top : top + size[1], left : left + size[0]] = scaled
    return canvas
