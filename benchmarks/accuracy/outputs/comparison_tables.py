"""The program under test and the baselines side by side, as tables on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.accuracy.baselines.comparison import (
    Comparison,
    Outcome,
    at_rest,
    elsewhere,
    under_light,
)
from benchmarks.accuracy.baselines.thresholds import MOST_FALSE_AT_REST
from benchmarks.accuracy.scores.figures import overall
from benchmarks.accuracy.scores.results import Results, pooled
from benchmarks.accuracy.scores.sensitivity import a90
from benchmarks.shared.tables import new_table, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

OURS = "twitchcam"
NOTE = (
    "Each baseline is shown at the threshold with the best F1 over all sizes among those with at "
    f"most {MOST_FALSE_AT_REST:g} false alarms a minute at rest (* if no threshold is so quiet: "
    "the best F1 of all; = for a threshold that is given). It was chosen on the very recordings "
    "it is reported for, which favours the baselines; 'people left out' is the F1 with each "
    "person's threshold chosen on all others. twitchcam runs with its own settings. "
    "'clock' looks at nothing: without the limit an F1 like its own is chance.\n"
)


def comparison_tables(
    ours: Results, comparison: Comparison, outcomes: dict[str, Outcome]
) -> Iterator[RenderableType]:
    """Yield what there is to show, in order."""
    if outcomes:
        fixed = {baseline.name for baseline in comparison.baselines if baseline.rule}
        yield found_table({OURS: ours, **{name: o.results for name, o in outcomes.items()}})
        yield cost_table(ours, outcomes, fixed)
        yield NOTE
    for name, reason in comparison.skipped.items():
        yield f"baseline skipped: {name}: {reason}"


def told_apart(name: str, outcome: Outcome) -> str:
    """Name a baseline with what its recall costs."""
    false = at_rest(outcome.results).false_alarms_per_minute
    return name if false is None else f"{name} ({false:.1f} false/min)"


def found_table(programs: dict[str, Results]) -> Table:
    """List recall, precision and F1 by program and size."""
    columns = ("program", "size %", "true", "found", "false", "recall", "precision", "F1")
    table = new_table("Beside baselines: twitches put in, or known", columns)
    for name, results in programs.items():
        rows = {f"{size:g}": pooled(scores) for size, scores in sorted(results.injected.items())}
        rows["all"] = overall(results)
        if results.injected and results.truth:
            rows["as they are"] = pooled(results.truth)
        for size, score in rows.items():
            counts = (str(score.true), str(score.found), str(score.false_alarms))
            figures = (score.recall, score.precision, score.f1)
            table.add_row(name, size, *counts, *map(number, figures))
        table.add_section()
    return table


def cost_table(ours: Results, outcomes: dict[str, Outcome], fixed: set[str]) -> Table:
    """List A90, false alarms and the threshold by program."""
    columns = (
        *("program", "A90 %", "false / min at rest", "elsewhere", "at rest, changing light"),
        *("threshold", "F1 people left out", "F1 unlimited"),
    )
    table = new_table("Beside baselines: size found, false alarms, threshold", columns)
    table.add_row(OURS, *_costs(ours), "its own", "", "")
    for name, outcome in outcomes.items():
        told = f"{outcome.chosen.rule.threshold:.3g}"
        told += " x median" if outcome.chosen.rule.of_usual else ""
        told += " =" if name in fixed else "" if outcome.chosen.within_limit else " *"
        left_out = overall(outcome.left_out).f1 if outcome.left_out else None
        figures = (number(left_out), number(outcome.unlimited_f1))
        table.add_row(name, *_costs(outcome.results), told, *figures)
    return table


def _costs(results: Results) -> list[str]:
    parts = (at_rest, elsewhere, under_light)
    rates = (part(results).false_alarms_per_minute for part in parts)
    return [str(a90(results.injected) or "n/a"), *map(number, rates)]
