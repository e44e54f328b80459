"""Reading the files of the causes, one each, and checking what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from twitchcam.causes.cause_records import Cause, Figures, Weight
from twitchcam.causes.data_files import as_entry, as_kind, check_known, read_content, read_toml
from twitchcam.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from importlib.abc import Traversable


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
    content = read_content(folder, "shared_weights.toml", "shared_weights/1")
    shared = {}
    for name, table in content.items():
        where = f"shared_weights.toml: {name}"
        shared[name] = as_kind(table, dict[str, Weight], where)
        _check_weights(shared[name], findings, sources, where)
    causes = {}
    for file in _files(folder):
        key, where = file.removesuffix(".toml"), f"{file}: "
        cause = as_entry(key, read_toml(folder / "knowledge", file), Cause, file)
        check_known(cause.kinds, kinds, f"{where}kinds", "movement_kinds.toml")
        check_known(cause.only_with, findings, f"{where}only_with", "findings.toml")
        _check_weights(cause.weights, findings, sources, f"{where}weights")
        _check_sources(cause.prior, sources, f"{where}prior")
        for number, band in enumerate(cause.ages):
            _check_sources(band, sources, f"{where}age[{number}]")
        if like := cause.weights_like:
            check_known([like], shared, f"{where}weights_like", "shared_weights.toml")
            cause = structs.replace(cause, weights={**shared[like], **cause.weights})
        causes[key] = cause
    for cause in causes.values():
        if cause.part_of:
            check_known([cause.part_of], causes, f"{cause.key}.toml: part_of", "knowledge")
    _check_unexplained(causes)
    return causes


def _files(folder: Traversable) -> list[str]:
    try:
        names = sorted(file.name for file in (folder / "knowledge").iterdir())
    except OSError as error:
        message = f"knowledge: cannot be read ({error})"
        raise KnowledgeError(message) from error
    return [name for name in names if name.endswith(".toml")]


def _check_weights(
    weights: Mapping[str, Weight], findings: Collection[str], sources: Collection[str], where: str
) -> None:
    check_known(weights, findings, where, "findings.toml")
    for key, weight in weights.items():
        _check_sources(weight, sources, f"{where}.{key}")


def _check_sources(figures: Figures, sources: Collection[str], where: str) -> None:
    check_known(figures.source, sources, f"{where}.source", "sources.toml")


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
