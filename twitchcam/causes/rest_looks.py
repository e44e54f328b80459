"""What twitches at rest look like in recordings, and how many of them can be false."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.causes.strengths import tries_behind
from twitchcam.evidence.false_twitches import most_false, twitches_for, twitches_in
from twitchcam.evidence.rhythms import alike_hz, by_number, tremor_peaks, tremors_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from twitchcam.records import Distribution, Estimate, Evidence, PhaseEvidence

# Parts of guided recordings. Where the mouth itself smiles or purses, what is counted is that.
RESTING = ("rest", "hold", "counting")
# Slow up to the first, fast from the second on, partly in between.
SLOW_UP_TO_HZ, FAST_FROM_HZ = 7.0, 8.0
# Observable time at which a recording counts half.
HALF_TIME_S = 15.0


@dataclass(frozen=True, slots=True)
class Look:
    """What twitches at rest look like in one recording, or in one part of it.

    A mouth that purses or smiles may shake by that alone, and eyes are also closed on purpose: so
    only what came at rest tells. ``by_side`` and ``by_pattern`` count events; ``twitches`` are all
    and ``tremors`` those, long ones counting for several.
    """

    observable_s: float
    events: int
    twitches: int
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
    def slow_peaks(self) -> float:
        """Peaks of slow tremor, those in between counting in part."""
        return sum(
            peaks * _slowness(alike_hz(hz, self.recording))
            for hz, peaks in self.tremor_peaks.items()
        )


def rest_looks(recordings: Iterable[Evidence]) -> list[Look]:
    """What is known of twitches at rest: of the whole of recordings that were not guided."""
    return [look for recording in recordings for look in _looks_in(recording)]


def with_known_rhythm(looks: Iterable[Look]) -> list[Look]:
    """Those but where there is a tremor without a frequency: nobody knows which it is."""
    return [look for look in looks if look.tremor_peaks or not look.tremors]


def with_known_eyes(looks: Iterable[Look]) -> list[Look]:
    """Those in which eyes were seen while lips twitched."""
    return [look for look in looks if look.eye_closure_share]


def with_eye(looks: Iterable[Look]) -> tuple[float, float]:
    """How many twitches came with the eye on their side, and of how many that is known."""
    known = [(look.eye_closure_share, look.events) for look in looks if look.eye_closure_share]
    tries = [tries_behind(share, most) for share, most in known]
    hits = sum(share.value * some for (share, _), some in zip(known, tries, strict=True))
    return hits, sum(tries)


def false_among(looks: Iterable[Look]) -> int:
    """How many of the twitches can be false."""
    return most_false(sum(look.observable_s for look in looks if look.twitches))


def all_can_be_false(looks: Sequence[Look]) -> bool:
    """Whether there are twitches, but no more than can be false."""
    return 0 < sum(look.twitches for look in looks) <= false_among(looks)


def time_weight(looks: Iterable[Look]) -> float:
    """How far the time counts in which twitches came; without any, they have no looks."""
    seen_s = sum(look.observable_s for look in looks if look.events)
    return seen_s / (seen_s + HALF_TIME_S)


def _looks_in(recording: Evidence) -> Iterator[Look]:
    if recording.phases is not None:
        parts = [recording.phases[name] for name in RESTING if name in recording.phases]
        yield from (_look_of_part(part, recording) for part in parts)
    elif (counts := recording.counts) is not None:
        by_pattern = {one: tally.events for one, tally in counts.by_pattern.items()}
        tremor = counts.by_pattern.get("tremor")
        yield Look(
            observable_s=recording.time.observable_s,
            events=counts.all.events,
            twitches=twitches_in(counts),
            by_side={side: tally.events for side, tally in counts.by_side.items()},
            by_pattern=by_pattern,
            tremors=tremors_for(tremor.events, tremor.peaks) if tremor else 0.0,
            tremor_peaks=tremor_peaks(recording),
            amplitude_mm=recording.amplitude_mm,
            eye_closure_share=recording.eye_closure_share,
            recording=recording,
        )


def _look_of_part(part: PhaseEvidence, recording: Evidence) -> Look:
    by_pattern = part.by_pattern or {}
    peaks_by_hz = by_number(part.tremor_peaks_by_hz or {})
    tremors, peaks = by_pattern.get("tremor", 0), sum(peaks_by_hz.values())
    return Look(
        observable_s=part.observable_s,
        events=part.events,
        twitches=twitches_for(part.events, tremors, peaks),
        by_side=part.by_side or {},
        by_pattern=by_pattern,
        tremors=tremors_for(tremors, peaks),
        tremor_peaks=peaks_by_hz,
        amplitude_mm=part.amplitude_mm,
        eye_closure_share=part.eye_closure_share,
        recording=recording,
    )


def _slowness(alike: Sequence[float]) -> float:
    """How far a rhythm is a slow one, from 0 to 1: the mean of all that it may be, in hertz."""
    return float(np.interp(alike, (SLOW_UP_TO_HZ, FAST_FROM_HZ), (1.0, 0.0)).mean())
