"""Faces that hold still in noise of all colours, made up: nothing in them is a twitch."""

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

CLIPS, DURATION_S, RATES_HZ = 150, 10.0, (25.0, 30.0, 60.0)
# From so little to so much (mm, root mean square); up to which frequencies it goes, and by which
# power of the frequency it falls, at most; below this frequency it falls no more.
LEVEL_MM, TOP_HZ, FALL, LEAST_HZ = (0.005, 0.12), (6.0, 30.0), 2.0, 0.5
# By this factor regions differ in their noise (standard deviation of the logarithm).
UNLIKE = 0.3
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
    places_mm = _noise_mm(round(DURATION_S * rate_hz), rate_hz, rng)
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


def _noise_mm(n_rows: int, rate_hz: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Each region on its own, shape ``(n_rows, N_REGIONS, 2)``."""
    frequency_hz = np.fft.rfftfreq(n_rows, 1.0 / rate_hz)
    size = np.maximum(frequency_hz, LEAST_HZ) ** -rng.uniform(0.0, FALL)
    size *= (frequency_hz > 0.0) & (frequency_hz < rng.uniform(*TOP_HZ))
    real, imaginary = rng.normal(size=(2, len(size), N_REGIONS, 2)) * size[:, None, None]
    noise = np.fft.irfft(real + 1j * imaginary, n_rows, axis=0)
    level_mm = np.exp(rng.uniform(*np.log(LEVEL_MM)))
    unlike = np.exp(rng.normal(0.0, UNLIKE, (N_REGIONS, 1)))
    return np.asarray(noise * level_mm * unlike / noise.std())
