"""What was measured of a recording, read back in parts from its motion file, however long it is."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from twitchcam.detection.detection_limit import band_delay_s
from twitchcam.errors import OutputError
from twitchcam.outputs.motion_table import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typing_extensions import Self

    from twitchcam.records import Floats
    from twitchcam.settings import DetectionSettings


@dataclass(frozen=True, slots=True)
class MotionPart:
    """Movement of the four quadrants, picture by picture; NaN where it was not seen.

    ``time_s`` has shape ``(n,)``; ``down_mm`` (where each quadrant is), ``magnitude_mm`` (movement
    in the detection band) and ``floor_mm`` (its noise floor) have shape ``(n, 4)``. The
    detector's filter looks back only, so it answers late, by ``delay_s``.
    """

    time_s: Floats
    down_mm: Floats
    magnitude_mm: Floats
    floor_mm: Floats
    delay_s: float = field(kw_only=True)

    @property
    def filtered_s(self) -> Floats:
        """When the movement took place that ``magnitude_mm`` tells, as events tell it."""
        return self.time_s - self.delay_s


class MotionFile(Protocol):
    """What was measured of a recording, in parts."""

    def groups(self) -> Iterator[MotionPart]:
        """All of it, in the order of time."""
        ...

    def between(self, start_s: float, end_s: float) -> MotionPart:
        """What lies within these times."""
        ...


class MotionParquet:
    """A motion file.

    Parameters
    ----------
    path
        Where it is, which need not be its final name.
    settings
        With which it was measured.

    Raises
    ------
    OutputError
        If it cannot be read back, here and in all methods.
    """

    def __init__(self, path: Path, settings: DetectionSettings) -> None:
        self._path = path
        self._delay_s = band_delay_s(settings)
        # Opened here: Arrow knows no path that is not Unicode.
        with _reading(path), ExitStack() as stack:
            self._stream = stack.enter_context(path.open("rb"))
            self._file = pq.ParquetFile(self._stream)
            stack.pop_all()

    def groups(self) -> Iterator[MotionPart]:
        """All of it, in the order of time, a group of rows at a time."""
        for number in range(self._file.num_row_groups):
            with _reading(self._path):
                table = self._file.read_row_group(number, _COLUMNS)
            yield _part_of(table, self._delay_s)

    def between(self, start_s: float, end_s: float) -> MotionPart:
        """What lies within these times."""
        within = [("time_s", ">=", start_s), ("time_s", "<=", end_s)]
        with _reading(self._path), self._path.open("rb") as stream:
            table = pq.read_table(stream, columns=_COLUMNS, filters=within)
        return _part_of(table, self._delay_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._stream.close()


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        what = getattr(error, "strerror", None) or str(error).splitlines()[0]
        message = f"cannot read {path} back for the report: {what}"
        raise OutputError(message) from error


_PARTS = tuple(
    [f"{place}_{kind}_mm" for place in PLACES] for kind in ("down", "magnitude", "floor")
)
_COLUMNS = ["time_s", *(name for part in _PARTS for name in part)]


def _part_of(table: pa.Table, delay_s: float) -> MotionPart:
    parts = [np.column_stack([table[name].to_numpy() for name in part]) for part in _PARTS]
    return MotionPart(table["time_s"].to_numpy(), *parts, delay_s=delay_s)
