"""Which stretch of a recording shows what: where to put twitches, and where none may be found.

A table says so, tab-separated, with a header: ``file``, ``kind``, ``start_s``, ``end_s``. Two kinds
have a meaning: ``rest`` (mouth closed, nothing going on: twitches are put in there) and ``no face``
(nothing that could be taken for a twitch). Any other word (``talking``, ``expression``,
``turning``, ``blinking``, ``light``) names a row of the results. An end of ``end`` is that of the
recording. A further column ``person`` may say who is seen, so that recordings of one person are not
taken for those of several.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from sample_videos.clips import CLIPS, SAMPLES, Clip
from twitchcam.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

REST = "rest"
NOT_LISTED, NO_FACE = "not listed", "no face"
COLUMNS = ("file", "kind", "start_s", "end_s")
PERSON = "person"
FILE_NAME = "stretches.tsv"
# Rest begins and ends this long after and before anything else; shorter rests are left out.
MARGIN_S = 0.4
SHORTEST_REST_S = 1.5
# All sample videos animate one portrait.
PORTRAIT = "portrait"

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a recording shows from ``start_s`` to ``end_s``, in seconds.

    ``person`` is whoever is seen in it: by default somebody seen in no other file.
    """

    file: str
    kind: str
    start_s: float
    end_s: float
    person: str = ""

    def __post_init__(self) -> None:
        if not self.person:
            object.__setattr__(self, "person", self.file)

    @property
    def span(self) -> Span:
        """Start and end in seconds."""
        return self.start_s, self.end_s


def find_stretches(folder: Path, given: Path | None = None) -> list[Stretch]:
    """Return what is known of the recordings in ``folder``, maybe nothing.

    Taken from the table that is given, else from ``stretches.tsv`` in the folder, else for the
    sample videos from the program that makes them.

    Raises
    ------
    UsageError
        If a table cannot be read.
    """
    table = given or folder / FILE_NAME
    if given or table.is_file():
        return read_stretches(table)
    return sample_stretches() if folder.resolve() == SAMPLES.resolve() else []


def read_stretches(table: Path) -> list[Stretch]:
    """Read a table of stretches.

    Raises
    ------
    UsageError
        If it cannot be read, saying in which line; if it names two persons for one file, or says
        of the same seconds twice what they show.
    """
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t")
            stretches = [_read_row(row, table.name, rows.line_num) for row in rows]
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read {table}: {getattr(error, 'strerror', None) or error}"
        raise UsageError(message) from error
    people = people_by_file(stretches)
    for one, later in pairwise(sorted(stretches, key=lambda one: (one.file, one.start_s))):
        if one.file == later.file and later.start_s < one.end_s:
            message = f"{table.name}: two stretches of {one.file} overlap at {later.start_s:g} s"
            raise UsageError(message)
    for stretch in stretches:
        if stretch.person != people[stretch.file]:
            message = f"{table.name}: all rows of {stretch.file} must name the same person"
            raise UsageError(message)
    return stretches


def person_in(video: Path, stretches: Iterable[Stretch]) -> str:
    """Who is seen in a recording: by its stretches, or somebody seen in no other."""
    is_sample = video.parent.resolve() == SAMPLES.resolve()
    return people_by_file(stretches).get(video.name, PORTRAIT if is_sample else video.name)


def people_by_file(stretches: Iterable[Stretch]) -> dict[str, str]:
    """Who is seen in each file."""
    return {stretch.file: stretch.person for stretch in stretches}


def sample_stretches() -> list[Stretch]:
    """Return the stretches of the sample clips that hold no twitch."""
    return [stretch for clip in CLIPS if not clip.twitches for stretch in _of_clip(clip)]


def rests(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches into which twitches are put."""
    return [stretch for stretch in stretches if stretch.kind == REST]


def uncovered(
    within: Span, covers: Iterable[Span], before_s: float = 0.0, after_s: float = 0.0
) -> list[Span]:
    """Return the spells of some time that nothing covers, in order.

    Parameters
    ----------
    within
        From when to when to look, in seconds.
    covers
        Start and end of whatever covers it, in any order; they may overlap.
    before_s, after_s
        How far each of them reaches beyond its start and its end.
    """
    spells: list[Span] = []
    from_s, until_s = within
    for start_s, end_s in sorted(covers):
        spells.append((from_s, min(start_s - before_s, until_s)))
        from_s = max(from_s, end_s + after_s)
    spells.append((from_s, until_s))
    return [(start_s, end_s) for start_s, end_s in spells if start_s < end_s]


def _read_row(row: dict[str, str], table: str, line: int) -> Stretch:
    try:
        end_s = math.inf if row["end_s"] == "end" else float(row["end_s"])
        stretch = Stretch(row["file"], row["kind"].strip().lower(), float(row["start_s"]), end_s)
        stretch = replace(stretch, person=row.get(PERSON) or stretch.file)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"{table}, line {line}: expected the columns {', '.join(COLUMNS)}, tab-separated"
        raise UsageError(message) from error
    if not 0 <= stretch.start_s < stretch.end_s:
        message = f"{table}, line {line}: a stretch must end after it starts"
        raise UsageError(message)
    return stretch


def _of_clip(clip: Clip) -> list[Stretch]:
    acts = [
        *_stretches(clip, "talking", clip.speech),
        *_stretches(clip, "expression", clip.smiles),
        *_stretches(clip, "turning", [move[:2] for move in (*clip.turns, *clip.nods)]),
    ]
    spells = uncovered((0.0, clip.duration_s), [act.span for act in acts])
    rests = [_narrowed(spell, clip.duration_s) for spell in spells]
    long = [(start, end) for start, end in rests if end - start >= SHORTEST_REST_S]
    return acts + _stretches(clip, REST, long)


def _stretches(clip: Clip, kind: str, spells: Sequence[Span]) -> list[Stretch]:
    file = f"{clip.name}.mp4"
    return [Stretch(file, kind, start_s, end_s, PORTRAIT) for start_s, end_s in spells]


def _narrowed(spell: Span, duration_s: float) -> Span:
    """Keep away from neighbours, but not from the ends of the recording."""
    start_s, end_s = spell
    narrow_end_s = end_s if end_s == duration_s else end_s - MARGIN_S
    return start_s + MARGIN_S * (start_s > 0), narrow_end_s
