"""Files that are whole or not there."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import IO, Any

import pytest

from twitchcam.errors import OutputError
from twitchcam.outputs import safe_file
from twitchcam.outputs.safe_file import check_writable, write_file, write_files


def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is known before the analysis."""

    def no_space(**_how: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(safe_file, "TemporaryFile", no_space)
    with pytest.raises(OutputError, match=r"No space left on device; free some space"):
        check_writable(tmp_path)


def test_failed_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed write leaves what was there."""
    path = tmp_path / "clip.vtt"
    write_file(path, "old")

    def no_space(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OutputError):
        write_file(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_another_program_holds_keeps_all_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where the table of events may be open in a table calculation."""
    paths = [tmp_path / "clip_evidence.json", tmp_path / "clip_events.tsv"]
    write_files(dict.fromkeys(paths, "old"))
    opens = Path.open

    def held(path: Path, mode: str = "r", **how: Any) -> IO[Any]:  # noqa: ANN401 - passed on
        if path == paths[1] and mode == "r+b":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opens(path, mode, **how)

    monkeypatch.setattr(safe_file, "HELD_FILES_STAY", True)
    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(OutputError, match="another program has it open; close it there or choose"):
        write_files(dict.fromkeys(paths, "new"))
    assert [path.read_text(encoding="utf-8") for path in paths] == ["old", "old"]
    assert sorted(tmp_path.iterdir()) == sorted(paths)
