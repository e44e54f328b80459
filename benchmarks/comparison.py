"""Baselines beside the program under test: on the same recordings, each at its best threshold."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from benchmarks.figures import a90, overall
from benchmarks.observing import Seen, observe
from benchmarks.program import Analysed
from benchmarks.results import Case, Results, pooled
from benchmarks.scoring import Score
from benchmarks.stretches import REST
from benchmarks.thresholds import Rule, Trace, Trial, best, candidates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from benchmarks.baselines import Baseline

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
        As of the program under test.
    """

    chosen: Trial
    unlimited_f1: float | None
    results: Results


@dataclass(slots=True)
class Comparison:
    """Turns each recording into one trace per baseline, once; chooses thresholds in the end.

    Parameters
    ----------
    baselines
        Those that can run.
    skipped
        Why others cannot, by name.
    model
        File of the FaceLandmarker's model, if one of them needs it.
    look
        Observes a recording.
    """

    baselines: Sequence[Baseline]
    skipped: dict[str, str] = field(default_factory=dict)
    model: Path | None = None
    look: Callable[[Path, Path | None], Seen] = observe
    _cases: list[Case] = field(default_factory=list)
    _traces: dict[str, list[Trace]] = field(default_factory=dict)

    def take(self, case: Case) -> None:
        """Keep what each baseline sees of a recording."""
        if not self.baselines:
            return
        seen = self.look(case.path, self.model)
        self._cases.append(case)
        for baseline in self.baselines:
            self._traces.setdefault(baseline.name, []).append(baseline.trace(seen))

    def outcomes(self) -> dict[str, Outcome]:
        """Choose each baseline's threshold; one for which nothing is known becomes skipped."""
        outcomes: dict[str, Outcome] = {}
        for baseline in self.baselines:
            traces = self._traces.get(baseline.name, [])
            rules = [baseline.rule] if baseline.rule else candidates(traces)
            trials = [trial(rule, self._scored(rule, traces)) for rule in rules]
            chosen = best(trials)
            if chosen is None:
                self.skipped[baseline.name] = NOTHING_KNOWN
                continue
            unlimited = max(tried.f1 for tried in trials if tried.f1 is not None)
            results = self._scored(chosen.rule, traces)
            outcomes[baseline.name] = Outcome(chosen, unlimited, results)
        return outcomes

    def _scored(self, rule: Rule, traces: Iterable[Trace]) -> Results:
        results = Results()
        for case, trace in zip(self._cases, traces, strict=True):
            # A baseline has no millimetres, and never says that it cannot see.
            events, length_s = rule.events(trace), trace.duration_s
            results.add(case, Analysed(events, length_s, length_s, None))
        return results


def trial(rule: Rule, results: Results) -> Trial:
    """Sum up what a rule reaches over all sizes."""
    score = overall(results)
    f1 = score.f1 if score.true else None
    return Trial(rule, f1, false_per_minute(results, at_rest=True))


def false_per_minute(results: Results, *, at_rest: bool) -> float | None:
    """False alarms per minute of recordings as they are, at rest or everywhere else."""
    kinds = [scores for kind, scores in results.watched.items() if (kind == REST) is at_rest]
    return sum(map(pooled, kinds), Score()).false_alarms_per_minute


def comparison_json(comparison: Comparison, outcomes: dict[str, Outcome]) -> dict[str, object]:
    """Everything as plain values, by baseline."""
    model = comparison.model
    return {
        "chosen_on": "the recordings reported, which favours the baselines",
        "landmarker_model_sha256": sha256(model.read_bytes()).hexdigest() if model else None,
        "skipped": comparison.skipped,
        "baselines": {name: _outcome_json(outcome) for name, outcome in outcomes.items()},
    }


def _outcome_json(outcome: Outcome) -> dict[str, object]:
    chosen, results = outcome.chosen, outcome.results
    return {
        "threshold": chosen.rule.threshold,
        "in_multiples_of_the_recordings_median": chosen.rule.of_usual,
        "within_false_alarm_limit": chosen.within_limit,
        "unlimited_f1": outcome.unlimited_f1,
        "overall": _counts_json(overall(results)),
        "truth": _counts_json(pooled(results.truth)),
        "injected": {
            f"{size:g}": _counts_json(pooled(scores))
            for size, scores in sorted(results.injected.items())
        },
        "a90_percent_of_pupil_distance": a90(results.injected),
        "watched": {kind: _counts_json(pooled(scores)) for kind, scores in results.watched.items()},
    }


def _counts_json(score: Score) -> dict[str, object]:
    names = ("true", "found", "false_alarms", "duration_s", "recall", "precision", "f1")
    return {
        **{name: getattr(score, name) for name in names},
        "false_alarms_per_minute": score.false_alarms_per_minute,
    }
