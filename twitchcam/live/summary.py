"""The running evidence as the page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twitchcam.evidence.what_it_tells import told_counts
from twitchcam.live.messages import estimate_row
from twitchcam.outputs.facts import can_be_false, missed_in, warnings_of
from twitchcam.outputs.words import reasons

if TYPE_CHECKING:
    from twitchcam.live.messages import SummaryMessage, TallyRow
    from twitchcam.records import Counts, Evidence, Tally


def summary_message(evidence: Evidence) -> SummaryMessage:
    """What a session's final events amount to."""
    smallest_mm = evidence.sensor.smallest_detectable_mm
    counts = told_counts(evidence)
    return {
        "type": "summary",
        "duration_s": round(evidence.recording.duration_s, 3),
        "observable_s": round(evidence.time.observable_s, 3),
        "observable_share": evidence.time.observable_share,
        "reasons_s": {
            reason: round(seconds, 2)
            for reason, seconds in evidence.time.unobservable_s_by_reason.items()
        },
        "reasons": reasons(evidence.time.unobservable_s_by_reason),
        "counts": _counts(counts) if counts else None,
        "rejected": evidence.rejected,
        "smallest_detectable_mm": smallest_mm,
        "missed": None if smallest_mm is None else missed_in(evidence.recording, smallest_mm),
        "can_be_false": None if evidence.most_false is None else can_be_false(evidence),
        "warnings": [warned.text.replace("\n", " ") for warned in warnings_of(evidence)],
    }


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "all": _tally(counts.all),
        "by_lip": _tallies(counts.by_lip),
        "by_side": _tallies(counts.by_side),
        "by_pattern": _tallies(counts.by_pattern),
        "by_lip_and_side": {lip: _tallies(sides) for lip, sides in counts.by_lip_and_side.items()},
    }


def _tallies(tallies: dict[str, Tally]) -> dict[str, TallyRow]:
    return {name: _tally(tally) for name, tally in tallies.items()}


def _tally(tally: Tally) -> TallyRow:
    return {
        "events": tally.events,
        "peaks": tally.peaks,
        "per_minute": estimate_row(tally.per_minute),
    }
