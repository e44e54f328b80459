"""Recordings are found where a program is told to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.recordings.videos import videos_in
from twitchcam.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path


def test_those_of_the_folder_itself_are_listed_by_name(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("b.mp4", "a.mov", "stretches.tsv", "inner/c.mp4"):
        (tmp_path / name).touch()
    assert videos_in(tmp_path) == [tmp_path / "a.mov", tmp_path / "b.mp4"]


def test_a_folder_without_any_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no videos in"):
        videos_in(tmp_path)
