"""``twitchcam analyze``: recordings to results."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.cli.causes import print_match, read_checked_answers
from twitchcam.cli.find_files import is_folder, meant_by, without_repeats
from twitchcam.cli.find_videos import (
    VIDEO_ENDINGS,
    folders_with_videos,
    videos_below,
    videos_in,
    videos_left_out,
)
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.cli.options import (
    DEFAULTS,
    BackendOption,
    ModelOption,
    ProfileOption,
    SensorOption,
    chosen_settings,
)
from twitchcam.cli.progress import ProgressDisplay
from twitchcam.cli.screen import messages, say, say_failure, show
from twitchcam.errors import BackendError, TwitchcamError, UsageError
from twitchcam.outputs.facts import OTHER_FACES
from twitchcam.outputs.safe_file import check_writable
from twitchcam.outputs.screen_table import print_recording
from twitchcam.outputs.words import span, why_blind
from twitchcam.records import Phase  # noqa: TC001 - Typer reads the annotations
from twitchcam.stop_wish import stop_wish
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from twitchcam.pipeline import Recording
    from twitchcam.records import Evidence
    from twitchcam.settings import Settings
    from twitchcam.stop_wish import StopWish

CRUDE_SENSOR = (
    "--sensor landmarks is crude, for comparison: it misses most twitches and blurs their side"
)


def analyze(  # noqa: PLR0913 - one per option
    videos: Annotated[
        list[Path],
        typer.Argument(
            metavar="VIDEO",
            show_default=False,
            # What cannot be read fails alone; the others are analysed.
            readable=False,
            help=f"Video files, or folders of them ({' '.join(VIDEO_ENDINGS)}).",
        ),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where the results go; with --recursive in folders as they lie below the one that"
            " is given, or below what several have in common. Default: beside each video.",
        ),
    ] = None,
    backend: BackendOption = DEFAULTS.backend,
    sensor: SensorOption = DEFAULTS.sensor,
    model: ModelOption = DEFAULTS.landmarker_model,
    profile: ProfileOption = None,
    phase: Annotated[
        Phase | None,
        typer.Option(
            show_default=False,
            help="What the person does all through the recordings, where that tells more: asleep,"
            " holding the twitch back, closing the eyes, ...",
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="Answers of the person (see causes): show what they and each recording share with"
            " known causes, and all recordings together. Not with --quiet.",
        ),
    ] = None,
    recursive: Annotated[
        bool,
        typer.Option(
            "--recursive",
            "-r",
            help="Search the folders within folders as well, but for hidden ones and links.",
        ),
    ] = False,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Leave alone what was analysed before, to the recording's end and in the same"
            " way.",
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print errors and warnings only.")
    ] = False,
) -> None:
    """Find lip twitches in recordings and write the results beside them.

    For clip.mp4 these are clip_report.html (one page for a doctor), clip_events.tsv (with
    clip_events.json), clip_evidence.json, clip_motion.parquet and clip.vtt. Results of other
    recordings are never overwritten. Ctrl-C stops; what was seen until then is written and marked
    as partial, unless an earlier analysis of the same recording went as far.

    Exit code: 0 all recordings analysed, 1 not all of them, 2 wrong usage.
    """
    settings = chosen_settings(backend, sensor, model, profile)
    if quiet and answers is not None:
        message = "--answers shows causes and how soon to see a doctor, which --quiet would hide"
        raise UsageError(message)
    given = None if answers is None else read_checked_answers(answers)
    if out is not None:
        check_writable(out)
    if sensor == "landmarks":
        say("warning", CRUDE_SENSOR)
    with stop_wish() as stop, native_noise_hidden():
        batch = _Batch(
            out, settings, phase, stop, given, recursive=recursive, resume=resume, quiet=quiet
        )
        batch.run(videos)
        stop.is_granted = True
    if given is not None and (len(batch.seen) != 1 or not batch.analysed):
        # Of several, the last need not be the most urgent. How soon somebody should look at it may
        # not hang on a file either.
        if len(batch.seen) > 1:
            say("note", f"what {counted(len(batch.seen), 'recording')} show together:")
        print_match(batch.seen, given)
    if batch.failed or batch.incomplete or batch.is_cut_short:
        raise typer.Exit(1)


@dataclass(slots=True)
class _Batch:
    """One run over several recordings, which fail and succeed on their own."""

    out: Path | None
    settings: Settings
    phase: Phase | None
    stop: StopWish
    answers: Mapping[str, object] | None
    recursive: bool
    resume: bool
    quiet: bool
    analysed: int = 0
    kept: int = 0
    failed: list[Path] = field(default_factory=list)
    incomplete: list[Path] = field(default_factory=list)
    seen: list[Evidence] = field(default_factory=list)
    roots: dict[str, str] = field(default_factory=dict)
    searched: dict[str, Path] = field(default_factory=dict)
    known: dict[str, Path] = field(default_factory=dict)
    alike: set[str] = field(default_factory=set)
    is_hopeless: bool = False
    is_cut_short: bool = False

    def run(self, given: Sequence[Path]) -> None:
        """Analyse what was given, one recording after the other."""
        meant = [one for path in given for one in meant_by(path)]
        self.roots = _roots_of([one for one in meant if is_folder(one)])
        videos, repeats = without_repeats(
            [video for one in meant for video in self._videos_in(one)]
        )
        for repeat in repeats:
            self._note(f"{repeat} was given more than once; it is analysed once")
        self.alike = {name for name, n in Counter(one.name for one in videos).items() if n > 1}
        for number, video in enumerate(videos, start=1):
            if self.stop.is_wanted or self.is_cut_short or self.is_hopeless:
                self._say_not_started(videos[number - 1 :])
                break
            self._analyze_one(video, f"{number} of {len(videos)}")
        if self.analysed + self.kept + len(self.failed) > 1:
            self._note(self._summary())

    def _summary(self) -> str:
        """How it went, with names: after many recordings nobody looks further up."""
        told = f"{counted(self.analysed, 'recording')} analysed"
        if self.incomplete:
            names = ", ".join(map(str, self.incomplete))
            told += f" ({len(self.incomplete)} of them not to the end: {names})"
        if self.kept:
            told += f", {self.kept} before"
        if self.failed:
            told += f", {len(self.failed)} failed: {', '.join(map(str, self.failed))}"
        return told

    def _videos_in(self, path: Path) -> list[Path]:
        if others := videos_left_out(path, recursive=self.recursive):
            self._note(f"in {path}, left out unless they are named: {', '.join(others)}")
        if self.recursive:
            found = videos_below(path)
            for folder, error in found.errors.items():
                self._fail(error, folder)
            if found.links:
                linked = ", ".join(map(str, found.links))
                self._note(f"links to folders are not followed: {linked}")
            if is_folder(path):
                self.searched |= {os.path.realpath(one): one for one in found.files}
            return found.files
        try:
            if inner := folders_with_videos(path):
                self._note(f"folders in {path} are not searched: {', '.join(inner)}")
            return videos_in(path)
        except TwitchcamError as error:
            self._fail(error, path)
            return []

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
            self._fail(error, video)
        else:
            self._take(recording, video)

    def _earlier(self, video: Path) -> Recording | None:
        from twitchcam import pipeline  # noqa: PLC0415 - as below

        return pipeline.finished_before(
            video, out_dir=self._folder_for(video), settings=self.settings, phase=self.phase
        )

    def _folder_for(self, video: Path) -> Path | None:
        found = self.searched.get(os.path.realpath(video))
        if self.out is None or found is None:
            return self.out
        folder = os.path.abspath(found.parent)  # noqa: PTH100 - no links
        drive, _ = os.path.splitdrive(folder)
        below = self.out / drive.strip(":\\/") if len(self.roots) > 1 else self.out
        return below / os.path.relpath(folder, self.roots[drive])

    def _keep(self, recording: Recording, video: Path) -> None:
        self.kept += 1
        self._note(
            f"{video} was analysed before, in the same way; its results are left as they are"
        )
        self._warn(recording, video, is_shown=False)
        self._note_seen(recording.evidence, video)

    def _call_pipeline(self, video: Path, place: str) -> Recording:
        # MediaPipe takes a second to import: only when there is something to analyse.
        from twitchcam import pipeline  # noqa: PLC0415

        if self.stop.is_wanted:
            raise KeyboardInterrupt
        shown = str(video) if video.name in self.alike else video.name
        with ProgressDisplay(messages(), shown, place, quiet=self.quiet) as progress:
            return pipeline.analyze(
                video,
                out_dir=self._folder_for(video),
                settings=self.settings,
                phase=self.phase,
                on_progress=progress,
            )

    def _take(self, recording: Recording, video: Path) -> None:
        self.analysed += 1
        if not self.quiet:
            show(lambda console: _show(console, recording))
            if self.answers is not None:
                print_match([recording.evidence], self.answers)
        self._warn(recording, video, is_shown=not self.quiet)
        self._note_seen(recording.evidence, video)
        if recording.replaced:
            self._note(f"{video}: earlier results, made with {recording.replaced}, were replaced")
        if cut_off := recording.evidence.recording.cut_off:
            self.incomplete.append(video)
            say("warning", f"{video}: {cut_off}")
        if recording.evidence.recording.partial:
            self._say_partial(recording, video)

    def _note_seen(self, evidence: Evidence, video: Path) -> None:
        if not self._is_copy(evidence, video):
            self.seen.append(evidence)

    @staticmethod
    def _warn(recording: Recording, video: Path, *, is_shown: bool) -> None:
        """Say what must be known of a recording and is easily overlooked."""
        if why := why_blind(recording.evidence):
            say("warning", f"{video}: {why}")
        if not is_shown and recording.evidence.recording.other_faces:
            say("warning", f"{video}: {OTHER_FACES}")
        if recording.files is not None and recording.files.stem != video.stem:
            taken, name = f"{video.stem}_events.tsv", recording.files.events.name
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

    def _say_partial(self, recording: Recording, video: Path) -> None:
        self.is_cut_short = True
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

    def _fail(self, error: BaseException, path: Path) -> None:
        self.failed.append(path)
        # Without a face backend no recording can be analysed.
        self.is_hopeless |= isinstance(error, BackendError)
        say_failure(error, path)

    def _note(self, message: str) -> None:
        if not self.quiet:
            say("note", message)


def _roots_of(folders: Sequence[Path]) -> dict[str, str]:
    """What folders have in common, by drive: results lie below --out as they do below it."""
    roots: dict[str, str] = {}
    for one in folders:
        folder = os.path.abspath(one)  # noqa: PTH100 - no links
        drive, _ = os.path.splitdrive(folder)
        roots[drive] = os.path.commonpath([roots.get(drive, folder), folder])
    return roots


def _show(console: Console, recording: Recording) -> None:
    print_recording(console, recording.evidence, recording.events)
    if recording.files is not None:
        written = ", ".join(path.name for path in recording.files if path.exists())
        folder = recording.files.events.parent
        console.print(f"Results of {recording.path} in {folder}: {written}", soft_wrap=True)
    console.print()
