"""Stages are timed while they are watched."""

from __future__ import annotations

import threading
import time
from itertools import islice
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from benchmarks.speed.stage_clock import StageClock

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIN = "MainThread"


def test_an_inner_stage_is_not_counted_twice() -> None:
    clock = StageClock()
    start_s = time.perf_counter()
    with clock.timed("outer"), clock.timed("inner"):
        time.sleep(0.02)
    took_s = time.perf_counter() - start_s
    assert clock.wall_s[MAIN, "inner"] >= 0.02
    assert clock.wall_s[MAIN, "inner"] + clock.wall_s[MAIN, "outer"] <= took_s


def test_functions_are_timed_only_while_watched() -> None:
    clock = StageClock()
    work = SimpleNamespace(double=lambda number: 2 * number)
    plain = work.double
    with clock.watching([(work, "double", "doubling")]):
        assert work.double(4) == 8
        assert work.double is not plain
    assert work.double is plain
    assert clock.wall_s[MAIN, "doubling"] > 0


def test_a_stage_that_fails_is_closed() -> None:
    clock = StageClock()
    with pytest.raises(KeyError), clock.timed("outer"), clock.timed("failing"):
        raise KeyError
    with clock.timed("next"):
        pass
    assert clock.wall_s.keys() == {(MAIN, name) for name in ("outer", "failing", "next")}


def test_a_stage_can_be_told_from_its_arguments() -> None:
    clock = StageClock()
    work = SimpleNamespace(double=lambda number: 2 * number)
    with clock.watching([(work, "double", lambda number: "even" if number % 2 == 0 else "odd")]):
        assert [work.double(number) for number in (1, 2, 3)] == [2, 4, 6]
    assert clock.wall_s.keys() == {(MAIN, "odd"), (MAIN, "even")}


def test_each_thread_is_timed_by_itself() -> None:
    clock = StageClock()
    work = SimpleNamespace(wait=lambda: time.sleep(0.02))
    with clock.watching([(work, "wait", "waiting")]), clock.timed("outer"):
        beside = threading.Thread(target=work.wait, name="beside")
        beside.start()
        beside.join()
    assert clock.wall_s["beside", "waiting"] >= 0.02
    assert clock.wall_s[MAIN, "outer"] >= 0.02


def test_items_are_timed_as_they_are_asked_for_and_closed_early() -> None:
    closed = []

    def items() -> Iterator[int]:
        try:
            for number in range(9):
                time.sleep(0.005)
                yield number
        finally:
            closed.append(True)

    clock = StageClock()
    work = SimpleNamespace(items=items)
    with clock.watching([(work, "items", "making")]), clock.timed("outer"):
        made = work.items()
        assert list(islice(made, 3)) == [0, 1, 2]
        time.sleep(0.1)
        made.close()
    assert closed
    assert clock.wall_s[MAIN, "making"] >= 0.015
    assert clock.wall_s[MAIN, "outer"] >= 0.1
