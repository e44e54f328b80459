"""How far a lip quadrant goes during a movement, row by row: its size, peaks, pauses and ends."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import gaussian_filter1d, maximum_filter1d, minimum_filter1d
from scipy.signal import find_peaks

from twitchcam.detection.motion_to_signals import DIRECTION_WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from twitchcam.records import Floats
    from twitchcam.settings import DetectionSettings

# A peak counts when it stands out by this share of the whole excursion.
PEAK_PROMINENCE = 0.4
# What is near a row lies within this of it: in long movements a peak stands out by that share of
# what is near; a lip rests where it is low against what is near.
LOCAL_S = 0.4
# A peak then also stands out by a share of the whole: by the larger one, or from the smaller one on
# by this share of what is usual near, where one jerk is far larger than all the rest.
WHOLE_SHARES, USUAL_SHARE = (0.06, 0.15), 0.75
# Onset and end lie where the excursion passes this share of its peak.
EDGE_SHARE = 0.2
# Peaks are told apart when the lip rests for this share of the time between them.
PAUSE_SHARE = 0.4
# Movement slower than a Gaussian of this standard deviation is drift. It is taken off before rhythm
# and the quadrants that take part are told.
DRIFT_S = 0.1
# A wider one is taken off before peaks are counted where a movement and the rest around it take
# longer than this, if that shows so many times as many peaks, and this many at least.
PEAK_DRIFT_S, LONG_S, HIDDEN_PEAKS, LONG_PEAKS = 0.15, 0.8, 1.25, 3


def excursion_and_peaks(
    path: Floats, rests: tuple[int, int], settings: DetectionSettings
) -> tuple[Floats, NDArray[np.int_]]:
    """How far a quadrant is, row by row, and the rows of its peaks.

    So many rows at the beginning and at the end are rest.

    What lasts long has drift that is no straight line, and that may be larger than all peaks. It is
    taken off where it hid many of them; where not, it is left alone, for that bends the rest before
    and after.
    """
    excursion = _excursion(path, rests)
    peaks = _peaks(excursion)
    if len(path) > LONG_S * settings.grid_rate_hz:
        level = without_drift(excursion, PEAK_DRIFT_S, settings)
        found = _local_peaks(level, settings)
        if len(found) >= max(LONG_PEAKS, HIDDEN_PEAKS * len(peaks)):
            return level, found
    return excursion, peaks


def size_of(excursion: Floats, peaks: NDArray[np.int_], onset: int, end: int) -> float:
    """Peak-to-peak excursion; of many peaks, the largest one above the line between its troughs.

    They last long enough for other movement to add to them.
    """
    if len(peaks) < LONG_PEAKS:
        return float(np.ptp(excursion))
    # The ends lie on the flanks of the first and last peak: their feet are as far out again.
    first = max(2 * onset - int(peaks[0]), 0)
    last = min(2 * end - int(peaks[-1]), len(excursion) - 1)
    troughs = np.array(
        [
            one + int(excursion[one : other + 1].argmin())
            for one, other in pairwise([first, *peaks.tolist(), last])
        ]
    )
    return float((excursion[peaks] - np.interp(peaks, troughs, excursion[troughs])).max())


def first_and_last_row(excursion: Floats, peaks: NDArray[np.int_]) -> tuple[int, int]:
    """First and last row of the movement: where the first peak rises and the last one falls."""
    first, last = peaks[0], peaks[-1]
    edges = EDGE_SHARE * excursion[[first, last]]
    before = np.flatnonzero(excursion[:first] < edges[0])
    after = np.flatnonzero(excursion[last:] < edges[1])
    onset = int(before[-1]) if before.size else 0
    end = int(last + after[0]) if after.size else len(excursion) - 1
    return onset, end


def moving_rows(excursion: Floats, settings: DetectionSettings) -> NDArray[np.bool_]:
    """In which rows a lip is away from its rest, held against how far it goes near them."""
    near = 2 * settings.rows_in(LOCAL_S) + 1
    return np.asarray(excursion > EDGE_SHARE * maximum_filter1d(excursion, near))


def pauses_between(
    moves: NDArray[np.bool_], peaks: NDArray[np.int_], settings: DetectionSettings
) -> list[int]:
    """Middle of the rest between peaks that lie further apart than one event allows.

    The filter rings on after a strong twitch, so that one spell can hold two. A cycle of a tremor
    that is too weak for a peak is no rest: there, the lip still ``moves`` for much of the time.
    """
    pauses = []
    for one, other in pairwise(peaks.tolist()):
        if other - one > settings.max_gap_s * settings.grid_rate_hz:
            busy = np.concatenate([[one], one + np.flatnonzero(moves[one:other]), [other]])
            longest = int(np.diff(busy).argmax())
            if busy[longest + 1] - busy[longest] > PAUSE_SHARE * (other - one):
                pauses.append(int(busy[longest] + busy[longest + 1]) // 2)
    return pauses


def without_drift(path: Floats, width_s: float, settings: DetectionSettings) -> Floats:
    """Take off what is slower than a width (standard deviation)."""
    slow = gaussian_filter1d(path, width_s * settings.grid_rate_hz, axis=0, mode="nearest")
    return np.asarray(path - slow)


def _excursion(path: Floats, rests: tuple[int, int]) -> Floats:
    """How far along its main direction a quadrant is, read with ``DIRECTION_WEIGHTS``.

    A movement in any direction is read in its full size. The straight line between the rest before
    and the rest after (so many rows) is taken off, so that slow drift does not count. Where there
    is but one of them, the movement is held against that; without any, against its mean. The larger
    excursion points up.
    """
    before, after = rests
    ends = [path[:before], path[len(path) - after :]]
    rest = [end.mean(axis=0) for end in ends if len(end)] or [path.mean(axis=0)]
    share = np.linspace(0.0, 1.0, len(path))[:, None]
    moved = path - (rest[0] + share * (rest[-1] - rest[0]))
    weighted = (moved - moved.mean(axis=0)) * DIRECTION_WEIGHTS
    main = np.linalg.svd(weighted, full_matrices=False)[2][0]
    along = moved @ (main * DIRECTION_WEIGHTS) * np.linalg.norm(main / DIRECTION_WEIGHTS)
    if -along.min() > along.max():
        along = -along
    return along


def _local_peaks(excursion: Floats, settings: DetectionSettings) -> NDArray[np.int_]:
    """Peaks that stand out from what is near them: a tremor may wax and wane."""
    near = 2 * settings.rows_in(LOCAL_S) + 1
    span = maximum_filter1d(excursion, near) - minimum_filter1d(excursion, near)
    least = np.clip(USUAL_SHARE * np.median(span), *np.multiply(WHOLE_SHARES, np.ptp(excursion)))
    peaks, found = find_peaks(excursion, prominence=least)
    return np.asarray(peaks[found["prominences"] >= PEAK_PROMINENCE * span[peaks]])


def _peaks(excursion: Floats) -> NDArray[np.int_]:
    padded = np.concatenate([[excursion.min()], excursion, [excursion.min()]])
    peaks, _ = find_peaks(padded, prominence=PEAK_PROMINENCE * np.ptp(excursion))
    return peaks - 1 if peaks.size else np.array([excursion.argmax()])
