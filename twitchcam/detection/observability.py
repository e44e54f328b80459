"""When a twitch could not have been seen, and why."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from twitchcam.detection.detection_limit import PULSE_S
from twitchcam.detection.time_base import as_blocks
from twitchcam.medians import median
from twitchcam.records import Event, Floats, Kind, Reason
from twitchcam.settings import is_slower

if TYPE_CHECKING:
    from twitchcam.detection.rows import Rows
    from twitchcam.detection.thresholds import ThresholdBlock
    from twitchcam.detection.time_base import MotionBlock
    from twitchcam.settings import DetectionSettings

# In the order of precedence: the first that holds is the one reported.
REASONS = (
    Reason.LOW_FRAME_RATE,
    Reason.NO_FACE,
    Reason.OUT_OF_PICTURE,
    Reason.COVERED,
    Reason.TURNED_AWAY,
    Reason.MOUTH_MOVEMENT,
    Reason.NOISE,
    Reason.HEAD_MOTION,
    Reason.EXPRESSION,
)
Codes = NDArray[np.int8]
"""Per row: 0 when a twitch would be seen, else 1 + index into ``REASONS``."""


class Observability:
    """Judges row by row whether a twitch would be seen."""

    def __init__(self, settings: DetectionSettings) -> None:
        self._settings = settings
        blocks = max(settings.blocks_in(settings.talking_window_s), 1)
        self._openings: deque[tuple[float, float]] = deque(maxlen=blocks)

    def push(self, motion: MotionBlock, thresholds: ThresholdBlock) -> Codes:
        """Judge the rows of the next blocks, shape ``(n,)``."""
        settings = self._settings
        rate_hz = motion.column("rate_hz")
        turned = np.abs(motion.column("yaw_deg")) > settings.max_yaw_deg
        tilted = np.abs(motion.column("pitch_deg")) > settings.max_pitch_deg
        moved = thresholds.moment_mm > settings.max_threshold_mm
        floor_mm = median(thresholds.floor_mm, axis=1)
        noisy = settings.floor_factor * floor_mm > settings.max_threshold_mm
        holds = {
            Reason.LOW_FRAME_RATE: np.isnan(rate_hz) | is_slower(rate_hz, settings.min_rate_hz),
            Reason.NO_FACE: _is_missing(motion.lips_mm) | _is_missing(motion.surround_mm),
            Reason.OUT_OF_PICTURE: motion.column("mouth_in_picture") < 1,
            Reason.COVERED: motion.column("residual") > settings.max_residual,
            Reason.TURNED_AWAY: turned | tilted,
            Reason.MOUTH_MOVEMENT: self._talks(
                as_blocks(motion.column("mouth_opening"), settings.block_rows)
            ),
            Reason.NOISE: noisy,
            Reason.HEAD_MOTION: moved & thresholds.from_head,
            Reason.EXPRESSION: moved & ~thresholds.from_head,
        }
        codes = np.zeros(len(rate_hz), dtype=np.int8)
        for number, reason in reversed(list(enumerate(REASONS, start=1))):
            codes[holds[reason]] = number
        return codes

    def _talks(self, openings: Floats) -> NDArray[np.bool_]:
        """Whether the mouth opens and closes, row by row, by its openings in each block."""
        talks = np.zeros(openings.shape, dtype=np.bool_)
        extremes = np.column_stack([openings.min(axis=1), openings.max(axis=1)])
        for number, (least, most) in enumerate(extremes.tolist()):
            if np.isnan(least):
                self._openings.clear()
                continue
            self._openings.append((least, most))
            lows, highs = zip(*self._openings, strict=True)
            talks[number] = max(highs) - min(lows) > self._settings.talking_opening_share
        return talks.ravel()


class UnobservableStretches:
    """Joins rows that could not be observed into stretches, widened by a margin.

    What is left between two of them, or before the first or after the last, belongs to them if it
    is too short to hold a usual twitch: one is counted only where it lies outside of them as a
    whole (see :func:`codes_around`). Stretches never overlap: where two reasons meet, the earlier
    one lasts until the rows of the later begin.
    """

    def __init__(self, settings: DetectionSettings) -> None:
        self._margin_s = settings.margin_s
        self._row_s = 1.0 / settings.grid_rate_hz
        self._least_left_s = _least_left_s(settings)
        self._code = 0
        self._goes_on = False
        self._start_s = self._end_s = self._free_from_s = -np.inf

    def push(self, time_s: Floats, codes: Codes) -> list[Event]:
        """Take the next rows; returns the stretches that have ended."""
        if np.isinf(self._free_from_s):
            self._free_from_s = float(time_s[0])
        ended: list[Event] = []
        edges = np.flatnonzero(np.diff(codes)) + 1
        for rows in np.split(np.arange(len(codes)), edges):
            if codes[rows[0]]:
                ended += self._add(int(codes[rows[0]]), time_s[rows[0]], time_s[rows[-1]])
            self._goes_on = bool(codes[rows[0]])
        if self._code and self._is_over_by(time_s[-1]):
            ended.append(self._finish(self._end_s + self._margin_s))
        return ended

    def unfinished(self, end_s: float) -> list[Event]:
        """The stretch that is still open, as it would be if the recording ended at ``end_s``."""
        until_s = self._end_s + self._margin_s
        if end_s - until_s < self._least_left_s:
            until_s = end_s
        # What begins with the last row hides nothing.
        return [self._stretch(until_s)] if self._code and until_s > self._start_s else []

    def flush(self, end_s: float) -> list[Event]:
        """Return the stretch that is still open at the end of the recording."""
        last = self.unfinished(end_s)
        self._code = 0
        return last

    def _add(self, code: int, start_s: float, end_s: float) -> list[Event]:
        ended: list[Event] = []
        # Rows may be left out of a long pause.
        near = self._goes_on or not self._is_over_by(start_s)
        if self._code and not (near and code == self._code):
            until_s = start_s if near else self._end_s + self._margin_s
            ended.append(self._finish(until_s))
        if not self._code:
            self._code = code
            self._start_s = start_s - self._margin_s
            if self._start_s - self._free_from_s < self._least_left_s:
                self._start_s = self._free_from_s
        self._end_s = end_s + self._row_s
        return ended

    def _is_over_by(self, time_s: float) -> bool:
        """Whether rows from then on that cannot be observed leave room for a twitch."""
        return time_s - self._end_s - 2 * self._margin_s >= self._least_left_s

    def _finish(self, end_s: float) -> Event:
        stretch = self._stretch(end_s)
        self._code, self._free_from_s = 0, end_s
        return stretch

    def _stretch(self, end_s: float) -> Event:
        reason = REASONS[self._code - 1]
        return Event(Kind.UNOBSERVABLE, self._start_s, end_s - self._start_s, reason=reason)


def codes_around(onset_s: float, end_s: float, rows: Rows, settings: DetectionSettings) -> Codes:
    """Observability of the rows from shortly before a movement to shortly after it.

    Where too little is left around it to be told as observable, what hides the rest is within
    reach: nothing is counted in time that belongs to stretches that could not be observed.

    Parameters
    ----------
    onset_s, end_s
        When it begins and ends.
    rows
        As many as are kept around it.
    settings
        Defaults of this stage.
    """
    reach_s = settings.margin_s
    hidden_s = rows.time_s[rows.codes > 0]
    before_s, after_s = hidden_s[hidden_s < onset_s], hidden_s[hidden_s > end_s]
    row_s = 1.0 / settings.grid_rate_hz
    left_from_s = before_s[-1] + row_s + reach_s if before_s.size else rows.time_s[0]
    left_until_s = after_s[0] - reach_s if after_s.size else rows.time_s[-1]
    if left_until_s - left_from_s < _least_left_s(settings):
        reach_s += _least_left_s(settings)
    return rows.between(onset_s - reach_s, end_s + reach_s).codes


def _least_left_s(settings: DetectionSettings) -> float:
    """How much must be left between stretches to be told as observable.

    Hardly any twitch that is no shorter would be counted in less. Half a row more: what is left is
    whole rows long, but for rounding.
    """
    return PULSE_S + 0.5 / settings.grid_rate_hz


def _is_missing(regions_mm: Floats) -> NDArray[np.bool_]:
    """In which rows one of the regions ``(rows, regions, 2)`` was not followed."""
    return np.isnan(regions_mm).any(axis=(1, 2))
