"""The questions: what may be asked, and which answers are possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, field

from twitchcam.causes.data_files import (
    Entry,
    Positive,
    Record,
    Share,
    as_entries,
    as_kind,
    check_known,
    read_content,
)
from twitchcam.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.abc import Traversable

Answer = bool | float | str | tuple[str, ...]
QuestionKind = Literal["yes_no", "choice", "choices", "number", "names"]


class UsualAnswer(Record, frozen=True, kw_only=True, rename={"answer": "value"}):
    """An answer that may be given, and the share of people who would give it (a judgement)."""

    answer: Answer
    share: Positive


class Question(
    Entry,
    frozen=True,
    kw_only=True,
    rename={"kind": "type", "names_from": "table"},
):
    """One question; ``questions.toml`` says what each field means.

    ``options`` maps the answer that is stored to how it is called on the screen.
    """

    kind: QuestionKind
    label: str
    text: str
    help: str = ""
    unless: str = ""
    screen: str = ""
    before_watching: bool = False
    always: bool = False
    of_now: bool = False
    ask: bool = True
    applies: dict[str, tuple[bool | str, ...]] = field(default_factory=dict)
    from_age_years: Annotated[float, Meta(ge=0)] = 0.0
    options: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    least: float = 0.0
    most: float = 0.0
    whole: bool = False
    seen_by: str = ""
    names_from: Literal["", "medicines", "drinks"] = ""
    weeks: dict[str, Annotated[float, Meta(ge=0, le=1)]] = field(default_factory=dict)
    usual: Share | dict[str, Positive] | None = None
    examples: tuple[UsualAnswer, ...] = ()

    def __post_init__(self) -> None:
        """Check that what goes with its kind is there, and nothing else."""
        if mistake := next(self._mistakes(), None):
            raise ValueError(mistake)

    @property
    def usual_answers(self) -> tuple[UsualAnswer, ...]:
        """Answers to weigh when it is decided what to ask next."""
        if isinstance(self.usual, float):
            shares = ((True, self.usual), (False, 1 - self.usual))
            return tuple(UsualAnswer(answer=answer, share=share) for answer, share in shares)
        usual = [(option, self.usual[option]) for option in self.options] if self.usual else []
        if self.kind != "choices":
            given = (UsualAnswer(answer=option, share=share) for option, share in usual)
            return (*given, *self.examples)
        none = UsualAnswer(answer=(), share=max(0.05, 1 - sum(share for _, share in usual)))
        return (none, *(UsualAnswer(answer=(option,), share=share) for option, share in usual))

    @property
    def possible(self) -> tuple[bool | str, ...]:
        """What can be answered, or be part of the answer; empty where that is without limit."""
        return (True, False) if self.kind == "yes_no" else tuple(self.options)

    def applies_to(self, answers: Mapping[str, Answer], *, if_unknown: bool) -> bool:
        """Whether it makes sense beside other answers; ``if_unknown`` stands for missing ones.

        Who does not tell the age is taken to be old enough.
        """
        age_years = answers.get("age_years")
        if isinstance(age_years, float) and age_years < self.from_age_years:
            return False
        return all(
            answers[key] in wanted if key in answers else if_unknown
            for key, wanted in self.applies.items()
        )

    def _mistakes(self) -> Iterator[str]:
        if self.screen and self.kind != "yes_no":
            yield "screen is for questions of yes or no alone"
        if (self.kind in ("choice", "choices")) != bool(self.options):
            yield "options belong to choices, and to nothing else"
        if self.kind == "number" and self.least >= self.most:
            yield f"most is {self.most:g}; it must be above {self.least:g}"
        if (self.kind == "names") != bool(self.names_from):
            yield "table belongs to names, and to nothing else"
        if self.kind in ("number", "names"):
            yield from self._mistakes_in_examples()
        elif self.examples:
            yield "examples are for numbers and names; usual is for the others"
        elif self.kind == "yes_no" and not isinstance(self.usual, float):
            yield "usual must be a number above 0 and below 1"
        elif self.options and not (
            isinstance(self.usual, dict) and set(self.usual) == set(self.options)
        ):
            yield f"usual must have a number for each of {', '.join(self.options)}"

    def _mistakes_in_examples(self) -> Iterator[str]:
        value = float if self.kind == "number" else tuple
        if self.usual is not None:
            yield "usual is for yes or no and for choices; examples are for the others"
        if not all(isinstance(example.answer, value) for example in self.examples):
            yield f"examples must have values that answer a question of the kind {self.kind}"


class Screen(Record, frozen=True, kw_only=True):
    """Questions that are asked together; with a ``place``, before everything else."""

    title: str
    place: Annotated[int, Meta(gt=0)] | None = None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All questions and screens by key."""

    questions: dict[str, Question]
    screens: dict[str, Screen]

    @property
    def first(self) -> tuple[str, ...]:
        """Keys of the questions on the first screen."""
        screens = {key for key, screen in self.screens.items() if screen.place == 1}
        return tuple(key for key, one in self.questions.items() if one.screen in screens)

    @property
    def weeks(self) -> dict[str, float]:
        """How far each answer of duration is from the prior of all to that after 4 weeks."""
        duration = self.questions.get("duration")
        return duration.weeks if duration else {}

    @property
    def before_watching(self) -> tuple[str, ...]:
        """Keys of the questions without whose answers nobody is told that watching is enough."""
        flagged = (key for key, one in self.questions.items() if one.before_watching)
        return tuple(dict.fromkeys((*self.first, *flagged)))

    @property
    def of_now(self) -> tuple[str, ...]:
        """Keys of the questions whose answers hold for a day."""
        flagged = (key for key, one in self.questions.items() if one.of_now)
        return tuple(dict.fromkeys((*self.before_watching, *flagged)))


def load_questions(folder: Traversable) -> Questionnaire:
    """Read ``questions.toml``.

    Raises
    ------
    KnowledgeError
        If something in it is not as it must be.
    """
    content = read_content(folder, "questions.toml", "questions/1")
    screens = as_kind(content.pop("screens", {}), dict[str, Screen], "questions.toml: screens")
    questions = as_entries(content, Question, "questions.toml")
    for key, question in questions.items():
        where = f"questions.toml: {key}"
        if set(question.weeks) != (set(question.options) if key == "duration" else set()):
            message = f"{where}.weeks must have a share for each option of duration, and no others"
            raise KnowledgeError(message)
        if question.screen:
            check_known([question.screen], screens, f"{where}.screen", "screens")
        for name, wanted in question.applies.items():
            if name not in questions or questions[name].kind not in ("yes_no", "choice"):
                message = (
                    f"{where}.applies names no question of yes or no, or of one choice: {name}"
                )
                raise KnowledgeError(message)
            possible = questions[name].possible
            check_known(wanted, possible, f"{where}.applies.{name}", "what can be answered")
    questionnaire = Questionnaire(questions, screens)
    if not questionnaire.first:
        message = "questions.toml: screens has none with place 1 and questions on it"
        raise KnowledgeError(message)
    return questionnaire


def as_answer(value: object) -> Answer:
    """Bring a value of a TOML or JSON file into the form in which answers are held."""
    if isinstance(value, (list, tuple)):
        return tuple(str(item) for item in value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value if isinstance(value, bool) else str(value)
    return float(value)
