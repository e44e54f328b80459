"""Two ways to feel the lips move: flow on the lip patch, and the landmarks themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from twitchcam.medians import median
from twitchcam.vision.face_geometry import ABOVE_BROWS, LIP_QUADRANTS, STEADY, quadrant_centres
from twitchcam.vision.face_light import measure_light
from twitchcam.vision.lip_patch import LipPatch, evened
from twitchcam.vision.lip_regions import N_LIPS, N_REGIONS, SURROUND_LANDMARKS
from twitchcam.vision.mouth_look import MouthLook
from twitchcam.vision.region_flow import RegionFlow, coarse, whole_shift_px
from twitchcam.vision.repeated_pictures import RepeatedPictures

if TYPE_CHECKING:
    from cv2.typing import MatLike

    from twitchcam.records import Face, Floats, Frame
    from twitchcam.settings import VisionSettings

# The lips' place in the patch follows the landmarks slowly, because they are jumpy: half of the way
# in this time.
CENTRE_HALF_S = 0.2
# A face that is met after a pause of pictures counts for no longer than this.
LONGEST_UNSEEN_S = 0.5
# Regions are placed anew when the lips have moved this far (share of pupil distance).
MIN_CENTRE_MOVE = 0.01


@dataclass(frozen=True, slots=True)
class Reading:
    """One frame's motion, in shares of the pupil distance.

    ``regions`` has shape ``(n_regions, 2)``: displacement since an arbitrary origin, lip quadrants,
    surrounding patches, head motion included; ``head`` ``(2,)`` is that head motion;
    ``residual``, ``repeated`` and ``same_picture`` as in :class:`records.LipMotion`.
    """

    regions: Floats
    head: Floats
    residual: float
    repeated: bool
    same_picture: bool = False


class LipSensor(Protocol):
    """Feels how lips and surrounding face move from frame to frame."""

    every_frame: bool
    """Whether fresh landmarks are needed on every frame."""
    tells_repeated: bool
    """Whether it tells pictures that just show the one before again."""
    gain: float
    """True excursion of a lip ÷ what its quadrant reads."""
    is_gauged: bool
    """Whether it is known of it how small a twitch is found (``calibration/found_by_most.py``)."""

    def read(self, frame: Frame, face: Face) -> Reading:
        """Take the next frame; ``face`` is the newest that is known."""
        ...

    def mark(self) -> None:
        """Note that the face is now looked for in the frame that was read last."""
        ...

    def follow(self, frame: Frame, face: Face) -> None:
        """Take in the face that was found in the marked frame; ``frame`` was read last."""
        ...

    def reset(self) -> None:
        """Forget what was seen, because the face was lost: the next reading is a new origin."""
        ...


class FlowSensor:
    """Least-squares flow of each region on the lip patch, from frame to frame.

    Landmarks place the patch; in between, the patch follows the face by its own motion.

    Attributes
    ----------
    flow
        What compares the patches of two frames.
    """

    every_frame = False
    tells_repeated = True
    is_gauged = True

    def __init__(self, settings: VisionSettings) -> None:
        self._settings = settings
        self.gain = settings.flow_gain
        self._pixels = settings.patch_pixels_per_pupil_distance
        self._patch = LipPatch(self._pixels)
        self.flow = RegionFlow(self._patch.width, self._patch.height)
        self._look = MouthLook()
        self._repeats = RepeatedPictures()
        self.reset()

    def reset(self) -> None:
        """Forget what was seen: the next reading is a new origin."""
        self._before: MatLike = np.empty((0, 0), dtype=np.float32)
        self._glance = self._before
        self._regions = np.zeros((N_REGIONS, 2))
        self._head = np.zeros(2)
        self._centres_px = self._placed_px = np.zeros((N_LIPS, 2))
        self._is_covered = False
        self._followed_s = -np.inf
        self._repeats.reset()

    def read(self, frame: Frame, face: Face) -> Reading:
        """Measure the motion since the last frame and add it up."""
        if not self._before.size:
            self._followed_s = frame.time_s
            self._place_patch(frame, face)
            self._place_regions(self._patch.to_marked_patch(quadrant_centres(face.landmarks)))
            return Reading(self._regions, self._head, residual=0.0, repeated=False)
        residual, repeated = self._measure(frame)
        residual = 1.0 if self._is_covered else residual
        same = repeated and self._repeats.is_same
        return Reading(self._regions, self._head, residual, repeated, same)

    def mark(self) -> None:
        """Note where the patch lies while the face is looked for."""
        self._patch.mark()

    def follow(self, frame: Frame, face: Face) -> None:
        """Put patch and regions where the landmarks of the marked frame want them."""
        elapsed_s = min(frame.time_s - self._followed_s, LONGEST_UNSEEN_S)
        self._followed_s = frame.time_s
        brightness, _ = measure_light(frame.gray, face.landmarks[ABOVE_BROWS])
        self._is_covered = self._look.is_covered(self._glance, face, brightness, elapsed_s)
        shift, scale = self._patch.distance_from(face)
        if shift > self._settings.max_carry_share or scale > self._settings.max_carry_scale:
            self._place_patch(frame, face)
        seen_px = self._patch.to_marked_patch(quadrant_centres(face.landmarks))
        gain = 1.0 - 0.5 ** (elapsed_s / CENTRE_HALF_S)
        self._centres_px = self._centres_px + gain * (seen_px - self._centres_px)
        moved_px = np.abs(self._centres_px - self._placed_px).max()
        if moved_px > MIN_CENTRE_MOVE * self._pixels:
            self._place_regions(self._centres_px)

    def _measure(self, frame: Frame) -> tuple[float, bool]:
        patch = self._patch.cut(frame.gray)
        glance = coarse(patch)
        shift = self._patch.carry(whole_shift_px(self._glance, glance))
        if shift.any():
            patch = self._patch.cut(frame.gray)
            glance = coarse(patch)
        after = evened(patch, self._pixels)
        repeated = self._repeats.push(frame.gray, self._before, after, is_key=frame.is_key)
        if repeated and not shift.any():
            return 0.0, True
        motion, residual = self.flow.between(self._before, after)
        step = (shift + motion) / self._pixels
        self._regions = self._regions + step
        # The median: hair or a hand that crosses one patch is not the head.
        self._head = self._head + median(step[N_LIPS:])
        self._before, self._glance = after, glance
        return residual, False

    def _place_patch(self, frame: Frame, face: Face) -> None:
        self._patch.place(face)
        patch = self._patch.cut(frame.gray)
        self._before, self._glance = evened(patch, self._pixels), coarse(patch)

    def _place_regions(self, centres_px: Floats) -> None:
        self._centres_px = self._placed_px = centres_px
        self.flow.place(centres_px, self._pixels)


class LandmarkSensor:
    """The landmarks' own motion, held against points that lips and jaw do not move."""

    every_frame = True
    tells_repeated = False
    gain = 1.0
    is_gauged = False

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget what was seen: the next reading is a new origin."""
        self._steady: Floats | None = None

    def mark(self) -> None:
        """Do nothing: the face is known when a frame is read."""

    def follow(self, frame: Frame, face: Face) -> None:
        """Do nothing: the face is known when a frame is read."""

    def read(self, frame: Frame, face: Face) -> Reading:  # noqa: ARG002 - the Protocol's
        """Read the regions off the landmarks; the frame itself is not looked at."""
        points = face.landmarks[:, :2] / face.pupil_distance_px
        steady = points[list(STEADY)].astype(np.float64)
        if self._steady is None:
            self._steady = steady
        surround = points[SURROUND_LANDMARKS].mean(axis=1)
        # Both lip lines: the more points, the less their jitter.
        lips = points[LIP_QUADRANTS].mean(axis=1)
        regions = np.vstack([lips, surround])
        head = steady.mean(axis=0) - self._steady.mean(axis=0)
        regions = _similar(steady, self._steady, regions) + head
        still = regions[N_LIPS:].mean(axis=0)
        return Reading(regions, still, residual=0.0, repeated=False)


def _similar(source: Floats, target: Floats, points: Floats) -> Floats:
    """Move ``points`` as the best similarity moves ``source`` onto ``target`` (least squares)."""
    origin, goal = source.mean(axis=0), target.mean(axis=0)
    one, two = (source - origin) @ (1, 1j), (target - goal) @ (1, 1j)
    turn = np.vdot(one, two) / np.vdot(one, one)
    moved = ((points - origin) @ (1, 1j)) * turn
    return np.column_stack([moved.real, moved.imag]) + goal
