"""Clips that come faster than they can be written, or are not wanted any more."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.patience import PATIENCE_S
from twitchcam.live.clip_writer import ClipWriter
from twitchcam.live.clips import Kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLIP = [Kept(0.0, bytes(10))]


class SlowDisk:
    """Writes each clip once ``go`` is set, or gives it up when that is wished."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.has_begun = threading.Event()
        self.written: list[int] = []

    def write(self, number: int, _pictures: Sequence[Kept], unwanted: threading.Event) -> bool:
        self.has_begun.set()
        while not self.go.wait(0.001) and not unwanted.is_set():
            pass
        if not unwanted.is_set():
            self.written.append(number)
        return number in self.written


@pytest.fixture
def disk() -> Iterator[SlowDisk]:
    """Give a disk that ends with the test."""
    disk = SlowDisk()
    yield disk
    disk.go.set()


def test_clips_are_written_in_their_order(disk: SlowDisk) -> None:
    writer = ClipWriter(disk.write)
    for _ in range(3):
        writer.put(CLIP)
    assert writer.waiting == 3
    disk.go.set()
    writer.close()
    assert disk.written == [1, 2, 3]
    assert (writer.kept, writer.left_out, writer.waiting) == (3, 0, 0)


def test_those_that_would_fill_the_memory_are_left_out_and_counted(
    disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twitchcam.live.clip_writer.MOST_WAITING_BYTES", 25)
    writer = ClipWriter(disk.write)
    for _ in range(5):
        writer.put(CLIP)
    assert writer.left_out == 3
    disk.go.set()
    writer.close()
    assert disk.written == [1, 2]


def test_a_clip_that_fills_the_memory_alone_is_written(
    disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twitchcam.live.clip_writer.MOST_WAITING_BYTES", 5)
    writer = ClipWriter(disk.write)
    writer.put(CLIP)
    disk.go.set()
    writer.close()
    assert writer.kept == 1


def test_what_is_unwanted_is_given_up_and_what_comes_later_is_written(disk: SlowDisk) -> None:
    writer = ClipWriter(disk.write)
    for _ in range(2):
        writer.put(CLIP)
    assert disk.has_begun.wait(PATIENCE_S)
    writer.cancel()
    writer.put(CLIP)
    disk.go.set()
    writer.close()
    assert disk.written == [3]
    assert writer.kept == 1
