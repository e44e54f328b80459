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

from twitchcam.causes.strengths import rate_ratio_above, share_above, tries_behind
from twitchcam.evidence.false_twitches import most_false
from twitchcam.evidence.rates import weighted_median
from twitchcam.evidence.rhythms import (
    CYCLES_PER_TREMOR,
    alike_hz,
    by_number,
    rhythms,
    tremor_peaks,
    tremors_for,
)
from twitchcam.evidence.what_it_tells import is_too_coarse
from twitchcam.records import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from twitchcam.causes.strengths import Rate
    from twitchcam.records import Distribution, Estimate, Evidence, PhaseEvidence

# Shares beyond which a sign counts as there.
EYE_LIMIT, SIDE_LIMIT, PATTERN_LIMIT = 0.5, 0.75, 0.5
# Ratios of rates beyond which holding back, other movements, or sleep count as making a difference.
HELD_BACK_RATIO, SET_OFF_RATIO, SLEEP_RATIO = 0.5, 2.0, 0.2
# Slow up to the first, fast from the second on, partly in between.
SLOW_UP_TO_HZ, FAST_FROM_HZ = 7.0, 8.0
# Halfway between a flick and a pull that others see, and how far from it is clear.
PULL_MM, CLEAR_MM = 2.0, 1.0
EVENTS_FOR_SIZE = 3.0
# By chance no more than this share of twitches has the eye. So many twitches with it, and so many
# peaks of slow shaking, are enough by half.
EYE_BY_CHANCE, EYES_FOR_SEEN, PEAKS_FOR_SEEN = 0.1, 2.0, 24.0
# Observable time at which a recording counts half.
HALF_TIME_S = 15.0

# Parts of guided recordings. Where the mouth itself smiles or purses, what is counted is that.
TASKS = ("eye_closure", "brow_raise")
RESTING = ("rest", "hold", "counting")


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
    looks = _with_known_eyes(recordings)
    hits, tries = _with_eye(looks)
    strength = _share_borne_out(hits, tries - hits, EYE_LIMIT, looks)
    return Measured(strength, f"{hits:.0f} of {tries:.0f}")


def _eye_beyond_chance(recordings: Sequence[Evidence]) -> Measured:
    looks = _with_known_eyes(recordings)
    hits, tries = _with_eye(looks)
    true = max(0.0, hits - _false(looks))
    strength = share_above(true, tries - hits, EYE_BY_CHANCE) * true / (true + EYES_FOR_SEEN)
    return Measured(strength, f"{hits:.0f} of {tries:.0f}")


def _one_side(recordings: Sequence[Evidence]) -> Measured:
    looks = _looks(recordings)
    left, right, both = (sum(look.by_side.get(side, 0) for look in looks) for side in SIDES)
    # The first twitch is on one side whatever the cause: it only says which.
    kept = max(0, max(left, right) - 1)
    strength = _share_borne_out(kept, min(left, right) + both, SIDE_LIMIT, looks)
    return Measured(strength, f"{left} left, {right} right, {both} both")


def _rhythm(recordings: Sequence[Evidence], *, slow: bool) -> Measured:
    looks = _with_known_rhythm(recordings)
    own, everything = 0.0, 0.0
    for look in looks:
        told = sum(look.tremor_peaks.values())
        is_slow = look.slow_peaks / told if told else 0.0
        own += look.tremors * (is_slow if slow else 1 - is_slow)
        everything += look.everything
    strength = _share_borne_out(own, everything - own, PATTERN_LIMIT, looks)
    found = rhythms(sum((Counter(look.tremor_peaks) for look in looks), Counter()))
    return Measured(strength, " and ".join(map(str, found)) or "no regular shaking seen")


def _slow_shaking(recordings: Sequence[Evidence]) -> Measured:
    """Slow regular shaking, whatever else there is."""
    looks = _with_known_rhythm(recordings)
    peaks = sum(look.slow_peaks for look in looks)
    true = max(0.0, peaks - CYCLES_PER_TREMOR * _false(looks))
    return Measured(true / (true + PEAKS_FOR_SEEN), f"{peaks:.0f} peaks")


def _pattern(recordings: Sequence[Evidence], *, pattern: str) -> Measured:
    looks = _looks(recordings)
    own = sum(look.by_pattern.get(pattern, 0) for look in looks)
    everything = sum(look.everything for look in looks)
    strength = _share_borne_out(own, everything - own, PATTERN_LIMIT, looks)
    return Measured(strength, f"{own} of {sum(look.events for look in looks)}")


def _large(recordings: Sequence[Evidence]) -> Measured:
    looks = [look for look in _looks(recordings) if look.amplitude_mm]
    sizes = [look.amplitude_mm for look in looks if look.amplitude_mm]
    number = sum(size.n for size in sizes)
    if not number:
        return NOTHING
    median_mm = _median_of(sizes)
    far = float(np.clip((median_mm - PULL_MM) / CLEAR_MM, -1.0, 1.0))
    true = max(0, number - _false(looks))
    weight = true / (true + EVENTS_FOR_SIZE) * _time_weight(looks)
    return Measured(far * weight, f"median {median_mm:.1f} mm")


def _held_back(recordings: Sequence[Evidence]) -> Measured:
    hold, rest = _in_phases(recordings, ("hold",)), _in_phases(recordings, ("rest",))
    above = _ratio_borne_out(hold, rest, HELD_BACK_RATIO)
    return Measured(-_if_seen(above, recordings, ("hold",)), _rates(hold, rest))


def _not_held_back(recordings: Sequence[Evidence]) -> Measured:
    held_back = _held_back(recordings)
    return Measured(-held_back.strength, held_back.basis)


def _set_off(recordings: Sequence[Evidence]) -> Measured:
    tasks, rest = _in_phases(recordings, TASKS), _in_phases(recordings, ("rest",))
    above = _ratio_borne_out(tasks, rest, SET_OFF_RATIO)
    return Measured(_if_seen(above, recordings, TASKS), _rates(tasks, rest))


def _in_sleep(recordings: Sequence[Evidence]) -> Measured:
    sleep, rest = _in_phases(recordings, ("sleep",)), _in_phases(recordings, ("rest",))
    for recording in recordings:
        if recording.phases is None and recording.counts is not None:
            rest = rest[0] + recording.counts.all.events, rest[1] + recording.time.observable_s
    if rest[1] <= 0:
        # Nothing to compare with: twitches in sleep are there, their absence says nothing.
        asleep, _ = _without_false(sleep)
        return Measured(asleep / (asleep + 1), _rates(sleep, rest))
    above = _ratio_borne_out(sleep, rest, SLEEP_RATIO)
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


@dataclass(frozen=True, slots=True)
class _Look:
    """What twitches at rest look like in one recording, or in one part of it.

    A mouth that purses or smiles may shake by that alone, and eyes are also closed on purpose: so
    only what came at rest tells. ``by_side`` and ``by_pattern`` count events; ``tremors`` counts
    long ones for several.
    """

    observable_s: float
    events: int
    by_side: Mapping[str, int]
    by_pattern: Mapping[str, int]
    tremors: float
    tremor_peaks: Mapping[float, int]
    amplitude_mm: Distribution | None
    eye_closure_share: Estimate | None
    recording: Evidence

    @property
    def everything(self) -> float:
        """All events of a known pattern, long tremors counting for several."""
        return sum(self.by_pattern.get(one, 0) for one in ("single", "burst")) + self.tremors

    @property
    def twitches(self) -> int:
        """All events, also of older files, which tell no patterns; long tremors for several."""
        return max(self.events, int(self.everything))

    @property
    def slow_peaks(self) -> float:
        """Peaks of slow tremor, those in between counting in part."""
        return sum(
            peaks * _slowness(alike_hz(hz, self.recording))
            for hz, peaks in self.tremor_peaks.items()
        )


def _looks(recordings: Iterable[Evidence]) -> list[_Look]:
    """What is known of twitches at rest: of the whole of recordings that were not guided."""
    return [look for recording in recordings for look in _looks_in(recording)]


def _looks_in(recording: Evidence) -> Iterator[_Look]:
    if recording.phases is not None:
        parts = [recording.phases[name] for name in RESTING if name in recording.phases]
        yield from (_look_of_part(part, recording) for part in parts)
    elif (counts := recording.counts) is not None:
        by_pattern = {one: tally.events for one, tally in counts.by_pattern.items()}
        tremor = counts.by_pattern.get("tremor")
        yield _Look(
            observable_s=recording.time.observable_s,
            events=counts.all.events,
            by_side={side: tally.events for side, tally in counts.by_side.items()},
            by_pattern=by_pattern,
            tremors=tremors_for(tremor.events, tremor.peaks) if tremor else 0.0,
            tremor_peaks=tremor_peaks(recording),
            amplitude_mm=recording.amplitude_mm,
            eye_closure_share=recording.eye_closure_share,
            recording=recording,
        )


def _look_of_part(part: PhaseEvidence, recording: Evidence) -> _Look:
    by_pattern = part.by_pattern or {}
    peaks_by_hz = by_number(part.tremor_peaks_by_hz or {})
    return _Look(
        observable_s=part.observable_s,
        events=part.events,
        by_side=part.by_side or {},
        by_pattern=by_pattern,
        tremors=tremors_for(by_pattern.get("tremor", 0), sum(peaks_by_hz.values())),
        tremor_peaks=peaks_by_hz,
        amplitude_mm=part.amplitude_mm,
        eye_closure_share=part.eye_closure_share,
        recording=recording,
    )


def _slowness(alike: Sequence[float]) -> float:
    """How far a rhythm is a slow one, from 0 to 1: the mean of all that it may be, in hertz."""
    return float(np.interp(alike, (SLOW_UP_TO_HZ, FAST_FROM_HZ), (1.0, 0.0)).mean())


def _time_weight(looks: Iterable[_Look]) -> float:
    """How far the time counts in which twitches came; without any, they have no looks."""
    seen_s = sum(look.observable_s for look in looks if look.events)
    return seen_s / (seen_s + HALF_TIME_S)


def _share_borne_out(hits: float, misses: float, limit: float, looks: Sequence[_Look]) -> float:
    """How far looks bear out that a share of twitches lies above a limit, or below.

    Those that may be false may all have been for it, or all against it.
    """
    false = _false(looks)
    above = share_above(max(0.0, hits - false), misses, limit)
    below = share_above(hits, max(0.0, misses - false), limit)
    return _agreed(above, below) * _time_weight(looks)


def _ratio_borne_out(one: Rate, other: Rate, ratio: float) -> float:
    """How far it is borne out that a rate is more than ``ratio`` times another, or less.

    False twitches may all have come in the one time, or all in the other.
    """
    above = rate_ratio_above(_without_false(one), other, ratio)
    below = rate_ratio_above(one, _without_false(other), ratio)
    return _agreed(above, below)


def _agreed(above: float, below: float) -> float:
    """What both the least and the most that can be true say."""
    return max(above, 0.0) + min(below, 0.0)


def _without_false(rate: Rate) -> Rate:
    events, observable_s = rate
    return max(0.0, events - most_false(observable_s)), observable_s


def can_all_be_false(recordings: Iterable[Evidence]) -> bool:
    """Whether recordings together show twitches at rest, but no more than can be false."""
    looks = _looks(recordings)
    return 0 < sum(look.twitches for look in looks) <= _false(looks)


def _false(looks: Iterable[_Look]) -> int:
    """How many of the twitches can be false."""
    return most_false(sum(look.observable_s for look in looks if look.twitches))


def _with_known_rhythm(recordings: Iterable[Evidence]) -> list[_Look]:
    """Those but where there is a tremor without a frequency: nobody knows which it is."""
    return [look for look in _looks(recordings) if look.tremor_peaks or not look.tremors]


def _with_known_eyes(recordings: Iterable[Evidence]) -> list[_Look]:
    return [look for look in _looks(recordings) if look.eye_closure_share]


def _with_eye(looks: Iterable[_Look]) -> tuple[float, float]:
    """How many twitches came with the eye on their side, and of how many that is known."""
    known = [(look.eye_closure_share, look.events) for look in looks if look.eye_closure_share]
    tries = [tries_behind(share, most) for share, most in known]
    hits = sum(share.value * some for (share, _), some in zip(known, tries, strict=True))
    return hits, sum(tries)


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
