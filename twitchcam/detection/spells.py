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
# Refused movement counts, alone or beside a twitch, from this strength on: at rest, nine of ten
# candidates are weaker.
STANDS_OUT = 2.0
# Rest before and after a spell that its movement is held against. The filter answers late, so the
# movement starts before the spell does.
LEAD_S, TRAIL_S = 0.30, 0.25
# What goes on after a cut without a new peak is a spell of its own from this length on.
REMAINDER_S = 0.2


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with the score that the decision gives it, and whether that makes a twitch."""

    candidate: Candidate
    score: float
    accepted: bool


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of movement, first to last row, in seconds.

    What lies before ``from_s`` and after ``until_s`` belongs to other spells. ``rests`` says
    whether there is rest before and after it, where it was not cut out of a movement that went on.
    ``members`` are its candidates in the order of time.
    """

    start_s: float
    end_s: float
    members: tuple[Judged, ...]
    from_s: float = -np.inf
    until_s: float = np.inf
    rests: tuple[bool, bool] = (True, True)

    @property
    def with_rest_s(self) -> tuple[float, float]:
        """From when to when the movement can be looked at, with the rest around it."""
        return max(self.start_s - LEAD_S, self.from_s), min(self.end_s + TRAIL_S, self.until_s)

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

    A twitch starts from an accepted candidate and takes in its neighbours that are strong enough,
    and all that stand out before it is over; others that do make spells of refused movement. A
    movement without a new peak, such as a steady tremor, goes on as long as it is as strong as it
    was.
    """

    def __init__(self, settings: DetectionSettings) -> None:
        self._settings = settings
        self._twitch: Spell | None = None
        self._refused: list[Judged] = []
        self._newest: Judged | None = None
        # Where the last twitch was cut, what it was, and its last candidate; the end of any twitch,
        # and of refused movement that was cut.
        self._cut_s = self._last_end_s = self._refused_until_s = -np.inf
        self._cut: Spell | None = None
        self._cut_in: Judged | None = None

    @property
    def twitch(self) -> Spell | None:
        """The twitch that has not ended yet."""
        return self._twitch

    @property
    def open_since_s(self) -> float:
        """Start of what has not ended yet; infinity when there is nothing."""
        starts_s = [judged.candidate.start_s for judged in self._refused[:1]]
        return min([*starts_s, self._twitch.start_s if self._twitch else np.inf])

    def push(
        self, found: Iterable[Judged], known_until_s: float, moving_until_s: float = -np.inf
    ) -> list[Spell]:
        """Take the next candidates; returns the spells that have ended.

        Parameters
        ----------
        found
            In the order of time.
        known_until_s
            No candidate that begins before this will follow.
        moving_until_s
            The movement of the newest candidate goes on until then.
        """
        ended: list[Spell] = []
        for judged in found:
            ended += self._end_before(judged.candidate.start_s)
            ended += self._add(judged)
        self._go_on(moving_until_s)
        return ended + self._end_before(known_until_s)

    def flush(self) -> list[Spell]:
        """Return what is still open at the end of the recording."""
        return self._end_before(np.inf)

    def _add(self, judged: Judged) -> list[Spell]:
        self._newest = judged
        if self._twitch and (judged.accepted or _is_part(judged, self._twitch)):
            self._twitch = Spell.of([*self._twitch.members, judged], self._cut_s)
        elif judged.accepted and self._was_cut_in(judged.candidate):
            self._cut_in = judged
        elif judged.accepted:
            return self._open_twitch(judged)
        elif self._goes_on_after_cut(judged.candidate):
            self._newest = self._as_before_cut(judged)
            self._twitch = Spell.of([self._newest], self._cut_s)
        elif judged.candidate.strength > STANDS_OUT:
            self._refused.append(judged)
        return []

    def _was_cut_in(self, candidate: Candidate) -> bool:
        """Whether hardly any of it comes after the last cut: the twitch before holds it."""
        return candidate.start_s <= self._cut_s and candidate.end_s - self._cut_s <= REMAINDER_S

    def _goes_on_after_cut(self, candidate: Candidate) -> bool:
        """Whether it would be part of the last twitch, had that not been cut for its length."""
        if self._cut is None or candidate.end_s - self._cut_s <= REMAINDER_S:
            return False
        pause_s = candidate.start_s - self._cut_s
        strength = 0.0 if pause_s <= 0.0 else self._cut.strength
        return pause_s <= self._settings.max_gap_s and _belongs(candidate, strength)

    def _as_before_cut(self, judged: Judged) -> Judged:
        """As sure as what it goes on from: of a steady tremor, only the start may make a twitch."""
        score = max(judged.score, self._cut.best.score if self._cut else judged.score)
        return replace(judged, score=score, accepted=True)

    def _open_twitch(self, judged: Judged) -> list[Spell]:
        """Begin a twitch; returns the refused movement just before it."""
        members, refused = [judged], self._refused
        while refused and self._leads_to(members, refused[-1]):
            members.insert(0, refused.pop())
        twitch = self._twitch = Spell.of(members, max(self._cut_s, self._refused_until_s))
        before = [one for one in refused if one.candidate.end_s < twitch.start_s]
        self._refused = []
        return [
            replace(self._refused_spell(run), until_s=twitch.start_s) for run in self._runs(before)
        ]

    def _leads_to(self, members: Sequence[Judged], earlier: Judged) -> bool:
        gap_s = members[0].candidate.start_s - earlier.candidate.end_s
        strength = members[-1].candidate.strength
        return gap_s <= self._settings.max_gap_s and _belongs(earlier.candidate, strength)

    def _go_on(self, until_s: float) -> None:
        """Lengthen what the newest candidate belongs to; after a cut, that is a new spell."""
        newest = self._newest
        if newest is None or until_s <= newest.candidate.end_s:
            return
        longer = replace(newest, candidate=replace(newest.candidate, end_s=until_s))
        if self._twitch and self._twitch.members[-1] is newest:
            self._twitch = Spell.of([*self._twitch.members[:-1], longer], self._cut_s)
        elif self._refused and self._refused[-1] is newest:
            self._refused[-1] = longer
        elif self._cut_in is newest and until_s - self._cut_s > REMAINDER_S:
            longer = self._as_before_cut(longer)
            self._twitch = Spell.of([longer], self._cut_s)
        else:
            return
        self._newest = longer

    def _end_before(self, time_s: float) -> list[Spell]:
        return self._end_twitch(time_s) + self._end_refused(time_s)

    def _end_twitch(self, time_s: float) -> list[Spell]:
        spell = self._twitch
        if spell is None:
            return []
        paused = time_s - spell.end_s > self._settings.max_gap_s
        if not paused and time_s - spell.start_s < self._settings.max_event_s:
            return []
        cut_s, self._twitch, self._last_end_s = self._cut_s, None, spell.end_s
        self._refused = [one for one in self._refused if one.candidate.start_s > spell.end_s]
        resumes = spell.start_s - cut_s <= self._settings.max_gap_s
        if not paused:
            self._cut_s, self._cut, self._cut_in = spell.end_s, spell, spell.members[-1]
        return [
            replace(
                spell,
                from_s=cut_s if resumes else -np.inf,
                until_s=np.inf if paused else spell.end_s,
                rests=(not resumes, paused),
            )
        ]

    def _end_refused(self, time_s: float) -> list[Spell]:
        """Refused movement that no twitch can take in any more."""
        if self._twitch or not self._refused:
            return []
        runs = self._runs(self._refused)
        long = time_s - runs[-1][0].candidate.start_s > self._settings.max_event_s
        paused = time_s - runs[-1][-1].candidate.end_s > self._settings.max_gap_s
        self._refused = [] if paused or long else runs.pop()
        ended = [self._refused_spell(run) for run in runs]
        if long and not paused:
            self._refused_until_s = ended[-1].end_s
        return ended

    def _runs(self, members: Sequence[Judged]) -> list[list[Judged]]:
        """Candidates that follow each other without a pause."""
        runs: list[list[Judged]] = []
        for judged in members:
            gap_s = judged.candidate.start_s - runs[-1][-1].candidate.end_s if runs else np.inf
            if gap_s > self._settings.max_gap_s:
                runs.append([])
            runs[-1].append(judged)
        return runs

    def _refused_spell(self, run: Sequence[Judged]) -> Spell:
        from_s = max(self._last_end_s, self._refused_until_s)
        return replace(Spell.of(run, self._refused_until_s), from_s=from_s)


def _is_part(judged: Judged, twitch: Spell) -> bool:
    """Whether a candidate is part of a twitch, though it would make none by itself.

    Before that is over, it may be far weaker than at first: a tremor that fades is one tremor.
    """
    goes_on = judged.candidate.time_s <= twitch.end_s
    return _belongs(judged.candidate, 0.0 if goes_on else twitch.strength)


def _belongs(candidate: Candidate, strength: float) -> bool:
    """Whether a candidate is strong enough beside a twitch of this strength."""
    return candidate.strength >= max(BELONGS_SHARE * strength, STANDS_OUT)
