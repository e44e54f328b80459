"""The events of a session as they are told: first what is seen, then what it was."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twitchcam.outputs.events_tsv import MOST_SURE
from twitchcam.outputs.words import describe
from twitchcam.records import Event, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.live.messages import EventMessage, EventRow

# How many events a page that is opened gets at once.
MOST_IN_SNAPSHOT = 500


@dataclass(slots=True)
class _Told:
    id: int
    event: Event


class EventBook:
    """Gives events their numbers and turns them into messages.

    A movement is told twice: foreseen, when it has come to rest, and final, when the pause after it
    has told that it is over. Both have the same number.
    """

    def __init__(self) -> None:
        self.messages: list[EventMessage] = []
        self._open: list[_Told] = []
        self._next_id = 1

    def foresee(self, events: Sequence[Event]) -> list[EventMessage]:
        """Take the twitches that a movement would be if it were over now; gives what is new."""
        news: list[EventMessage] = []
        for event in events:
            told = self._matching(event)
            if told is None:
                told = _Told(self._number(), event)
                self._open.append(told)
            elif _row(told.event) == _row(event):
                continue
            told.event = event
            news.append(_message(told.id, event, final=False))
        return news

    def settle(self, events: Sequence[Event], movement_since_s: float | None) -> list[EventMessage]:
        """Take the events that are over.

        Parameters
        ----------
        events
            In order of ending.
        movement_since_s
            Since when a movement that is not over stands out.
        """
        news = [self._finish(event) for event in events]
        gone = [
            told
            for told in self._open
            if movement_since_s is None or told.event.end_s < movement_since_s
        ]
        for told in gone:
            # It was no event after all, as when it turns out that nothing could be observed.
            self._open.remove(told)
        self.messages += news
        return news + [_message(told.id, told.event, final=True, withdrawn=True) for told in gone]

    def snapshot(self) -> tuple[list[EventMessage], int]:
        """The newest events with all that are open, and how many came before them."""
        newest = self.messages[-MOST_IN_SNAPSHOT:]
        unsettled = [_message(told.id, told.event, final=False) for told in self._open]
        return [*newest, *unsettled], len(self.messages) - len(newest)

    def _finish(self, event: Event) -> EventMessage:
        told = None if event.kind is Kind.UNOBSERVABLE else self._matching(event)
        if told is None:
            return _message(self._number(), event, final=True)
        self._open.remove(told)
        withdrawn = event.kind is not Kind.TWITCH
        return _message(told.id, event, final=True, withdrawn=withdrawn)

    def _matching(self, event: Event) -> _Told | None:
        for told in self._open:
            if told.event.onset_s <= event.end_s and event.onset_s <= told.event.end_s:
                return told
        return None

    def _number(self) -> int:
        number, self._next_id = self._next_id, self._next_id + 1
        return number


def _message(number: int, event: Event, *, final: bool, withdrawn: bool = False) -> EventMessage:
    return {
        "type": "event",
        "id": number,
        "final": final,
        "withdrawn": withdrawn,
        "event": _row(event),
    }


def _row(event: Event) -> EventRow:
    return {
        "kind": event.kind.value,
        "onset_s": round(event.onset_s, 3),
        "duration_s": round(event.duration_s, 3),
        "lip": event.lip,
        "side": event.side,
        "pattern": event.pattern,
        "peaks": event.peaks,
        "frequency_hz": _rounded(event.frequency_hz),
        "amplitude_mm": _rounded(event.amplitude_mm),
        "confidence": _rounded(event.confidence, MOST_SURE),
        "eye": event.eye,
        "reason": event.reason.value if event.reason else None,
        "words": describe(event),
    }


def _rounded(value: float | None, most: float = math.inf) -> float | None:
    return None if value is None else round(min(value, most), 3)
