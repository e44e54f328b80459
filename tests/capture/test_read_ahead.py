"""The background thread delivers all, is bounded, passes errors on and ends."""

from __future__ import annotations

import threading
from itertools import count
from queue import Queue
from typing import TYPE_CHECKING

import pytest

from tests.patience import PATIENCE_S
from twitchcam.capture.read_ahead import ReadAhead, put_newest

if TYPE_CHECKING:
    from collections.abc import Generator

DEPTH = 3


def _numbers_then(error: BaseException) -> Generator[int, None, None]:
    yield from range(5)
    raise error


@pytest.mark.parametrize("error", [RuntimeError("decoder"), KeyboardInterrupt()])
def test_errors_of_the_thread_reach_the_loop(error: BaseException) -> None:
    """After all that was made before."""
    loop = iter(ReadAhead(_numbers_then(error), DEPTH))
    assert [next(loop) for _ in range(5)] == list(range(5))
    with pytest.raises(type(error)):
        next(loop)


def test_it_reads_only_so_far_ahead() -> None:
    """Memory stays bounded: waiting items, one in the thread's hand and the one taken."""
    made: list[int] = []

    def numbers() -> Generator[int, None, None]:
        for number in count():
            made.append(number)
            yield number

    reading = ReadAhead(numbers(), DEPTH)
    for number in reading:
        assert len(made) <= number + DEPTH + 2
        if number == 50:
            break


def test_it_works_beside_the_loop() -> None:
    """The next item is being made while the loop holds one."""
    second_begun = threading.Event()

    def numbers() -> Generator[int, None, None]:
        yield 1
        second_begun.set()
        yield 2

    loop = iter(ReadAhead(numbers(), DEPTH))
    assert next(loop) == 1
    assert second_begun.wait(timeout=PATIENCE_S)
    assert list(loop) == [2]


def test_what_is_read_is_closed_when_the_loop_is_left() -> None:
    """Files behind the items are closed before the loop's thread goes on."""
    closed: list[bool] = []

    def numbers() -> Generator[int, None, None]:
        try:
            yield from count()
        finally:
            closed.append(True)

    loop = iter(ReadAhead(numbers(), DEPTH))
    next(loop)
    del loop
    assert closed == [True]


def test_closing_wakes_a_loop_in_another_thread() -> None:
    """A waiting loop ends with an error instead of waiting for ever."""
    release, waiting = threading.Event(), threading.Event()
    outcome: list[str] = []

    def numbers() -> Generator[int, None, None]:
        yield 1
        waiting.set()
        release.wait(timeout=PATIENCE_S)

    reading = ReadAhead(numbers(), DEPTH)

    def loop() -> None:
        try:
            list(reading)
        except ValueError as error:
            outcome.append(str(error))

    consumer = threading.Thread(target=loop)
    consumer.start()
    assert waiting.wait(timeout=PATIENCE_S)
    closer = threading.Thread(target=reading.close)
    closer.start()
    release.set()
    closer.join(timeout=PATIENCE_S)
    consumer.join(timeout=PATIENCE_S)
    assert not consumer.is_alive()
    assert not closer.is_alive()


def test_the_newest_stay_and_those_that_went_for_them_are_counted() -> None:
    waiting: Queue[int] = Queue(3)
    dropped = [put_newest(waiting, number) for number in range(5)]
    assert dropped == [0, 0, 0, 1, 1]
    assert [waiting.get_nowait() for _ in range(3)] == [2, 3, 4]
