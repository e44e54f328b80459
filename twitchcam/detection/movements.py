"""What a spell of movement was: when, which lip and side, how far, how often, how regular."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.detection.excursion import (
    DRIFT_S,
    excursion_and_peaks,
    first_and_last_row,
    pauses_between,
    size_of,
    without_drift,
)
from twitchcam.detection.eye_closure import eyes_closed
from twitchcam.detection.motion_to_signals import DIRECTION_WEIGHTS
from twitchcam.detection.rhythm import are_even, measure_rhythm, of_one_period, rate_of

if TYPE_CHECKING:
    from twitchcam.detection.observability import Codes
    from twitchcam.detection.rows import Rows
    from twitchcam.detection.spells import Spell
    from twitchcam.records import Floats
    from twitchcam.settings import DetectionSettings

# Rest at either end of what is looked at.
REST_S = 0.1
# What is usual is told from so long before, and the rest after.
USUAL_S = 8.0
# Mean of the square of a length in two directions, both of Gaussian noise, ÷ its median.
MEAN_OF_MEDIAN = 1.0 / np.log(2.0)
# More than so many noise floors are no noise, but a tremor that goes on for most of the time. That
# lifts its own floor: nor is noise more than so many times what the quietest quadrant has.
MOST_NOISE_FLOORS, MOST_NOISE_APART = 2.0, 2.0
# No movement is taken for noise by more than this share of its energy.
MOST_NOISE_SHARE = 0.5


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
    evenly_spaced
        Whether its peaks follow each other evenly at that frequency.
    eyes_closed
        Whether the left and the right eye closed during the movement, as
        :func:`~twitchcam.detection.eye_closure.eyes_closed` tells; ``None`` when not seen.
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
    evenly_spaced: bool
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
    around = rows.between(*spell.with_rest_s)
    margin_s = settings.margin_s
    usual = rows.between(spell.start_s - USUAL_S, float(around.time_s[-1]))
    most_noise_mm = MOST_NOISE_FLOORS * core.floor_mm.mean(axis=0)
    energy, noise_share = _energy(core.magnitude_mm, usual.magnitude_mm, most_noise_mm)
    quadrant = int(energy.argmax())
    own_share = min(float(noise_share[quadrant]), MOST_NOISE_SHARE)
    seen = np.isfinite(around.lips_mm).all(axis=(1, 2))
    time_s, path = around.time_s[seen], around.lips_mm[seen, quadrant]
    rest = round(REST_S * settings.grid_rate_hz) if spell.at_rest else len(path)
    excursion, peaks = excursion_and_peaks(path, rest, settings)
    onset, end = first_and_last_row(excursion, peaks)
    onset_s, end_s = float(time_s[onset]), float(time_s[end])
    peaks_hz = rate_of(peaks, settings)
    regularity, frequency_hz = measure_rhythm(path[onset : end + 1], settings, peaks_hz)
    frequency_hz = of_one_period(frequency_hz, peaks, settings)
    shares = _shares(around.lips_mm[seen], quadrant, slice(onset, end + 1), settings)
    return Movement(
        onset_s=onset_s,
        end_s=end_s,
        sides=_taking_part(shares.reshape(2, 2).max(axis=0), settings),
        lips=_taking_part(shares.reshape(2, 2).max(axis=1), settings),
        excursion_mm=size_of(excursion, len(peaks), settings) * sqrt(1.0 - own_share),
        peaks=len(peaks),
        pauses_s=tuple(time_s[pauses_between(excursion, peaks, settings)].tolist()),
        regularity=min(regularity / (1.0 - own_share), 1.0),
        frequency_hz=frequency_hz,
        evenly_spaced=are_even(peaks, frequency_hz, settings),
        eyes_closed=eyes_closed(rows, usual, (onset_s, end_s), settings),
        rest_before_s=onset_s - _in_view_since_s(rows, spell.start_s),
        rest_after_s=_in_view_until_s(rows, spell.end_s) - end_s,
        codes=rows.between(onset_s - margin_s, end_s + margin_s).codes,
        unobservable=bool(rows.between(onset_s, end_s).codes.all()),
    )


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
    noise = np.minimum(noise, MOST_NOISE_APART**2 * noise.min())
    whole = np.nanmean(core_mm**2, axis=0)
    return np.sqrt(np.clip(whole - noise, 1e-12, None)), noise / (whole + 1e-12)


def _shares(lips_mm: Floats, quadrant: int, during: slice, settings: DetectionSettings) -> Floats:
    """How far each quadrant goes along with the movement of one, shape ``(4,)``; that one has 1.

    Least squares on its course along its main direction: what another does by itself, noise above
    all, does not add to its share, as it would to its size.
    """
    moved = without_drift(lips_mm, DRIFT_S, settings)[during] * DIRECTION_WEIGHTS
    moved = moved - moved.mean(axis=0)
    main = np.linalg.svd(moved[:, quadrant], full_matrices=False)[2][0]
    course = moved[:, quadrant] @ main
    together = np.tensordot(course, moved, axes=(0, 0)) / (course @ course + 1e-12)
    return np.asarray(np.linalg.norm(together, axis=1))


def _taking_part(shares: Floats, settings: DetectionSettings) -> tuple[bool, bool]:
    one, other = (shares >= settings.active_share * shares.max()).tolist()
    return one, other


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
