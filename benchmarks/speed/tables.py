"""The figures of the benchmark of speed as tables, and the bars they are held against."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.shared.tables import new_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.table import Table

    from benchmarks.speed.memory_use import MemoryUse
    from benchmarks.speed.stages import StageTime, StageTimes

REFINED, UNREFINED, OURS = "plain loop, refined", "plain loop, not refined", "twitchcam"
MAX_OWN_CPU_MS = 1.0
MIN_RATIO = 2.5
MAX_PEAK_MB = 700.0
MAX_GROWTH_SHARE = 0.05
NATIVE = "MediaPipe and the decoder also work in threads of their own: of them only time is seen."

# Frames per second in each round, by contestant.
Rates = dict[str, list[float]]


class Bar(NamedTuple):
    """A figure, the limit that it is held against, and whether it is met."""

    name: str
    figure: float
    limit: str
    holds: bool


def ratio(rates: Rates, other: str) -> float:
    """How many times as fast as another twitchcam is: median over rounds of the ratio in each."""
    return median(ours / theirs for ours, theirs in zip(rates[OURS], rates[other], strict=True))


def bars(rates: Rates, rounds: Sequence[StageTimes]) -> list[Bar]:
    """Hold the figures against what is asked of them."""
    own_ms = median(times.own_cpu_ms for times in rounds)
    own = ("own code, ms of processor per frame", own_ms, f"at most {MAX_OWN_CPU_MS:g}")
    at_least = f"at least {MIN_RATIO:g}"
    ratios = [(f"frames/s ÷ {other}", ratio(rates, other)) for other in (REFINED, UNREFINED)]
    return [
        Bar(*own, own_ms <= MAX_OWN_CPU_MS),
        *(Bar(name, figure, at_least, figure >= MIN_RATIO) for name, figure in ratios),
    ]


def memory_bars(use: MemoryUse) -> list[Bar]:
    """Hold the memory of a long recording against what is asked of it."""
    most_mb = MAX_GROWTH_SHARE * use.peak_mb
    peak = ("peak of memory, MB", use.peak_mb, f"less than {MAX_PEAK_MB:g}")
    growth = ("growth, second fifth to last, MB", use.growth_mb, f"at most {most_mb:.0f}")
    return [Bar(*peak, use.peak_mb < MAX_PEAK_MB), Bar(*growth, use.growth_mb <= most_mb)]


def rates_table(by_size: Mapping[str, Rates]) -> Table:
    """Show frames per second of all contestants by size of the picture, and our ratio to them."""
    columns = ("size", "", "frames/s", "slowest", "fastest", "twitchcam ÷ this")
    table = new_table("End to end", columns, words=("",))
    for size, rates in by_size.items():
        for name, values in rates.items():
            spread = (f"{value:.0f}" for value in (median(values), min(values), max(values)))
            table.add_row(size, name, *spread, f"{ratio(rates, name):.2f}")
        table.add_section()
    return table


def lengths_table(uses: Mapping[float, MemoryUse]) -> Table:
    """Show what a recording costs by its length in minutes."""
    columns = ("minutes", "took s", "s a minute", "peak MB", "by fifths of the run, MB")
    table = new_table("Time and memory over the length", columns)
    for minutes, use in uses.items():
        took = (f"{use.took_s:.1f}", f"{use.took_s / minutes:.2f}", f"{use.peak_mb:.0f}")
        table.add_row(f"{minutes:g}", *took, ", ".join(f"{part:.0f}" for part in use.by_part_mb))
    return table


def stages_table(size: str, rounds: Sequence[StageTimes]) -> Table:
    """Show the median time per frame of each stage in each thread, and of our own code together."""
    columns = ("thread", "stage", "own", "time", "processor")
    table = new_table(
        f"twitchcam by stage at {size}, ms per frame", columns, words=("stage", "own")
    )
    shown = ""
    for row in rounds[0].stages:
        if shown not in {"", row.thread}:
            table.add_section()
        same = [time for times in rounds for time in times.stages if _is_same(time, row)]
        figures = (median(time.wall_ms for time in same), median(time.cpu_ms for time in same))
        own = "yes" if row.is_own else ""
        decimals = (f"{figure:.2f}" for figure in figures)
        table.add_row(row.thread * (shown != row.thread), row.stage, own, *decimals)
        shown = row.thread
    table.add_section()
    own_ms = median(times.own_cpu_ms for times in rounds)
    table.add_row("all", "own code", "yes", "", f"{own_ms:.2f}")
    table.caption = NATIVE
    return table


def bars_table(held: Sequence[Bar], where: str) -> Table:
    """Show which bars hold."""
    columns = ("", "figure", "limit", "holds")
    table = new_table(f"Bars {where}", columns, words=("limit", "holds"))
    for bar in held:
        table.add_row(bar.name, f"{bar.figure:.2f}", bar.limit, "yes" if bar.holds else "no")
    return table


def _is_same(one: StageTime, other: StageTime) -> bool:
    return (one.thread, one.stage) == (other.thread, other.stage)
