"""Where everything lies in the report's picture of the whole recording.

Lengths are in the units of the picture, which are CSS pixels when it is shown in its own size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.evidence.observable_time import unobservable_spans
from twitchcam.outputs.report_rows import LONGEST_BRIDGE_S, Row, Sheet, Span, svg_path
from twitchcam.outputs.words import clock
from twitchcam.records import QUADRANTS, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from twitchcam.outputs.motion_parts import MotionFile
    from twitchcam.records import Event, Floats

# Below are the times.
SHEET = Sheet(width=680, names=76, below=18)
# Height of a quadrant's row, of the space between two, of the marks above.
ROW, GAP, MARKS = 27, 4, 20
COLUMNS = SHEET.width - SHEET.names
# A row is as high as this many noise floors at least, so that noise alone stays low; without a
# twitch, as high as this share of what a twitch would be that is just found: movement in the
# detection band is about that share of an excursion.
LEAST_FLOORS, LEAST_MM, BAND_SHARE = 8.0, 0.1, 0.4
# More stretches than this are drawn as the share that they have of each column.
MOST_SPANS = 400
# Twitches this near to each other have one mark, with their number.
MARK_WIDTH = 14.0
# Steps between the times that are written below, and about how wide each is.
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
STEP_WIDTH = 60.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A text below or above the picture."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole recording: quadrants over time, twitches, what was not counted or not observable.

    ``marks`` stand above twitches, with their number where they are several. ``is_cut`` says that
    something was higher than a row.
    """

    rows: tuple[Row, ...]
    twitches: tuple[Span, ...]
    rejected: tuple[Span, ...]
    unobservable: tuple[Span, ...]
    marks: tuple[Tick, ...]
    ticks: tuple[Tick, ...]
    is_cut: bool


def draw_recording(
    motion: MotionFile, events: Sequence[Event], duration_s: float, detectable_mm: float | None
) -> Drawing:
    """How quickly each quadrant moved over a whole recording: the most in each column.

    What is larger than the largest twitch, such as talking, is cut off.
    """
    per_s = COLUMNS / max(duration_s, 1e-9)
    is_there, moved_mm, floor_mm = _columns(motion, per_s)
    twitches, rejected = (
        [event for event in events if event.kind is kind] for kind in (Kind.TWITCH, Kind.REJECTED)
    )
    hidden_s = unobservable_spans(events, duration_s)
    twitches_s = [(one.onset_s, one.end_s) for one in twitches]
    full_mm = _full_mm(moved_mm, floor_mm, _covered(twitches_s, per_s), detectable_mm)
    at = np.flatnonzero(is_there)
    # A column that holds no picture may lie between two that do.
    breaks = np.diff(at, prepend=at[:1]) > 1.5 + LONGEST_BRIDGE_S * per_s
    rows = []
    for number, name in enumerate(QUADRANTS):
        bottom = MARKS + number * (ROW + GAP) + ROW
        lines = (
            svg_path(
                SHEET.names + at + 0.5,
                bottom - ROW * np.minimum(values_mm[at, number] / full_mm, 1.0),
                breaks,
            )
            for values_mm in (moved_mm, floor_mm)
        )
        rows.append(Row(name, bottom - ROW, bottom, *lines))
    return Drawing(
        rows=tuple(rows),
        twitches=_spans(twitches_s, per_s),
        rejected=_spans([(one.onset_s, one.end_s) for one in rejected], per_s),
        unobservable=_spans(hidden_s, per_s),
        marks=_marks([(one.onset_s + one.end_s) / 2 for one in twitches], per_s),
        ticks=_ticks(duration_s, per_s),
        is_cut=bool((moved_mm[at] > full_mm).any()),
    )


def _columns(motion: MotionFile, per_s: float) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """Which columns hold pictures, and the largest movement and noise floor of each."""
    is_there = np.zeros(COLUMNS, dtype=np.bool_)
    moved_mm, floor_mm = (np.full((COLUMNS, len(QUADRANTS)), -np.inf) for _ in range(2))
    for part in motion.groups():
        column = np.clip(part.filtered_s * per_s, 0, COLUMNS - 1).astype(np.int64)
        is_there[column] = True
        for most_mm, values_mm in ((moved_mm, part.magnitude_mm), (floor_mm, part.floor_mm)):
            seen_mm = np.where(np.isfinite(values_mm), values_mm, -np.inf)
            np.maximum.at(most_mm, column, seen_mm)
    moved_mm[~np.isfinite(moved_mm)] = np.nan
    # Without movement, the floor is that of the detector's settings and says nothing.
    floor_mm[np.isnan(moved_mm) | ~np.isfinite(floor_mm)] = np.nan
    return is_there, moved_mm, floor_mm


def _full_mm(
    moved_mm: Floats, floor_mm: Floats, twitching: Floats, detectable_mm: float | None
) -> float:
    """What a row is high: as the largest twitch, but so much that noise stays low."""
    within = moved_mm[twitching > 0]
    expected_mm = 0.0 if within.size else BAND_SHARE * (detectable_mm or 0.0)
    floors_mm = LEAST_FLOORS * float(np.nanmax(floor_mm, initial=0.0))
    return max(float(np.nanmax(within, initial=0.0)), floors_mm, expected_mm, LEAST_MM)


def _covered(spans_s: Sequence[tuple[float, float]], per_s: float) -> Floats:
    """Which share of each column some stretches cover, in order and without overlap."""
    if not spans_s:
        return np.zeros(COLUMNS)
    edges = np.array(spans_s) * per_s
    lengths = np.concatenate([[0.0], np.cumsum(edges[:, 1] - edges[:, 0])])
    until_edge = np.column_stack([lengths[:-1], lengths[1:]]).ravel()
    return np.diff(np.interp(np.arange(COLUMNS + 1), edges.ravel(), until_edge))


def _spans(spans_s: Sequence[tuple[float, float]], per_s: float) -> tuple[Span, ...]:
    """Stretches where they lie and as wide as they are; very many as shares of columns."""
    if len(spans_s) <= MOST_SPANS:
        return tuple(
            _span(start_s * per_s, (end_s - start_s) * per_s) for start_s, end_s in spans_s
        )
    share = _covered(spans_s, per_s)
    return tuple(_span(float(at), float(share[at])) for at in np.flatnonzero(share > 0.01))


def _span(column: float, width: float) -> Span:
    return Span(SHEET.names + column, width)


def _marks(middles_s: Sequence[float], per_s: float) -> tuple[Tick, ...]:
    """A mark above each twitch, or above several that lie together, with their number."""
    groups: list[list[float]] = []
    for x in sorted(SHEET.names + middle_s * per_s for middle_s in middles_s):
        if not groups or x - groups[-1][0] > MARK_WIDTH:
            groups.append([])
        groups[-1].append(x)
    return tuple(
        Tick(sum(group) / len(group), str(len(group)) if len(group) > 1 else "") for group in groups
    )


def _ticks(duration_s: float, per_s: float) -> tuple[Tick, ...]:
    wide_enough = (step for step in STEPS_S if step * per_s >= STEP_WIDTH)
    step_s = next(wide_enough, STEPS_S[-1] * np.ceil(STEP_WIDTH / (STEPS_S[-1] * per_s)))
    times_s = np.arange(0.0, duration_s - 0.25 * step_s + 1e-9, step_s)
    return tuple(Tick(SHEET.names + time_s * per_s, clock(time_s)[:-2]) for time_s in times_s)
