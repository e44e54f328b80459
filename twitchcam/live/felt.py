"""Twitches that the person felt, against those that were detected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.records import Event, FeltComparison, Kind
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
    free = [event for event in events if event.kind is Kind.TWITCH]
    blind = [event for event in events if event.kind is Kind.UNOBSERVABLE]
    outcomes: list[FeltOutcome] = []
    for mark_s in marks_s:
        near = [event for event in free if _belongs(event, mark_s, settings)]
        if near:
            free.remove(min(near, key=lambda event: abs(mark_s - event.end_s)))
            outcomes.append("detected")
        elif judged_s is not None and judged_s < mark_s + settings.felt_after_s:
            outcomes.append("pending")
        elif mark_s > duration_s or _is_blind(blind, mark_s, settings):
            outcomes.append("not observable")
        else:
            outcomes.append("not detected")
    since_s = min(marks_s, default=0.0) - settings.felt_before_s
    return outcomes, sum(event.end_s >= since_s for event in free)


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


def _belongs(event: Event, mark_s: float, settings: LiveSettings) -> bool:
    ended_before = mark_s - event.end_s <= settings.felt_before_s
    return ended_before and event.onset_s - mark_s <= settings.felt_after_s


def _is_blind(blind: Sequence[Event], mark_s: float, settings: LiveSettings) -> bool:
    """Whether any part of the time in which the twitch must have been could not be observed."""
    since_s = mark_s - settings.felt_before_s
    return any(event.onset_s < mark_s and event.end_s > since_s for event in blind)
