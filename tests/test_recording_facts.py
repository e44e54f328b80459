"""What is told of a recording from its frames."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_motion import RESTING_FACE, frame_times_s, make_motion
from tests.sample_frames import Frames
from twitchcam.recording_facts import FactsSoFar
from twitchcam.records import Frame, RecordingFacts
from twitchcam.settings import Settings

GRAY = np.zeros((4, 4), np.uint8)
FRAME = Frame(0, 0.0, GRAY, lambda _reduce=1: np.zeros((4, 4, 3), np.uint8))
NOBODY: Any = SimpleNamespace(other_faces=0, moved_s=None)
LIPS: Any = SimpleNamespace(tells_repeated=False, is_gauged=True)
BACKEND: Any = SimpleNamespace(name="made up", model="none")
READER: Any = SimpleNamespace(scale=None)
DETECTOR: Any = SimpleNamespace(
    limit=SimpleNamespace(noise_floor_mm=None, smallest_detectable_mm=None),
    decision=SimpleNamespace(version=""),
)


def facts_of(*quantisers: int | None) -> RecordingFacts:
    """Facts of frames that were coded so coarsely."""
    frames = [
        replace(FRAME, index=number, time_s=number / 30, quantiser=quantiser)
        for number, quantiser in enumerate(quantisers)
    ]
    facts = FactsSoFar(Settings())
    for frame in frames:
        facts.push(frame)
    facts.finish()
    return facts.of_recording(Frames(frames), NOBODY, LIPS, partial=False)


@pytest.mark.parametrize(
    ("quantisers", "median"),
    [
        ((None, None), None),
        ((26,), 26),
        ((40, 20), 20),
        ((40, 20, 22), 22),
        ((None, 40, 20, 40, 22), 22),
        ((40, 20, 40), 40),
    ],
)
def test_how_coarsely_a_recording_was_coded_is_a_median(
    quantisers: tuple[int | None, ...], median: int | None
) -> None:
    """Of an even number, the finer one of the two in the middle."""
    assert facts_of(*quantisers).quantiser == median


@pytest.mark.parametrize(("quantiser", "is_coarse"), [(None, False), (30, False), (31, True)])
def test_from_where_on_coding_is_coarse(quantiser: int | None, *, is_coarse: bool) -> None:
    assert facts_of(quantiser).is_coarsely_coded == is_coarse


def test_a_camera_that_slowed_down_is_told_of() -> None:
    """Of a sensor that tells no repeated pictures, by all of them; 10 a second show nothing."""
    facts = FactsSoFar(Settings())
    times_s = [*np.arange(60) / 30, *(2 + np.arange(30) / 15), *(4 + np.arange(20) / 10)]
    frames = [replace(FRAME, index=i, time_s=float(at_s)) for i, at_s in enumerate(times_s)]
    for frame in frames:
        facts.push(frame)
    facts.finish()
    told = facts.of_recording(Frames(frames), NOBODY, LIPS, partial=False)
    assert (told.rate_hz, told.slowest_rate_hz) == pytest.approx((30.0, 15.0))


@given(every=st.integers(1, 6), first=st.integers(0, 60), at_once=st.integers(1, 40))
def test_the_size_of_the_face_is_taken_of_what_was_watched(
    every: int, first: int, at_once: int
) -> None:
    """Also where frames are dropped, so that their numbers have gaps."""
    motions = [
        replace(motion, index=first + every * number)
        for number, motion in enumerate(make_motion(frame_times_s(3.0, 30.0)))
    ]
    motions[30:] = [
        replace(motion, face=replace(RESTING_FACE, pupil_distance_px=50.0))
        for motion in motions[30:]
    ]
    facts = FactsSoFar(Settings())
    for start in range(0, len(motions), at_once):
        facts.measured(motions[start : start + at_once])
    assert facts.of_sensor(BACKEND, READER, LIPS, DETECTOR).pupil_distance_px == 50.0
