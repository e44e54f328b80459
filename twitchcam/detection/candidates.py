"""Moments at which the lips stand out: where a twitch may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import maximum_filter1d, minimum_filter1d

from twitchcam.detection.features import LOOKAHEAD_S, measure_features

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from twitchcam.detection.rows import Rows
    from twitchcam.records import Floats
    from twitchcam.settings import DetectionSettings

# A candidate's strength is the largest for this long before and after.
ALONE_S = 0.2
# In a tremor that grows or fades no moment need be the largest for long. Where the strength has
# gone beyond the threshold again and again for so long, and there was no candidate, the largest for
# a shorter time around is one, if it has most of what is largest near it.
STEADY_S, STEADY_ALONE_S, STEADY_STRENGTH, STEADY_SHARE = 0.4, 0.08, 1.0, 0.8
# The movement of a candidate lasts while the strength comes back to this share of its own within
# that time.
EDGE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A moment at which the lips stand out.

    ``start_s`` and ``end_s`` bound the movement around ``time_s``; ``features`` are those of
    :data:`features.FEATURES`; ``observable`` says whether a twitch would have been seen then and
    shortly before and after.
    """

    time_s: float
    start_s: float
    end_s: float
    strength: float
    features: Floats
    observable: bool


class CandidateFinder:
    """Finds the peaks of the strength, as soon as enough is known of what follows them."""

    def __init__(self, settings: DetectionSettings) -> None:
        self._least = settings.candidate_strength
        self._settings = settings
        self._alone = settings.rows_in(ALONE_S)
        self._steady = settings.rows_in(STEADY_S)
        self._steady_alone = settings.rows_in(STEADY_ALONE_S)
        self._margin = settings.rows_in(settings.margin_s)
        self._reach = settings.rows_in(LOOKAHEAD_S)
        self._judged_until_s = self._moving_until_s = self._newest_s = -np.inf
        self._newest_mm = np.inf

    @property
    def judged_until_s(self) -> float:
        """All candidates up to here have been returned."""
        return self._judged_until_s

    @property
    def moving_until_s(self) -> float:
        """Until when the movement of the newest candidate goes on, as far as rows are known."""
        return self._moving_until_s

    def push(self, rows: Rows, *, ended: bool = False) -> list[Candidate]:
        """Look at all rows that are kept; returns the candidates that are new.

        Parameters
        ----------
        rows
            The last seconds.
        ended
            Whether nothing follows.
        """
        until_s = float(rows.time_s[-1]) - (0.0 if ended else LOOKAHEAD_S)
        first, last = np.searchsorted(rows.time_s, (self._judged_until_s, until_s), "right")
        self._judged_until_s = max(self._judged_until_s, until_s)
        near = slice(max(first - self._steady - self._alone, 0), last + self._alone)
        strength = rows.strength[near]
        strength = np.where(np.isnan(strength), 0.0, strength)
        largest = maximum_filter1d(strength, 2 * self._alone + 1)
        is_peak = (strength >= largest) & (strength > self._least)
        may_be = is_peak | self._goes_on(strength, largest)
        peaks = []
        for row in np.flatnonzero(may_be[first - near.start : last - near.start]).tolist():
            time_s = float(rows.time_s[first + row])
            if is_peak[first - near.start + row] or time_s - self._newest_s > STEADY_S:
                peaks.append(first + row)
                self._newest_s = time_s
        found = [self._measure(rows, peak) for peak in peaks]
        if found:
            self._newest_mm = rows.lips_length_mm[peaks[-1]]
            self._moving_until_s = found[-1].end_s
        self._follow(rows)
        return found

    def _goes_on(self, strength: Floats, largest: Floats) -> NDArray[np.bool_]:
        """Peaks of what has moved for a while and does not move far more right before or after."""
        back = self._steady // 2
        lasting = minimum_filter1d(largest, 2 * back + 1, origin=back)
        nearby = maximum_filter1d(strength, 2 * self._steady_alone + 1)
        return np.asarray(
            (lasting > STEADY_STRENGTH)
            & (strength > STEADY_STRENGTH)
            & (strength >= nearby)
            & (strength >= STEADY_SHARE * largest)
        )

    def _follow(self, rows: Rows) -> None:
        """Follow the movement of the newest candidate: a steady one has no further peaks.

        By its length: in a long tremor the noise floor rises, and the strength falls.
        """
        after = slice(np.searchsorted(rows.time_s, self._moving_until_s, "right"), None)
        high = rows.lips_length_mm[after] > EDGE_SHARE * self._newest_mm
        high_s = rows.time_s[after][high]
        pauses_s = np.diff(high_s, prepend=self._moving_until_s)
        high_s = high_s[np.logical_and.accumulate(pauses_s <= ALONE_S)]
        if high_s.size:
            self._moving_until_s = float(high_s[-1])

    def _measure(self, rows: Rows, peak: int) -> Candidate:
        near = slice(max(peak - self._reach, 0), peak + self._reach + 1)
        high = np.flatnonzero(rows.strength[near] > EDGE_SHARE * rows.strength[peak]) + near.start
        pauses = np.flatnonzero(np.diff(high) > self._alone)
        runs = np.split(high, pauses + 1)
        own = next(run for run in runs if run[0] <= peak <= run[-1])
        return Candidate(
            time_s=float(rows.time_s[peak]),
            start_s=float(rows.time_s[own[0]]),
            end_s=float(rows.time_s[own[-1]]),
            strength=float(rows.strength[peak]),
            features=measure_features(rows, peak, self._settings),
            observable=not rows.codes[max(peak - self._margin, 0) : peak + self._margin + 1].any(),
        )
