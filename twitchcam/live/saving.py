"""Saving a session while it runs, so that a crash or a power cut loses its last seconds at most."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from twitchcam.errors import OutputError
from twitchcam.live.clip_writer import ClipWriter
from twitchcam.live.clips import write_clip
from twitchcam.live.journal import Journal, SessionRecord
from twitchcam.live.session_results import complete, write_tables
from twitchcam.outputs.append_file import AppendFile
from twitchcam.outputs.motion_stream import MotionStream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from threading import Event as ThreadEvent

    from twitchcam.evidence.phases import Stretch
    from twitchcam.live.clips import Kept
    from twitchcam.live.session_folder import SessionFolder
    from twitchcam.records import Event, FileIdentity, LipMotion, LipSignals
    from twitchcam.settings import LiveSettings

# What is written.
Writing = Literal["folder", "journal", "motion", "disk", "results", "clips"]
FOLDER_GONE = (
    "the session's folder was deleted or moved while it ran: traces and report cannot be written"
)


class Saving:
    """Writes the journal and the motion as they come, and the tables every few seconds.

    The program's end at any moment loses nothing that was flushed, a power cut nothing older than
    the last :meth:`keep`. Slow work is done in a thread of its own.

    Parameters
    ----------
    folder
        Where to; held until everything is written, clips and all.
    identity
        Which file is watched; ``None`` for a camera.
    settings
        How often what is done.

    Attributes
    ----------
    folder, identity
        As given.
    clips
        Takes clips; those that wait are written also after the session.
    is_complete
        Whether the session is over and its results are written.

    Raises
    ------
    OutputError
        If nothing can be written there.
    """

    def __init__(
        self, folder: SessionFolder, identity: FileIdentity | None, settings: LiveSettings
    ) -> None:
        self.folder = folder
        self.identity = identity
        self._troubles: dict[Writing, str] = {}
        self._settings = settings
        self._held = ExitStack()
        self._held.enter_context(folder.owned())
        self._journal_file = AppendFile(folder.journal)
        self._motion_file = AppendFile(folder.motion_stream)
        self._journal = Journal(self._journal_file, identity)
        self._motion = MotionStream(self._motion_file)
        self.clips = ClipWriter(self._write_clip)
        self.is_complete = self._is_over = False
        self._worker = ThreadPoolExecutor(1, "twitchcam-saving")
        self._working: tuple[Writing, Future[None]] | None = None
        self._next_tables_s = settings.results_interval_s

    def write(self, motions: Sequence[LipMotion], signals: Sequence[LipSignals]) -> None:
        """Take what was measured."""
        self._motion.write(motions, signals)

    def events(self, events: Sequence[Event]) -> None:
        """Take events that are over: at once on their way to the disk."""
        for event in events:
            self._journal.event(event)
        self._try("journal", self._journal_file.flush)

    def mark(self, time_s: float) -> None:
        """Take a moment in which the person felt a twitch."""
        self._journal.mark(time_s)
        self._try("journal", self._journal_file.flush)

    def stretches(self, stretches: Sequence[Stretch]) -> None:
        """Take the parts of the guided protocol."""
        self._journal.stretches(stretches)

    def keep(self, record: SessionRecord) -> None:
        """Get everything onto the disk; to be called about once a second."""
        if (facts := record.facts) is None:
            return
        self._journal.state(facts, record.unfinished)
        self._flush()
        if self._working is not None:
            writing, work = self._working
            if not work.done():
                return
            self._try(writing, work.result)
        if facts.recording.duration_s >= self._next_tables_s:
            self._next_tables_s = facts.recording.duration_s + self._settings.results_interval_s
            partial = facts._replace(recording=replace(facts.recording, partial=True))
            snapshot = replace(record, facts=partial, events=list(record.events))
            self._working = ("results", self._worker.submit(self._write_all, snapshot))
        else:
            self._working = ("disk", self._worker.submit(self._sync))

    def complete(self, record: SessionRecord) -> bool:
        """Write the results of a session that is over; tells whether that worked.

        It can be called again if not. What is in the journal by then is safe until the next start.
        """
        self._end(record)
        if self.is_complete:
            return True
        if not self._flush():
            return False
        # Some systems delete no file that is open.
        self._journal_file.close()
        self._motion_file.close()
        if record.facts is None or record.facts.recording.frames == 0:
            self._held.close()
            self.folder.delete()
        elif not self._try("results", lambda: complete(self.folder, record, self._settings)):
            return False
        # The results are on the disk, whatever became of the journal.
        self._troubles.pop("disk", None)
        self.clips.end(self._held.close)
        self.is_complete = True
        return True

    @property
    def trouble(self) -> str:
        """Empty, or why something cannot be written at the moment; it is tried again."""
        return next(iter([*self._troubles.values()]), "")

    @property
    def outlook(self) -> str:
        """What becomes of a session that could not be completed."""
        is_flushed = self._journal_file.is_flushed and self._motion_file.is_flushed
        if is_flushed and self.folder.journal.exists():
            return "It is kept aside and saved at the next start."
        return "What came since is lost when twitchcam ends or a new session begins."

    def discard(self) -> None:
        """Delete everything that was written of the session."""
        self.abandon()
        self.folder.delete()

    def abandon(self) -> None:
        """Let go of the files as a crash would: for the next start to recover."""
        self.clips.cancel()
        self.clips.close()
        self._worker.shutdown(wait=True)
        self._journal_file.close()
        self._motion_file.close()
        self._held.close()

    def _end(self, record: SessionRecord) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._worker.shutdown(wait=True)
        self._motion.finish()
        if record.facts is not None:
            self._journal.stretches(record.stretches)
            self._journal.state(record.facts, record.unfinished)
            self._journal.end()

    def _write_clip(self, number: int, pictures: Sequence[Kept], unwanted: ThreadEvent) -> bool:
        written: list[bool] = []
        path = self.folder.clip(number)
        self._try("clips", lambda: written.append(write_clip(path, pictures, unwanted)))
        return any(written)

    def _write_all(self, record: SessionRecord) -> None:
        self._sync()
        write_tables(self.folder, record, self._settings)

    def _check_folder(self) -> None:
        # Some systems let files vanish that are open, and write on as if they were there.
        if not self.folder.journal.exists():
            raise OutputError(FOLDER_GONE)

    def _flush(self) -> bool:
        self._try("folder", self._check_folder)
        is_safe = self._try("journal", self._journal_file.flush)
        return self._try("motion", self._motion_file.flush) and is_safe

    def _sync(self) -> None:
        self._journal_file.sync()
        self._motion_file.sync()

    def _try(self, writing: Writing, work: Callable[[], object]) -> bool:
        try:
            work()
        except OutputError as error:
            self._troubles[writing] = str(error)
            return False
        self._troubles.pop(writing, None)
        return True
