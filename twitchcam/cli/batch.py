"""Many recordings, one after the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twitchcam.cli.about_recording import (
    say_copy,
    say_partial,
    say_replaced,
    say_warnings,
    show_results,
)
from twitchcam.cli.batch_tally import BatchTally
from twitchcam.cli.progress import ProgressDisplay
from twitchcam.cli.screen import messages, say, say_failure
from twitchcam.errors import OutputError
from twitchcam.outputs.failed_tsv import list_failed
from twitchcam.outputs.recording import UnwrittenError
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from twitchcam.cli.result_folders import ResultFolders
    from twitchcam.outputs.answers_toml import KeptAnswers
    from twitchcam.outputs.recording import Recording
    from twitchcam.records import Phase
    from twitchcam.settings import Settings
    from twitchcam.stop_wish import StopWish


@dataclass(slots=True)
class Batch:
    """One run over several recordings, which fail and succeed on their own."""

    folders: ResultFolders
    settings: Settings
    phase: Phase | None
    stop: StopWish
    answers: KeptAnswers | None
    resume: bool
    quiet: bool
    tally: BatchTally = field(default_factory=BatchTally, init=False)

    def run(self, videos: Sequence[Path]) -> None:
        """Analyse recordings, one after the other, and say how it went."""
        is_single = len(videos) == 1
        alike = {name for name, n in Counter(one.name for one in videos).items() if n > 1}
        for number, video in enumerate(videos, start=1):
            if self.stop.is_wanted or self.tally.is_cut_short or self.tally.is_hopeless:
                self._say_not_started(videos[number - 1 :])
                break
            # What tells a recording from the others.
            name = str(video) if video.name in alike else video.name
            self._analyze_one(video, name, f"{number} of {len(videos)}", is_single=is_single)
        if advice := self.tally.advice(is_single=is_single):
            self.note(advice)
        failures = self._list_failed()
        if self.tally.is_several and (self.tally.failed or not self.quiet):
            where = f"; {failures} says why" if failures else ""
            say("note", f"{self.tally.summary()}{where}")

    def fail(self, error: BaseException, path: Path) -> None:
        """Say that a recording, or a folder of them, failed; the others go on."""
        self.tally.fail(error, path)
        say_failure(error, path)

    def note(self, message: str) -> None:
        """Say what is no fault, unless all shall be quiet."""
        if not self.quiet:
            say("note", message)

    def _analyze_one(self, video: Path, name: str, place: str, *, is_single: bool) -> None:
        try:
            if self.resume and (earlier := self._earlier(video)):
                self._keep(earlier, video)
                return
            recording = self._call_pipeline(video, name, place)
        except KeyboardInterrupt:
            self.tally.is_cut_short = True
            say("stopped", f"{video} was not analysed")
        except UnwrittenError as error:
            self._take(error.recording, video, name, is_single=is_single, error=error)
        except Exception as error:  # noqa: BLE001 - the others shall still be analysed
            self.fail(error, video)
        else:
            self._take(recording, video, name, is_single=is_single)

    def _earlier(self, video: Path) -> Recording | None:
        from twitchcam import pipeline

        return pipeline.finished_before(
            video, out_dir=self.folders.of(video), settings=self.settings, phase=self.phase
        )

    def _call_pipeline(self, video: Path, name: str, place: str) -> Recording:
        # MediaPipe takes a second to import: only when there is something to analyse.
        from twitchcam import pipeline

        if self.stop.is_wanted:
            raise KeyboardInterrupt
        with ProgressDisplay(messages(), name, place, quiet=self.quiet) as progress:
            return pipeline.analyze(
                video,
                out_dir=self.folders.of(video),
                settings=self.settings,
                phase=self.phase,
                on_progress=progress,
            )

    def _keep(self, recording: Recording, video: Path) -> None:
        first = self.tally.keep(recording, video)
        self.note(f"{video} was analysed before, in the same way; its results are left as they are")
        say_warnings(recording, video, is_shown=False)
        say_copy(video, first)

    def _take(
        self,
        recording: Recording,
        video: Path,
        name: str,
        *,
        is_single: bool,
        error: UnwrittenError | None = None,
    ) -> None:
        first = self.tally.take(recording, video, error)
        if not self.quiet:
            show_results(recording, name, self.answers, is_single=is_single)
        say_warnings(recording, video, is_shown=not self.quiet)
        say_copy(video, first)
        if error is not None:
            say_failure(error, video)
            return
        if recording.replaced:
            say_replaced(recording.replaced, video, quiet=self.quiet)
        if recording.evidence.recording.partial:
            say_partial(recording, video)

    def _say_not_started(self, left: Sequence[Path]) -> None:
        self.tally.is_cut_short = True
        on = f"{left[0]} and what follows" if len(left) > 1 else str(left[0])
        say("stopped", f"{counted(len(left), 'recording')} not started: {on}")

    def _list_failed(self) -> Path | None:
        """Where what failed is listed, if it is."""
        tally = self.tally
        # Where none can be analysed, it is no recording that failed.
        if self.folders.out is None or tally.is_hopeless:
            return None
        resolved = [*tally.searched, *tally.analysed, *tally.kept]
        try:
            return list_failed(self.folders.out, tally.failed, resolved)
        except OutputError as error:
            say("warning", error)
            return None
