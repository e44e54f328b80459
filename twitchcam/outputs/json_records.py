"""Records (dataclasses of plain values) as JSON values, and back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeVar

import msgspec

from twitchcam.errors import SourceError

Record = TypeVar("Record")


class DamageError(SourceError):
    """A value that is not what belongs there; says which."""


def record_from_json(kind: type[Record], content: object) -> Record:
    """Make a record from what :func:`json_of` made of it.

    Raises
    ------
    DamageError
        If it is not such a record.
    """
    _check_finite(content)
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$.")
        place = where.removesuffix("`") or "the file"
        message = f"{place}: {what[0].lower()}{what[1:]}"
        raise DamageError(message) from error


def json_of(record: object) -> dict[str, Any]:
    """A record as plain JSON values; what does not exist is ``None``, never NaN.

    Not by msgspec, which refuses the floats of numpy.
    """
    content: dict[str, Any] = without_nan(asdict(record))  # type: ignore[call-overload]
    return content


def without_nan(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The same value with ``None`` for every number that JSON cannot hold."""
    if isinstance(value, Mapping):
        return {key: without_nan(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_nan(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _check_finite(content: object) -> None:
    """Refuse NaN and numbers that no float can hold: msgspec lets them pass."""
    waiting: list[tuple[str, object]] = [("", content)]
    while waiting:
        where, value = waiting.pop()
        if isinstance(value, dict):
            waiting += ((f"{where}.{key}", inner) for key, inner in value.items())
        elif isinstance(value, list):
            waiting += ((f"{where}[{index}]", inner) for index, inner in enumerate(value))
        elif isinstance(value, (int, float)) and not math.isfinite(number := _float(value)):
            place = where.removeprefix(".") or "the file"
            message = f"{place} is {number} where a number belongs"
            raise DamageError(message)


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
