"""Writes a clip's true events as a BIDS events table."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sample_videos.clips import Clip
    from sample_videos.twitches import Twitch

COLUMNS = (
    "onset",
    "duration",
    "trial_type",
    "lip",
    "side",
    "pattern",
    "peaks",
    "frequency_hz",
    "amplitude_mm",
    "confidence",
    "eye",
    "reason",
)


def write_truth(clip: Clip, folder: Path) -> Path:
    """Write ``<clip>_events.tsv`` into ``folder``, sorted by onset, and return its path."""
    path = folder / f"{clip.name}_events.tsv"
    rows = [_row(twitch) for twitch in sorted(clip.twitches, key=lambda twitch: twitch.onset_s)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows([COLUMNS, *rows])
    return path


def _row(twitch: Twitch) -> tuple[str, ...]:
    """Return one event as text; confidence and reason do not exist in a truth."""
    frequency = "n/a" if twitch.frequency_hz is None else f"{twitch.frequency_hz:.2f}"
    return (
        f"{twitch.onset_s:.3f}",
        f"{twitch.duration_s:.3f}",
        "twitch",
        twitch.lip,
        twitch.side,
        twitch.pattern,
        str(twitch.peaks),
        frequency,
        f"{twitch.size_mm:.2f}",
        "n/a",
        twitch.eye,
        "n/a",
    )
