"""Peaks of an excursion, and which pauses between them are rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from twitchcam.detection.excursion import (
    excursion_and_peaks,
    first_and_last_row,
    moving_rows,
    pauses_between,
    size_of,
)
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from twitchcam.records import Floats

SETTINGS = DetectionSettings()
RATE_HZ = SETTINGS.grid_rate_hz


def pulses(*at_s: float, length_s: float = 0.2, duration_s: float = 3.0) -> Floats:
    """Raised cosines of size 1 that begin at these times."""
    time_s = np.arange(0.0, duration_s, 1.0 / RATE_HZ)
    course = np.zeros(len(time_s))
    for start_s in at_s:
        inside = (time_s >= start_s) & (time_s < start_s + length_s)
        course[inside] += 0.5 - 0.5 * np.cos(2 * np.pi * (time_s[inside] - start_s) / length_s)
    return course


def rows(*times_s: float) -> list[int]:
    return [round(time_s * RATE_HZ) for time_s in times_s]


def test_a_long_rest_between_peaks_is_a_pause() -> None:
    course = pulses(1.0, 1.7)
    (pause,) = pauses_between(moving_rows(course, SETTINGS), np.array(rows(1.1, 1.8)), SETTINGS)
    assert pause / RATE_HZ == pytest.approx(1.45, abs=0.03)


def test_a_cycle_too_weak_for_a_peak_is_no_pause() -> None:
    """There the lip still moves for much of the time."""
    course = pulses(1.0, 1.7) + 0.35 * pulses(1.22, length_s=0.46)
    assert pauses_between(moving_rows(course, SETTINGS), np.array(rows(1.1, 1.8)), SETTINGS) == []


def test_peaks_that_are_near_each_other_have_no_pause() -> None:
    gap_s = SETTINGS.max_gap_s - 0.02
    peaks = np.array(rows(1.1, 1.1 + gap_s))
    assert pauses_between(moving_rows(pulses(1.0, 1.0 + gap_s), SETTINGS), peaks, SETTINGS) == []


@pytest.mark.parametrize("faint", [0.3, 1.0])
def test_peaks_are_told_against_what_is_near(faint: float) -> None:
    """Ten peaks, of which those at the ends are fainter."""
    starts_s = 0.5 + 0.2 * np.arange(10)
    sizes = np.interp(np.arange(10), [0, 4, 5, 9], [faint, 1.0, 1.0, faint])
    course = sum(size * pulses(at_s) for size, at_s in zip(sizes, starts_s, strict=True))
    path = np.column_stack([np.zeros(len(course)), course])
    rest = round(0.1 * RATE_HZ)
    _, peaks = excursion_and_peaks(path, (rest, rest), SETTINGS)
    assert len(peaks) == 10
    assert peaks / RATE_HZ == pytest.approx(starts_s + 0.1, abs=0.03)


@pytest.mark.parametrize("seen_from_s", [0.0, 0.4])
def test_rest_at_one_end_is_what_a_movement_is_held_against(seen_from_s: float) -> None:
    """It was cut out of one that went on before or after; an end in mid-movement is no rest."""
    seen = slice(*rows(seen_from_s, seen_from_s + 0.7))
    course = pulses(0.2, 0.4, 0.6, 0.8)[seen]
    rest = (0, rows(0.05)[0]) if seen_from_s else (rows(0.05)[0], 0)
    path = np.column_stack([np.zeros(len(course)), course + 3.0])
    excursion, peaks = excursion_and_peaks(path, rest, SETTINGS)
    assert excursion == pytest.approx(course, abs=0.01)
    assert len(peaks) == 3


@pytest.mark.parametrize(
    "sizes", [(1.0, 0.4, 0.4, 0.4), (0.4, 1.0, 0.4, 0.4), (0.4, 0.4, 0.4, 1.0)]
)
@pytest.mark.parametrize("drift", [0.0, 0.3])
def test_of_many_peaks_the_largest_is_the_size_whatever_drifts(
    sizes: tuple[float, ...], drift: float
) -> None:
    starts_s = (1.0, 1.25, 1.45, 1.7)
    course = np.sum(
        [size * pulses(at_s) for size, at_s in zip(sizes, starts_s, strict=True)], axis=0
    )
    course += drift * np.sin(2 * np.pi * 0.5 * np.arange(len(course)) / RATE_HZ)
    peaks = np.array(rows(*(at_s + 0.1 for at_s in starts_s)))
    ends = rows(1.02, 1.88)
    assert size_of(course, peaks, *ends) == pytest.approx(1.0, rel=0.06)


def test_each_end_is_told_against_its_own_peak() -> None:
    course = 0.1 * pulses(1.0) + pulses(1.25) + 0.1 * pulses(1.5)
    ends = first_and_last_row(course, np.array(rows(1.1, 1.35, 1.6)))
    assert [row / RATE_HZ for row in ends] == pytest.approx([1.03, 1.67], abs=0.015)
