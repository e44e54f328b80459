"""Goes through recordings, as they are and with twitches put in, and has each one measured."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from zlib import crc32

import numpy as np

from benchmarks.injection import LipTrack, inject, plan_twitches, track_lips
from benchmarks.results import Case
from benchmarks.stretches import REST, Stretch
from sample_videos.twitches import Twitch
from twitchcam.errors import TwitchcamError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Measure: TypeAlias = Callable[[Case], object]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is put into the rest stretches: sizes in percent of the pupil distance."""

    sizes: tuple[float, ...]
    seed: int = 1
    rounds: int = 1


def measure_whole(
    videos: Iterable[Path],
    stretches: Sequence[Stretch],
    measure: Measure,
    failures: dict[str, str],
) -> None:
    """Have recordings measured as they are.

    Parameters
    ----------
    measure
        Called with each recording.
    failures
        Is told which recordings could not be measured, and why.
    """
    for video in videos:
        table = truth_path(video)
        try:
            truth = tuple(read_truth(table)) if table.is_file() else None
            own = tuple(stretch for stretch in stretches if stretch.file == video.name)
            measure(Case(video, video.name, truth, stretches=own))
        except TwitchcamError as error:
            failures[video.name] = str(error)


def measure_injected(  # noqa: PLR0913, PLR0917 one run needs all of them
    folder: Path,
    stretches: Iterable[Stretch],
    measure: Measure,
    plan: Plan,
    work: Path,
    failures: dict[str, str],
    advance: Callable[[], object] = lambda: None,
) -> None:
    """Put twitches of each size into rest stretches and have the clips measured.

    Parameters
    ----------
    folder
        Where the recordings are.
    measure
        Called with each clip that is made, once.
    work
        Folder for the clips; each is removed as soon as it has been measured.
    failures
        Is told which recordings could not be measured, and why.
    advance
        Called whenever a stretch is done.
    """
    for stretch in rests(stretches):
        try:
            track = track_lips(folder / stretch.file, stretch.start_s, stretch.end_s)
            for size in plan.sizes:
                _measure_size(track, size, measure, plan, work)
        except TwitchcamError as error:
            failures[stretch.file] = str(error)
        advance()


def rests(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches into which twitches are put."""
    return [stretch for stretch in stretches if stretch.kind == REST]


def truth_path(video: Path) -> Path:
    """Where the truth of a recording is kept."""
    return video.parent / "truth" / f"{video.stem}_events.tsv"


def read_truth(table: Path) -> list[Twitch]:
    """Read true twitches from an events table such as those of the sample videos."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [_read_twitch(row) for row in rows if row["trial_type"] == "twitch"]


def _read_twitch(row: dict[str, str]) -> Twitch:
    frequency = row["frequency_hz"]
    return Twitch(
        onset_s=float(row["onset"]),
        duration_s=float(row["duration"]),
        lip=row["lip"],  # type: ignore[arg-type]
        side=row["side"],  # type: ignore[arg-type]
        pattern=row["pattern"],  # type: ignore[arg-type]
        size_mm=float(row["amplitude_mm"]),
        frequency_hz=None if frequency == "n/a" else float(frequency),
        peaks=int(row["peaks"]),
    )


def _measure_size(track: LipTrack, size: float, measure: Measure, plan: Plan, work: Path) -> None:
    """Have all rounds of one size measured; the sizes get the same twitches."""
    for number in range(plan.rounds):
        chance = (plan.seed, number, crc32(f"{track.path.name} {track.start_s}".encode()))
        twitches = plan_twitches(track.duration_s, np.random.default_rng(chance))
        clip = inject(track, twitches, size / 100, work / "injected.mp4", plan.seed)
        measure(Case(clip, track.path.name, twitches, size))
        clip.unlink()
