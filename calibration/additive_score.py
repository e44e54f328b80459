"""Fits an additive score: stumps found by boosting, gathered into one step function per feature."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from twitchcam.decisions.fitted_decision import FittedDecision, filled
from twitchcam.detection.features import FEATURES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from calibration.candidates import Candidates, Floats

# Few, slow, random steps: with few people, more of them learn the people and not the twitches.
STUMPS, LEARNING_RATE = 100, 0.08
SHARE_OF_ROWS, SHARE_OF_FEATURES, LEAST_ROWS = 0.5, 0.3, 25
# Several fits with other chances are averaged.
CHANCES = 8
DECIMALS = 4


def fit_score(candidates: Candidates, used: NDArray[np.bool_]) -> FittedDecision:
    """Fit the score on some of the candidates; thresholds and confidence are still missing.

    People count alike, whatever the number of their candidates (the square root of it), and so do
    twitches and what is none.
    """
    features, is_true = candidates.features[used], candidates.is_true[used]
    weights = _weights(candidates.person[used], is_true)
    steps: list[tuple[int, float, float, float]] = []
    for chance in range(CHANCES):
        steps += _boost(features, is_true, weights, chance)
    edges, points = _gather(steps)
    score = FittedDecision(
        names=tuple(feature.name for feature in FEATURES),
        edges=filled(edges, np.inf),
        points=filled(points, np.nan),
        offset=0.0,
        accept=0.0,
        slope=1.0,
        intercept=0.0,
    )
    mean = np.average(scores(score, features), weights=weights)
    return replace(score, offset=round(-float(mean), DECIMALS))


def scores(decision: FittedDecision, features: Floats) -> Floats:
    """Scores of many candidates, shape ``(n,)``."""
    return np.array([decision.score(row) for row in features])


def fit_confidence(score: Floats, is_true: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept of the probability that a score belongs to a twitch."""
    model = LogisticRegression(C=1.0).fit(score[:, None], is_true)
    return round(float(model.coef_[0, 0]), DECIMALS), round(float(model.intercept_[0]), DECIMALS)


def _weights(person: NDArray[np.str_], is_true: NDArray[np.bool_]) -> Floats:
    weights = np.ones(len(person))
    for one in np.unique(person):
        for truth in (True, False):
            own = (person == one) & (is_true == truth)
            weights[own] = 1.0 / np.sqrt(max(own.sum(), 1))
    for truth in (True, False):
        weights[is_true == truth] *= len(person) / weights[is_true == truth].sum()
    return weights


def _boost(
    features: Floats, is_true: NDArray[np.bool_], weights: Floats, chance: int
) -> list[tuple[int, float, float, float]]:
    """Feature, edge, and points below and above it, of each stump."""
    model = GradientBoostingClassifier(
        n_estimators=STUMPS,
        learning_rate=LEARNING_RATE,
        max_depth=1,
        subsample=SHARE_OF_ROWS,
        max_features=SHARE_OF_FEATURES,
        min_samples_leaf=LEAST_ROWS,
        random_state=chance,
    )
    model.fit(features, is_true, sample_weight=weights)
    share = LEARNING_RATE / CHANCES
    steps = []
    for (stump,) in model.estimators_:
        tree = stump.tree_
        if tree.node_count == 3:
            below, above = share * tree.value[1:, 0, 0]
            steps.append((int(tree.feature[0]), float(tree.threshold[0]), below, above))
    return steps


def _gather(
    steps: list[tuple[int, float, float, float]],
) -> tuple[list[list[float]], list[list[float]]]:
    """Edges and points of each feature."""
    edges, points = [], []
    for number in range(len(FEATURES)):
        own = sorted(step[1:] for step in steps if step[0] == number)
        at = sorted({round(edge, DECIMALS) for edge, _, _ in own})
        middles = [-np.inf, *at]
        points.append(
            [
                round(
                    sum(
                        above if middle >= round(edge, DECIMALS) else below
                        for edge, below, above in own
                    ),
                    DECIMALS,
                )
                for middle in middles
            ]
        )
        edges.append(at)
    return edges, points
