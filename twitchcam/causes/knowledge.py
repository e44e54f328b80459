"""All that is known of the causes, read from the data files and checked."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from twitchcam.causes.cause_files import read_causes
from twitchcam.causes.data_files import (
    Entry,
    Positive,
    Record,
    as_entries,
    as_kind,
    check_known,
    read_content,
    shipped_data,
)
from twitchcam.causes.disagreements import Disagreement, load_disagreements
from twitchcam.causes.drinks import load_drinks
from twitchcam.causes.findings import MEDICINE_LISTS, Finding, Group, load_findings
from twitchcam.causes.medicines import MedicineClass, load_medicines
from twitchcam.causes.questions import Questionnaire, load_questions
from twitchcam.causes.urgency import Urgencies, load_urgencies
from twitchcam.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Collection
    from importlib.abc import Traversable

    from twitchcam.causes.cause_records import Cause
    from twitchcam.causes.drink_parts import Drink

# The finding from which on caffeine is much.
MUCH_CAFFEINE = "caffeine_400_to_1000"


class MovementKind(Record, frozen=True, kw_only=True):
    """Movements that look alike, what shows them, and what a recording can tell apart.

    ``told_by_recording`` says that a recording alone can make a cause of this kind fit well.
    """

    name: str
    signs: tuple[str, ...]
    says: str
    told_by_recording: bool = False


class RecordingTask(Entry, frozen=True, kw_only=True):
    """A recording that would tell more; ``tells`` maps its findings to how often they are so."""

    text: str
    why: str
    tells: dict[str, Positive]
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
    disagreements: tuple[Disagreement, ...]
    medicines: dict[str, MedicineClass]
    drinks: dict[str, Drink]
    sources: dict[str, str]
    version: str

    @property
    def much_caffeine_mg(self) -> float:
        """Caffeine a day from which on what is not known of it changes nothing of weight."""
        return self.findings[MUCH_CAFFEINE].least


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
    content = read_content(folder, "sources.toml", "sources/1")
    sources = as_kind(content, dict[str, str], "sources.toml")
    questionnaire = load_questions(folder)
    findings, groups = load_findings(folder, questionnaire.questions)
    kinds = _kinds(folder, findings)
    knowledge = Knowledge(
        causes=read_causes(folder, sources, findings, kinds),
        findings=findings,
        groups=groups,
        kinds=kinds,
        questionnaire=questionnaire,
        urgencies=load_urgencies(folder, findings, sources),
        recordings=_recordings(folder, findings),
        disagreements=load_disagreements(folder, findings),
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
        if finding.answer in MEDICINE_LISTS and (
            wrong := [key for key in finding.has_any_of if key not in knowledge.medicines]
        ):
            message = f"findings.toml: {finding.key}.has holds {wrong[0]!r}, no class of medicines"
            raise KnowledgeError(message)


def _check_caffeine(knowledge: Knowledge) -> None:
    finding = knowledge.findings.get(MUCH_CAFFEINE)
    if finding is None or finding.answer != "caffeine_mg" or not math.isfinite(finding.least):
        message = (
            f"findings.toml: {MUCH_CAFFEINE} must be there, and be read from caffeine_mg: from"
        )
        raise KnowledgeError(message)


def _kinds(folder: Traversable, findings: Collection[str]) -> dict[str, MovementKind]:
    content = read_content(folder, "movement_kinds.toml", "movement_kinds/1")
    kinds = as_kind(content, dict[str, MovementKind], "movement_kinds.toml")
    for key, kind in kinds.items():
        check_known(kind.signs, findings, f"movement_kinds.toml: {key}.signs", "findings.toml")
    return kinds


def _recordings(folder: Traversable, findings: Collection[str]) -> tuple[RecordingTask, ...]:
    content = read_content(folder, "recordings.toml", "recordings/1")
    tasks = as_entries(content, RecordingTask, "recordings.toml")
    for key, task in tasks.items():
        where = f"recordings.toml: {key}"
        check_known(task.tells, findings, f"{where}.tells", "findings.toml")
        check_known([task.without], task.tells, f"{where}.without", "tells")
    return tuple(tasks.values())


def _version(folder: Traversable) -> str:
    """Ten digits that tell one state of the data files from another."""
    digest = hashlib.sha256()
    for place in (folder, folder / "knowledge"):
        for file in sorted(place.iterdir(), key=lambda file: file.name):
            if file.name.endswith(".toml"):
                digest.update(file.name.encode())
                digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:10]
