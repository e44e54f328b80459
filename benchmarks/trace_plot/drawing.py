"""The picture of a trace: four lip quadrants over time, noise floor, events."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.textpath import TextPath
from PIL import Image

from twitchcam.outputs.words import LIP_WORDS, SIDE_WORDS, pattern_words
from twitchcam.records import QUADRANTS, Event, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from twitchcam.records import Floats

WIDTH_INCHES, DOTS_PER_INCH, COLOURS = 9.0, 180, 128
# Heights of one quadrant, of one line of labels, and of the rest.
ROW_INCHES, LINE_INCHES, REST_INCHES = 0.95, 0.148, 0.75
MOVEMENT, FLOOR = "#1f4e79", "#c0392b"
TWITCH, REJECTED, UNOBSERVABLE = "#f5a623", "#8e6bbf", "#8a8f98"
ORANGE_TEXT, PURPLE_TEXT, GREY_TEXT = "#8a4b00", "#6a1b9a", "#4d525b"
DASHES, HATCH = (0, (4, 2)), "////"
STRONG, FAINT = 0.45, 0.13
# Stretches that follow each other this closely are named together.
TOGETHER_S = 0.05
MIN_HEIGHT_MM = 0.2
LABEL_POINTS = 8.5
# Between labels side by side.
SPACE_POINTS = 8.0
# About how much of the picture's width is the rows'.
ROW_WIDTH_POINTS = 0.95 * WIDTH_INCHES * 72
MAX_LEVELS = 4
LEVEL_GAP_LINES = 0.6


@dataclass(frozen=True, slots=True)
class Trace:
    """What is drawn.

    Parameters
    ----------
    time_s
        Times of the frames, shape ``(n,)``.
    filtered_s
        When what the filter gives out at these times took place.
    magnitude_mm, floor_mm
        Movement in the detection band and noise floor, shape ``(n, 4)``.
    band_hz
        The detection band.
    events
        Twitches, movements that were not counted, stretches that could not be observed.
    """

    time_s: Floats
    filtered_s: Floats
    magnitude_mm: Floats
    floor_mm: Floats
    band_hz: tuple[float, float]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """Words that stand over a stretch of time."""

    text: str
    start_s: float
    end_s: float
    colour: str

    @property
    def middle_s(self) -> float:
        """Where the label stands."""
        return (self.start_s + self.end_s) / 2

    @property
    def lines(self) -> list[str]:
        """Its words, line by line."""
        return self.text.splitlines()


def draw_trace(trace: Trace, path: Path) -> None:
    """Draw a trace; the format is that of the name: PNG, SVG."""
    placed = labels(trace.events)
    length_s = float(trace.time_s[-1] - trace.time_s[0])
    to_seconds = length_s / ROW_WIDTH_POINTS
    at_level = levels(placed, [to_seconds * _width_points(label) for label in placed])
    bottoms = level_bottoms(placed, at_level)
    heights = (bottoms[-1] * LINE_INCHES, *[ROW_INCHES] * len(QUADRANTS))
    size = (WIDTH_INCHES, sum(heights) + REST_INCHES)
    figure = Figure(figsize=size, layout="constrained", facecolor="white")
    strip, *rows = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights)
    _draw_labels(strip, placed, at_level, bottoms)
    for quadrant, axes in zip(QUADRANTS, rows, strict=True):
        _draw_quadrant(axes, trace, quadrant)
        axes.set_ylim(0, _height_mm(trace))
    rows[-1].set_xlabel("time (s)")
    rows[-1].set_xlim(trace.time_s[0], trace.time_s[-1])
    low_hz, high_hz = trace.band_hz
    figure.supylabel(f"movement at {low_hz:g} to {high_hz:g} Hz (mm)", fontsize="medium")
    handles = _legend(trace.events)
    figure.legend(
        handles=handles,
        loc="outside lower center",
        ncols=len(handles),
        frameon=False,
        fontsize=8.5,
        handlelength=1.8,
        columnspacing=1.4,
    )
    _save(figure, path)


def takes_part(event: Event, quadrant: str) -> bool:
    """Whether a quadrant moved in an event; what cannot be observed concerns all of them."""
    lip, side = quadrant.split("-")
    return event.lip in {None, "both", lip} and event.side in {None, "both", side}


def labels(events: Iterable[Event]) -> list[Label]:
    """Say each event in words.

    Unobservable stretches that adjoin are named together, and not what lies within them.
    """
    adjoining: list[list[Event]] = []
    others: list[Event] = []
    for event in sorted(events, key=lambda event: event.onset_s):
        if event.kind is not Kind.UNOBSERVABLE:
            others.append(event)
        elif adjoining and event.onset_s <= _end_s(adjoining[-1]) + TOGETHER_S:
            adjoining[-1].append(event)
        else:
            adjoining.append([event])
    blind = [_together(stretches) for stretches in adjoining]
    told = [_label(event) for event in others if not any(_holds(label, event) for label in blind)]
    return sorted(blind + told, key=lambda label: label.middle_s)


def levels(placed: Sequence[Label], widths_s: Sequence[float]) -> list[int]:
    """The lowest level for each label on which it covers none before it, if there is one."""
    ends_s = [-np.inf] * MAX_LEVELS
    chosen = []
    for label, width_s in zip(placed, widths_s, strict=True):
        free = (n for n, end_s in enumerate(ends_s) if label.middle_s - width_s / 2 > end_s)
        level = next(free, int(np.argmin(ends_s)))
        ends_s[level] = label.middle_s + width_s / 2
        chosen.append(level)
    return chosen


def level_bottoms(placed: Sequence[Label], at_level: Sequence[int]) -> list[float]:
    """Where each level begins, in lines, and where the last one ends."""
    lines = [1] * (max(at_level, default=0) + 1)
    for label, level in zip(placed, at_level, strict=True):
        lines[level] = max(lines[level], len(label.lines))
    return [0.0, *np.cumsum([number + LEVEL_GAP_LINES for number in lines]).tolist()]


def _holds(label: Label, event: Event) -> bool:
    return label.start_s <= event.onset_s and event.end_s <= label.end_s


def _width_points(label: Label) -> float:
    paths = (TextPath((0, 0), line, size=LABEL_POINTS) for line in label.lines if line)
    return max(float(path.get_extents().width) for path in paths) + SPACE_POINTS


def _label(event: Event) -> Label:
    if event.kind is Kind.REJECTED:
        return Label(f"not counted:\n{_reason(event)}", event.onset_s, event.end_s, PURPLE_TEXT)
    place = ", ".join((LIP_WORDS[event.lip or "both"], SIDE_WORDS[event.side or "both"]))
    size = "" if event.amplitude_mm is None else f"\n{event.amplitude_mm:.1f} mm"
    text = f"{place}\n{pattern_words(event)}{size}"
    return Label(text, event.onset_s, event.end_s, ORANGE_TEXT)


def _together(events: Sequence[Event]) -> Label:
    """Name adjoining stretches by their reasons, the longest first."""
    lasting_s: dict[str, float] = {}
    for event in events:
        lasting_s[_reason(event)] = lasting_s.get(_reason(event), 0.0) + event.duration_s
    reasons = sorted(lasting_s, key=lambda reason: -lasting_s[reason])
    text = "not observable:\n" + ",\n".join(reasons)
    return Label(text, events[0].onset_s, _end_s(events), GREY_TEXT)


def _end_s(events: Sequence[Event]) -> float:
    return max(event.end_s for event in events)


def _reason(event: Event) -> str:
    return event.reason.value if event.reason else "no reason stated"


def _height_mm(trace: Trace) -> float:
    """Room for everything that was observed; what was not may reach beyond."""
    seen = trace.magnitude_mm[_observed(trace)]
    return 1.12 * max(seen[np.isfinite(seen)].max(initial=0.0), MIN_HEIGHT_MM)


def _observed(trace: Trace) -> NDArray[np.bool_]:
    observed = np.full(len(trace.filtered_s), fill_value=True)
    for event in trace.events:
        if event.kind is Kind.UNOBSERVABLE:
            observed &= (trace.filtered_s < event.onset_s) | (trace.filtered_s > event.end_s)
    return observed


def _draw_quadrant(axes: Axes, trace: Trace, quadrant: str) -> None:
    number = QUADRANTS.index(quadrant)
    magnitude, observed = trace.magnitude_mm[:, number], _observed(trace)
    hidden, shown = (np.where(which, magnitude, np.nan) for which in (~observed, observed))
    axes.plot(trace.filtered_s, hidden, color=UNOBSERVABLE, lw=0.7)
    axes.plot(trace.filtered_s, shown, color=MOVEMENT, lw=1.2)
    axes.plot(trace.time_s, trace.floor_mm[:, number], color=FLOOR, lw=1.0, ls=DASHES)
    for event in trace.events:
        _shade(axes, event, takes_part=takes_part(event, quadrant))
    lip, side = quadrant.split("-")
    axes.text(
        *(0.006, 0.88, f"{LIP_WORDS[lip]}, {SIDE_WORDS[side]}"),
        transform=axes.transAxes,
        va="top",
        fontweight="bold",
        fontsize=9,
        bbox={"facecolor": "white", "alpha": 0.85, "lw": 0, "pad": 1.5},
    )
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=9)


def _shade(axes: Axes, event: Event, *, takes_part: bool) -> None:
    """Mark an event, faintly where the quadrant takes no part in it."""
    span = (event.onset_s, event.end_s)
    if event.kind is Kind.UNOBSERVABLE:
        axes.axvspan(*span, color=UNOBSERVABLE, alpha=0.22, lw=0)
    elif event.kind is Kind.TWITCH:
        axes.axvspan(*span, color=TWITCH, alpha=STRONG if takes_part else FAINT, lw=0)
    elif takes_part:
        axes.axvspan(*span, facecolor="none", edgecolor=REJECTED, hatch=HATCH, lw=0, alpha=0.6)


def _draw_labels(
    axes: Axes, placed: Sequence[Label], at_level: Sequence[int], bottoms: Sequence[float]
) -> None:
    """Write the labels over the rows, the lowest level just above the first."""
    axes.axis("off")
    axes.set_ylim(0, bottoms[-1])
    for label, level in zip(placed, at_level, strict=True):
        axes.text(
            *(label.middle_s, bottoms[level], label.text),
            color=label.colour,
            ha="center",
            va="bottom",
            fontsize=LABEL_POINTS,
        )


def _legend(events: Iterable[Event]) -> list[Line2D | Patch]:
    kinds = {event.kind for event in events}
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=MOVEMENT, lw=1.5, label="movement"),
        Line2D([], [], color=FLOOR, lw=1.2, ls=DASHES, label="noise floor"),
    ]
    if Kind.TWITCH in kinds:
        handles.append(Patch(color=TWITCH, alpha=STRONG, lw=0, label="twitch"))
        handles.append(Patch(color=TWITCH, alpha=FAINT, lw=0, label="twitch of another quadrant"))
    if Kind.REJECTED in kinds:
        handles.append(_hatched("not counted"))
    if Kind.UNOBSERVABLE in kinds:
        handles.append(Patch(color=UNOBSERVABLE, alpha=0.22, lw=0, label="not observable"))
    return handles


def _hatched(label: str) -> Patch:
    return Patch(facecolor="none", edgecolor=REJECTED, hatch=HATCH, lw=0, alpha=0.6, label=label)


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix != ".png":
        figure.savefig(path, bbox_inches="tight")
        return
    # A drawing has few colours: a palette makes the file a third as long.
    drawn = BytesIO()
    figure.savefig(drawn, format="png", dpi=DOTS_PER_INCH, bbox_inches="tight")
    few = Image.open(drawn).convert("RGB").quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
