"""Ctrl-C as a wish to stop, which is heard at a moment when nothing is half done."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from types import FrameType, MethodType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# People press Ctrl-C twice; who presses it again does not want to wait for anything.
TIMES_TO_ABANDON = 3


# Wishes that Ctrl-C does not reach, because the program was started so that it ignores it, as in
# the background of a script. What ends a program from elsewhere does.
_deaf_to_ctrl_c: list[StopWish] = []


class StopWish:
    """Whether the user pressed Ctrl-C, to be asked between two steps of work.

    A ``KeyboardInterrupt`` may come in the middle of a step, and some libraries lose it on its way.
    So the first and the second Ctrl-C are only noted; the third raises ``KeyboardInterrupt``.

    Attributes
    ----------
    is_granted
        Set by whoever stopped because of it.
    """

    def __init__(self) -> None:
        self.is_granted = False
        self._times = 0

    @property
    def is_wanted(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._times > 0

    def hear(self, _signal: int, _frame: FrameType | None) -> None:
        """Handle the signal of Ctrl-C."""
        self._times += 1
        if self._times >= TIMES_TO_ABANDON:
            raise KeyboardInterrupt


@contextmanager
def stop_wish() -> Iterator[StopWish]:
    """Let Ctrl-C be a wish within the ``with`` block.

    Blocks within one another share one wish. Outside the main thread, or where the program has a
    plan of its own for Ctrl-C, nothing is changed and the wish never comes. A wish that nobody
    granted becomes a ``KeyboardInterrupt`` at the end of the outermost block.
    """
    before = signal.getsignal(signal.SIGINT)
    in_main_thread = threading.current_thread() is threading.main_thread()
    if before is signal.SIG_IGN and in_main_thread:
        with _unheard() as wish:
            yield wish
        return
    if isinstance(before, MethodType) and isinstance(before.__self__, StopWish):
        yield before.__self__
        return
    wish = StopWish()
    if before is not signal.default_int_handler or not in_main_thread:
        yield wish
        return
    signal.signal(signal.SIGINT, wish.hear)
    try:
        yield wish
    finally:
        signal.signal(signal.SIGINT, before)
    if wish.is_wanted and not wish.is_granted:
        raise KeyboardInterrupt


def end(number: int, frame: FrameType | None) -> None:
    """Handle a signal that ends programs as Ctrl-C is handled, even where Ctrl-C is ignored."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.raise_signal(signal.SIGINT)
    elif _deaf_to_ctrl_c:
        _deaf_to_ctrl_c[0].hear(number, frame)
    else:
        raise KeyboardInterrupt


@contextmanager
def _unheard() -> Iterator[StopWish]:
    """Share a wish that only :func:`end` tells of."""
    if _deaf_to_ctrl_c:
        yield _deaf_to_ctrl_c[0]
        return
    wish = StopWish()
    _deaf_to_ctrl_c.append(wish)
    try:
        yield wish
    finally:
        _deaf_to_ctrl_c.clear()
    if wish.is_wanted and not wish.is_granted:
        raise KeyboardInterrupt
