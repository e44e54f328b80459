"""What a spell of movement was: when, which lip and side, how far, how often, how regular."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.signal import find_peaks

from twitchcam.detection.motion_to_signals import DIRECTION_WEIGHTS
from twitchcam.detection.spells import Spell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from twitchcam.detection.history import Rows
    from twitchcam.detection.observability import Codes
    from twitchcam.records import Floats
    from twitchcam.settings import DetectionSettings

# Rest before and after a spell that its excursion is held against. The filter answers late, so
# the movement starts before the spell does.
LEAD_S, TRAIL_S = 0.30, 0.25
REST_S = 0.1
# What is usual is told from so long before, and the rest after.
USUAL_S = 8.0
# Mean of the square of a length in two directions, both of Gaussian noise, ÷ its median.
MEAN_OF_MEDIAN = 1.0 / np.log(2.0)
# More than so many noise floors are no noise, but a tremor that goes on for most of the time.
MOST_NOISE_FLOORS = 2.0
# No movement is taken for noise by more than this share of its energy.
MOST_NOISE_SHARE = 0.5
# A peak counts when it stands out by this share of the whole excursion.
PEAK_PROMINENCE = 0.4
# Onset and end lie where the excursion passes this share of its peak.
EDGE_SHARE = 0.2
# Peaks are told apart when the lip rests for this share of the time between them.
PAUSE_SHARE = 0.4
# A rhythm is looked for in movements of this many periods or more.
MIN_PERIODS = 2.5
FIRST_PEAK_SHARE = 0.9
# So many times as many peaks as periods: the period that was found holds several.
SHORTER_PERIOD = 1.75
# Slower movement than this width (standard deviation) is drift: to a rhythm, and to which quadrants
# take part in it.
DRIFT_S = 0.1
# The same for the size of so many peaks or more, long enough for other movement to add to them; and
# for the peaks of what, with its rest, takes longer than this, if so many more of them show then.
SIZE_DRIFT_S, LONG_PEAKS, LONG_S, HIDDEN_PEAKS = 0.15, 3, 1.2, 1.25
# Opening and closing of the eyes is looked for this long around a movement.
EYE_MARGIN_S = 0.15


@dataclass(frozen=True, slots=True)
class Movement:
    """Features of one spell of movement.

    Attributes
    ----------
    onset_s, end_s
        Where the excursion starts and ends, free of the filter's delay.
    sides, lips
        Which sides (left, right) and lips (upper, lower) take part.
    excursion_mm
        Peak-to-peak excursion of the strongest quadrant, without what noise adds to it.
    peaks
        Number of excursions.
    pauses_s
        Where the movement rests between peaks that are too far apart for one event.
    regularity, frequency_hz
        How well the movement repeats itself after one period (1 perfectly; noise, which never does,
        is left out), and the frequency at which it does best; 0 and NaN when it is too short to
        repeat.
    eyes_closed
        Whether the left and the right eye closed during the movement; ``None`` when not seen.
    rest_before_s, rest_after_s
        How long the lips were seen before the movement began, and after it ended.
    codes
        Observability of the rows from shortly before to shortly after.
    unobservable
        Whether no row of the movement itself could be observed.
    """

    onset_s: float
    end_s: float
    sides: tuple[bool, bool]
    lips: tuple[bool, bool]
    excursion_mm: float
    peaks: int
    pauses_s: tuple[float, ...]
    regularity: float
    frequency_hz: float
    eyes_closed: tuple[bool, bool] | None
    rest_before_s: float
    rest_after_s: float
    codes: Codes
    unobservable: bool


def measure_movement(spell: Spell, rows: Rows, settings: DetectionSettings) -> Movement:
    """Measure one spell.

    Parameters
    ----------
    spell
        Where movement stood out.
    rows
        The grid rows around it, with as much before and after as there is.
    settings
        Defaults of this stage.
    """
    core = rows.between(spell.start_s, spell.end_s)
    around = rows.between(
        max(spell.start_s - LEAD_S, spell.from_s), min(spell.end_s + TRAIL_S, spell.until_s)
    )
    margin_s = settings.margin_s
    usual = rows.between(spell.start_s - USUAL_S, float(around.time_s[-1]))
    most_noise_mm = MOST_NOISE_FLOORS * core.floor_mm.mean(axis=0)
    energy, noise_share = _energy(core.magnitude_mm, usual.magnitude_mm, most_noise_mm)
    quadrant = int(energy.argmax())
    own_share = min(float(noise_share[quadrant]), MOST_NOISE_SHARE)
    seen = np.isfinite(around.lips_mm).all(axis=(1, 2))
    time_s, path = around.time_s[seen], around.lips_mm[seen, quadrant]
    rest = round(REST_S * settings.grid_rate_hz) if spell.at_rest else len(path)
    excursion, peaks = _excursion_and_peaks(path, rest, settings)
    onset, end = _edges(excursion, peaks)
    onset_s, end_s = float(time_s[onset]), float(time_s[end])
    regularity, frequency_hz = measure_rhythm(path[onset : end + 1], settings)
    shares = _shares(around.lips_mm[seen], quadrant, slice(onset, end + 1), settings)
    return Movement(
        onset_s=onset_s,
        end_s=end_s,
        sides=_taking_part(shares.reshape(2, 2).max(axis=0), settings),
        lips=_taking_part(shares.reshape(2, 2).max(axis=1), settings),
        excursion_mm=_size(excursion, len(peaks), settings) * sqrt(1.0 - own_share),
        peaks=len(peaks),
        pauses_s=tuple(time_s[_pauses(excursion, peaks, settings)].tolist()),
        regularity=min(regularity / (1.0 - own_share), 1.0),
        frequency_hz=_of_one_period(frequency_hz, peaks, settings),
        eyes_closed=_eyes_closed(rows, onset_s, end_s, settings.eye_closed_share),
        rest_before_s=onset_s - _in_view_since_s(rows, spell.start_s),
        rest_after_s=_in_view_until_s(rows, spell.end_s) - end_s,
        codes=rows.between(onset_s - margin_s, end_s + margin_s).codes,
        unobservable=bool(rows.between(onset_s, end_s).codes.all()),
    )


def split_at_pauses(spell: Spell, pauses_s: Sequence[float]) -> list[Spell]:
    """Cut a spell in these places; parts without a candidate are left out."""
    inside = [time_s for time_s in pauses_s if spell.start_s < time_s < spell.end_s]
    parts = []
    for (start_s, end_s), (from_s, until_s) in zip(
        pairwise([spell.start_s, *inside, spell.end_s]),
        pairwise([spell.from_s, *inside, spell.until_s]),
        strict=True,
    ):
        own = tuple(one for one in spell.members if start_s <= one.candidate.time_s <= end_s)
        if own:
            parts.append(Spell(start_s, end_s, own, from_s, until_s, spell.at_rest))
    return parts


def parts_in_view(spell: Spell, rows: Rows, settings: DetectionSettings) -> list[Spell]:
    """Cut out of a spell what could not be observed; parts without a candidate are left out.

    Parameters
    ----------
    spell
        Where movement stood out.
    rows
        The grid rows around it.
    settings
        Say how far around such a moment nothing is believed.
    """
    margin_s = settings.margin_s
    around = rows.between(
        max(spell.start_s - LEAD_S, spell.from_s) - margin_s,
        min(spell.end_s + TRAIL_S, spell.until_s) + margin_s,
    )
    hidden_s = around.time_s[around.codes > 0]
    if not hidden_s.size:
        return [spell]
    row_s = 1.0 / settings.grid_rate_hz
    edges_s = np.concatenate([[-np.inf], hidden_s, [np.inf]])
    clear = np.flatnonzero(np.diff(edges_s) > 2.0 * (margin_s + row_s))
    parts = []
    for before_s, after_s in zip(edges_s[clear], edges_s[clear + 1], strict=True):
        from_s, until_s = before_s + margin_s + row_s, after_s - margin_s - row_s
        start_s, end_s = max(spell.start_s, from_s), min(spell.end_s, until_s)
        own = tuple(one for one in spell.members if from_s <= one.candidate.time_s <= until_s)
        # Of what goes on after a cut, the only candidate may lie before it.
        if own and start_s < end_s:
            parts.append(
                Spell(
                    start_s,
                    end_s,
                    own,
                    max(spell.from_s, from_s),
                    min(spell.until_s, until_s),
                    at_rest=False,
                )
            )
    return parts


def _energy(core_mm: Floats, usual_mm: Floats, most_noise_mm: Floats) -> tuple[Floats, Floats]:
    """Root mean square of each column's movement beyond noise, and noise's share of the energy.

    Both have shape ``(4,)``.

    Parameters
    ----------
    core_mm
        During the movement, shape ``(n, 4)``.
    usual_mm
        Over the last seconds: their median is noise, so long as they rest for most of the time.
    most_noise_mm
        Noise is not believed above this, shape ``(4,)``.
    """
    noise = np.minimum(MEAN_OF_MEDIAN * np.nanmedian(usual_mm**2, axis=0), most_noise_mm**2)
    whole = np.nanmean(core_mm**2, axis=0)
    return np.sqrt(np.clip(whole - noise, 1e-12, None)), noise / (whole + 1e-12)


def _shares(lips_mm: Floats, quadrant: int, during: slice, settings: DetectionSettings) -> Floats:
    """How far each quadrant goes along with the movement of one, shape ``(4,)``; that one has 1.

    Least squares on its course along its main direction: what another does by itself, noise above
    all, does not add to its share, as it would to its size.
    """
    moved = _without_drift(lips_mm, DRIFT_S, settings)[during] * DIRECTION_WEIGHTS
    moved = moved - moved.mean(axis=0)
    main = np.linalg.svd(moved[:, quadrant], full_matrices=False)[2][0]
    course = moved[:, quadrant] @ main
    together = np.tensordot(course, moved, axes=(0, 0)) / (course @ course + 1e-12)
    return np.asarray(np.linalg.norm(together, axis=1))


def _taking_part(shares: Floats, settings: DetectionSettings) -> tuple[bool, bool]:
    one, other = (shares >= settings.active_share * shares.max()).tolist()
    return one, other


def _without_drift(path: Floats, width_s: float, settings: DetectionSettings) -> Floats:
    """Take off what is slower than a width (standard deviation)."""
    slow = gaussian_filter1d(path, width_s * settings.grid_rate_hz, axis=0, mode="nearest")
    return np.asarray(path - slow)


def _excursion_and_peaks(
    path: Floats, rest: int, settings: DetectionSettings
) -> tuple[Floats, NDArray[np.int_]]:
    """How far a quadrant is, row by row, and the rows of its peaks.

    What lasts long has drift that is no straight line, and that may be larger than all peaks. It is
    taken off where it hid many of them; where not, it is left alone, for that bends the rest before
    and after.
    """
    excursion = _excursion(path, rest)
    peaks = _peaks(excursion)
    if len(path) > LONG_S * settings.grid_rate_hz:
        level = _without_drift(excursion, SIZE_DRIFT_S, settings)
        found = _peaks(level)
        if len(found) >= max(LONG_PEAKS, HIDDEN_PEAKS * len(peaks)):
            return level, found
    return excursion, peaks


def _excursion(path: Floats, rest: int) -> Floats:
    """How far along its main direction a quadrant is, read with ``DIRECTION_WEIGHTS``.

    A movement in any direction is read in its full size. The straight line between the rest before
    and the rest after (so many rows) is taken off, so that slow drift does not count. A movement
    without rest is held against its mean: all its rows are both. The larger excursion points up.
    """
    before, after = path[:rest].mean(axis=0), path[-rest:].mean(axis=0)
    share = np.linspace(0.0, 1.0, len(path))[:, None]
    moved = path - (before + share * (after - before))
    weighted = (moved - moved.mean(axis=0)) * DIRECTION_WEIGHTS
    main = np.linalg.svd(weighted, full_matrices=False)[2][0]
    along = moved @ (main * DIRECTION_WEIGHTS) * np.linalg.norm(main / DIRECTION_WEIGHTS)
    if -along.min() > along.max():
        along = -along
    return along


def _size(excursion: Floats, n_peaks: int, settings: DetectionSettings) -> float:
    """Peak-to-peak excursion; of many peaks, without their drift."""
    if n_peaks >= LONG_PEAKS:
        excursion = _without_drift(excursion, SIZE_DRIFT_S, settings)
    return float(np.ptp(excursion))


def _pauses(excursion: Floats, peaks: NDArray[np.int_], settings: DetectionSettings) -> list[int]:
    """Middle of the rest between peaks that lie further apart than one event allows.

    The filter rings on after a strong twitch, so that one spell can hold two. A cycle of a tremor
    that is too weak for a peak is no rest: there, the lip still moves for much of the time.
    """
    rate_hz = settings.grid_rate_hz
    moves = excursion > EDGE_SHARE * excursion.max()
    pauses = []
    for one, other in pairwise(peaks.tolist()):
        if other - one > settings.max_gap_s * rate_hz:
            busy = np.concatenate([[one], one + np.flatnonzero(moves[one:other]), [other]])
            longest = int(np.diff(busy).argmax())
            if busy[longest + 1] - busy[longest] > PAUSE_SHARE * (other - one):
                pauses.append(int(busy[longest] + busy[longest + 1]) // 2)
    return pauses


def _in_view_since_s(rows: Rows, time_s: float) -> float:
    """Since when the lips were seen without a break, as far back as rows are kept."""
    before = rows.time_s <= time_s
    unseen = np.flatnonzero(np.isnan(rows.lips_mm[before]).any(axis=(1, 2)))
    return float(rows.time_s[unseen[-1] + 1 if unseen.size else 0])


def _in_view_until_s(rows: Rows, time_s: float) -> float:
    """Until when the lips were seen without a break, as far as rows are known."""
    after = rows.time_s >= time_s
    unseen = np.flatnonzero(np.isnan(rows.lips_mm[after]).any(axis=(1, 2)))
    seen_s = rows.time_s[after]
    return float(seen_s[unseen[0] - 1 if unseen.size and unseen[0] else len(seen_s) - 1])


def _peaks(excursion: Floats) -> NDArray[np.int_]:
    padded = np.concatenate([[excursion.min()], excursion, [excursion.min()]])
    peaks, _ = find_peaks(padded, prominence=PEAK_PROMINENCE * np.ptp(excursion))
    return peaks - 1 if peaks.size else np.array([excursion.argmax()])


def measure_rhythm(path: Floats, settings: DetectionSettings) -> tuple[float, float]:
    """How regularly a movement repeats itself, and its frequency in Hz.

    The autocorrelation of the movement without its drift, normalised by the energy of the two
    stretches it compares, has a peak at one period: near 1 for a tremor, lower when spacing or
    height of the peaks vary.

    Parameters
    ----------
    path
        Position on the grid, across and down, shape ``(n, 2)``.
    settings
        Defaults of this stage.

    Returns
    -------
    Regularity from 0 to 1, and the frequency; 0 and NaN where nothing repeats.
    """
    rate_hz = settings.grid_rate_hz
    slowest, fastest = settings.tremor_hz
    # One lag more at both ends: a peak has neighbours.
    shortest = int(rate_hz / fastest) - 1
    longest = min(int(rate_hz / slowest) + 2, int(len(path) / MIN_PERIODS))
    if longest <= shortest + 2:
        return 0.0, float("nan")
    moved = _without_drift(path, DRIFT_S, settings)
    moved = (moved - moved.mean(axis=0)) * DIRECTION_WEIGHTS
    lags = np.arange(shortest, longest)
    energy = np.concatenate([[0.0], np.cumsum((moved**2).sum(axis=1))])
    whole = np.sum([np.correlate(along, along, "full") for along in moved.T], axis=0)
    products = whole[len(moved) - 1 :][lags]
    similar = products / np.sqrt(energy[-1 - lags] * (energy[-1] - energy[lags]) + 1e-12)
    peaks = find_peaks(similar, height=0.0)[0]
    if not peaks.size:
        return 0.0, float("nan")
    # Two periods fit as well as one: the first peak that is about as high as any is taken.
    peak = int(peaks[similar[peaks] >= FIRST_PEAK_SHARE * similar[peaks].max()][0])
    before, here, after = similar[peak - 1 : peak + 2]
    lag = lags[peak] + 0.5 * (before - after) / (before - 2 * here + after)
    return float(here), float(rate_hz / lag)


def _of_one_period(
    frequency_hz: float, peaks: NDArray[np.int_], settings: DetectionSettings
) -> float:
    """The frequency of the peaks, where what repeats itself holds several of them.

    With few pictures a period, only every second or third one looks the same.
    """
    if len(peaks) < settings.tremor_min_cycles:
        return frequency_hz
    peaks_hz = (len(peaks) - 1) * settings.grid_rate_hz / float(peaks[-1] - peaks[0])
    is_shorter = peaks_hz > SHORTER_PERIOD * frequency_hz
    return frequency_hz * round(peaks_hz / frequency_hz) if is_shorter else frequency_hz


def _edges(excursion: Floats, peaks: NDArray[np.int_]) -> tuple[int, int]:
    """First and last row of the movement: where the first peak rises and the last one falls."""
    low = excursion < EDGE_SHARE * excursion.max()
    before, after = np.flatnonzero(low[: peaks[0]]), np.flatnonzero(low[peaks[-1] :])
    onset = int(before[-1]) if before.size else 0
    end = int(peaks[-1] + after[0]) if after.size else len(excursion) - 1
    return onset, end


def _eyes_closed(
    rows: Rows, onset_s: float, end_s: float, share: float
) -> tuple[bool, bool] | None:
    during = rows.between(onset_s - EYE_MARGIN_S, end_s + EYE_MARGIN_S)
    now = np.column_stack([during.eye_left, during.eye_right])
    now = now[np.isfinite(now).all(axis=1)]
    if not now.size:
        return None
    usual = np.nanmedian(np.column_stack([rows.eye_left, rows.eye_right]), axis=0)
    left, right = (now.min(axis=0) < share * usual).tolist()
    return left, right
