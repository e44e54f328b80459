"""What is told of a recording from its frames."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_motion import RESTING_FACE, frame_times_s, make_motion
from tests.sample_frames import Frames
from twitchcam.recording_facts import FactsSoFar
from twitchcam.records import Frame, RecordingFacts
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

GRAY = np.zeros((4, 4), np.uint8)
FRAME = Frame(0, 0.0, GRAY, lambda _reduce=1: np.zeros((4, 4, 3), np.uint8))
NOBODY: Any = SimpleNamespace(other_faces=0, moved_s=None)
LIPS: Any = SimpleNamespace(tells_repeated=False, is_gauged=True)
TELLING_LIPS: Any = SimpleNamespace(tells_repeated=True, is_gauged=True)
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


def told_of(
    times_s: Sequence[float], is_new: Callable[[int], bool], unseen_s: tuple[float, float] = (0, 0)
) -> RecordingFacts:
    """Facts of frames at these times, of which some show the one before again."""
    facts = FactsSoFar(Settings())
    frames = [replace(FRAME, index=i, time_s=at_s) for i, at_s in enumerate(times_s)]
    for frame in frames:
        facts.push(frame)
    facts.measured(
        [
            replace(motion, same_picture=not is_new(motion.index))
            for motion in make_motion(
                np.array(times_s),
                face_at=lambda at_s: None if unseen_s[0] <= at_s < unseen_s[1] else RESTING_FACE,
            )
        ]
    )
    facts.finish()
    return facts.of_recording(Frames(frames), NOBODY, TELLING_LIPS, partial=False)


EVEN = [number / 30 for number in range(1200)]


@pytest.mark.parametrize("n_frames", [1196, 1197, 1198, 1199, 1200])
@pytest.mark.parametrize(
    ("is_new", "new_hz"),
    [
        (lambda index: index % 5 < 4, 24.0),
        (lambda index: index % 3 < 2, 20.0),
        (lambda index: index % 2 == 0, 15.0),
        (lambda index: index % 6 < 4 and index % 6 != 2, 15.0),
        (lambda _: True, 30.0),
    ],
)
def test_new_pictures_are_counted_among_all(
    n_frames: int, is_new: Callable[[int], bool], new_hz: float
) -> None:
    told = told_of(EVEN[:n_frames], is_new)
    assert told.rate_hz == pytest.approx(30.0)
    assert told.dropped_frames == 0
    assert told.new_rate_hz == pytest.approx(new_hz, rel=2e-3)
    assert told.slowest_rate_hz == pytest.approx(new_hz, rel=5e-3)


def test_what_freezes_or_goes_away_does_not_count_among_all() -> None:
    """Nor do missing pictures: they were not shown again."""

    def is_new(index: int) -> bool:
        return index % 5 < 4 and not 300 <= index < 600

    assert told_of(EVEN, is_new, (25.0, 30.0)).new_rate_hz == pytest.approx(24.0, rel=5e-3)
    lossy = told_of([at_s for n, at_s in enumerate(EVEN) if n % 10], lambda _: True)
    assert lossy.new_rate_hz == lossy.rate_hz == pytest.approx(30.0)
    assert lossy.dropped_frames > 100


def test_a_picture_that_changes_once_a_second_is_told_by_the_times_between() -> None:
    told = told_of(EVEN, lambda index: index % 30 == 0)
    assert told.new_rate_hz == told.slowest_rate_hz == pytest.approx(1.0)
