"""Where results go when folders are searched with all that they hold."""

from __future__ import annotations

from pathlib import Path

from twitchcam.cli.result_folders import ResultFolders

OUT = Path("out")


def test_results_lie_as_the_recordings_do(tmp_path: Path) -> None:
    videos = [tmp_path / "p1" / "day 1" / "a.mp4", tmp_path / "p1" / "b.mp4"]
    folders = ResultFolders(OUT)
    folders.add(tmp_path / "p1", videos)
    assert [folders.of(video) for video in videos] == [OUT / "day 1", OUT]


def test_below_what_several_folders_have_in_common(tmp_path: Path) -> None:
    video = tmp_path / "p1" / "b.mp4"
    folders = ResultFolders(OUT)
    folders.add(tmp_path / "p1", [video])
    folders.add(tmp_path / "p2", [])
    assert folders.of(video) == OUT / "p1"


def test_what_is_named_by_a_link_goes_where_it_was_found(tmp_path: Path) -> None:
    video, link = tmp_path / "p1" / "day 1" / "a.mp4", tmp_path / "link.mp4"
    video.parent.mkdir(parents=True)
    video.touch()
    link.symlink_to(video)
    folders = ResultFolders(OUT)
    assert folders.of(link) == OUT
    folders.add(tmp_path / "p1", [video])
    assert folders.of(link) == OUT / "day 1"


def test_beside_each_recording(tmp_path: Path) -> None:
    folders = ResultFolders(None)
    folders.add(tmp_path, [tmp_path / "a.mp4"])
    assert folders.of(tmp_path / "a.mp4") is None
