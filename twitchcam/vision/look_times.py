"""When to look for the face: rarely while it holds still, often while its lips move."""

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
    with the lips, how the head is turned, whether the mouth opens. While nothing moves, none of it
    changes but by blinking.

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

    def is_due(self, time_s: float) -> bool:
        """Whether a face that is not in view, or not known well yet, is to be looked for."""
        return self._has_waited(time_s, self._settings.landmark_interval_s)

    def is_due_while_followed(self, time_s: float, reading: Reading) -> bool:
        """Whether a face that was followed up to this reading is to be looked at."""
        settings = self._settings
        if self._then is None or self._has_waited(time_s, settings.still_interval_s):
            return True
        if not self._has_waited(time_s, settings.moving_interval_s):
            return False
        head = reading.head - self._then.head
        lips = (reading.regions - self._then.regions)[:N_LIPS] - head
        if np.abs(lips).max() > settings.still_lips_share:
            return True
        return self.is_due(time_s) and bool(np.abs(head).max() > settings.still_head_share)

    def _has_waited(self, time_s: float, interval_s: float) -> bool:
        return time_s - self.last_s >= interval_s - TIMING_SLACK_S
