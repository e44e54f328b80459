"""Records (dataclasses of plain values) as JSON values, and back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from twitchcam.errors import SourceError

Record = TypeVar("Record")


class DamageError(SourceError):
    """A value that is not what belongs there; says which."""

    def __init__(self, where: tuple[str, ...], what: str) -> None:
        super().__init__(f"{'.'.join(where) or 'the file'} {what}")


def record_from_json(kind: type[Record], content: object) -> Record:
    """Make a record from what :func:`json_of` made of it.

    Raises
    ------
    DamageError
        If it is not such a record.
    """
    record = _build(kind, content, ())
    assert isinstance(record, kind)  # noqa: S101 - for the type checker
    return record


def json_of(record: object) -> dict[str, Any]:
    """A record as plain JSON values; what does not exist is ``None``, never NaN."""
    content: dict[str, Any] = without_nan(asdict(record))  # type: ignore[call-overload]
    return content


def without_nan(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The same value with ``None`` for every number that JSON cannot hold."""
    if isinstance(value, Mapping):
        return {key: without_nan(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_nan(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _build(kind: Any, value: Any, where: tuple[str, ...]) -> object:  # noqa: ANN401 - any type and any JSON value
    """Make a value of the annotated type from its JSON form; ``where`` is the path to it."""
    arguments = get_args(kind)
    origin = get_origin(kind)
    if is_dataclass(kind):
        return _build_record(kind, _of_type(dict, value, where), where)
    if origin in (Union, UnionType):
        return None if value is None else _build(arguments[0], value, where)
    if origin is dict:
        pairs = _of_type(dict, value, where).items()
        return {key: _build(arguments[1], inner, (*where, key)) for key, inner in pairs}
    if origin is tuple:
        return _build_tuple(arguments, _of_type(list, value, where), where)
    if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        return _finite(value, where)
    return value if kind is object else _of_type(kind, value, where)


def _build_record(kind: Any, value: dict[str, Any], where: tuple[str, ...]) -> object:  # noqa: ANN401 - any dataclass
    hints = get_type_hints(kind)
    parts = {}
    for field in fields(kind):
        if field.name in value:
            inside = (*where, field.name)
            parts[field.name] = _build(hints[field.name], value[field.name], inside)
        elif field.default is MISSING:
            raise DamageError((*where, field.name), "is missing")
    return kind(**parts)


def _build_tuple(kinds: tuple[Any, ...], value: list[Any], where: tuple[str, ...]) -> object:
    if Ellipsis not in kinds and len(kinds) != len(value):
        raise DamageError(where, f"has {len(value)} values where {len(kinds)} belong")
    return tuple(_build(kinds[0], inner, (*where, str(i))) for i, inner in enumerate(value))


def _finite(value: float, where: tuple[str, ...]) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise DamageError(where, f"is {number} where a number belongs")
    return number


def _of_type(kind: type, value: Any, where: tuple[str, ...]) -> Any:  # noqa: ANN401 - any JSON value
    # In Python, true is a number as well.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise DamageError(where, f"is {value!r} where {kind.__name__} belongs")
    if isinstance(value, int):
        _finite(value, where)
    return value
