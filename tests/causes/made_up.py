"""Made-up recordings for tests of cause matching."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.evidence.made_up import RECORDING, SINGLE, evidence_of
from twitchcam.evidence.phases import Stretch, with_phases

if TYPE_CHECKING:
    from twitchcam.records import Event, Evidence


def recording(*groups: tuple[Event, int], duration_s: float = 60.0, **phases_s: float) -> Evidence:
    """Count groups of like twitches, spread evenly; phases follow each other.

    With phases, the groups belong to these, in their order.
    """
    facts = replace(RECORDING, duration_s=sum(phases_s.values()) or duration_s)
    starts = [sum(list(phases_s.values())[:place]) for place in range(len(phases_s))]
    lengths = list(phases_s.values())
    events = []
    for place, (event, count) in enumerate(groups):
        start_s, length_s = (starts[place], lengths[place]) if phases_s else (0.0, duration_s)
        step_s = length_s / (count + 1)
        events += [replace(event, onset_s=start_s + step_s * (n + 1)) for n in range(count)]
    evidence = evidence_of(*events, recording=facts)
    if not phases_s:
        return evidence
    stretches = [
        Stretch(name, start_s, start_s + length_s)
        for (name, length_s), start_s in zip(phases_s.items(), starts, strict=True)
    ]
    return with_phases(evidence, events, stretches)


RIGHT = replace(SINGLE, side="right")
WITH_EYE = replace(SINGLE, eye="left")
"""A single twitch on the left with the left eye."""
UNSEEN_EYE = replace(SINGLE, eye=None)
