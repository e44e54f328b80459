"""One recording to be analysed, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.recordings.slow_movements import SlowMovement
    from benchmarks.recordings.stretches import Stretch
    from sample_videos.twitches import Twitch


@dataclass(frozen=True, slots=True)
class Case:
    """One recording to be analysed, and what is known of it.

    Parameters
    ----------
    path
        The file; one into which something was put is gone when the next one comes.
    clip
        Name of the recording that it is, or is made of.
    truth
        Its twitches, ``None`` if nobody knows them; of size 1 if they were put in.
    size
        Of the twitches or slow movements that were put in, in percent of the pupil distance;
        ``None`` for a recording as it is.
    stretches
        What is known of a recording into which nothing was put.
    person
        Who is seen in it.
    light
        Which light was changed where twitches were put in; empty if none was.
    slow
        Slow movements of the lips that were put in instead of twitches, of that size.
    """

    path: Path
    clip: str
    truth: tuple[Twitch, ...] | None = None
    size: float | None = None
    stretches: tuple[Stretch, ...] = ()
    person: str = ""
    light: str = ""
    slow: tuple[SlowMovement, ...] = ()
