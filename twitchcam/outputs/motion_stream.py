"""Motion of every frame as a stream that can be read up to where it broke off (Arrow IPC).

Parquet has its index at the end: a file that was cut off cannot be read at all.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyarrow as pa

from twitchcam.outputs.motion_parquet import ROWS_PER_GROUP, MotionWriter
from twitchcam.outputs.motion_table import SCHEMA, MotionTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from twitchcam.outputs.append_file import AppendFile
    from twitchcam.records import LipMotion, LipSignals

# About a second.
ROWS_PER_BATCH = 30


class MotionStream:
    """Writes one row per frame to a file that grows.

    Parameters
    ----------
    file
        Takes what is written; flushed and closed by the caller.
    """

    def __init__(self, file: AppendFile) -> None:
        self._table = MotionTable(ROWS_PER_BATCH)
        self._writer = pa.ipc.new_stream(pa.PythonFile(_Sink(file), "w"), SCHEMA)

    def write(self, motions: Sequence[LipMotion], signals: Sequence[LipSignals]) -> None:
        """Take the next frames and signals; either may be empty."""
        for table in self._table.push(motions, signals):
            self._writer.write_table(table)

    def finish(self) -> None:
        """Write what waits."""
        for table in self._table.flush():
            self._writer.write_table(table)
        self._writer.close()


def motion_parquet_of(stream: Path, parquet: Path, made_by: str) -> MotionWriter:
    """Make a Parquet file of a stream, as far as it goes; the caller closes it.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    writer = MotionWriter(parquet, made_by)
    try:
        writer.write_tables(_in_groups(_read_batches(stream)))
    except BaseException:
        writer.discard()
        raise
    return writer


def _read_batches(path: Path) -> Iterator[pa.RecordBatch]:
    with path.open("rb") as file:
        try:
            for batch in pa.ipc.open_stream(file):
                if batch.schema != SCHEMA:
                    return
                batch.validate(full=True)
                yield batch
        except (pa.ArrowException, ValueError, OSError):
            # Broken off or damaged here.
            return


def _in_groups(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(len(one) for one in waiting) >= ROWS_PER_GROUP:
            yield pa.Table.from_batches(waiting).combine_chunks()
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting).combine_chunks()


class _Sink(io.RawIOBase):
    """What Arrow writes to."""

    def __init__(self, file: AppendFile) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        taken = bytes(memoryview(data))  # type: ignore[arg-type]  # whatever Arrow passes
        self._file.write(taken)
        return len(taken)
