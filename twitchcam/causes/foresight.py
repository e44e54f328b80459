"""What could become known next, and what it would be worth.

The worth of a question is the information that its answer is expected to bring about all causes:
the Kullback-Leibler divergence of each cause's odds after from before, averaged over possible
answers (D. V. Lindley, Annals of Mathematical Statistics 27:986, 1956). How often an answer is
given is its usual share, shifted by how well it goes with the causes that are in question. An
answer that would make the matter more urgent counts for more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.causes.answers import facts_of
from twitchcam.causes.findings import state_of, state_of_none
from twitchcam.causes.urgency import LEVELS, rank_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from twitchcam.causes.knowledge import Knowledge
    from twitchcam.causes.odds import OddsModel
    from twitchcam.causes.questions import Answer, Question
    from twitchcam.causes.urgency import Rank, Rule
    from twitchcam.records import Floats

# In nats, for an answer that would move the level to this one; a judgement.
URGENCY_WORTH = {"emergency": 3.0, "prompt_neurologist": 1.5, "gp": 0.3}
# The same for one that would make it a matter of the same day.
TODAY_WORTH = 1.0
# A recording settles a matter this far. While less than half of that is known, it is proposed, and
# what asks for the same is unknown.
RECORDED_STRENGTH, KNOWN_STRENGTH = 0.8, 0.4
# How far the causes in question may shift the usual share of an answer.
MOST_SHIFT = 5.0
# In nats: a question that tells less is neither asked nor named as one that would tell most, unless
# its answer could make the matter more urgent, or less.
LEAST_OF_QUESTION = 0.01
# Answers that change the priors.
PRIOR_KEYS = ("age_years", "duration")


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known at one moment: checked answers, facts from them, and states of findings."""

    answers: dict[str, Answer]
    known: dict[str, Answer]
    states: dict[str, float]


@dataclass(frozen=True, slots=True)
class Worth:
    """What knowing something would be worth in nats, and how urgent it could make the matter."""

    key: str
    information: float
    rank: Rank


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that may become known: how often, and the states of findings after it.

    ``rules`` are those that could fire only then.
    """

    about: str
    share: float
    changed: dict[str, float]
    known: dict[str, Answer]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Foresight:
    """Outcomes of all questions and of all recordings, by key.

    ``usual`` says by how much the answer to a question usually moves each cause, shape ``(c,)``.
    """

    knowledge: Knowledge
    model: OddsModel
    of_questions: dict[str, tuple[Outcome, ...]]
    of_recordings: dict[str, tuple[Outcome, ...]]
    usual: dict[str, Floats]

    def unknown(self, situation: Situation) -> list[Question]:
        """Open questions of whose matter no recording tells enough either."""
        return [
            question
            for question in self.open_questions(situation.answers)
            if not _is_known(question.seen_by, situation)
        ]

    def open_questions(self, answers: Mapping[str, Answer]) -> list[Question]:
        """Questions that may be asked now, make sense, and are not answered yet."""
        questions = self.knowledge.questionnaire.questions.values()
        return [
            question
            for question in questions
            if question.ask
            and question.key not in answers
            and question.applies_to(answers, if_unknown=False)
        ]

    def calls_for_more(self, key: str, answer: Answer) -> bool:
        """Whether a rule of urgency asks for this answer, which is none of free text or numbers."""
        outcomes = self.of_questions[key]
        return any(outcome.rules for outcome in outcomes if outcome.known.get(key) == answer)

    def worth_of_questions(self, situation: Situation) -> dict[str, Worth]:
        """What the answer to each open question would be worth, by key."""
        outcomes = [
            outcome
            for question in self.open_questions(situation.answers)
            for outcome in self.of_questions[question.key]
        ]
        return self._worths(outcomes, situation)

    def worth_of_recordings(self, situation: Situation) -> dict[str, Worth]:
        """What each recording would be worth that would settle something not known, by key."""
        tasks = [t for t in self.knowledge.recordings if not _is_known(t.without, situation)]
        outcomes = [outcome for task in tasks for outcome in self.of_recordings[task.key]]
        worths = self._worths(outcomes, situation)
        return {
            task.key: Worth(
                task.key,
                sum(worths[finding].information for finding in task.tells),
                min(worths[finding].rank for finding in task.tells),
            )
            for task in tasks
        }

    def _worths(self, outcomes: Sequence[Outcome], situation: Situation) -> dict[str, Worth]:
        if not outcomes:
            return {}
        base, prior = self.model.states(situation.states), self.model.prior(situation.known)
        before = self.model.log_odds(base[np.newaxis], prior)[0]
        states, priors = self._after(outcomes, situation, base, prior)
        after = self.model.log_odds(states, priors)
        information = _shares(outcomes, before, after) * _divergence(after, before)
        fired = self.knowledge.urgencies.fired(situation.states)
        rank = rank_of(fired)
        worths: dict[str, Worth] = {}
        for outcome, nats in zip(outcomes, information.tolist(), strict=True):
            new_rank = _rank_after(outcome, situation, fired)
            if new_rank < rank:
                nats += outcome.share * _worth_of_rise(rank, new_rank)  # noqa: PLW2901 - more of it
            old = worths.get(outcome.about, Worth(outcome.about, 0.0, rank))
            worths[outcome.about] = Worth(
                outcome.about, old.information + nats, min(old.rank, new_rank)
            )
        return worths

    def _after(
        self, outcomes: Sequence[Outcome], situation: Situation, base: Floats, prior: Floats
    ) -> tuple[Floats, Floats]:
        states, priors = (np.tile(row, (len(outcomes), 1)) for row in (base, prior))
        for row, outcome in enumerate(outcomes):
            for key, state in outcome.changed.items():
                states[row, self.model.places[key]] = state
            if outcome.about in PRIOR_KEYS:
                priors[row] = self.model.prior({**situation.known, **outcome.known})
        for key, finding in self.knowledge.findings.items():
            if finding.none_of:
                others = [self.model.places[other] for other in finding.none_of]
                states[:, self.model.places[key]] = state_of_none(states[:, others])
        return states, priors


def build_foresight(knowledge: Knowledge, model: OddsModel) -> Foresight:
    """Work out once what each question and each recording could bring."""
    by_fact: dict[str, list[str]] = {}
    for finding in knowledge.findings.values():
        by_fact.setdefault(finding.answer, []).append(finding.key)
    questions = {
        question.key: tuple(_outcomes(question, knowledge, by_fact))
        for question in knowledge.questionnaire.questions.values()
    }
    recordings = {
        task.key: tuple(
            _outcome(finding, chance, {finding: sign}, {}, knowledge)
            for finding, share in task.tells.items()
            for sign, chance in ((RECORDED_STRENGTH, share), (-RECORDED_STRENGTH, 1 - share))
        )
        for task in knowledge.recordings
    }
    usual = {key: _usual_effect(outcomes, model) for key, outcomes in questions.items()}
    return Foresight(knowledge, model, questions, recordings, usual)


def _outcomes(
    question: Question, knowledge: Knowledge, by_fact: Mapping[str, list[str]]
) -> Iterator[Outcome]:
    total = sum(usual.share for usual in question.usual_answers)
    for usual in question.usual_answers:
        facts = facts_of({question.key: usual.answer}, knowledge)
        changed = {
            key: state_of(knowledge.findings[key], facts)
            for fact in facts.known
            for key in by_fact.get(fact, ())
        }
        yield _outcome(question.key, usual.share / total, changed, facts.known, knowledge)


def _outcome(
    about: str,
    share: float,
    changed: dict[str, float],
    known: dict[str, Answer],
    knowledge: Knowledge,
) -> Outcome:
    new = {key for key, state in changed.items() if state > 0}
    rules = tuple(r for r in knowledge.urgencies.rules if new.intersection(r.all + r.any))
    return Outcome(about, share, changed, known, rules)


def _usual_effect(outcomes: Sequence[Outcome], model: OddsModel) -> Floats:
    effect = np.zeros(len(model.causes))
    for outcome in outcomes:
        added = model.contributions(model.states(outcome.changed))
        effect += outcome.share * np.abs(added).sum(axis=0)
    return effect


def _is_known(finding: str, situation: Situation) -> bool:
    return abs(situation.states.get(finding, 0.0)) >= KNOWN_STRENGTH


def _rank_after(outcome: Outcome, situation: Situation, fired: Sequence[Rule]) -> Rank:
    """How urgent it would be; rules that have fired may be taken back where others come."""
    if not outcome.rules:
        return rank_of(fired)
    states = {**situation.states, **outcome.changed}
    return rank_of(rule for rule in (*fired, *outcome.rules) if rule.fires(states))


def _worth_of_rise(old: Rank, new: Rank) -> float:
    of_level = URGENCY_WORTH.get(LEVELS[new.level], 0.0) if new.level < old.level else 0.0
    of_today = TODAY_WORTH if old.is_later and not new.is_later else 0.0
    return max(of_level, of_today)


def _shares(outcomes: Sequence[Outcome], before: Floats, after: Floats) -> Floats:
    """How often each outcome is expected, adding up to 1 for each matter."""
    chance = 1 / (1 + np.exp(-before))
    shift = np.exp(np.clip(after - before, -50, 50)) @ (chance / chance.sum())
    raw = np.array([o.share for o in outcomes]) * np.clip(shift, 1 / MOST_SHIFT, MOST_SHIFT)
    totals: dict[str, float] = {}
    for outcome, share in zip(outcomes, raw.tolist(), strict=True):
        totals[outcome.about] = totals.get(outcome.about, 0.0) + share
    return raw / np.array([totals[outcome.about] for outcome in outcomes])


def _divergence(after: Floats, before: Floats) -> Floats:
    """Kullback-Leibler divergence in nats, summed over causes: shape ``(n,)``."""
    chance = 1 / (1 + np.exp(-after))
    yes = np.logaddexp(0.0, -before) - np.logaddexp(0.0, -after)
    no = np.logaddexp(0.0, before) - np.logaddexp(0.0, after)
    return (chance * yes + (1 - chance) * no).sum(axis=1)
