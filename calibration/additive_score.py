"""Fits an additive score: boosted stumps on binned features, kept as one step function for each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from twitchcam.decisions.fitted_decision import FittedDecision, filled
from twitchcam.detection.features import FEATURE_NAMES
from twitchcam.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from calibration.candidates import Candidates, Floats

# The more of these, the more likely a twitch…
SPEAK_FOR = {"strength", "lips_apart", "way_against_patches", "rhythm", "eyes_open"}
# …and the less likely. With few people, points that may only rise or only fall are learnt from
# people rather than of them; of all other features it is not known beforehand.
SPEAK_AGAINST = {
    *("lips_wide", "lips_past", "lips_common", "lips_quiet", "lips_usual", "lips_lively"),
    *("apart_before", "strongest_before", "lips_stay", "lips_jitter", "follows_patch"),
    *("surround_near", "surround_wide", "surround_usual"),
    *("spread_near", "spread_wide", "spread_usual", "patches_way"),
    *("patches_stay", "patches_jitter"),
    *("residual", "opening_change", "width_change", "turning", "nodding"),
    *("strength_usual", "busy"),
}
DIRECTIONS = [int(name in SPEAK_FOR) - int(name in SPEAK_AGAINST) for name in FEATURE_NAMES]
# A step function has at most so many steps, with as many candidates on each.
STEPS = 16
STUMPS, LEARNING_RATE = 400, 0.08
SHARE_OF_ROWS, SHARE_OF_FEATURES, LEAST_ROWS = 0.5, 0.3, 25
# Several fits with other chances are averaged.
CHANCES = 8
# People count by this power of the number of their candidates.
PEOPLE_POWER = 0.5
DECIMALS = 4


def fit_score(candidates: Candidates, used: NDArray[np.bool_]) -> FittedDecision:
    """Fit the points on some of the candidates; thresholds and confidence are still missing.

    People count nearly alike, whatever the number of their candidates, and so do twitches and what
    is none.

    Raises
    ------
    UsageError
        If there are no twitches among them, or nothing else.
    """
    features, is_true = candidates.features[used], candidates.is_true[used]
    if is_true.all() or not is_true.any():
        message = "twitches and other movement of two people or more are wanted: collect from more"
        raise UsageError(message)
    weights = _weights(candidates.person[used], is_true)
    edges = [_edges(column) for column in features.T]
    bins = _binned(features, edges)
    fits = [_boost(bins, edges, is_true, weights, chance) for chance in range(CHANCES)]
    points = _split(np.mean(fits, axis=0), edges)
    steps = [_merged(*step) for step in zip(edges, points, strict=True)]
    score = FittedDecision(
        names=FEATURE_NAMES,
        edges=filled([at for at, _ in steps], np.inf),
        points=filled([values for _, values in steps], np.nan),
        offset=0.0,
        accept=0.0,
        slope=1.0,
        intercept=0.0,
    )
    mean = np.average([score.points_score(row) for row in features], weights=weights)
    return replace(score, offset=round(-float(mean), DECIMALS))


def fit_confidence(score: Floats, is_true: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept of the probability that a score belongs to a twitch."""
    model = LogisticRegression(C=1.0).fit(score[:, None], is_true)
    return round(float(model.coef_[0, 0]), DECIMALS), round(float(model.intercept_[0]), DECIMALS)


def _weights(person: NDArray[np.str_], is_true: NDArray[np.bool_]) -> Floats:
    weights = np.ones(len(person))
    for one in np.unique(person):
        for truth in (True, False):
            own = (person == one) & (is_true == truth)
            weights[own] = max(own.sum(), 1) ** (PEOPLE_POWER - 1.0)
    for truth in (True, False):
        weights[is_true == truth] *= len(person) / weights[is_true == truth].sum()
    return weights


def _edges(column: Floats) -> Floats:
    """Where the steps of a feature may lie."""
    inner = np.linspace(0, 1, STEPS + 1)[1:-1]
    return np.asarray(np.unique(np.quantile(column, inner).round(DECIMALS)))


def _binned(features: Floats, edges: list[Floats]) -> NDArray[np.int64]:
    columns = zip(edges, features.T, strict=True)
    return np.stack([np.searchsorted(at, column) for at, column in columns], axis=1)


def _boost(
    bins: NDArray[np.int64],
    edges: list[Floats],
    is_true: NDArray[np.bool_],
    weights: Floats,
    chance: int,
) -> Floats:
    """Points of each step of each feature, one after the other, after one fit."""
    chosen = np.random.default_rng(chance).random(len(bins)) < SHARE_OF_ROWS
    model = HistGradientBoostingClassifier(
        max_iter=STUMPS,
        learning_rate=LEARNING_RATE,
        max_leaf_nodes=2,
        min_samples_leaf=LEAST_ROWS,
        max_features=SHARE_OF_FEATURES,
        max_bins=STEPS,
        monotonic_cst=DIRECTIONS,
        early_stopping=False,
        random_state=chance,
    )
    model.fit(bins[chosen], is_true[chosen], sample_weight=weights[chosen])
    # The model is a sum over features: what one adds shows when the others stay.
    probes = np.zeros((sum(len(at) + 1 for at in edges), len(edges)), dtype=np.int64)
    first = 0
    for number, at in enumerate(edges):
        probes[first : first + len(at) + 1, number] = np.arange(len(at) + 1)
        first += len(at) + 1
    return np.asarray(model.decision_function(probes) - model.decision_function(0 * probes[:1]))


def _split(points: Floats, edges: list[Floats]) -> list[Floats]:
    return np.split(points, np.cumsum([len(at) + 1 for at in edges])[:-1])


def _merged(edges: Floats, points: Floats) -> tuple[list[float], list[float]]:
    """The steps without those that change nothing."""
    rounded = points.round(DECIMALS)
    rises = np.flatnonzero(np.diff(rounded))
    return edges[rises].tolist(), rounded[np.append(rises, len(rounded) - 1)].tolist()
