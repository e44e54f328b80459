"""Measures what cause matching makes of case vignettes.

Run it from the project's folder: ``python -m benchmarks.causes``.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from benchmarks.causes.scoring import (
    Gain,
    OneAtATime,
    Result,
    Score,
    Shaker,
    Steadiness,
    by_group,
    gain,
    match_ms,
    run,
    score,
)
from benchmarks.causes.vignette_files import FOLDER, Vignette, read_vignettes
from benchmarks.shared.circumstances import circumstances
from benchmarks.shared.command_line import new_file, program_parser, run_program, write_json
from twitchcam.causes.knowledge import shipped_knowledge
from twitchcam.errors import TwitchcamError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

SCHEMA = "twitchcam.benchmark.causes/1"
FILE_WIDTH = 110
# What is asked of it.
LEAST_TOP_1, LEAST_TOP_3, MOST_OVER_TRIAGE, LEAST_GAIN, MOST_MS = 0.80, 0.95, 0.15, 0.10, 50.0

# Whoever mends the knowledge should not know how these came out.
HELD_OUT = "held out"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the exit code: 0 all bars met, 1 not all, 2 wrong usage."""
    options = _options(arguments)
    console = Console(width=None if sys.stdout.isatty() else FILE_WIDTH, highlight=False)
    try:
        vignettes = read_vignettes(options.folder)
        results, alone = run(vignettes), run(vignettes, recordings=False)
    except (TwitchcamError, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if options.half:
        results = [r for r in results if r.vignette.half == options.half]
        alone = [r for r in alone if r.vignette.half == options.half]
        vignettes = [r.vignette for r in results]
    if not results:
        print(f"error: no vignettes in {options.folder}", file=sys.stderr)
        return 2
    bars = list(_bars(results, alone))
    steady = _steadiness(vignettes, options.draws, options.seed) if options.draws else {}
    console.print(_scores_table(results, alone))
    named = [r for r in results if options.half or r.vignette.half != HELD_OUT]
    console.print(_wrong_table(named))
    if hidden := sum(_is_wrong(r) for r in results) - sum(map(_is_wrong, named)):
        console.print(f"and {hidden} of those held out, which only --half '{HELD_OUT}' names\n")
    for name, outcome in steady.items():
        console.print(f"{name}: {_said(outcome)}")
    for name, value, is_met in bars:
        console.print(f"{'met ' if is_met else 'MISSED'}  {name}: {value}")
    if options.json:
        try:
            write_json(options.json, _content(results, alone, bars, steady))
        except TwitchcamError as error:
            print(f"error: {error}", file=sys.stderr)
            return 2
    return 0 if all(is_met for _, _, is_met in bars) else 1


def _bars(results: list[Result], alone: list[Result]) -> Iterator[tuple[str, str, bool]]:
    found, recorded = score(results), gain(results, alone)
    middle_ms, longest_ms = match_ms(results)
    yield _bar("top-1", found.top_1, LEAST_TOP_1)
    yield _bar("top-3", found.top_3, LEAST_TOP_3)
    missed = len(found.missed_emergencies)
    yield "missed emergencies", f"{missed} of {found.emergencies} (none allowed)", missed == 0
    over = found.over_triage or 0.0
    yield "over-triage", f"{over:.3f} (at most {MOST_OVER_TRIAGE})", over <= MOST_OVER_TRIAGE
    with_them, without = recorded.with_recordings or 0.0, recorded.without_recordings or 0.0
    what = f"{with_them:.3f} with, {without:.3f} without, {recorded.cases} cases"
    yield (
        "gain of top-1 by recordings, causes that they tell apart",
        f"{with_them - without:+.3f} ({what}; at least {LEAST_GAIN:+})",
        with_them - without >= LEAST_GAIN,
    )
    times = f"{middle_ms:.1f} ms (median), {longest_ms:.1f} (longest), below {MOST_MS:g} wanted"
    yield "time per match", times, middle_ms < MOST_MS


def _bar(name: str, value: float | None, least: float) -> tuple[str, str, bool]:
    return name, f"{value or 0.0:.3f} (at least {least})", (value or 0.0) >= least


def _steadiness(
    vignettes: list[Vignette], draws: int, seed: int
) -> dict[str, Steadiness | OneAtATime]:
    inner, literal = Shaker(vignettes, literal=False), Shaker(vignettes, literal=True)
    return {
        "every judgement's logarithm moved by up to half": inner.all_at_once(draws, seed),
        "every judgement's ratio itself moved by up to half": literal.all_at_once(draws, seed),
        "one judgement at a time, logarithm": inner.one_at_a_time(),
    }


def _said(outcome: Steadiness | OneAtATime) -> str:
    if isinstance(outcome, Steadiness):
        ends = f"{outcome.top_1_lowest:.3f} to {outcome.top_1_highest:.3f}"
        top_1 = f"{outcome.top_1_mean:.3f} ({ends}) instead of {outcome.top_1:.3f}"
        moved = f"{outcome.moved} figures, {outcome.draws} draws"
        return f"top-1 by odds alone {top_1}, first cause kept {outcome.kept:.3f}; {moved}"
    weightiest = ", ".join(f"{name} ({number})" for name, number in outcome.weightiest[:5])
    changing = f"{outcome.changing_any} of {outcome.moves // 2} change any first cause"
    most = f"{outcome.most_changed} cases at most, top-1 never below {outcome.top_1_lowest:.3f}"
    return f"{changing}, {most}; weightiest: {weightiest}"


def _scores_table(results: list[Result], alone: list[Result]) -> Table:
    table = Table(title=f"Cases: {len(results)}")
    for name in ("", "cases", "top-1", "top-3", "urgency right", "over", "under", "missed"):
        table.add_column(name, justify="left" if not name else "right")
    for name, part in by_group(results):
        _add_score(table, name, score(part))
    _add_score(table, "answers alone, all", score(alone))
    return table


def _add_score(table: Table, name: str, found: Score) -> None:
    shares = (found.top_1, found.top_3, found.urgency_right, found.over_triage, found.under_triage)
    cells = ("-" if share is None else f"{share:.3f}" for share in shares)
    missed = f"{len(found.missed_emergencies)} of {found.emergencies}"
    table.add_row(name, str(found.cases), *cells, missed)


def _is_wrong(result: Result) -> bool:
    return not result.top_1 or result.urgency_off != 0


def _wrong_table(results: list[Result]) -> Table:
    table = Table(title="Cases that came out wrong")
    for name in ("case", "expected", "first three", "urgency"):
        table.add_column(name)
    for result in results:
        if not _is_wrong(result):
            continue
        wanted = result.vignette.urgency
        urgency = "" if result.urgency_off == 0 else f"{result.urgency}, not {wanted}"
        expected = "" if result.top_1 else ", ".join(result.vignette.expected_top)
        top = "" if result.top_1 else ", ".join(result.top)
        table.add_row(result.vignette.id, expected, top, urgency)
    return table


def _content(
    results: list[Result],
    alone: list[Result],
    bars: list[tuple[str, str, bool]],
    steady: dict[str, Steadiness | OneAtATime],
) -> dict[str, Any]:
    recorded: Gain = gain(results, alone)
    return {
        "schema": SCHEMA,
        "circumstances": circumstances(),
        "knowledge_version": shipped_knowledge().version,
        "scores": {name: asdict(score(part)) for name, part in by_group(results)},
        "answers_alone": {name: asdict(score(part)) for name, part in by_group(alone)},
        "gain_by_recordings": asdict(recorded),
        "steadiness": {name: asdict(outcome) for name, outcome in steady.items()},
        "bars": [{"name": n, "value": value, "met": is_met} for n, value, is_met in bars],
        "cases": [
            {
                "id": result.vignette.id,
                "half": result.vignette.half,
                "expected": list(result.vignette.expected_top),
                "first_three": list(result.top),
                "urgency_expected": result.vignette.urgency,
                "urgency": result.urgency,
                "took_ms": result.took_s * 1000,
            }
            for result in results
        ],
    }


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = program_parser("benchmarks.causes", __doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="of the vignettes")
    parser.add_argument("--half", choices=("development", HELD_OUT), help="show one half alone")
    parser.add_argument("--draws", type=int, default=300, help="of moved weights; 0 for none")
    parser.add_argument("--seed", type=int, default=1, help="of the draws")
    parser.add_argument(
        "--json", type=new_file(), metavar="FILE", help="write everything there as well"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run_program(main)
