"""Candidates with their truth: what the points of a decision are fitted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from benchmarks.recordings.stretches import uncovered
from calibration.collected import SLOW_MOVEMENTS, person_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calibration.collected import Source
    from sample_videos.twitches import Twitch
    from twitchcam.detection.candidates import Candidate

Floats = NDArray[np.float64]

# The filter answers late: a candidate belongs to a twitch up to so long after its end…
LATE_S = 0.2
# …and so near to a twitch it is neither true nor false.
UNSURE_BEFORE_S, UNSURE_AFTER_S = 0.3, 0.6
# Stretches are known to a few tenths of a second: before a word, lips move already.
EDGE_S = 0.3
NO_TWITCH = -1


@dataclass(frozen=True, slots=True)
class Candidates:
    """Many candidates, one per row.

    ``features`` has shape ``(n, n_features)``. ``source`` is an index into ``sources``; ``twitch``
    the number of the twitch that a candidate belongs to in its source, else ``NO_TWITCH``; ``kind``
    the kind of stretch it lies in. ``unsure`` are too near to a twitch, or to an edge of a stretch,
    to be false; ``told`` are those that plain rules would let pass, were they taken for twitches.
    """

    sources: tuple[Source, ...]
    features: Floats
    source: NDArray[np.int64]
    twitch: NDArray[np.int64]
    unsure: NDArray[np.bool_]
    observable: NDArray[np.bool_]
    told: NDArray[np.bool_]
    time_s: Floats
    strength: Floats
    kind: NDArray[np.str_]

    @property
    def is_true(self) -> NDArray[np.bool_]:
        """Which are twitches."""
        return self.twitch != NO_TWITCH

    @property
    def as_in_life(self) -> NDArray[np.bool_]:
        """All but slow movements that were put in: those come far more often than in life."""
        return self.kind != SLOW_MOVEMENTS

    @property
    def counted(self) -> NDArray[np.bool_]:
        """Which lie in time that counts: false ones there are divided by it."""
        return np.isin(self.kind, sorted({kind for one in self.sources for kind in one.free_s}))

    @property
    def person(self) -> NDArray[np.str_]:
        """Whose they are."""
        return person_of(self)

    @property
    def size(self) -> Floats:
        """Of the twitches in their source, NaN where none are put in."""
        sizes = [np.nan if source.size is None else source.size for source in self.sources]
        return np.array(sizes)[self.source]


def free_of_twitches_s(start_s: float, end_s: float, twitches: Sequence[Twitch] = ()) -> float:
    """Time of a stretch in which a candidate would be false.

    That is far enough from its edges and from all twitches.
    """
    within = (start_s + EDGE_S, end_s - EDGE_S)
    covers = [(twitch.onset_s, twitch.end_s) for twitch in twitches]
    free = uncovered(within, covers, UNSURE_BEFORE_S, UNSURE_AFTER_S)
    return sum((until_s - from_s for from_s, until_s in free), 0.0)


def label(
    found: Sequence[Candidate], twitches: Sequence[Twitch], edges_s: Sequence[float] = ()
) -> tuple[list[int], list[bool]]:
    """For each candidate the number of its twitch, and whether it cannot be called false.

    It cannot where it is too near a twitch or an edge of a stretch.
    """
    own, unsure = [], []
    for one in found:
        numbers = [
            number
            for number, twitch in enumerate(twitches)
            if twitch.onset_s <= one.time_s <= twitch.end_s + LATE_S
        ]
        own.append(numbers[0] if numbers else NO_TWITCH)
        near_twitch = any(
            twitch.onset_s - UNSURE_BEFORE_S < one.time_s < twitch.end_s + UNSURE_AFTER_S
            for twitch in twitches
        )
        near_edge = any(abs(one.time_s - edge_s) < EDGE_S for edge_s in edges_s)
        unsure.append(not numbers and (near_twitch or near_edge))
    return own, unsure
