"""From evidence and answers to causes: what they share with what is described of each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from twitchcam.causes.answers import Facts, check_answers, facts_of
from twitchcam.causes.cause_report import (
    FITTING,
    CauseMatch,
    CauseReport,
    NextStep,
    RecordingEffect,
)
from twitchcam.causes.cause_views import CausesInView
from twitchcam.causes.check_recordings import check_recordings
from twitchcam.causes.disagreements import disagreement_notes
from twitchcam.causes.findings import states_of
from twitchcam.causes.foresight import (
    LEAST_OF_QUESTION,
    Foresight,
    Situation,
    Worth,
    build_foresight,
)
from twitchcam.causes.knowledge import Knowledge, shipped_knowledge
from twitchcam.causes.odds import OddsModel, build_model
from twitchcam.causes.recording_notes import recording_notes
from twitchcam.causes.urgency import WATCHING, judge_urgency
from twitchcam.causes.video_findings import Measured, measure
from twitchcam.errors import AnswersError, EvidenceError
from twitchcam.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from twitchcam.causes.questions import Answer

# A recording changed a cause when its odds changed at least by this factor.
CHANGED = 1.5
MOST_STEPS = 4
# In nats: a recording that tells less is not worth naming.
LEAST_OF_RECORDING = 0.004


def match_causes(
    evidence: Evidence | Sequence[Evidence] | None = None,
    answers: Mapping[str, object] | None = None,
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

    Raises
    ------
    AnswersError
        If an answer is impossible or unknown.
    EvidenceError
        If the evidence holds what no recording can show, or is of one recording twice.
    """
    known = shipped_knowledge()
    is_several = isinstance(evidence, Sequence) and not isinstance(evidence, str)
    given: list[object] = [*evidence] if is_several else [evidence]  # type: ignore[misc]
    recordings = [one for one in given if isinstance(one, Evidence)]
    if wrong := [one for one in given if one is not None and not isinstance(one, Evidence)]:
        message = (
            f"{type(wrong[0]).__name__} is no evidence: give what read_evidence gives, or the"
            " evidence of what analyze gives"
        )
        raise EvidenceError(message)
    check_recordings(recordings)
    if answers is not None and not isinstance(answers, Mapping):
        message = f"{type(answers).__name__} is no answers: give a dict, or what read_answers gives"
        raise AnswersError(message)
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
        return _shipped() if knowledge is shipped_knowledge() else _new(knowledge)

    def match(self, recordings: Sequence[Evidence], answers: dict[str, Answer]) -> CauseReport:
        """Match checked recordings and answers."""
        facts = facts_of(answers, self.knowledge)
        measured = measure(recordings)
        situation = self.situation(facts, answers, measured)
        view = CausesInView(self.knowledge, self.model, self.foresight, situation, measured)
        questions = self.foresight.worth_of_questions(situation)
        filmed = self.foresight.worth_of_recordings(situation)
        causes = view.causes()
        return CauseReport(
            urgency=judge_urgency(
                self.knowledge.urgencies,
                situation.states,
                enough_answered=not self._open_before_watching(questions, facts, answers),
                unanswered=self._could_raise(questions, situation, facts),
            ),
            causes=causes,
            no_clear_match=not any(
                c.fit == "well" and not self.knowledge.causes[c.key].unexplained for c in causes
            ),
            cannot_tell_apart=view.cannot_tell_apart(causes),
            next_steps=self._next_steps(situation, questions, filmed),
            recording_effects=self._effects(facts, answers, causes) if recordings else (),
            notes=(
                *recording_notes(recordings),
                *disagreement_notes(self.knowledge.disagreements, situation.states),
                *facts.notes,
            ),
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
        facts = facts_of(answers, self.knowledge)
        return self.situation(facts, answers, measure(recordings))

    def _could_raise(
        self, worths: Mapping[str, Worth], situation: Situation, facts: Facts
    ) -> tuple[str, ...]:
        """Labels of open questions that could make it more urgent, most urgent first.

        Where watching would be enough for all that is known, those that must be answered first come
        before all others.
        """
        rank = self.knowledge.urgencies.rank(situation.states)
        raising = sorted(
            (worth for worth in worths.values() if worth.rank < rank), key=lambda worth: worth.rank
        )
        is_watched = rank.level >= WATCHING
        first = self._open_before_watching(worths, facts, situation.answers) if is_watched else ()
        keys = (*first, *(worth.key for worth in raising))
        questions = self.knowledge.questionnaire.questions
        return tuple(questions[key].label for key in dict.fromkeys(keys))

    def _open_before_watching(
        self, worths: Mapping[str, Worth], facts: Facts, answers: Mapping[str, Answer]
    ) -> list[str]:
        """Keys of questions that must be answered first, also for what else was answered."""
        asked = self.knowledge.questionnaire.before_watching
        grave = (key for key, worth in worths.items() if worth.rank.is_grave)
        return [*(key for key in asked if key not in answers), *sorted(facts.to_be_asked), *grave]

    def _next_steps(
        self,
        situation: Situation,
        questions: Mapping[str, Worth],
        recordings: Mapping[str, Worth],
    ) -> tuple[NextStep, ...]:
        """Name what would tell most, best first."""
        unknown = {one.key: one.label for one in self.foresight.unknown(situation)}
        filmed = {task.key: f"{task.text}: it {task.why}" for task in self.knowledge.recordings}
        steps = [
            *(
                NextStep(w.key, "question", unknown[w.key], w.information)
                for w in questions.values()
                if w.key in unknown and w.information >= LEAST_OF_QUESTION
            ),
            *(
                NextStep(w.key, "recording", filmed[w.key], w.information)
                for w in recordings.values()
                if w.information >= LEAST_OF_RECORDING
            ),
        ]
        steps.sort(key=lambda step: (-step.information, step.key))
        return tuple(steps[:MOST_STEPS])

    def _effects(
        self,
        facts: Facts,
        answers: dict[str, Answer],
        causes: Iterable[CauseMatch],
    ) -> tuple[RecordingEffect, ...]:
        alone = self.situation(facts, answers, {})
        without = CausesInView(self.knowledge, self.model, self.foresight, alone, {})
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
            if not more and old.fit not in FITTING:
                # It was unknown before: that it fits comes from the answers, not from this.
                continue
            reasons = cause.reasons_for if more else cause.reasons_against
            because = tuple(reason.says for reason in reasons if reason.origin == "recording")
            effects.append(
                RecordingEffect(
                    cause.key, cause.name, "more" if more else "less", old.fit, cause.fit, because
                )
            )
        return tuple(effects)


def _new(knowledge: Knowledge) -> Matcher:
    model = build_model(knowledge)
    return Matcher(knowledge, model, build_foresight(knowledge, model))


@cache
def _shipped() -> Matcher:
    return _new(shipped_knowledge())
