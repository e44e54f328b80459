"""Every frame is a row, with the signals of its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outputs.made_frames import motion_at, ramp
from twitchcam.outputs import motion_table
from twitchcam.outputs.motion_table import SCHEMA, MotionTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import LipMotion, LipSignals


def table_of(motions: Sequence[LipMotion], signals: Sequence[LipSignals]) -> pa.Table:
    """All rows of a recording."""
    made = MotionTable(8)
    return pa.concat_tables([SCHEMA.empty_table(), *made.push(motions, signals), *made.flush()])


def test_without_a_face_nothing_is_made_up() -> None:
    (row,) = table_of([motion_at(0, 0.0, face=None)], []).to_pylist()
    known = {name for name, value in row.items() if value is not None}
    assert known == {"time_s", "frame", "residual", "repeated", "face_found"}
    assert row["face_found"] is False


def test_what_is_seen_of_a_face_stands_below_its_name() -> None:
    (row,) = table_of([motion_at(0, 0.0)], []).to_pylist()
    face = motion_at(0, 0.0).face
    assert face is not None
    assert row["face_found"] is True
    assert row["other_faces"] == face.others
    for name in ("yaw_deg", "pitch_deg", "roll_deg", "pupil_distance_px", "mouth_opening"):
        assert row[name] == pytest.approx(getattr(face, name)), name


def test_signals_are_not_drawn_across_holes_nor_beyond_their_ends() -> None:
    motions = [motion_at(i, t) for i, t in enumerate([0.0, 0.5, 1.0, 2.0, 3.0, 3.5])]
    table = table_of(motions, [ramp(0.25, 60), ramp(2.0, 121), ramp(9.0, 0)])
    column = table["upper_left_magnitude_mm"].to_pylist()
    assert column == [None, pytest.approx(0.5), None, 2.0, 3.0, None]


@given(
    sizes=st.lists(st.integers(0, 9), max_size=30),
    lags=st.lists(st.integers(0, 30), min_size=30, max_size=30),
)
def test_rows_are_the_frames_however_they_come(sizes: list[int], lags: list[int]) -> None:
    made = MotionTable(8)
    groups: list[pa.Table] = []
    frames = blocks = 0
    for size, lag in zip(sizes, lags, strict=False):
        motions = [motion_at(i, i / 30) for i in range(frames, frames + size)]
        frames += size
        ready = range(blocks, max(blocks, frames - lag))
        blocks = max(blocks, frames - lag)
        groups += made.push(motions, [ramp(block / 30, 4) for block in ready])
    groups += made.push([], [ramp(block / 30, 4) for block in range(blocks, frames + 1)])
    assert [group.num_rows for group in groups] == [8] * (frames // 8)
    table = pa.concat_tables([SCHEMA.empty_table(), *groups, *made.flush()])
    assert table["frame"].to_pylist() == list(range(frames))
    magnitude = np.array(table["upper_right_magnitude_mm"].to_pylist(), dtype=float)
    np.testing.assert_allclose(magnitude, 2 * np.arange(frames) / 30, rtol=1e-5, atol=1e-6)


def test_memory_does_not_wait_for_signals_that_never_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion_table, "MOST_WAITING_ROWS", 32)
    made = MotionTable(8)
    groups: list[pa.Table] = []
    for index in range(200):
        groups += made.push([motion_at(index, index / 30, face=None)], [])
    waited = list(made.flush())
    assert sum(table.num_rows for table in waited) < 32
    rows = pa.concat_tables([*groups, *waited])
    assert rows["frame"].to_pylist() == list(range(200))


def test_old_signals_are_forgotten() -> None:
    made = MotionTable(8)
    for index in range(200):
        list(made.push([motion_at(index, index / 30)], [ramp(index / 30, 4)]))
    assert len(made._signals) < 12  # noqa: SLF001 - memory is what this is about
