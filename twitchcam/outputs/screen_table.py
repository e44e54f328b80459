"""The evidence of one recording, and of many, on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
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

    from rich.console import ConsoleOptions, RenderResult

    from twitchcam.records import Counts, Event, Evidence

# Twitches that are listed one by one; all of them are in the events file.
MOST_ROWS = 20
# Longer words, such as the way to a recording, may go on in the next line.
LONG_WORD = 9

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
    rows = [(label, *recording_cells(evidence)) for label, evidence in recordings.items()]
    lines = box.ROUNDED if console.is_terminal else box.ASCII
    console.print(_Rows(RECORDING_COLUMNS, rows, lines))
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
    grid.add_column(overflow="fold")
    grid.add_row("", "")
    for name, value in (*fact_lines(evidence, events), *sensor_lines(evidence)):
        grid.add_row(name, Text(value))
    return grid


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows below headings: a table or, on a screen too narrow for one, a paragraph each.

    Rich would leave out columns that find no room, first those that say what a row is of.
    """

    columns: tuple[Sequence[str], Sequence[str]]
    """Headings of words and of numbers, or the other way round."""
    rows: Sequence[Sequence[str]]
    lines: box.Box
    starts_with_numbers: bool = False
    has_sum: bool = False

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        table = self._table()
        widths = [column.min_width or 0 for column in table.columns]
        yield table if sum(widths) + 3 * len(widths) + 1 <= options.max_width else self._list()

    def _table(self) -> Table:
        table = Table(box=self.lines)
        first, second = self.columns
        for place, name in enumerate((*first, *second)):
            cells = [row[place] for row in self.rows]
            if (place < len(first)) == self.starts_with_numbers:
                width = max(map(cell_len, (name, *cells)))
                table.add_column(name, justify="right", no_wrap=True, min_width=width)
            else:
                width = max(cell_len(word) for cell in cells for word in (name, *cell.split()))
                table.add_column(name, overflow="fold", min_width=min(width, LONG_WORD))
        for number, row in enumerate(self.rows, start=1):
            table.add_row(*row, end_section=self.has_sum and number == len(self.rows) - 1)
        return table

    def _list(self) -> Table:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        names = [name for part in self.columns for name in part]
        for cells in self.rows:
            told = [f"{name}: {cell}" for name, cell in zip(names, cells, strict=True) if cell]
            grid.add_row("-", Text("; ".join(told)))
        return grid


def _places_table(counts: Counts, lines: box.Box) -> _Rows:
    return _Rows(PLACE_COLUMNS, place_rows(counts), lines, has_sum=True)


def _events_table(twitches: Sequence[Event], lines: box.Box) -> _Rows:
    return _Rows(EVENT_COLUMNS, event_rows(twitches, MOST_ROWS), lines, starts_with_numbers=True)
