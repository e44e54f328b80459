"""All that is known of the causes, read from the data files and checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from twitchcam.causes.data_files import Table, read_table, shipped_data
from twitchcam.causes.findings import Finding, Group, load_findings
from twitchcam.causes.questions import Questionnaire, load_questions
from twitchcam.causes.substances import Drink, MedicineClass, load_drinks, load_medicines
from twitchcam.causes.urgency import Urgencies, load_urgencies
from twitchcam.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.abc import Traversable

TAGS = ("data", "J", "R")
STRONGEST = 1000.0


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a figure comes from: ``tag`` is ``data``, ``J`` (judgement) or ``R`` (recalled)."""

    tag: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Weight:
    """How a finding changes the odds of a cause: likelihood ratios, 1 where it says nothing."""

    present: float
    absent: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class Prior:
    """Share of a cause among people who notice lip twitching: of all, and after 4 weeks."""

    any_percent: float
    weeks_percent: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class AgeBand:
    """How an age (``least`` <= age < ``below``, in years) changes the odds of a cause."""

    least: float
    below: float
    times: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause. ``only_with`` names findings without any of which it is never named."""

    key: str
    name: str
    from_article: bool
    part_of: str
    kinds: tuple[str, ...]
    account: str
    commonness: str
    advice: str
    ask_clinician: tuple[str, ...]
    tests: tuple[str, ...]
    unexplained: bool
    only_with: tuple[str, ...]
    prior: Prior
    ages: tuple[AgeBand, ...]
    weights: dict[str, Weight]


@dataclass(frozen=True, slots=True)
class MovementKind:
    """Movements that look alike, and what a recording can tell apart among them."""

    name: str
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
    kinds = _kinds(read_table(folder, "movement_kinds.toml", "movement_kinds/1"))
    reader = _CauseReader(folder, sources, findings, kinds)
    knowledge = Knowledge(
        causes=reader.causes(),
        findings=findings,
        groups=groups,
        kinds=kinds,
        questionnaire=questionnaire,
        urgencies=load_urgencies(folder, findings, sources),
        recordings=_recordings(folder, findings),
        medicines=load_medicines(folder),
        drinks=load_drinks(folder),
        sources=sources,
        version=_version(folder),
    )
    _check_classes(knowledge)
    return knowledge


@dataclass(frozen=True, slots=True)
class _CauseReader:
    """Reads causes, with everything that they may refer to."""

    folder: Traversable
    sources: Mapping[str, str]
    findings: Mapping[str, Finding]
    kinds: Mapping[str, MovementKind]

    def causes(self) -> dict[str, Cause]:
        shared = {
            name: self._weights(table)
            for name, table in read_table(
                self.folder, "shared_weights.toml", "shared_weights/1"
            ).tables()
        }
        files = sorted(f.name for f in (self.folder / "knowledge").iterdir())
        causes = {}
        for name in files:
            if name.endswith(".toml"):
                key = name.removesuffix(".toml")
                causes[key] = self._cause(key, read_table(self.folder / "knowledge", name), shared)
        for cause in causes.values():
            if cause.part_of and cause.part_of not in causes:
                message = f"{cause.key}.toml: part_of names no cause: {cause.part_of!r}"
                raise KnowledgeError(message)
        _check_unexplained(causes)
        return causes

    def _cause(self, key: str, table: Table, shared: Mapping[str, dict[str, Weight]]) -> Cause:
        like = table.text("weights_like", "")
        if like and like not in shared:
            raise table.complaint(field="weights_like", what=f"names no shared weights: {like!r}")
        own = self._weights(table.table("weights"))
        weights = {**shared[like], **own} if like else own
        cause = Cause(
            key=key,
            name=table.text("name"),
            from_article=table.flag("from_article"),
            part_of=table.text("part_of", ""),
            kinds=table.texts("kinds"),
            account=table.text("account"),
            commonness=table.text("commonness"),
            advice=table.text("advice"),
            ask_clinician=table.texts("ask_clinician"),
            tests=table.texts("tests"),
            unexplained=table.flag("unexplained", default=False),
            only_with=table.texts("only_with", ()),
            prior=self._prior(table.table("prior")),
            ages=tuple(self._age(inner) for inner in table.list_of_tables("age")),
            weights=weights,
        )
        for name, values, known in (
            ("kinds", cause.kinds, self.kinds),
            ("only_with", cause.only_with, self.findings),
        ):
            if wrong := [value for value in values if value not in known]:
                raise table.complaint(field=name, what=f"holds {wrong[0]!r}, which does not exist")
        table.finish()
        return cause

    def _weights(self, table: Table) -> dict[str, Weight]:
        weights = {}
        for key, inner in table.tables():
            if key not in self.findings:
                raise table.complaint(field=key, what="is no finding (see findings.toml)")
            present = inner.number("present", 1.0, above=0)
            absent = inner.number("absent", 1.0, above=0)
            if max(present, absent, 1 / present, 1 / absent) > STRONGEST:
                raise inner.complaint(
                    field="present", what=f"and absent must lie within 1/{STRONGEST:g}"
                )
            weights[key] = Weight(present, absent, self._basis(inner))
            inner.finish()
        return weights

    def _prior(self, table: Table) -> Prior:
        shares = table.number("any_percent", above=0), table.number("weeks_percent", above=0)
        if max(shares) >= 100:
            raise table.complaint(field="any_percent", what="and weeks_percent must be below 100")
        prior = Prior(*shares, self._basis(table))
        table.finish()
        return prior

    def _age(self, table: Table) -> AgeBand:
        band = AgeBand(
            table.number("from", 0.0),
            table.number("below", float("inf")),
            table.number("times", above=0),
            self._basis(table),
        )
        table.finish()
        return band

    def _basis(self, table: Table) -> Basis:
        basis = Basis(table.text("tag"), table.texts("source", ()), table.text("note", ""))
        if basis.tag not in TAGS:
            raise table.complaint(
                field="tag", what=f"is {basis.tag!r}; it must be one of {', '.join(TAGS)}"
            )
        if basis.tag == "data" and not basis.source:
            raise table.complaint(
                field="source", what="is missing, though the figure is tagged as data"
            )
        if wrong := [source for source in basis.source if source not in self.sources]:
            raise table.complaint(
                field="source", what=f"holds {wrong[0]!r}, which is not in sources.toml"
            )
        return basis


def _check_unexplained(causes: Mapping[str, Cause]) -> None:
    """Check that what speaks for "unexplained" speaks no louder for a named cause.

    Otherwise it would lower "unexplained", which gives way to what explains better.
    """
    if sum(cause.unexplained for cause in causes.values()) != 1:
        message = "knowledge: exactly one cause must be the unexplained one"
        raise KnowledgeError(message)
    unexplained = next(cause for cause in causes.values() if cause.unexplained)
    for cause in causes.values():
        for key, weight in unexplained.weights.items():
            other = cause.weights.get(key)
            if other is None:
                continue
            for side in ("present", "absent"):
                own, theirs = getattr(weight, side), getattr(other, side)
                if theirs > own > 1:
                    message = (
                        f"{cause.key}.toml: weights.{key}.{side} is above that of"
                        f" {unexplained.key}, which this finding speaks for"
                    )
                    raise KnowledgeError(message)


def _check_classes(knowledge: Knowledge) -> None:
    for finding in knowledge.findings.values():
        if finding.answer == "medicine_classes" and (
            wrong := [key for key in finding.has_any_of if key not in knowledge.medicines]
        ):
            message = f"findings.toml: {finding.key}.has holds {wrong[0]!r}, no class of medicines"
            raise KnowledgeError(message)


def _kinds(table: Table) -> dict[str, MovementKind]:
    kinds = {}
    for key, inner in table.tables():
        kinds[key] = MovementKind(inner.text("name"), inner.text("says"))
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
