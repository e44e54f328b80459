"""Measures what twitchcam finds, misses and makes up.

Recordings with a truth file are scored as they are. Into stretches of rest, known twitches of a
ladder of sizes are put, and slow movements, which are no twitches. And in recordings without
twitches, false alarms are counted.
Run it from the project's folder: ``python -m benchmarks.accuracy [FOLDER]``.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from rich.console import Console
from rich.progress import Progress

from benchmarks.accuracy.baselines.comparison import Comparison, Outcome
from benchmarks.accuracy.baselines.traces import ALL, NAMES, choose_baselines
from benchmarks.accuracy.instruments import Instruments, Measured, decision_without
from benchmarks.accuracy.jobs import Job, Plan, rest_jobs, whole_jobs
from benchmarks.accuracy.outputs.comparison_tables import comparison_tables, told_apart
from benchmarks.accuracy.outputs.plain_values import comparison_json, results_json
from benchmarks.accuracy.outputs.recording_tables import targets_table
from benchmarks.accuracy.outputs.result_tables import tables
from benchmarks.accuracy.run_jobs import Measure, run_jobs
from benchmarks.accuracy.scores.reliability import reliability
from benchmarks.accuracy.scores.results import Results
from benchmarks.accuracy.scores.targets import targets
from benchmarks.recordings.frozen import living_stretches
from benchmarks.recordings.slow_movements import SLOW_SIZES
from benchmarks.recordings.stretches import rests
from benchmarks.recordings.truth import truth_path
from benchmarks.recordings.videos import videos_in
from benchmarks.shared.circumstances import circumstances
from benchmarks.shared.command_line import (
    ELSEWHERE,
    add_recordings,
    new_file,
    not_negative,
    positive,
    program_parser,
    run_program,
    whole_from,
    write_json,
)
from benchmarks.shared.encoding import WORST_CRF
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.errors import OutputError, UsageError
from twitchcam.outputs.safe_file import writing
from twitchcam.settings import Backend, Sensor, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FILE_WIDTH = 110
SCHEMA = "twitchcam.benchmark.accuracy/3"
DEFAULTS = Settings()
SIZES = (0.25, 0.5, 1.0, 2.0, 4.0)
LIT_SIZES = (2.0,)
UNKNOWN = (
    "No table of stretches: what these recordings show is unknown. No twitches are put in, and "
    "every twitch found is counted as a false alarm, which it may not be."
)
NO_REST = "No rest to put twitches into: none is listed, or the picture is frozen throughout."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the exit code: 0 done, 1 part of it failed."""
    options = _options(arguments)
    # Into a file or a pipe, tables need not fit a screen.
    console = Console(width=None if sys.stdout.isatty() else FILE_WIDTH)
    with native_noise_hidden():
        comparison = Comparison(*choose_baselines(options.baselines))
        instruments = Instruments(tuple(options.baselines), _settings(options), options.left_out)
        results = run(options, instruments, comparison)
        outcomes = comparison.outcomes()
    for shown in tables(results):
        console.print(shown)
    for shown in comparison_tables(results, comparison, outcomes):
        console.print(shown)
    if results.injected:
        console.print(targets_table(targets(results, outcomes)))
    outputs = _outputs(options, results, comparison, outcomes)
    written = [_is_written(path, write) for path, write in outputs]
    return 0 if all(written) and not results.failures else 1


def run(options: argparse.Namespace, measure: Measure[Measured], comparison: Comparison) -> Results:
    """Measure everything that was asked for; the baselines see the same recordings."""
    results = Results()
    jobs = _jobs(options)
    if not jobs:
        which = "no recording with a truth file" if options.truth_only else "no recording"
        message = f"there is {which} in {options.folder}"
        raise UsageError(message)
    if options.left_out is not None:
        # Or it would be known when everything else was made.
        for person in sorted({job.person for job in jobs}):
            decision_without(options.left_out, person)
    with Progress(transient=True) as progress:
        done = run_jobs(jobs, measure, options.jobs)
        for part in progress.track(done, total=len(jobs), description="recordings, stretches"):
            for measured in part.measured:
                results.add(measured.case, measured.analysed)
                comparison.take(measured.case, measured.traces)
            if part.failure:
                results.failures[part.name] = part.failure
    return results


def _jobs(options: argparse.Namespace) -> list[Job]:
    """Return what is to be measured: recordings as they are, then what is made of rest."""
    if not options.folder.is_dir():
        message = f"{options.folder} is no folder: name one that holds recordings"
        raise UsageError(message)
    videos = videos_in(options.folder)
    if options.truth_only:
        return whole_jobs([video for video in videos if truth_path(video).is_file()], [])
    known = living_stretches(options.folder, options.stretches)
    if not known:
        print(UNKNOWN)
    elif not rests(known):
        print(NO_REST)
    light = not options.no_light
    plan = Plan(
        sizes=tuple(options.sizes),
        seed=options.seed,
        rounds=options.rounds,
        light=light,
        lit_sizes=tuple(options.lit_sizes),
        slow_sizes=tuple(options.slow_sizes),
        sideways=options.sideways,
        paired=options.paired,
        crf=options.crf,
    )
    return whole_jobs(videos, known) + rest_jobs(options.folder, known, plan)


def _settings(options: argparse.Namespace) -> Settings:
    vision = DEFAULTS.vision
    if options.landmark_interval is not None:
        every_s = options.landmark_interval
        vision = replace(vision, landmark_interval_s=every_s, moving_interval_s=every_s)
    return replace(DEFAULTS, backend=options.backend, sensor=options.sensor, vision=vision)


def _outputs(
    options: argparse.Namespace,
    results: Results,
    comparison: Comparison,
    outcomes: dict[str, Outcome],
) -> Iterator[tuple[Path, Callable[[Path], None]]]:
    """Yield the files that were asked for, and how each is written."""
    if options.json:
        asked = {name: str(value) for name, value in vars(options).items()}
        told = {
            "schema": SCHEMA,
            **circumstances(),
            "options": asked,
            **results_json(results, outcomes),
        }
        if options.baselines:
            told["comparison"] = comparison_json(comparison, outcomes)
        yield options.json, partial(write_json, content=told)
    if options.plot and results.injected:
        # Only drawing needs matplotlib.
        from benchmarks.accuracy.outputs.sensitivity_plot import plot_sensitivity  # noqa: PLC0415 - matplotlib is an extra

        others = {told_apart(name, o): o.results for name, o in outcomes.items()}
        yield options.plot, lambda path: plot_sensitivity(results, path, others)
    told_sure = reliability(results)
    if options.plot_confidence and told_sure.bins:
        from benchmarks.accuracy.outputs.reliability_plot import plot_reliability  # noqa: PLC0415 - the same

        yield options.plot_confidence, lambda path: plot_reliability(told_sure, path)


def _is_written(path: Path, write: Callable[[Path], None]) -> bool:
    """Write a file; if that fails, the others still are."""
    try:
        with writing(path, ELSEWHERE):
            write(path)
    except OutputError as error:
        print(f"error: {error}", file=sys.stderr)
        return False
    return True


def _crf(text: str) -> float:
    crf = float(text)
    if not 0.0 <= crf <= WORST_CRF:
        message = f"{text} is not from 0 to {WORST_CRF:g}"
        raise argparse.ArgumentTypeError(message)
    return crf


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = program_parser("benchmarks.accuracy", __doc__)
    add_recordings(parser)
    add = parser.add_argument
    add("--sizes", type=positive, nargs="+", default=SIZES, help="in percent of the pupil distance")
    add("--seed", type=whole_from(0), default=1, help="fixes which twitches are put in")
    add(
        "--rounds",
        type=whole_from(1),
        default=1,
        help="how often each stretch is filled, anew each time",
    )
    add("--json", type=new_file(), metavar="FILE", help="write all counts and figures")
    add(
        "--plot",
        type=new_file(".png", ".svg"),
        metavar="FILE",
        help="draw the sensitivity curve (.png, .svg)",
    )
    add(
        "--plot-confidence",
        type=new_file(".png", ".svg"),
        metavar="FILE",
        help="draw what confidence is worth",
    )
    add("--no-light", action="store_true", help="leave out rest under changing light")
    add(
        "--lit-sizes",
        type=positive,
        nargs="*",
        default=LIT_SIZES,
        help="of twitches put in under changing light, in percent of the pupil distance",
    )
    add(
        "--slow-sizes",
        type=positive,
        nargs="*",
        default=SLOW_SIZES,
        help="of slow movements of the lips, which are no twitches, in percent of the pupil"
        " distance",
    )
    add(
        "--sideways",
        action="store_true",
        help="twitches pull towards the corners of the mouth instead of away from its line",
    )
    add(
        "--paired",
        action="store_true",
        help="twitches come in pairs: another lip or side follows within half a second",
    )
    add(
        "--crf",
        type=_crf,
        help=f"quality of H.264, 0 to {WORST_CRF:g}, instead of the recording's own: 10 loses next"
        " to nothing",
    )
    add(
        "--jobs",
        type=whole_from(1),
        default=1,
        help="processes; the results are the same with any number",
    )
    add("--truth-only", action="store_true", help="only recordings with a truth file, as they are")
    add("--backend", choices=get_args(Backend), default=DEFAULTS.backend, help="of twitchcam")
    add("--sensor", choices=get_args(Sensor), default=DEFAULTS.sensor, help="of twitchcam")
    add(
        "--landmark-interval",
        type=not_negative,
        metavar="SECONDS",
        help="look for the face so often, whatever moves; 0 does so in every picture",
    )
    add(
        "--left-out",
        type=Path,
        metavar="FOLDER",
        help="decisions without each person in turn, made by calibration.fit_decision --left-out",
    )
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
    run_program(main)
