"""What one recording shows, line by line and row by row, for the screen and the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from twitchcam.outputs.words import clock, pattern_words, reasons, span
from twitchcam.records import Counts, Estimate, Event, Evidence, Kind, Scale, Tally
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Twitches that are listed one by one; all of them are in the events file.
MOST_ROWS = 20
LITTLE_SHARE = 0.5
UNKNOWN = "unknown"
# Headings of the tables: words and numbers of the places, numbers and words of the events.
PLACE_COLUMNS = (
    ("Lip", "Side"),
    ("Single", "Burst", "Tremor", "Events", "Peaks", "Rate/min (95%)"),
)
EVENT_COLUMNS = (("Onset", "Length", "mm", "Sure"), ("Lip", "Side", "Pattern", "Eye"))

Fact = tuple[str, str]
Cells = tuple[str, ...]


class Warned(NamedTuple):
    """What a reader must know first; ``is_grave`` where the record says nothing at all."""

    text: str
    is_grave: bool = False


def twitches_of(events: Sequence[Event]) -> list[Event]:
    """The twitches among them, in order of time."""
    return sorted((e for e in events if e.kind is Kind.TWITCH), key=lambda e: e.onset_s)


def pictures_of(evidence: Evidence) -> str:
    """How many pictures there are, how fast they follow, how long it lasts."""
    recording = evidence.recording
    rate = "" if recording.rate_hz is None else f" at {recording.rate_hz:.1f} per second"
    return f"{counted(recording.frames, 'picture')}{rate}, {span(recording.duration_s)}"


def warnings_of(evidence: Evidence) -> Iterator[Warned]:
    """What a reader must know before any count."""
    share = evidence.time.observable_share
    if not evidence.time.observable_s > 0:
        message = (
            "NOTHING COULD BE OBSERVED.\nThis recording cannot say whether there were twitches."
        )
        yield Warned(message, is_grave=True)
    elif share is not None and share < LITTLE_SHARE:
        yield Warned(f"Only {_percent(share)} of this recording could be observed.")
    if evidence.recording.partial:
        length = span(evidence.recording.duration_s)
        yield Warned(f"PARTIAL: stopped after {length}, not at the end.")


def notes_of(evidence: Evidence) -> Iterator[str]:
    """What else is worth knowing."""
    if evidence.recording.other_faces:
        yield "other faces were in view; only one was followed."
    yield from evidence.recording.notes


def fact_lines(evidence: Evidence) -> Iterator[Fact]:
    """Names of what was found, and what it was."""
    yield "Observable", _observable(evidence)
    if evidence.counts is not None:
        yield from _counted_facts(evidence, evidence.counts)
    yield "Not counted", _rejected(evidence.rejected)
    yield "Scale", _scale(evidence.sensor.scale)
    yield "Detectable", _smallest(evidence.sensor.smallest_detectable_mm)
    yield "Sensor", f"{evidence.sensor.sensor}, faces by {evidence.sensor.backend}"
    if (profile := evidence.sensor.profile) is not None:
        yield "Profile", f"of {profile.name}, {profile.created}"


def _counted_facts(evidence: Evidence, counts: Counts) -> Iterator[Fact]:
    total = counts.all
    if not total.events:
        yield "Twitches", "none found in the observable time; smaller ones may have passed unseen"
    else:
        events, peaks = counted(total.events, "event"), counted(total.peaks, "peak")
        yield "Twitches", f"{events} with {peaks}: {_patterns(total)}"
    yield "Rate", f"{_interval(total.per_minute, 1)} events per observable minute"
    if evidence.dispersion_index is not None:
        bouts = f"dispersion index {evidence.dispersion_index:.1f} (1 random, more in bouts)"
        yield "Bouts", bouts
    if (index := evidence.laterality_index) is not None:
        yield "Laterality", f"{_interval(index, 2, sign='+')}, from -1 (right) to +1 (left)"
    if (amplitude := evidence.amplitude_mm) is not None:
        middle = f"{amplitude.lower_quartile:.1f} to {amplitude.upper_quartile:.1f}"
        extremes = f"{amplitude.minimum:.1f} to {amplitude.maximum:.1f}"
        median = f"median {amplitude.median:.1f} mm"
        yield "Amplitude", f"{median}, middle half {middle}, range {extremes}"
    if evidence.dominant_frequency_hz is not None:
        yield "Rhythm", f"tremor at {evidence.dominant_frequency_hz:.1f} Hz"
    if (eye := evidence.eye_closure_share) is not None:
        ends = f"95% interval {_percent(eye.low)} to {_percent(eye.high)}"
        yield "Eye", f"same-side eye closes with {_percent(eye.value)} of twitches ({ends})"


def _observable(evidence: Evidence) -> str:
    time = evidence.time
    share = "" if time.observable_share is None else f" ({_percent(time.observable_share)})"
    seen = f"{span(time.observable_s)} of {span(evidence.recording.duration_s)}{share}"
    if not time.unobservable_s_by_reason:
        return seen
    return f"{seen}; not: {reasons(time.unobservable_s_by_reason)}"


def _patterns(tally: Tally) -> str:
    return ", ".join(f"{number} {pattern}" for pattern, number in tally.by_pattern.items())


def _rejected(rejected: dict[str, int] | None) -> str:
    if rejected is None:
        return UNKNOWN
    number = counted(sum(rejected.values()), "movement")
    split = ", ".join(f"{reason} {number}" for reason, number in rejected.items())
    return f"{number}: {split}" if rejected else "no other movements"


def _scale(scale: Scale | None) -> str:
    if scale is None:
        return UNKNOWN
    per_pupils = f"{scale.mm_per_pupil_distance:.1f} mm between the pupils"
    return f"by {scale.method}: {per_pupils}, +/-{_percent(scale.uncertainty)}"


def _smallest(amplitude_mm: float | None) -> str:
    if amplitude_mm is None:
        return "unknown: there was too little rest to measure the noise in"
    return f"single twitches below about {amplitude_mm:.1f} mm were probably missed"


def place_rows(counts: Counts) -> list[Cells]:
    """Cells below ``PLACE_COLUMNS``: lip and side where twitches are; all of them last."""
    places = [
        (lip, side, *_tally_cells(tally))
        for lip, sides in counts.by_lip_and_side.items()
        for side, tally in sides.items()
        if tally.events
    ]
    return [*places, ("all", "", *_tally_cells(counts.all))]


def event_rows(twitches: Sequence[Event]) -> list[Cells]:
    """Cells below ``EVENT_COLUMNS`` of the first ``MOST_ROWS`` twitches."""
    return [_event_cells(twitch) for twitch in twitches[:MOST_ROWS]]


def phase_rows(evidence: Evidence) -> list[Cells]:
    """What each part of a guided recording shows: its name, observable time, events and rate."""
    return [
        (
            phase.replace("_", " "),
            span(part.observable_s),
            str(part.events),
            _interval(part.per_minute, 1, short=True),
        )
        for phase, part in (evidence.phases or {}).items()
    ]


def rest_of_rows(twitches: Sequence[Event]) -> str:
    """Say how many are not listed; empty if all are."""
    more = len(twitches) - MOST_ROWS
    return f"... and {more} more in the events file." if more > 0 else ""


def _tally_cells(tally: Tally) -> tuple[str, ...]:
    split = (str(number) for number in tally.by_pattern.values())
    rate = _interval(tally.per_minute, 1, short=True)
    return (*split, str(tally.events), str(tally.peaks), rate)


def _event_cells(twitch: Event) -> tuple[str, ...]:
    return (
        clock(twitch.onset_s),
        f"{twitch.duration_s:.2f} s",
        _number(twitch.amplitude_mm, 1),
        _number(twitch.confidence, 2),
        twitch.lip or "-",
        twitch.side or "-",
        pattern_words(twitch) or "-",
        twitch.eye or "-",
    )


def _number(value: float | None, places: int) -> str:
    return "-" if value is None else f"{value:.{places}f}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _interval(
    estimate: Estimate | None, places: int, *, sign: str = "", short: bool = False
) -> str:
    if estimate is None:
        return UNKNOWN
    value, low, high = (
        f"{number:{sign}.{places}f}" for number in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value} ({low}-{high})" if short else f"{value} (95% interval {low} to {high})"
