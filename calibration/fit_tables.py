"""Shows what decisions find and make up in people who were left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rich.table import Table

from calibration.collected import PLAIN, variant_of
from calibration.false_twitches import RESTFUL, false_twitches, found_twitches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from calibration.candidates import Candidates


def tables(name: str, candidates: Candidates, accepted: NDArray[np.bool_]) -> list[Table]:
    """Twitches found by person and by variant, and false ones by what was to be seen."""
    return [
        _table_of_people(name, candidates, accepted),
        _table_of_variants(name, candidates, accepted),
        _table_of_kinds(name, candidates, accepted),
    ]


def _table_of_people(name: str, candidates: Candidates, accepted: NDArray[np.bool_]) -> Table:
    sizes, variant = _sizes(candidates), variant_of(candidates)
    table = Table(title=f"{name}: twitches found of those put in, each person left out")
    table.add_column("Person")
    for heading in (*(f"{size:g}%" for size in sizes), "False at rest", "False otherwise"):
        table.add_column(heading, justify="right")
    plain = variant == PLAIN
    restful = np.isin(candidates.kind, RESTFUL)
    other = ~restful & candidates.counted
    for person in [*sorted(set(candidates.person)), None]:
        own = plain & (candidates.person == person) if person else plain
        cells = [
            _found(candidates, accepted & own, size, variant=PLAIN, person=person) for size in sizes
        ]
        false = [false_twitches(candidates, accepted & own & at) for at in (restful, other)]
        table.add_row(person or "all", *cells, *map(str, false))
    return table


def _table_of_variants(name: str, candidates: Candidates, accepted: NDArray[np.bool_]) -> Table:
    sizes, variant = _sizes(candidates), variant_of(candidates)
    table = Table(title=f"{name}: twitches found by how they were put in and coded")
    table.add_column("Variant")
    for size in sizes:
        table.add_column(f"{size:g}%", justify="right")
    for one in sorted({source.variant for source in candidates.sources}):
        chosen = accepted & (variant == one)
        table.add_row(one, *(_found(candidates, chosen, size, variant=one) for size in sizes))
    return table


def _table_of_kinds(name: str, candidates: Candidates, accepted: NDArray[np.bool_]) -> Table:
    table = Table(title=f"{name}: false twitches, each person left out")
    for heading in ("Kind", "Observable minutes", "False", "Per minute"):
        table.add_column(heading, justify="left" if heading == "Kind" else "right")
    variant = variant_of(candidates)
    for one in sorted({source.variant for source in candidates.sources}):
        own = [source for source in candidates.sources if source.variant == one]
        chosen = accepted & (variant == one)
        for kind in sorted({kind for source in own for kind in source.free_s}):
            minutes = sum(source.free_s.get(kind, 0.0) for source in own) / 60
            false = false_twitches(candidates, chosen & (candidates.kind == kind))
            each = f"{false / minutes:.2f}" if minutes else "n/a"
            shown = kind if one == PLAIN else f"{kind} ({one})"
            table.add_row(shown, f"{minutes:.1f}", str(false), each)
    return table


def _found(
    candidates: Candidates,
    accepted: NDArray[np.bool_],
    size: float,
    *,
    variant: str,
    person: str | None = None,
) -> str:
    found = found_twitches(candidates, accepted & (candidates.size == size))
    there = sum(
        source.twitches
        for source in candidates.sources
        if (source.size, source.variant) == (size, variant) and person in {None, source.person}
    )
    return f"{found}/{there} {found / there:.2f}" if there else "n/a"


def _sizes(candidates: Candidates) -> list[float]:
    return sorted({source.size for source in candidates.sources if source.size is not None})
