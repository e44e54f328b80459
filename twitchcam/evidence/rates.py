"""Rates, shares and rhythm with their uncertainty.

All intervals are 95% and Bayesian with Jeffreys priors, closed at the boundary as L. D. Brown,
T. T. Cai and A. DasGupta propose (Statistical Science 16:101, 2001, for shares; Statistica Sinica
13:19, 2003, for rates): a count of zero has the lower end 0, a share of all the upper end 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv, gammaincinv

from twitchcam.records import Distribution, Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from twitchcam.records import Floats

    Counts = NDArray[np.int64]

TAIL = 0.025
SECONDS_PER_MINUTE = 60.0

# Fewer events say nothing about bouts.
LEAST_EVENTS = 5
# Fewer see too few bouts: what these tell widens intervals, but not enough (of made-up events in
# bouts, 95% intervals hold the true rate half to four fifths of the time).
ENOUGH_EVENTS = 20
STRETCHES = 10

RATE_MODEL = (
    "events ÷ observable time; 95% interval of Gamma(n + 1/2, T), that is Poisson counts with"
    " Jeffreys prior; n and T are divided by the dispersion index where it is known and above 1"
)


def rate_per_minute(count: int, observable_s: float, dispersion: float | None) -> Estimate | None:
    """Events per observable minute.

    With events at random the rate's posterior is ``Gamma(n + 1/2, T)``. Events that come in bouts
    make it less certain: as in quasi-Poisson models (R. W. M. Wedderburn, Biometrika 61:439, 1974)
    ``n`` and ``T`` are divided by the dispersion index. Evenly spaced events do not narrow it.

    Parameters
    ----------
    count
        Number of events.
    observable_s
        Observable time in seconds.
    dispersion
        Dispersion index, ``None`` if unknown (taken as 1).

    Returns
    -------
    Estimate or None
        Per minute; ``None`` without observable time.
    """
    if observable_s <= 0:
        return None
    minutes = observable_s / SECONDS_PER_MINUTE
    widening = max(1.0, dispersion or 1.0)
    shape, scale = count / widening + 0.5, widening / minutes
    low = scale * float(gammaincinv(shape, TAIL)) if count else 0.0
    return Estimate(count / minutes, low, scale * float(gammaincinv(shape, 1 - TAIL)))


def share(hits: int, tries: int) -> Estimate | None:
    """Share of hits, posterior ``Beta(hits + 1/2, misses + 1/2)``; ``None`` without tries."""
    if tries == 0:
        return None
    low, high = share_ends(np.array(hits), np.array(tries))
    return Estimate(hits / tries, float(low), float(high))


def share_ends(hits: Floats | Counts, tries: Floats | Counts) -> tuple[Floats, Floats]:
    """Ends of the intervals of shares; both of one shape, every ``tries`` above 0."""
    shapes = hits + 0.5, tries - hits + 0.5
    low = np.where(hits > 0, betaincinv(*shapes, TAIL), 0.0)
    high = np.where(hits < tries, betaincinv(*shapes, 1 - TAIL), 1.0)
    return low, high


def laterality_index(left: int, right: int) -> Estimate | None:
    """(left - right) ÷ (left + right): 1 is all left, -1 all right; ``None`` without either.

    The interval is that of the left share, mapped from 0…1 to -1…1.
    """
    left_share = share(left, left + right)
    if left_share is None:
        return None
    value = (left - right) / (left + right)
    return Estimate(value, 2 * left_share.low - 1, 2 * left_share.high - 1)


def dispersion_index(onsets_s: Sequence[float], observable_s: float) -> float | None:
    """Variance ÷ mean of event counts over equal stretches of observable time.

    The index of dispersion of counts (D. R. Cox and P. A. W. Lewis, The Statistical Analysis of
    Series of Events, 1966): 1 for events at random, more for bouts.

    Parameters
    ----------
    onsets_s
        Onsets in seconds of observable time, that is with unobservable stretches cut out.
    observable_s
        Observable time in seconds.

    Returns
    -------
    float or None
        ``None`` with fewer than 5 events or no observable time.
    """
    if len(onsets_s) < LEAST_EVENTS or observable_s <= 0:
        return None
    onsets = np.clip(onsets_s, 0.0, observable_s)
    counts, _ = np.histogram(onsets, bins=STRETCHES, range=(0.0, observable_s))
    return float(counts.var(ddof=1) / counts.mean())


def weighted_median(values: Sequence[float], weights: Sequence[float]) -> float | None:
    """Smallest value that, with all below it, holds half of the weight; ``None`` without values."""
    if not values:
        return None
    order = np.lexsort((weights, values))
    below = np.cumsum(np.asarray(weights, dtype=np.float64)[order])
    return float(np.asarray(values)[order][np.searchsorted(below, below[-1] / 2)])


def distribution(values: Sequence[float]) -> Distribution | None:
    """Extremes and quartiles; ``None`` without values."""
    if not values:
        return None
    points = np.percentile(values, (0, 25, 50, 75, 100)).tolist()
    return Distribution(len(values), *points)
