"""Slow movements of both lips, such as everyone makes at rest, to be put in: none is a twitch.

Lips part, come together or draw back, stay there for a moment, and return. Twitches put into faces
that hold still are all that moves there; without these, whatever moves might be told as a twitch.
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

# How each quadrant goes at size 1, (across, down), shape (4, 2). Lips that are closed have little
# room to come closer; those that draw back, as before a smile, rise a little.
DIRECTIONS: dict[str, Floats] = {
    "part": PULL,
    "come together": -0.4 * PULL,
    "draw back": SIDEWAYS + np.array([0.0, -0.4]),
}
# In percent of the pupil distance.
SLOW_SIZES = (2.0, 4.0, 8.0)
RISE_S, HOLD_S, FALL_S = (0.2, 0.5), (0.15, 1.0), (0.25, 0.6)
# From the edges of the stretch, and between two.
LEAD_S, LEAD_SPREAD_S, PAUSE_S = 0.4, 0.5, (0.9, 1.6)
# How often a movement is drawn: often enough at least that a short stretch gets one that fits, and
# in a long one more often than they can follow each other.
DRAWS, DRAWS_PER_S = 60, 2


@dataclass(frozen=True, slots=True)
class SlowMovement:
    """One of them; ``direction`` is one of ``DIRECTIONS``."""

    onset_s: float
    rise_s: float
    hold_s: float
    fall_s: float
    direction: str

    @property
    def end_s(self) -> float:
        """When the lips are back at rest."""
        return self.onset_s + self.rise_s + self.hold_s + self.fall_s


def plan_slow_movements(duration_s: float, rng: np.random.Generator) -> tuple[SlowMovement, ...]:
    """Choose movements for a stretch, in order; one too long for it makes way for a shorter one."""
    chosen: list[SlowMovement] = []
    onset_s = LEAD_S + rng.uniform(0.0, LEAD_SPREAD_S)
    for _ in range(max(DRAWS, round(DRAWS_PER_S * duration_s))):
        spans_s = (rng.uniform(*RISE_S), rng.uniform(*HOLD_S), rng.uniform(*FALL_S))
        movement = SlowMovement(onset_s, *spans_s, str(rng.choice(list(DIRECTIONS))))
        if movement.end_s <= duration_s - LEAD_S:
            chosen.append(movement)
            onset_s = movement.end_s + rng.uniform(*PAUSE_S)
    return tuple(chosen)


def slow_displacement(movements: Iterable[SlowMovement], time_s: Floats) -> Floats:
    """Motion of the quadrant centres at size 1, shape ``(times, 4, 2)``: across, down."""
    total = np.zeros((len(time_s), 4, 2))
    for one in movements:
        risen = smoothstep((time_s - one.onset_s) / one.rise_s)
        fallen = smoothstep((time_s - one.end_s + one.fall_s) / one.fall_s)
        total += (risen - fallen)[:, None, None] * DIRECTIONS[one.direction]
    return total
