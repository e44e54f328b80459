"""Pictures held back until their measurement is known, without a monitor."""

from __future__ import annotations

import numpy as np

from twitchcam.live.preview import Preview
from twitchcam.records import LipSignals
from twitchcam.settings import Settings


def block(start_s: float) -> LipSignals:
    """A tenth of a second."""
    time_s = start_s + np.arange(12) / 120
    still = np.zeros((12, 4))
    return LipSignals(time_s, still, still + 0.01, still + 0.1, np.ones(12, dtype=np.bool_))


def test_without_a_page_nothing_piles_up() -> None:
    """Nobody takes a picture, so nothing is held back for one."""
    preview = Preview(Settings())
    for number in range(1000):
        preview.measured([], [block(number / 10)], None)
    assert len(preview._signals) == 1  # noqa: SLF001 - there is no other way to see memory
