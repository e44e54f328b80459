"""Runs a program over recordings and scores what it says."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from benchmarks.injection import LipTrack, inject, plan_twitches, track_lips
from benchmarks.scoring import Score, false_alarms, in_words, score_clip
from benchmarks.stretches import NOT_LISTED, REST, Span, Stretch, uncovered
from sample_videos.twitches import Twitch
from twitchcam.errors import TwitchcamError
from twitchcam.evidence.observable_time import unobservable_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from benchmarks.program import Analysed, Program
    from twitchcam.records import Event

# By clip, or by anything else that scores are kept apart by.
Scores = dict[str, Score]


@dataclass(slots=True)
class Results:
    """Everything that a run of the benchmark finds.

    Parameters
    ----------
    truth
        Clips with known twitches as they are, by clip.
    watched
        False alarms by kind of stretch, then by clip.
    injected
        Stretches with twitches put in, by size in percent of the pupil distance, then by clip.
    failures
        What could not be measured and why, by clip.
    """

    truth: Scores = field(default_factory=dict)
    watched: dict[str, Scores] = field(default_factory=dict)
    injected: dict[float, Scores] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is put into the rest stretches: sizes in percent of the pupil distance."""

    sizes: tuple[float, ...]
    seed: int = 1
    rounds: int = 1


def pooled(scores: Scores) -> Score:
    """Add up the scores of clips."""
    return sum(scores.values(), Score())


def measure_whole(
    videos: Iterable[Path], stretches: Sequence[Stretch], program: Program, results: Results
) -> None:
    """Analyse recordings as they are: score those with a truth file, count false alarms in all."""
    for video in videos:
        try:
            analysed = program(video)
        except TwitchcamError as error:
            results.failures[video.name] = str(error)
            continue
        truth = read_truth(truth_path(video)) if truth_path(video).is_file() else None
        if truth is not None:
            results.truth[video.name] = _score(truth, analysed)
        own = [stretch for stretch in stretches if stretch.file == video.name]
        for kind, score in watch(analysed, own, truth).items():
            results.watched.setdefault(kind, {})[video.name] = score


def measure_injected(  # noqa: PLR0913, PLR0917 one run needs all of them
    folder: Path,
    stretches: Iterable[Stretch],
    program: Program,
    plan: Plan,
    work: Path,
    results: Results,
    advance: Callable[[], object] = lambda: None,
) -> None:
    """Put twitches of each size into rest stretches and score what is found of them.

    Parameters
    ----------
    folder
        Where the recordings are.
    work
        Folder for the clips that are made; each is removed as soon as it has been analysed.
    advance
        Called whenever a stretch is done.
    """
    for stretch in rests(stretches):
        try:
            track = track_lips(folder / stretch.file, stretch.start_s, stretch.end_s)
            for size in plan.sizes:
                score = _score_size(track, size, program, plan, work)
                by_clip = results.injected.setdefault(size, {})
                by_clip[stretch.file] = by_clip.get(stretch.file, Score()) + score
        except TwitchcamError as error:
            results.failures[stretch.file] = str(error)
        advance()


def rests(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches into which twitches are put."""
    return [stretch for stretch in stretches if stretch.kind == REST]


def watch(
    analysed: Analysed, stretches: Sequence[Stretch], truth: Sequence[Twitch] | None
) -> Scores:
    """Count false alarms by kind of stretch; an event belongs where its middle lies.

    Time that no stretch covers is listed as such, unless the whole recording has a truth.
    """
    spells = [(s.kind, (s.start_s, min(s.end_s, analysed.duration_s))) for s in stretches]
    if truth is None:
        spells += [(NOT_LISTED, gap) for gap in uncovered(stretches, analysed.duration_s)]
    by_kind: Scores = {}
    for kind, spell in spells:
        by_kind[kind] = by_kind.get(kind, Score()) + _watch_spell(analysed, spell, truth or [])
    return by_kind


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


def _score_size(track: LipTrack, size: float, program: Program, plan: Plan, work: Path) -> Score:
    """Score all rounds of one size; the sizes get the same twitches."""
    total = Score()
    for number in range(plan.rounds):
        chance = (plan.seed, number, crc32(f"{track.path.name} {track.start_s}".encode()))
        twitches = plan_twitches(track.duration_s, np.random.default_rng(chance))
        clip = inject(track, twitches, size / 100, work / "injected.mp4", plan.seed)
        analysed = program(clip)
        clip.unlink()
        scale_mm = analysed.mm_per_pupil_distance or np.nan
        total += _score([replace(t, size_mm=size / 100 * scale_mm) for t in twitches], analysed)
    return total


def _score(truth: Sequence[Twitch], analysed: Analysed) -> Score:
    return score_clip(truth, analysed.events, analysed.duration_s, analysed.observable_s)


def _watch_spell(analysed: Analysed, spell: Span, truth: Sequence[Twitch]) -> Score:
    start_s, end_s = spell
    unseen = unobservable_spans(analysed.events, analysed.duration_s)
    unseen_s = sum(max(0.0, min(end, end_s) - max(start, start_s)) for start, end in unseen)
    wrong = [e for e in false_alarms(truth, analysed.events) if start_s <= _middle_s(e) < end_s]
    return Score(
        false_alarms=len(wrong),
        duration_s=max(0.0, end_s - start_s),
        observable_s=max(0.0, end_s - start_s - unseen_s),
        errors=tuple(f"false {in_words(event)}" for event in wrong),
    )


def _middle_s(event: Event) -> float:
    return event.onset_s + event.duration_s / 2
