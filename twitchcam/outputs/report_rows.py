"""What the pictures of the report have in common: a row for each quadrant, with lines in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from twitchcam.records import Floats

# No line is drawn across what was not seen for longer than this.
LONGEST_BRIDGE_S = 0.5


class Sheet(NamedTuple):
    """How wide a picture is, and the names on its left; how high is what stands below the rows."""

    width: int
    names: int
    below: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time as it lies in the picture."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """One quadrant: its name, where the row begins and ends, and lines as SVG paths."""

    name: str
    top: float
    bottom: float
    course: str
    floor: str = ""


def svg_path(x: Floats, y: Floats, breaks: NDArray[np.bool_]) -> str:
    """An SVG path, broken before some points and where there is no value."""
    seen = np.isfinite(y)
    begins = seen & (breaks | ~np.concatenate([[False], seen[:-1]]))
    # A point alone is drawn as a dot, by the line's round ends.
    return " ".join(
        f"M{at:.1f},{value:.1f}h0" if new else f"L{at:.1f},{value:.1f}"
        for at, value, new in zip(x[seen], y[seen], begins[seen], strict=True)
    )
