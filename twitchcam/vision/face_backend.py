"""What finds a face in a picture: the Protocol that all face backends keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from twitchcam.records import Rgb
    from twitchcam.vision.face_geometry import Landmarks


@dataclass(frozen=True, slots=True)
class Sighting:
    """The watched face in one picture.

    ``landmarks`` has shape ``(478, 3)``: right, down and depth as shares of the picture's width
    (right, depth) and height (down); ``None`` when the face was not found. ``others`` counts
    further faces in view.
    """

    landmarks: Landmarks | None
    others: int


class FaceBackend(Protocol):
    """Finds the watched face in one picture after the other."""

    name: str
    model: str
    input_px: int
    """Side of the square into which the model scales a face and its margin."""

    def find(self, rgb: Rgb, time_s: float) -> Sighting:
        """Look at the next picture, shape ``(height, width, 3)``; times rise strictly."""
        ...

    def close(self) -> None:
        """Free the model. Further calls do nothing."""
        ...
