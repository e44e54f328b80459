"""One page about a recording for whoever treats the person: readable in a minute, printable.

It holds measurements alone: what they share with known causes is for ``twitchcam causes``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined, Template

from twitchcam.outputs.events_tsv import COLUMNS
from twitchcam.outputs.facts import (
    EVENT_COLUMNS,
    PLACE_COLUMNS,
    UNKNOWN,
    event_rows,
    fact_lines,
    notes_of,
    phase_rows,
    pictures_of,
    place_rows,
    rest_of_rows,
    twitches_of,
    warnings_of,
)
from twitchcam.outputs.report_drawing import draw_recording, draw_twitch, worth_showing
from twitchcam.outputs.words import NOT_A_DIAGNOSIS, OWN_SIDES, clock, describe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from twitchcam.outputs.motion_course import Course
    from twitchcam.records import Event, Evidence


def report_text(
    evidence: Evidence, events: Sequence[Event], course: Course, stem: str, made_on: date
) -> str:
    """The page as HTML that needs nothing else.

    Parameters
    ----------
    evidence, events, course
        Of the same recording.
    stem
        What the names of all its result files begin with.
    made_on
        The date that stands on it.
    """
    twitches = twitches_of(events)
    duration_s = evidence.recording.duration_s
    strips = [
        (clock(one.onset_s), describe(one).removeprefix("Twitch: "), draw_twitch(course, one))
        for one in worth_showing(twitches)
    ]
    return _template().render(
        name=evidence.recording.source.name,
        pictures=pictures_of(evidence),
        made_on=made_on.isoformat(),
        identity=evidence.file,
        warnings=list(warnings_of(evidence)),
        notes=list(notes_of(evidence)),
        facts=list(fact_lines(evidence)),
        overview=draw_recording(course, events, duration_s) if duration_s > 0 else None,
        strips=strips,
        place_columns=PLACE_COLUMNS,
        places=place_rows(evidence.counts) if evidence.counts and twitches else [],
        event_columns=EVENT_COLUMNS,
        rows=event_rows(twitches),
        more=rest_of_rows(twitches),
        phases=phase_rows(evidence),
        sure=COLUMNS["confidence"]["Description"],
        version=evidence.sensor.versions.get("twitchcam", UNKNOWN),
        stem=stem,
        own_sides=OWN_SIDES,
        not_a_diagnosis=NOT_A_DIAGNOSIS,
    )


@cache
def _template() -> Template:
    source = files("twitchcam.outputs").joinpath("report.html.jinja").read_text("utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source)
