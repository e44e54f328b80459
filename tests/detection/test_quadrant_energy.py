"""How much quadrants move beyond their noise."""

from __future__ import annotations

import pytest

from tests.made_motion import Pull, frame_times_s, make_motion
from tests.made_rows import rows_of
from twitchcam.detection.quadrant_energy import QuadrantEnergy


def energy_of(*pulls: Pull, restless_mm: float = 0.0) -> QuadrantEnergy:
    """From 5 to 6 s; the lower right quadrant may be restless all the time."""
    times_s = frame_times_s(7.0, 30.0)
    motions = make_motion(times_s, pulls)
    other_mm = make_motion(times_s, noise_mm=restless_mm, seed=3)
    for motion, other in zip(motions, other_mm, strict=True):
        motion.lips_mm[3] += other.lips_mm[3]
    rows = rows_of(motions)
    return QuadrantEnergy.of(rows.between(5.0, 6.0), rows.between(0.0, 6.0))


def test_what_moves_as_much_as_the_strongest_is_lively_in_step_or_not() -> None:
    energy = energy_of(Pull(5.0, 1.0, (0,), 1.0, cycles=5), Pull(5.05, 1.0, (1,), 0.9, cycles=5))
    assert energy.strongest == 0
    assert energy.lively.tolist() == [True, True, False, False]


def test_what_moves_far_less_is_not() -> None:
    energy = energy_of(Pull(5.0, 1.0, (0,), 1.0, cycles=5), Pull(5.05, 1.0, (1,), 0.4, cycles=5))
    assert energy.lively.tolist() == [True, False, False, False]


@pytest.mark.parametrize("restless_mm", [0.1, 0.3])
def test_what_is_always_restless_is_not(restless_mm: float) -> None:
    energy = energy_of(Pull(5.0, 1.0, (0,), 0.5, cycles=5), restless_mm=restless_mm)
    assert not energy.lively[3]


def test_noise_is_taken_off() -> None:
    energy = energy_of(Pull(5.0, 1.0, (0,), 1.0, cycles=5))
    assert energy.noise_share[0] < 0.01
    assert energy.beyond_mm[0] > 10.0 * energy.beyond_mm[1:].max()
