"""Findings: single facts about a person that bear on causes, read from what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from twitchcam.causes.data_files import Table, read_table
from twitchcam.causes.video_findings import MEASUREMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.abc import Traversable

    from twitchcam.causes.answers import Facts
    from twitchcam.causes.questions import Question

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


DERIVED = {
    "medicine_classes": Derived("medicines", "choices"),
    "medicines_given": Derived("medicines", "choice", ("none", "only_unlisted", "some_listed")),
    "caffeine_mg": Derived("drinks", "number"),
    "childhood_onset": Derived("began_before_18", "yes_no", (True, False)),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact; ``findings.toml`` says what each field means.

    Read from a measurement when ``video`` is set, from other findings when ``none_of`` is,
    otherwise from the fact named by ``answer``, asked for by ``question``.
    """

    key: str
    group: str
    says: str
    says_not: str
    video: str
    answer: str
    question: str
    is_one_of: tuple[object, ...]
    has_any_of: tuple[str, ...]
    least: float
    below: float
    none_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that overlap: together they change the odds by ``cap`` at most."""

    cap: float
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
    table = read_table(folder, "findings.toml", "findings/1")
    groups = {}
    for key, inner in table.table("groups").tables():
        groups[key] = Group(inner.number("cap", above=1), inner.text("about"))
        inner.finish()
    findings = {key: _finding(key, inner, questions, groups) for key, inner in table.tables()}
    for finding in findings.values():
        if wrong := [
            key for key in finding.none_of if key not in findings or findings[key].none_of
        ]:
            raise table.complaint(field=f"{finding.key}.none_of", what=f"holds {wrong[0]!r}")
    return findings, groups


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
            states[key] = state_of_none(finding, states)
    return states


def state_of_none(finding: Finding, states: Mapping[str, float]) -> float:
    """Whether none of other findings is so: known only when all are known, or one is so."""
    return -max(states.get(key, 0.0) for key in finding.none_of)


def state_of(finding: Finding, facts: Facts) -> float:
    """Whether a finding is so: 1 yes, -1 no, 0 not known."""
    answer = facts.known.get(finding.answer)
    if finding.video or finding.none_of or answer is None:
        return 0.0
    if finding.has_any_of:
        held = answer if isinstance(answer, tuple) else ()
        if any(item in held for item in finding.has_any_of):
            return 1.0
        is_open = finding.answer in facts.open_lists or not facts.open_classes.isdisjoint(
            finding.has_any_of
        )
        return 0.0 if is_open else -1.0
    if finding.is_one_of:
        return 1.0 if answer in finding.is_one_of else -1.0
    is_inside = isinstance(answer, float) and finding.least <= answer < finding.below
    return 1.0 if is_inside else -1.0


def _finding(
    key: str, table: Table, questions: Mapping[str, Question], groups: Mapping[str, Group]
) -> Finding:
    video, answer = table.text("video", ""), table.text("answer", "")
    none_of = table.texts("none_of", ())
    if [bool(video), bool(answer), bool(none_of)].count(True) != 1:
        raise table.complaint(field="answer", what="or video or none_of: one must be there")
    if video and video not in MEASUREMENTS:
        raise table.complaint(field="video", what=f"names no measurement: {video!r}")
    question = DERIVED[answer].question if answer in DERIVED else answer
    if answer and question not in questions:
        raise table.complaint(field="answer", what=f"names no question: {answer!r}")
    if (group := table.text("group")) not in groups:
        raise table.complaint(field="group", what=f"names no group: {group!r}")
    is_range = table.has("from") or table.has("below")
    plain = (True,) if answer and not is_range and not table.has("has") else ()
    finding = Finding(
        key=key,
        group=group,
        says=table.text("says"),
        says_not=table.text("says_not", ""),
        video=video,
        answer=answer,
        question=question,
        is_one_of=table.values("is", plain),
        has_any_of=table.texts("has", ()),
        least=table.number("from", float("-inf")),
        below=table.number("below", float("inf")),
        none_of=none_of,
    )
    if answer:
        fact = DERIVED.get(answer) or questions[answer]
        _check_reading(finding, fact.kind, fact.possible, table)
    table.finish()
    return finding


def _check_reading(
    finding: Finding, kind: str, possible: tuple[bool | str, ...] | None, table: Table
) -> None:
    """Complain of a finding that would never be so, whatever was answered."""
    given = ("is", bool(finding.is_one_of)), ("has", bool(finding.has_any_of))
    is_range = table.has("from") or table.has("below")
    ways = [name for name, is_there in (*given, ("from or below", is_range)) if is_there]
    if ways != [READ_BY[kind]]:
        raise table.complaint(
            field="answer",
            what=f"is of the kind {kind}, to be read by {READ_BY[kind] or 'nothing'} alone",
        )
    if finding.least >= finding.below:
        raise table.complaint(field="below", what=f"must be above {finding.least:g}")
    if possible is None or kind == "number":
        return
    for name, values in (("is", finding.is_one_of), ("has", finding.has_any_of)):
        if wrong := [value for value in values if value not in possible]:
            raise table.complaint(field=name, what=f"holds {wrong[0]!r}, which cannot be answered")
