"""From what was typed to the recordings that are meant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from twitchcam.cli.find_videos import videos_below, videos_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest


def test_a_pattern_that_no_shell_replaced_stands_for_what_goes_with_it(tmp_path: Path) -> None:
    for name in ("b.mp4", "a.mp4", "notes.txt", "[c].mp4"):
        (tmp_path / name).touch()
    assert videos_in(tmp_path / "?.mp4") == [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    # A file of that very name stands for itself, and what nothing goes with is said to be missing.
    assert videos_in(tmp_path / "[c].mp4") == [tmp_path / "[c].mp4"]
    assert videos_in(tmp_path / "*.mov") == [tmp_path / "*.mov"]


def test_folders_within_folders_but_for_hidden_ones_and_links(tmp_path: Path) -> None:
    wanted = [tmp_path / name for name in ("z.mp4", "p1/a.mp4", "p1/day 2/b.mov", "p2/a.mp4")]
    for video in (*wanted, tmp_path / ".cache" / "c.mp4", tmp_path / "p2" / "notes.txt"):
        video.parent.mkdir(parents=True, exist_ok=True)
        video.touch()
    (tmp_path / "p2" / "back").symlink_to(tmp_path, target_is_directory=True)
    assert videos_below(tmp_path) == (wanted, [])
    assert videos_below(tmp_path / "p1" / "a.mp4") == ([tmp_path / "p1" / "a.mp4"], [])


def test_one_folder_that_cannot_be_read_hides_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("p1", "p2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.mp4").touch()
    contents = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder.name == "p1":
            raise PermissionError
        return contents(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    videos, (error,) = videos_below(tmp_path)
    assert videos == [tmp_path / "p2" / "a.mp4"]
    assert f"cannot read folder {tmp_path / 'p1'}" in str(error)


def test_no_videos_below(tmp_path: Path) -> None:
    videos, (error,) = videos_below(tmp_path)
    assert videos == []
    assert f"no videos in {tmp_path}" in str(error)
