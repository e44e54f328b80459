"""Findings: single facts about a person that bear on causes, read from what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from msgspec import Meta, structs

from twitchcam.causes.data_files import (
    Entry,
    Record,
    as_entries,
    as_kind,
    check_known,
    read_content,
)
from twitchcam.causes.video_findings import MEASUREMENTS
from twitchcam.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.abc import Traversable

    from twitchcam.causes.answers import Facts
    from twitchcam.causes.questions import Question
    from twitchcam.records import Floats

# How a finding is read from an answer of each kind; names are read from nothing.
READ_BY = {"yes_no": "is", "choice": "is", "choices": "has", "number": "from or below", "names": ""}


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact that answers give together, with the question that a reader would be asked.

    ``kind`` is that of questions; ``possible`` what it can be (``None``: told elsewhere).
    """

    question: str
    kind: str
    possible: tuple[bool | str, ...] | None = None


# Classes of medicines: those that are taken, and these with those of which it is not clear.
TAKEN, TILL_LATELY = "medicine_classes", "medicine_classes_till_lately"
MEDICINE_LISTS = (TAKEN, TILL_LATELY)
DERIVED = {
    **dict.fromkeys(MEDICINE_LISTS, Derived("medicines", "choices")),
    "medicine_unclear": Derived("medicines", "yes_no", (True,)),
    "medicines_given": Derived("medicines", "choice", ("none", "only_unlisted", "some_listed")),
    "caffeine_mg": Derived("drinks", "number"),
}


class Finding(
    Entry,
    frozen=True,
    kw_only=True,
    rename={"is_one_of": "is", "has_any_of": "has", "least": "from"},
):
    """One fact; ``findings.toml`` says what each field means.

    Read from a measurement when ``video`` is set, from other findings when ``none_of`` is,
    otherwise from the fact named by ``answer``, asked for by ``question``.
    """

    group: str
    says: str
    says_not: str = ""
    video: str = ""
    answer: str = ""
    is_one_of: Annotated[tuple[bool | str, ...], Meta(min_length=1)] = ()
    has_any_of: Annotated[tuple[str, ...], Meta(min_length=1)] = ()
    least: float = float("-inf")
    below: float = float("inf")
    none_of: Annotated[tuple[str, ...], Meta(min_length=1)] = ()

    def __post_init__(self) -> None:
        """Check where it is read from; an answer that nothing is said of has to be yes."""
        if [bool(self.video), bool(self.answer), bool(self.none_of)].count(True) != 1:
            message = "answer or video or none_of: one must be there"
            raise ValueError(message)
        if self.least >= self.below:
            message = f"below is {self.below:g}; it must be above {self.least:g}"
            raise ValueError(message)
        if self.answer and not self.ways:
            structs.force_setattr(self, "is_one_of", (True,))

    @property
    def question(self) -> str:
        """The question that a reader would be asked; empty where there is none."""
        return DERIVED[self.answer].question if self.answer in DERIVED else self.answer

    @property
    def ways(self) -> list[str]:
        """How it is read from an answer, as ``READ_BY`` calls it."""
        is_range = self.least > float("-inf") or self.below < float("inf")
        given = {"is": self.is_one_of, "has": self.has_any_of, "from or below": is_range}
        return [way for way, is_there in given.items() if is_there]


class Group(Record, frozen=True, kw_only=True):
    """Findings that overlap: together they change the odds by ``cap`` at most."""

    cap: Annotated[float, Meta(gt=1)]
    about: str


def load_findings(
    folder: Traversable, questions: Mapping[str, Question]
) -> tuple[dict[str, Finding], dict[str, Group]]:
    """Read ``findings.toml``.

    Raises
    ------
    KnowledgeError
        If something in it is not as it must be.
    """
    content = read_content(folder, "findings.toml", "findings/1")
    groups = as_kind(content.pop("groups", {}), dict[str, Group], "findings.toml: groups")
    findings = _with_twins(as_entries(content, Finding, "findings.toml"))
    alone = [key for key, finding in findings.items() if not finding.none_of]
    for key, finding in findings.items():
        where = f"findings.toml: {key}"
        check_known([finding.group], groups, f"{where}.group", "groups")
        check_known(finding.none_of, alone, f"{where}.none_of", "the findings read by themselves")
        if finding.video:
            check_known([finding.video], MEASUREMENTS, f"{where}.video", "video_findings.py")
        if finding.answer:
            check_known([finding.question], questions, f"{where}.answer", "questions.toml")
            _check_reading(finding, questions, where)
    return findings, groups


def _with_twins(findings: Mapping[str, Finding]) -> dict[str, Finding]:
    """Add, to each finding of what is taken, the one of what may be, for rules of urgency."""
    twins = {}
    for key, finding in findings.items():
        twins[key] = finding
        if finding.answer == TAKEN:
            twin = f"{key}_till_lately"
            says = f"{finding.says}, now or until lately"
            twins[twin] = structs.replace(
                finding, key=twin, answer=TILL_LATELY, says=says, says_not=""
            )
    return twins


def states_of(
    findings: Mapping[str, Finding], facts: Facts, measured: Mapping[str, float]
) -> dict[str, float]:
    """State of every finding, from -1 (not so) to 1 (so); 0 is not known.

    Parameters
    ----------
    findings
        By key.
    facts
        What was answered.
    measured
        Strength of each measurement that was made, by its name.
    """
    states = {
        key: measured.get(finding.video, 0.0) if finding.video else state_of(finding, facts)
        for key, finding in findings.items()
    }
    for key, finding in findings.items():
        if finding.none_of:
            states[key] = float(state_of_none(np.array([states[one] for one in finding.none_of])))
    return states


def state_of_none(others: Floats) -> Floats:
    """Whether none of other findings (last axis) is so: known when all are known, or one is so."""
    return np.asarray(-others.max(axis=-1))


def state_of(finding: Finding, facts: Facts) -> float:
    """Whether a finding is so: 1 yes, -1 no, 0 not known."""
    answer = facts.known.get(finding.answer)
    if finding.video or finding.none_of or answer is None:
        return 0.0
    if finding.has_any_of:
        held = answer if isinstance(answer, tuple) else ()
        if any(item in held for item in finding.has_any_of):
            return 1.0
        # What an open list does not hold may have to be added.
        is_open = finding.answer in MEDICINE_LISTS and "medicine_unclear" in facts.known
        return 0.0 if is_open else -1.0
    if finding.is_one_of:
        return 1.0 if answer in finding.is_one_of else -1.0
    is_inside = isinstance(answer, float) and finding.least <= answer < finding.below
    return 1.0 if is_inside else -1.0


def _check_reading(finding: Finding, questions: Mapping[str, Question], where: str) -> None:
    """Complain of a finding that would never be so, whatever was answered."""
    fact = DERIVED.get(finding.answer) or questions[finding.answer]
    if finding.ways != [READ_BY[fact.kind]]:
        read_by = READ_BY[fact.kind] or "nothing"
        message = f"{where}.answer is of the kind {fact.kind}, to be read by {read_by} alone"
        raise KnowledgeError(message)
    if fact.possible is not None and fact.kind != "number":
        for way, values in (("is", finding.is_one_of), ("has", finding.has_any_of)):
            check_known(values, fact.possible, f"{where}.{way}", "what can be answered")
