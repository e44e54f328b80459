"""Motion as Parquet: every frame a row, signals at frame times, no half files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.errors import OutputError
from twitchcam.outputs import motion_parquet, motion_table
from twitchcam.outputs.motion_parquet import MotionWriter
from twitchcam.outputs.safe_file import PendingFile
from twitchcam.records import Face, LipMotion, LipSignals

FULL_DISK = Path("/dev/full")
FACE = Face(np.zeros((478, 3), np.float32), 100.0, 1.0, 2.0, 3.0, 0.1, 0.8, 0.3, 0.25, 2)


class FileOnFullDisk(PendingFile):
    """A file on a disk without space."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.stream.close()
        self.stream = FULL_DISK.open("wb")


def motion_at(index: int, time_s: float, face: Face | None = FACE) -> LipMotion:
    """One frame whose lip displacements are 0, 1, 2 … mm."""
    lips = np.full((4, 2), np.nan) if face is None else np.arange(8.0).reshape(4, 2)
    return LipMotion(
        index=index,
        time_s=time_s,
        lips_mm=lips,
        surround_mm=np.zeros((3, 2)),
        residual=0.25,
        repeated=index == 1,
        face=face,
    )


def ramp(start_s: float, count: int) -> LipSignals:
    """Signals at 120 Hz: magnitude is the time, times 1 to 4 by quadrant; floor is 9."""
    time_s = start_s + np.arange(count) / 120
    floor_mm = np.full((count, 4), 9.0)
    magnitude_mm = time_s[:, None] * np.arange(1.0, 5.0)
    seen = np.ones(count, dtype=bool)
    return LipSignals(time_s, magnitude_mm, floor_mm, floor_mm, seen)


def read(path: Path) -> pa.Table:
    """Read all rows."""
    return pq.read_table(path)


def test_row(tmp_path: Path) -> None:
    """A row holds what was seen and measured."""
    path = tmp_path / "clip_motion.parquet"
    with MotionWriter(path) as writer:
        writer.write([motion_at(0, 0.0), motion_at(1, 1 / 30)], [ramp(0.0, 60)])
    first, second = read(path).to_pylist()
    assert (first["frame"], first["face_found"], first["other_faces"]) == (0, True, 2)
    assert (first["yaw_deg"], first["pupil_distance_px"], first["mouth_width"]) == (
        1.0,
        100.0,
        pytest.approx(0.8),
    )
    assert (first["repeated"], second["repeated"]) == (False, True)
    assert (first["upper_left_across_mm"], first["upper_left_down_mm"]) == (0.0, 1.0)
    assert (first["lower_right_across_mm"], first["lower_right_down_mm"]) == (6.0, 7.0)
    assert second["lower_right_magnitude_mm"] == pytest.approx(4 / 30)
    assert second["upper_left_floor_mm"] == 9.0


def test_no_face(tmp_path: Path) -> None:
    """Without a face nothing is made up."""
    path = tmp_path / "clip_motion.parquet"
    with MotionWriter(path) as writer:
        writer.write([motion_at(0, 0.0, face=None)], [])
    (row,) = read(path).to_pylist()
    known = {name for name, value in row.items() if value is not None}
    assert known == {"time_s", "frame", "residual", "repeated", "face_found"}
    assert row["face_found"] is False


def test_holes(tmp_path: Path) -> None:
    """Signals are not drawn across holes nor beyond their ends."""
    path = tmp_path / "clip_motion.parquet"
    times = [0.0, 0.5, 1.0, 2.0, 3.0, 3.5]
    with MotionWriter(path) as writer:
        writer.write([motion_at(i, t) for i, t in enumerate(times)], [])
        writer.write([], [ramp(0.25, 60), ramp(2.0, 121), ramp(9.0, 0)])
    column = read(path)["upper_left_magnitude_mm"].to_pylist()
    assert column == [None, pytest.approx(0.5), None, 2.0, 3.0, None]


def test_columns(tmp_path: Path) -> None:
    """Columns tell their unit and meaning."""
    path = tmp_path / "clip_motion.parquet"
    with MotionWriter(path):
        pass
    schema = read(path).schema
    assert schema.metadata[b"schema"] == b"twitchcam.motion/1"
    for name in schema.names:
        metadata = schema.field(name).metadata
        assert metadata[b"description"]
        assert metadata[b"unit"] or not name.endswith(("_s", "_mm", "_deg", "_px"))


@given(
    sizes=st.lists(st.integers(0, 9), max_size=30),
    lags=st.lists(st.integers(0, 30), min_size=30, max_size=30),
)
def test_any_cutting(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], lags: list[int]
) -> None:
    """Rows are the frames however they come."""
    path = tmp_path_factory.mktemp("motion") / "clip_motion.parquet"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(motion_parquet, "ROWS_PER_GROUP", 8)
        patch.setattr(motion_table, "MOST_WAITING_ROWS", 10_000)
        frames = blocks = 0
        with MotionWriter(path) as writer:
            for size, lag in zip(sizes, lags, strict=False):
                motions = [motion_at(i, i / 30) for i in range(frames, frames + size)]
                frames += size
                ready = range(blocks, max(blocks, frames - lag))
                blocks = max(blocks, frames - lag)
                writer.write(motions, [ramp(block / 30, 4) for block in ready])
            writer.write([], [ramp(block / 30, 4) for block in range(blocks, frames + 1)])
    table = read(path)
    assert table["frame"].to_pylist() == list(range(frames))
    magnitude = np.array(table["upper_right_magnitude_mm"].to_pylist(), dtype=float)
    np.testing.assert_allclose(magnitude, 2 * np.arange(frames) / 30, rtol=1e-5, atol=1e-6)


def test_no_signals_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory does not wait for signals that never come."""
    monkeypatch.setattr(motion_parquet, "ROWS_PER_GROUP", 8)
    monkeypatch.setattr(motion_table, "MOST_WAITING_ROWS", 32)
    path = tmp_path / "clip_motion.parquet"
    with MotionWriter(path) as writer:
        for index in range(200):
            writer.write([motion_at(index, index / 30, face=None)], [])
        assert len(writer._table._rows) < 32  # noqa: SLF001 - memory is what this is about
    assert read(path).num_rows == 200


def test_signals_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old signals are forgotten."""
    monkeypatch.setattr(motion_parquet, "ROWS_PER_GROUP", 8)
    with MotionWriter(tmp_path / "clip_motion.parquet") as writer:
        for index in range(200):
            writer.write([motion_at(index, index / 30)], [ramp(index / 30, 4)])
        assert len(writer._table._signals) < 12  # noqa: SLF001 - memory is what this is about


def test_complete_files_only(tmp_path: Path) -> None:
    """The name is taken only by a complete file."""
    path = tmp_path / "clip_motion.parquet"
    path.write_bytes(b"of last time")
    writer = MotionWriter(path)
    writer.write([motion_at(0, 0.0)], [])
    assert path.read_bytes() == b"of last time"
    writer.close()
    writer.close()
    assert read(path).num_rows == 1
    assert list(tmp_path.iterdir()) == [path]


def test_error_leaves_no_file(tmp_path: Path) -> None:
    """An error leaves no file."""

    def fail_while_writing() -> None:
        with MotionWriter(tmp_path / "clip_motion.parquet") as writer:
            writer.write([motion_at(0, 0.0)], [])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_while_writing()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not FULL_DISK.exists(), reason="no device that is always full")
def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is one clear error and leaves no file."""
    monkeypatch.setattr(motion_parquet, "PendingFile", FileOnFullDisk)
    with (
        pytest.raises(OutputError, match="No space left"),
        MotionWriter(tmp_path / "clip_motion.parquet") as writer,
    ):
        writer.write([motion_at(index, index / 30) for index in range(5000)], [])
    assert list(tmp_path.iterdir()) == []


def test_finished_but_not_yet_in_place(tmp_path: Path) -> None:
    """Everything is on the disk before the earlier file is replaced."""
    path = tmp_path / "clip_motion.parquet"
    path.write_bytes(b"of last time")
    with MotionWriter(path) as writer:
        writer.write([motion_at(0, 0.0)], [])
        writer.finish()
        writer.finish()
        assert path.read_bytes() == b"of last time"
    assert read(path).num_rows == 1


def test_discarded_after_finishing(tmp_path: Path) -> None:
    """Leaving the block does not bring back what was discarded."""
    path = tmp_path / "clip_motion.parquet"
    path.write_bytes(b"of last time")
    with MotionWriter(path) as writer:
        writer.finish()
        writer.discard()
    assert path.read_bytes() == b"of last time"
    assert list(tmp_path.iterdir()) == [path]
