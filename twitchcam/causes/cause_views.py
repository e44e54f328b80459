"""Causes as seen in one situation: how well each fits, and what speaks for and against it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.causes.cause_report import FITS, FITTING, CannotTellApart, CauseMatch, CauseReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from twitchcam.causes.cause_records import Cause
    from twitchcam.causes.foresight import Foresight, Situation
    from twitchcam.causes.knowledge import Knowledge
    from twitchcam.causes.odds import OddsModel
    from twitchcam.causes.video_findings import Measured
    from twitchcam.records import Floats

# Likelihood ratios from which a reason is called so.
STRONG, MODERATE, WEAK = 5.0, 2.0, 1.2
# A cause fits well at these odds with something that speaks for it, or at lower odds with much.
WELL_ODDS, WELL_FOR = 0.6, 1.3
WELL_ODDS_WITH_MUCH, MUCH_FOR = 0.2, 10.0
# A rare cause fits in part by what speaks for it, or a rule would name a cause that fits little.
PARTLY_ODDS, PARTLY_ODDS_WITH_SOME, SOME_FOR = 0.1, 0.005, 5.0
# A common one does not by being common, where more speaks against it than for it by this factor.
PARTLY_RATIO = 0.5
PARTLY_ODDS_WITH_MUCH = 0.002
MOST_UNKNOWN = 4
# Less, in the logarithm of the odds that an answer usually moves, is not worth naming as unknown.
LEAST_EFFECT = 0.15
LARGEST_LOG = 50.0


@dataclass(frozen=True, slots=True)
class CausesInView:
    """Reads results off the odds of one situation.

    Parameters
    ----------
    knowledge, model, foresight
        What is known of causes.
    situation
        What is known of the person.
    measured
        What findings of recordings rest on, by measurement.
    """

    knowledge: Knowledge
    model: OddsModel
    foresight: Foresight
    situation: Situation
    measured: Mapping[str, Measured]

    def causes(self) -> tuple[CauseMatch, ...]:
        """All causes that may be named, best fit first."""
        states = self.model.states(self.situation.states)
        prior = self.model.prior(self.situation.known)
        log_odds = self.model.log_odds(states[np.newaxis], prior)[0]
        is_open = self.model.is_open(states[np.newaxis])[0]
        added = self.model.contributions(states)
        own = log_odds - prior - self._shared(added)
        known = added.any(axis=0)
        causes = self.model.causes
        speaks_for = added >= math.log(WEAK)
        anything_for = speaks_for.any(axis=0)
        may_be_well = self._told_by_recording() | speaks_for[self._answered()].any(axis=0)
        fits = [
            _fit(
                own[i],
                log_odds[i],
                anything_known=known[i],
                anything_for=anything_for[i],
                may_be_well=may_be_well[i],
            )
            for i in range(len(causes))
        ]
        order = sorted(
            (i for i in range(len(causes)) if is_open[i]),
            key=lambda i: (FITS.index(fits[i]), -log_odds[i], causes[i].key),
        )
        fitting = [causes[i] for i in order if fits[i] in FITTING]
        unknown = self._unknown()
        return tuple(
            self._match(
                causes[i],
                fits[i],
                float(log_odds[i]),
                added[:, i],
                unknown=unknown[i],
                fitting=fitting,
            )
            for i in order
        )

    def cannot_tell_apart(self, causes: Iterable[CauseMatch]) -> tuple[CannotTellApart, ...]:
        """Kinds of movement of which several causes fit, as far as it is known which it is."""
        fitting = [cause.key for cause in causes if cause.fit in FITTING]
        kinds = self.knowledge.kinds
        shown = [
            key for key in kinds if any(self.situation.states[s] > 0 for s in kinds[key].signs)
        ]
        groups = []
        for key in shown or kinds:
            members = [c for c in fitting if key in self.knowledge.causes[c].kinds]
            if len(members) > 1:
                names = tuple(self.knowledge.causes[member].name for member in members)
                groups.append(CannotTellApart(key, kinds[key].says, names))
        return tuple(groups)

    def _told_by_recording(self) -> NDArray[np.bool_]:
        """Which causes a recording alone can tell from the rest, shape ``(c,)``."""
        kinds = self.knowledge.kinds
        return np.array(
            [any(kinds[k].told_by_recording for k in c.kinds) for c in self.model.causes]
        )

    def _answered(self) -> NDArray[np.bool_]:
        """Which findings come from answers, shape ``(f,)``."""
        return np.array([not self.knowledge.findings[key].video for key in self.model.places])

    def _shared(self, added: Floats) -> Floats:
        """What speaks for a cause as it does for no cause at all: it makes none fit, shape (c,)."""
        unexplained = self.model.unexplained
        is_shared = (added[:, [unexplained]] > 0) & (added > 0)
        is_shared[:, unexplained] = False
        return np.where(is_shared, added, 0.0).sum(axis=0)

    def _match(  # noqa: PLR0913 - the parts of one record
        self,
        cause: Cause,
        fit: str,
        score: float,
        added: Floats,
        *,
        unknown: tuple[str, ...],
        fitting: Sequence[Cause],
    ) -> CauseMatch:
        reasons = self._reasons(cause, added)
        return CauseMatch(
            key=cause.key,
            name=cause.name,
            part_of=cause.part_of,
            from_article=cause.from_article,
            fit=fit,
            score=score,
            reasons_for=tuple(reason for worth, reason in reasons if worth > 0),
            reasons_against=tuple(reason for worth, reason in reasons if worth < 0),
            unknown=unknown,
            alike=tuple(
                other.key
                for other in fitting
                if other is not cause and set(other.kinds) & set(cause.kinds)
            ),
            account=cause.account,
            commonness=cause.commonness,
            advice=cause.advice,
            ask_clinician=cause.ask_clinician,
            tests=cause.tests,
        )

    def _reasons(self, cause: Cause, added: Floats) -> list[tuple[float, CauseReason]]:
        """Reasons with the log of their weight, weightiest first."""
        reasons = []
        for key in cause.weights:
            worth = float(added[self.model.places[key]])
            if abs(worth) >= math.log(WEAK) and (says := self._says(key)):
                weight = cause.weights[key]
                origin = "recording" if self.knowledge.findings[key].video else "answers"
                reason = CauseReason(key, says, origin, _word(worth), weight.tag, weight.source)
                reasons.append((worth, reason))
        return sorted(reasons, key=lambda pair: (-abs(pair[0]), pair[1].finding))

    def _says(self, key: str) -> str:
        finding = self.knowledge.findings[key]
        says = finding.says if self.situation.states[key] > 0 else finding.says_not
        measured = self.measured.get(finding.video)
        return f"{says}: {measured.basis}" if says and measured and measured.basis else says

    def _unknown(self) -> list[tuple[str, ...]]:
        """For each cause what is not known and usually weighs most, as questions are labelled."""
        open_now = self.foresight.unknown(self.situation)
        if not open_now:
            return [()] * len(self.model.causes)
        effects = np.array([self.foresight.usual[question.key] for question in open_now])
        most = np.argsort(-effects, axis=0, kind="stable")[:MOST_UNKNOWN]
        return [
            tuple(open_now[i].label for i in column if effects[i, place] >= LEAST_EFFECT)
            for place, column in enumerate(most.T)
        ]


def _fit(
    evidence: float,
    log_odds: float,
    *,
    anything_known: bool,
    anything_for: bool,
    may_be_well: bool,
) -> str:
    if not anything_known:
        return "cannot_say"
    if not anything_for:
        # However common: that alone is no fit.
        return "little"
    odds = math.exp(min(log_odds, LARGEST_LOG))
    ratio = math.exp(min(evidence, LARGEST_LOG))
    fits_well = (odds >= WELL_ODDS and ratio >= WELL_FOR) or (
        odds >= WELL_ODDS_WITH_MUCH and ratio >= MUCH_FOR
    )
    if fits_well and may_be_well:
        return "well"
    if (
        (odds >= PARTLY_ODDS and ratio >= PARTLY_RATIO)
        or (odds >= PARTLY_ODDS_WITH_SOME and ratio >= SOME_FOR)
        or (odds >= PARTLY_ODDS_WITH_MUCH and ratio >= MUCH_FOR)
    ):
        return "partly"
    return "little"


def _word(worth: float) -> str:
    if abs(worth) >= math.log(STRONG):
        return "strong"
    return "moderate" if abs(worth) >= math.log(MODERATE) else "weak"
