"""How regularly a movement repeats itself."""

from __future__ import annotations

import numpy as np
import pytest

from tests.made_motion import Pull, frame_times_s, make_motion
from tests.made_rows import made_decision
from twitchcam.detection.detector import Detector
from twitchcam.detection.rhythm import measure_rhythm
from twitchcam.records import Floats, Kind
from twitchcam.settings import DetectionSettings

SETTINGS = DetectionSettings()
STRONG = made_decision(strength=(1.0, -1.0, 1.0))


def down(course: Floats) -> Floats:
    """A path that goes up and down only."""
    return np.column_stack([np.zeros_like(course), course])


def test_rhythm_of_a_sine_and_of_noise() -> None:
    time_s = np.arange(0, 2, 1 / SETTINGS.grid_rate_hz)
    regularity, frequency_hz = measure_rhythm(down(np.sin(2 * np.pi * 5.3 * time_s)), SETTINGS)
    assert regularity > 0.95
    assert frequency_hz == pytest.approx(5.3, abs=0.05)
    noise = np.random.default_rng(1).normal(size=len(time_s))
    assert measure_rhythm(down(noise), SETTINGS)[0] < 0.6


def test_a_short_movement_has_no_rhythm() -> None:
    regularity, frequency_hz = measure_rhythm(down(np.hanning(20)), SETTINGS)
    assert regularity == 0.0
    assert np.isnan(frequency_hz)


@pytest.mark.parametrize("frequency_hz", [2.8, 2.81, 2.85])
def test_the_slowest_tremors_have_a_rhythm(frequency_hz: float) -> None:
    sine = np.sin(2 * np.pi * frequency_hz * frame_times_s(2.5, SETTINGS.grid_rate_hz))
    regularity, told_hz = measure_rhythm(down(sine), SETTINGS)
    assert regularity > 0.95
    assert told_hz == pytest.approx(frequency_hz, abs=0.05)


@pytest.mark.parametrize("frequency_hz", [11.5, 12.0])
def test_the_fastest_tremors_are_not_told_at_half_their_frequency(frequency_hz: float) -> None:
    sine = np.sin(2 * np.pi * frequency_hz * frame_times_s(2.0, SETTINGS.grid_rate_hz))
    assert measure_rhythm(down(sine), SETTINGS)[1] == pytest.approx(frequency_hz, abs=0.1)


@pytest.mark.parametrize(
    ("rate_hz", "frequency_hz"),
    [
        (15.0, 6.0),
        (15.0, 7.0),
        (18.0, 7.0),
        (24.0, 8.67),
        (25.0, 10.0),
        (25.0, 10.33),
        (30.0, 10.67),
    ],
)
def test_few_pictures_a_period_do_not_divide_the_frequency(
    rate_hz: float, frequency_hz: float
) -> None:
    motions = make_motion(
        frame_times_s(8.0, rate_hz), [Pull(3.0, 3.0, (2, 3), 2.0, cycles=round(3 * frequency_hz))]
    )
    detector = Detector(decision=STRONG)
    events = detector.push(motions) + detector.flush()
    (event,) = (event for event in events if event.kind is Kind.TWITCH)
    assert event.frequency_hz == pytest.approx(frequency_hz, abs=0.15)


@pytest.mark.parametrize("frequency_hz", [3.0, 3.3, 4.0])
@pytest.mark.parametrize("rate_hz", [30.0, 60.0])
def test_overtones_of_jerks_are_not_their_rhythm(rate_hz: float, frequency_hz: float) -> None:
    """Each jerk rings on for a quarter of a second; overtones hold more power than the rhythm."""
    starts_s = 3.0 + np.arange(round(4 * frequency_hz)) / frequency_hz
    motions = make_motion(frame_times_s(10.0, rate_hz))
    for motion in motions:
        after_s = motion.time_s - starts_s
        rings = np.exp(-after_s / 0.08) * np.sin(2 * np.pi * 3 * frequency_hz * after_s)
        motion.lips_mm[2, 1] += 3.0 * rings[(after_s >= 0) & (after_s < 0.25)].sum()
    detector = Detector(decision=STRONG)
    events = detector.push(motions) + detector.flush()
    told_hz = [e.frequency_hz for e in events if e.kind is Kind.TWITCH and e.frequency_hz]
    assert told_hz == pytest.approx([frequency_hz] * len(told_hz), abs=0.2)


def test_the_spectrum_is_more_exact_than_one_period() -> None:
    """Of tremors of two seconds in noise."""
    rng = np.random.default_rng(5)
    time_s = np.arange(0, 2, 1 / SETTINGS.grid_rate_hz)
    errors_hz = []
    for frequency_hz in rng.uniform(4.2, 11.0, 40):
        wave = np.sin(2 * np.pi * frequency_hz * time_s) + rng.normal(0, 0.2, len(time_s))
        errors_hz.append(measure_rhythm(down(wave), SETTINGS)[1] - frequency_hz)
    assert np.abs(errors_hz).max() < 0.05
