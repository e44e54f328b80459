"""``twitchcam analyze``: recordings to results."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.cli.batch import Batch
from twitchcam.cli.causes import print_match, read_checked_answers
from twitchcam.cli.find_files import (
    check_no_address,
    is_folder,
    meant_by,
    without_repeats,
)
from twitchcam.cli.find_videos import VIDEO_ENDINGS, find_videos
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.cli.options import (
    DEFAULTS,
    BackendOption,
    ModelOption,
    ProfileOption,
    QuietOption,
    SensorOption,
    chosen_settings,
)
from twitchcam.cli.result_folders import ResultFolders
from twitchcam.cli.screen import say
from twitchcam.errors import UsageError
from twitchcam.outputs.safe_file import check_writable
from twitchcam.reason_words import CRUDE_SENSOR
from twitchcam.records import Phase  # noqa: TC001 - Typer reads the annotations
from twitchcam.stop_wish import stop_wish
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence


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
            help="Where the results go. With --recursive they keep the folders that the videos have"
            " below the one given, or below what several have in common. Default: beside each"
            " video.",
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
            help="What the person does throughout the recordings, where that tells more than rest:"
            " sleeping, holding the twitch back, closing the eyes, ...",
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="The person's answers (see causes): show what they share with known causes,"
            " together with each recording and with all of them. Not with --quiet.",
        ),
    ] = None,
    recursive: Annotated[
        bool,
        typer.Option(
            "--recursive",
            "-r",
            help="Search the folders within folders as well, except hidden ones and links.",
        ),
    ] = False,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Skip what was analysed before, in the same way and to the recording's end (or, in"
            " a damaged file that has not changed since, to the damage).",
        ),
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Find lip twitches in recordings and write the results beside them.

    For clip.mp4 these are clip_report.html (one page for a doctor), clip_events.tsv (with
    clip_events.json), clip_evidence.json, clip_motion.parquet and clip.vtt. Results of other
    recordings are never overwritten. Ctrl-C stops; what was seen until then is written and marked
    as partial, unless an earlier analysis of the same recording went as far. With --out, failed.tsv
    in that folder lists what failed, and why, until it is resolved.

    Exit code: 0 all recordings analysed, 1 not all of them, 2 wrong usage.
    """
    settings = chosen_settings(backend, sensor, model, profile)
    if quiet and answers is not None:
        message = "--answers shows causes and how soon to see a doctor, which --quiet would hide"
        raise UsageError(message)
    given = None if answers is None else read_checked_answers(answers)
    for video in videos:
        check_no_address(video)
    if out is not None:
        check_writable(out)
    if sensor == "landmarks":
        say("warning", CRUDE_SENSOR)
    with stop_wish() as stop, native_noise_hidden():
        batch = Batch(ResultFolders(out), settings, phase, stop, given, resume=resume, quiet=quiet)
        batch.run(_find(videos, batch, recursive=recursive))
        stop.is_granted = True
    seen, tally = batch.tally.seen, batch.tally
    if given is not None and (len(seen) != 1 or not (tally.analysed or tally.unwritten)):
        # Of several, the last need not be the most urgent. How soon somebody should look at it may
        # not hang on a file either.
        if len(seen) > 1:
            say("note", f"what {counted(len(seen), 'recording')} show together:")
        print_match(seen, given)
    if not batch.tally.is_complete:
        raise typer.Exit(1)


def _find(given: Sequence[Path], batch: Batch, *, recursive: bool) -> list[Path]:
    """The recordings that are meant, each once; the batch says what was left out, and why."""
    found: list[Path] = []
    for path in (meant for one in given for meant in meant_by(one)):
        videos = find_videos(path, recursive=recursive)
        for note in videos.notes:
            batch.note(note)
        batch.tally.searched += videos.searched
        for folder, error in videos.errors.items():
            batch.fail(error, folder)
        if recursive and is_folder(path):
            batch.folders.add(path, videos.files)
        found += videos.files
    kept, repeats = without_repeats(found)
    for repeat, one in repeats:
        what = "was given more than once" if repeat == one else f"is the same file as {one}"
        batch.note(f"{repeat} {what}; it is analysed once")
    return kept
