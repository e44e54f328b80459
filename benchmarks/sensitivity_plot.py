"""The sensitivity curve: how many twitches of each size are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from benchmarks.figures import WANTED_RECALL, a90, recall_by_pattern, share_interval
from benchmarks.results import Scores, pooled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from matplotlib.axes import Axes

COLOURS = {"single": "tab:orange", "burst": "tab:green", "tremor": "tab:purple"}
# Line and marker of further programs, one after the other.
GREYS = (":s", ":^", ":v", ":D", ":x", ":+", ":P", ":1")


def plot_sensitivity(
    injected: Mapping[float, Scores],
    path: Path,
    others: Mapping[str, Mapping[float, Scores]] | None = None,
) -> None:
    """Draw recall over size with 95% intervals, by pattern, and A90; PNG or SVG by the name.

    ``others`` are further programs by name, of which only recall is drawn.
    """
    figure = Figure(figsize=(8 if others else 6, 4), layout="constrained")
    axes = figure.subplots()
    _draw_all(axes, injected)
    for pattern, colour in COLOURS.items():
        _draw_pattern(axes, injected, pattern, colour)
    _draw_a90(axes, injected)
    for number, (name, other) in enumerate((others or {}).items()):
        _draw_other(axes, other, name, GREYS[number % len(GREYS)])
    _label(axes, sorted(injected))
    figure.savefig(path, dpi=150)


def _draw_all(axes: Axes, injected: Mapping[float, Scores]) -> None:
    totals = {size: pooled(scores) for size, scores in sorted(injected.items())}
    sizes = [size for size, total in totals.items() if total.true]
    shares = [totals[size].found / totals[size].true for size in sizes]
    ends = [share_interval(totals[size].found, totals[size].true) for size in sizes]
    # Rounding may put an end of the interval on the wrong side of the share.
    below = [max(share - low, 0.0) for share, (low, _) in zip(shares, ends, strict=True)]
    above = [max(high - share, 0.0) for share, (_, high) in zip(shares, ends, strict=True)]
    axes.errorbar(sizes, shares, [below, above], fmt="o-", color="tab:blue", lw=2, label="all")


def _draw_pattern(axes: Axes, injected: Mapping[float, Scores], pattern: str, colour: str) -> None:
    recalls = {
        size: recall_by_pattern(pooled(scores))[pattern] for size, scores in injected.items()
    }
    points = sorted((size, recall) for size, recall in recalls.items() if recall is not None)
    sizes, shares = [size for size, _ in points], [share for _, share in points]
    axes.plot(sizes, shares, ".--", color=colour, lw=1, label=pattern)


def _draw_a90(axes: Axes, injected: Mapping[float, Scores]) -> None:
    axes.axhline(WANTED_RECALL, color="grey", lw=0.8, ls=":")
    if size := a90(injected):
        axes.axvline(size, color="grey", lw=0.8, ls=":", label=f"A90 = {size:.2f}%")


def _draw_other(axes: Axes, injected: Mapping[float, Scores], name: str, style: str) -> None:
    recalls = {size: pooled(scores).recall for size, scores in sorted(injected.items())}
    points = [(size, recall) for size, recall in recalls.items() if recall is not None]
    sizes, shares = [size for size, _ in points], [share for _, share in points]
    axes.plot(sizes, shares, style, color="grey", lw=1, ms=4, label=name)


def _label(axes: Axes, sizes: list[float]) -> None:
    axes.set_xscale("log")
    axes.set_xticks(sizes, [f"{size:g}" for size in sizes])
    axes.minorticks_off()
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("size of the twitch, % of pupil distance")
    axes.set_ylabel("share found")
    axes.set_title("Twitches put into clips of people at rest", fontsize="medium")
    # Many programs would cover the curves.
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize="small")
