"""Lines that nobody has to wait for."""

from __future__ import annotations

import errno
import io
import os
from typing import TYPE_CHECKING

import pytest

from tests.live.held_stream import HeldStream
from twitchcam.errors import OutputError
from twitchcam.live.line_writer import MOST_WAITING, LineWriter

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def held() -> Iterator[HeldStream]:
    """Give a stream whose reader pauses."""
    stream = HeldStream()
    yield stream
    stream.go.set()


def as_line(text: str) -> str:
    return f"# {text}\n"


def test_lines_come_in_their_order() -> None:
    stream = io.StringIO()
    lines = LineWriter(stream, as_line)
    for number in range(20):
        lines.put(f"{number}\n")
    assert lines.close() == 0
    assert stream.getvalue().split() == [str(number) for number in range(20)]
    lines.put("late\n")
    assert "late" not in stream.getvalue()


def test_what_a_later_line_makes_up_for_is_left_out_first(held: HeldStream) -> None:
    """Then the oldest; how many is said where they are missing."""
    lines = LineWriter(held, as_line)
    lines.put("first\n")
    held.is_full.wait()
    for number in range(MOST_WAITING + 100):
        lines.put(f"{number}\n", "counts" if number % 100 == 50 else "")
    held.go.set()
    assert lines.close() == 0
    written = held.getvalue().splitlines()
    assert written[:2] == ["first", "# 100 lines were left out here: nobody read them in time."]
    assert len(written) == MOST_WAITING + 2
    assert not {f"{number}" for number in range(50, MOST_WAITING, 100)} & set(written)
    assert written[-1] == str(MOST_WAITING + 99)


def test_the_only_line_of_its_kind_is_left_out_last(held: HeldStream) -> None:
    """Nothing would make up for it."""
    lines = LineWriter(held, as_line)
    lines.put("first\n")
    held.is_full.wait()
    lines.put("call now\n", "causes")
    for number in range(MOST_WAITING + 100):
        lines.put(f"{number}\n", "summary")
    held.go.set()
    assert lines.close() == 0
    assert "call now" in held.getvalue().splitlines()


def test_a_reader_who_never_comes_back_is_not_waited_for(
    held: HeldStream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twitchcam.live.line_writer.GOODBYE_S", 0.05)
    lines = LineWriter(held, as_line)
    lines.put("0\n")
    held.is_full.wait()
    for number in (1, 2):
        lines.put(f"{number}\n")
    assert lines.close() == 3


def test_what_a_full_disk_did_not_take_is_counted() -> None:
    """Also what came after it was full."""

    class Full(HeldStream):
        def write(self, text: str) -> int:
            if self.getvalue():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(text)

    stream = Full()
    lines = LineWriter(stream, as_line)
    for number in range(3):
        lines.put(f"{number}\n")
    stream.go.set()
    lines.put("3\n")
    with pytest.raises(OutputError, match="3 lines could not be printed: No space left on device"):
        lines.close()
    assert stream.getvalue() == "0\n"
