"""The face is looked for more often while its lips move."""

from __future__ import annotations

import numpy as np
import pytest

from twitchcam.settings import VisionSettings
from twitchcam.vision.lip_regions import N_LIPS, N_REGIONS
from twitchcam.vision.lip_sensors import Reading
from twitchcam.vision.look_times import LookTimes

SETTINGS = VisionSettings()
MOVED = 1.5


def reading(lips: float = 0.0, head: float = 0.0) -> Reading:
    """One quadrant has gone down by ``lips``, and everything across by ``head``."""
    regions = np.tile([head, 0.0], (N_REGIONS, 1))
    regions[N_LIPS - 1, 1] += lips
    return Reading(regions, np.array([head, 0.0]), residual=0.0, repeated=False)


def waits_s(later: Reading, step_s: float = 0.01) -> float:
    """After how long a followed face is looked at that has moved like this since the last look."""
    times = LookTimes(SETTINGS)
    times.note(1.0, reading())
    steps = np.arange(1.0, 3.0, step_s)
    return next(float(time_s) for time_s in steps if times.is_due(time_s, later)) - 1.0


@pytest.mark.parametrize(
    ("later", "expected_s"),
    [
        (reading(), SETTINGS.landmark_interval_s),
        (reading(lips=SETTINGS.still_lips_share / MOVED), SETTINGS.landmark_interval_s),
        (reading(lips=SETTINGS.still_lips_share * MOVED), SETTINGS.moving_interval_s),
        (reading(lips=-SETTINGS.still_lips_share * MOVED), SETTINGS.moving_interval_s),
        # A head that moves takes its lips along: they move against it or not at all.
        (reading(head=10.0 * SETTINGS.still_lips_share), SETTINGS.landmark_interval_s),
    ],
)
def test_moving_lips_are_looked_at_sooner(later: Reading, expected_s: float) -> None:
    assert waits_s(later) == pytest.approx(expected_s, abs=0.011)


def test_movement_counts_from_the_last_look() -> None:
    times = LookTimes(SETTINGS)
    there = reading(lips=0.1)
    times.note(1.0, reading())
    assert times.is_due(1.1, there)
    times.note(1.1, there)
    assert not times.is_due(1.2, there)


def test_a_face_that_is_lost_is_looked_for_by_time_alone() -> None:
    times = LookTimes(SETTINGS)
    assert times.is_due(0.0)
    times.note(0.0, reading())
    assert not times.is_due(0.15)
    assert times.is_due(0.2)


@pytest.mark.parametrize("rate_hz", [25.0, 30.0, 60.0, 120.0])
def test_looks_come_as_often_at_any_rate(rate_hz: float) -> None:
    """Frames come a little early or late: 33 ms are not 33.3."""
    times = LookTimes(SETTINGS)
    looks = 0
    for frame in range(round(10 * rate_hz)):
        time_s = round(frame / rate_hz, 3)
        if times.is_due(time_s, reading()):
            times.note(time_s, reading())
            looks += 1
    assert looks == pytest.approx(10 / SETTINGS.landmark_interval_s, abs=1)
