"""The program under test, as the benchmark of accuracy sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from twitchcam.pipeline import analyze

if TYPE_CHECKING:
    from twitchcam.records import Event
    from twitchcam.settings import Settings


@dataclass(frozen=True, slots=True)
class Analysed:
    """What a program says of a recording.

    ``mm_per_pupil_distance`` turns sizes known as shares of the pupil distance into the program's
    own millimetres; ``None`` if it has no scale. ``smallest_detectable_mm`` is its own word on how
    small a twitch it could have found; ``None`` if it says nothing. ``quantiser`` says how coarsely
    the recording is coded, where that can be read.
    """

    events: tuple[Event, ...]
    duration_s: float
    mm_per_pupil_distance: float | None
    smallest_detectable_mm: float | None = None
    quantiser: float | None = None

    @property
    def detectable_percent(self) -> float | None:
        """The smallest twitch it could have found, in percent of the pupil distance."""
        if self.smallest_detectable_mm is None or not self.mm_per_pupil_distance:
            return None
        return 100 * self.smallest_detectable_mm / self.mm_per_pupil_distance


Program: TypeAlias = Callable[[Path], Analysed]


def twitchcam_program(settings: Settings | None = None) -> Program:
    """Return twitchcam with these settings."""

    def program(path: Path) -> Analysed:
        recording = analyze(path, write=False, settings=settings)
        evidence = recording.evidence
        if evidence.recording.partial:
            # The analysis ends early on Ctrl-C; so does the benchmark.
            raise KeyboardInterrupt
        scale = evidence.sensor.scale
        return Analysed(
            recording.events,
            evidence.recording.duration_s,
            scale.mm_per_pupil_distance if scale else None,
            evidence.sensor.smallest_detectable_mm,
            evidence.recording.quantiser,
        )

    return program
