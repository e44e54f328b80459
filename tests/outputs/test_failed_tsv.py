"""What could not be analysed, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from twitchcam.outputs.failed_tsv import FAILED_NAME, list_failed, read_failed

if TYPE_CHECKING:
    from pathlib import Path


def test_recordings_with_results_and_folders_that_were_searched_are_resolved(
    tmp_path: Path,
) -> None:
    day, other = tmp_path / "p1" / "day 1", tmp_path / "p2"
    for folder in (day, other):
        folder.mkdir(parents=True)
    video = day / "a.mp4"
    video.touch()
    failed = {day.parent: "cannot be read", other: "no videos", video: "damaged"}
    list_failed(tmp_path, failed, [])
    # A recording within says nothing of the whole folder.
    assert list_failed(tmp_path, {}, [video]) == tmp_path / FAILED_NAME
    assert set(read_failed(tmp_path / FAILED_NAME) or ()) == {str(day.parent), str(other)}
    assert list_failed(tmp_path, {}, [day.parent, other]) is None


@pytest.mark.parametrize(
    "name", ["two  spaces.mp4", "tab\tin it.mp4", "lat\udce9.mp4", '"quoted".mp4', "ä ö.mp4"]
)
def test_odd_names_stay_until_they_are_resolved(name: str, tmp_path: Path) -> None:
    video = tmp_path / name
    try:
        video.touch()
    except (OSError, ValueError):
        pytest.skip("no such names here")
    list_failed(tmp_path, {video: "damaged"}, [])
    assert list_failed(tmp_path, {}, []) is not None
    assert read_failed(tmp_path / FAILED_NAME) == {str(video): "damaged"}
    assert list_failed(tmp_path, {}, [video]) is None


def test_what_is_gone_is_resolved(tmp_path: Path) -> None:
    """As a name that was mistyped."""
    path = list_failed(tmp_path, {tmp_path / "none.mp4": "does not exist"}, [])
    assert path is not None
    assert read_failed(path) == {str(tmp_path / "none.mp4"): "does not exist"}
    assert list_failed(tmp_path, {}, []) is None
    assert not path.exists()
