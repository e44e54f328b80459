"""The traces as the page draws them: fewer rows, none of whose peaks is lost."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.live.messages import SignalsMessage
    from twitchcam.records import Floats, LipSignals
    from twitchcam.settings import LiveSettings

Piece = tuple[float, list[float | None], list[float | None]]


class Traces:
    """Thins out the signals and keeps the last seconds.

    Parameters
    ----------
    settings
        Rate of the rows, and how much is kept.
    """

    def __init__(self, settings: LiveSettings) -> None:
        self._step_s = 1.0 / settings.trace_rate_hz
        self._recent: deque[Piece] = deque(maxlen=round(settings.trace_s * settings.trace_rate_hz))
        self._new: list[Piece] = []
        self._time_s: Floats = np.empty(0)
        self._values: Floats = np.empty((0, 8))

    def push(self, signals: Sequence[LipSignals]) -> None:
        """Take the next signals."""
        for block in signals:
            values = np.hstack([block.magnitude_mm, block.threshold_mm])
            self._time_s = np.concatenate([self._time_s, block.time_s])
            self._values = np.concatenate([self._values, values])
        if len(self._time_s) < 2:
            return
        row_s = float(self._time_s[1] - self._time_s[0])
        group = max(1, round(self._step_s / row_s))
        whole = len(self._time_s) // group * group
        times_s = self._time_s[:whole].reshape(-1, group)
        values = self._values[:whole].reshape(-1, group, 8)
        self._time_s, self._values = self._time_s[whole:], self._values[whole:]
        largest = np.where(np.isnan(values), -np.inf, values).max(axis=1)
        for time_s, row in zip(times_s[:, -1].tolist(), largest.tolist(), strict=True):
            numbers = [round(value, 4) if value > -np.inf else None for value in row]
            self._new.append((round(time_s, 4), numbers[:4], numbers[4:]))

    def take(self) -> SignalsMessage | None:
        """What is new since the last call."""
        new, self._new = self._new, []
        self._recent.extend(new)
        return _message(new) if new else None

    def recent(self) -> SignalsMessage:
        """The last seconds that were taken."""
        return _message(self._recent)


def _message(pieces: Sequence[Piece]) -> SignalsMessage:
    return {
        "type": "signals",
        "time_s": [time_s for time_s, _, _ in pieces],
        "magnitude_mm": [magnitude for _, magnitude, _ in pieces],
        "threshold_mm": [threshold for _, _, threshold in pieces],
    }
