"""The size that is found with 90% recall (A90), and whether the program foresees it.

Recall at the sizes measured is made to rise with the size by isotonic regression (the nearest
curve that never falls, in squares weighted by the number of twitches: Barlow et al., *Statistical
Inference under Order Restrictions*, 1972), and is interpolated in a straight line over the
logarithm of the size. A90 is where that curve first reaches 90%. Outside the sizes measured nothing
is claimed: the curve is not extended.

Its 95% interval is that of a bootstrap over people: recordings of one person are not independent,
so people are drawn anew with replacement, each with all their recordings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from benchmarks.accuracy.scores.results import Scores, by_person

if TYPE_CHECKING:
    from collections.abc import Mapping

Floats = NDArray[np.float64]

WANTED_RECALL = 0.9
DRAWS = 1000
# The ends of a 95% interval.
TAILS = (0.025, 0.975)
# A foreseen size is right within this factor.
WITHIN_FACTOR = 1.5


@dataclass(frozen=True, slots=True)
class A90:
    """A size found with 90% recall, in percent of the pupil distance.

    Parameters
    ----------
    percent
        The size; infinite above the largest size measured, 0 if the smallest is found as well.
    low, high
        Ends of its 95% interval, in the same way; ``None`` where fewer than two people were seen.
    smallest, largest
        The sizes measured.
    """

    percent: float
    smallest: float
    largest: float
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.low is None or self.high is None:
            return self.in_short
        return f"{self.in_short} ({self._told(self.low)} to {self._told(self.high)})"

    @property
    def in_short(self) -> str:
        """The size in words, without its interval."""
        return self._told(self.percent)

    def _told(self, percent: float) -> str:
        if math.isinf(percent):
            return f"above {self.largest:g}"
        return f"{percent:.2f}" if percent else f"at most {self.smallest:g}"

    @property
    def bounds(self) -> tuple[float, float]:
        """Between which sizes it lies: twice itself, or what is known where it was not reached."""
        if math.isinf(self.percent):
            return self.largest, math.inf
        return (self.percent, self.percent) if self.percent else (0.0, self.smallest)


def a90(injected: Mapping[float, Scores], people: Mapping[str, str] | None = None) -> A90 | None:
    """Size that is found with 90% recall over all clips; ``None`` without any twitch.

    Parameters
    ----------
    people
        Who is seen, by clip; without it there is no interval.
    """
    sizes = sorted(
        size for size, scores in injected.items() if any(s.true for s in scores.values())
    )
    if not sizes:
        return None
    by_size = [by_person(injected[size], people or {}) for size in sizes]
    names = sorted({name for scores in by_size for name in scores})
    counts = np.array(
        [
            [(s.found, s.true) if (s := scores.get(name)) else (0, 0) for scores in by_size]
            for name in names
        ],
        dtype=np.float64,
    )
    percent = reached_at(np.array(sizes), *counts.sum(axis=0).T)
    if people is None or len(names) < 2:
        return A90(percent, sizes[0], sizes[-1])
    low, high = _interval(np.array(sizes), counts)
    return A90(percent, sizes[0], sizes[-1], low, high)


def reached_at(sizes: Floats, found: Floats, true: Floats, wanted: float = WANTED_RECALL) -> float:
    """Size at which recall reaches what is wanted: infinite if it never does, 0 if it always does.

    Parameters
    ----------
    sizes, found, true
        Rising sizes, and how many twitches of each were found and put in, shape ``(n,)``.
    """
    known = true > 0
    if not known.any():
        return math.inf
    logs = np.log(sizes[known])
    recall = isotonic_regression(found[known] / true[known], weights=true[known]).x
    # Means of equal recalls are off by rounding.
    enough = np.flatnonzero(recall >= wanted - 1e-9)
    if not len(enough):
        return math.inf
    first = int(enough[0])
    if first == 0:
        return 0.0
    share = (wanted - recall[first - 1]) / (recall[first] - recall[first - 1])
    return float(np.exp(logs[first - 1] + min(share, 1.0) * (logs[first] - logs[first - 1])))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the program says that it could find in a recording, beside what it finds.

    Parameters
    ----------
    percent
        Smallest twitch that it says it could have found, in percent of the pupil distance: median
        over the clips made of the recording. ``None`` if it does not say.
    measured
        A90 in those clips.
    """

    percent: float | None
    measured: A90

    @property
    def ratio(self) -> tuple[float, float] | None:
        """Foreseen ÷ measured: between which values it lies; twice the same if it is known."""
        if self.percent is None:
            return None
        low, high = self.measured.bounds
        return self.percent / high, self.percent / low if low else math.inf

    @property
    def is_right(self) -> bool | None:
        """Whether both are equal within a factor; ``None`` where the measurement cannot tell."""
        if self.ratio is None:
            return None
        low, high = self.ratio
        if low > WITHIN_FACTOR or high < 1 / WITHIN_FACTOR:
            return False
        return True if low >= 1 / WITHIN_FACTOR and high <= WITHIN_FACTOR else None


def foreseen(injected: Mapping[float, Scores]) -> dict[str, Foreseen]:
    """Hold what the program foresees of each recording against what it finds, by clip."""
    told: dict[str, Foreseen] = {}
    for clip in sorted({clip for scores in injected.values() for clip in scores}):
        own = {size: {clip: scores[clip]} for size, scores in injected.items() if clip in scores}
        measured = a90(own)
        sizes = [percent for s in own.values() for percent in s[clip].detectable_percent]
        if measured is not None:
            told[clip] = Foreseen(float(np.median(sizes)) if sizes else None, measured)
    return told


def share_right(told: Mapping[str, Foreseen]) -> tuple[int, int]:
    """How many recordings were foreseen rightly, and of how many that can be told."""
    judged = [one.is_right for one in told.values() if one.is_right is not None]
    return sum(judged), len(judged)


class OverPeople(NamedTuple):
    """95% intervals of recall and of F1, as other people might have given them."""

    recall: tuple[float, float]
    f1: tuple[float, float]


def over_people(scores: Scores, people: Mapping[str, str]) -> OverPeople | None:
    """Bootstrap over people, of twitches of one size; ``None`` with fewer than two people."""
    persons = [score for score in by_person(scores, people).values() if score.true]
    if len(persons) < 2:
        return None
    counts = np.array([(s.found, s.true, s.false_alarms) for s in persons], dtype=np.float64)
    found, true, false = (_drawn(len(counts)) @ counts).T
    return OverPeople(
        *(
            (float(low), float(high))
            for low, high in (
                np.quantile(found / true, TAILS),
                np.quantile(2 * found / (found + true + false), TAILS),
            )
        )
    )


def _drawn(people: int) -> Floats:
    """How often each person is drawn, shape ``(draws, people)``."""
    rng = np.random.default_rng(0)
    return rng.multinomial(people, np.full(people, 1 / people), size=DRAWS).astype(np.float64)


def _interval(sizes: Floats, counts: Floats) -> tuple[float, float]:
    """95% interval over people; ``counts`` has shape ``(people, sizes, 2)``, found and true."""
    sums = np.einsum("dp,psc->dsc", _drawn(len(counts)), counts)
    reached = np.array([reached_at(sizes, *drawn.T) for drawn in sums])
    # Of the values themselves: one between a size and infinity would be no size.
    low, high = np.quantile(reached, TAILS, method="inverted_cdf").tolist()
    return low, high
