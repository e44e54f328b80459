"""What is said of a recording that was analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.cli.causes import print_match
from twitchcam.cli.command_words import typed
from twitchcam.cli.screen import say, show
from twitchcam.outputs.facts import OTHER_FACES
from twitchcam.outputs.result_files import EVENTS_ENDING
from twitchcam.outputs.screen_table import print_recording
from twitchcam.outputs.words import span, why_blind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from twitchcam.outputs.answers_toml import KeptAnswers
    from twitchcam.outputs.recording import Recording


def show_results(
    recording: Recording, name: str, answers: KeptAnswers | None, *, is_single: bool
) -> None:
    """Print what was found, what it may fit and what was written.

    Parameters
    ----------
    recording
        What was analysed.
    name
        What tells it from the others.
    answers
        Of the person, if what they and the recording share with known causes is to be shown.
    is_single
        Whether only one recording was to be analysed.
    """
    show(lambda to: print_recording(to, recording.evidence, recording.events, name))
    if answers is not None:
        print_match([recording.evidence], answers)
    files = _about_files(recording, is_single=is_single, is_matched=answers is not None)
    lines = "\n".join(["", *files, ""])
    show(lambda to: to.print(lines, soft_wrap=True))


def say_warnings(recording: Recording, video: Path, *, is_shown: bool) -> None:
    """Say what must be known of a recording and is easily overlooked.

    ``is_shown`` says whether its results are on the screen, some of it with them.
    """
    if why := why_blind(recording.evidence):
        say("warning", f"{video}: {why}")
    if cut_off := recording.evidence.recording.cut_off:
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


def say_copy(video: Path, first: Path | None) -> None:
    """Say that a recording is a copy of another, if it is."""
    if first is not None:
        say("warning", f"{video} is a copy of {first}")


def say_replaced(made_with: str, video: Path, *, quiet: bool) -> None:
    """Say that earlier results, which were made otherwise, were replaced."""
    told = f"{video}: earlier results, made with {made_with}, were replaced"
    if made_with.startswith(("--backend", "--sensor")):
        # Such results cannot be compared, and the others may have been the better ones.
        say("warning", told)
    elif not quiet:
        say("note", told)


def say_partial(recording: Recording, video: Path) -> None:
    """Say how far a recording was analysed before the run was stopped."""
    end = span(recording.evidence.recording.duration_s)
    what = (
        "nothing was written, to keep the results of an earlier analysis that went as far"
        if recording.files is None
        else "its results say so"
    )
    say("stopped", f"{video} was analysed up to {end} only; {what}")


def _about_files(recording: Recording, *, is_single: bool, is_matched: bool) -> Iterator[str]:
    """What was written; of a single recording first what somebody new to it looks for."""
    if (files := recording.files) is None:
        return
    written = [path for path in files if path.exists()]
    folder, heading = files.events.parent, f"Results of {recording.path}"
    if is_single:
        heading = "Other results"
        if files.report in written:
            written.remove(files.report)
            yield f"For your doctor: {files.report}"
        if not is_matched:
            evidence = typed(files.evidence)
            yield f"What it may fit: twitchcam causes --evidence {evidence}"
    yield f"{heading} in {folder}: {', '.join(path.name for path in written)}"
