"""Faces in noise of all colours, some of them shaken, made up: nothing in them is a twitch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calibration.collect_candidates import candidates_of, rows_of
from calibration.collected import NOISE, Source, join
from calibration.courses import course_of
from calibration.material import Material
from twitchcam.records import Face, LipMotion
from twitchcam.settings import DetectionSettings
from twitchcam.vision.lip_regions import N_LIPS, N_REGIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

CLIPS, DURATION_S, RATES_HZ = 200, 10.0, (25.0, 30.0, 60.0)
# From so little to so much (mm, root mean square); up to which frequencies it goes, and by which
# power of the frequency it falls, at most; below this frequency it falls no more.
LEVEL_MM, TOP_HZ, FALL, LEAST_HZ = (0.005, 0.12), (6.0, 30.0), 2.0, 0.5
# By this factor regions differ in their noise (standard deviation of the logarithm).
UNLIKE = 0.3
# In this share of clips the head shakes as well, from so little to so much (mm, root mean square).
# Lips are told relative to it; about this share of it, at most, is left in them.
SHAKEN, SHAKE_MM, LEAK = 0.35, (0.02, 0.6), 0.15
STILL = Face(
    landmarks=np.zeros((478, 3), dtype=np.float32),
    pupil_distance_px=100.0,
    yaw_deg=0.0,
    pitch_deg=0.0,
    roll_deg=0.0,
    mouth_opening=0.0,
    mouth_width=0.8,
    eye_opening_left=0.3,
    eye_opening_right=0.3,
    others=0,
)


def make_noise(seed: int = 0) -> Material:
    """Candidates and courses of made-up clips.

    Parameters
    ----------
    seed
        Fixes the noise.
    """
    rng = np.random.default_rng(seed)
    settings = DetectionSettings()
    stretches = [(NOISE, 0.0, DURATION_S)]
    candidates, courses = [], []
    for clip in range(CLIPS):
        source = Source(f"{NOISE}-{clip}", NOISE, None, 0, {NOISE: DURATION_S}, NOISE)
        rows = rows_of(list(_motion(rng)), settings)
        candidates.append(candidates_of(rows, source, (), stretches, settings))
        courses.append(course_of(rows, source, (), stretches))
    return Material(join(candidates), join(courses))


def _motion(rng: np.random.Generator) -> Iterator[LipMotion]:
    rate_hz = float(rng.choice(RATES_HZ))
    n_rows = round(DURATION_S * rate_hz)
    unlike = np.exp(rng.normal(0.0, UNLIKE, (N_REGIONS, 1)))
    places_mm = unlike * _noise_mm(n_rows, N_REGIONS, rate_hz, LEVEL_MM, rng)
    if rng.random() < SHAKEN:
        share = np.ones((N_REGIONS, 1))
        share[:N_LIPS] = rng.uniform(0.0, LEAK) + rng.uniform(-LEAK, LEAK, (N_LIPS, 1)) / 3.0
        places_mm += share * _noise_mm(n_rows, 1, rate_hz, SHAKE_MM, rng)
    for index, own_mm in enumerate(places_mm):
        yield LipMotion(
            index=index,
            time_s=index / rate_hz,
            lips_mm=own_mm[:N_LIPS],
            surround_mm=own_mm[N_LIPS:],
            residual=0.02,
            repeated=False,
            face=STILL,
        )


def _noise_mm(
    n_rows: int,
    n_places: int,
    rate_hz: float,
    between_mm: tuple[float, float],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Each place on its own, shape ``(n_rows, n_places, 2)``."""
    frequency_hz = np.fft.rfftfreq(n_rows, 1.0 / rate_hz)
    size = np.maximum(frequency_hz, LEAST_HZ) ** -rng.uniform(0.0, FALL)
    size *= (frequency_hz > 0.0) & (frequency_hz < rng.uniform(*TOP_HZ))
    real, imaginary = rng.normal(size=(2, len(size), n_places, 2)) * size[:, None, None]
    noise = np.fft.irfft(real + 1j * imaginary, n_rows, axis=0)
    level_mm = np.exp(rng.uniform(*np.log(between_mm)))
    return np.asarray(noise * level_mm / noise.std())
