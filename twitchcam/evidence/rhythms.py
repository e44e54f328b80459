"""Which rhythms the tremors of recordings have: one frequency alone would hide another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twitchcam.records import Evidence, RecordingFacts

# Frequencies with less than this between them are one rhythm.
APART_HZ = 1.0
# How well rates and frequencies are known.
ROUNDING_HZ = 0.1
# A tremor is long: so many cycles count as one event.
CYCLES_PER_TREMOR = 8.0


class Rhythm(NamedTuple):
    """Tremor at nearly one frequency: from the lowest to the highest, and how many peaks."""

    low_hz: float
    high_hz: float
    peaks: int

    def __str__(self) -> str:
        """Frequencies in words."""
        low, high = f"{self.low_hz:.1f}", f"{self.high_hz:.1f}"
        return f"{low} Hz" if low == high else f"{low} to {high} Hz"


def tremor_peaks(evidence: Evidence) -> dict[float, int]:
    """Peaks of tremor by frequency in hertz; those without a frequency are left out.

    In evidence that does not tell them apart, the dominant frequency stands for all.
    """
    if evidence.tremor_peaks_by_hz is not None:
        return by_number(evidence.tremor_peaks_by_hz)
    tremors = evidence.counts.by_pattern.get("tremor") if evidence.counts else None
    if evidence.dominant_frequency_hz is None or tremors is None or not tremors.peaks:
        return {}
    return {evidence.dominant_frequency_hz: tremors.peaks}


def tremors_for(events: int, peaks: int) -> float:
    """For how many events some tremors count: long ones for several."""
    return max(float(events), peaks / CYCLES_PER_TREMOR) if events else 0.0


def by_number(peaks_by_hz: Mapping[str, int]) -> dict[float, int]:
    """Peaks by frequency as evidence holds them, the frequencies as numbers."""
    return {float(name): peaks for name, peaks in peaks_by_hz.items() if peaks}


def alike_hz(frequency_hz: float, evidence: Evidence) -> tuple[float, ...]:
    """All frequencies that would look like this one in a recording, the one it looks like first.

    Above half the rate of the pictures, shaking looks as much slower as it is faster than that
    half (Shannon, Proc. IRE 37:10, 1949).
    """
    return (frequency_hz, *(folded_hz for folded_hz, _ in folded(frequency_hz, evidence)))


def folded(frequency_hz: float, evidence: Evidence) -> list[tuple[float, float]]:
    """Faster frequencies that would look like this one, and at how many pictures per second.

    Where a camera slowed down, the shaking may lie in its slow spells or in the others.
    """
    # What is faster was not told as a tremor.
    _, fastest_hz = DetectionSettings.of(evidence.sensor.settings).tremor_hz
    return [
        (rate_hz - frequency_hz, rate_hz)
        for rate_hz in _rates_hz(evidence.recording)
        if frequency_hz < rate_hz - frequency_hz <= fastest_hz + ROUNDING_HZ
    ]


def _rates_hz(recording: RecordingFacts) -> list[float]:
    """How many pictures per second tell something, where they are fewest and usually."""
    rates_hz = (recording.slowest_rate_hz, recording.seen_rate_hz)
    return sorted({rate_hz for rate_hz in rates_hz if rate_hz})


def rhythms(peaks_by_hz: Mapping[float, int]) -> tuple[Rhythm, ...]:
    """All rhythms among peaks of tremor by frequency in hertz, the slowest first."""
    found: list[Rhythm] = []
    for frequency_hz, number in sorted(peaks_by_hz.items()):
        if found and frequency_hz - found[-1].high_hz < APART_HZ:
            last = found.pop()
            found.append(Rhythm(last.low_hz, frequency_hz, last.peaks + number))
        else:
            found.append(Rhythm(frequency_hz, frequency_hz, number))
    return tuple(found)
