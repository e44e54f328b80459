"""Motion of every frame as Parquet, written while the recording is read."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from twitchcam.outputs.motion_table import SCHEMA, MotionTable
from twitchcam.outputs.safe_file import PendingFile, writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

    from twitchcam.records import LipMotion, LipSignals

ROWS_PER_GROUP = 4096


class MotionWriter:
    """Writes one row per frame, in groups, so that memory does not grow with the recording.

    Leaving the ``with`` block completes the file and puts it under its name; leaving it by an
    exception leaves what was there.

    Parameters
    ----------
    path
        Where the finished file goes.
    made_by
        What measured the motion, kept in the file's metadata.

    Raises
    ------
    OutputError
        If the file cannot be written, here and in all methods.
    """

    def __init__(self, path: Path, made_by: str = "") -> None:
        self._file = PendingFile(path)
        self._table = MotionTable(ROWS_PER_GROUP)
        self._open = True
        self._finished = False
        try:
            with writing(path):
                schema = SCHEMA.with_metadata({**SCHEMA.metadata, "made_by": made_by})
                self._parquet = pq.ParquetWriter(self._file.stream, schema, compression="zstd")
        except BaseException:
            self._file.discard()
            raise

    def write(self, motions: Sequence[LipMotion], signals: Sequence[LipSignals]) -> None:
        """Take the next frames and the next signals; either may be empty."""
        self._write(self._table.push(motions, signals))

    def write_tables(self, tables: Iterable[pa.Table]) -> None:
        """Take rows that were made before, such as those of a session that broke off."""
        self._write(tables)

    def rename(self, path: Path) -> None:
        """Give it another final name, in the same folder."""
        self._file.path = path

    def finish(self) -> None:
        """Write what waits, to the end, but not yet under its name. Further calls do nothing."""
        if self._finished or not self._open:
            return
        try:
            self._write(self._table.flush())
            with writing(self._file.path):
                self._parquet.close()
            self._file.finish()
        except BaseException:
            self.discard()
            raise
        self._finished = True

    def finished(self) -> Path:
        """Finish the file, and say where it is until it has its name.

        Raises
        ------
        OutputError
            If it cannot be finished, or not get its name later: what belongs to it is written
            between the two.
        """
        self.finish()
        self._file.check_replaceable()
        return self._file.written

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

    def _write(self, tables: Iterable[pa.Table]) -> None:
        for table in tables:
            with writing(self._file.path):
                self._parquet.write_table(table)
