"""Slow movements of the lips, such as everyone makes at rest, to be put in: none is a twitch.

Lips part, come together or draw back, the jaw takes the lower one along or the upper one is raised;
they stay there for a moment, and return. In chewing the lower lip does so again and again. Twitches
put into faces that hold still are all that moves there; without these, whatever moves might be told
as a twitch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sample_videos.lip_warp import smoothstep
from sample_videos.twitches import PULL, SIDEWAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

Floats = NDArray[np.float64]

CHEW = "chew"
UPPER, LOWER = (np.array([[1.0], [1.0], [0.0], [0.0]]), np.array([[0.0], [0.0], [1.0], [1.0]]))
# How each quadrant goes at size 1, (across, down), shape (4, 2), alike on both sides: what is slow
# on one side alone may be a spasm. Lips that are closed have little room to come closer; those that
# draw back, as before a smile, rise a little.
DIRECTIONS: dict[str, Floats] = {
    "part": PULL,
    "come together": -0.4 * PULL,
    "draw back": SIDEWAYS + np.array([0.0, -0.4]),
    "lower": PULL * LOWER,
    "raise": PULL * UPPER,
    CHEW: PULL * LOWER,
}
# In percent of the pupil distance.
SLOW_SIZES = (2.0, 4.0, 8.0)
RISE_S, HOLD_S, FALL_S = (0.2, 0.5), (0.15, 1.0), (0.25, 0.6)
# Chewing goes there and back without a stop, and so often; one to two times a second (nine in ten
# people 0.94 to 2.17 times: Po et al. 2011, doi:10.1177/0022034511416669).
CHEW_S, CHEWS = (0.23, 0.53), (2, 5)
# From the edges of the stretch, and between two.
LEAD_S, LEAD_SPREAD_S, PAUSE_S = 0.4, 0.5, (0.9, 1.6)
# How often a movement is drawn: often enough at least that a short stretch gets one that fits, and
# in a long one more often than they can follow each other.
DRAWS, DRAWS_PER_S = 120, 2


@dataclass(frozen=True, slots=True)
class SlowMovement:
    """One of them: ``times`` times there and back, in one of the ``DIRECTIONS``."""

    onset_s: float
    rise_s: float
    hold_s: float
    fall_s: float
    direction: str
    times: int = 1

    @property
    def once_s(self) -> float:
        """How long the lips take to go there, stay and come back."""
        return self.rise_s + self.hold_s + self.fall_s

    @property
    def end_s(self) -> float:
        """When the lips are back at rest."""
        return self.onset_s + self.times * self.once_s


def plan_slow_movements(duration_s: float, rng: np.random.Generator) -> tuple[SlowMovement, ...]:
    """Choose movements for a stretch, in order; one too long for it makes way for a shorter one."""
    chosen: list[SlowMovement] = []
    onset_s = LEAD_S + rng.uniform(0.0, LEAD_SPREAD_S)
    for _ in range(max(DRAWS, round(DRAWS_PER_S * duration_s))):
        movement = _drawn(onset_s, rng)
        if movement.end_s <= duration_s - LEAD_S:
            chosen.append(movement)
            onset_s = movement.end_s + rng.uniform(*PAUSE_S)
    return tuple(chosen)


def slow_displacement(movements: Iterable[SlowMovement], time_s: Floats) -> Floats:
    """Motion of the quadrant centres at size 1, shape ``(times, 4, 2)``: across, down."""
    total = np.zeros((len(time_s), 4, 2))
    for one in movements:
        under_way = (time_s > one.onset_s) & (time_s < one.end_s)
        own_s = (time_s - one.onset_s) % one.once_s
        risen = smoothstep(own_s / one.rise_s)
        fallen = smoothstep((own_s - one.once_s + one.fall_s) / one.fall_s)
        total += (under_way * (risen - fallen))[:, None, None] * DIRECTIONS[one.direction]
    return total


def _drawn(onset_s: float, rng: np.random.Generator) -> SlowMovement:
    direction = str(rng.choice(list(DIRECTIONS)))
    if direction == CHEW:
        rise_s, fall_s = rng.uniform(*CHEW_S, size=2)
        times = int(rng.integers(*CHEWS, endpoint=True))
        return SlowMovement(onset_s, rise_s, 0.0, fall_s, CHEW, times)
    spans_s = (rng.uniform(*RISE_S), rng.uniform(*HOLD_S), rng.uniform(*FALL_S))
    return SlowMovement(onset_s, *spans_s, direction)
