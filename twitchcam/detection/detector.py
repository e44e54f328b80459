"""The detector: lip motion in, events out. No files, no clock, no threads."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.decisions.fitted_decision import FittedDecision, load_decision
from twitchcam.detection.candidates import Candidate, CandidateFinder
from twitchcam.detection.course import measure_course
from twitchcam.detection.features import FEATURE_NAMES, LOOKAHEAD_S
from twitchcam.detection.history import History
from twitchcam.detection.motion_to_rows import RowStream
from twitchcam.detection.movements import measure_movement
from twitchcam.detection.observability import UnobservableStretches
from twitchcam.detection.spell_parts import parts_in_view, split_at_pauses
from twitchcam.detection.spell_to_event import decide
from twitchcam.detection.spells import Judged, Spell, SpellBuilder
from twitchcam.records import Event, Kind, LipMotion, LipSignals, Reason
from twitchcam.settings import DetectionSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.detection.detection_limit import DetectionLimit
    from twitchcam.detection.rows import Rows

DEFAULTS = Settings()
# How much of the past is kept to know what is usual.
HISTORY_S = 10.0


class Detector:
    """Finds twitches in a stream of lip motion.

    ``push`` takes a list of frames, of one or many at a time; the events are the same however the
    stream is cut. Call ``flush`` once at the end.

    Parameters
    ----------
    settings
        Defaults of this stage.
    decision
        Tells twitches from other movement; by default the one for MediaPipe's FaceMesh and flow.
    noise_floor_mm
        That of each quadrant to start from, such as a profile's; it is measured on from there.
    keep_signals
        Whether the signals behind the events are kept for ``take_signals``.

    Raises
    ------
    ValueError
        If the decision judges other features than are measured here.

    Examples
    --------
    >>> detector = Detector()
    >>> detector.push([]), detector.flush()
    ([], [])
    """

    def __init__(
        self,
        settings: DetectionSettings | None = None,
        decision: FittedDecision | None = None,
        noise_floor_mm: Sequence[float] | None = None,
        *,
        keep_signals: bool = False,
    ) -> None:
        self._settings = settings = settings or DetectionSettings()
        self.decision = decision or load_decision(DEFAULTS.backend, DEFAULTS.sensor)
        # Or it would be known at the first candidate, perhaps after an hour.
        if self.decision.names != FEATURE_NAMES:
            message = "the decision was fitted on other features than those that are measured"
            raise ValueError(message)
        self._stream = RowStream(settings, noise_floor_mm)
        self._history = History()
        self._candidates = CandidateFinder(settings)
        self._stretches = UnobservableStretches(settings)
        self._spells = SpellBuilder(settings)
        self._keeps_signals = keep_signals
        self._signals: list[LipSignals] = []
        self._is_over = False
        self._end_s = 0.0
        self._told_until_s = -np.inf

    @property
    def limit(self) -> DetectionLimit:
        """Noise floor and smallest detectable twitch of what was seen so far."""
        return self._stream.limit

    def push(self, motions: Sequence[LipMotion]) -> list[Event]:
        """Take the next frames; returns the events that are known by now.

        Raises
        ------
        ValueError
            If a frame is not later than the one before, or the stream has ended.
        """
        if self._is_over:
            message = "this stream has ended: use a new detector for another one"
            raise ValueError(message)
        return [event for run in self._stream.push(motions) for event in self._take(run)]

    def flush(self) -> list[Event]:
        """End the stream; returns the last events. Further calls return none."""
        if self._is_over:
            return []
        self._is_over = True
        events = [event for run in self._stream.flush() for event in self._take(run)]
        if self._history:
            rows = self._history.rows()
            events += self._find(rows, ended=True)
            events += self._conclude(self._spells.flush(), rows)
        return events + self._stretches.flush(self._end_s)

    def foresee(self, rest_s: float) -> list[Event]:
        """The twitches that a movement would be which has come to rest, if it were over now.

        A movement is over only after a pause that may still end; a monitor need not wait for it.

        Parameters
        ----------
        rest_s
            How long the movement must have been at rest.
        """
        spell = self._spells.twitch
        if spell is None or self._end_s - spell.end_s < rest_s:
            return []
        events = self._decide_one(spell, self._history.rows())
        return [event for event in events if event.kind is Kind.TWITCH]

    @property
    def movement_since_s(self) -> float | None:
        """Since when a movement that is not over stands out."""
        since_s = self._spells.open_since_s
        return since_s if np.isfinite(since_s) else None

    @property
    def judged_s(self) -> float:
        """Up to when everything was judged that can be said of single moments."""
        return self._end_s

    @property
    def decided_s(self) -> float:
        """Up to when it is known which movement is a twitch."""
        return self._candidates.judged_until_s

    def unfinished(self) -> list[Event]:
        """The stretch that cannot be observed and is not over, as far as it goes."""
        return self._stretches.unfinished(self._end_s)

    def take_signals(self) -> list[LipSignals]:
        """Signals computed since the last call, for plots and the motion file, if they are kept."""
        signals, self._signals = self._signals, []
        return signals

    def _take(self, run: Rows) -> list[Event]:
        """Judge the next rows, block by block: how many come at once must not show."""
        if self._keeps_signals:
            self._signals.append(
                LipSignals(
                    time_s=run.time_s,
                    magnitude_mm=run.magnitude_mm,
                    floor_mm=run.floor_mm,
                    threshold_mm=run.threshold_mm,
                    observable=run.codes == 0,
                )
            )
        self._history.push(run)
        events: list[Event] = []
        n_rows = self._settings.block_rows
        for start in range(0, len(run.time_s), n_rows):
            block = slice(start, start + n_rows)
            time_s = run.time_s[block]
            self._end_s = float(time_s[-1])
            events += self._stretches.push(time_s, run.codes[block])
            to_come = len(run.time_s) - start - len(time_s)
            events += self._find(self._history.rows(to_come))
        since_s = min(self._end_s, self._spells.open_since_s)
        self._history.forget_before(since_s - HISTORY_S)
        return events

    def _find(self, rows: Rows, *, ended: bool = False) -> list[Event]:
        finder = self._candidates
        judged = [self._judge(found, rows) for found in finder.push(rows, ended=ended)]
        # A candidate may begin so long before its peak.
        known_until_s = finder.judged_until_s - LOOKAHEAD_S
        spells = self._spells.push(judged, known_until_s, finder.moving_until_s)
        return self._conclude(spells, rows)

    def _conclude(self, spells: Sequence[Spell], rows: Rows) -> list[Event]:
        """Decide on spells that are over, each after the twitches that were told before it."""
        events: list[Event] = []
        for spell in spells:
            told = self._decide_one(spell, rows)
            ends_s = [event.end_s for event in told if event.kind is Kind.TWITCH]
            self._told_until_s = max([self._told_until_s, *ends_s])
            events += told
        return events

    def _judge(self, found: Candidate, rows: Rows) -> Judged:
        score = -np.inf
        if found.observable:
            peak = int(np.searchsorted(rows.time_s, found.time_s))
            course = measure_course(rows, peak, self._settings.grid_rate_hz)
            score = self.decision.score(found.features, course)
        return Judged(found, score, score > self.decision.accept)

    def _decide_one(self, spell: Spell, rows: Rows) -> list[Event]:
        # The rest around a twitch, and its beginning, may hold the end of the one before.
        if self._told_until_s < spell.members[0].candidate.time_s:
            spell = replace(spell, from_s=max(spell.from_s, self._told_until_s))
        parts = parts_in_view(spell, rows, self._settings)
        if parts == [spell]:
            return self._decide_whole(spell, rows)
        # Few peaks beside what was not seen may be the edge of anything; more are twitching.
        least = self._settings.tremor_min_cycles
        events = [event for part in parts for event in self._decide_whole(part, rows)]
        goes_on = any(one.kind is Kind.TWITCH and (one.peaks or 0) >= least for one in events)
        return events if goes_on else self._decide_whole(spell, rows)

    def _decide_whole(self, spell: Spell, rows: Rows) -> list[Event]:
        settings = self._settings
        movement = measure_movement(spell, rows, settings)
        if movement.unobservable:
            # The unobservable stretch tells it already.
            return []
        event = decide(movement, spell, self.decision, settings)
        parts = split_at_pauses(spell, movement.pauses_s)
        # Of what was cut off, what lies before or after a pause was seen whole.
        is_refused = event.kind is Kind.REJECTED and event.reason is not Reason.CUT_OFF
        # Of what goes on after a cut, the only candidate may lie before it.
        if is_refused or parts in ([], [spell]):
            return [event]
        moves = [measure_movement(part, rows, settings) for part in parts]
        rests_s = [after.onset_s - before.end_s for before, after in pairwise(moves)]
        if event.pattern == "tremor" and max(rests_s, default=0.0) < settings.max_gap_s:
            # A cycle that is missing does not end it.
            return [event]
        return [
            decide(move, part, self.decision, settings)
            for part, move in zip(parts, moves, strict=True)
        ]
