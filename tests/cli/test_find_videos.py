"""From what was typed to the recordings that are meant."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from twitchcam.cli.find_videos import videos_below, videos_left_out

if TYPE_CHECKING:
    from pathlib import Path


def test_clips_of_sessions_are_no_recordings(tmp_path: Path) -> None:
    session = tmp_path / "live_2026-11-30_04-56-04"
    session.mkdir()
    (session / f"{session.name}_clip_0001.mp4").touch()
    (session / "mine.mp4").touch()
    (tmp_path / "live_concert_clip_0001.mp4").touch()
    mine = [tmp_path / "live_concert_clip_0001.mp4", session / "mine.mp4"]
    assert videos_below(tmp_path).files == mine


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_pipes_and_folders_are_no_recordings(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.mp4")
    (tmp_path / "b.mp4").mkdir()
    (tmp_path / "c.mp4").symlink_to(tmp_path / "gone.mp4")
    assert videos_below(tmp_path).files == [tmp_path / "c.mp4"]


def test_no_videos_below(tmp_path: Path) -> None:
    found = videos_below(tmp_path)
    assert found.files == []
    assert f"no videos in {tmp_path}" in str(found.errors[tmp_path])


def test_a_file_stands_for_itself(tmp_path: Path) -> None:
    assert videos_below(tmp_path / "a.mp4").files == [tmp_path / "a.mp4"]


def test_what_looks_like_a_video_is_named_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "p1").mkdir()
    for name in ("a.qt", "p1/b.movie", "p1/c.mp4", "p1/.d.qt"):
        (tmp_path / name).touch()
    assert videos_left_out(tmp_path, recursive=False) == ["a.qt"]
    assert len(videos_left_out(tmp_path, recursive=True)) == 2
    assert videos_left_out(tmp_path / "a.qt", recursive=True) == []
