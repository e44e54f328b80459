"""Courses of single twitches, bursts and tremor."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sample_videos.twitches import (
    PULL,
    SIDEWAYS,
    Twitch,
    burst,
    eye_closure,
    lip_displacement_mm,
    moved_quadrants,
    single,
    tremor,
    unit_excursion,
)

Floats = NDArray[np.float64]

TIME_S = np.arange(0, 5, 0.001)
SINGLE = single(1.0, 0.2, "upper", "left", 2.0)
BURST = burst(1.0, 7, 6.5, "both", "left", 3.0, "left")
TREMOR = tremor(1.0, 10, 5.0, "lower", "both", 2.0)
ALL = pytest.mark.parametrize("twitch", [SINGLE, BURST, TREMOR], ids=lambda twitch: twitch.pattern)


def peak_times(course: Floats) -> Floats:
    """Return the times of the maxima above rest."""
    inner = course[1:-1]
    top = (inner > course[:-2]) & (inner >= course[2:]) & (inner > 0.1)
    return np.asarray(TIME_S[1:-1][top])


@ALL
def test_peak_to_peak_is_one(twitch: Twitch) -> None:
    """Size is the peak-to-peak excursion."""
    assert np.ptp(unit_excursion(twitch, TIME_S)) == pytest.approx(1, abs=0.002)


@ALL
def test_has_the_stated_number_of_peaks(twitch: Twitch) -> None:
    """Peaks in the truth are peaks in the course."""
    assert len(peak_times(unit_excursion(twitch, TIME_S))) == twitch.peaks


@ALL
def test_rests_outside_the_event(twitch: Twitch) -> None:
    """Onset and duration bound all movement."""
    outside = (twitch.onset_s > TIME_S) | (twitch.end_s < TIME_S)
    assert not unit_excursion(twitch, TIME_S)[outside].any()


@pytest.mark.parametrize("seed", range(20))
def test_peaks_of_a_burst_belong_together_and_are_irregular(seed: int) -> None:
    """Neighbouring peaks are less than 0.4 s apart and not evenly spaced."""
    gaps_s = np.diff(peak_times(unit_excursion(BURST, TIME_S, seed)))
    assert gaps_s.max() < 0.4
    assert gaps_s.std() > 0.005


def test_tremor_keeps_its_frequency_about_rest() -> None:
    """Tremor is regular and centred."""
    course = unit_excursion(TREMOR, TIME_S)
    assert np.median(np.diff(peak_times(course))) == pytest.approx(0.2, abs=0.002)
    assert course.mean() == pytest.approx(0, abs=0.001)


def test_same_seed_same_burst() -> None:
    """The seed alone decides on irregularity."""
    courses = [unit_excursion(BURST, TIME_S, seed) for seed in (3, 3, 4)]
    assert np.array_equal(courses[0], courses[1])
    assert not np.array_equal(courses[0], courses[2])


def test_displacement_is_the_size_along_the_pull() -> None:
    """Only the chosen quadrant moves, by the size in mm."""
    moved_mm = lip_displacement_mm([SINGLE], TIME_S)
    assert moved_mm.shape == (len(TIME_S), 4, 2)
    assert np.linalg.norm(moved_mm[:, 0], axis=-1).max() == pytest.approx(2, abs=0.01)
    assert not moved_mm[:, 1:].any()


@pytest.mark.parametrize("direction", [PULL, SIDEWAYS])
def test_pull_is_mirror_symmetric(direction: Floats) -> None:
    """Both sides pull outward alike, and by the whole size."""
    assert np.allclose(direction[[1, 3]], direction[[0, 2]] * [-1, 1])
    assert np.linalg.norm(direction, axis=1) == pytest.approx(1.0)


def test_a_pull_sideways_moves_nothing_up_or_down() -> None:
    """It has the same course."""
    plain, sideways = (lip_displacement_mm([SINGLE], TIME_S, 0, way) for way in (PULL, SIDEWAYS))
    assert not sideways[..., 1].any()
    assert np.allclose(np.linalg.norm(sideways, axis=-1), np.linalg.norm(plain, axis=-1))


def test_lip_and_side_choose_quadrants() -> None:
    """Quadrants follow lip and side."""
    assert moved_quadrants("both", "both").all()
    assert moved_quadrants("lower", "right").tolist() == [False, False, False, True]


def test_eye_closes_during_the_event_only() -> None:
    """The eye shuts with the burst and opens after it."""
    closure = eye_closure(BURST, TIME_S)
    assert closure.max() > 0.9
    assert closure.min() >= 0
    assert not closure[BURST.onset_s > TIME_S].any()
