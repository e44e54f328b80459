"""Reading the files of the causes, one each, and checking what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from twitchcam.causes.cause_records import AgeBand, Basis, Cause, Prior, Weight
from twitchcam.causes.data_files import Table, read_table
from twitchcam.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from importlib.abc import Traversable

TAGS = ("data", "J", "R")
STRONGEST = 1000.0


def read_causes(
    folder: Traversable,
    sources: Collection[str],
    findings: Collection[str],
    kinds: Collection[str],
) -> dict[str, Cause]:
    """Read all causes by key; ``sources``, ``findings`` and ``kinds`` are what they may name.

    Raises
    ------
    KnowledgeError
        If something in them is not as it must be.
    """
    return _CauseReader(folder, sources, findings, kinds).read()


@dataclass(frozen=True, slots=True)
class _CauseReader:
    """Reads causes, with everything that they may refer to."""

    folder: Traversable
    sources: Collection[str]
    findings: Collection[str]
    kinds: Collection[str]

    def read(self) -> dict[str, Cause]:
        shared = {
            name: self._weights(table)
            for name, table in read_table(
                self.folder, "shared_weights.toml", "shared_weights/1"
            ).tables()
        }
        try:
            files = sorted(f.name for f in (self.folder / "knowledge").iterdir())
        except OSError as error:
            message = f"knowledge: cannot be read ({error})"
            raise KnowledgeError(message) from error
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
            kinds=table.texts("kinds", known=self.kinds),
            account=table.text("account"),
            commonness=table.text("commonness"),
            advice=table.text("advice"),
            ask_clinician=table.texts("ask_clinician"),
            tests=table.texts("tests"),
            unexplained=table.flag("unexplained", default=False),
            only_with=table.texts("only_with", (), known=self.findings),
            prior=self._prior(table.table("prior")),
            ages=tuple(self._age(inner) for inner in table.list_of_tables("age")),
            weights=weights,
        )
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
        least, below = table.number("from", 0.0), table.number("below", float("inf"))
        times = table.number("times", above=0)
        weeks_times = table.number("weeks_times", times, above=0)
        band = AgeBand(least, below, times, weeks_times, self._basis(table))
        table.finish()
        return band

    def _basis(self, table: Table) -> Basis:
        basis = Basis(
            table.choice("tag", TAGS), table.sources(self.sources, ()), table.text("note", "")
        )
        if basis.tag == "data" and not basis.source:
            raise table.complaint(
                field="source", what="is missing, though the figure is tagged as data"
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
