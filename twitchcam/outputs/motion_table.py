"""Motion of every frame as rows of a table."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from twitchcam.detection.detection_limit import band_delay_s
from twitchcam.detection.motion_to_signals import DIRECTION_WEIGHTS
from twitchcam.records import QUADRANTS, Floats, LipMotion, LipSignals
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Rows are passed on without signals rather than kept for ever.
MOST_WAITING_ROWS = 16_384
# Signals are not drawn across holes longer than this (s).
LONGEST_BRIDGE_S = 0.1

# What the names of each quadrant's columns begin with.
PLACES = tuple(quadrant.replace("-", "_") for quadrant in QUADRANTS)
_SHARE = "share of pupil distance"

# Name, type, unit, description.
_FRAME_COLUMNS = (
    ("time_s", pa.float64(), "s", "Time since the first picture."),
    ("frame", pa.int32(), "", "Number of the decoded picture, from 0."),
    ("residual", pa.float32(), "", "Change of the lip patch, large motion taken back ÷ contrast."),
    ("repeated", pa.bool_(), "", "The picture adds nothing to the last one."),
    ("face_found", pa.bool_(), "", "A face was followed."),
    ("other_faces", pa.int16(), "", "Further faces in view, or just missed."),
)
_FACE_COLUMNS = (
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
    for place in PLACES
    for axis, towards in (("across", "towards the person's left"), ("down", "downwards"))
)
_SIGNAL_COLUMNS = tuple(
    (f"{place}_{name}_mm", pa.float32(), "mm", description)
    for name, description in (
        (
            "magnitude",
            (
                f"Motion in the detection band, across weighing {DIRECTION_WEIGHTS[0]:g} of down;"
                f" the causal filter lags by about {band_delay_s(DetectionSettings()):.2f} s in"
                " the default band."
            ),
        ),
        ("floor", "Noise floor the magnitude is held against."),
    )
    for place in PLACES
)
# What each row tells of :class:`Face`, in the order of the columns.
_SEEN = ("others", *(name for name, *_ in _FACE_COLUMNS))
SCHEMA = pa.schema(
    [
        pa.field(name, kind, metadata={"unit": unit, "description": description})
        for name, kind, unit, description in (
            *_FRAME_COLUMNS,
            *_FACE_COLUMNS,
            *_LIP_COLUMNS,
            *_SIGNAL_COLUMNS,
        )
    ],
    metadata={"schema": "twitchcam.motion/1"},
)


class MotionTable:
    """Makes rows of frames and signals, in groups, so that memory does not grow.

    Signals lag behind the frames: a row waits for those around its time and takes the value in
    between. Where there is no value, it is null.

    Parameters
    ----------
    rows_per_group
        How many rows are passed on at once.
    """

    def __init__(self, rows_per_group: int) -> None:
        self._rows_per_group = rows_per_group
        self._rows: list[tuple[float, ...]] = []
        self._signals: deque[LipSignals] = deque()

    def push(
        self, motions: Sequence[LipMotion], signals: Sequence[LipSignals]
    ) -> Iterator[pa.Table]:
        """Take the next frames and signals; yields the groups that are complete by now."""
        self._rows.extend(map(_row, motions))
        self._signals.extend(block for block in signals if len(block.time_s))
        while self._group_is_ready():
            yield self._take(self._rows_per_group)

    def flush(self) -> Iterator[pa.Table]:
        """Yield what waits, to the end."""
        while self._rows:
            yield self._take(self._rows_per_group)

    def _group_is_ready(self) -> bool:
        if len(self._rows) < self._rows_per_group:
            return False
        covered_s = self._signals[-1].time_s[-1] if self._signals else -np.inf
        last_s = self._rows[self._rows_per_group - 1][0]
        return bool(last_s <= covered_s) or len(self._rows) >= MOST_WAITING_ROWS

    def _take(self, count: int) -> pa.Table:
        rows, self._rows = np.array(self._rows[:count]), self._rows[count:]
        table = np.hstack([rows, _signals_at(rows[:, 0], self._signals)])
        arrays = [
            pa.array(column, from_pandas=True).cast(field.type)
            for column, field in zip(table.T, SCHEMA, strict=True)
        ]
        self._forget_signals_before(rows[-1, 0])
        return pa.Table.from_arrays(arrays, schema=SCHEMA)

    def _forget_signals_before(self, time_s: float) -> None:
        # The block that holds the last value before this time is still needed.
        while len(self._signals) > 1 and self._signals[1].time_s[0] <= time_s:
            self._signals.popleft()


def _row(motion: LipMotion) -> tuple[float, ...]:
    face = motion.face
    frame = (motion.time_s, motion.index, motion.residual, motion.repeated, face is not None)
    seen = len(_SEEN) * [np.nan] if face is None else [getattr(face, name) for name in _SEEN]
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
