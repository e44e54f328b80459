"""``twitchcam table``: the results of many recordings as one table."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.cli.find_files import find_files, is_folder, is_hidden, meant_by, without_repeats
from twitchcam.cli.screen import say, say_failure, show
from twitchcam.errors import SourceError, TwitchcamError, UsageError
from twitchcam.outputs.earlier_results import options_behind
from twitchcam.outputs.evidence_json import EVIDENCE_ENDING, read_evidence
from twitchcam.outputs.failed_tsv import FAILED_NAME, read_failed
from twitchcam.outputs.recordings_tsv import (
    check_recordings_table,
    first_of_same,
    recordings_texts,
)
from twitchcam.outputs.result_files import RESULT_TABLE_ENDINGS
from twitchcam.outputs.safe_file import OTHER_FILE, check_writable, write_files
from twitchcam.outputs.screen_table import print_recordings
from twitchcam.wording import counted

if TYPE_CHECKING:
    from twitchcam.records import Evidence

# Smallest detectable twitches that differ by more than this factor are worth a word.
UNLIKE_LIMITS = 2.0


def table(
    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESULTS",
            show_default=False,
            readable=False,
            help="Folders with results, which are searched with all folders in them, or single"
            f" files (...{EVIDENCE_ENDING}).",
        ),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="Write the table to this file (.tsv), with more columns, which the .json beside it"
            " explains. An earlier table of this kind is replaced.",
        ),
    ] = None,
) -> None:
    """Put what many recordings show into one table, a row for each.

    It is made from the evidence files that analyze and live have written.

    Exit code: 0 all of them are in it, 1 not all of them, 2 wrong usage.
    """
    if out is not None:
        _check_out(out)
    read = _Evidence()
    read.all_of(results)
    if read.recordings:
        read.warn()
        labels = read.labels()
        names = _shown_names(labels)
        shown = {str(names[path]): evidence for path, evidence in read.recordings.items()}
        show(lambda console: print_recordings(console, shown), is_all=out is None)
        if out is not None:
            write_files(recordings_texts(out, read.recordings, labels), OTHER_FILE)
            show(lambda console: console.print(f"Written: {out}", soft_wrap=True))
    if read.has_failed:
        raise typer.Exit(1)


def _check_out(out: Path) -> None:
    if out.suffix.lower() != ".tsv" or out.name.endswith(RESULT_TABLE_ENDINGS):
        message = f"--out must end in .tsv, and not as results of one recording do, but is {out}"
        raise UsageError(message)
    check_writable(out.parent, OTHER_FILE)
    check_recordings_table(out)


def _shown_names(labels: dict[Path, Path]) -> dict[Path, Path]:
    """Labels in which the name that a session's folder and its files share stands once."""
    taken = set(labels.values())
    return {
        path: label.parent
        if label.name == label.parent.name and label.parent not in taken
        else label
        for path, label in labels.items()
    }


@dataclass(slots=True)
class _Evidence:
    """Evidence by the file that it was read from."""

    recordings: dict[Path, Evidence] = field(default_factory=dict)
    searched: list[str] = field(default_factory=list)
    has_failed: bool = False

    def all_of(self, given: list[Path]) -> None:
        """Read what was given; what fails is said, and the others are read."""
        found = [path for one in given for meant in meant_by(one) for path in self._files_in(meant)]
        for path in without_repeats(found)[0]:
            self._read(path)

    def labels(self) -> dict[Path, Path]:
        """What tells each file from the others: its name below the folder that was searched."""
        try:
            common = os.path.commonpath(self.searched)
        except ValueError:  # on several drives
            common = ""
        below = {
            path: os.path.abspath(path).removeprefix(common).strip(os.sep)  # noqa: PTH100 - no links
            for path in self.recordings
        }
        return {path: Path(name.removesuffix(EVIDENCE_ENDING)) for path, name in below.items()}

    def warn(self) -> None:
        """Say what makes counts in a table easily misread."""
        for path, first in first_of_same(self.recordings).items():
            say("warning", f"{path} is of the same recording as {first}")
        made = [options_behind(evidence) for evidence in self.recordings.values()]
        # People have calibrations of their own, and a phase changes no count.
        apart = {"--profile", "calibration", "--phase"}
        if others := [x for x in made[0] if x not in apart and len({one[x] for one in made}) > 1]:
            names = ", ".join(others)
            say("warning", f"not all were made with the same {names}: counts are not comparable")
        if len({bool(one["--profile"]) for one in made}) > 1:
            say(
                "warning",
                "not all were made with a --profile: sizes and counts may differ because of that",
            )

        limits_mm = [e.sensor.smallest_detectable_mm for e in self.recordings.values()]
        known_mm = [one for one in limits_mm if one is not None]
        if known_mm and max(known_mm) > UNLIKE_LIMITS * min(known_mm):
            ends = f"{min(known_mm):.1f} mm in one, {max(known_mm):.1f} mm in another"
            say(
                "warning",
                f"small twitches are not seen alike in all (from {ends}): where fewer are counted,"
                " fewer may only have been seen",
            )

    def _read(self, path: Path) -> None:
        try:
            self.recordings[path] = read_evidence(path)
        except TwitchcamError as error:
            self._fail(error)

    def _files_in(self, path: Path) -> list[Path]:
        absolute = os.path.abspath(path)  # noqa: PTH100 - links left as they are
        if not is_folder(path):
            self.searched.append(os.path.dirname(absolute))  # noqa: PTH120 - as above
            return [path]
        self.searched.append(absolute)
        found = find_files(
            path, lambda one: _is_evidence(one) or one.name == FAILED_NAME, recursive=True
        )
        evidence = [one for one in found.files if _is_evidence(one)]
        for failures in (one for one in found.files if one.name == FAILED_NAME):
            if rows := read_failed(failures):
                more = counted(len(rows), "more recording")
                say("warning", f"{more} could not be analysed; {failures} says why")
        for error in found.errors.values():
            self._fail(error)
        for link in found.left_out:
            say("note", f"{link} is a link to a folder, which is not followed")
        if not evidence and not found.errors:
            self._fail(SourceError(f"no results in {path}: looked for *{EVIDENCE_ENDING}"))
        return evidence

    def _fail(self, error: TwitchcamError) -> None:
        self.has_failed = True
        say_failure(error)


def _is_evidence(path: Path) -> bool:
    return path.name.endswith(EVIDENCE_ENDING) and not is_hidden(path)
