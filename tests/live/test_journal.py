"""What a journal says of a session that it was broken off in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.evidence.made_up import AWAY, RECORDING, SENSOR, SINGLE
from twitchcam.errors import SourceError
from twitchcam.evidence.phases import Stretch
from twitchcam.live.journal import Journal, SessionFacts, read_journal
from twitchcam.outputs.append_file import AppendFile

if TYPE_CHECKING:
    from pathlib import Path

FACTS = SessionFacts(RECORDING, SENSOR)


def test_a_stretch_that_ended_after_the_last_state_is_there_once(tmp_path: Path) -> None:
    file = AppendFile(tmp_path / "journal")
    journal = Journal(file, None)
    so_far, whole = replace(AWAY, duration_s=5.0), replace(AWAY, duration_s=5.4)
    journal.event(SINGLE)
    journal.state(FACTS, [so_far])
    journal.event(whole)
    file.flush()
    record = read_journal(tmp_path / "journal")
    file.close()
    assert record is not None
    assert record.facts == FACTS
    assert record.events == [SINGLE, whole]
    assert record.unfinished == []
    assert not record.is_over


def test_a_session_that_began_and_saw_nothing_is_none(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.touch()
    assert read_journal(path) is None
    path.unlink()
    file = AppendFile(path)
    Journal(file, None)
    file.flush()
    file.close()
    assert read_journal(path) is None


@pytest.mark.parametrize("written", ["theirs", '{"type": "begin", "schema": "other/9"}\n', "\0\0"])
def test_what_cannot_be_read_is_said(tmp_path: Path, written: str) -> None:
    (tmp_path / "journal").write_text(written, encoding="utf-8")
    with pytest.raises(SourceError, match="damaged, or of another version"):
        read_journal(tmp_path / "journal")


def test_a_session_that_was_ended_is_not_called_broken_off(tmp_path: Path) -> None:
    file = AppendFile(tmp_path / "journal")
    journal = Journal(file, None)
    journal.stretches([Stretch("rest", 1.0, 9.0)])
    journal.state(FACTS, [])
    journal.end()
    file.flush()
    record = read_journal(tmp_path / "journal")
    file.close()
    assert record is not None
    assert record.is_over
    assert record.stretches == [Stretch("rest", 1.0, 9.0)]


@pytest.mark.parametrize(
    "damage", [('"lower"', '"left"'), ('"peaks": 1', '"peaks": true'), ('"twitch"', '"spasm"')]
)
def test_it_is_read_up_to_an_event_that_cannot_be(tmp_path: Path, damage: tuple[str, str]) -> None:
    path = tmp_path / "journal"
    file = AppendFile(path)
    journal = Journal(file, None)
    journal.state(FACTS, [])
    journal.event(AWAY)
    journal.event(SINGLE)
    journal.end()
    file.flush()
    file.close()
    text = path.read_text("utf-8")
    assert damage[0] in text
    path.write_text(text.replace(*damage), "utf-8")
    record = read_journal(path)
    assert record is not None
    assert record.events == [AWAY]
    assert not record.is_over
