"""The order of the interview: what cannot wait first, then what tells most."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twitchcam.causes.answers import NOT_KNOWN, check_answers, says_unknown
from twitchcam.causes.foresight import LEAST_OF_QUESTION
from twitchcam.causes.urgency import LEVELS, taken_back_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from twitchcam.causes.foresight import Situation, Worth
    from twitchcam.causes.matching import Matcher
    from twitchcam.causes.questions import Answer, Question
    from twitchcam.records import Evidence

# One more question of a list to tick is so much work, against a question of its own.
WORK_PER_ITEM = 0.15


@dataclass(frozen=True, slots=True)
class Step:
    """Questions to be asked together, under a title if there are several."""

    title: str
    questions: tuple[Question, ...]


@dataclass(slots=True)
class Interview:
    """Decides what is asked next, and holds the answers given so far.

    Parameters
    ----------
    matcher
        Knowledge to ask by.
    recordings
        Evidence that is there already.
    answers
        Checked answers given earlier; they are not asked again.
    again
        Keys of those that are, because they may have changed; until then they count.
    """

    matcher: Matcher
    recordings: Sequence[Evidence]
    answers: dict[str, Answer] = field(default_factory=dict)
    again: frozenset[str] = frozenset()
    asked: int = 0
    _passed: frozenset[str] = frozenset()
    _earlier: list[tuple[dict[str, Answer], frozenset[str]]] = field(default_factory=list)

    def next_step(self) -> Step | None:
        """What to ask now; ``None`` when nothing is worth asking any more."""
        ranked = self._ranked()
        return ranked[0] if ranked else None

    def left(self) -> int:
        """How many steps may still come; fewer if answers make some of them needless."""
        return len(self._ranked())

    def take(self, step: Step, given: Mapping[str, object]) -> None:
        """Take the answers to a step; what is missing in them is not known.

        An earlier answer that calls for more than watching counts until it is taken back; names of
        an earlier day do as well, though it is not known any more whether they are all.

        Raises
        ------
        AnswersError
            If they cannot be; nothing is taken then.
        """
        asked = {question.key for question in step.questions}
        kept = {key: answer for key, answer in self.answers.items() if key not in asked}
        left = ((key, self._left_of(key)) for key in asked & self.answers.keys())
        kept |= {key: answer for key, answer in left if answer is not None}
        questionnaire = self.matcher.knowledge.questionnaire
        answers = check_answers({**kept, **given}, questionnaire)
        self._earlier.append((self.answers, self._passed))
        self.answers, self._passed = answers, self._passed | asked
        self.asked += 1

    def go_back(self) -> bool:
        """Undo the step that was taken last, to be asked again; ``False`` if there is none."""
        if not self._earlier:
            return False
        self.answers, self._passed = self._earlier.pop()
        self.asked -= 1
        return True

    def is_emergency(self) -> bool:
        """Whether what is known calls for help now, so that questions can wait.

        Earlier answers that are still to be asked again do not: they may be taken back.
        """
        sure = {k: a for k, a in self.answers.items() if k not in self.still_to_ask_again}
        states = self.matcher.situation_of(sure, self.recordings).states
        rank = self.matcher.knowledge.urgencies.rank(states)
        return LEVELS[rank.level] == "emergency"

    @property
    def still_to_ask_again(self) -> frozenset[str]:
        """Keys of earlier answers that may have changed and were not asked again yet."""
        return self.again.intersection(self.answers) - self._passed

    def _left_of(self, key: str) -> Answer | None:
        """What is left of an earlier answer where the same question is not answered again."""
        answer = self.answers[key]
        kind = self.matcher.knowledge.questionnaire.questions[key].kind
        if kind == "names" and isinstance(answer, tuple):
            names = [name for name in answer if not says_unknown(name)]
            return (*names, NOT_KNOWN) if names else None
        return answer if self.matcher.foresight.calls_for_more(key, answer) else None

    def _situation(self) -> Situation:
        return self.matcher.situation_of(self.answers, self.recordings)

    def _ranked(self) -> list[Step]:
        """All steps that are to be asked: screens with a place, what cannot wait, the telling."""
        situation = self._situation()
        worths = self.matcher.foresight.worth_of_questions(situation)
        knowledge = self.matcher.knowledge
        rank = knowledge.urgencies.rank(situation.states)
        calming = {
            knowledge.findings[key].question
            for key in taken_back_by(knowledge.urgencies, situation.states)
        }
        screens: dict[str, list[Question]] = {}
        again = self.again - self._passed
        answered = {key: answer for key, answer in self.answers.items() if key not in again}
        for question in self.matcher.foresight.open_questions(answered):
            if question.key not in self._passed:
                screens.setdefault(question.screen or question.key, []).append(question)
        known = knowledge.questionnaire.screens
        rated = []
        for name, questions in screens.items():
            screen = known.get(name)
            known_worths = [worths[q.key] for q in questions if q.key in worths]
            worth = _rate(known_worths, len(questions))
            tells = any(one.information >= LEAST_OF_QUESTION for one in known_worths)
            must = any(q.before_watching or q.always or q.key in again | calming for q in questions)
            raised = [one.rank for one in known_worths if one.rank < rank]
            if screen is not None or must or raised or tells:
                place = screen.place if screen and screen.place else len(known) + 1
                title = screen.title if screen else ""
                pressing = min((one for one in raised if one.cannot_wait), default=rank)
                rated.append(((place, pressing, -worth), Step(title, tuple(questions))))
        return [step for _, step in sorted(rated, key=lambda pair: pair[0])]


def _rate(worths: Sequence[Worth], n_questions: int) -> float:
    """Worth of a step for the work that it makes."""
    work = 1 + WORK_PER_ITEM * (n_questions - 1)
    return sum(worth.information for worth in worths) / work
