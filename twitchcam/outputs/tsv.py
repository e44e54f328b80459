"""Tables in the way of BIDS: tab-separated text, in which what does not exist is ``n/a``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

NO_VALUE = "n/a"


def sidecar_path(path: Path) -> Path:
    """Path of the JSON file that explains a table."""
    return path.with_suffix(".json")


def tsv_text(rows: Iterable[Sequence[str]]) -> str:
    """The table whose first row names its columns."""
    return "".join("\t".join(row) + "\n" for row in rows)


def cell_text(value: str) -> str:
    """A text as a cell, which holds no tabs and no ends of lines; names of files may."""
    return " ".join(value.split()) or NO_VALUE


def decimals(value: float | None, places: int) -> str:
    """A number with so many decimal places."""
    if value is None or not math.isfinite(value):
        return NO_VALUE
    return f"{round(value, places) + 0.0:.{places}f}"  # + 0.0 turns -0.0 into 0.0


def three_digits(value: float | None) -> str:
    """A number with three decimal places, or more if fewer digits than that would count."""
    if value is None or not math.isfinite(value):
        return NO_VALUE
    if abs(value) >= 0.1 or value == 0.0:
        return decimals(value, 3)
    return np.format_float_positional(value, precision=3, fractional=False)
