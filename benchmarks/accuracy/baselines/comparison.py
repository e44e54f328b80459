"""Baselines beside the program under test: on the same recordings, each at its best threshold."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.baselines.observing import Seen, observe
from benchmarks.accuracy.baselines.thresholds import Rule, Trace, Trial, best, candidates
from benchmarks.accuracy.program_under_test import Analysed
from benchmarks.accuracy.scores.results import Results, merged, pooled
from benchmarks.accuracy.scores.scoring import Score, ratio
from benchmarks.recordings.frozen import NOBODY_LIVING
from benchmarks.recordings.light import LIGHTS
from benchmarks.recordings.stretches import REST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.accuracy.baselines.traces import Baseline
    from benchmarks.accuracy.case import Case

# What a threshold is chosen by, shape (8,): twitches put in that were found, missed, and false
# alarms there; the same where the truth is known; false alarms and minutes at rest.
Tally: TypeAlias = NDArray[np.float64]

NOT_ELSEWHERE = (REST, *LIGHTS, *NOBODY_LIVING)
NOTHING_KNOWN = "no recording with known twitches to choose its threshold on"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A baseline at its best threshold.

    Parameters
    ----------
    chosen
        The threshold and what it reaches on the recordings that it was chosen on.
    unlimited_f1
        The best F1 of any threshold, however many false alarms it costs.
    results
        As of the program under test, with the threshold chosen on the same recordings.
    left_out
        The same with each person's threshold chosen on the others; ``None`` with one person.
    """

    chosen: Trial
    unlimited_f1: float | None
    results: Results
    left_out: Results | None


@dataclass(slots=True)
class Comparison:
    """Keeps one trace per recording and baseline; chooses thresholds in the end.

    Parameters
    ----------
    baselines
        Those that can run.
    skipped
        Why others cannot, by name.
    model
        File of the FaceLandmarker's model, if one of them needs it.
    """

    baselines: Sequence[Baseline]
    skipped: dict[str, str] = field(default_factory=dict)
    model: Path | None = None
    _cases: list[Case] = field(default_factory=list)
    _traces: dict[str, list[Trace]] = field(default_factory=dict)

    def take(self, case: Case, traces: Mapping[str, Trace]) -> None:
        """Keep what each baseline sees of a recording, of what they were shown."""
        if not traces:
            return
        self._cases.append(case)
        for baseline in self.baselines:
            self._traces.setdefault(baseline.name, []).append(traces[baseline.name])

    def outcomes(self) -> dict[str, Outcome]:
        """Choose each baseline's threshold; one for which nothing is known becomes skipped."""
        outcomes: dict[str, Outcome] = {}
        for baseline in self.baselines:
            outcome = self._outcome(baseline)
            if outcome is None:
                self.skipped[baseline.name] = NOTHING_KNOWN
            else:
                outcomes[baseline.name] = outcome
        return outcomes

    def _outcome(self, baseline: Baseline) -> Outcome | None:
        traces = self._traces.get(baseline.name, [])
        rules = [baseline.rule] if baseline.rule else candidates(traces)
        scored = {rule: self._scored(rule, traces) for rule in rules}
        tallies = {rule: tallied(people) for rule, people in scored.items()}
        trials = [trial(rule, tallies[rule].values()) for rule in rules]
        chosen = best(trials)
        if chosen is None:
            return None
        unlimited = max(tried.f1 for tried in trials if tried.f1 is not None)
        people = scored[chosen.rule]
        left_out = {person: _best_without(person, tallies) or chosen for person in people}
        apart = merged(scored[one.rule][person] for person, one in left_out.items())
        together = merged(people.values())
        return Outcome(chosen, unlimited, together, apart if len(people) > 1 else None)

    def _scored(self, rule: Rule, traces: Iterable[Trace]) -> dict[str, Results]:
        """What a rule finds, by person."""
        people: dict[str, Results] = {}
        for case, trace in zip(self._cases, traces, strict=True):
            # A baseline has no millimetres, and never says that it cannot see.
            results = people.setdefault(case.person or case.clip, Results())
            results.add(case, Analysed(rule.events(trace), trace.duration_s, None))
        return people


def traces_of(
    path: Path,
    baselines: Iterable[Baseline],
    model: Path | None,
    look: Callable[[Path, Path | None], Seen] = observe,
) -> dict[str, Trace]:
    """Look at a recording once, and return what each baseline sees of it."""
    seen = look(path, model)
    return {baseline.name: baseline.trace(seen) for baseline in baselines}


def tallied(people: Mapping[str, Results]) -> dict[str, Tally]:
    """Sum up by person what a threshold is chosen by."""
    return {person: tally(results) for person, results in people.items()}


def tally(results: Results) -> Tally:
    """Count what a threshold is chosen by."""
    put_in = sum(map(pooled, results.injected.values()), Score())
    known, quiet = pooled(results.truth), at_rest(results)
    counts = ((s.found, s.missed, s.false_alarms) for s in (put_in, known))
    return np.array([*chain(*counts), quiet.false_apart, quiet.free_s / 60])


def trial(rule: Rule, tallies: Iterable[Tally]) -> Trial:
    """Sum up what a rule reaches over all sizes; without any, over clips with a known truth."""
    *counts, false_at_rest, minutes = sum(tallies, np.zeros(8)).tolist()
    put_in, known = counts[:3], counts[3:]
    found, missed, false = put_in if sum(put_in[:2]) else known
    f1 = 2 * found / (2 * found + missed + false) if found + missed else None
    return Trial(rule, f1, ratio(false_at_rest, minutes))


def at_rest(results: Results) -> Score:
    """Recordings as they are, where they show rest."""
    return _watched(results, (REST,))


def elsewhere(results: Results) -> Score:
    """Recordings as they are, where they show a living face that does anything else."""
    return _watched(results, (kind for kind in results.watched if kind not in NOT_ELSEWHERE))


def under_light(results: Results) -> Score:
    """The same rest under changing light: many minutes, in which nobody does anything."""
    return _watched(results, LIGHTS)


def _watched(results: Results, kinds: Iterable[str]) -> Score:
    return sum((pooled(results.watched.get(kind, {})) for kind in kinds), Score())


def _best_without(person: str, tallies: Mapping[Rule, Mapping[str, Tally]]) -> Trial | None:
    """Choose on all other people; ``None`` if nothing is known of them."""
    return best(
        [
            trial(rule, (tally for name, tally in people.items() if name != person))
            for rule, people in tallies.items()
        ]
    )
