"""The truth of a recording, in a table of its twitches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_videos.twitches import Twitch
from twitchcam.errors import SourceError
from twitchcam.outputs.events_tsv import read_events
from twitchcam.records import Event, Kind

if TYPE_CHECKING:
    from pathlib import Path


def truth_path(video: Path) -> Path:
    """Where the truth of a recording is kept."""
    return video.parent / "truth" / f"{video.stem}_events.tsv"


def read_truth(table: Path) -> list[Twitch]:
    """Read true twitches from an events table such as those of the sample videos.

    Raises
    ------
    SourceError
        If it is no such table, or does not say all of a twitch.
    """
    return [_twitch_of(one, table) for one in read_events(table) if one.kind is Kind.TWITCH]


def _twitch_of(event: Event, table: Path) -> Twitch:
    size_mm, peaks = event.amplitude_mm, event.peaks
    if not (event.lip and event.side and event.pattern and size_mm and peaks):
        message = (
            f"{table}: of the twitch at {event.onset_s:g} s, lip, side, pattern, peaks and"
            " amplitude_mm must be given"
        )
        raise SourceError(message)
    return Twitch(
        onset_s=event.onset_s,
        duration_s=event.duration_s,
        lip=event.lip,
        side=event.side,
        pattern=event.pattern,
        size_mm=size_mm,
        frequency_hz=event.frequency_hz,
        peaks=peaks,
    )
