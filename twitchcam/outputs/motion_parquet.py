"""Motion of every frame as Parquet, written while the recording is read."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from twitchcam.outputs.safe_file import PendingFile, writing
from twitchcam.records import QUADRANTS, Floats, LipMotion, LipSignals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

ROWS_PER_GROUP = 4096
# Rows are written without signals rather than kept for ever.
MOST_WAITING_ROWS = 4 * ROWS_PER_GROUP
# Signals are not drawn across holes longer than this (s).
LONGEST_BRIDGE_S = 0.1

_PLACES = tuple(quadrant.replace("-", "_") for quadrant in QUADRANTS)
_SHARE = "share of pupil distance"
_NOTHING_SEEN = (0.0, *[np.nan] * 9)

# Name, type, unit, description.
_FRAME_COLUMNS = (
    ("time_s", pa.float64(), "s", "Time since the first picture."),
    ("frame", pa.int32(), "", "Number of the decoded picture, from 0."),
    ("residual", pa.float32(), "", "Share of the lip patch's contrast that motion leaves over."),
    ("repeated", pa.bool_(), "", "The picture adds nothing to the last one."),
    ("face_found", pa.bool_(), "", "A face was followed."),
    ("other_faces", pa.int16(), "", "Further faces in view, or just missed."),
    ("yaw_deg", pa.float32(), "deg", "Head turn, positive to the person's left."),
    ("pitch_deg", pa.float32(), "deg", "Head nod, positive downwards."),
    ("roll_deg", pa.float32(), "deg", "Head lean, positive to the person's left."),
    ("pupil_distance_px", pa.float32(), "px", "Distance between the pupils."),
    ("mouth_opening", pa.float32(), _SHARE, "Gap between the lips."),
    ("mouth_width", pa.float32(), _SHARE, "Distance between the mouth's corners."),
    ("eye_opening_left", pa.float32(), "share of eye width", "Gap between the left eye's lids."),
    ("eye_opening_right", pa.float32(), "share of eye width", "Gap between the right eye's lids."),
)
_LIP_COLUMNS = tuple(
    (f"{place}_{axis}_mm", pa.float32(), "mm", f"Lip displacement, positive {towards}.")
    for place in _PLACES
    for axis, towards in (("across", "towards the person's left"), ("down", "downwards"))
)
_SIGNAL_COLUMNS = tuple(
    (f"{place}_{name}_mm", pa.float32(), "mm", description)
    for name, description in (
        ("magnitude", "Motion in the detection band; the causal filter lags by about 0.08 s."),
        ("floor", "Noise floor the magnitude is held against."),
    )
    for place in _PLACES
)
SCHEMA = pa.schema(
    [
        pa.field(name, kind, metadata={"unit": unit, "description": description})
        for name, kind, unit, description in (*_FRAME_COLUMNS, *_LIP_COLUMNS, *_SIGNAL_COLUMNS)
    ],
    metadata={"schema": "twitchcam.motion/1"},
)


class MotionWriter:
    """Writes one row per frame, in groups, so that memory does not grow with the recording.

    Signals lag behind the frames: a row waits for those around its time and takes the value in
    between. Where there is no value, it is null. Leaving the ``with`` block completes the file and
    puts it under its name; leaving it by an exception leaves what was there.

    Parameters
    ----------
    path
        Where the finished file goes.

    Raises
    ------
    OutputError
        If the file cannot be written, here and in all methods.
    """

    def __init__(self, path: Path) -> None:
        self._file = PendingFile(path)
        self._rows: list[tuple[float, ...]] = []
        self._signals: deque[LipSignals] = deque()
        self._open = True
        self._finished = False
        try:
            with writing(path):
                self._parquet = pq.ParquetWriter(self._file.stream, SCHEMA, compression="zstd")
        except BaseException:
            self._file.discard()
            raise

    def write(self, motions: Sequence[LipMotion], signals: Sequence[LipSignals]) -> None:
        """Take the next frames and the next signals; either may be empty."""
        self._rows.extend(map(_row, motions))
        self._signals.extend(block for block in signals if len(block.time_s))
        while self._group_is_ready():
            self._write_rows(ROWS_PER_GROUP)

    def finish(self) -> None:
        """Write what waits, to the end, but not yet under its name. Further calls do nothing."""
        if self._finished or not self._open:
            return
        try:
            while self._rows:
                self._write_rows(ROWS_PER_GROUP)
            with writing(self._file.path):
                self._parquet.close()
            self._file.finish()
        except BaseException:
            self.discard()
            raise
        self._finished = True

    def close(self) -> None:
        """Finish the file and put it under its name. Further calls do nothing."""
        if not self._open:
            return
        self.finish()
        self._file.commit()
        self._open = False

    def discard(self) -> None:
        """Stop and leave no file."""
        self._open = False
        with suppress(OSError, ValueError):
            self._parquet.close()
        self._parquet.is_open = False  # or its destructor would try again
        self._file.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def _group_is_ready(self) -> bool:
        if len(self._rows) < ROWS_PER_GROUP:
            return False
        covered_s = self._signals[-1].time_s[-1] if self._signals else -np.inf
        last_s = self._rows[ROWS_PER_GROUP - 1][0]
        return bool(last_s <= covered_s) or len(self._rows) >= MOST_WAITING_ROWS

    def _write_rows(self, count: int) -> None:
        rows, self._rows = np.array(self._rows[:count]), self._rows[count:]
        table = np.hstack([rows, _signals_at(rows[:, 0], self._signals)])
        arrays = [
            pa.array(column, from_pandas=True).cast(field.type)
            for column, field in zip(table.T, SCHEMA, strict=True)
        ]
        with writing(self._file.path):
            self._parquet.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA))
        self._forget_signals_before(rows[-1, 0])

    def _forget_signals_before(self, time_s: float) -> None:
        # The block that holds the last value before this time is still needed.
        while len(self._signals) > 1 and self._signals[1].time_s[0] <= time_s:
            self._signals.popleft()


def _row(motion: LipMotion) -> tuple[float, ...]:
    face = motion.face
    seen = (
        _NOTHING_SEEN
        if face is None
        else (
            1.0,
            face.others,
            face.yaw_deg,
            face.pitch_deg,
            face.roll_deg,
            face.pupil_distance_px,
            face.mouth_opening,
            face.mouth_width,
            face.eye_opening_left,
            face.eye_opening_right,
        )
    )
    frame = (motion.time_s, motion.index, motion.residual, motion.repeated)
    return (*frame, *seen, *motion.lips_mm.ravel().tolist())


def _signals_at(time_s: Floats, signals: Sequence[LipSignals]) -> Floats:
    """Magnitude and floor of all quadrants at these times, shape ``(n, 8)``, NaN where unknown."""
    if not signals:
        return np.full((len(time_s), len(_SIGNAL_COLUMNS)), np.nan)
    known_s = np.concatenate([block.time_s for block in signals])
    blocks = [np.hstack([block.magnitude_mm, block.floor_mm]) for block in signals]
    columns = np.concatenate(blocks).T
    found = [np.interp(time_s, known_s, column, np.nan, np.nan) for column in columns]
    values = np.stack(found, axis=1)
    after = np.searchsorted(known_s, time_s).clip(1, max(1, len(known_s) - 1))
    if len(known_s) > 1:
        in_hole = known_s[after] - known_s[after - 1] > LONGEST_BRIDGE_S
        values[in_hole & (known_s[after] != time_s)] = np.nan
    return values
