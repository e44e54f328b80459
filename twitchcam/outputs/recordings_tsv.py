"""Many recordings as one table, a row each, with a JSON sidecar that explains it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple

from twitchcam.errors import OutputError
from twitchcam.evidence.what_it_tells import told_counts
from twitchcam.outputs.facts import notes_of, warnings_of
from twitchcam.outputs.safe_file import writing
from twitchcam.outputs.tsv import (
    NO_VALUE,
    cell_text,
    decimals,
    sidecar_path,
    three_digits,
    tsv_text,
)
from twitchcam.records import LIPS, PATTERNS, SIDES, Counts, Estimate, Evidence
from twitchcam.wording import SMALLER_ARE_MISSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path, PurePath

    from twitchcam.records import Lip, Pattern, Side


class Column(NamedTuple):
    """What stands in a column, and how it comes from a recording's evidence."""

    description: str
    cell: Callable[[Evidence], str]
    units: str = ""

    def explained(self) -> dict[str, str]:
        """As in the sidecar of a BIDS table."""
        units = {"Units": self.units} if self.units else {}
        return {"Description": self.description} | units


def recordings_texts(
    path: Path, recordings: Mapping[Path, Evidence], labels: Mapping[Path, PurePath]
) -> dict[Path, str]:
    """The table and its sidecar, by path.

    Parameters
    ----------
    path
        Of the table.
    recordings
        Evidence by the file that it was read from, in the order of the rows.
    labels
        What tells those files from one another: their names below the folder that was searched.
    """
    firsts = first_of_same(recordings)
    rows = [
        (
            cell_text(str(read_from)),
            cell_text(labels[read_from].parent.as_posix()),
            cell_text(str(firsts.get(read_from, ""))),
            *(column.cell(evidence) for column in COLUMNS.values()),
        )
        for read_from, evidence in recordings.items()
    ]
    explained = {name: {"Description": what} for name, what in FILE_COLUMNS.items()}
    explained |= {name: column.explained() for name, column in COLUMNS.items()}
    return {
        sidecar_path(path): json.dumps(explained, indent=2) + "\n",
        path: tsv_text([tuple(explained), *rows]),
    }


def first_of_same(recordings: Mapping[Path, Evidence]) -> dict[Path, Path]:
    """Of each file that is of the same recording as one before: the first of them."""
    known: dict[str, Path] = {}
    firsts = {
        path: known.setdefault(evidence.file.sha256_of_ends, path)
        for path, evidence in recordings.items()
        if evidence.file is not None
    }
    return {path: first for path, first in firsts.items() if first is not path}


def check_recordings_table(path: Path) -> None:
    """Let nothing be overwritten but an earlier table of this kind and its sidecar.

    Raises
    ------
    OutputError
        If something else has one of the names.
    """
    for one, start in ((path, FILE_COLUMN), (sidecar_path(path), f'{{\n  "{FILE_COLUMN}"')):
        if not os.path.lexists(one):
            continue
        with writing(one):
            is_ours = one.read_bytes().startswith(start.encode())
        if not is_ours:
            message = f"{one} is of no table of recordings and was left alone; choose another name"
            raise OutputError(message)


def _count(number: Callable[[Counts], int]) -> Callable[[Evidence], str]:
    def cell(evidence: Evidence) -> str:
        counts = told_counts(evidence)
        return NO_VALUE if counts is None else str(number(counts))

    return cell


def _by_pattern(pattern: Pattern) -> Callable[[Evidence], str]:
    return _count(lambda counts: counts.by_pattern[pattern].events)


def _by_lip(lip: Lip) -> Callable[[Evidence], str]:
    return _count(lambda counts: counts.by_lip[lip].events)


def _by_side(side: Side) -> Callable[[Evidence], str]:
    return _count(lambda counts: counts.by_side[side].events)


def _number(value: Callable[[Evidence], float | None], places: int) -> Callable[[Evidence], str]:
    return lambda evidence: decimals(value(evidence), places)


def _rate(evidence: Evidence) -> Estimate | None:
    return evidence.counts.all.per_minute if evidence.counts else None


def _estimate(
    name: str, what: str, of: Callable[[Evidence], Estimate | None], units: str = ""
) -> Iterator[tuple[str, Column]]:
    """Three columns: the value, and the ends of its interval."""

    def part(end: str) -> Callable[[Evidence], str]:
        # A rate of one in a day is small, but none is none.
        return lambda evidence: three_digits(getattr(of(evidence), end, None))

    yield name, Column(f"{what}.", part("value"), units)
    for end, word in (("low", "Lower"), ("high", "Upper")):
        yield f"{name}_{end}", Column(f"{word} end of its 95% interval.", part(end), units)


def _profile(evidence: Evidence) -> str:
    profile = evidence.sensor.profile
    return NO_VALUE if profile is None else cell_text(f"{profile.name} ({profile.created})")


def _warning(evidence: Evidence) -> str:
    return cell_text(" ".join(warned.text for warned in warnings_of(evidence)))


def _notes(evidence: Evidence) -> str:
    # Some end as sentences do, some do not.
    return cell_text(". ".join(note.rstrip(".") for note in notes_of(evidence)))


def _complete(evidence: Evidence) -> str:
    recording = evidence.recording
    if recording.partial or recording.cut_off:
        return "no"
    return "unknown" if recording.cut_off is None else "yes"


FILE_COLUMN = "evidence_file"
FILE_COLUMNS = {
    FILE_COLUMN: "Evidence file that the row is made from.",
    "folder": "Where that lies below the folder that was searched (below what several have in"
    " common).",
    "same_recording_as": "The first evidence file of the same recording, if this is a further one:"
    " it counts once.",
}
COLUMNS: dict[str, Column] = {
    "recording": Column(
        "Name of the recording's file, or the camera.",
        lambda evidence: cell_text(evidence.recording.source.name),
    ),
    "size_bytes": Column(
        "Size of the recording's file.",
        lambda evidence: str(evidence.file.size_bytes) if evidence.file else NO_VALUE,
        "bytes",
    ),
    "sha256_of_ends": Column(
        "SHA-256 of the first and the last MiB of the recording's file: tells it from others.",
        lambda evidence: cell_text(evidence.file.sha256_of_ends) if evidence.file else NO_VALUE,
    ),
    "recorded_at": Column(
        "When it was recorded, if the file says so.",
        lambda evidence: cell_text(evidence.recording.source.recorded_at or ""),
        "ISO 8601",
    ),
    "phases": Column(
        "Parts of the guided protocol that took place.",
        lambda evidence: cell_text(", ".join(evidence.phases or ())),
    ),
    "duration_s": Column("Length.", _number(lambda one: one.recording.duration_s, 3), "s"),
    "complete": Column(
        "Whether the counts are of all of the recording: no if the analysis was stopped, or the"
        " file is damaged or cut off; unknown of results of older versions.",
        _complete,
    ),
    "observable_s": Column(
        "Time in which a twitch would have been seen; the rate is over this.",
        _number(lambda one: one.time.observable_s, 3),
        "s",
    ),
    "smallest_detectable_mm": Column(
        "Size from which nine of ten single twitches are found in such a recording: of smaller"
        f" ones, {SMALLER_ARE_MISSED}.",
        _number(lambda one: one.sensor.smallest_detectable_mm, 3),
        "mm",
    ),
    "events": Column(
        "Twitches; n/a if the recording cannot say.", _count(lambda of: of.all.events)
    ),
    "most_false": Column(
        "As many false twitches are nothing unusual in so long an observable time: where there are"
        " no more events than that, all can be false (of a tremor, eight cycles count as one).",
        lambda evidence: NO_VALUE if evidence.most_false is None else str(evidence.most_false),
    ),
    "peaks": Column("Contractions within them.", _count(lambda of: of.all.peaks)),
    **dict(_estimate("per_minute", "Events per observable minute", _rate, "1/min")),
    **{
        pattern: Column(f"Events of pattern {pattern}.", _by_pattern(pattern))
        for pattern in PATTERNS
    },
    **{
        "both_lips" if lip == "both" else f"{lip}_lip": Column(
            "Events of both lips." if lip == "both" else f"Events of the {lip} lip.", _by_lip(lip)
        )
        for lip in LIPS
    },
    **{
        "both_sides" if side == "both" else f"{side}_side": Column(
            "Events on both sides." if side == "both" else f"Events on the person's own {side}.",
            _by_side(side),
        )
        for side in SIDES
    },
    **dict(
        _estimate(
            "laterality_index",
            "From -1 (all on the right) to +1 (all on the left), over one-sided events",
            lambda one: one.laterality_index,
        )
    ),
    **dict(
        _estimate(
            "eye_closure_share",
            "Share of one-sided events with which the eye of that side closes",
            lambda one: one.eye_closure_share,
        )
    ),
    "amplitude_mm": Column(
        "Size of the events, from peak to peak (median).",
        _number(lambda one: one.amplitude_mm.median if one.amplitude_mm else None, 3),
        "mm",
    ),
    "tremor_frequency_hz": Column(
        "Frequency of the tremors (median, each counted as long as it lasted).",
        _number(lambda one: one.dominant_frequency_hz, 2),
        "Hz",
    ),
    "rate_hz": Column(
        "Pictures per second that show something new.",
        _number(lambda one: one.recording.seen_rate_hz, 2),
        "Hz",
    ),
    "pupil_distance_px": Column(
        "Pixels between the pupils (median).",
        _number(lambda one: one.sensor.pupil_distance_px, 1),
        "px",
    ),
    "backend": Column("What found the face.", lambda one: cell_text(one.sensor.backend)),
    "sensor": Column("What measured the lips.", lambda one: cell_text(one.sensor.sensor)),
    "decision": Column(
        "Tells one fitted decision (what is a twitch) from another.",
        lambda one: cell_text(one.sensor.decision or ""),
    ),
    "profile": Column("Personal calibration that was used.", _profile),
    "warning": Column("What to know before any count.", _warning),
    "notes": Column("What else to know.", _notes),
}
