"""Frames become lip motion: when the face is looked for, what is held back, what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.vision.test_face_geometry import made_face
from twitchcam.records import Face, Frame
from twitchcam.settings import VisionSettings
from twitchcam.vision.face_backend import Sighting
from twitchcam.vision.frames_to_lip_motion import LipMotionReader
from twitchcam.vision.lip_regions import N_REGIONS
from twitchcam.vision.lip_sensors import Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = (300, 400)


class FakeBackend:
    """Sees the made-up face, except between the given times."""

    name = model = "fake"

    def __init__(self, gone_s: tuple[float, float] = (np.inf, np.inf)) -> None:
        self.looks_s: list[float] = []
        self._gone_s = gone_s

    def find(self, rgb: NDArray[Any], time_s: float) -> Sighting:
        self.looks_s.append(time_s)
        gone = self._gone_s[0] <= time_s < self._gone_s[1]
        share = made_face() / np.array([rgb.shape[1], rgb.shape[0], rgb.shape[1]])
        return Sighting(None if gone else share.astype(np.float32), others=1)

    def close(self) -> None:
        """Nothing to free."""


class FakeSensor:
    """Adds one hundredth of a pupil distance per frame to every lip region."""

    gain = 1.0

    def __init__(self, *, every_frame: bool = False) -> None:
        self.every_frame = every_frame
        self.resets = 0
        self._steps = 0

    def read(self, frame: Frame, face: Face, *, fresh: bool) -> Reading:
        del frame, face, fresh
        self._steps += 1
        regions = np.zeros((N_REGIONS, 2))
        regions[:8] = 0.01 * self._steps
        return Reading(regions, residual=0.1, repeated=False)

    def reset(self) -> None:
        self.resets += 1


def frames(duration_s: float, rate_hz: float = 30.0) -> list[Frame]:
    gray = np.zeros(SIZE, dtype=np.uint8)
    rgb = np.zeros((*SIZE, 3), dtype=np.uint8)
    return [
        Frame(index, index / rate_hz, gray, lambda: rgb)
        for index in range(round(duration_s * rate_hz))
    ]


def test_motion_waits_for_the_scale_and_then_flows() -> None:
    reader = LipMotionReader(FakeBackend(), FakeSensor(), VisionSettings())
    released = [len(reader.push(frame)) for frame in frames(3.0)]
    assert released[:60] == [0] * 60
    assert released[60] == 61
    assert set(released[61:]) == {1}


def test_one_scale_holds_for_the_whole_recording() -> None:
    reader = LipMotionReader(FakeBackend(), FakeSensor(), VisionSettings())
    motions = [motion for frame in frames(3.0) for motion in reader.push(frame)]
    steps_mm = np.diff([motion.lips_mm[0, 0] for motion in motions])
    assert reader.scale is not None
    assert steps_mm == pytest.approx(0.01 * reader.scale.mm_per_pupil_distance)


def test_a_short_recording_is_released_at_its_end() -> None:
    reader = LipMotionReader(FakeBackend(), FakeSensor(), VisionSettings())
    assert all(reader.push(frame) == [] for frame in frames(1.0))
    assert len(reader.flush()) == 30


@pytest.mark.parametrize(("rate_hz", "looks"), [(30.0, 10), (60.0, 10), (25.0, 9)])
def test_the_face_is_looked_for_by_time_not_by_frames(rate_hz: float, looks: int) -> None:
    backend = FakeBackend()
    reader = LipMotionReader(backend, FakeSensor(), VisionSettings())
    for frame in frames(1.0, rate_hz):
        reader.push(frame)
    assert len(backend.looks_s) == looks


def test_the_landmark_sensor_looks_at_every_frame() -> None:
    backend = FakeBackend()
    reader = LipMotionReader(backend, FakeSensor(every_frame=True), VisionSettings())
    for frame in frames(1.0):
        reader.push(frame)
    assert len(backend.looks_s) == 30


def test_a_lost_face_is_nan_and_starts_anew() -> None:
    sensor = FakeSensor()
    reader = LipMotionReader(FakeBackend(gone_s=(1.0, 2.0)), sensor, VisionSettings())
    motions = [motion for frame in frames(4.0) for motion in reader.push(frame)]
    lost = [motion for motion in motions if motion.face is None]
    assert [motion.index for motion in lost] == list(range(30, 60))
    assert all(np.isnan(motion.lips_mm).all() for motion in lost)
    assert sensor.resets == 30


def test_without_any_face_nothing_is_held_back() -> None:
    reader = LipMotionReader(FakeBackend(gone_s=(0.0, np.inf)), FakeSensor(), VisionSettings())
    released = [len(reader.push(frame)) for frame in frames(1.0)]
    assert released == [1] * 30
    assert reader.scale is None


def test_other_faces_are_counted() -> None:
    reader = LipMotionReader(FakeBackend(), FakeSensor(), VisionSettings())
    reader.push(frames(0.1)[0])
    assert reader.other_faces == 1
