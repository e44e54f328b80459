"""Lip motion made from known movements: the same movement at any frame rate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.records import MIRRORED_PATCHES, MIRRORED_QUADRANTS, Face, Floats, LipMotion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

N_PATCHES = len(MIRRORED_PATCHES)
RESTING_FACE = Face(
    landmarks=np.zeros((478, 3), dtype=np.float32),
    pupil_distance_px=100.0,
    yaw_deg=0.0,
    pitch_deg=0.0,
    roll_deg=0.0,
    mouth_opening=0.03,
    mouth_width=0.80,
    eye_opening_left=0.30,
    eye_opening_right=0.30,
    others=0,
)


@dataclass(frozen=True)
class Pull:
    """A smooth pull of some quadrants (rows of ``records.QUADRANTS``), straight down.

    With ``cycles`` the pull is an oscillation of that many periods.
    """

    onset_s: float
    duration_s: float
    quadrants: tuple[int, ...]
    size_mm: float
    cycles: int = 1

    def at(self, time_s: Floats) -> Floats:
        """Excursion in mm."""
        share = np.clip((time_s - self.onset_s) / self.duration_s, 0.0, 1.0)
        return self.size_mm * (0.5 - 0.5 * np.cos(2 * np.pi * self.cycles * share))


def frame_times_s(duration_s: float, rate_hz: float) -> Floats:
    """Times of evenly spaced frames."""
    return np.arange(round(duration_s * rate_hz)) / rate_hz


def make_motion(
    times_s: Floats,
    pulls: Sequence[Pull] = (),
    *,
    noise_mm: float = 0.02,
    seed: int = 0,
    face_at: Callable[[float], Face | None] = lambda _: RESTING_FACE,
) -> list[LipMotion]:
    """Lip motion at these times.

    The noise is a sum of sines, so that it is the same movement whenever it is sampled.
    """
    lips = _noise(times_s, 8, noise_mm, seed).reshape(-1, 4, 2)
    surround = _noise(times_s, 2 * N_PATCHES, noise_mm, seed + 1).reshape(-1, N_PATCHES, 2)
    for pull in pulls:
        for quadrant in pull.quadrants:
            lips[:, quadrant, 1] += pull.at(times_s)
    return [
        _frame(index, float(time_s), lips[index], surround[index], face_at(float(time_s)))
        for index, time_s in enumerate(times_s)
    ]


def mirrored(motions: Sequence[LipMotion]) -> list[LipMotion]:
    """What a mirrored picture shows: left and right exchanged, across turned round."""
    return [_mirror(motion) for motion in motions]


def _frame(
    index: int, time_s: float, lips_mm: Floats, surround_mm: Floats, face: Face | None
) -> LipMotion:
    gone = np.nan if face is None else 0.0
    return LipMotion(
        index=index,
        time_s=time_s,
        lips_mm=lips_mm + gone,
        surround_mm=surround_mm + gone,
        residual=0.02 + gone,
        repeated=False,
        face=face,
    )


def _noise(times_s: Floats, columns: int, size_mm: float, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    frequency_hz = rng.uniform(0.5, 10.0, (12, columns))
    phase = rng.uniform(0, 2 * np.pi, (12, columns))
    waves = np.sin(2 * np.pi * frequency_hz * times_s[:, None, None] + phase)
    return size_mm * np.sqrt(2 / 12) * waves.sum(axis=1)


def _mirror(motion: LipMotion) -> LipMotion:
    across = np.array([-1.0, 1.0])
    face = motion.face
    if face is not None:
        left, right = face.eye_opening_left, face.eye_opening_right
        face = replace(face, yaw_deg=-face.yaw_deg, eye_opening_left=right, eye_opening_right=left)
    return replace(
        motion,
        lips_mm=motion.lips_mm[MIRRORED_QUADRANTS] * across,
        surround_mm=motion.surround_mm[MIRRORED_PATCHES] * across,
        face=face,
    )
