"""``docs/evidence.md`` names every field of an evidence file, and no other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from twitchcam.evidence.rates import ENOUGH_EVENTS, LEAST_EVENTS, STRETCHES
from twitchcam.records import EVIDENCE_SCHEMA, PATTERNS, Estimate, Evidence, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text("utf-8")


def fields_of(kind: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - any annotation
    """Dotted paths of all values; estimates and tallies, which the text explains, count as one."""
    arguments = get_args(kind)
    if get_origin(kind) in (Union, UnionType):
        yield from fields_of(arguments[0], path)
    elif get_origin(kind) in (dict, Mapping):
        yield from fields_of(arguments[1], f"{path}.*")
    elif is_dataclass(kind) and kind not in (Estimate, Tally):
        hints = get_type_hints(kind)
        for field in fields(kind):
            yield from fields_of(hints[field.name], f"{path}.{field.name}".lstrip("."))
    else:
        yield path


def test_every_field_is_explained_once() -> None:
    cells = re.findall(r"^\| (`.+?) \|", TEXT, flags=re.MULTILINE)
    told = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    assert sorted(told) == sorted(fields_of(Evidence))


def test_estimates_and_tallies_are_explained() -> None:
    start = TEXT[: TEXT.index("| field |")]
    for name in (*(f.name for f in fields(Estimate)), *(f.name for f in fields(Tally)), *PATTERNS):
        assert f"`{name}`" in start


def test_what_is_told_of_bouts_holds() -> None:
    row = next(line for line in TEXT.splitlines() if line.startswith("| `dispersion_index`"))
    assert f"in {STRETCHES} equal stretches" in row
    assert f"fewer than {LEAST_EVENTS} twitches" in row
    assert f"fewer than {ENOUGH_EVENTS} twitches" in row
    assert EVIDENCE_SCHEMA in TEXT
