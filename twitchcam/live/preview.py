"""The preview: small pictures, each with what was measured in that very picture."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from twitchcam.detection.detection_limit import band_delay_s
from twitchcam.live.messages import PreviewHead, pack_preview
from twitchcam.records import QUADRANTS
from twitchcam.vision.face_geometry import LIP_OUTLINES
from twitchcam.vision.look_times import TIMING_SLACK_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import Event, Face, Floats, Frame, LipMotion, LipSignals, Scale
    from twitchcam.settings import Settings

# Onset and end of a twitch lie between two pictures.
_FRAME_S = 1 / 30


@dataclass(slots=True)
class _Waiting:
    frame: int
    time_s: float
    size_px: tuple[int, int]
    shown_px: tuple[int, int]
    jpeg: bytes
    quadrants: list[list[list[float]]] | None = None


class Preview:
    """Holds pictures back until their measurement is known, then hands out both together.

    Parameters
    ----------
    settings
        Rate, size and quality of the pictures, and the band that they are measured in.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.live
        self._delay_s = band_delay_s(settings.detection)
        self._next_s = -np.inf
        self._waiting: deque[_Waiting] = deque()
        self._signals: deque[LipSignals] = deque()
        self._face: Face | None = None
        self._origin: Floats = np.zeros(2)

    def push(self, frame: Frame) -> None:
        """Take the next frame, if one is due."""
        if frame.time_s < self._next_s - TIMING_SLACK_S:
            return
        settings = self._settings
        self._next_s = max(self._next_s + 1 / settings.preview_rate_hz, frame.time_s)
        height, width = frame.gray.shape
        reduce = max(1, round(width / settings.preview_width_px))
        small = cv2.cvtColor(frame.read_rgb(reduce), cv2.COLOR_RGB2BGR)
        coded, jpeg = cv2.imencode(
            ".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, settings.preview_quality]
        )
        if coded:
            shown_px = (small.shape[1], small.shape[0])
            self._waiting.append(
                _Waiting(frame.index, frame.time_s, (width, height), shown_px, jpeg.tobytes())
            )

    def measured(
        self, motions: Sequence[LipMotion], signals: Sequence[LipSignals], scale: Scale | None
    ) -> None:
        """Take what was measured."""
        waiting = {picture.frame: picture for picture in self._waiting}
        for motion in motions:
            head = motion.surround_mm.mean(axis=0)
            if motion.face is not self._face:
                # The first frame with new landmarks is the one that they were found in.
                self._face, self._origin = motion.face, head
            picture = waiting.get(motion.index)
            if picture and motion.face:
                moved = (head - self._origin) / scale.mm_per_pupil_distance if scale else head * 0
                picture.quadrants = _outlines(motion.face, moved, picture.size_px)
        if not self._waiting:
            # No page is open; pictures that come later are of later signals.
            self._signals.clear()
        self._signals.extend(block for block in signals if len(block.time_s))

    def take(
        self, now_s: float, judged_s: float, twitches: Sequence[Event]
    ) -> list[tuple[int, bytes]]:
        """Frame numbers and messages of the pictures whose measurement is known by now.

        Parameters
        ----------
        now_s
            Time of the newest frame.
        judged_s
            Up to when it is known what is a twitch.
        twitches
            The newest ones, also those that are not over.
        """
        settings = self._settings
        ready: list[tuple[int, bytes]] = []
        while self._waiting:
            first = self._waiting[0]
            known = judged_s >= first.time_s + self._delay_s
            if not known and now_s - first.time_s < settings.preview_max_wait_s:
                break
            self._waiting.popleft()
            head = self._head(first, twitches, known=known and bool(self._signals))
            ready.append((first.frame, pack_preview(head, first.jpeg)))
        return ready

    def _head(self, picture: _Waiting, twitches: Sequence[Event], *, known: bool) -> PreviewHead:
        levels: list[float] | None = None
        moving, observable = [False] * 4, False
        if known:
            block, row = self._row_at(picture.time_s + self._delay_s)
            against = block.magnitude_mm[row] / block.threshold_mm[row]
            if np.isfinite(against).all():
                observable = bool(block.observable[row])
                levels = [round(level, 3) for level in against.tolist()]
            if levels:
                named = [one for one in twitches if _holds(one, picture.time_s)]
                moving = [
                    level >= 1.0 and any(_names(twitch, quadrant) for twitch in named)
                    for level, quadrant in zip(against.tolist(), QUADRANTS, strict=True)
                ]
        return {
            "frame": picture.frame,
            "time_s": round(picture.time_s, 4),
            "width_px": picture.shown_px[0],
            "height_px": picture.shown_px[1],
            "quadrants": picture.quadrants,
            "levels": levels,
            "moving": moving,
            "observable": observable,
        }

    def _row_at(self, time_s: float) -> tuple[LipSignals, int]:
        while len(self._signals) > 1 and self._signals[0].time_s[-1] < time_s:
            self._signals.popleft()
        block = self._signals[0]
        return block, min(int(np.searchsorted(block.time_s, time_s)), len(block.time_s) - 1)


def _holds(twitch: Event, time_s: float) -> bool:
    return twitch.onset_s - _FRAME_S <= time_s <= twitch.end_s + _FRAME_S


def _names(twitch: Event, quadrant: str) -> bool:
    """Whether the twitch is of this quadrant: which take part is told of its whole movement."""
    lip, side = quadrant.split("-")
    return twitch.lip in (lip, "both") and twitch.side in (side, "both")


def _outlines(face: Face, moved: Floats, size_px: tuple[int, int]) -> list[list[list[float]]]:
    """Outlines of the quadrants as shares of the picture.

    ``moved`` is how far the head has moved since the landmarks were read, across and down the face
    in pupil distances.
    """
    if not np.isfinite(moved).all():
        moved = np.zeros(2)
    roll = np.radians(face.roll_deg)
    turn = np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    shift_px = turn @ moved * face.pupil_distance_px
    points = (face.landmarks[:, :2] + shift_px) / np.array(size_px)
    return [np.round(points[list(outline)], 4).tolist() for outline in LIP_OUTLINES]
