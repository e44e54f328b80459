"""Clips of twitches: what is kept for them, and how they are written."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from tests.evidence.made_up import SINGLE
from tests.made_motion import RESTING_FACE
from twitchcam.capture.video_file import VideoFile
from twitchcam.errors import OutputError
from twitchcam.live.clips import ClipPictures, Kept, write_clip
from twitchcam.records import Frame
from twitchcam.settings import LiveSettings

if TYPE_CHECKING:
    from pathlib import Path

SIZE = (240, 320)
LANDMARKS = np.full((478, 3), (160.0, 120.0, 0.0), dtype=np.float32)
FACE = replace(RESTING_FACE, landmarks=LANDMARKS, pupil_distance_px=40.0)
TWITCH = replace(SINGLE, onset_s=3.0, duration_s=0.2)


def push(pictures: ClipPictures, start_s: float, end_s: float) -> None:
    """Push pictures, 10 a second."""
    rgb = np.full((*SIZE, 3), 90, dtype=np.uint8)
    for index in range(round(10 * start_s), round(10 * end_s)):
        frame = Frame(index, index / 10, rgb[..., 0], lambda reduce=1: rgb[::reduce, ::reduce])
        pictures.push(frame, FACE, None)


def test_a_clip_reaches_from_before_to_after(tmp_path: Path) -> None:
    pictures = ClipPictures(LiveSettings())
    pictures.keep("picture")
    push(pictures, 0.0, 4.0)
    pictures.want([TWITCH])
    assert pictures.take(4.0) == []
    push(pictures, 4.0, 5.4)
    (kept,) = pictures.take(5.3)
    assert (kept[0].time_s, kept[-1].time_s) == (1.0, 5.2)
    assert write_clip(tmp_path / "clip.mp4", kept, threading.Event())
    with VideoFile(tmp_path / "clip.mp4") as clip:
        frames = list(clip)
    assert len(frames) == len(kept)
    assert frames[0].gray.shape == SIZE
    assert np.diff([frame.time_s for frame in frames]).round(3).tolist() == [0.1] * 42


def test_who_wants_the_mouth_alone_gets_nothing_of_the_whole_picture() -> None:
    """Neither in the clip that is under way nor among what was kept for the next."""
    pictures = ClipPictures(LiveSettings())
    pictures.keep("picture")
    push(pictures, 0.0, 3.5)
    pictures.want([TWITCH])
    pictures.keep("mouth")
    push(pictures, 3.5, 6.0)
    assert pictures.take(None) == []
    pictures.want([TWITCH])
    (kept,) = pictures.take(None)
    assert kept[0].time_s == 3.5


def test_nothing_is_kept_unless_asked_for() -> None:
    pictures = ClipPictures(LiveSettings())
    push(pictures, 0.0, 4.0)
    pictures.want([TWITCH])
    assert pictures.take(None) == []


def test_clips_that_cannot_be_coded_are_told_and_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some builds of FFmpeg come without H.264."""

    def refuse(*_: object, **__: object) -> None:
        message = "libx264"
        raise ValueError(message)

    monkeypatch.setattr("twitchcam.live.clips.av.open", refuse)
    path = tmp_path / "clip.mp4"
    _, jpeg = cv2.imencode(".jpg", np.zeros((8, 8, 3), np.uint8))
    picture = Kept(0.0, jpeg.tobytes())
    with pytest.raises(OutputError, match="libx264"):
        write_clip(path, [picture], threading.Event())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("after", [0, 1, 20])
def test_nothing_is_left_of_a_clip_that_is_unwanted_before_it_is_complete(
    tmp_path: Path, after: int
) -> None:
    pictures = ClipPictures(LiveSettings())
    pictures.keep("picture")
    push(pictures, 0.0, 6.0)
    pictures.want([TWITCH])
    (kept,) = pictures.take(None)

    class Unwanted(threading.Event):
        """Is set when so many pictures were coded."""

        left = after

        def is_set(self) -> bool:
            self.left -= 1
            return self.left < 0

    assert not write_clip(tmp_path / "clip.mp4", kept, Unwanted())
    assert not list(tmp_path.iterdir())
