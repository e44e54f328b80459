"""Reading the data files beside this module by schema, so that every mistake is named."""

from __future__ import annotations

import re
from copy import deepcopy
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec

from twitchcam.errors import KnowledgeError
from twitchcam.toml_text import parse_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from importlib.abc import Traversable

Positive = Annotated[float, msgspec.Meta(gt=0)]
Share = Annotated[float, msgspec.Meta(gt=0, lt=1)]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of a data file: its fields are those that it may have."""


class Entry(Record, frozen=True, kw_only=True):
    """A table of which a file holds many; ``key`` is its name there, not one of its fields."""

    key: str


SomeEntry = TypeVar("SomeEntry", bound=Entry)
Kind = TypeVar("Kind")


def shipped_data() -> Traversable:
    """Folder of the data files that come with twitchcam."""
    return files("twitchcam.causes")


def read_content(folder: Traversable, name: str, schema: str) -> dict[str, Any]:
    """Read all fields of one data file, but for the schema.

    Parameters
    ----------
    folder
        Where it lies.
    name
        Of the file.
    schema
        What it must say it is.

    Raises
    ------
    KnowledgeError
        If it cannot be read, is not TOML, or is of another schema.
    """
    content = read_toml(folder, name)
    found = content.pop("schema", None)
    if found != f"twitchcam.{schema}":
        message = f"{name}: schema is {found!r}, not 'twitchcam.{schema}'"
        raise KnowledgeError(message)
    return content


def read_toml(folder: Traversable, name: str) -> dict[str, Any]:
    """Read one data file, whatever it holds; raises KnowledgeError as :func:`read_content`."""
    try:
        return parse_toml((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{name}: cannot be read ({error})"
        raise KnowledgeError(message) from error


def as_kind(content: object, kind: type[Kind], where: str) -> Kind:
    """Bring what a file holds into the form of a schema.

    Parameters
    ----------
    content
        As it was read.
    kind
        The schema, for msgspec.
    where
        Names it in complaints: the file, or the file and a table in it ("caffeine.toml: prior").

    Raises
    ------
    KnowledgeError
        If it does not go with the schema; names the first field that does not.
    """
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        message = _complaint(error, content, kind, where)
        raise KnowledgeError(message) from error


def as_entries(content: object, kind: type[SomeEntry], where: str) -> dict[str, SomeEntry]:
    """Bring tables by name into the form of a schema; raises as :func:`as_kind` does."""
    tables = as_kind(content, dict[str, dict[str, Any]], where)
    return {key: as_entry(key, table, kind, _inside(where, key)) for key, table in tables.items()}


def as_entry(key: str, table: Mapping[str, Any], kind: type[SomeEntry], where: str) -> SomeEntry:
    """Bring one table of a name into the form of a schema; raises as :func:`as_kind` does."""
    if "key" in table:
        message = f"{_inside(where, 'key')} is not a field that belongs here"
        raise KnowledgeError(message)
    return as_kind({"key": key, **table}, kind, where)


def check_known(names: Iterable[object], known: Collection[object], where: str, of: str) -> None:
    """Check that what a field names is there.

    Parameters
    ----------
    names
        What it names.
    known
        All that it may name.
    where
        Names the field in complaints.
    of
        Names where all of them stand.

    Raises
    ------
    KnowledgeError
        Naming the first that is not there.
    """
    if wrong := [name for name in names if name not in known]:
        message = f"{where} holds {wrong[0]!r}, which is not in {of}"
        raise KnowledgeError(message)


def _inside(where: str, path: str) -> str:
    """Name a field or table in a file, or in another table of it."""
    path = path.lstrip(".")
    return f"{where}{'.' if ': ' in where else ': '}{path}" if path else where


def _complaint(error: Exception, content: object, kind: object, where: str) -> str:
    """Say what is wrong, as in "Expected `str`, got `int` - at `$.weights[...].tag`", and where."""
    what, _, place = str(error).partition(" - at `")
    before, is_any, after = place.partition("$")[2].rstrip("`").partition("[...]")
    path = f"{before}.{_wrong_key(error, content, kind, before)}{after}" if is_any else before
    return f"{_inside(where, path)}: {what}"


def _wrong_key(error: Exception, content: Any, kind: Any, path: str) -> str:  # noqa: ANN401 - any TOML value, any schema
    """The key of a table that msgspec does not tell: the first that alone gives the same error."""
    content = deepcopy(content)
    table = content
    for name, number in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        table = table[name or int(number)]
    for key, value in table.copy().items():
        table.clear()
        table[key] = value
        try:
            msgspec.convert(content, kind)
        except msgspec.ValidationError as again:
            if str(again) == str(error):
                return str(key)
    return "..."
