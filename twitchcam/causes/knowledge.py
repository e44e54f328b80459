"""All that is known of the causes, read from the data files and checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from twitchcam.causes.answers import MUCH_CAFFEINE_MG
from twitchcam.causes.cause_files import read_causes
from twitchcam.causes.data_files import Table, read_table, shipped_data
from twitchcam.causes.drinks import Drink, load_drinks
from twitchcam.causes.findings import Finding, Group, load_findings
from twitchcam.causes.medicines import MedicineClass, load_medicines
from twitchcam.causes.questions import Questionnaire, load_questions
from twitchcam.causes.urgency import Urgencies, load_urgencies
from twitchcam.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.abc import Traversable

    from twitchcam.causes.cause_records import Cause


@dataclass(frozen=True, slots=True)
class MovementKind:
    """Movements that look alike, what shows them, and what a recording can tell apart."""

    name: str
    signs: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class RecordingTask:
    """A recording that would tell more; ``tells`` maps its findings to how often they are so."""

    key: str
    text: str
    why: str
    tells: dict[str, float]
    without: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything in the data files; ``version`` changes whenever one of them does."""

    causes: dict[str, Cause]
    findings: dict[str, Finding]
    groups: dict[str, Group]
    kinds: dict[str, MovementKind]
    questionnaire: Questionnaire
    urgencies: Urgencies
    recordings: tuple[RecordingTask, ...]
    medicines: dict[str, MedicineClass]
    drinks: dict[str, Drink]
    sources: dict[str, str]
    version: str


@lru_cache(maxsize=1)
def shipped_knowledge() -> Knowledge:
    """Read what comes with twitchcam, once."""
    return load_knowledge(shipped_data())


def load_knowledge(folder: Traversable) -> Knowledge:
    """Read and check all data files of a folder.

    Raises
    ------
    KnowledgeError
        If something is missing, misspelt or impossible; names the file and the field.
    """
    sources = _texts(read_table(folder, "sources.toml", "sources/1"))
    questionnaire = load_questions(folder)
    findings, groups = load_findings(folder, questionnaire.questions)
    kinds = _kinds(read_table(folder, "movement_kinds.toml", "movement_kinds/1"), findings)
    knowledge = Knowledge(
        causes=read_causes(folder, sources, findings, kinds),
        findings=findings,
        groups=groups,
        kinds=kinds,
        questionnaire=questionnaire,
        urgencies=load_urgencies(folder, findings, sources),
        recordings=_recordings(folder, findings),
        medicines=load_medicines(folder, sources),
        drinks=load_drinks(folder, sources),
        sources=sources,
        version=_version(folder),
    )
    _check_seen_by(knowledge)
    _check_medicines(knowledge)
    _check_caffeine(knowledge)
    return knowledge


def _check_seen_by(knowledge: Knowledge) -> None:
    seen = [key for key, finding in knowledge.findings.items() if finding.video]
    for key, question in knowledge.questionnaire.questions.items():
        if question.seen_by and question.seen_by not in seen:
            message = (
                f"questions.toml: {key}.seen_by names no finding of a recording:"
                f" {question.seen_by!r}"
            )
            raise KnowledgeError(message)


def _check_medicines(knowledge: Knowledge) -> None:
    for key, known in knowledge.medicines.items():
        question = knowledge.questionnaire.questions.get(known.when_stopped)
        if known.when_stopped and (question is None or question.kind != "yes_no"):
            message = (
                f"medicines.toml: {key}.when_stopped names no question of yes or no:"
                f" {known.when_stopped!r}"
            )
            raise KnowledgeError(message)
    for finding in knowledge.findings.values():
        if finding.answer == "medicine_classes" and (
            wrong := [key for key in finding.has_any_of if key not in knowledge.medicines]
        ):
            message = f"findings.toml: {finding.key}.has holds {wrong[0]!r}, no class of medicines"
            raise KnowledgeError(message)


def _check_caffeine(knowledge: Knowledge) -> None:
    """Much caffeine, and what is not known of it, must be told apart at the same place."""
    bounds = {f.least for f in knowledge.findings.values() if f.answer == "caffeine_mg"}
    if bounds and MUCH_CAFFEINE_MG not in bounds:
        message = (
            f"findings.toml: no finding on caffeine_mg is from {MUCH_CAFFEINE_MG:g} on, as"
            " MUCH_CAFFEINE_MG in answers.py has it: change both"
        )
        raise KnowledgeError(message)


def _kinds(table: Table, findings: Mapping[str, Finding]) -> dict[str, MovementKind]:
    kinds = {}
    for key, inner in table.tables():
        kinds[key] = MovementKind(
            inner.text("name"), inner.texts("signs", known=findings), inner.text("says")
        )
        inner.finish()
    return kinds


def _recordings(folder: Traversable, findings: Mapping[str, Finding]) -> tuple[RecordingTask, ...]:
    tasks = []
    for key, table in read_table(folder, "recordings.toml", "recordings/1").tables():
        usual = table.table("tells")
        shares = {name: usual.number(name, above=0) for name in findings if usual.has(name)}
        usual.finish()
        without = table.text("without")
        if without not in shares:
            raise table.complaint(field="without", what=f"is {without!r}, which is not in tells")
        tasks.append(RecordingTask(key, table.text("text"), table.text("why"), shares, without))
        table.finish()
    return tuple(tasks)


def _texts(table: Table) -> dict[str, str]:
    return {key: str(text) for key, text in table.remaining().items()}


def _version(folder: Traversable) -> str:
    """Ten digits that tell one state of the data files from another."""
    digest = hashlib.sha256()
    for place in (folder, folder / "knowledge"):
        for file in sorted(place.iterdir(), key=lambda file: file.name):
            if file.name.endswith(".toml"):
                digest.update(file.name.encode())
                digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:10]
