"""Fits the decision between twitches and other movement, leaving each person out in turn.

Takes what ``calibration.collect_candidates`` collected. The thresholds come from the scores of
people who were left out; the score that is shipped is then fitted on all. Run it from the project's
folder: ``python -m calibration.fit_decision CANDIDATES.npz``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
from rich.console import Console
from rich.table import Table

import twitchcam.decisions
from benchmarks.command_line import program_parser, run
from benchmarks.running import file_without
from benchmarks.stretches import REST
from calibration.additive_score import fit_confidence, fit_score, scores
from calibration.candidates import NO_TWITCH, load
from calibration.collect_candidates import INJECTED
from twitchcam.decisions.fitted_decision import SCHEMA
from twitchcam.errors import UsageError
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from calibration.candidates import Candidates, Floats
    from twitchcam.decisions.fitted_decision import FittedDecision

# False twitches per minute that the threshold allows, over people left out and over all that was
# recorded: minutes of rest alone are too few for a rate of their own. Less than the 0.5 that are
# wanted: other light and other people bring more than those it was fitted on.
MOST_PER_MINUTE = 0.3
RESTFUL = (REST, INJECTED)
# False candidates closer than this are one false twitch.
MAX_GAP_S = DetectionSettings().max_gap_s


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Decisions that know nothing of one person, and what they say of that person's candidates.

    ``score`` and ``accepted`` have shape ``(n,)``, a row for each candidate.
    """

    decisions: dict[str, FittedDecision]
    score: Floats
    accepted: NDArray[np.bool_]


def leave_people_out(candidates: Candidates) -> LeftOut:
    """Fit points, threshold and confidence once for each person, on all others."""
    usable = candidates.observable & ~candidates.unsure
    score = np.full(len(candidates.time_s), -np.inf)
    decisions: dict[str, FittedDecision] = {}
    for person in sorted({source.person for source in candidates.sources}):
        own = candidates.person == person
        decisions[person] = fit_score(candidates, usable & ~own)
        score[own] = scores(decisions[person], candidates.features[own])
    score[~candidates.observable] = -np.inf
    accepted = np.zeros_like(usable)
    for person, decision in decisions.items():
        own = candidates.person == person
        others, scores_of_others = candidates.without(person), score[~own]
        accept = choose_accept(others, scores_of_others)
        decisions[person] = with_thresholds(decision, others, scores_of_others, accept)
        accepted[own] = score[own] > accept
    return LeftOut(decisions, score, accepted)


def choose_accept(candidates: Candidates, score: Floats) -> float:
    """The lowest threshold that keeps false twitches rare enough, at least the lowest score."""
    listed = candidates.kind != ""
    minutes = free_minutes(candidates, sorted(set(candidates.kind[listed])))
    false = listed & _is_false(candidates) & np.isfinite(score)
    for threshold in np.sort(score[false]):
        if false_twitches(candidates, listed & (score > threshold)) <= MOST_PER_MINUTE * minutes:
            return float(threshold)
    return float(score[np.isfinite(score)].min())


def false_twitches(candidates: Candidates, accepted: NDArray[np.bool_]) -> int:
    """How many false twitches the accepted candidates make, close ones counting once."""
    chosen = accepted & _is_false(candidates)
    source, time_s = candidates.source[chosen], candidates.time_s[chosen]
    order = np.lexsort((time_s, source))
    near = (np.diff(source[order]) == 0) & (np.diff(time_s[order]) < MAX_GAP_S)
    return int(chosen.sum() - near.sum())


def _is_false(candidates: Candidates) -> NDArray[np.bool_]:
    """Which candidates would be told as twitches and are none."""
    return candidates.told & ~candidates.is_true & ~candidates.unsure


def found_twitches(candidates: Candidates, accepted: NDArray[np.bool_]) -> int:
    """How many true twitches have an accepted candidate."""
    chosen = accepted & candidates.is_true
    pairs = np.stack([candidates.source[chosen], candidates.twitch[chosen]], axis=1)
    return len(np.unique(pairs, axis=0))


def free_minutes(candidates: Candidates, kinds: Sequence[str]) -> float:
    """Minutes without twitches in stretches of these kinds."""
    return sum(source.free_s.get(kind, 0.0) for source in candidates.sources for kind in kinds) / 60


def with_thresholds(
    decision: FittedDecision, candidates: Candidates, score: Floats, accept: float
) -> FittedDecision:
    """Add thresholds, and the confidence that people left out give."""
    chosen = (score > accept) & ~candidates.unsure
    # One more of each kind at the threshold: few that are all true make nothing certain.
    accepted = np.append(score[chosen], [accept, accept])
    slope, intercept = fit_confidence(
        accepted, np.append(candidates.is_true[chosen], [True, False])
    )
    return replace(decision, accept=round(accept, 3), slope=slope, intercept=intercept)


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
    }
    text = json.dumps(told, indent=2)
    return text.replace('"POINTS"', "{\n" + ",\n".join(lines) + "\n  }") + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, show the result of each person, write the decision; return the exit code."""
    options = _options(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for path in options.candidates:
        candidates = _load(path)
        left_out = leave_people_out(candidates)
        accept = choose_accept(candidates, left_out.score)
        whole = fit_score(candidates, candidates.observable & ~candidates.unsure)
        fitted_on = _circumstances(candidates)
        ready = with_thresholds(whole, candidates, left_out.score, accept)
        (options.out / f"{path.stem}.json").write_text(as_text(ready, fitted_on), "utf-8")
        for shown in _tables(path.stem, candidates, left_out.accepted):
            Console(width=100).print(shown)
        if options.left_out:
            folder = options.left_out / path.stem
            folder.mkdir(parents=True, exist_ok=True)
            for person, decision in left_out.decisions.items():
                told = as_text(decision, {"without": person, **fitted_on})
                (folder / file_without(person)).write_text(told, "utf-8")
    return 0


def _load(path: Path) -> Candidates:
    try:
        return load(path)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        message = f"cannot read {path}: {error}"
        raise UsageError(message) from error


def _tables(name: str, candidates: Candidates, accepted: NDArray[np.bool_]) -> tuple[Table, Table]:
    return (
        _table_of_people(name, candidates, accepted),
        _table_of_kinds(name, candidates, accepted),
    )


def _table_of_people(name: str, candidates: Candidates, accepted: NDArray[np.bool_]) -> Table:
    sizes = sorted({source.size for source in candidates.sources if source.size is not None})
    table = Table(title=f"{name}: twitches found of those put in, each person left out")
    table.add_column("Person")
    for heading in (*(f"{size:g}%" for size in sizes), "False at rest", "False otherwise"):
        table.add_column(heading, justify="right")
    restful = np.isin(candidates.kind, RESTFUL)
    other = ~restful & (candidates.kind != "")
    for people in [*([person] for person in sorted(set(candidates.person))), None]:
        own = np.isin(candidates.person, people) if people else np.ones_like(restful)
        cells = []
        for size in sizes:
            found = found_twitches(candidates, accepted & own & (candidates.size == size))
            there = _put_in(candidates, size, people)
            cells.append(f"{found}/{there} {found / there:.2f}" if there else "n/a")
        false = [false_twitches(candidates, accepted & own & at) for at in (restful, other)]
        table.add_row(people[0] if people else "all", *cells, *map(str, false))
    return table


def _table_of_kinds(name: str, candidates: Candidates, accepted: NDArray[np.bool_]) -> Table:
    table = Table(title=f"{name}: false twitches, each person left out")
    for heading in ("Kind", "Minutes", "False", "Per minute"):
        table.add_column(heading, justify="left" if heading == "Kind" else "right")
    for kind in sorted(set(candidates.kind.tolist()) - {""}):
        minutes = free_minutes(candidates, [kind])
        false = false_twitches(candidates, accepted & (candidates.kind == kind))
        each = f"{false / minutes:.2f}" if minutes else "n/a"
        table.add_row(kind, f"{minutes:.1f}", str(false), each)
    return table


def _put_in(candidates: Candidates, size: float, people: Sequence[str] | None) -> int:
    """How many twitches of a size were put in, of some people or of all."""
    return sum(
        source.twitches
        for source in candidates.sources
        if source.size == size and (people is None or source.person in people)
    )


def _circumstances(candidates: Candidates) -> dict[str, object]:
    return {
        "date": datetime.now(tz=timezone.utc).date().isoformat(),
        "people": len(set(candidates.person.tolist())),
        "recordings": len({source.clip for source in candidates.sources}),
        "twitches": sum(source.twitches for source in candidates.sources),
        "candidates": int((candidates.twitch == NO_TWITCH).sum()),
    }


def _list(values: Floats) -> str:
    return json.dumps([value for value in values.tolist() if np.isfinite(value)])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = program_parser("calibration.fit_decision", __doc__)
    add = parser.add_argument
    shipped = Path(next(iter(twitchcam.decisions.__path__)))
    add("candidates", nargs="+", type=Path, help="files of calibration.collect_candidates")
    add("--out", type=Path, default=shipped, help="folder of the decisions; default: the package's")
    add("--left-out", type=Path, help="folder for the decisions without each person in turn")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run(main)
