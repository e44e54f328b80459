"""What a running session knows, written line by line, so that it survives the program."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from twitchcam.errors import SourceError
from twitchcam.evidence.phases import Stretch
from twitchcam.outputs.json_records import json_of, record_from_json
from twitchcam.records import Event, FileIdentity, RecordingFacts, SensorFacts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from twitchcam.outputs.append_file import AppendFile

SCHEMA = "twitchcam.journal/1"
_DAMAGE = (ValueError, KeyError, TypeError, AttributeError, SourceError)


class SessionFacts(NamedTuple):
    """What a session is like as a recording, and what measured it."""

    recording: RecordingFacts
    sensor: SensorFacts


@dataclass(slots=True)
class SessionRecord:
    """All that the results of a session are made from.

    ``facts`` is ``None`` until something was seen. ``unfinished`` are stretches that could not be
    observed and were not over. ``is_over`` says that the session was ended, not broken off.
    """

    file: FileIdentity | None = None
    events: list[Event] = field(default_factory=list)
    unfinished: list[Event] = field(default_factory=list)
    facts: SessionFacts | None = None
    marks_s: list[float] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    is_over: bool = False


class Journal:
    """Writes the lines; each stands by itself.

    Parameters
    ----------
    file
        Takes the lines; flushed by the caller.
    identity
        Which file is watched; ``None`` for a camera.
    """

    def __init__(self, file: AppendFile, identity: FileIdentity | None) -> None:
        self._file = file
        self._write("begin", schema=SCHEMA, file=json_of(identity) if identity else None)

    def event(self, event: Event) -> None:
        """Note an event that is over."""
        self._write("event", event=json_of(event))

    def state(self, facts: SessionFacts, unfinished: Sequence[Event]) -> None:
        """Note how far the session has come."""
        self._write(
            "state",
            recording=json_of(facts.recording),
            sensor=json_of(facts.sensor),
            unfinished=[json_of(event) for event in unfinished],
        )

    def mark(self, time_s: float) -> None:
        """Note that the person felt a twitch."""
        self._write("mark", time_s=time_s)

    def stretches(self, stretches: Sequence[Stretch]) -> None:
        """Note the parts of the guided protocol so far."""
        self._write("stretches", stretches=[json_of(stretch) for stretch in stretches])

    def end(self) -> None:
        """Note that the session is over: all of it is here."""
        self._write("end")

    def _write(self, name: str, **content: object) -> None:
        line = json.dumps({"type": name, **content}, allow_nan=False)
        self._file.write(line.encode() + b"\n")


def read_journal(path: Path) -> SessionRecord | None:
    """Read a journal up to where it broke off.

    Returns
    -------
    SessionRecord or None
        ``None`` when nothing was seen yet.

    Raises
    ------
    SourceError
        If it cannot be read, or is no journal of this version.
    """
    record = SessionRecord()
    known = False
    try:
        written = path.read_bytes()
    except OSError as error:
        message = f"cannot read its journal: {error.strerror or error}"
        raise SourceError(message) from error
    for line in written.split(b"\n"):
        try:
            content = json.loads(line)
            known = known or content.get("schema") == SCHEMA
            if known:
                _take(record, content)
        except _DAMAGE:  # noqa: PERF203 - ends the loop
            break
    if written and not known:
        message = "its journal is damaged, or of another version of twitchcam"
        raise SourceError(message)
    return record if record.facts else None


def _take(record: SessionRecord, content: dict[str, Any]) -> None:
    kind = content["type"]
    if kind == "begin" and content["file"]:
        record.file = record_from_json(FileIdentity, content["file"])
    elif kind == "event":
        event = record_from_json(Event, content["event"])
        record.events.append(event)
        # A stretch that was under way when the state was noted, and is over now.
        record.unfinished = [one for one in record.unfinished if one.onset_s != event.onset_s]
    elif kind == "state":
        record.facts = SessionFacts(
            record_from_json(RecordingFacts, content["recording"]),
            record_from_json(SensorFacts, content["sensor"]),
        )
        record.unfinished = [record_from_json(Event, one) for one in content["unfinished"]]
    elif kind == "mark":
        record.marks_s.append(record_from_json(float, content["time_s"]))
    elif kind == "end":
        record.is_over = True
    elif kind == "stretches":
        record.stretches = [record_from_json(Stretch, one) for one in content["stretches"]]
