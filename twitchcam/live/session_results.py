"""From all that is known of a session to its result files, while it runs and when it is over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from twitchcam.errors import OutputError
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.evidence.phases import with_phases
from twitchcam.live.felt import compare_felt
from twitchcam.outputs.motion_stream import motion_parquet_of
from twitchcam.outputs.result_files import write_results
from twitchcam.package_versions import made_by
from twitchcam.records import in_time

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.live.journal import SessionFacts, SessionRecord
    from twitchcam.live.session_folder import SessionFolder
    from twitchcam.records import Event, Evidence
    from twitchcam.settings import LiveSettings


def evidence_of(record: SessionRecord, settings: LiveSettings) -> Evidence:
    """What a session shows, as far as it has come."""
    events, facts = sorted_events(record), _facts_of(record)
    evidence = summarise(events, facts.recording, facts.sensor, record.file)
    if record.stretches:
        evidence = with_phases(evidence, events, record.stretches)
    if record.marks_s:
        felt = compare_felt(record.marks_s, events, settings, facts.recording.duration_s)
        evidence = replace(evidence, felt=felt)
    return evidence


def sorted_events(record: SessionRecord) -> tuple[Event, ...]:
    """All events in time, with those that are not over."""
    events = [*record.events, *record.unfinished]
    return tuple(in_time(events))


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
    folder.make_again()
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
        sensor = _facts_of(record).sensor
        maker = made_by(sensor.backend, sensor.sensor)
        motion = motion_parquet_of(folder.motion_stream, files.motion, maker)
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


def _facts_of(record: SessionRecord) -> SessionFacts:
    if record.facts is None:
        message = "nothing was seen in this session"
        raise ValueError(message)
    return record.facts
