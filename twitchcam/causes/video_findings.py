"""Findings that recordings give, each with how far they bear it out.

A strength lies between -1 (certainly not so) and 1 (certainly so) and is 0 when nothing is known.
It is the posterior probability that a share or a ratio of rates lies beyond a limit, rescaled so
that the prior is 0: few events, short observable time and wide intervals give strengths near 0 by
themselves, and what was not observed gives none at all. The limits are judgements.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from twitchcam.causes.strengths import rate_ratio_above, share_above, tries_behind
from twitchcam.evidence.events_to_evidence import is_too_coarse
from twitchcam.evidence.rates import weighted_median
from twitchcam.evidence.rhythms import alike_hz, rhythms, tremor_peaks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from twitchcam.causes.strengths import Rate
    from twitchcam.records import Estimate, Evidence, PhaseEvidence

# Shares beyond which a sign counts as there.
EYE_LIMIT, SIDE_LIMIT, PATTERN_LIMIT = 0.5, 0.75, 0.5
# Ratios of rates beyond which holding back, other movements, or sleep count as making a difference.
HELD_BACK_RATIO, SET_OFF_RATIO, SLEEP_RATIO = 0.5, 2.0, 0.2
# A tremor is long: so many cycles count as one event.
CYCLES_PER_TREMOR = 8.0
# Slow up to the first, fast from the second on, partly in between.
SLOW_UP_TO_HZ, FAST_FROM_HZ = 7.0, 8.0
# Halfway between a flick and a pull that others see, and how far from it is clear.
LARGE_MM, CLEAR_MM = 2.0, 1.0
EVENTS_FOR_SIZE = 3.0
# By chance no more than this share of twitches has the eye. So many twitches with it, and so many
# peaks of slow shaking, are enough by half.
EYE_BY_CHANCE, EYES_FOR_SEEN, PEAKS_FOR_SEEN = 0.1, 2.0, 24.0
# Observable time at which a recording counts half.
HALF_TIME_S = 15.0

TASKS = ("eye_closure", "brow_raise", "smile", "pucker")
RESTING = ("rest", "hold", "counting")


@dataclass(frozen=True, slots=True)
class Measured:
    """Strength of one measurement, and what it rests on in words."""

    strength: float
    basis: str


NOTHING = Measured(0.0, "")


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
    hits, tries = _with_eye(recordings)
    strength = share_above(hits, tries - hits, EYE_LIMIT) * _time_weight(recordings)
    return Measured(strength, f"{hits:.0f} of {tries:.0f}")


def _eye_seen(recordings: Sequence[Evidence]) -> Measured:
    """Whether in any recording an eye closes with more of the twitches than by chance."""
    return max(map(_eye_seen_in, recordings), key=_strength, default=NOTHING)


def _eye_seen_in(recording: Evidence) -> Measured:
    hits, tries = _with_eye([recording])
    strength = share_above(hits, tries - hits, EYE_BY_CHANCE) * hits / (hits + EYES_FOR_SEEN)
    return Measured(strength, f"{hits:.0f} of {tries:.0f}")


def _one_side_seen(recordings: Sequence[Evidence]) -> Measured:
    """Whether in any recording the twitches keep to one side."""
    return max((_one_side([one]) for one in recordings), key=_strength, default=NOTHING)


def _strength(measured: Measured) -> float:
    return measured.strength


def _one_side(recordings: Sequence[Evidence]) -> Measured:
    left, right, both = (_side_events(recordings, side) for side in ("left", "right", "both"))
    # The first twitch is on one side whatever the cause: it only says which.
    kept = max(0, max(left, right) - 1)
    strength = share_above(kept, min(left, right) + both, SIDE_LIMIT) * _time_weight(recordings)
    return Measured(strength, f"{left} left, {right} right, {both} both")


def _slow_rhythm(recordings: Sequence[Evidence]) -> Measured:
    return _rhythm(recordings, slow=True)


def _fast_rhythm(recordings: Sequence[Evidence]) -> Measured:
    return _rhythm(recordings, slow=False)


def _rhythm(recordings: Sequence[Evidence], *, slow: bool) -> Measured:
    shares = []
    for recording in recordings:
        tremors, others = _tremors(recording), _events(recording, "single", "burst")
        told = sum(tremor_peaks(recording).values())
        if tremors and not told:
            # Of a tremor without a frequency it is not known which it is.
            continue
        is_slow = _slow_peaks(recording) / told if told else 0.0
        belongs = is_slow if slow else 1 - is_slow
        shares.append(_at_rest(recording, tremors * belongs, others + tremors))
    strength = _mostly(shares) * _time_weight(recordings)
    basis = " and ".join(map(str, rhythms(recordings)))
    return Measured(strength, basis or "no regular shaking seen")


def _shaking_seen(recordings: Sequence[Evidence]) -> Measured:
    """Whether in any recording there is slow regular shaking, whatever else there is."""
    return max(map(_shaking_seen_in, recordings), key=_strength, default=NOTHING)


def _shaking_seen_in(recording: Evidence) -> Measured:
    # So many at least came at rest.
    peaks = max(0.0, _slow_peaks(recording) - _outside_rest(recording)[1])
    return Measured(peaks / (peaks + PEAKS_FOR_SEEN), f"{peaks:.0f} peaks")


def _slow_peaks(recording: Evidence) -> float:
    """Peaks of slow tremor, those in between counting in part."""
    facts = recording.recording
    return sum(
        peaks * _slowness(alike_hz(hz, facts)) for hz, peaks in tremor_peaks(recording).items()
    )


def _slowness(alike: Sequence[float]) -> float:
    """How far a rhythm is a slow one, from 0 to 1: the mean of all that it may be, in hertz."""
    return float(np.interp(alike, (SLOW_UP_TO_HZ, FAST_FROM_HZ), (1.0, 0.0)).mean())


def _single(recordings: Sequence[Evidence]) -> Measured:
    return _pattern(recordings, "single")


def _runs(recordings: Sequence[Evidence]) -> Measured:
    return _pattern(recordings, "burst")


def _pattern(recordings: Sequence[Evidence], pattern: str) -> Measured:
    shares = [
        _at_rest(r, _events(r, pattern), _events(r, "single", "burst") + _tremors(r))
        for r in recordings
    ]
    strength = _mostly(shares) * _time_weight(recordings)
    # In a guided recording it is not known which ones came at rest.
    asked = any(sum(_outside_rest(recording)) for recording in recordings)
    hits = sum(_events(recording, pattern) for recording in recordings)
    everything = sum(_events(r, "single", "burst", "tremor") for r in recordings)
    return Measured(strength, "" if asked else f"{hits} of {everything}")


def _large(recordings: Sequence[Evidence]) -> Measured:
    number = sum(r.amplitude_mm.n for r in recordings if r.amplitude_mm)
    if not number:
        return NOTHING
    median_mm = _usual_mm(recordings)
    far = float(np.clip((median_mm - LARGE_MM) / CLEAR_MM, -1.0, 1.0))
    weight = number / (number + EVENTS_FOR_SIZE)
    return Measured(far * weight * _time_weight(recordings), f"median {median_mm:.1f} mm")


def _held_back(recordings: Sequence[Evidence]) -> Measured:
    hold, rest = _in_phases(recordings, ("hold",)), _in_phases(recordings, ("rest",))
    above = rate_ratio_above(hold, rest, HELD_BACK_RATIO)
    return Measured(-_if_seen(above, recordings, ("hold",)), _rates(hold, rest))


def _set_off(recordings: Sequence[Evidence]) -> Measured:
    tasks, rest = _in_phases(recordings, TASKS), _in_phases(recordings, ("rest",))
    above = rate_ratio_above(tasks, rest, SET_OFF_RATIO)
    return Measured(_if_seen(above, recordings, TASKS), _rates(tasks, rest))


def _in_sleep(recordings: Sequence[Evidence]) -> Measured:
    sleep, rest = _in_phases(recordings, ("sleep",)), _in_phases(recordings, ("rest",))
    for recording in recordings:
        if recording.phases is None and recording.counts is not None:
            rest = rest[0] + recording.counts.all.events, rest[1] + recording.time.observable_s
    if rest[1] <= 0:
        # Nothing to compare with: twitches in sleep are there, their absence says nothing.
        return Measured(sleep[0] / (sleep[0] + 1), _rates(sleep, rest))
    above = rate_ratio_above(sleep, rest, SLEEP_RATIO)
    return Measured(_if_seen(above, recordings, ("sleep",)), _rates(sleep, rest))


MEASUREMENTS: dict[str, Callable[[Sequence[Evidence]], Measured]] = {
    "eye_share": _eye_share,
    "eye_seen": _eye_seen,
    "one_side": _one_side,
    "one_side_seen": _one_side_seen,
    "slow_rhythm": _slow_rhythm,
    "shaking_seen": _shaking_seen,
    "fast_rhythm": _fast_rhythm,
    "single": _single,
    "runs": _runs,
    "large": _large,
    "held_back": _held_back,
    "set_off": _set_off,
    "in_sleep": _in_sleep,
}


def _is_sleep(recording: Evidence) -> bool:
    return recording.phases is not None and set(recording.phases) == {"sleep"}


def _time_weight(recordings: Iterable[Evidence]) -> float:
    """How far the time counts in which twitches came; without any, they have no looks."""
    seen_s = sum(
        recording.time.observable_s
        for recording in recordings
        if recording.counts and recording.counts.all.events
    )
    return seen_s / (seen_s + HALF_TIME_S)


def _side_events(recordings: Iterable[Evidence], side: str) -> int:
    sides = [recording.counts.by_side for recording in recordings if recording.counts]
    return sum(by_side[side].events for by_side in sides if side in by_side)


class _Share(NamedTuple):
    """How many of so many twitches at rest were of a kind: at least, at most, of all."""

    least: float
    most: float
    all: float


def _at_rest(recording: Evidence, own: float, everything: float) -> _Share:
    """What is certain of the twitches at rest, from the numbers in the whole recording.

    Only these tell what twitches look like: a mouth that purses or smiles may shake by that alone.
    Of a guided recording it is known how many came at rest, but not which.
    """
    events, peaks = _outside_rest(recording)
    elsewhere = max(events, peaks / CYCLES_PER_TREMOR)
    at_rest = max(0.0, everything - elsewhere)
    return _Share(max(0.0, own - elsewhere), min(own, at_rest), at_rest)


def _mostly(shares: Sequence[_Share]) -> float:
    """How sure it is that most are of a kind, or that most are not, as far as that is certain."""
    everything = sum(share.all for share in shares)
    least, most = sum(share.least for share in shares), sum(share.most for share in shares)
    low = share_above(least, everything - least, PATTERN_LIMIT)
    high = share_above(most, everything - most, PATTERN_LIMIT)
    return max(low, 0.0) + min(high, 0.0)


def _outside_rest(recording: Evidence) -> tuple[int, int]:
    """Events and peaks that came while something else was asked for than rest."""
    if recording.phases is None or recording.counts is None:
        return 0, 0
    at_rest = [recording.phases[name] for name in RESTING if name in recording.phases]
    events = recording.counts.all.events - sum(phase.events for phase in at_rest)
    peaks = recording.counts.all.peaks - sum(phase.peaks for phase in at_rest)
    return max(0, events), max(0, peaks)


def _events(recording: Evidence, *patterns: str) -> int:
    counts = recording.counts
    if counts is None:
        return 0
    return sum(counts.by_pattern[p].events for p in patterns if p in counts.by_pattern)


def _tremors(recording: Evidence) -> float:
    counts = recording.counts
    if counts is None or "tremor" not in counts.by_pattern:
        return 0.0
    tally = counts.by_pattern["tremor"]
    return max(float(tally.events), tally.peaks / CYCLES_PER_TREMOR) if tally.events else 0.0


def _with_eye(recordings: Iterable[Evidence]) -> tuple[float, float]:
    """How many twitches came with the eye on their side, and of how many that is known."""
    shares = [found for recording in recordings for found in _eye_shares(recording)]
    tries = [tries_behind(share, most) for share, most in shares]
    hits = sum(share.value * some for (share, _), some in zip(shares, tries, strict=True))
    return hits, sum(tries)


def _eye_shares(recording: Evidence) -> list[tuple[Estimate, int]]:
    """Shares with eye closure at rest, each with the number of twitches it can be of.

    In a guided recording the eyes are also closed on purpose: only its parts at rest count.
    """
    if recording.phases is not None:
        parts = [recording.phases[name] for name in RESTING if name in recording.phases]
        return [(p.eye_closure_share, p.events) for p in parts if p.eye_closure_share is not None]
    if recording.counts is None or recording.eye_closure_share is None:
        return []
    return [(recording.eye_closure_share, recording.counts.all.events)]


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
    """Below this, single twitches were probably missed."""
    limit_mm = recording.sensor.smallest_detectable_mm
    return float("inf") if limit_mm is None else limit_mm


def _usual_mm(recordings: Iterable[Evidence]) -> float:
    """Median size of the twitches in some recordings, by their own medians; 0 without any."""
    sizes = [recording.amplitude_mm for recording in recordings if recording.amplitude_mm]
    return weighted_median([s.median for s in sizes], [s.n for s in sizes]) or 0.0


def _rates(one: Rate, other: Rate) -> str:
    return f"{one[0]} in {one[1]:.0f} s, against {other[0]} in {other[1]:.0f} s at rest"
