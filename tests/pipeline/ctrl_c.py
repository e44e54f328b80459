"""Ctrl-C while something is analysed."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from twitchcam.analysis import FRAMES_PER_STEP

if TYPE_CHECKING:
    from collections.abc import Callable

    from twitchcam.analysis import Progress

SECOND_STEP = 2 * FRAMES_PER_STEP


def press_ctrl_c(times: int = 1) -> None:
    """Send this process what the terminal sends."""
    for _ in range(times):
        signal.raise_signal(signal.SIGINT)


def pressing(times: int = 1, at_frame: int = SECOND_STEP) -> Callable[[Progress], None]:
    """Press Ctrl-C when the analysis has come so far."""

    def on_progress(report: Progress) -> None:
        if report.frames == at_frame:
            press_ctrl_c(times)

    return on_progress
