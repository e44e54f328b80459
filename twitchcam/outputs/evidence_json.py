"""The evidence of a recording as JSON, and back."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from twitchcam.errors import SourceError
from twitchcam.outputs.safe_file import write_file
from twitchcam.records import Evidence, FileIdentity

if TYPE_CHECKING:
    from pathlib import Path

FAMILY = "twitchcam.evidence/"
SCHEMA = "twitchcam.evidence/1"


def write_evidence(path: Path, evidence: Evidence) -> None:
    """Write the evidence; what does not exist is ``null``, never NaN.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_file(path, evidence_text(evidence))


def evidence_text(evidence: Evidence) -> str:
    """What :func:`write_evidence` writes."""
    content = _without_nan({"schema": evidence.schema, **asdict(evidence)})
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False, default=str) + "\n"


def read_evidence(path: Path) -> Evidence:
    """Read what :func:`write_evidence` wrote. Tuples among the sensor's settings become lists.

    Raises
    ------
    SourceError
        If the file cannot be read, or is not evidence of this version.
    """
    content = _load(path)
    if content.get("schema") != SCHEMA:
        message = f"{path} is not an evidence file of this version of twitchcam ({SCHEMA})"
        raise SourceError(message)
    try:
        evidence = _build(Evidence, content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"{path} is damaged ({error!r}): analyse the recording again"
        raise SourceError(message) from error
    assert isinstance(evidence, Evidence)  # noqa: S101 - for the type checker
    return evidence


def read_identity(path: Path) -> FileIdentity | None:
    """Which recording an evidence file of any version belongs to; ``None`` if it is not ours."""
    try:
        content = _load(path)
        if not content["schema"].startswith(FAMILY):
            return None
        return FileIdentity(**content["file"])
    except (SourceError, KeyError, TypeError, AttributeError):
        return None


def is_complete(path: Path) -> bool:
    """Whether an evidence file of any version says that its recording was seen to the end."""
    try:
        return _load(path)["recording"]["partial"] is False
    except (SourceError, KeyError, TypeError):
        return False


def _load(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"cannot read {path}: {error.strerror or error}"
        raise SourceError(message) from error
    except ValueError as error:
        message = f"{path} is not an evidence file: it is not JSON ({error})"
        raise SourceError(message) from error
    if not isinstance(content, dict):
        message = f"{path} is not an evidence file"
        raise SourceError(message)
    return content


def _without_nan(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, Mapping):
        return {key: _without_nan(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _build(kind: Any, value: Any) -> object:  # noqa: ANN401 - any type and any JSON value
    """Make a value of the annotated type from its JSON form."""
    arguments = get_args(kind)
    origin = get_origin(kind)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = {f.name: _build(hints[f.name], value[f.name]) for f in fields(kind)}
        return kind(**parts)  # type: ignore[operator]  # a class, not an instance of one
    if origin in (Union, UnionType):
        return None if value is None else _build(arguments[0], value)
    if origin is dict:
        return {key: _build(arguments[1], inner) for key, inner in value.items()}
    if origin is tuple:
        return tuple(_build(arguments[0], inner) for inner in value)
    return _plain(kind, value)


def _plain(kind: type, value: object) -> object:
    if kind is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, kind):
        message = f"{value!r} where {kind.__name__} belongs"
        raise TypeError(message)
    return value
