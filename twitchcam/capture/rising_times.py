"""From a container's timestamps, which may be missing or wrong, to times that rise strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

# A clock that is behind by more than this, twice in a row, was set back.
SET_BACK_S = 0.5


class RisingTimes:
    """Place every decoded picture on a time axis that starts at 0 and rises strictly.

    Good stamps are kept to the tick: only their first value is subtracted. The rest is mended so
    that every picture keeps its place in the order of decoding:

    - A picture without a stamp comes one frame interval after the one before.
    - A picture whose stamp does not rise comes half a frame interval after the one before, so that
      the next good stamp normally rises again and nothing else is moved.
    - A picture whose stamp is ahead of those of the next two, which go on from the one before,
      comes one frame interval after the one before, or halfway to the next if that is nearer.
    - When a second stamp in a row is behind, by more than 0.5 s, the clock was set back, as where
      two recordings were joined: this picture comes one frame interval after the one before, and
      all later stamps are shifted with it.

    Parameters
    ----------
    interval_s
        The nominal time between two pictures.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._last_s: float | None = None
        self._shift_s: float | None = None
        self._was_late = False
        self._placed = 0
        self._missing = 0
        self._late = 0
        self._ahead = 0
        self._set_back = 0

    @property
    def end_s(self) -> float:
        """Where the next picture is expected, in seconds; 0 before the first."""
        return 0.0 if self._last_s is None else self._last_s + self._interval_s

    def place(self, stamp_s: float | None, coming_s: Sequence[float | None] = ()) -> float:
        """Give the next picture its time.

        Parameters
        ----------
        stamp_s
            What the container says, in seconds of its own clock; ``None`` if it says nothing.
        coming_s
            What it says of the next pictures, two if there are so many.

        Returns
        -------
        float
            Seconds since the first picture.
        """
        self._last_s = self.end_s if stamp_s is None else self._rising(stamp_s, coming_s)
        self._missing += stamp_s is None
        self._placed += 1
        return self._last_s

    def notes(self) -> tuple[str, ...]:
        """Say what had to be mended, one sentence each."""
        late, ahead = counted(self._late, "picture"), counted(self._ahead, "picture")
        jumps = counted(self._set_back, "jump")
        told = (
            (self._missing, self._tell_missing()),
            (self._late, f"{late} whose time did not rise, placed after the one before"),
            (self._ahead, f"{ahead} whose time was too late, placed after the one before"),
            (self._set_back, f"{jumps} back of the recording's clock; later times were shifted"),
        )
        return tuple(text for count, text in told if count)

    def _tell_missing(self) -> str:
        made = f"made from {1 / self._interval_s:.5g} pictures per second"
        if self._missing == self._placed:
            return f"the file holds no times; they were {made}"
        return f"{counted(self._missing, 'picture')} without a time, {made}"

    def _rising(self, stamp_s: float, coming_s: Sequence[float | None]) -> float:
        if self._shift_s is None:
            self._shift_s = self.end_s - stamp_s
        time_s = stamp_s + self._shift_s
        following = [one + self._shift_s for one in coming_s if one is not None]
        if self._is_ahead(time_s, following):
            self._ahead += 1
            self._was_late = False
            return min(self.end_s, (self.end_s - self._interval_s + min(following)) / 2)
        behind_s = -1.0 if self._last_s is None else self._last_s - time_s
        was_late, self._was_late = self._was_late, behind_s >= 0
        if behind_s < 0:
            return time_s
        self._late += 1
        return self._mend(stamp_s, is_set_back=was_late and behind_s > SET_BACK_S)

    def _is_ahead(self, time_s: float, following: Sequence[float]) -> bool:
        """Whether the next pictures go on from the last one, and this one alone does not."""
        if self._last_s is None or not following:
            return False
        least_s = self._last_s + self._interval_s / 2
        return all(least_s < one < time_s for one in following)

    def _mend(self, stamp_s: float, *, is_set_back: bool) -> float:
        if not is_set_back:
            return self.end_s - self._interval_s / 2
        self._set_back += 1
        self._shift_s = self.end_s - stamp_s
        return self.end_s
