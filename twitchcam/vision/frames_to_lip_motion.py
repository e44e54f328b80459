"""From frames to lip motion: find the face, feel the lips, turn shares into millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.records import Face, Floats, Frame, LipMotion, Scale
from twitchcam.vision.face_follower import SAME_FACE_OVERLAP, landmark_box, overlap
from twitchcam.vision.face_search import FaceSearch
from twitchcam.vision.lip_regions import N_LIPS, N_REGIONS
from twitchcam.vision.lip_sensors import LipSensor, Reading
from twitchcam.vision.look_times import LookTimes
from twitchcam.vision.millimetres import ScaleEstimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Self

    from twitchcam.settings import VisionSettings
    from twitchcam.vision.face_backend import FaceBackend

NOTHING_FELT = Reading(
    np.full((N_REGIONS, 2), np.nan), np.full(2, np.nan), residual=np.nan, repeated=False
)


@dataclass(frozen=True, slots=True)
class _Row:
    index: int
    time_s: float
    reading: Reading


class LipMotionReader:
    """Turns frames into lip motion, frame by frame, the same for file and camera.

    While the face is followed, it is looked for in the background: the flow goes on with the next
    frames, and a result is used when the next search is due. Frames wait until the search that they
    belong to has ended, and the first seconds with a face for the millimetre scale, so that one
    scale holds for the whole recording.

    Parameters
    ----------
    backend
        Finds the face; closed by the caller.
    sensor
        Feels the lips.
    settings
        Defaults of this stage.
    scale
        The person's own millimetre scale, if it is known: then nothing waits for it.

    Attributes
    ----------
    moved_s
        When the face was first found elsewhere than where it was last seen; ``None`` if never.
    """

    def __init__(
        self,
        backend: FaceBackend,
        sensor: LipSensor,
        settings: VisionSettings,
        scale: Scale | None = None,
    ) -> None:
        self.scale = scale
        self._search = FaceSearch(backend)
        self._sensor = sensor
        self._settings = settings
        self._estimate = ScaleEstimate(settings)
        self._face: Face | None = None
        self._looks = LookTimes(settings)
        self._box: Floats | None = None
        self.moved_s: float | None = None
        self._searched: list[_Row] = []  # their search is running
        self._seen: list[tuple[_Row, Face | None]] = []  # only the scale is missing

    @property
    def other_faces(self) -> int:
        """Largest number of further faces in view so far."""
        return self._search.other_faces

    def push(self, frame: Frame) -> list[LipMotion]:
        """Take the next frame; returns the motion of all frames that are fully known by now."""
        if self._sensor.every_frame or self._face is None:
            reading = self._read_at_once(frame)
        else:
            reading = self._read_followed(frame)
        self._searched.append(_Row(frame.index, frame.time_s, reading))
        if not self._search.is_running:
            self._settle(self._face)
        elif self._search.is_done:
            # Already known, though used only when the next search is due.
            self._settle(self._search.peek())
        return self._release() if self._scale_is_known(frame.time_s) else []

    def flush(self) -> list[LipMotion]:
        """Return what is still held back, at the end of the recording."""
        if self._search.is_running:
            self._face = self._search.fetch()
        self._settle(self._face)
        if self.scale is None and self._estimate.has_begun:
            self.scale = self._estimate.fix()
        return self._release()

    def close(self) -> None:
        """End the background search. Further calls do nothing."""
        self._search.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read_at_once(self, frame: Frame) -> Reading:
        """Feel the lips by the face of this very frame."""
        if not self._sensor.every_frame and not self._looks.is_due(frame.time_s):
            return NOTHING_FELT
        return self._read_anew(frame)

    def _read_followed(self, frame: Frame) -> Reading:
        """Feel the lips by an earlier face, and look for it in this frame when that is due."""
        reading = self._feel(frame)
        if not self._looks.is_due(frame.time_s, reading):
            return reading
        self._meet_search(frame)
        if self._face is None:
            # Lost: look in this very frame, and start from it.
            return self._read_anew(frame)
        self._look(frame)
        self._looks.note(frame.time_s, reading)
        return reading

    def _read_anew(self, frame: Frame) -> Reading:
        self._look(frame)
        self._take_face(frame.time_s)
        reading = self._feel(frame)
        self._looks.note(frame.time_s, reading)
        return reading

    def _look(self, frame: Frame) -> None:
        self._search.start(frame)
        self._sensor.mark()

    def _meet_search(self, frame: Frame) -> None:
        """Fetch the face of the last search, if any, and settle the frames that belong to it."""
        if not self._search.is_running:
            return
        self._take_face(self._looks.last_s)
        self._settle(self._face)
        if self._face:
            self._sensor.follow(frame, self._face)

    def _take_face(self, time_s: float) -> None:
        self._face = self._search.fetch()
        if self._face is None:
            self._sensor.reset()
            self._estimate.lose(time_s)
            return
        self._mind_the_place(landmark_box(self._face.landmarks), time_s)
        if self.scale is None:
            self._estimate.add(self._face, time_s)

    def _mind_the_place(self, box: Floats, time_s: float) -> None:
        before, self._box = self._box, box
        is_elsewhere = before is not None and overlap(before, box) <= SAME_FACE_OVERLAP
        if is_elsewhere and self.moved_s is None:
            self.moved_s = time_s

    def _feel(self, frame: Frame) -> Reading:
        return self._sensor.read(frame, self._face) if self._face else NOTHING_FELT

    def _settle(self, face: Face | None) -> None:
        self._seen += [(row, face) for row in self._searched]
        self._searched = []

    def _scale_is_known(self, time_s: float) -> bool:
        """Fix the scale when it is due; before the first face there is nothing to wait for."""
        if self.scale is None and self._estimate.has_begun:
            if self._estimate.is_due(time_s):
                self.scale = self._estimate.fix()
            elif self._estimate.is_over(time_s):
                # Somebody passed by: nobody was seen for long enough to be measured.
                self._seen = [(row, None) for row, _ in self._seen]
                self._estimate = ScaleEstimate(self._settings)
            else:
                return False
        return True

    def _release(self) -> list[LipMotion]:
        seen, self._seen = self._seen, []
        if not seen:
            return []
        readings = [row.reading if face else NOTHING_FELT for row, face in seen]
        regions_mm = self._in_millimetres(readings)
        lips_mm, surround_mm = regions_mm[:, :N_LIPS], regions_mm[:, N_LIPS:]
        return [
            LipMotion(
                index=row.index,
                time_s=row.time_s,
                lips_mm=lips_mm[number],
                surround_mm=surround_mm[number],
                residual=reading.residual,
                repeated=reading.repeated,
                face=face,
                same_picture=reading.same_picture,
            )
            for number, ((row, face), reading) in enumerate(zip(seen, readings, strict=True))
        ]

    def _in_millimetres(self, readings: Sequence[Reading]) -> Floats:
        """Regions of many frames, lips against the head."""
        regions = np.stack([reading.regions for reading in readings])
        head = np.stack([reading.head for reading in readings])
        regions[:, :N_LIPS] -= head[:, None]
        regions[:, :N_LIPS] *= self._sensor.gain
        return regions * (self.scale.mm_per_pupil_distance if self.scale else np.nan)
