"""Spells of movement: candidates that belong together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from twitchcam.detection.candidates import Candidate
    from twitchcam.settings import DetectionSettings

# A candidate beside a twitch belongs to it from this share of its strength on: a tremor that starts
# weakly is one tremor.
BELONGS_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with the score that the decision gives it, and whether that makes a twitch."""

    candidate: Candidate
    score: float
    accepted: bool


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of movement, first to last row, in seconds.

    What lies before ``from_s`` and after ``until_s`` belongs to other spells. ``at_rest`` says
    whether it lies between two rests, and was not cut out of a movement that went on. ``members``
    are its candidates in the order of time.
    """

    start_s: float
    end_s: float
    members: tuple[Judged, ...]
    from_s: float = -np.inf
    until_s: float = np.inf
    at_rest: bool = True

    @property
    def best(self) -> Judged:
        """The candidate with the highest score."""
        return max(self.members, key=lambda judged: judged.score)

    @property
    def strength(self) -> float:
        """Of the strongest candidate."""
        return max(judged.candidate.strength for judged in self.members)

    @classmethod
    def of(cls, members: Sequence[Judged], not_before_s: float = -np.inf) -> Spell:
        """The spell that these candidates make, in the order of time."""
        start_s = max(members[0].candidate.start_s, not_before_s)
        end_s = max(judged.candidate.end_s for judged in members)
        return cls(start_s, max(end_s, start_s), tuple(members))


class SpellBuilder:
    """Joins candidates less than ``max_gap_s`` apart into spells, and ends them after a pause.

    A twitch starts from an accepted candidate and takes in its neighbours that are strong enough;
    other strong candidates make spells of refused movement.
    """

    def __init__(self, settings: DetectionSettings) -> None:
        self._settings = settings
        self._twitch: Spell | None = None
        self._refused: list[Judged] = []
        self._cut_s = -np.inf

    @property
    def twitch(self) -> Spell | None:
        """The twitch that has not ended yet."""
        return self._twitch

    @property
    def open_since_s(self) -> float:
        """Start of what has not ended yet; infinity when there is nothing."""
        starts_s = [judged.candidate.start_s for judged in self._refused[:1]]
        return min([*starts_s, self._twitch.start_s if self._twitch else np.inf])

    def push(self, found: Iterable[Judged], known_until_s: float) -> list[Spell]:
        """Take the next candidates; returns the spells that have ended.

        Parameters
        ----------
        found
            In the order of time.
        known_until_s
            No candidate before this will follow.
        """
        ended: list[Spell] = []
        for judged in found:
            ended += self._end_before(judged.candidate.start_s)
            self._add(judged)
        return ended + self._end_before(known_until_s)

    def flush(self) -> list[Spell]:
        """Return what is still open at the end of the recording."""
        return self._end_before(np.inf)

    def _add(self, judged: Judged) -> None:
        if self._twitch:
            least = BELONGS_SHARE * self._twitch.strength
            if judged.accepted or judged.candidate.strength >= least:
                self._twitch = Spell.of([*self._twitch.members, judged], self._cut_s)
                return
        if not judged.accepted:
            self._refused.append(judged)
            return
        members = [judged]
        while self._refused and self._belongs(self._refused[-1], members):
            members.insert(0, self._refused.pop())
        self._twitch = Spell.of(members, self._cut_s)

    def _belongs(self, earlier: Judged, members: Sequence[Judged]) -> bool:
        gap_s = members[0].candidate.start_s - earlier.candidate.end_s
        least = BELONGS_SHARE * members[-1].candidate.strength
        return gap_s <= self._settings.max_gap_s and earlier.candidate.strength >= least

    def _end_before(self, time_s: float) -> list[Spell]:
        return self._end_twitch(time_s) + self._end_refused(time_s)

    def _end_twitch(self, time_s: float) -> list[Spell]:
        spell = self._twitch
        if spell is None:
            return []
        paused = time_s - spell.end_s > self._settings.max_gap_s
        if not paused and time_s - spell.start_s < self._settings.max_event_s:
            return []
        cut_s, self._twitch = self._cut_s, None
        self._refused = [one for one in self._refused if one.candidate.start_s > spell.end_s]
        resumes = spell.start_s - cut_s <= self._settings.max_gap_s
        if not paused:
            self._cut_s = spell.end_s
        return [
            replace(
                spell,
                from_s=cut_s if resumes else -np.inf,
                until_s=np.inf if paused else spell.end_s,
                at_rest=paused and not resumes,
            )
        ]

    def _end_refused(self, time_s: float) -> list[Spell]:
        """Refused movement that no twitch can take in any more, strong ones only."""
        if self._twitch or not self._refused:
            return []
        gap_s, runs = self._settings.max_gap_s, [[self._refused[0]]]
        for before, judged in zip(self._refused, self._refused[1:], strict=False):
            if judged.candidate.start_s - before.candidate.end_s > gap_s:
                runs.append([])
            runs[-1].append(judged)
        long = time_s - runs[-1][0].candidate.start_s > self._settings.max_event_s
        last_stays = time_s - runs[-1][-1].candidate.end_s <= gap_s and not long
        self._refused = runs.pop() if last_stays else []
        spells = [Spell.of(run) for run in runs]
        return [spell for spell in spells if spell.strength > 1.0]
