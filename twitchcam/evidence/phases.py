"""What each part of a guided recording shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from twitchcam.evidence.events_to_evidence import (
    amplitudes_mm,
    dispersion_of,
    eye_closure_share,
    peaks_of,
    tremor_peaks_by_hz,
)
from twitchcam.evidence.observable_time import observable_within_s, unobservable_spans
from twitchcam.evidence.rates import rate_per_minute
from twitchcam.evidence.what_it_tells import is_long_enough, tells_rate
from twitchcam.records import (
    PATTERNS,
    PHASES,
    SIDES,
    Event,
    Evidence,
    PhaseEvidence,
    twitches_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Stretch:
    """When a part of the guided recording took place; ``name`` is one of ``PHASES``."""

    name: str
    start_s: float
    end_s: float


def with_phases(
    evidence: Evidence, events: Sequence[Event], stretches: Sequence[Stretch]
) -> Evidence:
    """Evidence of a guided recording: with what each of its parts shows."""
    is_told = tells_rate(evidence)
    duration_s = evidence.recording.duration_s
    phases = summarise_phases(events, stretches, duration_s, is_told=is_told)
    return replace(evidence, phases=phases)


def summarise_phases(
    events: Sequence[Event],
    stretches: Sequence[Stretch],
    duration_s: float,
    *,
    is_told: bool = True,
) -> dict[str, PhaseEvidence]:
    """Count the twitches of each part against its own observable time.

    Parameters
    ----------
    events
        All events of the recording, in any order.
    stretches
        Parts that took place. Several of one name count together; they must not overlap.
    duration_s
        Length of the recording: what lies after its last picture was observed by nobody.
    is_told
        Whether the recording as a whole says how often twitches came: no part does otherwise.

    Returns
    -------
    dict
        By name, in the order of ``PHASES``. A twitch belongs to the part in which it begins. Bouts
        widen the intervals as they do those of the whole recording.

    Raises
    ------
    ValueError
        If a name is not one of ``PHASES``.
    """
    if unknown := {stretch.name for stretch in stretches} - set(PHASES):
        message = f"no such phase: {sorted(unknown)}"
        raise ValueError(message)
    blind = unobservable_spans(events, duration_s)
    dispersion = dispersion_of(twitches_of(events), blind, duration_s)
    phases: dict[str, PhaseEvidence] = {}
    for name in PHASES:
        if own := [stretch for stretch in stretches if stretch.name == name]:
            seen_s = sum(observable_within_s((s.start_s, s.end_s), blind, duration_s) for s in own)
            inside = twitches_within(events, own)
            phases[name] = PhaseEvidence(
                observable_s=seen_s,
                events=len(inside),
                peaks=sum(map(peaks_of, inside)),
                per_minute=rate_per_minute(len(inside), seen_s, dispersion)
                if is_told and is_long_enough(seen_s)
                else None,
                eye_closure_share=eye_closure_share(inside),
                by_side={side: sum(t.side == side for t in inside) for side in SIDES},
                by_pattern={one: sum(t.pattern == one for t in inside) for one in PATTERNS},
                tremor_peaks_by_hz=tremor_peaks_by_hz(inside),
                amplitude_mm=amplitudes_mm(inside),
            )
    return phases


def twitches_within(events: Sequence[Event], stretches: Sequence[Stretch]) -> list[Event]:
    """Those of the events that are twitches and begin within one of the stretches."""
    return [
        twitch
        for twitch in twitches_of(events)
        if any(stretch.start_s <= twitch.onset_s < stretch.end_s for stretch in stretches)
    ]
