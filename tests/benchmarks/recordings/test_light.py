"""Light changes as it is said to, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.recordings.injection import LipTrack, pictures_of, write
from benchmarks.recordings.light import (
    FLICKER_SHARE,
    GAMMA,
    LIGHTS,
    RAMP_STOPS,
    STEP_AFTER_S,
    STEP_STOPS,
    beat_hz,
    change_light,
    flicker,
    lit,
    ramp,
    steps,
)
from benchmarks.shared.encoding import write_video
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from pathlib import Path

TIMES_S = np.arange(600) / 30
GREY = np.full((40, 60, 3), 100, np.uint8)


def chance() -> np.random.Generator:
    return np.random.default_rng(5)


def test_a_ramp_is_slow_and_bounded() -> None:
    stops = np.log2(ramp(TIMES_S, 40, chance()))
    assert np.abs(stops).max() == pytest.approx(RAMP_STOPS, abs=0.02)
    assert np.abs(np.diff(stops, axis=0)).max() * 30 < 1.0


def test_steps_come_again_and_again_and_settle_within_some_pictures() -> None:
    stops = np.log2(steps(TIMES_S, 40, chance()))[:, 0]
    assert np.abs(stops).max() <= STEP_STOPS + 0.05
    starts = np.flatnonzero(
        (np.abs(np.diff(stops)) > 0.02) & (np.abs(np.diff(stops, prepend=0.0))[:-1] < 0.005)
    )
    assert len(starts) >= TIMES_S[-1] / STEP_AFTER_S[1] / 2


@pytest.mark.parametrize(("rate_hz", "beat"), [(30.0, 10.0), (25.0, 5.0), (24.0, 4.0)])
def test_a_lamp_beats_against_the_rate_of_the_pictures(rate_hz: float, beat: float) -> None:
    time_s = np.arange(0, 20, 1 / rate_hz)
    first_row = flicker(time_s, 40, chance())[:, 0] - 1
    spectrum = np.abs(np.fft.rfft(first_row))
    assert np.fft.rfftfreq(len(time_s), 1 / rate_hz)[spectrum.argmax()] == pytest.approx(
        beat, abs=0.1
    )
    assert np.abs(first_row).max() == pytest.approx(FLICKER_SHARE, rel=0.3)


def test_flicker_shows_as_bands() -> None:
    one = flicker(TIMES_S, 400, chance())[0]
    assert np.ptp(one) == pytest.approx(2 * FLICKER_SHARE, rel=0.05)


def test_an_even_multiple_does_not_beat() -> None:
    assert beat_hz(120.0, 30.0) == 0.0
    assert beat_hz(100.0, 60.0) == 20.0


def test_rows_are_multiplied_and_cut_off_at_white() -> None:
    gains = np.linspace(0.5, 3.0, 40)
    bright = lit(GREY, gains)
    assert bright[0, 0, 0] == 50
    assert bright[-1, 0, 0] == 255
    assert np.array_equal(lit(GREY, np.ones(1)), GREY)


@pytest.mark.parametrize("kind", LIGHTS)
def test_a_stretch_keeps_its_times_under_another_light(kind: str, tmp_path: Path) -> None:
    time_s = np.array([0.0, 0.033, 0.07, 0.1, 0.15])
    source = write_video(tmp_path / "rest.mp4", ((float(t), GREY) for t in time_s))
    nowhere = np.zeros((5, 478, 3))
    track = LipTrack(source, 0.0, np.inf, time_s, time_s, nowhere, np.ones(5))
    pictures = change_light(time_s, pictures_of(track), LIGHTS[kind], chance())
    made = write(track, pictures, tmp_path / "made.mp4")
    gains = LIGHTS[kind](time_s, 40, chance()).mean(axis=1) ** (1 / GAMMA)
    with VideoFile(made) as clip:
        frames = list(clip)
    assert [frame.time_s for frame in frames] == pytest.approx(time_s, abs=1e-4)
    levels = [frame.read_rgb().mean() for frame in frames]
    assert levels == pytest.approx(100 * gains, abs=3)
