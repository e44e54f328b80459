"""Where everything lies in the report's pictures of single twitches.

Lengths are in the units of a picture, which are CSS pixels when it is shown in its own size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.outputs.report_rows import LONGEST_BRIDGE_S, Row, Sheet, Span, svg_path
from twitchcam.records import QUADRANTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.outputs.motion_parts import MotionFile
    from twitchcam.records import Event, Floats

# Below are the scales.
SHEET = Sheet(width=220, names=20, below=14)
# Height of a quadrant's row, of the space between two, and of that above all: a curve at the very
# edge would be cut off by half its width.
ROW, GAP, ABOVE = 20, 4, 1
# How many twitches are shown, and what is shown of one before, after and at most.
MOST_STRIPS, AROUND_S, MOST_S = 3, 0.5, 2.5
# Rest before a twitch, from which its lips are told.
REST_S = 0.3
# Strips are as high as this at least; lengths that their scales may show.
LEAST_STRIP_MM = 0.5
SCALES_MM = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
SCALE_S = 0.5


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
    part = motion.between(start_s, start_s + window_s)
    down_mm = np.where(np.isfinite(part.down_mm), part.down_mm, np.nan)
    seen = np.isfinite(down_mm).all(axis=1)
    before = seen & (part.time_s < max(twitch.onset_s, start_s + REST_S))
    rest_mm = down_mm[before if before.any() else seen]
    middle_mm = np.median(rest_mm, axis=0) if len(rest_mm) else np.zeros(len(QUADRANTS))
    return _Around(twitch, start_s, part.time_s, down_mm - middle_mm)


def _strip(around: _Around, window_s: float, full_mm: float) -> Strip:
    twitch, time_s = around.twitch, around.time_s
    per_s, per_mm = (SHEET.width - SHEET.names) / window_s, ROW / full_mm
    breaks = np.diff(time_s, prepend=time_s[:1]) > LONGEST_BRIDGE_S
    x = SHEET.names + (time_s - around.start_s) * per_s
    down = (around.moved_mm - around.highest_mm) * per_mm
    rows = []
    for number, name in enumerate(QUADRANTS):
        top = ABOVE + number * (ROW + GAP)
        short = "".join(word[0].upper() for word in name.split("-"))
        rows.append(Row(short, top, top + ROW, svg_path(x, top + down[:, number], breaks)))
    end_s = min(twitch.end_s, around.start_s + window_s)
    shown_x = SHEET.names + (twitch.onset_s - around.start_s) * per_s
    scale_mm = max(length for length in SCALES_MM if length * per_mm <= ROW)
    return Strip(
        rows=tuple(rows),
        twitch=Span(shown_x, (end_s - twitch.onset_s) * per_s),
        scale_s_width=SCALE_S * per_s,
        scale_mm=scale_mm,
        scale_mm_height=scale_mm * per_mm,
        is_cut=end_s < twitch.end_s,
    )
