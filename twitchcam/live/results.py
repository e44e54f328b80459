"""From all that is known of a session to its result files, running, complete or recovered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from twitchcam.errors import OutputError
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.evidence.phases import summarise_phases
from twitchcam.live.felt import compare_felt
from twitchcam.live.journal import SessionRecord, read_journal
from twitchcam.live.session_folder import SessionFolder, session_folders
from twitchcam.outputs.motion_stream import motion_parquet_of
from twitchcam.outputs.result_files import write_results

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.records import Event, Evidence
    from twitchcam.settings import LiveSettings

RECOVERED = (
    "the monitor ended unexpectedly; what was seen until then was recovered from its journal"
)


def evidence_of(record: SessionRecord, settings: LiveSettings) -> Evidence:
    """What a session shows, as far as it has come."""
    if record.recording is None or record.sensor is None:
        message = "nothing was seen in this session"
        raise ValueError(message)
    events = sorted_events(record)
    duration_s = record.recording.duration_s
    evidence = summarise(events, record.recording, record.sensor, record.file)
    phases = summarise_phases(events, record.stretches, duration_s) if record.stretches else None
    marks_s = record.marks_s
    felt = compare_felt(marks_s, events, settings, duration_s) if marks_s else None
    return replace(evidence, phases=phases, felt=felt)


def sorted_events(record: SessionRecord) -> tuple[Event, ...]:
    """All events in time, with those that are not over."""
    events = [*record.events, *record.unfinished]
    return tuple(sorted(events, key=lambda event: (event.onset_s, event.end_s)))


def write_tables(
    folder: SessionFolder,
    record: SessionRecord,
    settings: LiveSettings,
    motion: Path | None = None,
) -> None:
    """Write all results but the motion, and once the session is over, with its motion, the report.

    Raises
    ------
    OutputError
        If a file cannot be written; then the earlier ones are left as they were.
    """
    evidence = evidence_of(record, settings)
    write_results(folder.results(record.file), sorted_events(record), evidence, motion)


def complete(folder: SessionFolder, record: SessionRecord, settings: LiveSettings) -> None:
    """Write all results of a session that is over, and clear away what it worked with.

    Raises
    ------
    OutputError
        If a file cannot be written; then the journal stays, and nothing is lost.
    """
    files = folder.results(record.file)
    motion = None
    if folder.motion_stream.exists():
        motion = motion_parquet_of(folder.motion_stream, files.motion)
    try:
        # The largest file first: should the disk be full, all earlier results are kept.
        write_tables(folder, record, settings, motion.finished() if motion else None)
    except OutputError:
        if motion:
            motion.discard()
        raise
    if motion:
        motion.close()
    folder.clear_working_files()


class Recovered(NamedTuple):
    """Names of the sessions that were completed, and why others could not be, by name."""

    names: list[str]
    failures: dict[str, str]


def recover_sessions(out: Path, settings: LiveSettings) -> Recovered:
    """Complete the sessions in ``out`` that an earlier run left unfinished.

    Those of a monitor that runs right now are left alone; those that cannot be completed stay as
    they are.
    """
    recovered = Recovered([], {})
    for folder in session_folders(out):
        _recover_one(folder, settings, recovered)
    return recovered


def _recover_one(folder: SessionFolder, settings: LiveSettings, recovered: Recovered) -> None:
    try:
        if _recover(folder, settings):
            recovered.names.append(folder.name)
    except Exception as error:  # noqa: BLE001 - what an old folder holds stops no new session
        recovered.failures[folder.name] = str(error)


def _recover(folder: SessionFolder, settings: LiveSettings) -> bool:
    if not folder.journal.exists():
        return False
    with folder.owned() as is_ours:
        record = read_journal(folder.journal) if is_ours else None
        if record is None or record.recording is None:
            return False
        if not record.is_over:
            notes = (*record.recording.notes, RECOVERED)
            record.recording = replace(record.recording, partial=True, notes=notes)
        complete(folder, record, settings)
    return True
