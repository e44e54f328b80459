"""The results of the benchmark of accuracy as plain values, for JSON: raw counts and figures."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict, fields
from hashlib import sha256
from typing import TYPE_CHECKING

from benchmarks.accuracy.baselines.comparison import at_rest, elsewhere, under_light
from benchmarks.accuracy.scores.figures import (
    FIGURES,
    bars,
    overall,
    pattern_right_by_pattern,
    recall_by_pattern,
)
from benchmarks.accuracy.scores.reliability import reliability
from benchmarks.accuracy.scores.results import Results, Scores, by_person, pooled
from benchmarks.accuracy.scores.scoring import Score
from benchmarks.accuracy.scores.sensitivity import A90, Foreseen, a90, foreseen
from benchmarks.accuracy.scores.targets import targets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.accuracy.baselines.comparison import Comparison, Outcome


def results_json(results: Results, outcomes: Mapping[str, Outcome]) -> dict[str, object]:
    """Everything that was found of the program: counts per clip, and figures of the pools."""
    injected = dict(sorted(results.injected.items()))
    told = reliability(results)
    return {
        "people": results.people,
        "truth": _scores_json(results.truth),
        "bars": [
            dict(zip(("figure", "value", "limit", "met"), bar, strict=True))
            for bar in (bars(results.truth) if results.truth else [])
        ],
        "injected": {f"{size:g}": _scores_json(scores) for size, scores in injected.items()},
        "injected_under_light": {
            kind: {f"{size:g}": _scores_json(scores) for size, scores in sorted(sizes.items())}
            for kind, sizes in results.lit.items()
        },
        "slow_movements_told_as_twitches": {
            f"{size:g}": _slow_json(scores) for size, scores in sorted(results.slow.items())
        },
        "injected_all_sizes": _figures_json(sum(map(pooled, injected.values()), Score())),
        "a90_percent_of_pupil_distance": _a90_json(a90(injected, results.people)),
        "by_person": _people_json(results),
        "foreseen": {clip: _foreseen_json(one) for clip, one in foreseen(injected).items()},
        "reliability": {
            "bins": [{**asdict(one), "share_right": one.share_right} for one in told.bins],
            "expected_calibration_error": told.expected_error,
            "lowest_confidence": told.lowest if told.bins else None,
        },
        "watched": {kind: _scores_json(scores) for kind, scores in results.watched.items()},
        "targets": [asdict(target) for target in targets(results, outcomes)],
        "failures": results.failures,
    }


def _slow_json(scores: Scores) -> dict[str, dict[str, object]]:
    """Of slow movements: how many there were, how many were told as twitches, and why not."""
    return {
        clip: {
            "put_in": score.true,
            "told_as_twitches": score.found,
            "false_beside": score.false_alarms,
            "rejected": dict(score.rejected),
            "unobservable": dict(score.unobservable),
        }
        for clip, score in scores.items()
    }


def comparison_json(comparison: Comparison, outcomes: Mapping[str, Outcome]) -> dict[str, object]:
    """Everything that was found of the baselines, by name."""
    model = comparison.model
    return {
        "chosen_on": "the recordings reported, which favours the baselines; "
        "people_left_out: each person's threshold on all others",
        "landmarker_model_sha256": sha256(model.read_bytes()).hexdigest() if model else None,
        "skipped": comparison.skipped,
        "baselines": {name: _outcome_json(outcome) for name, outcome in outcomes.items()},
    }


def _outcome_json(outcome: Outcome) -> dict[str, object]:
    chosen, left_out = outcome.chosen, outcome.left_out
    return {
        "threshold": chosen.rule.threshold,
        "in_multiples_of_the_recordings_median": chosen.rule.of_usual,
        "within_false_alarm_limit": chosen.within_limit,
        "unlimited_f1": outcome.unlimited_f1,
        **_baseline_json(outcome.results),
        "people_left_out": _baseline_json(left_out) if left_out else None,
    }


def _baseline_json(results: Results) -> dict[str, object]:
    injected = dict(sorted(results.injected.items()))
    return {
        "overall": _counts_json(overall(results)),
        "truth": _counts_json(pooled(results.truth)),
        "injected": {f"{size:g}": _counts_json(pooled(s)) for size, s in injected.items()},
        "a90_percent_of_pupil_distance": _a90_json(a90(injected, results.people)),
        "watched": {kind: _counts_json(pooled(scores)) for kind, scores in results.watched.items()},
        "at_rest": _counts_json(at_rest(results)),
        "elsewhere": _counts_json(elsewhere(results)),
        "at_rest_under_changing_light": _counts_json(under_light(results)),
    }


def _people_json(results: Results) -> dict[str, object]:
    people = results.people
    by_size = {size: by_person(s, people) for size, s in sorted(results.injected.items())}
    return {
        person: {
            "injected": {
                f"{size:g}": _counts_json(scores[person])
                for size, scores in by_size.items()
                if person in scores
            },
            "a90_percent_of_pupil_distance": _a90_json(
                a90({size: {person: s[person]} for size, s in by_size.items() if person in s})
            ),
            "watched": {
                kind: _counts_json(own[person])
                for kind, scores in results.watched.items()
                if person in (own := by_person(scores, people))
            },
        }
        for person in sorted(set(people.values()))
    }


def _a90_json(size: A90 | None) -> dict[str, object] | None:
    """JSON knows no infinity: what lies outside the sizes measured is told in words alone."""
    if size is None:
        return None
    ends = {"percent": size.percent, "low": size.low, "high": size.high}
    inside = {name: end if end and math.isfinite(end) else None for name, end in ends.items()}
    return {**inside, "in_words": str(size)}


def _foreseen_json(one: Foreseen) -> dict[str, object]:
    measured = _a90_json(one.measured)
    return {"percent": one.percent, "measured": measured, "within_factor": one.is_right}


def _scores_json(scores: Scores) -> dict[str, object]:
    return {
        **_figures_json(pooled(scores)),
        "clips": {clip: _raw(score) for clip, score in scores.items()},
    }


def _figures_json(total: Score) -> dict[str, object]:
    return {
        "figures": {name: figure(total) for name, figure in FIGURES.items()},
        "recall_by_pattern": recall_by_pattern(total),
        "pattern_right_by_pattern": pattern_right_by_pattern(total),
        "pooled": _raw(total),
    }


def _counts_json(score: Score) -> dict[str, object]:
    names = (
        "true",
        "found",
        "false_alarms",
        "false_apart",
        "duration_s",
        "free_s",
        "recall",
        "precision",
        "f1",
    )
    return {
        **{name: getattr(score, name) for name in names},
        "false_alarms_per_minute": score.false_alarms_per_minute,
    }


def _raw(score: Score) -> dict[str, object]:
    """All counts by name; not by ``asdict``, which spoils a Counter."""
    values = {entry.name: getattr(score, entry.name) for entry in fields(score)}
    return {n: dict(value) if isinstance(value, Counter) else value for n, value in values.items()}
