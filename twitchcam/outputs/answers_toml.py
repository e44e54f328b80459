"""The answers of a person as a file that they can read, correct and take up again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import tomli_w

from twitchcam.errors import AnswersError
from twitchcam.outputs.safe_file import write_file
from twitchcam.toml_text import parse_toml
from twitchcam.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twitchcam.causes.questions import Answer, Questionnaire

SCHEMA = "twitchcam.answers/1"
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
    path = Path(path)
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


def write_answers(path: Path, answers: Mapping[str, Answer], questionnaire: Questionnaire) -> None:
    """Write checked answers, each under the question that it answers.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    parts = [HEAD, tomli_w.dumps({"schema": SCHEMA})]
    for key, answer in answers.items():
        question = questionnaire.questions[key]
        # Half a character, as a terminal of another encoding gives, cannot be written.
        plain = [_whole(text) for text in answer] if isinstance(answer, tuple) else answer
        plain = int(plain) if isinstance(plain, float) and plain.is_integer() else plain
        parts.append(f"\n# {question.text}\n{tomli_w.dumps({key: plain})}")
    write_file(path, "".join(parts), elsewhere=ELSEWHERE)


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
