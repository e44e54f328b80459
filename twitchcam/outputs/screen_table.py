"""The evidence of one recording, and of many, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from twitchcam.outputs.facts import (
    fact_lines,
    notes_of,
    pictures_of,
    sensor_lines,
    warnings_of,
)
from twitchcam.outputs.table_cells import (
    EVENT_COLUMNS,
    PLACE_COLUMNS,
    RECORDING_COLUMNS,
    event_rows,
    place_rows,
    recording_cells,
    rest_of_rows,
)
from twitchcam.outputs.words import NOT_A_DIAGNOSIS, OWN_SIDES, UNLESS_MIRRORED
from twitchcam.records import twitches_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from twitchcam.records import Counts, Event, Evidence

# Twitches that are listed one by one; all of them are in the events file.
MOST_ROWS = 20

FROM_MM = "From mm: the size from which nine of ten single twitches are found there."
LAST_WORDS = (f"{OWN_SIDES} {UNLESS_MIRRORED}", NOT_A_DIAGNOSIS)


def print_recording(
    console: Console, evidence: Evidence, events: Sequence[Event], name: str = ""
) -> None:
    """Print what one recording shows. Plain ASCII where the console is not a terminal."""
    console.print(recording_table(evidence, events, name, plain=not console.is_terminal))


def recording_table(
    evidence: Evidence, events: Sequence[Event], name: str = "", *, plain: bool = False
) -> RenderableType:
    """Render what one recording shows.

    Parameters
    ----------
    evidence, events
        Of the same recording.
    name
        What tells it from others that are called the same, if need be.
    plain
        Draw with ASCII alone.
    """
    lines = box.ASCII if plain else box.ROUNDED
    twitches = twitches_of(events)
    parts: list[RenderableType] = [
        _title(evidence, name),
        *_warnings(evidence, lines),
        _facts(evidence, events),
    ]
    if evidence.counts is not None and twitches:
        parts += ["", _places_table(evidence.counts, lines), "", _events_table(twitches, lines)]
    if more := rest_of_rows(twitches, MOST_ROWS):
        parts.append(Text(f"  {more}"))
    return Group(*parts, "", Text("\n".join(LAST_WORDS), style="italic"))


def print_recordings(console: Console, recordings: Mapping[str, Evidence]) -> None:
    """Print many recordings by their labels, a row each, and below what to know of them."""
    table = _table(RECORDING_COLUMNS, box.ROUNDED if console.is_terminal else box.ASCII)
    for label, evidence in recordings.items():
        table.add_row(label, *recording_cells(evidence))
    console.print(table)
    console.print(Text(FROM_MM, style="italic"))
    for label, evidence in recordings.items():
        for warned in warnings_of(evidence):
            text = f"{label}: {' '.join(warned.text.split())}"
            console.print(Text(text, style="bold red" if warned.is_grave else "bold yellow"))
        for note in notes_of(evidence):
            console.print(Text(f"{label}: {note}", style="yellow"))
    console.print(Text("\n".join(LAST_WORDS), style="italic"))


def _title(evidence: Evidence, name: str) -> Text:
    heading = (name or evidence.recording.source.name, "bold")
    return Text.assemble(heading, f"  ({pictures_of(evidence)})")


def _warnings(evidence: Evidence, lines: box.Box) -> Iterator[RenderableType]:
    for warned in warnings_of(evidence):
        if warned.is_grave:
            yield Panel(Text(warned.text, style="bold red"), box=lines, expand=False)
        else:
            yield Text(warned.text, style="bold yellow")
    yield from (Text(f"Note: {note}", style="yellow") for note in notes_of(evidence))


def _facts(evidence: Evidence, events: Sequence[Event]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column()
    grid.add_row("", "")
    for name, value in (*fact_lines(evidence, events), *sensor_lines(evidence)):
        grid.add_row(name, Text(value))
    return grid


def _table(columns: tuple[Sequence[str], Sequence[str]], lines: box.Box) -> Table:
    """An empty table with columns of words and then of numbers."""
    table = Table(box=lines)
    names, numbers = columns
    for name in names:
        table.add_column(name, overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _places_table(counts: Counts, lines: box.Box) -> Table:
    table = _table(PLACE_COLUMNS, lines)
    *places, together = place_rows(counts)
    for cells in places:
        table.add_row(*cells)
    table.add_section()
    table.add_row(*together)
    return table


def _events_table(twitches: Sequence[Event], lines: box.Box) -> Table:
    table = Table(box=lines)
    numbers, names = EVENT_COLUMNS
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    for name in names:
        table.add_column(name)
    for cells in event_rows(twitches, MOST_ROWS):
        table.add_row(*cells)
    return table
