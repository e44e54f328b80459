"""Fitted decisions: points added up, read from small files."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_rows import NO_COURSE
from twitchcam.decisions.fitted_decision import SCHEMA, load_decision, parse_decision
from twitchcam.detection.features import FEATURES
from twitchcam.settings import Backend, Sensor

if TYPE_CHECKING:
    from typing import Any

TOLD: dict[str, Any] = {
    "schema": SCHEMA,
    "accept": 0.25,
    "confidence": {"slope": 2.0, "intercept": -1.0},
    "offset": 0.5,
    "course": None,
    "points": {
        "way": {"edges": [1.0, 3.0], "points": [-1.0, 0.0, 2.0]},
        "stay": {"edges": [0.5], "points": [0.25, -4.0]},
        "nothing": {"edges": [], "points": [0.0]},
    },
}
DECISION = parse_decision(json.dumps(TOLD))


def test_what_a_file_says() -> None:
    assert DECISION.names == ("way", "stay", "nothing")
    assert (DECISION.offset, DECISION.accept) == (0.5, 0.25)
    assert (DECISION.slope, DECISION.intercept) == (2.0, -1.0)


@pytest.mark.parametrize(
    ("features", "points"),
    [
        ([0.0, 0.0, 0.0], [-1.0, 0.25, 0.0]),
        ([2.0, 0.0, 9.0], [0.0, 0.25, 0.0]),
        ([9.0, 9.0, -9.0], [2.0, -4.0, 0.0]),
        # On an edge, a feature still has the points below it.
        ([1.0, 0.5, 0.0], [-1.0, 0.25, 0.0]),
        ([3.0, 0.5, 0.0], [0.0, 0.25, 0.0]),
        ([np.inf, -np.inf, np.inf], [2.0, 0.25, 0.0]),
    ],
)
def test_points_by_step(features: list[float], points: list[float]) -> None:
    values = np.array(features)
    assert DECISION.contributions(values).tolist() == points
    assert DECISION.score(values, NO_COURSE) == 0.5 + sum(points)


def test_a_decision_without_any_step_is_its_offset() -> None:
    flat = {"one": {"edges": [], "points": [0.0]}}
    decision = parse_decision(json.dumps(TOLD | {"points": flat}))
    assert decision.score(np.array([7.0]), NO_COURSE) == 0.5


def test_confidence_is_a_logistic_function_of_the_score() -> None:
    assert DECISION.confidence(0.5) == 0.5
    assert DECISION.confidence(1.0) == pytest.approx(1 / (1 + np.exp(-1.0)))
    # Of what could not be observed.
    assert DECISION.confidence(-np.inf) == 0.0


@given(st.lists(st.floats(-300, 300), min_size=2, max_size=9).map(sorted))
def test_confidence_is_a_probability_that_rises(scores: list[float]) -> None:
    told = [DECISION.confidence(score) for score in scores]
    assert all(0.0 <= one <= 1.0 for one in told)
    assert told == sorted(told)


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match=r"twitchcam\.decision/1"):
        parse_decision(json.dumps(TOLD | {"schema": "twitchcam.decision/1"}))


@pytest.mark.parametrize("backend", get_args(Backend))
@pytest.mark.parametrize("sensor", get_args(Sensor))
def test_every_shipped_decision_knows_all_features_and_is_finite(
    backend: Backend, sensor: Sensor
) -> None:
    decision = load_decision(backend, sensor)
    assert decision.names == tuple(feature.name for feature in FEATURES)
    numbers = [decision.offset, decision.accept, decision.slope, decision.intercept]
    assert np.isfinite(numbers).all()
    # A higher score must mean more trust.
    assert decision.slope > 0
    for edges, points in zip(decision.edges, decision.points, strict=True):
        steps = edges[np.isfinite(edges)]
        assert (np.diff(steps) > 0).all()
        assert np.isposinf(edges[len(steps) :]).all()
        assert np.isfinite(points[: len(steps) + 1]).all()
    assert load_decision(backend, sensor) is decision


def test_versions_tell_decisions_apart() -> None:
    shipped = load_decision("face-mesh", "flow")
    others = (
        load_decision("face-landmarker", "flow"),
        replace(shipped, accept=9.0),
        replace(shipped, points=shipped.points + 1.0),
        replace(shipped, net=None),
    )
    versions = {one.version for one in (shipped, *others)}
    assert len(versions) == 1 + len(others)
    assert replace(shipped).version == shipped.version
