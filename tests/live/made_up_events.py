"""Events of a live session."""

from __future__ import annotations

from typing import Any

from twitchcam.records import Event, Kind, Reason


def twitch(onset_s: float, duration_s: float = 0.2, **more: Any) -> Event:  # noqa: ANN401
    return Event(Kind.TWITCH, onset_s, duration_s, "upper", "left", "single", 1, **more)


def rejected(onset_s: float) -> Event:
    return Event(Kind.REJECTED, onset_s, 0.2, reason=Reason.BLINK)


def blind(onset_s: float, duration_s: float) -> Event:
    return Event(Kind.UNOBSERVABLE, onset_s, duration_s, reason=Reason.NO_FACE)
