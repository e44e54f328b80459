"""What a recording is like, and what measured it, as far as it has come."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.capture.frame_times import FrameTimes
from twitchcam.package_versions import measuring_versions
from twitchcam.profile.use_profile import profile_notes, profile_use
from twitchcam.reason_words import CRUDE_SENSOR
from twitchcam.records import RecordingFacts, SensorFacts
from twitchcam.settings import measuring_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.capture.frame_source import FrameSource
    from twitchcam.detection.detector import Detector
    from twitchcam.records import Frame, LipMotion
    from twitchcam.settings import Settings
    from twitchcam.vision.face_backend import FaceBackend
    from twitchcam.vision.frames_to_lip_motion import LipMotionReader
    from twitchcam.vision.lip_sensors import LipSensor

# The size of the face is taken from the first of so many frames.
_FRAMES_PER_SIZE = 30


class FactsSoFar:
    """Collects what is told of a recording and of the sensor beside what was found.

    Parameters
    ----------
    settings
        With which it is analysed.

    Attributes
    ----------
    times
        Those of all frames.
    """

    def __init__(self, settings: Settings) -> None:
        least_hz = settings.detection.min_rate_hz
        self.times = FrameTimes(least_hz)
        self._settings = settings
        self._new_times = FrameTimes(least_hz)
        self._measured = 0
        # Frames with a face since the newest picture came; and in spells without a break, how many
        # were shown for how many new pictures.
        self._newest_s, self._since = -np.inf, 0
        self._shown = self._new = 0
        self._pupils_px = array("f")
        self._quantisers: Counter[int] = Counter()

    def push(self, frame: Frame) -> None:
        """Take the next frame."""
        self.times.append(frame.time_s)
        if frame.quantiser is not None:
            self._quantisers[frame.quantiser] += 1

    def measured(self, motions: Sequence[LipMotion]) -> None:
        """Take what the next frames showed."""
        # The number of a frame would not do: where frames are dropped, it may never be a multiple.
        for number, motion in enumerate(motions, start=self._measured):
            if motion.face is None:
                continue
            if number % _FRAMES_PER_SIZE == 0:
                self._pupils_px.append(motion.face.pupil_distance_px)
            self._since += 1
            if not motion.same_picture:
                self._take_new(motion.time_s)
        self._measured += len(motions)

    def _take_new(self, time_s: float) -> None:
        self._new_times.append(time_s)
        # A picture that is held for longer is frozen, or there was no face.
        if time_s - self._newest_s <= self._settings.detection.max_held_s:
            self._shown += self._since
            self._new += 1
        self._newest_s, self._since = time_s, 0

    @property
    def _new_rate_hz(self) -> float | None:
        """New frames per second: a share of the rate of all, so that missing ones stay missing."""
        rate_hz = self.times.rate_hz
        if rate_hz is None or not self._new:
            return self._new_times.rate_hz
        return rate_hz * self._new / self._shown

    @property
    def _slowest_rate_hz(self) -> float | None:
        """New frames per second where they come slowest."""
        rates_hz = (self._new_times.slowest_rate_hz, self._new_rate_hz)
        return min((rate_hz for rate_hz in rates_hz if rate_hz), default=None)

    def finish(self) -> None:
        """Note that no frame follows."""
        self.times.is_complete = self._new_times.is_complete = True

    def of_recording(
        self, source: FrameSource, reader: LipMotionReader, lips: LipSensor, *, partial: bool
    ) -> RecordingFacts:
        """What was read.

        Parameters
        ----------
        source
            Where the frames come from.
        reader, lips
            What looks at them.
        partial
            Whether the analysis was stopped before the end.
        """
        profile = self._settings.profile
        return RecordingFacts(
            source=source.info,
            duration_s=self.times.duration_s,
            frames=len(self.times),
            rate_hz=self.times.rate_hz,
            new_rate_hz=self._new_rate_hz if lips.tells_repeated else None,
            slowest_rate_hz=(
                self._slowest_rate_hz if lips.tells_repeated else self.times.slowest_rate_hz
            ),
            dropped_frames=self.times.missing,
            other_faces=reader.other_faces,
            partial=partial,
            cut_off=source.cut_off,
            quantiser=_median_of(self._quantisers),
            notes=(
                *source.notes,
                *(profile_notes(profile, source.info) if profile else ()),
                *_place_notes(reader.moved_s),
                *([] if lips.is_gauged else [f"{CRUDE_SENSOR}."]),
            ),
        )

    def of_sensor(
        self, backend: FaceBackend, reader: LipMotionReader, lips: LipSensor, detector: Detector
    ) -> SensorFacts:
        """What measured it: all that takes part in that, from face to twitch."""
        settings, limit = self._settings, detector.limit
        return SensorFacts(
            backend=backend.name,
            model=backend.model,
            sensor=settings.sensor,
            versions=measuring_versions(),
            settings=measuring_settings(settings),
            decision=detector.decision.version,
            scale=reader.scale,
            noise_floor_mm=limit.noise_floor_mm,
            # How much larger a twitch must be than the threshold was measured for flow only.
            smallest_detectable_mm=limit.smallest_detectable_mm if lips.is_gauged else None,
            profile=profile_use(settings.profile) if settings.profile else None,
            pupil_distance_px=float(np.median(self._pupils_px)) if self._pupils_px else None,
        )


def _place_notes(moved_s: float | None) -> tuple[str, ...]:
    """Say when somebody else may have been followed."""
    if moved_s is None:
        return ()
    where = f"at {moved_s:.1f} s the face was found in another place than where it was last seen"
    return (f"{where}: make sure that it is the same person.",)


def _median_of(counts: Counter[int]) -> int | None:
    """The median of whole numbers that are counted; ``None`` of none."""
    so_far, half = 0, counts.total() / 2
    for value, count in sorted(counts.items()):
        so_far += count
        if so_far >= half:
            return value
    return None
