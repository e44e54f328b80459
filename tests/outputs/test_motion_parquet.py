"""Motion as Parquet: every frame a row, signals at frame times, no half files."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.outputs.made_frames import motion_at, ramp
from twitchcam.errors import OutputError
from twitchcam.outputs import motion_parquet
from twitchcam.outputs.motion_parquet import MotionWriter
from twitchcam.outputs.safe_file import PendingFile

FULL_DISK = Path("/dev/full")


class FileOnFullDisk(PendingFile):
    """A file on a disk without space."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.stream.close()
        self.stream = FULL_DISK.open("wb")


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
