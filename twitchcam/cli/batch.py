"""Many recordings, one after the other: what is said of each, and how it went."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twitchcam.cli.causes import print_match
from twitchcam.cli.progress import ProgressDisplay
from twitchcam.cli.screen import failure_text, messages, say, say_failure, show
from twitchcam.errors import BackendError, OutputError
from twitchcam.evidence.events_to_evidence import tells_rate
from twitchcam.evidence.rates import SECONDS_PER_MINUTE
from twitchcam.outputs.facts import OTHER_FACES, told_counts
from twitchcam.outputs.failed_tsv import list_failed
from twitchcam.outputs.result_files import EVENTS_ENDING
from twitchcam.outputs.screen_table import print_recording
from twitchcam.outputs.words import span, why_blind
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from twitchcam.cli.result_folders import ResultFolders
    from twitchcam.pipeline import Recording
    from twitchcam.records import Evidence, Phase
    from twitchcam.settings import Settings
    from twitchcam.stop_wish import StopWish


@dataclass(slots=True)
class Batch:
    """One run over several recordings, which fail and succeed on their own."""

    folders: ResultFolders
    settings: Settings
    phase: Phase | None
    stop: StopWish
    answers: Mapping[str, object] | None
    resume: bool
    quiet: bool
    analysed: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    failed: dict[Path, str] = field(default_factory=dict)
    searched: list[Path] = field(default_factory=list)
    incomplete: list[Path] = field(default_factory=list)
    unsure: list[Path] = field(default_factory=list)
    seen: list[Evidence] = field(default_factory=list)
    known: dict[str, Path] = field(default_factory=dict)
    alike: set[str] = field(default_factory=set)
    is_single: bool = False
    is_hopeless: bool = False
    is_cut_short: bool = False

    def run(self, videos: Sequence[Path]) -> None:
        """Analyse recordings, one after the other."""
        self.is_single = len(videos) == 1
        self.alike = {name for name, n in Counter(one.name for one in videos).items() if n > 1}
        for number, video in enumerate(videos, start=1):
            if self.stop.is_wanted or self.is_cut_short or self.is_hopeless:
                self._say_not_started(videos[number - 1 :])
                break
            self._analyze_one(video, f"{number} of {len(videos)}")
        self._note_short()
        failures = self._list_failed()
        is_several = len(self.analysed) + len(self.kept) + len(self.failed) > 1
        if is_several and (self.failed or not self.quiet):
            say("note", self._summary(failures))

    def fail(self, error: BaseException, path: Path) -> None:
        """Say that a recording, or a folder of them, failed; the others go on."""
        self.failed[path] = failure_text(error, path)
        # Without a face backend no recording can be analysed.
        self.is_hopeless |= isinstance(error, BackendError)
        say_failure(error, path)

    def note(self, message: str) -> None:
        """Say what is no fault, unless all shall be quiet."""
        if not self.quiet:
            say("note", message)

    def _note_short(self) -> None:
        """Say once that longer recordings tell more; what cannot say at all has its own advice."""
        short = [
            one
            for one in self.seen
            if tells_rate(one)
            and one.time.observable_s < SECONDS_PER_MINUTE
            and not one.recording.partial
        ]
        if short:
            of_them = "" if self.is_single else f" of {counted(len(short), 'recording')}"
            self.note(
                f"less than a minute{of_them} could be observed; a minute or more at rest, or"
                " several recordings, tell more"
            )

    def _list_failed(self) -> Path | None:
        """Where what failed is listed, if it is."""
        # Where none can be analysed, it is no recording that failed.
        if self.folders.out is None or self.is_hopeless:
            return None
        resolved = [*self.searched, *self.analysed, *self.kept]
        try:
            return list_failed(self.folders.out, self.failed, resolved)
        except OutputError as error:
            say("warning", error)
            return None

    def _summary(self, failures: Path | None) -> str:
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
        if failures:
            told.append(f"{failures} says why")
        return "; ".join(told)

    def _analyze_one(self, video: Path, place: str) -> None:
        try:
            if self.resume and (earlier := self._earlier(video)):
                self._keep(earlier, video)
                return
            recording = self._call_pipeline(video, place)
        except KeyboardInterrupt:
            self.is_cut_short = True
            say("stopped", f"{video} was not analysed")
        except Exception as error:  # noqa: BLE001 - the others shall still be analysed
            self.fail(error, video)
        else:
            self._take(recording, video)

    def _earlier(self, video: Path) -> Recording | None:
        from twitchcam import pipeline

        return pipeline.finished_before(
            video, out_dir=self.folders.of(video), settings=self.settings, phase=self.phase
        )

    def _keep(self, recording: Recording, video: Path) -> None:
        self.kept.append(video)
        self.note(f"{video} was analysed before, in the same way; its results are left as they are")
        self._warn(recording, video, is_shown=False)
        self._note_seen(recording.evidence, video)

    def _call_pipeline(self, video: Path, place: str) -> Recording:
        # MediaPipe takes a second to import: only when there is something to analyse.
        from twitchcam import pipeline

        if self.stop.is_wanted:
            raise KeyboardInterrupt
        name = self._name(video)
        with ProgressDisplay(messages(), name, place, quiet=self.quiet) as progress:
            return pipeline.analyze(
                video,
                out_dir=self.folders.of(video),
                settings=self.settings,
                phase=self.phase,
                on_progress=progress,
            )

    def _name(self, video: Path) -> str:
        """What tells a recording from the others."""
        return str(video) if video.name in self.alike else video.name

    def _take(self, recording: Recording, video: Path) -> None:
        self.analysed.append(video)
        if not self.quiet:
            name = self._name(video)
            show(lambda to: print_recording(to, recording.evidence, recording.events, name))
            if self.answers is not None:
                print_match([recording.evidence], self.answers)
            lines = "\n".join(["", *self._about_files(recording), ""])
            show(lambda to: to.print(lines, soft_wrap=True))
        self._warn(recording, video, is_shown=not self.quiet)
        self._note_seen(recording.evidence, video)
        if recording.replaced:
            self._say_replaced(recording.replaced, video)
        if recording.evidence.recording.partial:
            self._say_partial(recording, video)

    def _about_files(self, recording: Recording) -> Iterator[str]:
        """What was written; of a single recording first what somebody new to it looks for."""
        if (files := recording.files) is None:
            return
        written = [path for path in files if path.exists()]
        folder, heading = files.events.parent, f"Results of {recording.path}"
        if self.is_single:
            heading = "Other results"
            if files.report in written:
                written.remove(files.report)
                yield f"For your doctor: {files.report}"
            if self.answers is None:
                evidence = shlex.quote(str(files.evidence))
                yield f"What it may fit: twitchcam causes --evidence {evidence}"
        yield f"{heading} in {folder}: {', '.join(path.name for path in written)}"

    def _note_seen(self, evidence: Evidence, video: Path) -> None:
        if not self._is_copy(evidence, video):
            self.seen.append(evidence)

    def _warn(self, recording: Recording, video: Path, *, is_shown: bool) -> None:
        """Say what must be known of a recording and is easily overlooked."""
        if why := why_blind(recording.evidence):
            say("warning", f"{video}: {why}")
        if told_counts(recording.evidence) is None:
            self.unsure.append(video)
        if cut_off := recording.evidence.recording.cut_off:
            self.incomplete.append(video)
            say("warning", f"{video}: {cut_off}")
        if not is_shown and recording.evidence.recording.other_faces:
            say("warning", f"{video}: {OTHER_FACES}")
        if recording.files is not None and recording.files.stem != video.stem:
            taken, name = f"{video.stem}{EVENTS_ENDING}", recording.files.events.name
            folder = recording.files.events.parent
            # Also when quiet: recordings of one name are easily taken for each other.
            say(
                "warning",
                f"{taken} and the like in {folder} do not belong to {video} and were left alone;"
                f" its results are called {name} and so on",
            )

    def _is_copy(self, evidence: Evidence, video: Path) -> bool:
        """Whether the same recording was given under another name: it shall not count twice."""
        identity = evidence.file
        if identity is None:
            return False
        first = self.known.setdefault(identity.sha256_of_ends, video)
        if first is not video:
            say("warning", f"{video} is a copy of {first}")
        return first is not video

    def _say_replaced(self, made_with: str, video: Path) -> None:
        told = f"{video}: earlier results, made with {made_with}, were replaced"
        if made_with.startswith(("--backend", "--sensor")):
            # Such results cannot be compared, and the others may have been the better ones.
            say("warning", told)
        else:
            self.note(told)

    def _say_partial(self, recording: Recording, video: Path) -> None:
        self.is_cut_short = True
        if video not in self.incomplete:
            self.incomplete.append(video)
        end = span(recording.evidence.recording.duration_s)
        what = (
            "nothing was written, to keep the results of an earlier analysis that went as far"
            if recording.files is None
            else "its results say so"
        )
        say("stopped", f"{video} was analysed up to {end} only; {what}")

    def _say_not_started(self, left: Sequence[Path]) -> None:
        self.is_cut_short = True
        on = f"{left[0]} and what follows" if len(left) > 1 else str(left[0])
        say("stopped", f"{counted(len(left), 'recording')} not started: {on}")
