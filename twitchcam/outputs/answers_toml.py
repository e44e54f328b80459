"""The answers of a person as a file that they can read, correct and take up again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from twitchcam.errors import AnswersError
from twitchcam.outputs.safe_file import write_file
from twitchcam.toml_text import parse_toml
from twitchcam.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twitchcam.causes.questions import Answer, Questionnaire

SCHEMA = "twitchcam.answers/1"
# Copies and downloads of a file are as old as it is, whatever the disk says.
GIVEN_AT = "given_at"
ELSEWHERE = "keep them elsewhere with --ask --answers FILE"
HEAD = """\
# Answers for twitchcam. Leave out what is not known. Nothing of this leaves your machine.
"""


def read_answers(path: str | Path) -> dict[str, object]:
    """Read answers, not checked yet.

    Raises
    ------
    AnswersError
        If the file cannot be read, is not TOML, or is of another schema.
    """
    content = _load(Path(path))
    content.pop(GIVEN_AT, None)
    return content


def given_at(path: Path) -> datetime:
    """When answers were given: as the file says, or else when it was last written.

    Raises
    ------
    AnswersError
        As :func:`read_answers`.
    """
    told = _load(path).get(GIVEN_AT)
    if not isinstance(told, datetime):
        told = datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 - made aware below
    return told.astimezone()


def _load(path: Path) -> dict[str, Any]:
    try:
        content = parse_toml(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        message = f"cannot read {path}: {error.strerror or error}"
        raise AnswersError(message) from error
    except (ValueError, RecursionError) as error:
        message = f"{path} is not a file of answers: {error}"
        raise AnswersError(message) from error
    schema = content.pop("schema", SCHEMA)
    if schema != SCHEMA:
        found = quoted(str(schema))
        message = f"{path}: schema is {found!r}; this version of twitchcam reads {SCHEMA!r}"
        raise AnswersError(message)
    return content


def write_answers(
    path: Path, answers: Mapping[str, Answer], questionnaire: Questionnaire, when: datetime
) -> None:
    """Write checked answers, each under the question that it answers.

    Parameters
    ----------
    path
        Replaced if it exists.
    answers
        By key.
    questionnaire
        With their questions.
    when
        When they were given.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    parts = [HEAD, tomli_w.dumps({"schema": SCHEMA, GIVEN_AT: when.replace(microsecond=0)})]
    for key, answer in answers.items():
        question = questionnaire.questions[key]
        # Half a character, as a terminal of another encoding gives, cannot be written.
        plain = [_whole(text) for text in answer] if isinstance(answer, tuple) else answer
        plain = int(plain) if isinstance(plain, float) and plain.is_integer() else plain
        parts.append(f"\n# {question.text}\n{tomli_w.dumps({key: plain})}")
    write_file(path, "".join(parts), elsewhere=ELSEWHERE)


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
