"""Twitches that the person felt, against those that were detected."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from twitchcam.records import Event, FeltComparison, Kind, in_time, twitches_of
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.live.messages import FeltMessage, FeltOutcome
    from twitchcam.settings import LiveSettings


def judge_marks(
    marks_s: Sequence[float],
    events: Sequence[Event],
    settings: LiveSettings,
    duration_s: float,
    judged_s: float | None = None,
) -> tuple[list[FeltOutcome], int]:
    """Find the twitch that each mark belongs to.

    A mark belongs to the nearest twitch that ended at most ``felt_before_s`` before it and began at
    most ``felt_after_s`` after it; each twitch has one mark at most.

    Parameters
    ----------
    marks_s
        When the key was pressed, rising.
    events
        All events in any order.
    settings
        How far mark and twitch may lie apart.
    duration_s
        When the last picture was: after it nothing could be observed.
    judged_s
        Up to when the events are complete; ``None`` for all.

    Returns
    -------
    The outcome of each mark, and the number of twitches since the first mark that nobody felt.
    """
    twitches, blind = _Twitches(events), _Blind(events)
    taken: set[int] = set()
    outcomes: list[FeltOutcome] = []
    for mark_s in marks_s:
        since_s, until_s = mark_s - settings.felt_before_s, mark_s + settings.felt_after_s
        near = [at for at in twitches.within(since_s, until_s) if at not in taken]
        if near:
            taken.add(min(near, key=lambda at: abs(mark_s - twitches.all[at].end_s)))
            outcomes.append("detected")
        elif judged_s is not None and judged_s < until_s:
            outcomes.append("pending")
        elif mark_s > duration_s or blind.touches(since_s, mark_s):
            # The twitch must have been before its mark.
            outcomes.append("not observable")
        else:
            outcomes.append("not detected")
    # Those before it may have been felt by somebody who had not begun to say so.
    first_s = min(marks_s, default=0.0)
    unfelt = (e.end_s >= first_s for at, e in enumerate(twitches.all) if at not in taken)
    return outcomes, sum(unfelt)


def compare_felt(
    marks_s: Sequence[float], events: Sequence[Event], settings: LiveSettings, duration_s: float
) -> FeltComparison:
    """The comparison for the evidence."""
    outcomes, unfelt = judge_marks(sorted(marks_s), events, settings, duration_s)
    return FeltComparison(
        marks_s=tuple(sorted(marks_s)),
        felt_and_detected=outcomes.count("detected"),
        felt_not_detected=outcomes.count("not detected"),
        felt_not_observable=outcomes.count("not observable"),
        detected_not_felt=unfelt,
    )


def felt_message(
    marks_s: Sequence[float],
    events: Sequence[Event],
    settings: LiveSettings,
    duration_s: float,
    judged_s: float,
) -> FeltMessage:
    """The comparison for the page."""
    marks_s = sorted(marks_s)
    outcomes, unfelt = judge_marks(marks_s, events, settings, duration_s, judged_s)
    pairs = zip(marks_s, outcomes, strict=True)
    return {
        "type": "felt",
        "marks": [{"time_s": time_s, "outcome": outcome} for time_s, outcome in pairs],
        "felt_and_detected": outcomes.count("detected"),
        "felt_not_detected": outcomes.count("not detected"),
        "felt_not_observable": outcomes.count("not observable"),
        "detected_not_felt": unfelt if marks_s else 0,
        "text": _words(outcomes, unfelt) if marks_s else "",
    }


def _words(outcomes: Sequence[FeltOutcome], unfelt: int) -> str:
    told = [
        (outcomes.count(outcome), words)
        for outcome, words in (
            ("detected", "detected"),
            ("not detected", "not detected"),
            ("not observable", "while nothing could be observed"),
            ("pending", "just now"),
        )
    ]
    parts = ", ".join(f"{number} {words}" for number, words in told if number)
    missed = counted(unfelt, "twitch was", "twitches were")
    rest = f" Since the first mark {missed} detected but not marked." if unfelt else ""
    return f"{counted(len(outcomes), 'twitch', 'twitches')} felt: {parts}.{rest}"


class _Twitches:
    """Twitches that are found by time without a look at all of them: a day has thousands."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.all = twitches_of(events)
        self._onsets_s = [event.onset_s for event in self.all]
        self._longest_s = max((event.duration_s for event in self.all), default=0.0)

    def within(self, start_s: float, end_s: float) -> list[int]:
        """Numbers of those that end at ``start_s`` or later and begin at ``end_s`` or earlier."""
        first = bisect_left(self._onsets_s, start_s - self._longest_s)
        last = bisect_right(self._onsets_s, end_s)
        return [at for at in range(first, last) if self.all[at].end_s >= start_s]


class _Blind:
    """The time that could not be observed."""

    def __init__(self, events: Sequence[Event]) -> None:
        blind = in_time(event for event in events if event.kind is Kind.UNOBSERVABLE)
        self._onsets_s = [event.onset_s for event in blind]
        self._ends_so_far_s = list(accumulate((event.end_s for event in blind), max))

    def touches(self, start_s: float, end_s: float) -> bool:
        """Whether any part between these times is of it."""
        begun = bisect_left(self._onsets_s, end_s)
        return begun > 0 and self._ends_so_far_s[begun - 1] > start_s
