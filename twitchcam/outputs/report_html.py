"""One page about a recording for whoever treats the person: readable in a minute, printable.

It holds measurements alone: what they share with known causes is for ``twitchcam causes``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined, Template

from twitchcam.outputs import report_overview, report_strips
from twitchcam.outputs.events_tsv import COLUMNS
from twitchcam.outputs.facts import (
    Warned,
    fact_lines,
    notes_of,
    pictures_of,
    sensor_lines,
    warnings_of,
)
from twitchcam.outputs.report_overview import draw_recording
from twitchcam.outputs.report_strips import SCALE_S, draw_twitches, worth_showing
from twitchcam.outputs.table_cells import (
    EVENT_COLUMNS,
    PHASE_COLUMNS,
    PLACE_COLUMNS,
    event_rows,
    phase_rows,
    place_rows,
    rest_of_rows,
)
from twitchcam.outputs.words import (
    NOT_A_DIAGNOSIS,
    OWN_SIDES,
    UNKNOWN,
    UNLESS_MIRRORED,
    clock,
    describe,
    what_blinds,
)
from twitchcam.records import twitches_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from twitchcam.outputs.motion_parts import MotionFile
    from twitchcam.outputs.table_cells import Cells
    from twitchcam.records import Event, Evidence

# Twitches that are listed one by one: more would not fit on the page, least of all beside what the
# person did meanwhile.
MOST_ROWS, MOST_ROWS_OF_GUIDED = 10, 5


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page: its columns come in two groups, one of words and one of numbers."""

    title: str
    first_columns: Sequence[str]
    last_columns: Sequence[str]
    rows: Sequence[Cells]
    starts_with_numbers: bool = False
    has_sum: bool = False


def report_text(
    evidence: Evidence, events: Sequence[Event], motion: MotionFile, stem: str, made_on: date
) -> str:
    """The page as HTML that needs nothing else.

    Parameters
    ----------
    evidence, events, motion
        Of the same recording.
    stem
        What the names of all its result files begin with.
    made_on
        The date that stands on it.

    Raises
    ------
    OutputError
        If the motion cannot be read.
    """
    recording = evidence.recording
    twitches = twitches_of(events)
    why = what_blinds(evidence)
    chosen = worth_showing(twitches)
    most_rows = MOST_ROWS_OF_GUIDED if evidence.phases else MOST_ROWS
    detectable_mm = evidence.sensor.smallest_detectable_mm
    has_length = recording.duration_s > 0
    overview = (
        draw_recording(motion, events, recording.duration_s, detectable_mm) if has_length else None
    )
    return _template().render(
        name=recording.source.name,
        pictures=pictures_of(evidence),
        recorded_at=_moment(recording.source.recorded_at),
        made_on=made_on.isoformat(),
        identity=evidence.file,
        warnings=[
            *warnings_of(evidence),
            *([Warned(f"{why[0].upper()}{why[1:]}.")] if why else []),
        ],
        notes=notes_of(evidence),
        facts=list(fact_lines(evidence, events)),
        sensor=list(sensor_lines(evidence)),
        overview=overview,
        strips=[
            (clock(one.onset_s), describe(one).removeprefix("Twitch: "), strip)
            for one, strip in draw_twitches(motion, chosen)
        ],
        guided=bool(evidence.phases),
        tables=_tables(evidence, twitches, most_rows),
        more=rest_of_rows(twitches, most_rows),
        sure=COLUMNS["confidence"]["Description"],
        version=evidence.sensor.versions.get("twitchcam", UNKNOWN),
        stem=stem,
        overview_sheet=report_overview.SHEET,
        strip_sheet=report_strips.SHEET,
        scale_s=SCALE_S,
        sides=f"{OWN_SIDES} {UNLESS_MIRRORED}",
        not_a_diagnosis=NOT_A_DIAGNOSIS,
    )


def _moment(recorded_at: str | None) -> str:
    return (recorded_at or "").replace("T", " ").replace("+00:00", " (UTC)")


def _tables(evidence: Evidence, twitches: Sequence[Event], most_rows: int) -> list[Table]:
    phases = Table("What the person did meanwhile", *PHASE_COLUMNS, phase_rows(evidence))
    tables = [phases] if phases.rows else []
    if evidence.counts and twitches:
        rows = event_rows(twitches, most_rows)
        where = Table("Where and how", *PLACE_COLUMNS, place_rows(evidence.counts), has_sum=True)
        each = Table("Twitches one by one", *EVENT_COLUMNS, rows, starts_with_numbers=True)
        # Two tables stand beside each other on paper.
        tables += [each, where] if tables else [where, each]
    return tables


@cache
def _template() -> Template:
    source = files("twitchcam.outputs").joinpath("report.html.jinja").read_text("utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source)
