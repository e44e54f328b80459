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
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from importlib.abc import Traversable

_MISSING: Any = object()

Positive = Annotated[float, msgspec.Meta(gt=0)]
Share = Annotated[float, msgspec.Meta(gt=0, lt=1)]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of a data file: its fields are those that it may have."""


class Entry(Record, frozen=True, kw_only=True):
    """A table of which a file holds many; ``key`` is its name there, not one of its fields."""

    key: str


SomeRecord = TypeVar("SomeRecord", bound=Record)
SomeEntry = TypeVar("SomeEntry", bound=Entry)
Kind = TypeVar("Kind")


def shipped_data() -> Traversable:
    """Folder of the data files that come with twitchcam."""
    return files("twitchcam.causes")


class Table:
    """One table of a data file.

    Every field is asked for once; :meth:`finish` then complains of fields that nobody asked for,
    so that a misspelt name is not passed over.

    Parameters
    ----------
    content
        What the file holds.
    where
        Names the table in complaints, such as "caffeine.toml: weights.jitters".
    """

    def __init__(self, content: dict[str, Any], where: str) -> None:
        self._content = content
        self._left = set(content)
        self.where = where

    def text(self, name: str, default: str = _MISSING) -> str:
        """Take a text."""
        return str(self._take(name, (str,), "a text", default))

    def number(self, name: str, default: float = _MISSING, *, above: float | None = None) -> float:
        """Take a number, above a limit if there is one."""
        value = self._take(name, (int, float), "a number", default)
        if above is not None and not value > above:
            raise self.complaint(field=name, what=f"is {value!r}; it must be above {above:g}")
        return float(value)

    def flag(self, name: str, default: bool = _MISSING) -> bool:  # noqa: FBT001 - the value
        """Take true or false."""
        return bool(self._take(name, (bool,), "true or false", default))

    def choice(self, name: str, among: Collection[str]) -> str:
        """Take one of some words."""
        word = self.text(name)
        if word not in among:
            what = f"is {word!r}; it must be one of {', '.join(among)}"
            raise self.complaint(field=name, what=what)
        return word

    def texts(
        self,
        name: str,
        default: tuple[str, ...] = _MISSING,
        *,
        known: Collection[str] | None = None,
    ) -> tuple[str, ...]:
        """Take a list of texts, all of which must be known if it is said which are."""
        values = self._take(name, (list, tuple), "a list of texts", default)
        if not all(isinstance(value, str) for value in values):
            raise self.complaint(field=name, what="must be a list of texts")
        if known is not None and (wrong := [value for value in values if value not in known]):
            raise self.complaint(field=name, what=f"holds {wrong[0]!r}, which does not exist")
        return tuple(values)

    def sources(
        self, known: Collection[str], default: tuple[str, ...] = _MISSING
    ) -> tuple[str, ...]:
        """Take a list of sources, all of which must be known."""
        named = self.texts("source", default)
        if wrong := [source for source in named if source not in known]:
            raise self.complaint(
                field="source", what=f"holds {wrong[0]!r}, which is not in sources.toml"
            )
        return named

    def values(self, name: str, default: tuple[object, ...] = _MISSING) -> tuple[object, ...]:
        """Take a list of anything."""
        return tuple(self._take(name, (list, tuple), "a list", default))

    def table(self, name: str) -> Table:
        """Take a table; empty where there is none."""
        return Table(self._take(name, (dict,), "a table", {}), self._inside(name))

    def list_of_tables(self, name: str) -> list[Table]:
        """Take a list of tables; empty where there is none."""
        inside = self._inside(name)
        return [
            Table(_of_type(value, dict, f"{inside} no. {number}"), f"{inside} no. {number}")
            for number, value in enumerate(self._take(name, (list,), "a list of tables", []), 1)
        ]

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Take all fields that are left, each of which must be a table."""
        for name in self._content:
            if name in self._left:
                yield name, self.table(name)

    def remaining(self) -> dict[str, Any]:
        """Take all fields that are left as they are."""
        left = {name: value for name, value in self._content.items() if name in self._left}
        self._left.clear()
        return left

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return name in self._content

    def finish(self) -> None:
        """Complain of fields that nobody asked for.

        Raises
        ------
        KnowledgeError
            Naming the first of them.
        """
        if self._left:
            raise self.complaint(field=min(self._left), what="is not a field that belongs here")

    def complaint(self, *, field: str, what: str) -> KnowledgeError:
        """Make an error about one field."""
        return KnowledgeError(f"{self._inside(field)} {what}")

    def _take(self, name: str, kinds: tuple[type, ...], called: str, default: object) -> Any:  # noqa: ANN401 - any TOML value
        self._left.discard(name)
        if name not in self._content:
            if default is _MISSING:
                raise self.complaint(field=name, what="is missing")
            return default
        value = self._content[name]
        # In Python, true is a number as well.
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise self.complaint(field=name, what=f"is {value!r}; it must be {called}")
        return value

    def _inside(self, name: str) -> str:
        return f"{self.where}{'.' if ': ' in self.where else ': '}{name}"


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
        # As in "Expected `str`, got `int` - at `$.weights[...].tag`".
        what, _, place = str(error).partition(" - at `")
        path = _with_keys(place.partition("$")[2].rstrip("`"), content, kind)
        message = f"{_inside(where, path)}: {what}"
        raise KnowledgeError(message) from error


def as_entries(content: object, kind: type[SomeEntry], where: str) -> dict[str, SomeEntry]:
    """Bring tables by name into the form of a schema; raises as :func:`as_kind` does."""
    tables = as_kind(content, dict[str, dict[str, Any]], where)
    return {key: as_entry(key, table, kind, _inside(where, key)) for key, table in tables.items()}


def as_entry(key: str, table: Mapping[str, Any], kind: type[SomeEntry], where: str) -> SomeEntry:
    """Bring one table of a name into the form of a schema; raises as :func:`as_kind` does."""
    if "key" in table:
        message = f"{where}.key is not a field that belongs here"
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


def read_table(folder: Traversable, name: str, schema: str | None = None) -> Table:
    """Read one data file.

    Parameters
    ----------
    folder
        Where it lies.
    name
        Of the file.
    schema
        What it must say it is; ``None`` where it says nothing.

    Raises
    ------
    KnowledgeError
        If it cannot be read, is not TOML, or is of another schema.
    """
    try:
        content = parse_toml((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{name}: cannot be read ({error})"
        raise KnowledgeError(message) from error
    table = Table(content, name)
    if schema is not None and (found := table.text("schema")) != f"twitchcam.{schema}":
        raise table.complaint(field="schema", what=f"is {found!r}, not 'twitchcam.{schema}'")
    return table


def _of_type(value: object, kind: type, where: str) -> Any:  # noqa: ANN401 - of that type
    if not isinstance(value, kind):
        message = f"{where} must be a {kind.__name__}"
        raise KnowledgeError(message)
    return value


def _inside(where: str, path: str) -> str:
    """Name a field or table in a file, or in another table of it."""
    path = path.lstrip(".")
    return f"{where}{'.' if ': ' in where else ': '}{path}" if path else where


def _with_keys(path: str, content: Any, kind: Any) -> str:  # noqa: ANN401 - any TOML value, any schema
    """Put a key where msgspec writes ``[...]``: the first that alone is complained of as well."""
    before, is_any, after = path.partition("[...]")
    if not is_any:
        return path
    content = deepcopy(content)
    table = content
    for name, number in re.findall(r"\.(\w+)|\[(\d+)\]", before):
        table = table[name or int(number)]
    for key, value in table.copy().items():
        table.clear()
        table[key] = value
        try:
            msgspec.convert(content, kind)
        except msgspec.ValidationError:
            return f"{before}.{key}{after}"
    return path
