"""From frames to lip motion: find the face, feel the lips, turn shares into millimetres."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twitchcam.records import Face, Frame, LipMotion, Scale
from twitchcam.vision.face_geometry import read_face
from twitchcam.vision.lip_regions import N_REGIONS
from twitchcam.vision.lip_sensors import LipSensor, Reading, relative_to_surround
from twitchcam.vision.millimetres import ScaleEstimate

if TYPE_CHECKING:
    from twitchcam.settings import VisionSettings
    from twitchcam.vision.face_backend import FaceBackend

# Frames come at 33.3 ms, not at 33: a face due within this time is looked for now.
TIMING_SLACK_S = 0.004


class LipMotionReader:
    """Turns frames into lip motion, frame by frame, the same for file and camera.

    The first seconds with a face are held back until the millimetre scale is fixed, so that one
    scale holds for the whole recording.

    Parameters
    ----------
    backend
        Finds the face; closed by the caller.
    sensor
        Feels the lips.
    settings
        Defaults of this stage.
    """

    def __init__(self, backend: FaceBackend, sensor: LipSensor, settings: VisionSettings) -> None:
        self.scale: Scale | None = None
        self.other_faces = 0
        self._backend = backend
        self._sensor = sensor
        self._settings = settings
        self._estimate = ScaleEstimate(settings)
        self._face: Face | None = None
        self._next_look_s = -np.inf
        self._first_face_s: float | None = None
        self._held: list[tuple[int, float, Reading | None, Face | None]] = []

    def push(self, frame: Frame) -> list[LipMotion]:
        """Take the next frame; returns the motion of all frames whose scale is known by now."""
        fresh = self._sensor.every_frame or frame.time_s >= self._next_look_s - TIMING_SLACK_S
        if fresh:
            self._look(frame)
        reading = self._feel(frame, fresh=fresh)
        self._held.append((frame.index, frame.time_s, reading, self._face))
        return self._release() if self._scale_is_due(frame) else []

    def flush(self) -> list[LipMotion]:
        """Return what is still held back, at the end of the recording."""
        if self.scale is None and self._first_face_s is not None:
            self.scale = self._estimate.fix()
        return self._release()

    def _look(self, frame: Frame) -> None:
        rgb = frame.read_rgb()
        sighting = self._backend.find(rgb, frame.time_s)
        self._next_look_s = frame.time_s + self._settings.landmark_interval_s
        self.other_faces = max(self.other_faces, sighting.others)
        if sighting.landmarks is None:
            self._face = None
            return
        height, width = frame.gray.shape
        to_pixels = np.array([width, height, width], dtype=np.float32)
        self._face = read_face(sighting.landmarks * to_pixels, sighting.others)
        if self._first_face_s is None:
            self._first_face_s = frame.time_s
        if self.scale is None:
            self._estimate.add(self._face)

    def _feel(self, frame: Frame, *, fresh: bool) -> Reading | None:
        if self._face is None:
            self._sensor.reset()
            return None
        return self._sensor.read(frame, self._face, fresh=fresh)

    def _scale_is_due(self, frame: Frame) -> bool:
        if self.scale is None and self._first_face_s is not None:
            if frame.time_s - self._first_face_s < self._settings.scale_window_s:
                return False
            self.scale = self._estimate.fix()
        # Before the first face there is nothing to scale, and nothing to wait for.
        return True

    def _release(self) -> list[LipMotion]:
        motions = [self._in_millimetres(*held) for held in self._held]
        self._held.clear()
        return motions

    def _in_millimetres(
        self, index: int, time_s: float, reading: Reading | None, face: Face | None
    ) -> LipMotion:
        if reading is None or self.scale is None:
            nothing = np.full((N_REGIONS, 2), np.nan)
            reading = Reading(nothing, residual=np.nan, repeated=False)
        lips, edges, surround = relative_to_surround(reading.regions)
        scale = self.scale.mm_per_pupil_distance if self.scale else np.nan
        lip_scale = scale * self._sensor.gain
        return LipMotion(
            index=index,
            time_s=time_s,
            lips_mm=lips * lip_scale,
            edges_mm=edges * lip_scale,
            surround_mm=surround * scale,
            residual=reading.residual,
            repeated=reading.repeated,
            face=face,
        )
