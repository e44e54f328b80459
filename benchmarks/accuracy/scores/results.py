"""What a run of the benchmark of accuracy finds, kept apart by recording, size and kind."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.accuracy.scores.scoring import (
    Score,
    false_alarms,
    middle_s,
    score_clip,
    score_false,
    score_told_as_twitches,
    time_watched,
)
from benchmarks.recordings.stretches import NOT_LISTED, uncovered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.accuracy.case import Case
    from benchmarks.accuracy.program_under_test import Analysed
    from benchmarks.recordings.stretches import Span, Stretch
    from sample_videos.twitches import Twitch

# By clip, or by anything else that scores are kept apart by.
Scores = dict[str, Score]


@dataclass(slots=True)
class Results:
    """Everything that a run of the benchmark finds of one program.

    Parameters
    ----------
    truth
        Clips with known twitches as they are, by clip.
    watched
        False alarms by kind of stretch, then by clip.
    injected
        Stretches with twitches put in, by size in percent of the pupil distance, then by clip.
    lit
        The same under changing light, by kind of light.
    slow
        Slow movements that were put in and are no twitches, by size, then by clip: found are those
        that were told as twitches.
    failures
        What could not be measured and why, by clip.
    people
        Who is seen, by clip.
    """

    truth: Scores = field(default_factory=dict)
    watched: dict[str, Scores] = field(default_factory=dict)
    injected: dict[float, Scores] = field(default_factory=dict)
    lit: dict[str, dict[float, Scores]] = field(default_factory=dict)
    slow: dict[float, Scores] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def add(self, case: Case, analysed: Analysed) -> None:
        """Score what the program says of a recording."""
        self.people[case.clip] = case.person or case.clip
        if case.slow and case.size is not None:
            told_wrong = score_told_as_twitches(case.slow, analysed.events)
            _add(self.slow.setdefault(case.size, {}), case.clip, told_wrong)
            return
        if case.size is not None:
            score = _score(_sized(case, analysed), analysed)
            score += Score(
                detectable_percent=_told(analysed.detectable_percent),
                quantisers=_told(analysed.quantiser),
            )
            place = self.lit.setdefault(case.light, {}) if case.light else self.injected
            _add(place.setdefault(case.size, {}), case.clip, score)
            return
        if case.truth is not None:
            _add(self.truth, case.clip, _score(case.truth, analysed))
        for kind, score in watch(analysed, case.stretches, case.truth).items():
            _add(self.watched.setdefault(kind, {}), case.clip, score)


def merged(parts: Iterable[Results]) -> Results:
    """Put together what was found in different recordings."""
    whole = Results()
    for part in parts:
        _add_all(whole.truth, part.truth)
        for kind, scores in part.watched.items():
            _add_all(whole.watched.setdefault(kind, {}), scores)
        for size, scores in part.injected.items():
            _add_all(whole.injected.setdefault(size, {}), scores)
        for size, scores in part.slow.items():
            _add_all(whole.slow.setdefault(size, {}), scores)
        for kind, sizes in part.lit.items():
            for size, scores in sizes.items():
                _add_all(whole.lit.setdefault(kind, {}).setdefault(size, {}), scores)
        whole.failures |= part.failures
        whole.people |= part.people
    return whole


def by_person(scores: Scores, people: Mapping[str, str]) -> Scores:
    """Add up the scores of each person's clips."""
    sums: Scores = {}
    for clip, score in scores.items():
        _add(sums, people.get(clip, clip), score)
    return sums


def pooled(scores: Scores) -> Score:
    """Add up the scores of clips."""
    return sum(scores.values(), Score())


def watch(
    analysed: Analysed, stretches: Sequence[Stretch], truth: Sequence[Twitch] | None
) -> Scores:
    """Count false alarms by kind of stretch; an event belongs where its middle lies.

    Time that no stretch covers is listed as such, unless the whole recording has a truth.
    """
    spells = [(s.kind, (s.start_s, min(s.end_s, analysed.duration_s))) for s in stretches]
    if truth is None:
        gaps = uncovered((0.0, analysed.duration_s), [stretch.span for stretch in stretches])
        spells += [(NOT_LISTED, gap) for gap in gaps]
    by_kind: Scores = {}
    for kind, spell in spells:
        by_kind[kind] = by_kind.get(kind, Score()) + _watch_spell(analysed, spell, truth or [])
    return by_kind


def _add(scores: Scores, name: str, score: Score) -> None:
    scores[name] = scores.get(name, Score()) + score


def _add_all(scores: Scores, others: Scores) -> None:
    for name, score in others.items():
        _add(scores, name, score)


def _sized(case: Case, analysed: Analysed) -> list[Twitch]:
    """Put the sizes of twitches that were put in into the program's own millimetres."""
    size_mm = (case.size or 0.0) / 100 * (analysed.mm_per_pupil_distance or np.nan)
    return [replace(twitch, size_mm=size_mm) for twitch in case.truth or ()]


def _score(truth: Sequence[Twitch], analysed: Analysed) -> Score:
    return score_clip(truth, analysed.events, analysed.duration_s)


def _watch_spell(analysed: Analysed, spell: Span, truth: Sequence[Twitch]) -> Score:
    start_s, end_s = spell
    wrong = [e for e in false_alarms(truth, analysed.events) if start_s <= middle_s(e) < end_s]
    seen = time_watched(truth, analysed.events, spell, analysed.duration_s)
    return sum(map(score_false, wrong), seen)


def _told(value: float | None) -> tuple[float, ...]:
    return () if value is None else (value,)
