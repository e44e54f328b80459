"""Writes a clip's true events as the program writes those that it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.outputs.events_tsv import events_texts
from twitchcam.records import Event, Kind

if TYPE_CHECKING:
    from pathlib import Path

    from sample_videos.clips import Clip
    from sample_videos.twitches import Twitch


def write_truth(clip: Clip, folder: Path) -> Path:
    """Write ``<clip>_events.tsv`` into ``folder``, sorted by onset, and return its path.

    One sidecar, ``events.json``, explains the tables of all clips: that of each is not wanted.
    """
    path = folder / f"{clip.name}_events.tsv"
    texts = events_texts(path, [_event_of(twitch) for twitch in clip.twitches])
    path.write_text(texts[path], encoding="utf-8", newline="\n")
    return path


def _event_of(twitch: Twitch) -> Event:
    """One true event; confidence and reason do not exist in a truth."""
    return Event(
        Kind.TWITCH,
        onset_s=twitch.onset_s,
        duration_s=twitch.duration_s,
        lip=twitch.lip,
        side=twitch.side,
        pattern=twitch.pattern,
        peaks=twitch.peaks,
        frequency_hz=twitch.frequency_hz,
        amplitude_mm=twitch.size_mm,
        eye=twitch.eye,
    )
