"""Grid rows made from known movements, and a decision that can be foreseen."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.decisions.fitted_decision import FittedDecision
from twitchcam.detection.features import FEATURES
from twitchcam.detection.history import Rows
from twitchcam.detection.stream import RowStream
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import LipMotion

SETTINGS = DetectionSettings()
NAMES = tuple(feature.name for feature in FEATURES)


def rows_of(motions: Sequence[LipMotion]) -> Rows:
    """Everything that is known of this motion, in one piece."""
    stream = RowStream(SETTINGS)
    return joined([*stream.push(motions), *stream.flush()])


def joined(blocks: Sequence[Rows]) -> Rows:
    """Blocks in one piece."""
    return Rows(
        *(np.concatenate([getattr(one, field.name) for one in blocks]) for field in fields(Rows))
    )


def part_of(rows: Rows, start: int, stop: int) -> Rows:
    """Some of the rows."""
    return Rows(*(getattr(rows, field.name)[start:stop] for field in fields(Rows)))


def row_at(rows: Rows, time_s: float) -> int:
    """The row of a moment."""
    return int(np.searchsorted(rows.time_s, time_s - 1e-6))


def one_step(name: str, edge: float, *, accept: float = 0.0) -> FittedDecision:
    """A decision on one feature: 1 point above the edge, -1 below."""
    is_asked = np.array([[known == name] for known in NAMES])
    assert is_asked.any()
    return FittedDecision(
        names=NAMES,
        edges=np.where(is_asked, edge, np.inf),
        points=is_asked * np.array([[-1.0, 1.0]]),
        offset=0.0,
        accept=accept,
        slope=2.0,
        intercept=0.0,
    )
