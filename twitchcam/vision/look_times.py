"""When to look for the face: more often while its lips move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twitchcam.vision.lip_regions import N_LIPS

if TYPE_CHECKING:
    from twitchcam.settings import VisionSettings
    from twitchcam.vision.lip_sensors import Reading

# Frames come at 33.3 ms, not at 33: a look due within this time is due now.
TIMING_SLACK_S = 0.004


class LookTimes:
    """Says by the pictures alone when the next look is due, so that results never depend on speed.

    Flow feels the lips between looks; all else is known from the looks only: whether the eyes close
    with the lips, how the head is turned, whether the mouth opens.

    Parameters
    ----------
    settings
        How often, and what counts as holding still.

    Attributes
    ----------
    last_s
        When the face was looked for last.
    """

    def __init__(self, settings: VisionSettings) -> None:
        self._settings = settings
        self.last_s = -np.inf
        self._then: Reading | None = None

    def note(self, time_s: float, reading: Reading) -> None:
        """Take in a look, and what the lips read in its frame."""
        self.last_s, self._then = time_s, reading

    def is_due(self, time_s: float, reading: Reading | None = None) -> bool:
        """Whether the face is to be looked for; ``reading`` is of a face that is followed."""
        if self._has_waited(time_s, self._settings.landmark_interval_s):
            return True
        if reading is None or self._then is None:
            return False
        return self._has_waited(time_s, self._settings.moving_interval_s) and (
            self._have_lips_moved(self._then, reading)
        )

    def _have_lips_moved(self, before: Reading, now: Reading) -> bool:
        lips = (now.regions - before.regions)[:N_LIPS] - (now.head - before.head)
        return bool(np.abs(lips).max() > self._settings.still_lips_share)

    def _has_waited(self, time_s: float, interval_s: float) -> bool:
        return time_s - self.last_s >= interval_s - TIMING_SLACK_S
