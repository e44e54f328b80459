"""The evidence of a recording as JSON, and back."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from twitchcam.errors import SourceError
from twitchcam.records import EVIDENCE_SCHEMA, Evidence, FileIdentity

Record = TypeVar("Record")

# Of older files, which did not say.
UNKNOWN = "unknown"
# Of any version.
FAMILY = EVIDENCE_SCHEMA.rstrip("0123456789")


def evidence_text(evidence: Evidence) -> str:
    """The evidence as JSON; what does not exist is ``null``, never NaN."""
    content = without_nan({"schema": evidence.schema, **asdict(evidence)})
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False, default=str) + "\n"


def read_evidence(path: str | Path) -> Evidence:
    """Read a file that holds what :func:`evidence_text` gives.

    Raises
    ------
    SourceError
        If the file cannot be read, or is not evidence of this version.
    """
    path = Path(path)
    content = _load(path)
    if (schema := content.get("schema")) != EVIDENCE_SCHEMA:
        message = (
            f"{path} is not an evidence file of this version of twitchcam: its schema is"
            f" {schema!r}, not {EVIDENCE_SCHEMA!r}; analyse the recording again"
        )
        raise SourceError(message)
    try:
        evidence = _build(Evidence, content, ())
    except _DamageError as error:
        message = f"{path} is damaged: {error}; analyse the recording again"
        raise SourceError(message) from error
    assert isinstance(evidence, Evidence)  # noqa: S101 - for the type checker
    return evidence


def record_from_json(kind: type[Record], content: object) -> Record:
    """Make a record (a dataclass of plain values) from what ``json_of`` made of it.

    Raises
    ------
    SourceError
        If it is not such a record.
    """
    try:
        record = _build(kind, content, ())
    except _DamageError as error:
        message = f"{kind.__name__} is damaged: {error}"
        raise SourceError(message) from error
    assert isinstance(record, kind)  # noqa: S101 - for the type checker
    return record


def json_of(record: object) -> dict[str, Any]:
    """A record as plain JSON values; what does not exist is ``None``, never NaN."""
    content: dict[str, Any] = without_nan(asdict(record))  # type: ignore[call-overload]
    return content


def read_identity(path: Path) -> FileIdentity | None:
    """Which recording an evidence file of any version belongs to; ``None`` if it is not ours."""
    try:
        content = _load(path)
        if not content["schema"].startswith(FAMILY):
            return None
        return FileIdentity(**content["file"])
    except (SourceError, KeyError, TypeError, AttributeError):
        return None


def seen_s(path: Path) -> float:
    """How much of its recording an evidence file of any version is of: infinite if all of it."""
    try:
        recording = _load(path)["recording"]
        return math.inf if recording["partial"] is False else float(recording["duration_s"])
    except (SourceError, KeyError, TypeError, ValueError):
        return 0.0


def made_with(path: Path) -> dict[str, str]:
    """As :func:`options_behind`, of an evidence file of any version; empty if it is none."""
    try:
        return _options(_load(path))
    except (SourceError, KeyError, TypeError, AttributeError):
        return {}


def options_behind(evidence: Evidence) -> dict[str, str]:
    """By which options evidence was made, empty where one was not given, and what else decided."""
    return _options(json_of(evidence))


def _options(content: Mapping[str, Any]) -> dict[str, str]:
    sensor, profile = content["sensor"], content["sensor"].get("profile")
    used = f"{profile['name']} ({profile['created']})" if profile else ""
    return {
        "--backend": sensor["backend"],
        "--sensor": sensor["sensor"],
        "--phase": ", ".join(content.get("phases") or ()),
        "--profile": used,
        "calibration": (profile.get("digest") or UNKNOWN) if profile else "",
        "settings": json.dumps(sensor["settings"], sort_keys=True),
        "versions": json.dumps(sensor["versions"], sort_keys=True),
        "rules of what is a twitch": sensor.get("decision") or UNKNOWN,
    }


def _load(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"cannot read {path}: {error.strerror or error}"
        raise SourceError(message) from error
    except (ValueError, RecursionError) as error:
        message = f"{path} is not an evidence file: it is not JSON ({error})"
        raise SourceError(message) from error
    if not isinstance(content, dict):
        message = f"{path} is not an evidence file"
        raise SourceError(message)
    return content


def without_nan(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The same value with ``None`` for every number that JSON cannot hold."""
    if isinstance(value, Mapping):
        return {key: without_nan(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_nan(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


class _DamageError(Exception):
    """A value that is not what belongs there; says which."""

    def __init__(self, where: tuple[str, ...], what: str) -> None:
        super().__init__(f"{'.'.join(where) or 'the file'} {what}")


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
            raise _DamageError((*where, field.name), "is missing")
    return kind(**parts)


def _build_tuple(kinds: tuple[Any, ...], value: list[Any], where: tuple[str, ...]) -> object:
    if Ellipsis not in kinds and len(kinds) != len(value):
        raise _DamageError(where, f"has {len(value)} values where {len(kinds)} belong")
    return tuple(_build(kinds[0], inner, (*where, str(i))) for i, inner in enumerate(value))


def _finite(value: float, where: tuple[str, ...]) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _DamageError(where, f"is {number} where a number belongs")
    return number


def _of_type(kind: type, value: Any, where: tuple[str, ...]) -> Any:  # noqa: ANN401 - any JSON value
    # In Python, true is a number as well.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _DamageError(where, f"is {value!r} where {kind.__name__} belongs")
    if isinstance(value, int):
        _finite(value, where)
    return value
