"""What could not be analysed, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.outputs.failed_tsv import FAILED_NAME, list_failed, read_failed

if TYPE_CHECKING:
    from pathlib import Path


def test_folders_are_resolved_by_a_recording_within(tmp_path: Path) -> None:
    day, other = tmp_path / "p1" / "day 1", tmp_path / "p2"
    for folder in (day, other):
        folder.mkdir(parents=True)
    list_failed(tmp_path, {day.parent: "cannot be read", other: "no videos"}, [])
    assert list_failed(tmp_path, {}, [day / "a.mp4"]) == tmp_path / FAILED_NAME
    assert read_failed(tmp_path / FAILED_NAME) == {str(other): "no videos"}


def test_what_is_gone_is_resolved(tmp_path: Path) -> None:
    """As a name that was mistyped."""
    path = list_failed(tmp_path, {tmp_path / "none.mp4": "does not exist"}, [])
    assert path is not None
    assert read_failed(path) == {str(tmp_path / "none.mp4"): "does not exist"}
    assert list_failed(tmp_path, {}, []) is None
    assert not path.exists()
