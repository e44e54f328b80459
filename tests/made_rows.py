"""Grid rows made from known movements, and a decision that can be foreseen."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.decisions.fitted_decision import FittedDecision
from twitchcam.detection.features import FEATURES
from twitchcam.detection.motion_to_rows import RowStream
from twitchcam.detection.rows import Rows, part
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import LipMotion

SETTINGS = DetectionSettings()
NAMES = tuple(feature.name for feature in FEATURES)
# For decisions without a network.
NO_COURSE = np.zeros((2, 0, 0), dtype=np.float32)


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
    return part(rows, slice(start, stop))


def row_at(rows: Rows, time_s: float) -> int:
    """The row of a moment."""
    return int(np.searchsorted(rows.time_s, time_s - 1e-6))


def made_decision(**steps: tuple[float, float, float]) -> FittedDecision:
    """A decision on few features, each with an edge and the points below and above it.

    More than no points make a twitch.
    """
    assert set(steps) <= set(NAMES)
    told = [steps.get(name, (np.inf, 0.0, 0.0)) for name in NAMES]
    return FittedDecision(
        names=NAMES,
        edges=np.array(told)[:, :1],
        points=np.array(told)[:, 1:],
        offset=0.0,
        accept=0.0,
        slope=2.0,
        intercept=0.0,
    )
