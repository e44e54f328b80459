"""Sessions that are there already: completed where they were cut off, deleted when asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from twitchcam.errors import OutputError
from twitchcam.live.journal import read_journal
from twitchcam.live.session_folder import session_folders
from twitchcam.live.session_results import complete

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.live.reports import Reports
    from twitchcam.live.session_folder import SessionFolder
    from twitchcam.live.shown import Shown
    from twitchcam.settings import LiveSettings

RECOVERED = (
    "the monitor ended unexpectedly; what was seen until then was recovered from its journal"
)


class EarlierSessions:
    """The sessions in a folder, but for the one that runs.

    Parameters
    ----------
    out
        Where session folders are.
    settings
        With which they are completed.
    shown
        Gets what was recovered.
    reports
        Told what was done, and what could not be.
    """

    def __init__(self, out: Path, settings: LiveSettings, shown: Shown, reports: Reports) -> None:
        self._out = out
        self._settings = settings
        self._shown = shown
        self._reports = reports

    def recover(self) -> None:
        """Complete what an earlier run left unfinished."""
        self._shown.recovered, failures = recover_sessions(self._out, self._settings)
        if self._shown.recovered:
            names = ", ".join(self._shown.recovered)
            text = f"Recovered from an earlier run that was cut off: {names}."
            self._reports.notify("info", text)
        self._shown.not_recovered = [
            f"{name}, which was cut off, cannot be completed: {why}. It stays as it is."
            for name, why in failures.items()
        ]
        for text in self._shown.not_recovered:
            self._reports.notify("warning", text)

    def find(self, name: str) -> SessionFolder | None:
        """The session of a name, if there is one."""
        found = [folder for folder in session_folders(self._out) if folder.name == name]
        if not found:
            self._reports.notify("error", f"There is no session {name} in {self._out}.")
            return None
        return found[0]

    def delete(self, folder: SessionFolder) -> None:
        """Delete a session, unless it runs elsewhere."""
        with folder.owned() as is_free:
            pass
        if not is_free:
            text = f"{folder.name} is being recorded by another twitchcam: stop that one first."
            self._reports.notify("error", text)
            return
        try:
            folder.delete()
        except OutputError as error:
            self._reports.notify("error", str(error))


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
        recovered.failures[folder.name] = getattr(error, "strerror", None) or str(error)


def _recover(folder: SessionFolder, settings: LiveSettings) -> bool:
    is_cut_off, parts = folder.journal.exists(), folder.parts()
    if not is_cut_off and not parts:
        return False
    with folder.owned() as is_ours:
        if not is_ours:
            return False
        record = read_journal(folder.journal) if is_cut_off else None
        if record and record.facts:
            if not record.is_over:
                recording = record.facts.recording
                recording = replace(recording, partial=True, notes=(*recording.notes, RECOVERED))
                record.facts = record.facts._replace(recording=recording)
            complete(folder, record, settings)
        # Clips are written also after the journal is gone; no video stays that nobody sees. Last: a
        # file that cannot be deleted keeps no session from being recovered.
        for path in parts:
            path.unlink(missing_ok=True)
    return record is not None
