"""The evidence of a recording as JSON, and back."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from twitchcam.errors import SourceError
from twitchcam.outputs.json_records import DamageError, json_of, record_from_json
from twitchcam.reading import family_of, reading
from twitchcam.records import EVIDENCE_SCHEMA, Evidence, FileIdentity

EVIDENCE_ENDING = "_evidence.json"
# Of any version.
FAMILY = family_of(EVIDENCE_SCHEMA)


def evidence_text(evidence: Evidence) -> str:
    """The evidence as JSON; what does not exist is ``null``, never NaN."""
    content = {"schema": evidence.schema, **json_of(evidence)}
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def read_evidence(path: str | Path) -> Evidence:
    """Read a file that holds what :func:`evidence_text` gives.

    Raises
    ------
    SourceError
        If the file cannot be read, or is not evidence of this version.
    """
    path = Path(path)
    content = load_evidence(path)
    schema = content.get("schema")
    if not str(schema).startswith(FAMILY):
        raise _no_evidence(path)
    if schema != EVIDENCE_SCHEMA:
        message = (
            f"{path} is not an evidence file of this version of twitchcam: its schema is"
            f" {schema!r}, not {EVIDENCE_SCHEMA!r}; analyse the recording again"
        )
        raise SourceError(message)
    try:
        return record_from_json(Evidence, content)
    except DamageError as error:
        message = f"{path} is damaged: {error}; analyse the recording again"
        raise SourceError(message) from error


def read_identity(path: Path) -> FileIdentity | None:
    """Which recording an evidence file of any version belongs to; ``None`` if it is not ours."""
    try:
        content = load_evidence(path)
        if not content["schema"].startswith(FAMILY):
            return None
        return FileIdentity(**content["file"])
    except (SourceError, KeyError, TypeError, AttributeError):
        return None


def load_evidence(path: Path) -> dict[str, Any]:
    """What an evidence file of any version holds, unchecked.

    Raises
    ------
    SourceError
        If the file cannot be read, or holds something else than an object of JSON.
    """
    if os.path.isdir(path):  # noqa: PTH112 - too long a name is none
        message = f"{path} is a folder: name the evidence file in it (...{EVIDENCE_ENDING})"
        raise SourceError(message)
    try:
        with reading(path, SourceError):
            content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise _no_evidence(path) from error
    if not isinstance(content, dict):
        raise _no_evidence(path)
    return content


def _no_evidence(path: Path) -> SourceError:
    return SourceError(
        f"{path} is not an evidence file, or is damaged: twitchcam analyze writes one"
        f" (...{EVIDENCE_ENDING}) for each recording"
    )
