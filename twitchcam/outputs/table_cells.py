"""What one recording shows, row by row: cells of the tables on the screen and in the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.evidence.what_it_tells import told_counts
from twitchcam.outputs.words import (
    PHASE_WORDS,
    clock,
    pattern_words,
    percent,
    rate_words,
    span,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import Counts, Event, Evidence, Tally

# Headings of the tables: words and numbers of the places, numbers and words of the events; of parts
# of a guided recording; of many recordings.
PLACE_COLUMNS = (
    ("Lip", "Side"),
    ("Single", "Burst", "Tremor", "Events", "Peaks", "Rate/min (95%)"),
)
EVENT_COLUMNS = (("Onset", "Length", "mm", "Sure"), ("Lip", "Side", "Pattern", "Eye"))
PHASE_COLUMNS = (("Part",), ("Observable", "Events", "Rate/min (95%)", "With eye"))
RECORDING_COLUMNS = (
    ("Recording",),
    ("Observable", "Events", "Rate/min (95%)", "L/R/both", "From mm"),
)

Cells = tuple[str, ...]


def place_rows(counts: Counts) -> list[Cells]:
    """Cells below ``PLACE_COLUMNS``: lip and side where twitches are; all of them last."""
    places = [
        (lip, side, *_tally_cells(tally))
        for lip, sides in counts.by_lip_and_side.items()
        for side, tally in sides.items()
        if tally.events
    ]
    return [*places, ("all", "", *_tally_cells(counts.all))]


def event_rows(twitches: Sequence[Event], most: int) -> list[Cells]:
    """Cells below ``EVENT_COLUMNS`` of the first twitches."""
    return [_event_cells(twitch) for twitch in twitches[:most]]


def phase_rows(evidence: Evidence) -> list[Cells]:
    """Cells below ``PHASE_COLUMNS``: what each part of a guided recording shows."""
    return [
        (
            PHASE_WORDS.get(phase, phase),
            span(part.observable_s),
            str(part.events) if part.observable_s or part.events else "-",
            rate_words(part.per_minute, short=True),
            "-" if part.eye_closure_share is None else percent(part.eye_closure_share.value),
        )
        for phase, part in (evidence.phases or {}).items()
    ]


def recording_cells(evidence: Evidence) -> Cells:
    """Cells below ``RECORDING_COLUMNS`` but the first: one of many recordings in a row."""
    counts = told_counts(evidence)
    sides = ("left", "right", "both")
    return (
        span(evidence.time.observable_s),
        "-" if counts is None else str(counts.all.events),
        rate_words(counts.all.per_minute if counts else None, short=True),
        "-" if counts is None else "/".join(str(counts.by_side[side].events) for side in sides),
        _number(evidence.sensor.smallest_detectable_mm, 1),
    )


def rest_of_rows(twitches: Sequence[Event], most: int) -> str:
    """Say how many are not listed; empty if all are."""
    more = len(twitches) - most
    return f"... and {more} more in the events file." if more > 0 else ""


def _tally_cells(tally: Tally) -> tuple[str, ...]:
    split = (str(number) for number in tally.by_pattern.values())
    rate = rate_words(tally.per_minute, short=True)
    return (*split, str(tally.events), str(tally.peaks), rate)


def _event_cells(twitch: Event) -> tuple[str, ...]:
    return (
        clock(twitch.onset_s),
        f"{twitch.duration_s:.2f} s",
        _number(twitch.amplitude_mm, 1),
        _sure(twitch.confidence),
        twitch.lip or "-",
        twitch.side or "-",
        pattern_words(twitch) or "-",
        twitch.eye or "-",
    )


def _number(value: float | None, places: int) -> str:
    return "-" if value is None else f"{value:.{places}f}"


def _sure(confidence: float | None) -> str:
    """Nothing is certain."""
    return ">0.99" if confidence is not None and confidence >= 0.995 else _number(confidence, 2)
