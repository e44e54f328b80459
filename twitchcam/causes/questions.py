"""The questions: what may be asked, and which answers are possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from twitchcam.causes.data_files import Table, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.abc import Traversable

Answer = bool | float | str | tuple[str, ...]
KINDS = ("yes_no", "choice", "choices", "number", "names")
NAME_TABLES = ("medicines", "drinks")

# How far each answer to ``duration`` is on the way from the prior of all to that after 4 weeks.
WEEKS_SHARE = {"under_2_weeks": 0.0, "2_to_4_weeks": 0.5, "1_to_12_months": 1.0, "over_1_year": 1.0}


@dataclass(frozen=True, slots=True)
class UsualAnswer:
    """An answer that may be given, and the share of people who would give it (a judgement)."""

    answer: Answer
    share: float


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``questions.toml`` says what each field means.

    ``options`` maps the answer that is stored to how it is called on the screen. ``outcomes`` are
    answers to weigh when it is decided what to ask next.
    """

    key: str
    kind: str
    label: str
    text: str
    help: str
    unless: str
    screen: str
    before_watching: bool
    of_now: bool
    ask: bool
    applies: dict[str, tuple[object, ...]]
    options: dict[str, str]
    unit: str
    least: float
    most: float
    whole: bool
    seen_by: str
    names_from: str
    outcomes: tuple[UsualAnswer, ...]

    @property
    def possible(self) -> tuple[bool | str, ...]:
        """What can be answered, or be part of the answer; empty where that is without limit."""
        return (True, False) if self.kind == "yes_no" else tuple(self.options)

    def applies_to(self, answers: Mapping[str, Answer], *, if_unknown: bool) -> bool:
        """Whether it makes sense beside other answers; ``if_unknown`` stands for missing ones."""
        return all(
            answers[key] in wanted if key in answers else if_unknown
            for key, wanted in self.applies.items()
        )


@dataclass(frozen=True, slots=True)
class Screen:
    """Questions that are asked together; with a ``place``, before everything else."""

    title: str
    place: int | None


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
    table = read_table(folder, "questions.toml", "questions/1")
    screens = {key: _screen(inner) for key, inner in table.table("screens").tables()}
    questions = {key: _question(key, inner, screens) for key, inner in table.tables()}
    for question in questions.values():
        for name, wanted in question.applies.items():
            if name not in questions or questions[name].kind not in ("yes_no", "choice"):
                raise table.complaint(
                    field=f"{question.key}.applies",
                    what=f"names no question of yes or no, or of one choice: {name}",
                )
            if wrong := [value for value in wanted if value not in questions[name].possible]:
                raise table.complaint(
                    field=f"{question.key}.applies.{name}",
                    what=f"holds {wrong[0]!r}, which cannot be answered",
                )
    if "duration" in questions and set(questions["duration"].options) != set(WEEKS_SHARE):
        raise table.complaint(
            field="duration.options", what=f"must be those of WEEKS_SHARE: {', '.join(WEEKS_SHARE)}"
        )
    questionnaire = Questionnaire(questions, screens)
    if not questionnaire.first:
        raise table.complaint(field="screens", what="has none with place 1 and questions on it")
    return questionnaire


def as_answer(value: object) -> Answer:
    """Bring a value of a TOML or JSON file into the form in which answers are held."""
    if isinstance(value, (list, tuple)):
        return tuple(str(item) for item in value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value if isinstance(value, bool) else str(value)
    return float(value)


def _screen(table: Table) -> Screen:
    place = round(table.number("place", above=0)) if table.has("place") else None
    screen = Screen(table.text("title"), place)
    table.finish()
    return screen


def _question(key: str, table: Table, screens: Mapping[str, Screen]) -> Question:
    kind = table.choice("type", KINDS)
    screen = table.text("screen", "")
    if screen and screen not in screens:
        raise table.complaint(field="screen", what=f"names no screen: {screen!r}")
    if screen and kind != "yes_no":
        raise table.complaint(field="screen", what="is for questions of yes or no alone")
    options = {name: str(text) for name, text in table.table("options").remaining().items()}
    if (kind in ("choice", "choices")) != bool(options):
        raise table.complaint(field="options", what="belong to choices, and to nothing else")
    least, most = table.number("least", 0.0), table.number("most", 0.0)
    if kind == "number" and least >= most:
        raise table.complaint(field="most", what=f"is {most:g}; it must be above {least:g}")
    applies = table.table("applies")
    question = Question(
        key=key,
        kind=kind,
        label=table.text("label"),
        text=table.text("text"),
        help=table.text("help", ""),
        unless=table.text("unless", ""),
        screen=screen,
        before_watching=table.flag("before_watching", default=False),
        of_now=table.flag("of_now", default=False),
        ask=table.flag("ask", default=True),
        applies={name: applies.values(name) for name in applies},
        options=options,
        unit=table.text("unit", ""),
        least=least,
        most=most,
        whole=table.flag("whole", default=False),
        seen_by=table.text("seen_by", ""),
        names_from=table.text("table") if kind == "names" else "",
        outcomes=_outcomes(kind, table, options),
    )
    if question.names_from and question.names_from not in NAME_TABLES:
        raise table.complaint(
            field="table", what=f"is {question.names_from!r}; there is no such table"
        )
    table.finish()
    return question


def _outcomes(kind: str, table: Table, options: Mapping[str, str]) -> tuple[UsualAnswer, ...]:
    if kind == "yes_no":
        usual = table.number("usual", above=0)
        if usual >= 1:
            raise table.complaint(field="usual", what=f"is {usual:g}; it must be below 1")
        return UsualAnswer(True, usual), UsualAnswer(False, 1 - usual)  # noqa: FBT003 - the answer
    if kind in ("choice", "choices"):
        shares = table.table("usual")
        found = {option: shares.number(option, above=0) for option in options}
        shares.finish()
        if kind == "choice":
            return tuple(UsualAnswer(option, share) for option, share in found.items())
        none = UsualAnswer((), max(0.05, 1 - sum(found.values())))
        return (none, *(UsualAnswer((option,), share) for option, share in found.items()))
    outcomes = []
    for inner in table.list_of_tables("outcomes"):
        value = inner.number("value") if kind == "number" else inner.texts("value")
        outcomes.append(UsualAnswer(value, inner.number("share", above=0)))
        inner.finish()
    return tuple(outcomes)
