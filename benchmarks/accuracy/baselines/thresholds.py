"""A trace over time, a threshold that makes events of it, and which threshold does best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from twitchcam.detection.motion_to_signals import true_runs
from twitchcam.records import Event, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Floats = NDArray[np.float64]

# Spells above the threshold that are closer than this are one event.
JOINED_WITHIN_S = 0.4
# What lasts longer is no twitch: else an alarm that never ends would find each of them.
LONGEST_S = 3.0
# False alarms per minute at rest that a threshold may cost: what is asked of twitchcam.
MOST_FALSE_AT_REST = 0.5
# Thresholds that are tried: so many, leaving these shares of all values above them.
TRIED = 48
MOST_ABOVE, FEWEST_ABOVE = 0.5, 1e-4


@dataclass(frozen=True)
class Trace:
    """What is held against a threshold, over time.

    ``value`` is not negative, and NaN where nothing could be measured; both have shape ``(n,)``.
    """

    time_s: Floats
    value: Floats

    @cached_property
    def finite(self) -> Floats:
        """The values that exist."""
        return self.value[np.isfinite(self.value)]

    @cached_property
    def usual(self) -> float:
        """Median of the values, NaN of none."""
        return float(np.median(self.finite)) if self.finite.size else float("nan")

    @property
    def duration_s(self) -> float:
        """From the start of the recording to the end of its last picture."""
        if len(self.time_s) < 2:
            return 0.0
        return float(self.time_s[-1] + np.median(np.diff(self.time_s)))


@dataclass(frozen=True, slots=True)
class Rule:
    """A threshold; ``of_usual`` if in multiples of each recording's own median."""

    threshold: float
    of_usual: bool = False

    def events(self, trace: Trace) -> tuple[Event, ...]:
        """Spells above the threshold, near ones joined, long ones left out."""
        above = trace.value > self.threshold * (trace.usual if self.of_usual else 1.0)
        spells: list[tuple[float, float]] = []
        for start, stop in true_runs(above):
            onset_s, end_s = float(trace.time_s[start]), float(trace.time_s[stop - 1])
            if spells and onset_s - spells[-1][1] < JOINED_WITHIN_S:
                onset_s = spells.pop()[0]
            spells.append((onset_s, end_s))
        return tuple(
            Event(Kind.TWITCH, onset, end - onset)
            for onset, end in spells
            if end - onset <= LONGEST_S
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """How a rule does: ``f1`` and false alarms per minute at rest, ``None`` where unknown."""

    rule: Rule
    f1: float | None
    false_at_rest: float | None

    @property
    def within_limit(self) -> bool:
        """Whether it costs few false alarms, even if it finds nothing; unknown ones are none."""
        return (self.false_at_rest or 0.0) <= MOST_FALSE_AT_REST


def candidates(traces: Iterable[Trace]) -> list[Rule]:
    """Thresholds worth trying on these traces: plain ones, and multiples of each one's median."""
    measured = [trace for trace in traces if trace.finite.size]
    plain = [trace.finite for trace in measured]
    multiples = [trace.finite / trace.usual for trace in measured if trace.usual > 0]
    return [
        Rule(float(threshold), of_usual)
        for of_usual, values in ((False, plain), (True, multiples))
        if values
        for threshold in np.quantile(
            np.concatenate(values), 1 - np.geomspace(MOST_ABOVE, FEWEST_ABOVE, TRIED)
        )
    ]


def best(trials: Sequence[Trial]) -> Trial | None:
    """Return the trial with the best F1 among those within the limit, or else among all.

    Of equally good ones the quietest is taken. ``None`` if no F1 is known.
    """
    known = [trial for trial in trials if trial.f1 is not None]
    within = [trial for trial in known if trial.within_limit]
    return max(within or known, key=_merit, default=None)


def _merit(trial: Trial) -> tuple[float, float]:
    return trial.f1 or 0.0, -(trial.false_at_rest or 0.0)
