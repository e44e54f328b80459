"""What is measured: recordings as they are, and clips made of stretches of rest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias
from zlib import crc32

import numpy as np

from benchmarks.accuracy.case import Case
from benchmarks.recordings.injection import (
    LipTrack,
    inject,
    pictures_of,
    plan_twitches,
    push_lips,
    track_lips,
    write,
)
from benchmarks.recordings.light import LIGHTS, change_light
from benchmarks.recordings.slow_movements import plan_slow_movements, slow_displacement
from benchmarks.recordings.stretches import Stretch, person_in, rests
from benchmarks.recordings.truth import read_truth, truth_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.recordings.injection import Pictures
    from sample_videos.twitches import Twitch

# Below zero, chances are those of lights without twitches, with them, then of slow movements.
FIRST_SLOW_CHANCE = -1 - 2 * len(LIGHTS)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is made of the rest stretches.

    Parameters
    ----------
    sizes
        Of the twitches, in percent of the pupil distance.
    seed, rounds
        Fix the chances; how often each stretch is filled, anew each time.
    light
        Whether the stretches are also shown under changing light.
    lit_sizes
        Of twitches that are put in there as well, one filling for each light.
    slow_sizes
        Of slow movements of the lips, put in by themselves.
    sideways
        Whether twitches pull towards the corners of the mouth.
    paired
        Whether twitches come in pairs, two places within half a second.
    crf
        Quality of H.264; by default, stretches take about as many bits as in their recording.
    """

    sizes: tuple[float, ...]
    seed: int = 1
    rounds: int = 1
    light: bool = True
    lit_sizes: tuple[float, ...] = ()
    slow_sizes: tuple[float, ...] = ()
    sideways: bool = False
    paired: bool = False
    crf: float | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A recording to be measured as it is, and what is known of it."""

    video: Path
    stretches: tuple[Stretch, ...]

    @property
    def name(self) -> str:
        """Of the recording."""
        return self.video.name

    @property
    def person(self) -> str:
        """Who is seen."""
        return person_in(self.video, self.stretches)

    def cases(self) -> Iterator[Case]:
        """Yield the recording."""
        table = truth_path(self.video)
        truth = tuple(read_truth(table)) if table.is_file() else None
        yield Case(self.video, self.name, truth, stretches=self.stretches, person=self.person)


@dataclass(frozen=True, slots=True)
class Rest:
    """A stretch of rest, and what is to be made of it."""

    folder: Path
    stretch: Stretch
    plan: Plan

    @property
    def name(self) -> str:
        """Of the recording."""
        return self.stretch.file

    @property
    def person(self) -> str:
        """Who is seen."""
        return self.stretch.person

    def cases(self) -> Iterator[Case]:
        """Yield clips with twitches, under other lights, and with what is no twitch.

        Each is gone when the next comes.
        """
        stretch, crf = self.stretch, self.plan.crf
        track = track_lips(self.folder / stretch.file, stretch.start_s, stretch.end_s, crf)
        with TemporaryDirectory() as work:
            clip = Path(work) / "made.mp4"
            for number in range(self.plan.rounds):
                twitches = self._plan(track, number)
                if not twitches:
                    # Too short for any: seen as it is, and would only be seen again here.
                    continue
                for size in self.plan.sizes:
                    write(track, self._inject(track, twitches, size), clip)
                    yield Case(clip, self.name, twitches, size, person=stretch.person)
            for number, kind in enumerate(LIGHTS if self.plan.light else ()):
                yield from self._lit_cases(track, kind, -1 - number, clip)
            yield from self._slow_cases(track, clip)

    def _lit_cases(self, track: LipTrack, kind: str, number: int, clip: Path) -> Iterator[Case]:
        person = self.stretch.person

        def write_lit(pictures: Pictures) -> None:
            # The same chance each time, so that the same light shows with twitches and without.
            chance = self._chance(track, number)
            write(track, change_light(track.shown_s, pictures, LIGHTS[kind], chance), clip)

        write_lit(pictures_of(track))
        # To the end: the last picture is shown for a while.
        shown = Stretch(self.name, kind, 0.0, math.inf, person)
        yield Case(clip, self.name, stretches=(shown,), person=person)
        twitches = self._plan(track, number - len(LIGHTS))
        if not twitches:
            return
        for size in self.plan.lit_sizes:
            write_lit(self._inject(track, twitches, size))
            yield Case(clip, self.name, twitches, size, person=person, light=kind)

    def _slow_cases(self, track: LipTrack, clip: Path) -> Iterator[Case]:
        for number in range(self.plan.rounds if self.plan.slow_sizes else 0):
            chance = self._chance(track, FIRST_SLOW_CHANCE - number)
            movements = plan_slow_movements(track.duration_s, chance)
            unit = slow_displacement(movements, track.shown_s)
            for size in self.plan.slow_sizes if movements else ():
                write(track, push_lips(track, unit, size / 100), clip)
                yield Case(clip, self.name, None, size, person=self.stretch.person, slow=movements)

    def _plan(self, track: LipTrack, number: int) -> tuple[Twitch, ...]:
        chance = self._chance(track, number)
        return plan_twitches(track.duration_s, chance, paired=self.plan.paired)

    def _inject(self, track: LipTrack, twitches: tuple[Twitch, ...], size: float) -> Pictures:
        plan = self.plan
        return inject(track, twitches, size / 100, plan.seed, sideways=plan.sideways)

    def _chance(self, track: LipTrack, number: int) -> np.random.Generator:
        """Return the source of chance of a round, or for negative numbers of anything else."""
        of_stretch = crc32(f"{track.path.name} {track.start_s}".encode())
        return np.random.default_rng((self.plan.seed, number % 2**32, of_stretch))


Job: TypeAlias = Whole | Rest


def whole_jobs(videos: Iterable[Path], stretches: Sequence[Stretch]) -> list[Job]:
    """Return the recordings as they are."""
    return [
        Whole(video, tuple(stretch for stretch in stretches if stretch.file == video.name))
        for video in videos
    ]


def rest_jobs(folder: Path, stretches: Iterable[Stretch], plan: Plan) -> list[Job]:
    """Return the stretches of rest in which something is to be made."""
    return [Rest(folder, stretch, plan) for stretch in rests(stretches)]
