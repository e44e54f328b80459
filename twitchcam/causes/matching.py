"""From evidence and answers to causes: what they share with what is described of each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.causes.answers import Facts, check_answers, facts_of
from twitchcam.causes.findings import states_of
from twitchcam.causes.foresight import Foresight, Situation, Worth, build_foresight
from twitchcam.causes.knowledge import Knowledge, shipped_knowledge
from twitchcam.causes.odds import OddsModel, build_model
from twitchcam.causes.recording_notes import check_recordings, recording_notes
from twitchcam.causes.results import (
    CannotTellApart,
    CauseMatch,
    CauseReport,
    NextStep,
    Reason,
    RecordingEffect,
)
from twitchcam.causes.urgency import judge_urgency, level_of
from twitchcam.causes.video_findings import Measured, measure
from twitchcam.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from twitchcam.causes.knowledge import Cause
    from twitchcam.causes.questions import Answer
    from twitchcam.records import Floats

# Likelihood ratios from which a reason is called so.
STRONG, MODERATE, WEAK = 5.0, 2.0, 1.2
# A cause fits well at these odds with something that speaks for it, or at lower odds with much.
WELL_ODDS, WELL_FOR = 0.6, 1.3
WELL_ODDS_WITH_MUCH, MUCH_FOR = 0.2, 20.0
PARTLY_ODDS, PARTLY_ODDS_WITH_SOME, SOME_FOR = 0.1, 0.02, 5.0
# A recording changed a cause when its odds changed at least by this factor.
CHANGED = 1.5
MOST_UNKNOWN, MOST_STEPS = 4, 4
# In nats: less is not worth a question, or naming as unknown.
LEAST_INFORMATION, LEAST_EFFECT = 0.004, 0.15
# These alone say nothing of how soon it should be looked at.
NOT_TELLING = {"age_years", "sex"}
FITS = ("well", "partly", "little", "cannot_say")


def match_causes(
    evidence: Evidence | Sequence[Evidence] | None = None,
    answers: Mapping[str, object] | None = None,
    *,
    knowledge: Knowledge | None = None,
) -> CauseReport:
    """Set recordings and answers of one person against what is described of each cause.

    This is no diagnosis: it says what they share with descriptions, what speaks against, and how
    soon somebody should look at it.

    Parameters
    ----------
    evidence
        Of one recording, or several of the same person, or none.
    answers
        By the key of their question in ``questions.toml``; what is missing or ``None`` is unknown.
    knowledge
        Other knowledge than that which comes with twitchcam.

    Raises
    ------
    AnswersError
        If an answer is impossible, unknown, or contradicts another.
    EvidenceError
        If the evidence holds what no recording can show.
    """
    known = knowledge or shipped_knowledge()
    recordings = [evidence] if isinstance(evidence, Evidence) else list(evidence or ())
    check_recordings(recordings)
    checked = check_answers(answers or {}, known.questionnaire)
    return Matcher.of(known).match(recordings, checked)


@dataclass(frozen=True, slots=True)
class Matcher:
    """Knowledge and its odds, ready to match."""

    knowledge: Knowledge
    model: OddsModel
    foresight: Foresight

    @staticmethod
    def of(knowledge: Knowledge) -> Matcher:
        """Make it, or take the one that was made before."""
        return _matcher(knowledge) if knowledge is shipped_knowledge() else _new(knowledge)

    def match(self, recordings: Sequence[Evidence], answers: dict[str, Answer]) -> CauseReport:
        """Match checked recordings and answers."""
        facts = self._facts(answers)
        measured = measure(recordings)
        situation = self.situation(facts, answers, measured)
        view = _View(self.knowledge, self.model, self.foresight, situation, measured)
        questions = self.foresight.worth_of_questions(situation)
        filmed = self.foresight.worth_of_recordings(situation)
        causes = view.causes()
        return CauseReport(
            urgency=judge_urgency(
                self.knowledge.urgencies,
                situation.states,
                anything_told=bool(set(answers) - NOT_TELLING),
                unanswered=self._could_raise(questions, situation),
            ),
            causes=causes,
            no_clear_match=not any(
                c.fit == "well" and not self.knowledge.causes[c.key].unexplained for c in causes
            ),
            cannot_tell_apart=view.cannot_tell_apart(causes),
            next_steps=self._next_steps(questions, filmed),
            recording_effects=self._effects(facts, answers, causes) if recordings else (),
            notes=(*recording_notes(recordings), *facts.notes),
            sources=self.knowledge.sources,
            knowledge_version=self.knowledge.version,
        )

    def situation(
        self, facts: Facts, answers: dict[str, Answer], measured: Mapping[str, Measured]
    ) -> Situation:
        """Work out the state of every finding."""
        strengths = {name: found.strength for name, found in measured.items()}
        states = states_of(self.knowledge.findings, facts, strengths)
        return Situation(answers, facts.known, states)

    def situation_of(self, answers: dict[str, Answer], recordings: Sequence[Evidence]) -> Situation:
        """Work out the situation that checked answers and recordings give."""
        return self.situation(self._facts(answers), answers, measure(recordings))

    def _facts(self, answers: dict[str, Answer]) -> Facts:
        return facts_of(answers, self.knowledge.medicines, self.knowledge.drinks)

    def _could_raise(self, worths: Mapping[str, Worth], situation: Situation) -> tuple[str, ...]:
        """Labels of open questions that could make it more urgent, most urgent first."""
        level = level_of(self.knowledge.urgencies, situation.states)
        raising = [worth for worth in worths.values() if worth.level < level]
        raising.sort(key=lambda worth: worth.level)
        questions = self.knowledge.questionnaire.questions
        return tuple(questions[worth.key].label for worth in raising)

    def _next_steps(
        self, questions: Mapping[str, Worth], recordings: Mapping[str, Worth]
    ) -> tuple[NextStep, ...]:
        """Name what would tell most, best first."""
        asked = self.knowledge.questionnaire.questions
        filmed = {task.key: f"{task.text}: it {task.why}" for task in self.knowledge.recordings}
        steps = [
            *(
                NextStep(w.key, "question", asked[w.key].label, w.information)
                for w in questions.values()
            ),
            *(
                NextStep(w.key, "recording", filmed[w.key], w.information)
                for w in recordings.values()
            ),
        ]
        worth_it = [step for step in steps if step.information >= LEAST_INFORMATION]
        worth_it.sort(key=lambda step: (-step.information, step.key))
        return tuple(worth_it[:MOST_STEPS])

    def _effects(
        self,
        facts: Facts,
        answers: dict[str, Answer],
        causes: Iterable[CauseMatch],
    ) -> tuple[RecordingEffect, ...]:
        alone = self.situation(facts, answers, {})
        without = _View(self.knowledge, self.model, self.foresight, alone, {})
        before = {cause.key: cause for cause in without.causes()}
        effects = []
        for cause in causes:
            old = before.get(cause.key)
            change = 0.0 if old is None else cause.score - old.score
            if old is None or abs(change) < math.log(CHANGED):
                continue
            if {old.fit, cause.fit} <= {"little", "cannot_say"}:
                continue
            more = change > 0
            reasons = cause.reasons_for if more else cause.reasons_against
            because = tuple(reason.says for reason in reasons if reason.origin == "recording")
            effects.append(
                RecordingEffect(
                    cause.key, cause.name, "more" if more else "less", old.fit, cause.fit, because
                )
            )
        return tuple(effects)


@dataclass(frozen=True, slots=True)
class _View:
    """Reads results off the odds of one situation."""

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
        fits = [
            _fit(own[i], log_odds[i], anything_known=bool(np.any(added[:, i])))
            for i in range(len(self.model.causes))
        ]
        order = sorted(
            (i for i in range(len(fits)) if is_open[i]),
            key=lambda i: (-log_odds[i], self.model.causes[i].key),
        )
        fitting = [self.model.causes[i] for i in order if fits[i] in ("well", "partly")]
        return tuple(
            self._match(self.model.causes[i], fits[i], float(log_odds[i]), added[:, i], fitting)
            for i in order
        )

    def cannot_tell_apart(self, causes: Iterable[CauseMatch]) -> tuple[CannotTellApart, ...]:
        """Kinds of movement of which several causes fit."""
        fitting = [cause.key for cause in causes if cause.fit in ("well", "partly")]
        groups = []
        for key, kind in self.knowledge.kinds.items():
            members = [c for c in fitting if key in self.knowledge.causes[c].kinds]
            if len(members) > 1:
                names = tuple(self.knowledge.causes[member].name for member in members)
                groups.append(CannotTellApart(key, kind.says, names))
        return tuple(groups)

    def _shared(self, added: Floats) -> Floats:
        """What speaks for a cause as it does for no cause at all: it makes none fit, shape (c,)."""
        unexplained = self.model.unexplained
        is_shared = (added[:, [unexplained]] > 0) & (added > 0)
        is_shared[:, unexplained] = False
        return np.where(is_shared, added, 0.0).sum(axis=0)

    def _match(
        self, cause: Cause, fit: str, score: float, added: Floats, fitting: Sequence[Cause]
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
            unknown=self._unknown(cause),
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

    def _reasons(self, cause: Cause, added: Floats) -> list[tuple[float, Reason]]:
        """Reasons with the log of their weight, weightiest first."""
        reasons = []
        for key in cause.weights:
            worth = float(added[self.model.places[key]])
            if abs(worth) >= math.log(WEAK) and (says := self._says(key)):
                basis = cause.weights[key].basis
                origin = "recording" if self.knowledge.findings[key].video else "answers"
                reason = Reason(key, says, origin, _word(worth), basis.tag, basis.source)
                reasons.append((worth, reason))
        return sorted(reasons, key=lambda pair: (-abs(pair[0]), pair[1].finding))

    def _says(self, key: str) -> str:
        finding = self.knowledge.findings[key]
        says = finding.says if self.situation.states[key] > 0 else finding.says_not
        measured = self.measured.get(finding.video)
        return f"{says}: {measured.basis}" if says and measured and measured.basis else says

    def _unknown(self, cause: Cause) -> tuple[str, ...]:
        """What is not known and usually weighs most, as the questions are labelled."""
        column = list(self.knowledge.causes).index(cause.key)
        open_now = self.foresight.open_questions(self.situation.answers)
        effects = [(float(self.foresight.usual[q.key][column]), q.label) for q in open_now]
        effects.sort(key=lambda pair: -pair[0])
        return tuple(label for effect, label in effects if effect >= LEAST_EFFECT)[:MOST_UNKNOWN]


def _fit(evidence: float, log_odds: float, *, anything_known: bool) -> str:
    if not anything_known:
        return "cannot_say"
    odds, ratio = math.exp(min(log_odds, 50.0)), math.exp(min(evidence, 50.0))
    if (odds >= WELL_ODDS and ratio >= WELL_FOR) or (
        odds >= WELL_ODDS_WITH_MUCH and ratio >= MUCH_FOR
    ):
        return "well"
    if odds >= PARTLY_ODDS or (odds >= PARTLY_ODDS_WITH_SOME and ratio >= SOME_FOR):
        return "partly"
    return "little"


def _word(worth: float) -> str:
    size = abs(worth)
    return (
        "strong"
        if size >= math.log(STRONG)
        else "moderate"
        if size >= math.log(MODERATE)
        else "weak"
    )


def _new(knowledge: Knowledge) -> Matcher:
    model = build_model(knowledge)
    return Matcher(knowledge, model, build_foresight(knowledge, model))


@lru_cache(maxsize=1)
def _shipped(_version: str) -> Matcher:
    return _new(shipped_knowledge())


def _matcher(knowledge: Knowledge) -> Matcher:
    return _shipped(knowledge.version)
