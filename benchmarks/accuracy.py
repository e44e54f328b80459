"""Measures what twitchcam finds, misses and makes up.

Recordings with a truth file are scored as they are. Into stretches of rest, known twitches of a
ladder of sizes are put. And in recordings without twitches, false alarms are counted.
Run it from the project's folder: ``python -m benchmarks.accuracy [FOLDER]``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

from benchmarks.baselines import ALL, NAMES, choose_baselines
from benchmarks.circumstances import circumstances
from benchmarks.comparison import Comparison, Outcome, comparison_json
from benchmarks.comparison_tables import comparison_tables, told_apart
from benchmarks.figures import as_json
from benchmarks.measuring import Plan, measure_injected, measure_whole, rests, truth_path
from benchmarks.program import Program, twitchcam_program
from benchmarks.results import Case, Results
from benchmarks.stretches import SAMPLES, find_stretches
from benchmarks.tables import tables
from twitchcam.cli.find_videos import videos_in
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.errors import TwitchcamError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE_WIDTH = 110
SCHEMA = "twitchcam.benchmark.accuracy/1"
SIZES = (0.25, 0.5, 1.0, 2.0, 4.0)
UNKNOWN = (
    "No table of stretches: what these recordings show is unknown. No twitches are put in, and "
    "every twitch found is counted as a false alarm, which it may not be."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the exit code: 0 done, 1 part of it failed, 2 wrong usage."""
    options = _options(arguments)
    # Into a file or a pipe, tables need not fit a screen.
    console = Console(width=None if sys.stdout.isatty() else FILE_WIDTH)
    try:
        with native_noise_hidden():
            comparison = Comparison(*choose_baselines(options.baselines))
            results = run(options, twitchcam_program(), comparison)
            outcomes = comparison.outcomes()
    except TwitchcamError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    for shown in tables(results):
        console.print(shown)
    for shown in comparison_tables(results, comparison, outcomes):
        console.print(shown)
    _write(options, results, comparison, outcomes)
    return 1 if results.failures else 0


def run(options: argparse.Namespace, program: Program, comparison: Comparison) -> Results:
    """Measure everything that was asked for; the baselines see the same recordings."""
    results = Results()
    if not options.folder.is_dir():
        message = f"{options.folder} is no folder: name one that holds recordings"
        raise UsageError(message)
    videos = videos_in(options.folder)
    stretches = find_stretches(options.folder, options.stretches)
    names = {video.name for video in videos}
    known = [stretch for stretch in stretches if stretch.file in names]
    if options.truth_only:
        videos, known = [video for video in videos if truth_path(video).is_file()], []
    elif not known:
        print(UNKNOWN)

    def measure(case: Case) -> None:
        results.add(case, program(case.path))
        comparison.take(case)

    with Progress(transient=True) as progress:
        whole = progress.add_task("recordings as they are", total=len(videos))
        measure_whole(progress.track(videos, task_id=whole), known, measure, results.failures)
        put_in = progress.add_task("twitches put in", total=len(rests(known)))
        with TemporaryDirectory() as work:
            plan = Plan(tuple(options.sizes), options.seed, options.rounds)
            advance = lambda: progress.advance(put_in)  # noqa: E731 one line says it
            measure_injected(
                options.folder, known, measure, plan, Path(work), results.failures, advance
            )
    return results


def _write(
    options: argparse.Namespace,
    results: Results,
    comparison: Comparison,
    outcomes: dict[str, Outcome],
) -> None:
    if options.json:
        asked = {name: str(value) for name, value in vars(options).items()}
        told = {"schema": SCHEMA, **circumstances(), "options": asked, **as_json(results)}
        if options.baselines:
            told["comparison"] = comparison_json(comparison, outcomes)
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if options.plot and results.injected:
        # Only drawing needs matplotlib.
        from benchmarks.sensitivity_plot import plot_sensitivity  # noqa: PLC0415

        others = {told_apart(name, o): o.results.injected for name, o in outcomes.items()}
        plot_sensitivity(results.injected, options.plot, others)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("folder", nargs="?", type=Path, default=SAMPLES, help="recordings; default: sample_videos")
    add("--stretches", type=Path, metavar="FILE", help="table: file, kind, start_s, end_s")
    add("--sizes", type=float, nargs="+", default=SIZES, help="in percent of the pupil distance")
    add("--seed", type=int, default=1, help="fixes which twitches are put in")
    add("--rounds", type=int, default=1, help="how often each stretch is filled, anew each time")
    add("--json", type=Path, metavar="FILE", help="write all counts and figures")
    add("--plot", type=Path, metavar="FILE", help="draw the sensitivity curve (.png, .svg)")
    add("--truth-only", action="store_true", help="only recordings with a truth file, as they are")
    add(
        "--baselines",
        nargs="+",
        choices=(*NAMES, ALL),
        default=(),
        metavar="NAME",
        help=f"other ways to see a twitch, measured beside twitchcam: {', '.join(NAMES)}, {ALL}",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
