"""Ctrl-C is noted, and raised only when it is pressed again and again."""

from __future__ import annotations

import signal
import threading

import pytest

from tests.pipeline.ctrl_c import press_ctrl_c
from twitchcam.stop_wish import stop_wish


@pytest.fixture(autouse=True)
def handler_is_restored() -> None:
    """Begin with Python's own handler; every test ends with it."""
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_noted_twice_and_then_raised() -> None:
    with stop_wish() as stop:
        assert not stop.is_wanted
        press_ctrl_c(2)
        assert stop.is_wanted
        with pytest.raises(KeyboardInterrupt):
            press_ctrl_c()
        stop.is_granted = True
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_wish_that_nobody_granted_is_not_lost() -> None:
    def work() -> None:
        with stop_wish():
            press_ctrl_c()

    with pytest.raises(KeyboardInterrupt):
        work()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_inner_blocks_share_the_wish() -> None:
    with stop_wish() as outer:
        with stop_wish() as inner:
            press_ctrl_c()
        assert inner is outer
        assert outer.is_wanted
        outer.is_granted = True


def test_another_plan_of_the_program_is_left_alone() -> None:
    heard = []
    before = signal.signal(signal.SIGINT, lambda *_: heard.append("by the program"))
    try:
        with stop_wish() as stop:
            press_ctrl_c()
        assert heard == ["by the program"]
        assert not stop.is_wanted
    finally:
        signal.signal(signal.SIGINT, before)


def test_outside_the_main_thread_nothing_is_changed() -> None:
    seen = []

    def work() -> None:
        with stop_wish() as stop:
            seen.append((stop.is_wanted, signal.getsignal(signal.SIGINT)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [(False, signal.default_int_handler)]
