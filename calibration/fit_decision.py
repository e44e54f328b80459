"""Fits the decision between twitches and other movement, leaving each person out in turn.

Takes what ``calibration.collect_candidates`` collected. Points and the network that judges courses
are fitted once without each person, and once on all; the thresholds come from the scores of people
who were left out. Run it from the project's folder:
``python -m calibration.fit_decision CANDIDATES.npz``.
"""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from functools import partial
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.progress import Progress

import twitchcam.decisions
from benchmarks.accuracy.instruments import file_without
from benchmarks.shared.command_line import program_parser, run_program
from calibration import material as materials
from calibration.additive_score import fit_confidence, fit_score
from calibration.candidates import NO_TWITCH
from calibration.collected import NOISE, join, without
from calibration.course_fit import fit_course
from calibration.false_twitches import choose_accept, free_minutes
from calibration.fit_tables import tables
from calibration.noise_alone import make_noise
from twitchcam.decisions.course_net import net_as_told
from twitchcam.decisions.fitted_decision import SCHEMA
from twitchcam.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from calibration.candidates import Candidates, Floats
    from calibration.courses import Courses
    from calibration.material import Material
    from twitchcam.decisions.course_net import CourseNet
    from twitchcam.decisions.fitted_decision import FittedDecision

# People are dealt into so many groups; whoever is scored, the network has seen nobody of the group.
GROUPS = 7


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Decisions that know nothing of one person, and what they say of that person's candidates.

    ``score`` and ``accepted`` have shape ``(n,)``, a row for each candidate.
    """

    decisions: dict[str, FittedDecision]
    score: Floats
    accepted: NDArray[np.bool_]


def leave_people_out(
    material: Material, nets: Mapping[str, CourseNet | None], noise: Candidates | None = None
) -> LeftOut:
    """Fit points, threshold and confidence once for each person, on all others.

    Parameters
    ----------
    material
        Candidates and courses of everyone.
    nets
        For each person a network that was fitted without.
    noise
        Made-up candidates that are nobody's: points are fitted on them as well.
    """
    candidates = material.candidates
    score = np.full(len(candidates.time_s), -np.inf)
    decisions: dict[str, FittedDecision] = {}
    for person in material.people:
        own = candidates.person == person
        points = points_of(without(candidates, person), noise)
        decisions[person] = replace(points, net=nets[person])
        score[own] = material.scores(decisions[person], own)
    score[~candidates.observable] = -np.inf
    accepted = np.zeros_like(candidates.observable)
    for person, decision in decisions.items():
        own = candidates.person == person
        others, scores_of_others = without(candidates, person), score[~own]
        accept = choose_accept(others, scores_of_others)
        decisions[person] = with_thresholds(decision, others, scores_of_others, accept)
        accepted[own] = score[own] > accept
    return LeftOut(decisions, score, accepted)


def points_of(candidates: Candidates, noise: Candidates | None = None) -> FittedDecision:
    """Points fitted on all that can be used of some people, and on noise."""
    together = join([candidates, noise]) if noise else candidates
    return fit_score(together, usable(together))


def usable(candidates: Candidates) -> NDArray[np.bool_]:
    """Which candidates are fitted on."""
    return candidates.observable & ~candidates.unsure


def fit_nets(
    material: Material, noise: Courses | None = None, n_groups: int = GROUPS, jobs: int = 1
) -> tuple[CourseNet | None, dict[str, CourseNet | None]]:
    """A network that has seen everyone, and for each person one that has not seen the group.

    Parameters
    ----------
    material
        Without any course, all are ``None``.
    noise
        Made-up courses that are nobody's: every network is fitted on them as well.
    n_groups
        Into how many groups people are dealt: a fit for each.
    jobs
        Processes at once.
    """
    groups = [material.people[first::n_groups] for first in range(n_groups)]
    left_out: list[list[str]] = [[], *(group for group in groups if group)]
    fit = partial(_net_without, material.courses, noise)
    with Progress(transient=True) as progress, ExitStack() as stack:
        done: Iterator[CourseNet | None] = map(fit, left_out)
        if jobs > 1:
            # JAX has threads, which a forked process would lack.
            pool = ProcessPoolExecutor(jobs, get_context("spawn"))
            done = stack.enter_context(pool).map(fit, left_out)
        whole, *nets = progress.track(done, total=len(left_out), description="networks")
    by_person = {
        person: net for group, net in zip(left_out[1:], nets, strict=True) for person in group
    }
    return whole, by_person


def _net_without(
    courses: Courses, noise: Courses | None, people: Sequence[str]
) -> CourseNet | None:
    for person in people:
        courses = without(courses, person)
    if not courses.counts.any():
        return None
    return fit_course(join([courses, noise]) if noise else courses)


def with_thresholds(
    decision: FittedDecision, candidates: Candidates, score: Floats, accept: float
) -> FittedDecision:
    """Add thresholds, and the confidence that people left out give."""
    chosen = (score > accept) & ~candidates.unsure & candidates.as_in_life
    # One more of each kind at the threshold: few that are all true make nothing certain.
    accepted = np.append(score[chosen], [accept, accept])
    slope, intercept = fit_confidence(
        accepted, np.append(candidates.is_true[chosen], [True, False])
    )
    # The candidate at the threshold is a false one: rounded up, it stays refused.
    return replace(decision, accept=ceil(1000 * accept) / 1000, slope=slope, intercept=intercept)


def as_text(decision: FittedDecision, fitted_on: dict[str, object]) -> str:
    """The decision as JSON, a line for each feature."""
    lines = [
        f'    {json.dumps(name)}: {{"edges": {_list(edges)}, "points": {_list(points)}}}'
        for name, edges, points in zip(decision.names, decision.edges, decision.points, strict=True)
    ]
    told = {
        "schema": SCHEMA,
        "fitted_on": fitted_on,
        "accept": decision.accept,
        "confidence": {"slope": decision.slope, "intercept": decision.intercept},
        "offset": decision.offset,
        "points": "POINTS",
        "course": net_as_told(decision.net) if decision.net else None,
    }
    text = json.dumps(told, indent=2)
    return text.replace('"POINTS"', "{\n" + ",\n".join(lines) + "\n  }") + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, show the result of each person, write the decision; return the exit code."""
    options = _options(arguments)
    if options.groups < 2:
        message = "with fewer than two groups, nobody is left out: give --groups 2 or more"
        raise UsageError(message)
    options.out.mkdir(parents=True, exist_ok=True)
    noise = make_noise()
    for stem in dict.fromkeys(path.stem for path in options.candidates):
        own = [path for path in options.candidates if path.stem == stem]
        material = materials.load_together(own)
        candidates = material.candidates
        whole_net, nets = fit_nets(material, noise.courses, options.groups, options.jobs)
        left_out = leave_people_out(material, nets, noise.candidates)
        accept = choose_accept(candidates, left_out.score)
        whole = replace(points_of(candidates, noise.candidates), net=whole_net)
        fitted_on = _circumstances(candidates, noise.candidates)
        ready = with_thresholds(whole, candidates, left_out.score, accept)
        (options.out / f"{stem}.json").write_text(as_text(ready, fitted_on), "utf-8")
        for shown in tables(stem, candidates, left_out.accepted):
            Console(width=100).print(shown)
        if options.left_out:
            folder = options.left_out / stem
            folder.mkdir(parents=True, exist_ok=True)
            for person, decision in left_out.decisions.items():
                told = as_text(decision, {"without": person, **fitted_on})
                (folder / file_without(person)).write_text(told, "utf-8")
    return 0


def _circumstances(candidates: Candidates, noise: Candidates) -> dict[str, object]:
    return {
        "date": datetime.now(tz=timezone.utc).date().isoformat(),
        "people": len(set(candidates.person.tolist())),
        "recordings": len({source.clip for source in candidates.sources}),
        "twitches": sum(source.twitches for source in candidates.sources),
        "candidates": int((candidates.twitch == NO_TWITCH).sum()),
        "noise_minutes": round(free_minutes(noise, [NOISE])),
    }


def _list(values: Floats) -> str:
    return json.dumps([value for value in values.tolist() if np.isfinite(value)])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = program_parser("calibration.fit_decision", __doc__)
    add = parser.add_argument
    shipped = Path(next(iter(twitchcam.decisions.__path__)))
    add(
        "candidates",
        nargs="+",
        type=Path,
        help="files of calibration.collect_candidates; those of one name are taken together",
    )
    add("--out", type=Path, default=shipped, help="folder of the decisions; default: the package's")
    add("--left-out", type=Path, help="folder for the decisions without each person in turn")
    add("--groups", type=int, default=GROUPS, help="of people whom one network has not seen")
    add("--jobs", type=int, default=1, help="networks that are fitted at once")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run_program(main)
