"""How far counts bear out that a share or a ratio of rates lies beyond a limit.

All strengths lie between -1 and 1: posterior probabilities, rescaled so that the prior is 0.
Twitches that can be false (:mod:`twitchcam.evidence.false_twitches`) bear nothing out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc

from twitchcam.evidence.false_twitches import most_false
from twitchcam.evidence.rates import share_ends

if TYPE_CHECKING:
    from twitchcam.records import Estimate

# Events that were there, or to be expected, at which a comparison of rates counts half.
EVENTS_FOR_HALF = 2.0
# More twitches than this nobody counts in one recording.
MOST_TRIES = 5000

Rate = tuple[float, float]
"""Events, and the observable seconds in which they came."""


def share_above(hits: float, misses: float, limit: float) -> float:
    """How sure it is that a share lies above a limit; uniform prior, -1 to 1."""
    return _rescaled(
        1 - float(betainc(hits + 1, misses + 1, limit)), 1 - float(betainc(1, 1, limit))
    )


def rate_ratio_above(one: Rate, other: Rate, ratio: float) -> float:
    """How sure it is that one rate is more than ``ratio`` times the other; Jeffreys priors.

    With gamma posteriors, the share of one rate among both (weighted by time) is a beta variable.
    Where there were few events and few to be expected (looked at for a moment, or twitches rare),
    it counts for little: so few come by chance.
    """
    (n, time_s), (other_n, other_time_s) = one, other
    if time_s <= 0 or other_time_s <= 0 or n + other_n == 0:
        return 0.0
    limit = ratio * time_s / (ratio * time_s + other_time_s)
    prior = 1 - float(betainc(0.5, 0.5, limit))
    sure = _rescaled(1 - float(betainc(n + 0.5, other_n + 0.5, limit)), prior)
    there = max(n, other_n * time_s / other_time_s)
    return sure * there / (there + EVENTS_FOR_HALF)


def share_borne_out(hits: float, misses: float, limit: float, false: int) -> float:
    """How far it is borne out that a share lies above a limit, or below.

    Those that can be ``false`` may all have been for it, or all against it.
    """
    above = share_above(max(0.0, hits - false), misses, limit)
    below = share_above(hits, max(0.0, misses - false), limit)
    return _agreed(above, below)


def ratio_borne_out(one: Rate, other: Rate, ratio: float) -> float:
    """How far it is borne out that a rate is more than ``ratio`` times another, or less.

    False twitches may all have come in the one time, or all in the other.
    """
    above = rate_ratio_above(without_false(one), other, ratio)
    below = rate_ratio_above(one, without_false(other), ratio)
    return _agreed(above, below)


def without_false(rate: Rate) -> Rate:
    """What is certain of a rate: without the events that can be false."""
    events, observable_s = rate
    return max(0.0, events - most_false(observable_s)), observable_s


def _agreed(above: float, below: float) -> float:
    """What both the least and the most that can be true say."""
    return max(above, 0.0) + min(below, 0.0)


def _rescaled(probability: float, prior: float) -> float:
    above = probability - prior
    return above / (1 - prior) if above > 0 else above / prior


def tries_behind(share: Estimate, most: int) -> int:
    """Of how many twitches a share is, told by its interval (the eyes are not always seen).

    The interval is that of :func:`twitchcam.evidence.rates.share`; the number whose interval comes
    closest is taken.
    """
    tries = np.arange(1, min(max(most, 1), MOST_TRIES) + 1, dtype=np.float64)
    hits = np.clip(np.round(share.value * tries), 0, tries)
    low, high = share_ends(hits, tries)
    off = np.abs(low - share.low) + np.abs(high - share.high)
    off += np.abs(hits / tries - share.value)
    return int(tries[np.argmin(off)])
