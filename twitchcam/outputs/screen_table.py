"""One recording's evidence on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from twitchcam.outputs.words import (
    NOT_A_DIAGNOSIS,
    OWN_SIDES,
    clock,
    pattern_words,
    reasons,
    span,
)
from twitchcam.records import Counts, Estimate, Event, Evidence, Kind, Scale, Tally
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_ROWS = 20
LITTLE_SHARE = 0.5
UNKNOWN = "unknown"

Fact = tuple[str, str]


def print_recording(console: Console, evidence: Evidence, events: Sequence[Event]) -> None:
    """Print what one recording shows. Plain ASCII where the console is not a terminal."""
    console.print(recording_table(evidence, events, plain=not console.is_terminal))


def recording_table(
    evidence: Evidence, events: Sequence[Event], *, plain: bool = False
) -> RenderableType:
    """Render what one recording shows.

    Parameters
    ----------
    evidence, events
        Of the same recording.
    plain
        Draw with ASCII alone.
    """
    lines = box.ASCII if plain else box.ROUNDED
    twitches = sorted((e for e in events if e.kind is Kind.TWITCH), key=lambda e: e.onset_s)
    parts: list[RenderableType] = [_title(evidence), *_warnings(evidence, lines), _facts(evidence)]
    if evidence.counts is not None and twitches:
        parts += ["", _places_table(evidence.counts, lines), "", _events_table(twitches, lines)]
    if len(twitches) > MOST_ROWS:
        parts.append(Text(f"  ... and {len(twitches) - MOST_ROWS} more in the events file."))
    return Group(*parts, "", Text(f"{OWN_SIDES}\n{NOT_A_DIAGNOSIS}", style="italic"))


def _title(evidence: Evidence) -> Text:
    recording = evidence.recording
    rate = "" if recording.rate_hz is None else f" at {recording.rate_hz:.1f} per second"
    pictures = f"{counted(recording.frames, 'picture')}{rate}, {span(recording.duration_s)}"
    return Text.assemble((recording.source.name, "bold"), f"  ({pictures})")


def _warnings(evidence: Evidence, lines: box.Box) -> Iterator[RenderableType]:
    share = evidence.time.observable_share
    if not evidence.time.observable_s > 0:
        message = (
            "NOTHING COULD BE OBSERVED.\nThis recording cannot say whether there were twitches."
        )
        yield Panel(Text(message, style="bold red"), box=lines, expand=False)
    elif share is not None and share < LITTLE_SHARE:
        message = f"Only {_percent(share)} of this recording could be observed."
        yield Text(message, style="bold yellow")
    if evidence.recording.partial:
        message = f"PARTIAL: stopped after {span(evidence.recording.duration_s)}, not at the end."
        yield Text(message, style="bold yellow")
    if evidence.recording.other_faces:
        yield Text("Note: other faces were in view; only one was followed.", style="yellow")
    yield from (Text(f"Note: {note}", style="yellow") for note in evidence.recording.notes)


def _facts(evidence: Evidence) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column()
    grid.add_row("", "")
    for name, value in _fact_lines(evidence):
        grid.add_row(name, Text(value))
    return grid


def _fact_lines(evidence: Evidence) -> Iterator[Fact]:
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


def _places_table(counts: Counts, lines: box.Box) -> Table:
    table = Table(box=lines)
    for name in ("Lip", "Side"):
        table.add_column(name)
    for name in ("Single", "Burst", "Tremor", "Events", "Peaks", "Rate/min (95%)"):
        table.add_column(name, justify="right")
    for lip, sides in counts.by_lip_and_side.items():
        for side, tally in sides.items():
            if tally.events:
                table.add_row(lip, side, *_tally_cells(tally))
    table.add_section()
    table.add_row("all", "", *_tally_cells(counts.all))
    return table


def _tally_cells(tally: Tally) -> tuple[str, ...]:
    split = (str(number) for number in tally.by_pattern.values())
    rate = _interval(tally.per_minute, 1, short=True)
    return (*split, str(tally.events), str(tally.peaks), rate)


def _events_table(twitches: Sequence[Event], lines: box.Box) -> Table:
    table = Table(box=lines)
    for name in ("Onset", "Length", "mm", "Sure"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("Lip", "Side", "Pattern", "Eye"):
        table.add_column(name)
    for twitch in twitches[:MOST_ROWS]:
        table.add_row(*_event_cells(twitch))
    return table


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
