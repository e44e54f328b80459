"""A simple drawn face, so that the face model can be tried without a picture of anyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from twitchcam.records import Rgb

WIDTH_PX, HEIGHT_PX = 640, 480
_BACKGROUND = (90.0, 90.0, 90.0)
# Centre right and down, half width, half height (pixels), colour; later ones cover earlier ones.
_ELLIPSES = (
    (320, 230, 105, 150, (60, 40, 30)),  # hair
    (320, 245, 92, 130, (205, 165, 140)),  # face
    (282, 188, 20, 4, (70, 50, 40)),  # brows
    (358, 188, 20, 4, (70, 50, 40)),
    (282, 210, 17, 8, (240, 235, 230)),  # eyes
    (358, 210, 17, 8, (240, 235, 230)),
    (282, 210, 7, 7, (50, 35, 25)),  # irises
    (358, 210, 7, 7, (50, 35, 25)),
    (320, 245, 9, 26, (215, 178, 152)),  # nose
    (311, 262, 6, 4, (150, 105, 90)),  # nostrils
    (329, 262, 6, 4, (150, 105, 90)),
    (320, 306, 32, 9, (170, 85, 85)),  # lips
    (320, 306, 28, 1.5, (90, 40, 40)),  # and the line between them
)


def drawn_face() -> Rgb:
    """Draw it, shape ``(480, 640, 3)``."""
    down, right = np.mgrid[:HEIGHT_PX, :WIDTH_PX]
    picture = np.full((HEIGHT_PX, WIDTH_PX, 3), _BACKGROUND)
    for centre_right, centre_down, half_width, half_height, colour in _ELLIPSES:
        radius = ((right - centre_right) / half_width) ** 2
        radius += ((down - centre_down) / half_height) ** 2
        # Soft edges, as a camera would give.
        cover = np.clip((1.05 - radius) * 8, 0, 1)[..., None]
        picture += cover * (np.array(colour) - picture)
    return picture.astype(np.uint8)
