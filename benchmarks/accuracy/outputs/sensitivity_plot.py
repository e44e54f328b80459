"""The sensitivity curve: how many twitches of each size are found, and at which cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure

from benchmarks.accuracy.scores.figures import recall_by_pattern
from benchmarks.accuracy.scores.results import Results, pooled
from benchmarks.accuracy.scores.sensitivity import WANTED_RECALL, a90, over_people
from twitchcam.evidence.rates import share_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from matplotlib.axes import Axes

    from benchmarks.accuracy.scores.scoring import Score

COLOURS = {"single": "tab:orange", "burst": "tab:green", "tremor": "tab:purple"}
# Line and marker of further programs, one after the other.
GREYS = (":s", ":^", ":v", ":D", ":x", ":+", ":P", ":1")
BLUE = "tab:blue"


def plot_sensitivity(
    results: Results, path: Path, others: Mapping[str, Results] | None = None
) -> None:
    """Draw recall and F1 over size, PNG or SVG by the name.

    Recall has 95% intervals, over people where there are several, and is also drawn by pattern,
    with A90. ``others`` are further programs by name.
    """
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    found, f1 = figure.subplots(1, 2, sharey=True)
    _draw_recall(found, results)
    _draw_a90(found, results)
    _draw_line(f1, results, _f1, "o-", label="_", color=BLUE, lw=2)
    for number, (name, other) in enumerate((others or {}).items()):
        style = GREYS[number % len(GREYS)]
        _draw_line(found, other, _recall, style, label=name, color="grey", lw=1, ms=4)
        _draw_line(f1, other, _f1, style, label="_", color="grey", lw=1, ms=4)
    _label(found, results, "share found (recall)")
    _label(f1, results, "F1: recall, and how many of those found are true")
    figure.suptitle("Synthetic twitches put into recordings of people at rest", fontsize="medium")
    # Many programs would cover the curves.
    figure.legend(loc="outside lower center", ncols=4, fontsize="small")
    figure.savefig(path, dpi=150)


def _draw_recall(axes: Axes, results: Results) -> None:
    totals = {size: pooled(scores) for size, scores in sorted(results.injected.items())}
    sizes = [size for size, total in totals.items() if total.true]
    shares = [totals[size].found / totals[size].true for size in sizes]
    ends = [_ends(results, size) for size in sizes]
    # Rounding may put an end of the interval on the wrong side of the share.
    below = [max(share - low, 0.0) for share, (low, _) in zip(shares, ends, strict=True)]
    above = [max(high - share, 0.0) for share, (_, high) in zip(shares, ends, strict=True)]
    axes.errorbar(sizes, shares, [below, above], fmt="o-", label="twitchcam", color=BLUE, lw=2)
    for pattern, colour in COLOURS.items():
        _draw_line(axes, results, _of(pattern), ".--", label=pattern, color=colour, lw=1)


def _ends(results: Results, size: float) -> tuple[float, float]:
    """Of people drawn anew; of one person, whose twitches alone can be drawn, as of any share."""
    told = over_people(results.injected[size], results.people)
    if told:
        return told.recall
    total = pooled(results.injected[size])
    low, high = share_ends(np.array(total.found), np.array(total.true))
    return float(low), float(high)


def _draw_a90(axes: Axes, results: Results) -> None:
    axes.axhline(WANTED_RECALL, color="grey", lw=0.8, ls=":")
    size = a90(results.injected, results.people)
    if size is None:
        return
    if size.bounds[0] == size.bounds[1]:
        axes.axvline(size.percent, color="grey", lw=0.8, ls=":")
    axes.plot([], [], ":", color="grey", lw=0.8, label=f"A90: {size} %")


def _draw_line(
    axes: Axes,
    results: Results,
    figure: Callable[[Score], float | None],
    style: str,
    **look: Any,  # noqa: ANN401 - matplotlib's own
) -> None:
    values = {size: figure(pooled(scores)) for size, scores in sorted(results.injected.items())}
    points = [(size, value) for size, value in values.items() if value is not None]
    sizes, shares = [size for size, _ in points], [value for _, value in points]
    axes.plot(sizes, shares, style, **look)


def _recall(score: Score) -> float | None:
    return score.recall


def _f1(score: Score) -> float | None:
    return score.f1 if score.true else None


def _of(pattern: str) -> Callable[[Score], float | None]:
    return lambda score: recall_by_pattern(score)[pattern]


def _label(axes: Axes, results: Results, title: str) -> None:
    sizes = sorted(results.injected)
    axes.set_xscale("log")
    axes.set_xticks(sizes, [f"{size:g}" for size in sizes])
    axes.minorticks_off()
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("size of the twitch, % of pupil distance")
    axes.set_title(title, fontsize="medium")
