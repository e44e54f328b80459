"""Events as subtitles (WebVTT) to be shown over the video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.outputs.words import NOT_A_DIAGNOSIS, describe
from twitchcam.records import in_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import Event

# A twitch is over before anyone could read its caption.
SHORTEST_CUE_S = 1.0


def vtt_text(events: Sequence[Event], first_shown_s: float, made_by: str) -> str:
    """Subtitles with one cue per event, each shown for at least a second.

    Parameters
    ----------
    events
        In any order.
    first_shown_s
        When a player shows the first picture, from which events are counted.
    made_by
        What measured it.
    """
    stays = f"Each caption stays for at least {SHORTEST_CUE_S:g} s."
    note = f"NOTE {NOT_A_DIAGNOSIS}\n{stays}\nMade by {made_by}."
    cues = (_cue(event, first_shown_s) for event in in_time(events))
    return "\n\n".join(["WEBVTT", note, *cues]) + "\n"


def _cue(event: Event, first_shown_s: float) -> str:
    start_s = first_shown_s + max(0.0, event.onset_s)
    end_s = start_s + max(event.duration_s, SHORTEST_CUE_S)
    return f"{_timestamp(start_s)} --> {_timestamp(end_s)}\n{describe(event)}"


def _timestamp(time_s: float) -> str:
    minutes, milliseconds = divmod(round(time_s * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"
