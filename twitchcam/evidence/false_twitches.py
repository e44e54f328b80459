"""How many of the twitches that are counted may be false.

Where nobody's lips twitch, some are counted all the same. How often was measured in people of whom
the decision knew nothing (calibration/README.md), and that tells how many are nothing unusual in
some time: counts of false ones are Poisson, their rate is ``Gamma(n + 1/2, T)`` as in
:mod:`twitchcam.evidence.rates`, so both together are negative binomial.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc

from twitchcam.evidence.rates import SECONDS_PER_MINUTE
from twitchcam.evidence.rhythms import tremors_for

if TYPE_CHECKING:
    from twitchcam.records import Counts, Evidence

# False twitches, and the observable minutes in which they were counted: at rest, finely coded as
# well, under changing light, and beside talking, expressions and turning heads. Much of that is the
# same rest seen in other ways, so it tells no more than the minutes of different pictures in it.
MEASURED_FALSE, MEASURED_MINUTES, DIFFERENT_MINUTES = 1, 8.9, 3.2
SHAPE = MEASURED_FALSE * DIFFERENT_MINUTES / MEASURED_MINUTES + 0.5
# As many at most in so large a share of cases.
NOTHING_UNUSUAL = 0.95


def most_false(observable_s: float) -> int:
    """How many false twitches are nothing unusual in some observable time."""
    shape, minutes = SHAPE, observable_s / SECONDS_PER_MINUTE
    mean = shape * minutes / DIFFERENT_MINUTES
    counts = np.arange(10.0 + 10.0 * mean)
    at_most = betainc(shape, counts + 1, DIFFERENT_MINUTES / (DIFFERENT_MINUTES + minutes))
    return int(np.searchsorted(at_most, NOTHING_UNUSUAL))


def twitches_for(events: int, tremors: int, tremor_peaks: int) -> int:
    """For how many twitches some events count, the tremors among them for several if long."""
    return events - tremors + int(tremors_for(tremors, tremor_peaks))


def twitches_in(counts: Counts) -> int:
    """How many twitches there are, long tremors counting for several."""
    tremors = counts.by_pattern.get("tremor")
    if tremors is None:
        return counts.all.events
    return twitches_for(counts.all.events, tremors.events, tremors.peaks)


def can_all_be_false(evidence: Evidence) -> bool:
    """Whether there are twitches, but no more than can be false."""
    if evidence.counts is None or evidence.most_false is None:
        return False
    return 0 < twitches_in(evidence.counts) <= evidence.most_false
