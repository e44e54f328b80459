"""``twitchcam table``: the results of many recordings as one table."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.cli.find_videos import meant_by, without_repeats
from twitchcam.cli.screen import say, say_failure, show
from twitchcam.errors import SourceError, TwitchcamError, UsageError
from twitchcam.outputs.evidence_json import options_behind, read_evidence
from twitchcam.outputs.recordings_tsv import recordings_texts
from twitchcam.outputs.safe_file import write_files
from twitchcam.outputs.screen_table import print_recordings

if TYPE_CHECKING:
    from twitchcam.records import Evidence, FileIdentity

EVIDENCE_FILES = "*_evidence.json"
# By these, counts of several recordings can be compared or not.
MADE_BY = ("--backend", "--sensor", "settings", "rules of what is a twitch")


def table(
    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESULTS",
            show_default=False,
            readable=False,
            help=f"Folders with results, or {EVIDENCE_FILES} within them; folders are searched"
            " with all that they hold.",
        ),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="Write the table there, tab-separated and with more columns; FILE.json beside it"
            " explains them. An earlier such table is replaced.",
        ),
    ] = None,
) -> None:
    """Put what many recordings show into one table, a row for each.

    It is made from the evidence files that analyze and live have written.

    Exit code: 0 all of them are in it, 1 not all of them, 2 wrong usage.
    """
    if out is not None and out.suffix.lower() != ".tsv":
        message = f"--out has to end in .tsv, unlike {out}"
        raise UsageError(message)
    read = _Evidence()
    read.all_of(results)
    if read.recordings:
        read.warn()
        show(lambda console: print_recordings(console, list(read.recordings.values())))
        if out is not None:
            write_files(recordings_texts(out, read.recordings))
            show(lambda console: console.print(f"Written: {out}", soft_wrap=True))
    if read.has_failed:
        raise typer.Exit(1)


@dataclass(slots=True)
class _Evidence:
    """Evidence by the file that it was read from."""

    recordings: dict[Path, Evidence] = field(default_factory=dict)
    has_failed: bool = False

    def all_of(self, given: list[Path]) -> None:
        """Read what was given; what fails is said, and the others are read."""
        found = [path for one in given for path in self._files_in(one)]
        for path in without_repeats(found)[0]:
            self._read(path)

    def warn(self) -> None:
        """Say what makes counts in a table easily misread."""
        known: dict[FileIdentity, Path] = {}
        for path, evidence in self.recordings.items():
            if evidence.file is None:
                continue
            first = known.setdefault(evidence.file, path)
            if first is not path:
                say("warning", f"{path} is of the same recording as {first}")
        made = [options_behind(evidence) for evidence in self.recordings.values()]
        if others := [name for name in MADE_BY if len({one[name] for one in made}) > 1]:
            names = ", ".join(others)
            say("warning", f"not all were made with the same {names}: counts are not comparable")

    def _read(self, path: Path) -> None:
        try:
            self.recordings[path] = read_evidence(path)
        except TwitchcamError as error:
            self._fail(error)

    def _files_in(self, path: Path) -> list[Path]:
        if not path.is_dir():
            return meant_by(path)
        files = sorted(path.rglob(EVIDENCE_FILES))
        if not files:
            self._fail(SourceError(f"no results in {path}: looked for {EVIDENCE_FILES}"))
        return files

    def _fail(self, error: TwitchcamError) -> None:
        self.has_failed = True
        say_failure(error)
