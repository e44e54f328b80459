"""From what was typed to the recordings that are meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from twitchcam.cli.find_videos import find_videos


def test_clips_of_sessions_are_no_recordings(tmp_path: Path) -> None:
    session = tmp_path / "live_2026-11-30_04-56-04"
    session.mkdir()
    (session / f"{session.name}_clip_0001.mp4").touch()
    (session / "mine.mp4").touch()
    (tmp_path / "live_concert_clip_0001.mp4").touch()
    mine = [tmp_path / "live_concert_clip_0001.mp4", session / "mine.mp4"]
    assert find_videos(tmp_path, recursive=True).files == mine


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_pipes_and_folders_are_no_recordings(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.mp4")
    (tmp_path / "b.mp4").mkdir()
    (tmp_path / "c.mp4").symlink_to(tmp_path / "gone.mp4")
    assert find_videos(tmp_path, recursive=True).files == [tmp_path / "c.mp4"]


def test_no_videos_below(tmp_path: Path) -> None:
    found = find_videos(tmp_path, recursive=True)
    assert found.files == []
    assert f"no videos in {tmp_path}" in str(found.errors[tmp_path])


def test_a_file_stands_for_itself(tmp_path: Path) -> None:
    assert find_videos(tmp_path / "a.mp4", recursive=True).files == [tmp_path / "a.mp4"]


def test_what_looks_like_a_video_is_named_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "p1").mkdir()
    for name in ("a.qt", "p1/b.movie", "p1/c.mp4", "p1/.d.qt"):
        (tmp_path / name).touch()
    (only_here,) = find_videos(tmp_path, recursive=False).notes[:1]
    assert only_here.endswith("left out unless they are named: a.qt")
    (all_below,) = find_videos(tmp_path, recursive=True).notes
    assert all_below.endswith(f"left out unless they are named: a.qt, {Path('p1/b.movie')}")
    assert find_videos(tmp_path / "a.qt", recursive=True).notes == []
