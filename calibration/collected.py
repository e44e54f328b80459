"""What is kept of many recordings for fitting: tables with a list of sources, and their files.

A table is a frozen dataclass with ``sources``, and arrays that have a row for each thing collected;
the array ``source`` tells which source it comes from.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

PLAIN, SIDEWAYS, FINE, COARSE, SLOW, NOISE = "plain", "sideways", "fine", "coarse", "slow", "noise"
# Kinds of time in clips that were made: around twitches, and with slow movements in it.
INJECTED, SLOW_MOVEMENTS = "injected", "slow movements"


@dataclass(frozen=True, slots=True)
class Source:
    """A recording or clip that something was collected from.

    ``size`` is that of its twitches in percent of the pupil distance, ``None`` for a recording as
    it is, or without any; ``free_s`` the observable time in which no twitch is put in, by kind of
    stretch: kinds that it does not name do not count. ``variant`` is ``SIDEWAYS`` where lips are
    pulled towards the corners of the mouth, ``FINE`` where hardly anything was lost when the clip
    was coded, ``COARSE`` where all was coded once more, coarsely, ``SLOW`` where slow movements
    were put in, which are no twitches, ``NOISE`` where nothing was recorded and noise was made up.
    """

    clip: str
    person: str
    size: float | None
    twitches: int
    free_s: dict[str, float]
    variant: str = PLAIN

    @property
    def is_slow(self) -> bool:
        """Whether slow movements were put in, however it was coded."""
        return SLOW_MOVEMENTS in self.free_s


Table = TypeVar("Table", bound=Any)


def arrays_of(table: Table) -> dict[str, NDArray[Any]]:
    """All arrays of a table, by name."""
    return {one.name: getattr(table, one.name) for one in fields(table) if one.name != "sources"}


def join(parts: Iterable[Table]) -> Table:
    """Put the tables of several recordings together."""
    parts = list(parts)
    starts = np.cumsum([0, *(len(part.sources) for part in parts)])
    each = [
        arrays_of(part) | {"source": part.source + start}
        for part, start in zip(parts, starts[:-1], strict=True)
    ]
    arrays = {name: np.concatenate([part[name] for part in each]) for name in each[0]}
    return type(parts[0])(
        sources=tuple(source for part in parts for source in part.sources), **arrays
    )


def without(table: Table, person: str) -> Table:
    """The part of a table that comes from everyone else."""
    kept = np.array([source.person != person for source in table.sources], dtype=np.bool_)
    rows = kept[table.source]
    arrays = {name: values[rows] for name, values in arrays_of(table).items()}
    arrays["source"] = (np.cumsum(kept) - 1)[arrays["source"]]
    return type(table)(
        sources=tuple(source for source in table.sources if source.person != person), **arrays
    )


def person_of(table: Table) -> NDArray[np.str_]:
    """Whose each row is."""
    return np.array([source.person for source in table.sources])[table.source]


def variant_of(table: Table) -> NDArray[np.str_]:
    """What is special about the source of each row."""
    return np.array([source.variant for source in table.sources])[table.source]


def save(path: Path, table: Table, columns: Iterable[str]) -> None:
    """Write a table as a compressed NumPy archive.

    Parameters
    ----------
    columns
        Names of what the table's widest array holds: a file is good for these alone.
    """
    told = json.dumps([asdict(source) for source in table.sources])
    np.savez_compressed(path, sources=told, columns=list(columns), **arrays_of(table))


def load(path: Path, kind: type[Table], columns: Iterable[str]) -> Table:
    """Read a table that :func:`save` wrote.

    Raises
    ------
    ValueError
        If it has other columns than this version measures.
    """
    with np.load(path) as file:
        if file["columns"].tolist() != list(columns):
            message = f"{path.name} holds other columns than this version takes: collect anew"
            raise ValueError(message)
        sources = tuple(Source(**told) for told in json.loads(str(file["sources"])))
        names = [one.name for one in fields(kind) if one.name != "sources"]
        return kind(sources=sources, **{name: file[name] for name in names})
