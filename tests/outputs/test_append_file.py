"""Files that grow: whole pieces or nothing, and what cannot be written is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outputs.made_frames import motion_at, ramp
from twitchcam.errors import OutputError
from twitchcam.outputs.append_file import AppendFile
from twitchcam.outputs.motion_parquet import MotionWriter
from twitchcam.outputs.motion_stream import MotionStream, motion_parquet_of

if TYPE_CHECKING:
    from pathlib import Path


class ShortDisk:
    """A raw file on a disk that takes so many bytes more."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401 - a raw file
        self.room = 10**9
        self._file = file

    def write(self, data: bytes) -> int:
        if not self.room:
            raise OSError(28, "No space left on device")
        taken = min(self.room, len(data))
        self.room -= taken
        return int(self._file.write(bytes(data)[:taken]))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever it is
        return getattr(self._file, name)


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=20), st.integers(0, 30)), max_size=20))
def test_pieces_are_whole_and_in_order(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bytes, int]]
) -> None:
    """However often the disk is full in the middle of one."""
    file = AppendFile(tmp_path_factory.mktemp("append") / "file")
    disk = ShortDisk(file._file)  # noqa: SLF001 - where the disk is
    file._file = disk  # type: ignore[assignment]  # noqa: SLF001
    said = b""
    pending = b""
    for data, room in steps:
        file.write(data)
        pending += data
        disk.room = room
        try:
            file.flush()
        except OutputError:
            assert room < len(pending)
        else:
            said, pending = said + pending, b""
        assert file.path.read_bytes() == said
    disk.room = 10**9
    file.flush()
    file.close()
    assert file.path.read_bytes() == said + pending


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    """Two sessions never write into one file."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="File exists"):
        AppendFile(tmp_path / "file")


@pytest.mark.parametrize("count", [1, 29, 30, 31, 200])
def test_a_stream_becomes_the_same_parquet(tmp_path: Path, count: int) -> None:
    """As if it had been written at once."""
    motions = [motion_at(index, index / 30) for index in range(count)]
    signals = [ramp(index / 30, 4) for index in range(count)]
    file = AppendFile(tmp_path / "stream")
    stream = MotionStream(file)
    with MotionWriter(tmp_path / "at_once.parquet") as writer:
        for motion, signal in zip(motions, signals, strict=True):
            writer.write([motion], [signal])
            stream.write([motion], [signal])
    stream.finish()
    file.flush()
    file.close()
    motion_parquet_of(file.path, tmp_path / "later.parquet", "").close()
    later = pq.read_table(tmp_path / "later.parquet")
    assert later.equals(pq.read_table(tmp_path / "at_once.parquet"))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_a_stream_that_breaks_off(tmp_path: Path, share: float) -> None:
    """Whole batches before the break are kept."""
    file = AppendFile(tmp_path / "stream")
    stream = MotionStream(file)
    for index in range(200):
        stream.write([motion_at(index, index / 30)], [ramp(index / 30, 4)])
    file.flush()
    file.close()
    data = file.path.read_bytes()
    file.path.write_bytes(data[: int(share * len(data))])
    motion_parquet_of(file.path, tmp_path / "motion.parquet", "").close()
    frames = pq.read_table(tmp_path / "motion.parquet")["frame"].to_pylist()
    assert frames == list(range(len(frames)))
    assert len(frames) % 30 == 0
    assert len(frames) >= 30 * int(share * 5)
