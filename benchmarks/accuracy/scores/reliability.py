"""Whether confidence means what it says: of twitches reported at 0.8, 8 in 10 should be true.

Every twitch that the program reports counts, in clips with twitches put in and in recordings
without any. The share of true ones depends on how many were put in and how large they were: where
twitches are rarer, the same confidence is worth less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.accuracy.scores.results import Results, pooled
from benchmarks.accuracy.scores.scoring import Score

if TYPE_CHECKING:
    from collections.abc import Sequence

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Twitches reported with a confidence from ``low`` to ``high``.

    ``confidence`` is their mean confidence, ``right`` how many of them are true.
    """

    low: float
    high: float
    reported: int
    right: int
    confidence: float

    @property
    def share_right(self) -> float:
        """Share of them that is true."""
        return self.right / self.reported


@dataclass(frozen=True, slots=True)
class Reliability:
    """Bins that hold anything, in the order of confidence.

    ``lowest`` is the least confidence in any twitch, NaN without any: where it is high, a small
    error says no more than that most of what is reported is true.
    """

    bins: tuple[Bin, ...]
    lowest: float

    @property
    def reported(self) -> int:
        """All twitches with a confidence."""
        return sum(one.reported for one in self.bins)

    @property
    def expected_error(self) -> float | None:
        """Expected calibration error: mean of |confidence - share right| over all twitches.

        As in Guo et al., *On Calibration of Modern Neural Networks*, 2017. ``None`` of nothing.
        """
        if not self.bins:
            return None
        gaps = (one.reported * abs(one.confidence - one.share_right) for one in self.bins)
        return sum(gaps) / self.reported


def reliability(results: Results) -> Reliability:
    """Bin all twitches reported in clips with twitches put in and in recordings as they are."""
    scored = [*results.injected.values(), *results.watched.values()]
    total = sum(map(pooled, scored), Score())
    return binned(total.true_confidences, total.false_confidences)


def binned(right: Sequence[float], wrong: Sequence[float]) -> Reliability:
    """Bin confidences, from 0 to 1, of twitches that are true and of others."""
    told = np.array([*right, *wrong], dtype=np.float64)
    is_right = np.arange(len(told)) < len(right)
    # A confidence of 1 belongs to the last bin.
    numbers = np.minimum((told * BINS).astype(int), BINS - 1)
    return Reliability(
        tuple(
            Bin(
                low=number / BINS,
                high=(number + 1) / BINS,
                reported=int((numbers == number).sum()),
                right=int(is_right[numbers == number].sum()),
                confidence=float(told[numbers == number].mean()),
            )
            for number in range(BINS)
            if (numbers == number).any()
        ),
        lowest=float(told.min()) if len(told) else float("nan"),
    )
