"""What became of the recordings of one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.cli.screen import failure_text
from twitchcam.errors import BackendError
from twitchcam.evidence.rates import SECONDS_PER_MINUTE
from twitchcam.evidence.what_it_tells import tells_rate, told_counts
from twitchcam.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.outputs.recording import Recording, UnwrittenError
    from twitchcam.records import Evidence


class BatchTally:
    """Counts how recordings went, with their names; says nothing of it by itself.

    Attributes
    ----------
    analysed, kept
        Recordings that were analysed now; those that were before, whose results were kept.
    failed
        Recordings, and folders of them, that failed, and why.
    unwritten
        Recordings among these that were analysed, but whose results could not all be written.
    searched
        Folders that were searched for recordings.
    incomplete
        Recordings that were not analysed to their end.
    unsure
        Recordings that cannot say whether there were twitches.
    seen
        What recordings show, each once though it was given under several names.
    is_hopeless
        Whether no recording can be analysed on this machine.
    is_cut_short
        Whether the run was stopped.
    """

    def __init__(self) -> None:
        self.analysed: list[Path] = []
        self.kept: list[Path] = []
        self.failed: dict[Path, str] = {}
        self.unwritten: list[Path] = []
        self.searched: list[Path] = []
        self.incomplete: list[Path] = []
        self.unsure: list[Path] = []
        self.seen: list[Evidence] = []
        self.is_hopeless = False
        self.is_cut_short = False
        self._first_by_identity: dict[str, Path] = {}

    @property
    def is_complete(self) -> bool:
        """Whether everything that was asked for was analysed to its end."""
        return not (self.failed or self.incomplete or self.is_cut_short)

    @property
    def is_several(self) -> bool:
        """Whether it went one way or another for more than one recording."""
        return len(self.analysed) + len(self.kept) + len(self.failed) > 1

    def take(
        self, recording: Recording, video: Path, error: UnwrittenError | None = None
    ) -> Path | None:
        """Count a recording that was analysed; return the one that it is a copy of, if it is.

        ``error`` says why its results could not all be written.
        """
        if error is None:
            self.analysed.append(video)
        else:
            self.fail(error, video)
            self.unwritten.append(video)
        first = self._count(recording.evidence, video)
        if recording.evidence.recording.partial:
            self.is_cut_short = True
            if video not in self.incomplete:
                self.incomplete.append(video)
        return first

    def keep(self, recording: Recording, video: Path) -> Path | None:
        """Count one that had been analysed before; return the one that it is a copy of."""
        self.kept.append(video)
        return self._count(recording.evidence, video)

    def fail(self, error: BaseException, path: Path) -> None:
        """Count a recording, or a folder of them, that failed."""
        self.failed[path] = failure_text(error, path)
        # Without a face backend no recording can be analysed.
        self.is_hopeless |= isinstance(error, BackendError)

    def advice(self, *, is_single: bool) -> str | None:
        """That longer recordings tell more; what cannot say at all has its own advice.

        ``is_single`` says whether only one was to be analysed.
        """
        short = [
            one
            for one in self.seen
            if tells_rate(one)
            and one.time.observable_s < SECONDS_PER_MINUTE
            and not one.recording.partial
        ]
        if not short:
            return None
        of_them = "" if is_single else f" of {counted(len(short), 'recording')}"
        return (
            f"less than a minute{of_them} could be observed; a minute or more at rest, or several"
            " recordings, tell more"
        )

    def summary(self) -> str:
        """How it went, with names: after many recordings nobody looks further up."""
        told = [f"{counted(len(self.analysed), 'recording')} analysed"]
        if self.kept:
            told[0] += f", {len(self.kept)} before"
        if self.unsure:
            told.append(f"{len(self.unsure)} cannot say whether there were twitches")
        if self.incomplete:
            names = ", ".join(map(str, self.incomplete))
            told.append(f"{len(self.incomplete)} not to the end: {names}")
        if self.failed:
            told.append(f"{len(self.failed)} failed: {', '.join(map(str, self.failed))}")
        return "; ".join(told)

    def _count(self, evidence: Evidence, video: Path) -> Path | None:
        if told_counts(evidence) is None:
            self.unsure.append(video)
        if evidence.recording.cut_off:
            self.incomplete.append(video)
        first = self._first_of(evidence, video)
        if first is None:
            self.seen.append(evidence)
        return first

    def _first_of(self, evidence: Evidence, video: Path) -> Path | None:
        """The same recording under another name: it shall not count twice."""
        if evidence.file is None:
            return None
        first = self._first_by_identity.setdefault(evidence.file.sha256_of_ends, video)
        return None if first is video else first
