"""Answers as a file, there and back."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from twitchcam.causes.answers import check_answers
from twitchcam.causes.knowledge import shipped_knowledge
from twitchcam.errors import AnswersError, OutputError
from twitchcam.outputs.answers_toml import LONG_AGO, read_answers, read_kept_answers, write_answers

QUESTIONNAIRE = shipped_knowledge().questionnaire
WHEN = datetime(2026, 11, 20, 9, 15, tzinfo=timezone(timedelta(hours=1)))
GIVEN: dict[str, Any] = {
    "age_years": 54,
    "sleep_hours": 6.5,
    "wasting": False,
    "look": "rippling",
    "known_conditions": [],
    "medicines": ['a "quoted" \\ name', "ü\n"],
}


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    answers = check_answers(GIVEN, QUESTIONNAIRE)
    write_answers(path, answers, QUESTIONNAIRE, WHEN)
    assert check_answers(read_answers(path), QUESTIONNAIRE) == answers


def test_a_copy_is_as_old_as_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    write_answers(path, {}, QUESTIONNAIRE, WHEN)
    assert read_kept_answers(path) == ({}, WHEN)
    path.write_text("wasting = true\n", encoding="utf-8")
    os.utime(path, (0.0, 0.0))
    answers, when = read_kept_answers(path)
    assert answers == {"wasting": True}
    assert when == LONG_AGO
    past = datetime(2026, 11, 20, 9, 15, tzinfo=timezone.utc)
    os.utime(path, (past.timestamp(), past.timestamp()))
    assert read_kept_answers(path).when == past


@pytest.mark.parametrize(
    ("told", "when"),
    [
        ("2020-01-01", datetime(2020, 1, 1)),  # noqa: DTZ001 - as people write it
        ("2020-01-01T09:15:00+01:00", datetime(2020, 1, 1, 8, 15, tzinfo=timezone.utc)),
        # A clock that was wrong: asked again rather than never.
        ("2099-01-01T00:00:00Z", LONG_AGO),
        ("0001-01-01T00:00:00", LONG_AGO),
        ("9999-12-31", LONG_AGO),
        ("0026-11-30", LONG_AGO),
    ],
)
def test_any_date_is_understood(tmp_path: Path, told: str, when: datetime) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(f"given_at = {told}\n", encoding="utf-8")
    kept = read_kept_answers(path)
    assert kept.when == when.astimezone()
    assert kept.is_of_earlier_day


@pytest.mark.parametrize("written_s", [datetime(2100, 1, 1, tzinfo=timezone.utc).timestamp(), -5.0])
def test_a_disk_whose_clock_is_wrong_makes_nothing_young(tmp_path: Path, written_s: float) -> None:
    path = tmp_path / "answers.toml"
    path.write_text("wasting = true\n", encoding="utf-8")
    os.utime(path, (written_s, written_s))
    kept = read_kept_answers(path)
    assert kept.is_of_earlier_day
    assert kept.day == "an unknown day"


def test_a_time_that_cannot_be_is_long_ago(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "answers.toml"
    path.write_text("wasting = true\n", encoding="utf-8")
    stat = Path.stat
    monkeypatch.setattr(
        Path,
        "stat",
        lambda one, **how: SimpleNamespace(st_mtime=1e12) if one == path else stat(one, **how),
    )
    assert read_kept_answers(path).when == LONG_AGO


def test_what_was_given_just_now_is_of_today(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    now = datetime.now().astimezone()
    write_answers(path, {}, QUESTIONNAIRE, now)
    is_young = not read_kept_answers(path).is_of_earlier_day
    # Or it was midnight.
    assert is_young or now.date() < datetime.now().astimezone().date()


def test_people_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    write_answers(path, check_answers(GIVEN, QUESTIONNAIRE), QUESTIONNAIRE, WHEN)
    text = path.read_text(encoding="utf-8")
    assert "# How old is the person whose lip twitches?\nage_years = 54\n" in text


def test_written_by_hand_without_a_schema(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('wasting = "no"\n', encoding="utf-8")
    assert check_answers(read_answers(path), QUESTIONNAIRE) == {"wasting": False}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"age_years = ", "is not a file of answers"),
        (b"\xff\xfe", "is not a file of answers"),
        (b'schema = "twitchcam.answers/2"', "schema is 'twitchcam.answers/2'"),
        (b"schema = 3", "schema is '3'"),
        (b'given_at = "yesterday"', "given_at is 'yesterday'; it must be a date"),
    ],
)
def test_other_files(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(content)
    with pytest.raises(AnswersError) as caught:
        read_answers(path)
    assert says in str(caught.value)
    assert "answers.toml" in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(AnswersError, match="cannot read"):
        read_answers(tmp_path / "none.toml")


def test_no_place_to_write(tmp_path: Path) -> None:
    with pytest.raises(
        OutputError, match="directory; keep them elsewhere with --ask --answers FILE"
    ):
        write_answers(tmp_path / "none" / "answers.toml", {}, QUESTIONNAIRE, WHEN)
