"""Two ways to feel the lips move: flow on the lip patch, and the landmarks themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import cv2
import numpy as np

from twitchcam.vision.face_geometry import STEADY, edge_centres, quadrant_centres
from twitchcam.vision.lip_patch import LipPatch
from twitchcam.vision.lip_regions import N_LIPS, N_REGIONS, SURROUND_LANDMARKS
from twitchcam.vision.region_flow import RegionFlow, whole_shift_px

if TYPE_CHECKING:
    from cv2.typing import MatLike

    from twitchcam.records import Face, Floats, Frame
    from twitchcam.settings import VisionSettings

# The lips' place in the patch follows the landmarks this slowly, because they are jumpy.
CENTRE_GAIN = 0.5
# Regions are placed anew when the lips have moved this far (share of pupil distance).
MIN_CENTRE_MOVE = 0.01


@dataclass(frozen=True, slots=True)
class Reading:
    """One frame's motion, in shares of the pupil distance.

    ``regions`` has shape ``(n_regions, 2)``: displacement since an arbitrary origin, lip quadrants,
    edges, surrounding patches, head motion included; ``residual`` and ``repeated`` as in
    :class:`records.LipMotion`.
    """

    regions: Floats
    residual: float
    repeated: bool


class LipSensor(Protocol):
    """Feels how lips and surrounding face move from frame to frame."""

    every_frame: bool
    """Whether fresh landmarks are needed on every frame."""
    gain: float
    """True excursion of a lip ÷ what its quadrant reads."""

    def read(self, frame: Frame, face: Face, *, fresh: bool) -> Reading:
        """Take the next frame; ``fresh`` says that ``face`` was found in this very frame."""
        ...

    def reset(self) -> None:
        """Forget what was seen, because the face was lost: the next reading is a new origin."""
        ...


class FlowSensor:
    """Least-squares flow of each region on the lip patch, from frame to frame.

    Landmarks place the patch; in between, the patch follows the face by its own motion.
    """

    every_frame = False

    def __init__(self, settings: VisionSettings) -> None:
        self._settings = settings
        self.gain = settings.flow_gain
        self._pixels = settings.patch_pixels_per_pupil_distance
        self._patch = LipPatch(self._pixels)
        self._flow = RegionFlow(self._patch.width, self._patch.height)
        self.reset()

    def reset(self) -> None:
        """Forget what was seen: the next reading is a new origin."""
        self._before: MatLike = np.empty((0, 0), dtype=np.float32)
        self._regions = np.zeros((N_REGIONS, 2))
        self._centres_px = self._placed_px = np.zeros((2 * N_LIPS, 2))

    def read(self, frame: Frame, face: Face, *, fresh: bool) -> Reading:
        """Measure the motion since the last frame and add it up."""
        residual, repeated = 0.0, False
        if not self._before.size:
            self._anchor(frame, face)
        else:
            residual, repeated = self._measure(frame)
        if fresh:
            self._follow_landmarks(frame, face)
        return Reading(self._regions, residual, repeated)

    def _measure(self, frame: Frame) -> tuple[float, bool]:
        before, after = self._before, self._patch.cut(frame.gray)
        difference = cv2.norm(before, after, cv2.NORM_L1) / before.size
        if difference < self._settings.repeated_grey_levels:
            return 0.0, True
        shift = self._patch.carry(whole_shift_px(before, after))
        if shift.any():
            after = self._patch.cut(frame.gray)
        motion, residual = self._flow.between(before, after)
        self._regions = self._regions + (shift + motion) / self._pixels
        self._before = after
        return residual, False

    def _anchor(self, frame: Frame, face: Face) -> None:
        self._patch.place(face)
        self._before = self._patch.cut(frame.gray)
        self._place_regions(self._patch.to_patch(_centres(face)))

    def _follow_landmarks(self, frame: Frame, face: Face) -> None:
        shift, scale = self._patch.distance_from(face)
        if shift > self._settings.max_carry_share or scale > self._settings.max_carry_scale:
            self._patch.place(face)
            self._before = self._patch.cut(frame.gray)
        seen_px = self._patch.to_patch(_centres(face))
        self._centres_px = self._centres_px + CENTRE_GAIN * (seen_px - self._centres_px)
        moved_px = np.abs(self._centres_px - self._placed_px).max()
        if moved_px > MIN_CENTRE_MOVE * self._pixels:
            self._place_regions(self._centres_px)

    def _place_regions(self, centres_px: Floats) -> None:
        self._centres_px = self._placed_px = centres_px
        self._flow.place(centres_px, self._pixels)


class LandmarkSensor:
    """The landmarks' own motion, held against points that lips and jaw do not move."""

    every_frame = True
    gain = 1.0

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget what was seen: the next reading is a new origin."""
        self._steady: Floats | None = None

    def read(self, frame: Frame, face: Face, *, fresh: bool) -> Reading:  # noqa: ARG002 - Protocol
        """Read the regions off the landmarks; the frame itself is not looked at."""
        points = face.landmarks[:, :2] / face.pupil_distance_px
        steady = points[list(STEADY)].astype(np.float64)
        if self._steady is None:
            self._steady = steady
        surround = points[SURROUND_LANDMARKS].mean(axis=1)
        regions = np.vstack([_centres(face) / face.pupil_distance_px, surround])
        still = _similar(steady, self._steady, regions)
        head = steady.mean(axis=0) - self._steady.mean(axis=0)
        return Reading(still + head, residual=0.0, repeated=False)


def _centres(face: Face) -> Floats:
    """Centres of quadrants and edges in the picture, shape ``(8, 2)``."""
    return np.vstack([quadrant_centres(face.landmarks), edge_centres(face.landmarks)])


def _similar(source: Floats, target: Floats, points: Floats) -> Floats:
    """Move ``points`` as the best similarity moves ``source`` onto ``target`` (least squares)."""
    origin, goal = source.mean(axis=0), target.mean(axis=0)
    one, two = (source - origin) @ (1, 1j), (target - goal) @ (1, 1j)
    turn = np.vdot(one, two) / np.vdot(one, one)
    moved = ((points - origin) @ (1, 1j)) * turn
    return np.column_stack([moved.real, moved.imag]) + goal


def relative_to_surround(regions: Floats) -> tuple[Floats, Floats, Floats]:
    """Lips and edges against the mean of the surrounding patches, and those patches themselves."""
    lips, edges, surround = np.split(regions, (N_LIPS, 2 * N_LIPS))
    head = surround.mean(axis=0)
    return lips - head, edges - head, surround
