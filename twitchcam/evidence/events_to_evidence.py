"""From the events of a recording to what they amount to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from twitchcam.evidence.false_twitches import most_false
from twitchcam.evidence.observable_time import (
    ROUNDING_S,
    observable_time,
    reason_name,
    to_observable_clock,
    unobservable_spans,
)
from twitchcam.evidence.rates import (
    RATE_MODEL,
    dispersion_index,
    distribution,
    laterality_index,
    rate_per_minute,
    share,
    weighted_median,
)
from twitchcam.evidence.what_it_tells import is_long_enough, misses_usual
from twitchcam.records import (
    LIPS,
    PATTERNS,
    SIDES,
    Counts,
    Distribution,
    Estimate,
    Event,
    Evidence,
    FileIdentity,
    Kind,
    RecordingFacts,
    SensorFacts,
    Tally,
    twitches_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.evidence.observable_time import Span


def summarise(
    events: Sequence[Event],
    recording: RecordingFacts,
    sensor: SensorFacts,
    file: FileIdentity | None = None,
) -> Evidence:
    """Count the events and set them against the time in which they could have been seen.

    Parameters
    ----------
    events
        All events of the recording, in any order.
    recording, sensor
        What was read, and what measured it; passed on.
    file
        Which file was read; ``None`` for a camera.

    Returns
    -------
    Evidence
        Values that do not exist are ``None``. Without observable time nothing is known, and there
        are no counts (unless the events say otherwise).
    """
    twitches = twitches_of(events)
    rejected = Counter(reason_name(e) for e in events if e.kind is Kind.REJECTED)
    time = observable_time(events, recording.duration_s)
    spans = unobservable_spans(events, recording.duration_s)
    dispersion = dispersion_of(twitches, spans, recording.duration_s)
    anything_seen = time.observable_s > 0
    is_enough = is_long_enough(time.observable_s)
    if not is_enough or recording.is_coarsely_coded:
        # Coding takes noise away as it does small movements: what noise is left tells nothing.
        sensor = replace(sensor, smallest_detectable_mm=None)
    tallies = _Tallies(
        time.observable_s,
        dispersion,
        is_told=is_enough and (bool(twitches) or not misses_usual(recording, sensor)),
    )
    return Evidence(
        file=file,
        recording=recording,
        sensor=sensor,
        time=time,
        counts=tallies.counts(twitches) if anything_seen or twitches else None,
        rate_model=RATE_MODEL,
        dispersion_index=dispersion,
        laterality_index=_laterality(twitches),
        dominant_frequency_hz=_dominant_frequency_hz(twitches),
        eye_closure_share=eye_closure_share(twitches),
        amplitude_mm=amplitudes_mm(twitches),
        rejected=dict(sorted(rejected.items())) if anything_seen or rejected else None,
        tremor_peaks_by_hz=tremor_peaks_by_hz(twitches) if anything_seen or twitches else None,
        most_false=most_false(time.observable_s) if is_enough and sensor.sensor == "flow" else None,
    )


@dataclass(frozen=True, slots=True)
class _Tallies:
    """Makes tallies of twitches against one stretch of observable time."""

    observable_s: float
    dispersion: float | None
    is_told: bool

    def counts(self, twitches: Sequence[Event]) -> Counts:
        return Counts(
            all=self._tally(twitches),
            by_lip={lip: self._tally([t for t in twitches if t.lip == lip]) for lip in LIPS},
            by_side=self._by_side(twitches),
            by_pattern={
                pattern: self._tally([t for t in twitches if t.pattern == pattern])
                for pattern in PATTERNS
            },
            by_lip_and_side={
                lip: self._by_side([t for t in twitches if t.lip == lip]) for lip in LIPS
            },
        )

    def _by_side(self, twitches: Sequence[Event]) -> dict[str, Tally]:
        return {side: self._tally([t for t in twitches if t.side == side]) for side in SIDES}

    def _tally(self, twitches: Sequence[Event]) -> Tally:
        patterns = Counter(twitch.pattern for twitch in twitches)
        return Tally(
            events=len(twitches),
            peaks=sum(map(peaks_of, twitches)),
            per_minute=rate_per_minute(len(twitches), self.observable_s, self.dispersion)
            if self.is_told
            else None,
            by_pattern={pattern: patterns[pattern] for pattern in PATTERNS},
        )


def _laterality(twitches: Sequence[Event]) -> Estimate | None:
    sides = Counter(twitch.side for twitch in twitches)
    return laterality_index(sides["left"], sides["right"])


def _dominant_frequency_hz(twitches: Sequence[Event]) -> float | None:
    """Median frequency of the tremor events, each counted as long as it lasted."""
    tremors = [
        (twitch.frequency_hz, twitch.duration_s)
        for twitch in twitches
        if twitch.pattern == "tremor" and twitch.frequency_hz is not None
    ]
    return weighted_median([f for f, _ in tremors], [duration for _, duration in tremors])


def tremor_peaks_by_hz(twitches: Sequence[Event]) -> dict[str, int]:
    """Peaks of the tremor events by their frequency, to a tenth of a hertz, rising."""
    peaks: Counter[float] = Counter()
    for twitch in twitches:
        if twitch.pattern == "tremor" and twitch.frequency_hz is not None:
            peaks[round(twitch.frequency_hz, 1)] += peaks_of(twitch)
    return {f"{frequency_hz:.1f}": peaks[frequency_hz] for frequency_hz in sorted(peaks)}


def amplitudes_mm(twitches: Sequence[Event]) -> Distribution | None:
    """How the sizes of twitches spread."""
    return distribution([t.amplitude_mm for t in twitches if t.amplitude_mm is not None])


def dispersion_of(
    twitches: Sequence[Event], spans: Sequence[Span], duration_s: float
) -> float | None:
    """Dispersion index of a recording's twitches outside of what could not be observed."""
    *onsets_s, end_s = to_observable_clock([*(t.onset_s for t in twitches), duration_s], spans)
    return dispersion_index(onsets_s, end_s) if end_s >= ROUNDING_S else None


def peaks_of(twitch: Event) -> int:
    """How many peaks a twitch has: one, where nobody counted them."""
    return 1 if twitch.peaks is None else twitch.peaks


def eye_closure_share(twitches: Sequence[Event]) -> Estimate | None:
    """Share of one-sided twitches whose eyes tell something with closure of that side's eye.

    Where both eyes close, it may be a blink like any other: it tells nothing, either way.
    """
    return share(len(with_eye_closure(twitches)), len(eyes_that_tell(twitches)))


def eyes_that_tell(twitches: Sequence[Event]) -> list[Event]:
    """Those whose eyes say whether the same side's closes with them."""
    return [t for t in twitches if t.side in ("left", "right") and t.eye not in (None, "both")]


def with_eye_closure(twitches: Sequence[Event]) -> list[Event]:
    """Those whose eyes say that the same side's closes with them."""
    return [twitch for twitch in eyes_that_tell(twitches) if twitch.eye == twitch.side]
