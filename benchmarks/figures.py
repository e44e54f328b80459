"""Figures from scores: medians, the size found with 90% recall, the bars."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.results import Results, Scores, pooled
from benchmarks.scoring import Score, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

WANTED_RECALL = 0.9
# Half the width of a 95% interval, in standard deviations.
NORMAL_95 = 1.96

# What is shown of a score, by name. Errors are medians without sign.
FIGURES: dict[str, Callable[[Score], float | None]] = {
    "recall": lambda score: score.recall,
    "recall_of_observable": lambda score: score.recall_of_observable,
    "precision": lambda score: score.precision,
    "f1": lambda score: score.f1,
    "lip_right": lambda score: ratio(score.lip_right, score.found),
    "side_right": lambda score: ratio(score.side_right, score.found),
    "pattern_right": lambda score: ratio(score.pattern_right, score.found),
    "onset_error_s": lambda score: median(np.abs(score.onset_errors_s)),
    "onset_bias_s": lambda score: median(score.onset_errors_s),
    "amplitude_error": lambda score: median(np.abs(np.array(score.amplitude_ratios) - 1)),
    "amplitude_ratio": lambda score: median(score.amplitude_ratios),
    "tremor_error_hz": lambda score: median(np.abs(score.frequency_errors_hz)),
    "tremor_mean_error_hz": lambda score: mean(np.abs(score.frequency_errors_hz)),
    "false_alarms_per_minute": lambda score: score.false_alarms_per_minute,
    "false_alarms_per_observable_minute": lambda score: score.false_alarms_per_observable_minute,
}

# What clips with known truth have to reach: figure, limit, whether more is better.
BARS = (
    ("recall", 0.95, True),
    ("precision", 0.95, True),
    ("lip_right", 0.95, True),
    ("side_right", 0.95, True),
    ("onset_error_s", 0.080, False),
    ("tremor_error_hz", 0.3, False),
)


def median(values: Sequence[float] | NDArray[np.float64]) -> float | None:
    """Median, ``None`` of nothing."""
    return float(np.median(values)) if len(values) else None


def mean(values: Sequence[float] | NDArray[np.float64]) -> float | None:
    """Mean, ``None`` of nothing."""
    return float(np.mean(values)) if len(values) else None


def recall_by_pattern(score: Score) -> dict[str, float | None]:
    """Recall of single twitches, bursts and tremor."""
    patterns = ("single", "burst", "tremor")
    return {p: ratio(score.found_patterns[p], score.true_patterns[p]) for p in patterns}


def share_interval(part: int, whole: int) -> tuple[float, float]:
    """95% interval of a share by Wilson's formula."""
    share, spread = part / whole, NORMAL_95**2 / whole
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return middle - half, middle + half


def size_for_recall(recalls: Mapping[float, float], wanted: float = WANTED_RECALL) -> float | None:
    """Smallest size from which on all sizes reach a recall, between two by interpolation.

    Interpolated over the logarithm of the size. ``None`` if the largest size falls short; the
    smallest size measured if that and all others reach it.
    """
    sizes = sorted(recalls)
    short = [size for size in sizes if recalls[size] < wanted]
    if not sizes or recalls[sizes[-1]] < wanted:
        return None
    if not short:
        return sizes[0]
    below, above = short[-1], sizes[sizes.index(short[-1]) + 1]
    share = (wanted - recalls[below]) / (recalls[above] - recalls[below])
    return float(below * (above / below) ** share)


def a90(injected: Mapping[float, Scores]) -> float | None:
    """Size in percent of the pupil distance that is found with 90% recall, over all clips."""
    recalls = {size: pooled(scores).recall for size, scores in injected.items()}
    return size_for_recall({size: recall for size, recall in recalls.items() if recall is not None})


def overall(results: Results) -> Score:
    """Twitches of all sizes that were put in; without any, those known of clips as they are."""
    put_in = sum(map(pooled, results.injected.values()), Score())
    return put_in if put_in.true else pooled(results.truth)


def bars(truth: Scores) -> list[tuple[str, float | None, float, bool]]:
    """Hold clips with truth against the bars: name, figure, limit, whether it is met."""
    total = pooled(truth)
    rows = [(name, FIGURES[name](total), limit, more) for name, limit, more in BARS]
    quiet = [score.false_alarms for score in truth.values() if not score.true]
    rows.append(("false_alarms_in_clips_without_twitch", float(sum(quiet)), 0.0, False))
    return [
        (name, value, limit, value is not None and (value >= limit if more else value <= limit))
        for name, value, limit, more in rows
    ]


def as_json(results: Results) -> dict[str, object]:
    """Everything as plain values: raw counts per clip, and figures of the pools."""
    return {
        "truth": _scores_json(results.truth),
        "bars": [
            dict(zip(("figure", "value", "limit", "met"), bar, strict=True))
            for bar in (bars(results.truth) if results.truth else [])
        ],
        "injected": {f"{size:g}": _scores_json(s) for size, s in sorted(results.injected.items())},
        "a90_percent_of_pupil_distance": a90(results.injected),
        "watched": {kind: _scores_json(scores) for kind, scores in results.watched.items()},
        "failures": results.failures,
    }


def _scores_json(scores: Scores) -> dict[str, object]:
    total = pooled(scores)
    return {
        "figures": {name: figure(total) for name, figure in FIGURES.items()},
        "recall_by_pattern": recall_by_pattern(total),
        "pooled": _raw(total),
        "clips": {clip: _raw(score) for clip, score in scores.items()},
    }


def _raw(score: Score) -> dict[str, object]:
    """All counts by name; not by ``asdict``, which spoils a Counter."""
    values = {entry.name: getattr(score, entry.name) for entry in fields(score)}
    return {n: dict(value) if isinstance(value, Counter) else value for n, value in values.items()}
