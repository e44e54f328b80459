"""Where everything lies in the pictures of the report: the whole recording, and single twitches.

Lengths are in the units of the picture, which are CSS pixels when it is shown in its own size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.evidence.observable_time import unobservable_spans
from twitchcam.outputs.words import clock
from twitchcam.records import QUADRANTS, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from twitchcam.outputs.motion_course import Course
    from twitchcam.records import Event, Floats

# The whole recording: width of the picture, of the names on its left, height of a quadrant's row,
# of the marks above and the times below.
WIDTH, NAMES, ROW, MARKS, TIMES = 680.0, 76.0, 30.0, 14.0, 18.0
# No line is drawn across what was not seen for longer than this.
LONGEST_BRIDGE_S = 0.5
# A row is as high as this many noise floors at least, so that noise alone stays low.
LEAST_FLOORS, LEAST_MM = 8.0, 0.1
# A twitch is drawn at least so wide.
LEAST_WIDTH = 1.5
# Steps between the times that are written below, and about how wide each is.
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
STEP_WIDTH = 60.0
# Single twitches: how many, what is shown of one before, after and at most, and the picture.
MOST_STRIPS, AROUND_S, MOST_S = 3, 0.5, 2.5
STRIP_WIDTH, STRIP_NAMES, STRIP_ROW, STRIP_EDGE = 220.0, 20.0, 24.0, 2.0
# Rest before a twitch, from which its lips are told.
REST_S = 0.3
# A strip is as high as this at least.
LEAST_STRIP_MM = 0.5


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time as it lies in the picture."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """One quadrant: its name, where the row begins and ends, and lines as SVG paths."""

    name: str
    top: float
    bottom: float
    course: str
    floor: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A time that is written below."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: rows of quadrants over time, twitches, and what could not be observed.

    ``full_mm`` is what the height of a row stands for.
    """

    width: float
    height: float
    left: float
    rows: tuple[Row, ...]
    twitches: tuple[Span, ...]
    unobservable: tuple[Span, ...]
    ticks: tuple[Tick, ...]
    full_mm: float


def draw_recording(course: Course, events: Sequence[Event], duration_s: float) -> Drawing:
    """How much each quadrant moved over a whole recording: the most in each column of the picture.

    The highest row is the largest twitch; what is larger, such as talking, is cut off there.
    """
    per_s = (WIDTH - NAMES) / max(duration_s, 1e-9)
    first = _first_of_columns(course.time_s * per_s)
    time_s = course.filtered_s[first]
    moved_mm = _most_since(first, course.magnitude_mm)
    # Without movement, the floor is that of the detector's settings and says nothing.
    floor_mm = np.where(np.isfinite(moved_mm), _most_since(first, course.floor_mm), np.nan)
    twitches = [event for event in events if event.kind is Kind.TWITCH]
    full_mm = _full_mm(time_s, moved_mm, floor_mm, twitches)
    rows = []
    for number, name in enumerate(QUADRANTS):
        bottom = MARKS + (number + 1) * ROW
        lines = (
            _path(
                NAMES + np.maximum(time_s, 0.0) * per_s,
                bottom - ROW * np.minimum(values_mm[:, number] / full_mm, 1.0),
                breaks=np.diff(time_s, prepend=time_s[:1]) > LONGEST_BRIDGE_S,
            )
            for values_mm in (moved_mm, floor_mm)
        )
        rows.append(Row(name, bottom - ROW, bottom, *lines))
    return Drawing(
        WIDTH,
        MARKS + len(QUADRANTS) * ROW + TIMES,
        NAMES,
        tuple(rows),
        _joined([_span(one.onset_s, one.end_s, NAMES, per_s) for one in twitches]),
        tuple(_span(*ends_s, NAMES, per_s) for ends_s in unobservable_spans(events, duration_s)),
        _ticks(duration_s, per_s),
        full_mm,
    )


def draw_twitch(course: Course, twitch: Event) -> Drawing:
    """Where each quadrant was, up and down, around one twitch, against the rest before it."""
    from_s = max(twitch.onset_s - AROUND_S, 0.0)
    until_s = min(twitch.end_s + AROUND_S, from_s + MOST_S)
    first, stop = np.searchsorted(course.time_s, [from_s, until_s])
    time_s, down_mm = course.time_s[first:stop], course.down_mm[first:stop]
    before = down_mm[time_s < max(twitch.onset_s, from_s + REST_S)]
    moved_mm = down_mm - _middle(before if len(before) else down_mm)
    highest_mm = float(np.nanmin(moved_mm, initial=0.0))
    full_mm = max(float(np.nanmax(moved_mm, initial=0.0)) - highest_mm, LEAST_STRIP_MM)
    per_s = (STRIP_WIDTH - STRIP_NAMES) / max(until_s - from_s, 1e-9)
    breaks = np.diff(time_s, prepend=time_s[:1]) > LONGEST_BRIDGE_S
    rows = tuple(
        Row(
            "".join(word[0].upper() for word in name.split("-")),
            number * STRIP_ROW,
            (number + 1) * STRIP_ROW,
            _path(
                STRIP_NAMES + (time_s - from_s) * per_s,
                number * STRIP_ROW
                + STRIP_EDGE
                + (moved_mm[:, number] - highest_mm) * (STRIP_ROW - 2 * STRIP_EDGE) / full_mm,
                breaks=breaks,
            ),
        )
        for number, name in enumerate(QUADRANTS)
    )
    shown = _span(twitch.onset_s - from_s, min(twitch.end_s, until_s) - from_s, STRIP_NAMES, per_s)
    height = len(QUADRANTS) * STRIP_ROW
    return Drawing(STRIP_WIDTH, height, STRIP_NAMES, rows, (shown,), (), (), full_mm)


def worth_showing(twitches: Sequence[Event]) -> list[Event]:
    """A few twitches in order of time: the surest of each pattern, then the surest."""
    surest = sorted(twitches, key=lambda one: -(one.confidence or 0.0))
    of_each = {one.pattern: one for one in reversed(surest)}
    chosen = [*of_each.values(), *(one for one in surest if one not in of_each.values())]
    return sorted(chosen[:MOST_STRIPS], key=lambda one: one.onset_s)


def _first_of_columns(x: Floats) -> NDArray[np.int64]:
    """Number of the first picture in each column that holds any."""
    return np.flatnonzero(np.diff(np.floor(x), prepend=-1.0))


def _most_since(first: NDArray[np.int64], values: Floats) -> Floats:
    """The largest of each group of rows, from one first row to the next; NaN where none was."""
    if not len(first):
        return values
    most = np.maximum.reduceat(np.nan_to_num(values, nan=-np.inf), first, axis=0)
    return np.where(np.isfinite(most), most, np.nan)


def _full_mm(
    time_s: Floats, moved_mm: Floats, floor_mm: Floats, twitches: Sequence[Event]
) -> float:
    """What a row is high: as the largest twitch, but so much that noise stays low."""
    within = np.zeros(len(time_s), dtype=np.bool_)
    for one in twitches:
        within |= (time_s >= one.onset_s - AROUND_S) & (time_s <= one.end_s + AROUND_S)
    floors_mm = LEAST_FLOORS * _most(floor_mm)
    return max(_most(moved_mm[within]), floors_mm, LEAST_MM)


def _most(values: Floats) -> float:
    return float(np.nanmax(values, initial=0.0))


def _middle(values: Floats) -> Floats:
    """Median of each column of what was seen; 0 where nothing was."""
    seen = values[np.isfinite(values).all(axis=1)]
    return np.median(seen, axis=0) if len(seen) else np.zeros(values.shape[1])


def _path(x: Floats, y: Floats, breaks: NDArray[np.bool_]) -> str:
    """An SVG path, broken before some points and where there is no value."""
    seen = np.isfinite(y)
    begins = seen & (breaks | ~np.concatenate([[False], seen[:-1]]))
    return " ".join(
        f"{'M' if new else 'L'}{at:.1f},{value:.1f}"
        for at, value, new in zip(x[seen], y[seen], begins[seen], strict=True)
    )


def _span(from_s: float, until_s: float, left: float, per_s: float) -> Span:
    return Span(left + from_s * per_s, max((until_s - from_s) * per_s, LEAST_WIDTH))


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans that touch made one: in a long recording, many lie in one column."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: span.x):
        if joined and span.x <= joined[-1].x + joined[-1].width:
            end = max(joined[-1].x + joined[-1].width, span.x + span.width)
            joined[-1] = Span(joined[-1].x, end - joined[-1].x)
        else:
            joined.append(span)
    return tuple(joined)


def _ticks(duration_s: float, per_s: float) -> tuple[Tick, ...]:
    wide_enough = (step for step in STEPS_S if step * per_s >= STEP_WIDTH)
    step_s = next(wide_enough, STEPS_S[-1])
    times_s = np.arange(0.0, duration_s - 0.25 * step_s + 1e-9, step_s)
    return tuple(Tick(NAMES + time_s * per_s, clock(time_s)[:-2]) for time_s in times_s)
