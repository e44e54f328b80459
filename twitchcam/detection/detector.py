"""The detector: lip motion in, events out. No files, no clock, no threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twitchcam.detection.decision import decide
from twitchcam.detection.detection_limit import DetectionLimit
from twitchcam.detection.history import History, Rows
from twitchcam.detection.motion_to_signals import MotionToSignals, SignalBlock
from twitchcam.detection.movements import measure_movement, split_at_pauses
from twitchcam.detection.observability import Observability, UnobservableStretches
from twitchcam.detection.spells import Spell, SpellFinder
from twitchcam.detection.thresholds import NoiseFloor, Thresholds
from twitchcam.detection.time_base import MotionBlock, UniformTimeBase
from twitchcam.records import Event, Kind, LipMotion, LipSignals
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

# The noise floor must be known before anything is decided; so long the first blocks wait for it.
MAX_WAIT_S = 3.0
# How much of the past is kept to know the usual state of eyes and lips.
HISTORY_S = 6.0


class Detector:
    """Finds twitches in a stream of lip motion.

    ``push`` takes frames as they come, one or many at a time; the events are the same however the
    stream is cut. Call ``flush`` once at the end.

    Parameters
    ----------
    settings
        Defaults of this stage.

    Attributes
    ----------
    limit
        Noise floor and smallest detectable twitch of what was seen so far.

    Examples
    --------
    >>> detector = Detector()
    >>> detector.push([]), detector.flush()
    ([], [])
    """

    def __init__(self, settings: DetectionSettings | None = None) -> None:
        self._settings = settings = settings or DetectionSettings()
        self._time_base = UniformTimeBase(settings)
        self._to_signals = MotionToSignals(settings)
        self._floor = NoiseFloor(settings)
        self._thresholds = Thresholds(settings)
        self._observability = Observability(settings)
        self._stretches = UnobservableStretches(settings)
        self._spells = SpellFinder(settings)
        self._history = History()
        self.limit = DetectionLimit(settings)
        self._waiting: list[tuple[MotionBlock, SignalBlock]] = []
        self._signals: list[LipSignals] = []
        self._end_s = 0.0
        self._judged_s = 0.0

    def push(self, motions: Sequence[LipMotion]) -> list[Event]:
        """Take the next frames; returns the events that have ended by now, in order of ending."""
        events: list[Event] = []
        for block in self._time_base.push(motions):
            events += self._take(block)
        return events

    def flush(self) -> list[Event]:
        """End the stream; returns the last events."""
        events: list[Event] = []
        for block in self._time_base.flush():
            events += self._take(block)
        events += self._judge_waiting()
        events += self._decide(self._spells.flush())
        return events + self._stretches.flush(self._end_s)

    def foresee(self, rest_s: float) -> list[Event]:
        """Events that a movement would be which has come to rest, if it were over now.

        A movement is over only after a pause that may still end; a monitor need not wait for it.

        Parameters
        ----------
        rest_s
            How long the movement must have been at rest.
        """
        spell = self._spells.resting(self._judged_s, rest_s)
        return self._decide([spell] if spell else [])

    @property
    def movement_since_s(self) -> float | None:
        """Since when a movement that is not over stands out."""
        return self._spells.open_since_s

    @property
    def judged_s(self) -> float:
        """Up to when everything was judged."""
        return self._judged_s

    def unfinished(self) -> list[Event]:
        """The stretch that cannot be observed and is not over, as far as it goes."""
        return self._stretches.unfinished(self._judged_s)

    def take_signals(self) -> list[LipSignals]:
        """Signals computed since the last call, for plots and the motion file."""
        signals, self._signals = self._signals, []
        return signals

    def _take(self, motion: MotionBlock) -> list[Event]:
        self._waiting.append((motion, self._to_signals.push(motion)))
        self._end_s = float(motion.time_s[-1])
        self._floor.push(self._waiting[-1][1])
        waited_s = self._end_s - self._waiting[0][0].time_s[0]
        return self._judge_waiting() if self._floor.is_known or waited_s > MAX_WAIT_S else []

    def _judge_waiting(self) -> list[Event]:
        waiting, self._waiting = self._waiting, []
        return [event for blocks in waiting for event in self._judge(*blocks)]

    def _judge(self, motion: MotionBlock, signals: SignalBlock) -> list[Event]:
        thresholds = self._thresholds.push(signals, self._floor.floor_mm)
        codes = self._observability.push(motion, thresholds)
        rows = Rows.of(motion, signals, thresholds, codes)
        self._signals.append(
            LipSignals(
                time_s=rows.time_s,
                magnitude_mm=rows.magnitude_mm,
                floor_mm=rows.floor_mm,
                threshold_mm=thresholds.threshold_mm,
                edges_mm=rows.edges_mm,
                observable=codes == 0,
            )
        )
        self._history.push(rows)
        self._judged_s = float(rows.time_s[-1])
        if not codes.any():
            self.limit.push(thresholds)
        stretches = self._stretches.push(rows.time_s, codes)
        events = self._decide(self._spells.push(rows.time_s, np.nan_to_num(rows.strength)))
        kept_from_s = min(rows.time_s[-1], self._spells.open_since_s or np.inf) - HISTORY_S
        self._history.forget_before(kept_from_s)
        return stretches + events

    def _decide(self, spells: Sequence[Spell]) -> list[Event]:
        if not spells:
            return []
        rows = self._history.rows()
        return [event for spell in spells for event in self._decide_one(spell, rows)]

    def _decide_one(self, spell: Spell, rows: Rows) -> list[Event]:
        settings = self._settings
        movement = measure_movement(spell, rows, settings)
        if movement.unobservable:
            # The unobservable stretch tells it already.
            return []
        event = decide(movement, settings)
        parts = split_at_pauses(spell, movement.pauses_s)
        if event.kind is Kind.REJECTED or len(parts) == 1:
            return [event]
        measured = [measure_movement(part, rows, settings) for part in parts]
        return [decide(part, settings) for part in measured if part.strength > 1.0]
