"""Which part of a recording could be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.records import Event, Kind, ObservableTime

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = tuple[float, float]


def observable_time(events: Iterable[Event], duration_s: float) -> ObservableTime:
    """Duration minus the union of all unobservable stretches, in seconds.

    Parameters
    ----------
    events
        All events of a recording in any order; only the unobservable ones matter.
    duration_s
        Length of the recording. Stretches are cut to it.
    """
    stretches = [event for event in events if event.kind is Kind.UNOBSERVABLE]
    unobservable_s = _length_s(unobservable_spans(stretches, duration_s))
    by_reason: dict[str, list[Event]] = {}
    for stretch in stretches:
        by_reason.setdefault(reason_name(stretch), []).append(stretch)
    observable_s = max(0.0, duration_s - unobservable_s)
    return ObservableTime(
        observable_s,
        unobservable_s,
        observable_s / duration_s if duration_s > 0 else None,
        {
            reason: _length_s(unobservable_spans(by_reason[reason], duration_s))
            for reason in sorted(by_reason)
        },
    )


def unobservable_spans(events: Iterable[Event], duration_s: float) -> list[Span]:
    """Union of the unobservable stretches as ordered (start, end) in seconds without overlap."""
    spans: list[Span] = []
    for start, end in sorted(_cut(e, duration_s) for e in events if e.kind is Kind.UNOBSERVABLE):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif end > start:
            spans.append((start, end))
    return spans


def to_observable_clock(time_s: float, spans: Sequence[Span]) -> float:
    """Time with all unobservable spans before it cut out, in seconds."""
    return time_s - sum(min(end, time_s) - start for start, end in spans if start < time_s)


def reason_name(event: Event) -> str:
    """Name the event's reason in words."""
    return event.reason.value if event.reason else "not stated"


def _cut(event: Event, duration_s: float) -> Span:
    return max(0.0, event.onset_s), min(duration_s, event.end_s)


def _length_s(spans: Iterable[Span]) -> float:
    return float(sum(end - start for start, end in spans))
