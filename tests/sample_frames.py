"""Sample clips in memory, decoded once a run, and changed in ways that must not matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from twitchcam.analysis import analysis_of
from twitchcam.capture.video_file import VideoFile
from twitchcam.records import Event, Frame, Rgb, SourceInfo
from twitchcam.settings import Settings

SAMPLE_VIDEOS = Path(__file__).parents[1] / "sample_videos"

Change: TypeAlias = Callable[[NDArray[Any]], NDArray[Any]]


class Frames:
    """Frames in memory as a frame source."""

    notes = ()
    cut_off = ""

    def __init__(self, frames: list[Frame]) -> None:
        height, width = frames[0].gray.shape
        self.info = SourceInfo("made up", width, height, "none", None, None, len(frames), 0)
        self._frames = frames

    def __iter__(self) -> Iterator[Frame]:
        return iter(self._frames)

    def close(self) -> None:
        """Nothing to free."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@cache
def decoded(name: str) -> list[Frame]:
    """All frames of a sample clip."""
    with VideoFile(SAMPLE_VIDEOS / f"{name}.mp4") as source:
        return list(source)


def pictures_changed(frames: list[Frame], change: Change) -> list[Frame]:
    """The same frames with another picture."""
    return [
        replace(
            frame,
            gray=np.ascontiguousarray(change(frame.gray)),
            read_rgb=partial(_changed_rgb, frame, change),
        )
        for frame in frames
    ]


def _changed_rgb(frame: Frame, change: Change, reduce: int = 1) -> Rgb:
    return np.ascontiguousarray(change(frame.read_rgb(reduce)))


def mirrored(picture: NDArray[Any]) -> NDArray[Any]:
    """The picture as a mirror shows it."""
    return picture[:, ::-1]


def three_quarters(picture: NDArray[Any]) -> NDArray[Any]:
    """The picture at three quarters of its size."""
    return cv2.resize(picture, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)


def retimed(frames: list[Frame], times: int, keep: Callable[[int], bool]) -> list[Frame]:
    """Frames shown ``times`` times each, of those that ``keep`` chooses by index."""
    step_s = (frames[-1].time_s - frames[0].time_s) / (len(frames) - 1) / times
    kept = [f for f in frames if keep(f.index)]
    again = [replace(f, time_s=f.time_s + k * step_s) for f in kept for k in range(times)]
    return [replace(frame, index=index) for index, frame in enumerate(again)]


def analysed(frames: list[Frame]) -> list[Event]:
    """The events in these frames."""
    with analysis_of(Settings(), None) as analysis:
        analysis.read(Frames(frames), None)
    return sorted(analysis.events, key=lambda event: event.onset_s)
