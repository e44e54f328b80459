"""Whether evidence can be what recordings showed."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from twitchcam.errors import EvidenceError
from twitchcam.records import EVIDENCE_SCHEMA, PHASES
from twitchcam.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from twitchcam.records import Counts, Distribution, Estimate, Evidence, PhaseEvidence


def check_recordings(recordings: Sequence[Evidence]) -> None:
    """Check that evidence can be what a recording showed, and that none counts twice.

    Raises
    ------
    EvidenceError
        Naming the first field that cannot be, or the recording that was given twice.
    """
    for number, evidence in enumerate(recordings, start=1):
        for field, problem in _impossible(evidence):
            name = f" of {quoted(evidence.recording.source.name)}"
            message = f"evidence no. {number}{name}: {field} {problem}; analyse it again"
            raise EvidenceError(message)
        for first, other in enumerate(recordings[: number - 1], start=1):
            if _is_same(evidence, other):
                message = (
                    f"evidence no. {first} and no. {number} are of the same recording: give one"
                )
                raise EvidenceError(message)


def _is_same(one: Evidence, other: Evidence) -> bool:
    """Whether two are of the same recording; a camera leaves no file to tell it by."""
    if one.file is None or other.file is None:
        return one == other
    return one.file.sha256_of_ends == other.file.sha256_of_ends


def _impossible(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Fields that cannot be as they are, with what is wrong."""
    if evidence.schema != EVIDENCE_SCHEMA:
        yield "schema", f"is {quoted(evidence.schema)}, not {EVIDENCE_SCHEMA}"
    yield from _not_positive("time.observable_s", evidence.time.observable_s)
    yield from _not_positive("recording.duration_s", evidence.recording.duration_s)
    if evidence.counts is not None:
        yield from _impossible_counts(evidence.counts)
    yield from _outside("eye_closure_share", evidence.eye_closure_share, 0.0)
    yield from _outside("laterality_index", evidence.laterality_index, -1.0)
    if evidence.dominant_frequency_hz is not None:
        yield from _not_positive("dominant_frequency_hz", evidence.dominant_frequency_hz)
    if evidence.tremor_peaks_by_hz is not None:
        yield from _impossible_rhythms(evidence, evidence.tremor_peaks_by_hz)
    yield from _impossible_sizes(evidence.amplitude_mm)
    for name, phase in (evidence.phases or {}).items():
        if name not in PHASES:
            yield f"phases.{quoted(name)}", f"is no phase (there are {', '.join(PHASES)})"
        for field, what in _impossible_phase(phase):
            yield f"phases.{quoted(name)}.{field}", what


def _impossible_phase(phase: PhaseEvidence) -> Iterator[tuple[str, str]]:
    yield from _not_positive("observable_s", phase.observable_s)
    yield from _not_positive("events", phase.events)
    yield from _outside("eye_closure_share", phase.eye_closure_share, 0.0)
    for part, events in (("by_side", phase.by_side), ("by_pattern", phase.by_pattern)):
        for key, number in (events or {}).items():
            field = f"{part}.{quoted(key)}"
            yield from _not_positive(field, number)
            if number > phase.events:
                yield field, "is more than its events"
    yield from _impossible_peaks(phase.tremor_peaks_by_hz or {})
    yield from _impossible_sizes(phase.amplitude_mm)


def _impossible_sizes(amplitude_mm: Distribution | None) -> Iterator[tuple[str, str]]:
    if amplitude_mm is not None:
        yield from _not_positive("amplitude_mm.median", amplitude_mm.median)
        yield from _not_positive("amplitude_mm.n", amplitude_mm.n)


def _impossible_counts(counts: Counts) -> Iterator[tuple[str, str]]:
    tallies = {"all": counts.all}
    for part in ("by_lip", "by_side", "by_pattern"):
        tallies |= {f"{part}.{quoted(key)}": tally for key, tally in getattr(counts, part).items()}
    for name, tally in tallies.items():
        yield from _not_positive(f"counts.{name}.events", tally.events)
        yield from _not_positive(f"counts.{name}.peaks", tally.peaks)
        if tally.events > counts.all.events:
            yield f"counts.{name}.events", "is more than counts.all.events"


def _impossible_rhythms(
    evidence: Evidence, peaks_by_hz: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    yield from _impossible_peaks(peaks_by_hz)
    counts, told = evidence.counts, sum(peaks_by_hz.values())
    tremors = counts.by_pattern.get("tremor") if counts is not None else None
    there = tremors.peaks if tremors is not None else 0
    if told > there:
        yield "tremor_peaks_by_hz", f"holds {told} peaks, but there are {there} of tremor"
    if there and bool(told) != (evidence.dominant_frequency_hz is not None):
        yield "tremor_peaks_by_hz", "does not go with dominant_frequency_hz"


def _impossible_peaks(peaks_by_hz: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for name, peaks in peaks_by_hz.items():
        field = f"tremor_peaks_by_hz.{quoted(name)}"
        if not re.fullmatch(r"\d+(\.\d+)?", name):
            yield field, "is no frequency"
        yield from _not_positive(field, peaks)


def _not_positive(field: str, value: float) -> Iterator[tuple[str, str]]:
    if not (math.isfinite(value) and value >= 0):
        yield field, f"is {value:g}, which cannot be"


def _outside(field: str, estimate: Estimate | None, least: float) -> Iterator[tuple[str, str]]:
    if estimate is not None and not (least <= estimate.low <= estimate.value <= estimate.high <= 1):
        yield (
            field,
            f"is {estimate.value:g}, from {estimate.low:g} to {estimate.high:g}: impossible",
        )
