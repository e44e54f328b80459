"""When pictures came: their rhythm, how long they last, and how many are missing from it."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import rank_filter

from twitchcam.settings import is_slower

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Times between pictures this near to the middle one (share of it) are the recording's own rhythm.
USUAL_SHARE = 0.25
# Where about half of them or fewer are, as where two intervals take turns, a single picture more or
# less would decide which one is the middle. Then all count but pauses: those so many times as long
# as three quarters of them are.
LEAST_USUAL, PAUSE_TIMES = 0.53, 3.5
# No camera in use is faster.
SHORTEST_INTERVAL_S = 1 / 500
# A camera that slows down, in the dark for example, keeps the slower rhythm for more pictures than
# half of these: single ones that are missing are no rhythm. Where two intervals take turns, half of
# an even number are short, and the rhythm lies between. What lasts for less than a share of the
# time does not count, nor what is hardly slower than usual.
RHYTHM_PICTURES, SLOW_TIME_SHARE, SLOWER = 16, 0.05, 0.9
# The rhythm is told anew when so many times as many pictures have come: a session of hours asks
# several times a second.
OUTDATED = 1.02


class FrameTimes:
    """The times of all pictures so far, in rising order.

    Parameters
    ----------
    least_hz
        Where they come more slowly than this, they tell nothing.

    Attributes
    ----------
    is_complete
        Whether no picture follows: then rhythm and missing pictures are told of all of them, not of
        the first 98% and more.
    """

    def __init__(self, least_hz: float = 0.0) -> None:
        self._least_hz = least_hz
        self._times_s = array("d")
        self._told_of = 0
        self._usual_s: float | None = None
        self._slowest_s: float | None = None
        self._missing = 0
        self.is_complete = False

    def __len__(self) -> int:
        return len(self._times_s)

    def append(self, time_s: float) -> None:
        """Take the next."""
        self._times_s.append(time_s)

    @property
    def usual_interval_s(self) -> float | None:
        """From one picture to the next, usually or else on average; ``None`` for fewer than two."""
        self._tell()
        return self._usual_s

    @property
    def rate_hz(self) -> float | None:
        """Pictures per second at that interval."""
        usual_s = self.usual_interval_s
        return 1.0 / usual_s if usual_s else None

    @property
    def slowest_rate_hz(self) -> float | None:
        """Pictures per second where they come slowest, of spells in which they tell something.

        They come as slowly as this for 5% of the time of those at least.
        """
        self._tell()
        return 1.0 / self._slowest_s if self._slowest_s else None

    @property
    def missing(self) -> int:
        """Pictures missing from the rhythm."""
        self._tell()
        return self._missing

    @property
    def duration_s(self) -> float:
        """From the first picture to the end of the last."""
        return self._times_s[-1] + (self.usual_interval_s or 0.0) if self._times_s else 0.0

    def _tell(self) -> None:
        n = len(self._times_s)
        is_told = n == self._told_of or (not self.is_complete and n < OUTDATED * self._told_of)
        if n < 2 or is_told:
            return
        # A copy: an array that is looked at cannot grow.
        intervals_s = np.diff(np.array(self._times_s))
        middle_s = np.median(intervals_s)
        # Files that hold whole milliseconds say 33 and 34 by turns: the mean of both is right.
        near = np.abs(intervals_s - middle_s) <= USUAL_SHARE * middle_s
        # What a network gives in bursts has no rhythm of its own.
        in_bursts = middle_s < SHORTEST_INTERVAL_S
        no_pause = intervals_s <= PAUSE_TIMES * np.quantile(intervals_s, 0.75)
        usual = near if near.mean() >= LEAST_USUAL else no_pause
        self._usual_s = usual_s = float(intervals_s[usual | in_bursts].mean())
        slowest_s = self._slowest_interval_s(intervals_s)
        self._slowest_s = slowest_s if usual_s < SLOWER * slowest_s else usual_s
        self._missing = int(np.clip(np.round(intervals_s / usual_s) - 1, 0, None).sum())
        self._told_of = n

    def _slowest_interval_s(self, intervals_s: NDArray[np.float64]) -> float:
        """The longest interval that was usual somewhere for long enough; 0 if all are too long."""
        below_s, above_s = (
            rank_filter(intervals_s, RHYTHM_PICTURES // 2 - one, RHYTHM_PICTURES, mode="mirror")
            for one in (1, 0)
        )
        around_s = np.sort((below_s + above_s) / 2)
        around_s = around_s[~is_slower(1.0 / around_s, self._least_hz)]
        if not around_s.size:
            return 0.0
        elapsed_s = np.cumsum(around_s)
        last = np.searchsorted(elapsed_s, (1.0 - SLOW_TIME_SHARE) * elapsed_s[-1])
        return float(around_s[min(last, len(around_s) - 1)])
