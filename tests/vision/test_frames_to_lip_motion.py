"""Frames become lip motion: when the face is looked for, what is held back, what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.vision.test_face_geometry import made_face
from twitchcam.errors import BackendError
from twitchcam.records import Face, Frame, LipMotion, Rgb
from twitchcam.settings import VisionSettings
from twitchcam.vision.face_backend import Sighting
from twitchcam.vision.frames_to_lip_motion import LipMotionReader
from twitchcam.vision.lip_regions import N_LIPS, N_REGIONS
from twitchcam.vision.lip_sensors import Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = (300, 400)
SETTINGS = VisionSettings(landmark_interval_s=0.1)


class FakeBackend:
    """Sees the made-up face, except between the given times."""

    name = model = "fake"
    input_px = 192

    def __init__(
        self, gone_s: tuple[float, float] = (np.inf, np.inf), moved_px: float = 0.0
    ) -> None:
        self.looks_s: list[float] = []
        self._gone_s = gone_s
        self._moved_px = moved_px

    def find(self, rgb: NDArray[Any], time_s: float) -> Sighting:
        self.looks_s.append(time_s)
        gone = self._gone_s[0] <= time_s < self._gone_s[1]
        moved_px = self._moved_px if time_s >= self._gone_s[1] else 0.0
        face_px = made_face() + np.array([moved_px, 0.0, 0.0])
        share = face_px / np.array([rgb.shape[1], rgb.shape[0], rgb.shape[1]])
        return Sighting(None if gone else share.astype(np.float32), others=1)

    def close(self) -> None:
        """Nothing to free."""


class FakeSensor:
    """Adds a hundredth of a pupil distance per frame to every lip region, above the head's."""

    is_gauged = True
    tells_repeated = False

    def __init__(
        self,
        *,
        every_frame: bool = False,
        gain: float = 1.0,
        head_step: float = 0.0,
        lip_step: float = 0.01,
    ) -> None:
        self.gain = gain
        self._lip_step = lip_step
        self._head_step = np.array([head_step, -head_step])
        self.every_frame = every_frame
        self.resets = self.marks = 0
        self.followed_s: list[float] = []
        self._steps = 0

    def read(self, frame: Frame, face: Face) -> Reading:
        del frame, face
        self._steps += 1
        head = float(self._steps) * self._head_step
        regions = np.tile(head, (N_REGIONS, 1))
        regions[:N_LIPS] += self._lip_step * self._steps
        return Reading(regions, head, residual=0.1, repeated=False)

    def mark(self) -> None:
        self.marks += 1

    def follow(self, frame: Frame, face: Face) -> None:
        del face
        self.followed_s.append(frame.time_s)

    def reset(self) -> None:
        self.resets += 1


def frames(duration_s: float, rate_hz: float = 30.0) -> list[Frame]:
    gray = np.zeros(SIZE, dtype=np.uint8)
    rgb = np.zeros((*SIZE, 3), dtype=np.uint8)
    return [
        Frame(index, index / rate_hz, gray, lambda reduce=1: rgb[::reduce, ::reduce])
        for index in range(round(duration_s * rate_hz))
    ]


def motions_of(
    backend: FakeBackend, sensor: FakeSensor, given: list[Frame]
) -> tuple[list[LipMotion], LipMotionReader]:
    with LipMotionReader(backend, sensor, SETTINGS) as reader:
        motions = [motion for frame in given for motion in reader.push(frame)]
        return motions + reader.flush(), reader


def test_every_frame_comes_out_once_and_in_order() -> None:
    motions, _ = motions_of(FakeBackend(), FakeSensor(), frames(3.0))
    assert [motion.index for motion in motions] == list(range(90))


def test_motion_waits_for_the_scale_and_then_flows() -> None:
    released = []
    with LipMotionReader(FakeBackend(), FakeSensor(), SETTINGS) as reader:
        released = [len(reader.push(frame)) for frame in frames(3.0)]
    assert released[:60] == [0] * 60
    assert sum(released) > 85
    assert max(released[66:]) <= 4


def test_one_scale_holds_for_the_whole_recording() -> None:
    motions, reader = motions_of(FakeBackend(), FakeSensor(), frames(3.0))
    steps_mm = np.diff([motion.lips_mm[0, 0] for motion in motions])
    assert reader.scale is not None
    assert steps_mm == pytest.approx(0.01 * reader.scale.mm_per_pupil_distance)


def test_the_motion_of_the_head_is_taken_off_the_lips_but_not_off_the_surround() -> None:
    sensor = FakeSensor(gain=2.0, head_step=0.05)
    motions, reader = motions_of(FakeBackend(), sensor, frames(3.0))
    assert reader.scale is not None
    unit_mm = reader.scale.mm_per_pupil_distance
    steps_mm = np.diff([motion.lips_mm for motion in motions], axis=0)
    assert steps_mm == pytest.approx(2.0 * 0.01 * unit_mm)
    steps_mm = np.diff([motion.surround_mm for motion in motions], axis=0)
    assert steps_mm[..., 0] == pytest.approx(0.05 * unit_mm)
    assert steps_mm[..., 1] == pytest.approx(-0.05 * unit_mm)


def test_a_short_recording_is_released_at_its_end() -> None:
    motions, reader = motions_of(FakeBackend(), FakeSensor(), frames(1.0))
    assert len(motions) == 30
    assert reader.scale is not None


@pytest.mark.parametrize(("rate_hz", "looks"), [(30.0, 10), (60.0, 10), (25.0, 9)])
def test_the_face_is_looked_for_by_time_not_by_frames(rate_hz: float, looks: int) -> None:
    backend = FakeBackend()
    motions_of(backend, FakeSensor(), frames(1.0, rate_hz))
    assert len(backend.looks_s) == looks


def test_still_lips_are_looked_at_at_the_usual_times() -> None:
    backend = FakeBackend()
    with LipMotionReader(backend, FakeSensor(lip_step=0.0), VisionSettings()) as reader:
        for frame in frames(1.0):
            reader.push(frame)
    assert np.diff(backend.looks_s) == pytest.approx([0.2] * 4)


def test_moving_lips_are_looked_at_more_often() -> None:
    backend = FakeBackend()
    with LipMotionReader(backend, FakeSensor(), VisionSettings()) as reader:
        for frame in frames(1.0):
            reader.push(frame)
    assert np.diff(backend.looks_s) == pytest.approx([0.1] * 9)


def test_the_sensor_learns_of_a_face_when_the_next_search_is_due() -> None:
    sensor = FakeSensor()
    motions_of(FakeBackend(), sensor, frames(0.5))
    # The first search is waited for; each later one is followed when the next begins.
    assert sensor.followed_s == pytest.approx([0.2, 0.3, 0.4])
    assert sensor.marks == 5


def test_the_landmark_sensor_looks_at_every_frame() -> None:
    backend = FakeBackend()
    motions_of(backend, FakeSensor(every_frame=True), frames(1.0))
    assert len(backend.looks_s) == 30


def test_a_lost_face_is_nan_and_starts_anew() -> None:
    motions, _ = motions_of(FakeBackend(gone_s=(1.0, 2.0)), FakeSensor(), frames(4.0))
    lost = [motion for motion in motions if motion.face is None]
    assert [motion.index for motion in lost] == list(range(30, 60))
    assert all(np.isnan(motion.lips_mm).all() for motion in lost)


def test_a_face_that_passes_by_does_not_set_the_scale() -> None:
    """Nor is anything held back for it for longer than it takes to see that it has gone."""
    with LipMotionReader(FakeBackend(gone_s=(0.3, 12.0)), FakeSensor(), SETTINGS) as reader:
        all_frames = frames(16.0)
        before, after = all_frames[:360], all_frames[360:]
        released = [motion for frame in before for motion in reader.push(frame)]
        assert len(released) == len(before)
        assert all(motion.face is None for motion in released)
        assert reader.scale is None
        later = [motion for frame in after for motion in reader.push(frame)]
        assert reader.scale is not None
        assert reader.scale.method == "iris"
        assert np.isfinite([motion.lips_mm for motion in later]).all()


def test_without_any_face_nothing_is_held_back() -> None:
    with LipMotionReader(FakeBackend(gone_s=(0.0, np.inf)), FakeSensor(), SETTINGS) as reader:
        assert [len(reader.push(frame)) for frame in frames(1.0)] == [1] * 30
        assert reader.scale is None


@pytest.mark.parametrize(("moved_px", "expected_s"), [(0.0, None), (5.0, None), (2000.0, 2.0)])
def test_a_face_that_is_found_again_elsewhere(moved_px: float, expected_s: float | None) -> None:
    """It may be somebody else's."""
    backend = FakeBackend(gone_s=(1.0, 2.0), moved_px=moved_px)
    _, reader = motions_of(backend, FakeSensor(), frames(3.0))
    assert reader.moved_s == (None if expected_s is None else pytest.approx(expected_s, abs=0.1))


def test_other_faces_are_counted() -> None:
    _, reader = motions_of(FakeBackend(), FakeSensor(), frames(0.1))
    assert reader.other_faces == 1


def test_what_the_backend_raises_reaches_the_caller() -> None:
    class Broken(FakeBackend):
        def find(self, rgb: Rgb, time_s: float) -> Sighting:
            del rgb, time_s
            msg = "broken"
            raise BackendError(msg)

    with pytest.raises(BackendError, match="broken"):
        motions_of(Broken(), FakeSensor(), frames(0.1))
