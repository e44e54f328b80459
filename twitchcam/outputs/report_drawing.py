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

    from twitchcam.outputs.motion_course import MotionFile
    from twitchcam.records import Event, Floats

# The whole recording: width of the picture, of the names on its left, height of a quadrant's row
# and of the space between two, of the marks above and the times below.
WIDTH, NAMES, ROW, GAP, MARKS, TIMES = 680, 76, 27, 4, 20, 18
COLUMNS = WIDTH - NAMES
# A row is as high as this many noise floors at least, so that noise alone stays low; without a
# twitch, as high as this share of what a twitch would be that is just found: movement in the
# detection band is about that share of an excursion.
LEAST_FLOORS, LEAST_MM, BAND_SHARE = 8.0, 0.1, 0.4
# No line is drawn across what was not seen for longer than this.
LONGEST_BRIDGE_S = 0.5
# More stretches than this are drawn as the share that they have of each column.
MOST_SPANS = 400
# Twitches this near to each other have one mark, with their number.
MARK_WIDTH = 14.0
# Steps between the times that are written below, and about how wide each is.
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
STEP_WIDTH = 60.0
# Single twitches: how many, what is shown of one before, after and at most, and the picture: its
# width, that of the names, the height of a row, of the space between two, of the scales below.
MOST_STRIPS, AROUND_S, MOST_S = 3, 0.5, 2.5
STRIP_WIDTH, STRIP_NAMES, STRIP_ROW, STRIP_GAP, STRIP_SCALE = 220, 20, 20, 4, 14
# Rest before a twitch, from which its lips are told.
REST_S = 0.3
# Strips are as high as this at least; lengths that their scales may show.
LEAST_STRIP_MM = 0.5
SCALES_MM = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
SCALE_S = 0.5


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


@dataclass(frozen=True, slots=True)
class Strip:
    """One twitch from close: quadrants over time; lengths of the scales for time and distance.

    ``is_cut`` says that it goes on after the picture's end.
    """

    rows: tuple[Row, ...]
    twitch: Span
    scale_s_width: float
    scale_mm: float
    scale_mm_height: float
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
            _path(
                NAMES + at + 0.5,
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


def draw_twitches(motion: MotionFile, twitches: Sequence[Event]) -> list[tuple[Event, Strip]]:
    """Where each quadrant was, up and down, around some twitches, all in one scale.

    Those of which nothing was measured are left out.
    """
    window_s = min(max((one.duration_s for one in twitches), default=0) + 2 * AROUND_S, MOST_S)
    around = [_around(motion, one, window_s) for one in twitches]
    seen = [one for one in around if np.isfinite(one.moved_mm).any()]
    full_mm = max([LEAST_STRIP_MM, *(one.lowest_mm - one.highest_mm for one in seen)])
    return [(one.twitch, _strip(one, window_s, full_mm)) for one in seen]


def worth_showing(twitches: Sequence[Event]) -> list[Event]:
    """A few twitches in order of time: the surest of each pattern, then the surest."""
    surest = sorted(twitches, key=lambda one: -(one.confidence or 0.0))
    of_each = {one.pattern: one for one in reversed(surest)}
    chosen = [*of_each.values(), *(one for one in surest if one not in of_each.values())]
    return sorted(chosen[:MOST_STRIPS], key=lambda one: one.onset_s)


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


@dataclass(frozen=True, slots=True)
class _Around:
    """How far each quadrant is from where it was before a twitch; down is positive."""

    twitch: Event
    start_s: float
    time_s: Floats
    moved_mm: Floats

    @property
    def highest_mm(self) -> float:
        return float(np.nanmin(self.moved_mm))

    @property
    def lowest_mm(self) -> float:
        return float(np.nanmax(self.moved_mm))


def _around(motion: MotionFile, twitch: Event, window_s: float) -> _Around:
    start_s = max(twitch.onset_s - AROUND_S, 0.0)
    course = motion.between(start_s, start_s + window_s)
    down_mm = np.where(np.isfinite(course.down_mm), course.down_mm, np.nan)
    seen = np.isfinite(down_mm).all(axis=1)
    before = seen & (course.time_s < max(twitch.onset_s, start_s + REST_S))
    rest_mm = down_mm[before if before.any() else seen]
    middle_mm = np.median(rest_mm, axis=0) if len(rest_mm) else np.zeros(len(QUADRANTS))
    return _Around(twitch, start_s, course.time_s, down_mm - middle_mm)


def _strip(around: _Around, window_s: float, full_mm: float) -> Strip:
    twitch, time_s = around.twitch, around.time_s
    per_s, per_mm = (STRIP_WIDTH - STRIP_NAMES) / window_s, STRIP_ROW / full_mm
    breaks = np.diff(time_s, prepend=time_s[:1]) > LONGEST_BRIDGE_S
    x = STRIP_NAMES + (time_s - around.start_s) * per_s
    down = (around.moved_mm - around.highest_mm) * per_mm
    rows = []
    for number, name in enumerate(QUADRANTS):
        top = number * (STRIP_ROW + STRIP_GAP)
        short = "".join(word[0].upper() for word in name.split("-"))
        rows.append(Row(short, top, top + STRIP_ROW, _path(x, top + down[:, number], breaks)))
    end_s = min(twitch.end_s, around.start_s + window_s)
    shown_x = STRIP_NAMES + (twitch.onset_s - around.start_s) * per_s
    scale_mm = max(length for length in SCALES_MM if length * per_mm <= STRIP_ROW)
    return Strip(
        rows=tuple(rows),
        twitch=Span(shown_x, (end_s - twitch.onset_s) * per_s),
        scale_s_width=SCALE_S * per_s,
        scale_mm=scale_mm,
        scale_mm_height=scale_mm * per_mm,
        is_cut=end_s < twitch.end_s,
    )


def _path(x: Floats, y: Floats, breaks: NDArray[np.bool_]) -> str:
    """An SVG path, broken before some points and where there is no value."""
    seen = np.isfinite(y)
    begins = seen & (breaks | ~np.concatenate([[False], seen[:-1]]))
    # A point alone is drawn as a dot, by the line's round ends.
    return " ".join(
        f"M{at:.1f},{value:.1f}h0" if new else f"L{at:.1f},{value:.1f}"
        for at, value, new in zip(x[seen], y[seen], begins[seen], strict=True)
    )


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
            Span(NAMES + start_s * per_s, (end_s - start_s) * per_s) for start_s, end_s in spans_s
        )
    share = _covered(spans_s, per_s)
    return tuple(
        Span(NAMES + float(column), float(share[column])) for column in np.flatnonzero(share > 0.01)
    )


def _marks(middles_s: Sequence[float], per_s: float) -> tuple[Tick, ...]:
    """A mark above each twitch, or above several that lie together, with their number."""
    groups: list[list[float]] = []
    for x in sorted(NAMES + middle_s * per_s for middle_s in middles_s):
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
    return tuple(Tick(NAMES + time_s * per_s, clock(time_s)[:-2]) for time_s in times_s)
