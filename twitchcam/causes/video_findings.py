"""Findings that recordings give, each with how far they bear it out.

A strength lies between -1 (certainly not so) and 1 (certainly so) and is 0 when nothing is known.
It is the posterior probability that a share or a ratio of rates lies beyond a limit, rescaled so
that the prior is 0: few events, short observable time and wide intervals give strengths near 0 by
themselves, and what was not observed gives none at all. Twitches that can be false
(:mod:`twitchcam.evidence.false_twitches`) bear nothing out. The limits are judgements.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from twitchcam.causes.rest_looks import (
    Look,
    false_among,
    rest_looks,
    time_weight,
    with_eye,
    with_known_eyes,
    with_known_rhythm,
)
from twitchcam.causes.strengths import (
    ratio_borne_out,
    share_above,
    share_borne_out,
    without_false,
)
from twitchcam.evidence.rates import weighted_median
from twitchcam.evidence.rhythms import CYCLES_PER_TREMOR, rhythms
from twitchcam.evidence.what_it_tells import is_too_coarse
from twitchcam.records import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from twitchcam.causes.strengths import Rate
    from twitchcam.records import Distribution, Evidence, PhaseEvidence

# Shares beyond which a sign counts as there.
EYE_LIMIT, SIDE_LIMIT, PATTERN_LIMIT = 0.5, 0.75, 0.5
# Ratios of rates beyond which holding back, other movements, or sleep count as making a difference.
HELD_BACK_RATIO, SET_OFF_RATIO, SLEEP_RATIO = 0.5, 2.0, 0.2
# Halfway between a flick and a pull that others see, and how far from it is clear.
PULL_MM, CLEAR_MM = 2.0, 1.0
EVENTS_FOR_SIZE = 3.0
# By chance no more than this share of twitches has the eye. So many twitches with it, and so many
# peaks of slow shaking, are enough by half.
EYE_BY_CHANCE, EYES_FOR_SEEN, PEAKS_FOR_SEEN = 0.1, 2.0, 24.0

# Parts of guided recordings in which another part of the face moves.
TASKS = ("eye_closure", "brow_raise")


@dataclass(frozen=True, slots=True)
class Measured:
    """Strength of one measurement, and what it rests on in words."""

    strength: float
    basis: str


NOTHING = Measured(0.0, "")
_Measurement: TypeAlias = "Callable[[Sequence[Evidence]], Measured]"


def measure(recordings: Sequence[Evidence]) -> dict[str, Measured]:
    """Measure everything that recordings of one person show together, by measurement.

    Where none was found and hardly any could have been, none is no finding.
    """
    recordings = [recording for recording in recordings if not is_too_coarse(recording)]
    awake = [recording for recording in recordings if not _is_sleep(recording)]
    return {
        name: measurement(recordings if name == "in_sleep" else awake)
        for name, measurement in MEASUREMENTS.items()
    }


def _eye_share(recordings: Sequence[Evidence]) -> Measured:
    looks = with_known_eyes(rest_looks(recordings))
    hits, tries = with_eye(looks)
    strength = _share_in(looks, hits, tries - hits, EYE_LIMIT)
    return Measured(strength, f"{hits:.0f} of {tries:.0f}")


def _eye_beyond_chance(recordings: Sequence[Evidence]) -> Measured:
    looks = with_known_eyes(rest_looks(recordings))
    hits, tries = with_eye(looks)
    true = max(0.0, hits - false_among(looks))
    strength = share_above(true, tries - hits, EYE_BY_CHANCE) * true / (true + EYES_FOR_SEEN)
    return Measured(strength, f"{hits:.0f} of {tries:.0f}")


def _one_side(recordings: Sequence[Evidence]) -> Measured:
    looks = rest_looks(recordings)
    left, right, both = (sum(look.by_side.get(side, 0) for look in looks) for side in SIDES)
    # The first twitch is on one side whatever the cause: it only says which.
    kept = max(0, max(left, right) - 1)
    strength = _share_in(looks, kept, min(left, right) + both, SIDE_LIMIT)
    return Measured(strength, f"{left} left, {right} right, {both} both")


def _rhythm(recordings: Sequence[Evidence], *, slow: bool) -> Measured:
    looks = with_known_rhythm(rest_looks(recordings))
    own, everything = 0.0, 0.0
    for look in looks:
        told = sum(look.tremor_peaks.values())
        is_slow = look.slow_peaks / told if told else 0.0
        own += look.tremors * (is_slow if slow else 1 - is_slow)
        everything += look.everything
    strength = _share_in(looks, own, everything - own, PATTERN_LIMIT)
    found = rhythms(sum((Counter(look.tremor_peaks) for look in looks), Counter()))
    return Measured(strength, " and ".join(map(str, found)) or "no regular shaking seen")


def _slow_shaking(recordings: Sequence[Evidence]) -> Measured:
    """Slow regular shaking, whatever else there is."""
    looks = with_known_rhythm(rest_looks(recordings))
    peaks = sum(look.slow_peaks for look in looks)
    true = max(0.0, peaks - CYCLES_PER_TREMOR * false_among(looks))
    return Measured(true / (true + PEAKS_FOR_SEEN), f"{peaks:.0f} peaks")


def _pattern(recordings: Sequence[Evidence], *, pattern: str) -> Measured:
    looks = rest_looks(recordings)
    own = sum(look.by_pattern.get(pattern, 0) for look in looks)
    everything = sum(look.everything for look in looks)
    strength = _share_in(looks, own, everything - own, PATTERN_LIMIT)
    return Measured(strength, f"{own} of {sum(look.events for look in looks)}")


def _large(recordings: Sequence[Evidence]) -> Measured:
    looks = [look for look in rest_looks(recordings) if look.amplitude_mm]
    sizes = [look.amplitude_mm for look in looks if look.amplitude_mm]
    number = sum(size.n for size in sizes)
    if not number:
        return NOTHING
    median_mm = _median_of(sizes)
    far = float(np.clip((median_mm - PULL_MM) / CLEAR_MM, -1.0, 1.0))
    true = max(0, number - false_among(looks))
    weight = true / (true + EVENTS_FOR_SIZE) * time_weight(looks)
    return Measured(far * weight, f"median {median_mm:.1f} mm")


def _held_back(recordings: Sequence[Evidence]) -> Measured:
    hold, rest = _in_phases(recordings, ("hold",)), _in_phases(recordings, ("rest",))
    above = ratio_borne_out(hold, rest, HELD_BACK_RATIO)
    return Measured(-_if_seen(above, recordings, ("hold",)), _rates(hold, rest))


def _not_held_back(recordings: Sequence[Evidence]) -> Measured:
    held_back = _held_back(recordings)
    return Measured(-held_back.strength, held_back.basis)


def _set_off(recordings: Sequence[Evidence]) -> Measured:
    tasks, rest = _in_phases(recordings, TASKS), _in_phases(recordings, ("rest",))
    above = ratio_borne_out(tasks, rest, SET_OFF_RATIO)
    return Measured(_if_seen(above, recordings, TASKS), _rates(tasks, rest))


def _in_sleep(recordings: Sequence[Evidence]) -> Measured:
    sleep, rest = _in_phases(recordings, ("sleep",)), _in_phases(recordings, ("rest",))
    for recording in recordings:
        if recording.phases is None and recording.counts is not None:
            rest = rest[0] + recording.counts.all.events, rest[1] + recording.time.observable_s
    if rest[1] <= 0:
        # Nothing to compare with: twitches in sleep are there, their absence says nothing.
        asleep, _ = without_false(sleep)
        return Measured(asleep / (asleep + 1), _rates(sleep, rest))
    above = ratio_borne_out(sleep, rest, SLEEP_RATIO)
    return Measured(_if_seen(above, recordings, ("sleep",)), _rates(sleep, rest))


def _in_any(measurement: _Measurement) -> _Measurement:
    """What is seen of it in the one recording that bears it out most."""

    def of_one(recordings: Sequence[Evidence]) -> Measured:
        each = (measurement([one]) for one in recordings)
        return max(each, key=lambda measured: measured.strength, default=NOTHING)

    return of_one


MEASUREMENTS: dict[str, _Measurement] = {
    "eye_share": _eye_share,
    "eye_seen": _in_any(_eye_beyond_chance),
    "eye_mostly_seen": _in_any(_eye_share),
    "one_side": _one_side,
    "one_side_seen": _in_any(_one_side),
    "slow_rhythm": partial(_rhythm, slow=True),
    "shaking_seen": _in_any(_slow_shaking),
    "fast_rhythm": partial(_rhythm, slow=False),
    "single": partial(_pattern, pattern="single"),
    "runs": partial(_pattern, pattern="burst"),
    "runs_seen": _in_any(partial(_pattern, pattern="burst")),
    "large": _large,
    "held_back": _held_back,
    "not_held_back": _not_held_back,
    "set_off": _set_off,
    "in_sleep": _in_sleep,
}


def _is_sleep(recording: Evidence) -> bool:
    return recording.phases is not None and set(recording.phases) == {"sleep"}


def _share_in(looks: Sequence[Look], hits: float, misses: float, limit: float) -> float:
    """How far looks bear out that a share of their twitches lies above a limit, or below."""
    return share_borne_out(hits, misses, limit, false_among(looks)) * time_weight(looks)


def _in_phases(recordings: Iterable[Evidence], names: Sequence[str]) -> Rate:
    parts: list[PhaseEvidence] = [
        recording.phases[name]
        for recording in recordings
        if recording.phases is not None
        for name in names
        if name in recording.phases
    ]
    return sum(part.events for part in parts), sum(part.observable_s for part in parts)


def _if_seen(above: float, recordings: Sequence[Evidence], names: Sequence[str]) -> float:
    """The strength of "more often", but none for "rarer" where less could be seen.

    A recording in which twitches as large as the usual ones would have been missed, though smaller
    ones than that were seen in the others, does not show that they were away.
    """
    compared = [r for r in recordings if r.phases is not None and set(names) & set(r.phases)]
    others = [r for r in recordings if r not in compared]
    limits_mm = [_limit_mm(other) for other in others]
    if above >= 0 or not limits_mm:
        return above
    needed_mm = max(_usual_mm(others), min(limits_mm))
    return 0.0 if any(_limit_mm(one) > needed_mm for one in compared) else above


def _limit_mm(recording: Evidence) -> float:
    """The smallest single twitch that could be seen; infinite where that is not known."""
    limit_mm = recording.sensor.smallest_detectable_mm
    return float("inf") if limit_mm is None else limit_mm


def _usual_mm(recordings: Iterable[Evidence]) -> float:
    """Median size of the twitches in some recordings; 0 without any."""
    return _median_of([one.amplitude_mm for one in recordings if one.amplitude_mm])


def _median_of(sizes: Sequence[Distribution]) -> float:
    """Median over several, by their own medians; 0 without any."""
    return weighted_median([s.median for s in sizes], [s.n for s in sizes]) or 0.0


def _rates(one: Rate, other: Rate) -> str:
    return f"{one[0]:.0f} in {one[1]:.0f} s, against {other[0]:.0f} in {other[1]:.0f} s at rest"
