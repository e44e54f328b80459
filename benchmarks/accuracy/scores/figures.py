"""Figures from scores: medians, shares, the bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.accuracy.scores.results import Results, Scores, pooled
from benchmarks.accuracy.scores.scoring import Score, ratio
from twitchcam.records import PATTERNS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

# An onset, or as a share of itself an amplitude, that is further off than this is far off.
FAR_OFF_S, FAR_OFF = 0.1, 0.25

# What is shown of a score, by name. Errors are medians without sign.
FIGURES: dict[str, Callable[[Score], float | None]] = {
    "recall": lambda score: score.recall,
    "recall_of_observable": lambda score: score.recall_of_observable,
    "precision": lambda score: score.precision,
    "f1": lambda score: score.f1,
    "lip_right": lambda score: ratio(score.lip_right, score.found),
    "side_right": lambda score: ratio(score.side_right, score.found),
    "pattern_right": lambda score: ratio(score.right_patterns.total(), score.found),
    "onset_error_s": lambda score: median(np.abs(score.onset_errors_s)),
    "onset_far_off": lambda score: far_off(score.onset_errors_s, FAR_OFF_S),
    "onset_bias_s": lambda score: median(score.onset_errors_s),
    "amplitude_error": lambda score: median(np.abs(np.array(score.amplitude_ratios) - 1)),
    "amplitude_far_off": lambda score: far_off(
        [one - 1.0 for one in score.amplitude_ratios], FAR_OFF
    ),
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


def far_off(errors: Sequence[float], limit: float) -> float | None:
    """Share of errors beyond a limit, whichever way, ``None`` of nothing."""
    return mean(np.abs(errors) > limit)


def median(values: Sequence[float] | NDArray[np.float64]) -> float | None:
    """Median, ``None`` of nothing."""
    return float(np.median(values)) if len(values) else None


def mean(values: Sequence[float] | NDArray[np.float64] | NDArray[np.bool_]) -> float | None:
    """Mean, ``None`` of nothing."""
    return float(np.mean(values)) if len(values) else None


def recall_by_pattern(score: Score) -> dict[str, float | None]:
    """Recall of single twitches, bursts and tremor."""
    return {p: ratio(score.found_patterns[p], score.true_patterns[p]) for p in PATTERNS}


def pattern_right_by_pattern(score: Score) -> dict[str, float | None]:
    """Share of the single twitches, bursts and tremors found that are told as what they are."""
    return {p: ratio(score.right_patterns[p], score.found_patterns[p]) for p in PATTERNS}


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
