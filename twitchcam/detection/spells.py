"""Where movement stands out: spells of rows above the threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from twitchcam.records import Floats
    from twitchcam.settings import DetectionSettings


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of movement above the threshold, first to last row, in seconds.

    What lies before ``from_s`` and after ``until_s`` belongs to other spells. ``at_rest`` says
    whether it lies between two rests, and was not cut out of a movement that went on.
    """

    start_s: float
    end_s: float
    from_s: float = -np.inf
    until_s: float = np.inf
    at_rest: bool = True


class SpellFinder:
    """Opens a spell when the strength passes 1, closes it after a pause.

    Strength is magnitude ÷ threshold. A spell lasts while the strength comes back above
    ``end_share`` within ``max_gap_s``.
    """

    def __init__(self, settings: DetectionSettings) -> None:
        self._settings = settings
        self._start_s: float | None = None
        self._cut_s = -np.inf
        self._last_s = -np.inf

    @property
    def open_since_s(self) -> float | None:
        """Start of the spell that has not ended yet."""
        return self._start_s

    def resting(self, time_s: float, rest_s: float) -> Spell | None:
        """The open spell as it would be if it ended now; ``None`` unless it rests for ``rest_s``.

        Parameters
        ----------
        time_s
            Time of the newest row.
        rest_s
            How long the strength must have stayed low.
        """
        if self._start_s is None or time_s - self._last_s < rest_s:
            return None
        return self._spell(paused=True)

    def push(self, time_s: Floats, strength: Floats) -> list[Spell]:
        """Take the next rows, both shape ``(n,)``; returns the spells that have ended."""
        ended: list[Spell] = []
        above = np.flatnonzero(strength > self._settings.end_share)
        for row in above:
            ended += self._end_before(time_s[row])
            if self._start_s is None and strength[row] > 1.0:
                self._start_s = float(time_s[row])
            if self._start_s is not None:
                self._last_s = float(time_s[row])
        return ended + self._end_before(time_s[-1])

    def flush(self) -> list[Spell]:
        """Return the spell that is still open at the end of the recording."""
        return self._end_before(np.inf)

    def _end_before(self, time_s: float) -> list[Spell]:
        if self._start_s is None:
            return []
        paused = time_s - self._last_s > self._settings.max_gap_s
        if not paused and time_s - self._start_s < self._settings.max_event_s:
            return []
        spell = self._spell(paused=paused)
        self._start_s = None
        if not paused:
            self._cut_s = self._last_s
        return [spell]

    def _spell(self, *, paused: bool) -> Spell:
        start_s = self._start_s if self._start_s is not None else self._last_s
        resumes = start_s - self._cut_s <= self._settings.max_gap_s
        return Spell(
            start_s,
            self._last_s,
            from_s=self._cut_s if resumes else -np.inf,
            until_s=np.inf if paused else self._last_s,
            at_rest=paused and not resumes,
        )
