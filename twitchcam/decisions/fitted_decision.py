"""Twitch or not: points for each feature of a movement, and what its course says, added up.

The files beside this module are made by ``python -m calibration.fit_decision``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from twitchcam.decisions.course_net import CourseNet, net_from_told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Channels = NDArray[np.float32]

SCHEMA = "twitchcam.decision/2"


@dataclass(frozen=True, slots=True, eq=False)
class FittedDecision:
    """An additive score: a step function of each feature, what the course says, and an offset.

    Parameters
    ----------
    names
        The features, in their order.
    edges
        Shape ``(n_features, n_steps)``, rising, filled up with infinity: where the steps lie.
    points
        Shape ``(n_features, n_steps + 1)``: what a feature adds below the first edge, between
        edges, and above the last.
    offset
        Score without any points.
    accept
        A movement with a higher score is a twitch.
    slope, intercept
        The probability that a twitch with a score is a true one, as a logistic function.
    net
        Judges the course of the movement; its log odds are added to the points. ``None`` adds
        nothing.
    """

    names: tuple[str, ...]
    edges: Floats
    points: Floats
    offset: float
    accept: float
    slope: float
    intercept: float
    net: CourseNet | None = None

    @property
    def version(self) -> str:
        """Ten digits that tell one decision from another."""
        told = (self.offset, self.accept, self.slope, self.intercept)
        digest = hashlib.sha256(repr((self.names, told)).encode())
        layers = self.net.layers if self.net else ()
        for table in (self.edges, self.points):
            digest.update(table.tobytes())
        for layer in layers:
            digest.update(layer.kernel.tobytes() + layer.offset.tobytes())
        return digest.hexdigest()[:10]

    def contributions(self, features: Floats) -> Floats:
        """Points of each feature, both shape ``(n_features,)``."""
        steps = (features[:, None] > self.edges).sum(axis=1)
        return np.take_along_axis(self.points, steps[:, None], axis=1)[:, 0]

    def score(self, features: Floats, course: Channels) -> float:
        """Sum of all points, and of what the course says.

        Parameters
        ----------
        features
            Shape ``(n_features,)``.
        course
            Channels as seen and as in a mirror, shape ``(2, n_rows, n_channels)``.
        """
        return self.points_score(features) + self.net_score(course)

    def points_score(self, features: Floats) -> float:
        """Sum of all points alone."""
        return self.offset + float(self.contributions(features).sum())

    def net_score(self, course: Channels) -> float:
        """What the network says where a course looks most like a twitch; the same in a mirror."""
        if self.net is None:
            return 0.0
        seen, mirrored = (self.net.score(rows) for rows in course)
        return float((seen + mirrored).max()) / 2.0

    def confidence(self, score: float) -> float:
        """Probability, from 0 to 1, that a twitch of this score is a true one."""
        return float(1.0 / (1.0 + np.exp(-(self.intercept + self.slope * score))))


@cache
def load_decision(backend: str, sensor: str) -> FittedDecision:
    """Read the decision that was fitted for a backend and a sensor.

    Raises
    ------
    FileNotFoundError
        If there is none: ``calibration.fit_decision`` makes one.
    """
    return parse_decision(
        files(__package__).joinpath(file_name(backend, sensor)).read_text("utf-8")
    )


def file_name(backend: str, sensor: str) -> str:
    """Name of the file that holds a decision."""
    return f"{sensor}-{backend}.json"


def parse_decision(text: str) -> FittedDecision:
    """Read a decision from JSON.

    Raises
    ------
    ValueError
        If it is of another schema.
    """
    told = json.loads(text)
    if told["schema"] != SCHEMA:
        message = f"expected {SCHEMA}, got {told['schema']}"
        raise ValueError(message)
    steps: dict[str, dict[str, Any]] = told["points"]
    return FittedDecision(
        names=tuple(steps),
        edges=filled([table["edges"] for table in steps.values()], np.inf),
        points=filled([table["points"] for table in steps.values()], np.nan),
        offset=told["offset"],
        accept=told["accept"],
        slope=told["confidence"]["slope"],
        intercept=told["confidence"]["intercept"],
        net=net_from_told(told["course"]) if told["course"] else None,
    )


def filled(rows: Sequence[Sequence[float]], value: float) -> Floats:
    """Rows of different length as one array, filled up with ``value``."""
    filled = np.full((len(rows), max(map(len, rows))), value)
    for number, row in enumerate(rows):
        filled[number, : len(row)] = row
    return filled
