"""What a spell of movement was: when, which lip and side, how far, how often, how regular."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.detection.excursion import moving_rows, pauses_between, size_of
from twitchcam.detection.eye_closure import eyes_closed
from twitchcam.detection.observability import codes_around
from twitchcam.detection.quadrant_energy import QuadrantEnergy
from twitchcam.detection.quadrant_excursion import LipsInView, excursions_of, peaks_of
from twitchcam.detection.rhythm import are_even, measure_rhythm, of_one_period, rate_of
from twitchcam.detection.spells import TRAIL_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from twitchcam.detection.observability import Codes
    from twitchcam.detection.quadrant_excursion import QuadrantExcursion
    from twitchcam.detection.rows import Rows
    from twitchcam.detection.spells import Spell
    from twitchcam.settings import DetectionSettings

# What is usual is told from so long before, and the rest after.
USUAL_S = 8.0
# In a period of fewer than two frames, anything looks as if it repeated itself from frame to frame:
# a rhythm is slower than this share of their rate.
FASTEST_SEEN = 0.475
# A rhythm that is faster than a tremor's by no more than this share is as fast as the fastest.
EXACT_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Movement:
    """What was measured of one spell of movement.

    Attributes
    ----------
    onset_s, end_s
        Where the excursion starts and ends, free of the filter's delay.
    sides, lips
        Which sides (left, right) and lips (upper, lower) take part.
    excursion_mm
        Peak-to-peak excursion of the strongest quadrant, without what noise adds to it; or of one
        that moves in its own time, if it goes further.
    peaks
        Number of excursions of all of these.
    pauses_s
        Where the movement rests between peaks that are too far apart for one event.
    regularity, frequency_hz
        How well the movement repeats itself after one period (1 perfectly; noise, which never does,
        is left out), and the frequency at which it does best; 0 and NaN when it is too short to
        repeat, or too fast for a tremor or for the frames to show it.
    evenly_spaced
        Whether its peaks follow each other evenly at that frequency.
    eyes_closed
        Whether the left and the right eye closed during the movement, as
        :func:`~twitchcam.detection.eye_closure.eyes_closed` tells; ``None`` when not seen.
    rest_before_s, rest_after_s
        How long the lips were seen before the movement began, and after it ended; 0 if they were
        still out when they were seen last.
    stays
        Whether the lips go one way and hardly come back: the rest after is another one than before.
    codes
        Observability of the rows around it, as
        :func:`~twitchcam.detection.observability.codes_around` tells.
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
    stays: bool
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
    usual = rows.between(spell.start_s - USUAL_S, spell.with_rest_s[1])
    energy = QuadrantEnergy.of(core, usual)
    lips = LipsInView.of(spell, rows, settings)
    main, *_ = excursions = excursions_of(spell, lips, rows, energy, settings)
    onset, end = min(one.onset for one in excursions), max(one.end for one in excursions)
    onset_s, end_s = float(lips.time_s[onset]), float(lips.time_s[end])
    peaks = peaks_of(excursions, settings)
    moves = np.any([moving_rows(one.distance_mm, settings) for one in excursions], axis=0)
    pauses = pauses_between(moves, peaks, settings)
    regularity, frequency_hz = _rhythm_of(main, lips, _frame_rate_hz(core), settings)
    taking_part = np.any([one.taking_part(lips, settings) for one in excursions], axis=0)
    in_view_until_s = _in_view_until_s(rows, spell.end_s)
    # What was seen last is taken for rest: held against that, it would seem to have ended before.
    is_cut = in_view_until_s < spell.end_s + TRAIL_S and lips.is_away(main.quadrant, settings)
    return Movement(
        onset_s=onset_s,
        end_s=end_s,
        sides=_pair(taking_part.any(axis=0)),
        lips=_pair(taking_part.any(axis=1)),
        excursion_mm=max(
            size_of(one.distance_mm, one.peaks, one.onset, one.end)
            * sqrt(1.0 - energy.noise_share[one.quadrant])
            for one in excursions
        ),
        peaks=len(peaks),
        pauses_s=tuple(lips.time_s[pauses].tolist()),
        regularity=min(regularity / (1.0 - energy.noise_share[main.quadrant]), 1.0),
        frequency_hz=frequency_hz,
        evenly_spaced=are_even(main.peaks, frequency_hz, settings),
        eyes_closed=eyes_closed(rows, usual, (onset_s, end_s), settings),
        rest_before_s=onset_s - _in_view_since_s(rows, spell.start_s),
        rest_after_s=0.0 if is_cut else in_view_until_s - end_s,
        stays=all(one.stays(lips, settings) for one in excursions),
        codes=codes_around(onset_s, end_s, rows, settings),
        unobservable=bool(rows.between(onset_s, end_s).codes.all()),
    )


def _rhythm_of(
    main: QuadrantExcursion, lips: LipsInView, frame_rate_hz: float, settings: DetectionSettings
) -> tuple[float, float]:
    """Regularity and frequency of the strongest quadrant; 0 and NaN if there is none to tell."""
    path = lips.mm[main.onset : main.end + 1, main.quadrant]
    regularity, frequency_hz = measure_rhythm(path, settings, rate_of(main.peaks, settings))
    frequency_hz = of_one_period(frequency_hz, main.peaks, settings)
    _, fastest_hz = settings.tremor_hz
    is_unseen = frequency_hz > FASTEST_SEEN * frame_rate_hz
    if is_unseen or frequency_hz > (1.0 + EXACT_SHARE) * fastest_hz:
        return 0.0, float("nan")
    return regularity, min(frequency_hz, fastest_hz)


def _pair(present: NDArray[np.bool_]) -> tuple[bool, bool]:
    one, other = present.tolist()
    return one, other


def _frame_rate_hz(rows: Rows) -> float:
    """The usual rate of frames; NaN where none is known."""
    known_hz = rows.rate_hz[np.isfinite(rows.rate_hz)]
    return float(np.median(known_hz)) if known_hz.size else float("nan")


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
