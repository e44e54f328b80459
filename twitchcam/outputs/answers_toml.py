"""The answers of a person as a file that they can read, correct and take up again."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import tomli_w

from twitchcam.errors import AnswersError
from twitchcam.outputs.safe_file import write_file
from twitchcam.reading import reading
from twitchcam.toml_text import parse_toml
from twitchcam.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twitchcam.causes.questions import Answer, Questionnaire

SCHEMA = "twitchcam.answers/1"
# Copies and downloads of a file are as old as it is, whatever the disk says.
GIVEN_AT = "given_at"
LONG_AGO = datetime(1970, 1, 2, tzinfo=timezone.utc)
# Of another machine, where the answers were given.
CLOCKS_DIFFER = timedelta(minutes=10)
ELSEWHERE = "keep them elsewhere with --ask --answers FILE"
HEAD = """\
# Answers for twitchcam. Leave out what is not known. Nothing of this leaves your machine.
# given_at says when they were given: what may have changed since is asked again.
"""


class KeptAnswers(NamedTuple):
    """Answers, checked or not, and when they were given."""

    answers: Mapping[str, object]
    when: datetime

    @property
    def day(self) -> str:
        """The day, in words."""
        return "an unknown day" if self.when == LONG_AGO else f"{self.when:%Y-%m-%d}"

    @property
    def is_of_earlier_day(self) -> bool:
        """Whether they were given before today."""
        return self.when.date() < datetime.now().astimezone().date()


def read_answers(path: str | Path) -> dict[str, object]:
    """Read answers, not checked yet.

    Raises
    ------
    AnswersError
        If the file cannot be read, is not TOML, or is of another schema.
    """
    return dict(read_kept_answers(Path(path)).answers)


def read_kept_answers(path: Path) -> KeptAnswers:
    """Read answers and when they were given: as the file says, or else when it was written.

    Raises
    ------
    AnswersError
        As :func:`read_answers`, or if the file says no date.
    """
    try:
        with reading(path, AnswersError):
            # Read once: it may be a pipe.
            text, written_s = path.read_text(encoding="utf-8-sig"), path.stat().st_mtime
        content = parse_toml(text)
    except (ValueError, RecursionError) as error:
        message = f"{path} is not a file of answers: {error}"
        raise AnswersError(message) from error
    schema = content.pop("schema", SCHEMA)
    if schema != SCHEMA:
        found = quoted(str(schema))
        message = f"{path}: schema is {found!r}; this version of twitchcam reads {SCHEMA!r}"
        raise AnswersError(message)
    told = content.pop(GIVEN_AT, None)
    if told is None:
        return KeptAnswers(content, _moment(written_s))
    if not isinstance(told, date):
        message = f"{path}: {GIVEN_AT} is {quoted(str(told))!r}; it must be a date, perhaps a time"
        raise AnswersError(message)
    return KeptAnswers(content, _moment(told))


def _moment(told: date | float) -> datetime:
    """A date or time as a moment; one that cannot be is taken for old, to be asked again."""
    try:
        if not isinstance(told, date):
            moment = datetime.fromtimestamp(told, timezone.utc)
        elif not isinstance(told, datetime):
            moment = datetime(told.year, told.month, told.day)  # noqa: DTZ001 - made aware below
        else:
            moment = told
        moment = moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return LONG_AGO
    return moment if LONG_AGO < moment <= datetime.now().astimezone() + CLOCKS_DIFFER else LONG_AGO


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
    utc = when.astimezone(timezone.utc)
    parts = [HEAD, tomli_w.dumps({"schema": SCHEMA, GIVEN_AT: utc.replace(microsecond=0)})]
    for key, answer in answers.items():
        question = questionnaire.questions[key]
        # Half a character, as a terminal of another encoding gives, cannot be written.
        plain = [_whole(text) for text in answer] if isinstance(answer, tuple) else answer
        plain = int(plain) if isinstance(plain, float) and plain.is_integer() else plain
        parts.append(f"\n# {question.text}\n{tomli_w.dumps({key: plain})}")
    write_file(path, "".join(parts), elsewhere=ELSEWHERE)


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
