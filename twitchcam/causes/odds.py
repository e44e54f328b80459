"""Odds of every cause, each on its own: causes coexist, so they need not share one.

The log-odds of a cause are its prior for age and duration, plus what each finding adds: the
logarithm of its likelihood ratio times the strength of the finding (Bayes' rule, findings taken
as independent given the cause). Findings of one group overlap, and together count no more than
the group's cap. A finding that is not known adds nothing.

One cause is "unexplained": the leak of a noisy-OR (M. Henrion, Uncertainty in AI 3:161, 1989),
which can only be where nothing else explains the twitching. It gives way to what explains it
best, and gains only by what speaks for it: that a finding also makes another cause less likely
would count the same twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from twitchcam.causes.cause_records import Cause
    from twitchcam.causes.knowledge import Knowledge
    from twitchcam.causes.questions import Answer
    from twitchcam.records import Floats


@dataclass(frozen=True, slots=True)
class OddsModel:
    """The knowledge as arrays, for ``f`` findings and ``c`` causes.

    ``present`` and ``absent`` have shape ``(f, c)``: log likelihood ratios. ``groups`` holds the
    places of each group's findings and the logarithm of its cap. ``gates`` holds the places of
    causes that are never named without certain findings, and of these. ``weeks`` says how far each
    duration is on the way from the prior of all to that after 4 weeks.
    """

    causes: tuple[Cause, ...]
    places: dict[str, int]
    present: Floats
    absent: Floats
    groups: tuple[tuple[tuple[int, ...], float], ...]
    gates: tuple[tuple[int, tuple[int, ...]], ...]
    unexplained: int
    weeks: dict[str, float]

    def prior(self, known: Mapping[str, Answer]) -> Floats:
        """Log-odds before any finding, shape ``(c,)``."""
        weeks = self.weeks.get(str(known.get("duration")), 0.0)
        age = known.get("age_years")
        return np.array([_prior(cause, weeks, age) for cause in self.causes])

    def states(self, by_key: Mapping[str, float]) -> Floats:
        """Findings as an array of shape ``(f,)``."""
        return np.array([by_key.get(key, 0.0) for key in self.places])

    def contributions(self, states: Floats) -> Floats:
        """What each finding adds before groups are capped: shape ``(f, c)`` for states ``(f,)``."""
        strength = states[:, np.newaxis]
        return np.where(strength > 0, strength * self.present, -strength * self.absent)

    def log_odds(self, states: Floats, prior: Floats) -> Floats:
        """Log-odds of shape ``(n, c)`` for states ``(n, f)`` and priors ``(n, c)`` or ``(c,)``."""
        yes, no = np.maximum(states, 0.0), np.maximum(-states, 0.0)
        total = np.broadcast_to(prior, (len(states), len(self.causes))).copy()
        for members, cap in self.groups:
            at = list(members)
            added = yes[:, at] @ self.present[at] + no[:, at] @ self.absent[at]
            total += np.clip(added, -cap, cap)
        total[:, self.unexplained] += self._left_unexplained(total, states, prior)
        return total

    def is_open(self, states: Floats) -> NDArray[np.bool_]:
        """Which causes may be named, shape ``(n, c)``."""
        is_open = np.ones((len(states), len(self.causes)), dtype=bool)
        for column, openers in self.gates:
            is_open[:, column] = (states[:, list(openers)] > 0).any(axis=1)
        return is_open

    def _left_unexplained(self, total: Floats, states: Floats, prior: Floats) -> Floats:
        """How far the best explanation lowers the odds that nothing explains it, shape ``(n,)``.

        Only what speaks for another cause more than for none explains anything; a worse one than
        before any finding raises nothing.
        """
        everything = np.broadcast_to(prior, total.shape)
        own = (total - everything)[:, self.unexplained, np.newaxis]
        others = np.arange(len(self.causes)) != self.unexplained
        named = np.where(self.is_open(states) & others, total - own, -np.inf)
        never = np.zeros((1, states.shape[1]))
        before = np.where(self.is_open(never) & others, everything, -np.inf)
        return np.minimum(_log_not(named.max(axis=1)) - _log_not(before.max(axis=1)), 0.0)


def build_model(knowledge: Knowledge) -> OddsModel:
    """Bring the knowledge into arrays."""
    causes = tuple(knowledge.causes.values())
    places = {key: place for place, key in enumerate(knowledge.findings)}
    present, absent = (np.zeros((len(places), len(causes))) for _ in range(2))
    for column, cause in enumerate(causes):
        for key, weight in cause.weights.items():
            present[places[key], column] = np.log(weight.present)
            absent[places[key], column] = np.log(weight.absent)
    groups = tuple(
        (members, float(np.log(group.cap)))
        for key, group in knowledge.groups.items()
        if (members := tuple(places[f.key] for f in knowledge.findings.values() if f.group == key))
    )
    return OddsModel(
        causes,
        places,
        present,
        absent,
        groups,
        gates=tuple(
            (column, tuple(places[key] for key in cause.only_with))
            for column, cause in enumerate(causes)
            if cause.only_with
        ),
        unexplained=next(place for place, cause in enumerate(causes) if cause.unexplained),
        weeks=knowledge.questionnaire.weeks,
    )


def _prior(cause: Cause, weeks: float, age: Answer | None) -> float:
    shares = np.array([cause.prior.any_percent, cause.prior.weeks_percent]) / 100
    early, late = np.log(shares / (1 - shares))
    if isinstance(age, float):
        for band in cause.ages:
            if band.least <= age < band.below:
                early += np.log(band.times)
                late += np.log(band.weeks_times or band.times)
    return float((1 - weeks) * early + weeks * late)


def _log_not(log_odds: Floats) -> Floats:
    """Logarithm of one minus the probability."""
    return -np.logaddexp(0.0, log_odds)
