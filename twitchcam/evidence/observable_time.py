"""Which part of a recording could be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twitchcam.records import Event, Kind, ObservableTime

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = tuple[float, float]

# Stretches that adjoin may miss each other by the rounding of onset + duration.
ROUNDING_S = 1e-6


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
    observable_s = duration_s - unobservable_s
    if observable_s < ROUNDING_S:
        observable_s, unobservable_s = 0.0, duration_s
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
        if spans and start <= spans[-1][1] + ROUNDING_S:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif end > start:
            spans.append((start, end))
    return spans


def observable_within_s(stretch: Span, spans: Sequence[Span], duration_s: float) -> float:
    """How much of a stretch of the recording could be judged, in seconds.

    Parameters
    ----------
    stretch
        Start and end. What lies after the recording's last picture was observed by nobody.
    spans
        Unobservable, without overlap, as of :func:`unobservable_spans`.
    duration_s
        Length of the recording.
    """
    start_s, end_s = stretch[0], min(stretch[1], duration_s)
    hidden_s = sum(max(0.0, min(end, end_s) - max(start, start_s)) for start, end in spans)
    seen_s = end_s - start_s - hidden_s
    return seen_s if seen_s >= ROUNDING_S else 0.0


def to_observable_clock(times_s: Sequence[float], spans: Sequence[Span]) -> list[float]:
    """Times with all unobservable spans before them cut out, in seconds.

    Parameters
    ----------
    times_s
        In any order.
    spans
        Ordered and without overlap, as of :func:`unobservable_spans`.
    """
    starts_s, ends_s = np.array(spans, dtype=np.float64).reshape(-1, 2).T
    hidden_s = np.concatenate([[0.0], np.cumsum(ends_s - starts_s)])
    times = np.asarray(times_s, dtype=np.float64)
    begun = np.searchsorted(starts_s, times)
    # Of a span that goes on at a time, the rest lies behind it.
    left_s = np.clip(np.concatenate([[-np.inf], ends_s])[begun] - times, 0.0, None)
    return (times - (hidden_s[begun] - left_s)).tolist()


def reason_name(event: Event) -> str:
    """Name the event's reason in words."""
    return event.reason.value if event.reason else "not stated"


def _cut(event: Event, duration_s: float) -> Span:
    return max(0.0, event.onset_s), min(duration_s, event.end_s)


def _length_s(spans: Iterable[Span]) -> float:
    return float(sum(end - start for start, end in spans))
