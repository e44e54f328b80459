"""Events as a table in the way of BIDS: tab-separated, with a JSON sidecar that explains it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from twitchcam.errors import SourceError
from twitchcam.outputs.tsv import NO_VALUE, decimals, sidecar_path, tsv_text
from twitchcam.reading import reading
from twitchcam.records import EYES, LIPS, PATTERNS, SIDES, Event, Kind, Reason, in_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Word = TypeVar("Word", bound=str)

_REASONS = {
    Reason.NO_FACE: "No face was found, or its lips could not be followed.",
    Reason.TURNED_AWAY: "The head was turned or tilted too far for the lips to be measured.",
    Reason.OUT_OF_PICTURE: "Part of the mouth lay outside the picture.",
    Reason.COVERED: "Something crossed or covered the mouth, or the picture was too dark and noisy"
    " to tell.",
    Reason.NOISE: "The picture was too noisy to see even a large twitch.",
    Reason.LOW_FRAME_RATE: "Too few new pictures per second to catch a short twitch, or a frozen"
    " one.",
    Reason.HEAD_MOTION: "The head moved too much for a movement of the lips to be told from it.",
    Reason.MOUTH_MOVEMENT: "The mouth opened or closed, as when talking, smiling or eating.",
    Reason.EXPRESSION: "The lip went too far or did not come back, more of the face moved, as in a"
    " smile or a frown, or the movement was unlike a twitch in another way.",
    Reason.BLINK: "Both eyes closed with the movement, which could not be told from a blink.",
    Reason.FAINT: "It stood out too little from the noise to be told from it.",
    Reason.CUT_OFF: "The movement, no tremor, was already under way when the lips came into view or"
    " the recording began, or was not over when they went out of view or it ended.",
    Reason.PAUSED: "The monitor was paused.",
    Reason.NO_PICTURES: "No pictures came: the camera was lost, or the machine slept.",
}

COLUMNS: dict[str, dict[str, object]] = {
    "onset": {
        "Description": "Start of the event, counted from the first picture of the recording.",
        "Units": "s",
    },
    "duration": {"Description": "Length of the event.", "Units": "s"},
    "trial_type": {
        "Description": "What the stretch of the recording is.",
        "Levels": {
            "twitch": "A quick movement of the lip that returns, with nothing else to explain it.",
            "rejected": "A movement that was not counted; reason says why.",
            "unobservable": "A stretch in which no twitch could have been seen; reason says why.",
        },
    },
    "lip": {
        "Description": "Which lip moved.",
        "Levels": {"upper": "Upper lip.", "lower": "Lower lip.", "both": "Both lips."},
    },
    "side": {
        "Description": "Which side of the lips moved: the person's own left or right.",
        "Levels": {"left": "Own left.", "right": "Own right.", "both": "Both sides."},
    },
    "pattern": {
        "Description": "How it moved.",
        "Levels": {
            "single": "One contraction.",
            "burst": "Several contractions, irregular.",
            "tremor": "Regular, at least four cycles.",
        },
    },
    "peaks": {"Description": "Number of contractions within the event."},
    "frequency_hz": {
        "Description": "Frequency of a tremor; a faster one may look like it where pictures are few"
        " (the report says so).",
        "Units": "Hz",
    },
    "amplitude_mm": {
        "Description": "Largest excursion, from peak to peak, less what noise adds; of three"
        " contractions or more, that of the largest one alone, from where the lip is between them.",
        "Units": "mm",
    },
    "confidence": {
        "Description": "Share of true ones among twitches like this in the recordings that the"
        " decision was fitted on, where twitches (synthetic) were frequent; where they are rare, it"
        " is worth less. It is told of the movement alone: one that was not counted for another"
        " reason, such as cut off or mouth movement, may have a high one."
    },
    "eye": {
        "Description": "Which eye closed together with the twitch.",
        "Levels": {
            "none": "Neither eye.",
            "left": "The person's own left eye.",
            "right": "The person's own right eye.",
            "both": "Both eyes.",
        },
    },
    "reason": {
        "Description": "Why a movement was not counted or a stretch could not be observed.",
        "Levels": {reason.value: _REASONS[reason] for reason in Reason},
    },
}
# Nothing is certain.
MOST_SURE = 0.999
REQUIRED = ("onset", "duration", "trial_type")


def events_texts(path: Path, events: Sequence[Event]) -> dict[Path, str]:
    """The table, sorted by onset, and its sidecar, by path."""
    rows = [tuple(COLUMNS), *(_cells(event) for event in in_time(events))]
    return {
        sidecar_path(path): json.dumps(COLUMNS, indent=2) + "\n",
        path: tsv_text(rows),
    }


def read_events(path: str | Path) -> tuple[Event, ...]:
    """Read an events table; columns beyond the first three may be missing, others are ignored.

    Raises
    ------
    SourceError
        If the file cannot be read or is not such a table; names the line.
    """
    path = Path(path)
    try:
        with reading(path, SourceError):
            lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        message = f"{path} is not an events file: {error}"
        raise SourceError(message) from error
    names = lines[0].split("\t") if lines else []
    if missing := [name for name in REQUIRED if name not in names]:
        message = f"{path} is not an events file: it has no column {', '.join(missing)}"
        raise SourceError(message)
    numbered = [(number, line) for number, line in enumerate(lines[1:], start=2) if line.strip()]
    return tuple(_read_line(path, number, names, line) for number, line in numbered)


def _cells(event: Event) -> tuple[str, ...]:
    return (
        decimals(event.onset_s, 3),
        decimals(event.duration_s, 3),
        event.kind.value,
        event.lip or NO_VALUE,
        event.side or NO_VALUE,
        event.pattern or NO_VALUE,
        NO_VALUE if event.peaks is None else str(event.peaks),
        decimals(event.frequency_hz, 2),
        decimals(event.amplitude_mm, 3),
        # Nothing is certain.
        decimals(None if event.confidence is None else min(event.confidence, MOST_SURE), 3),
        event.eye or NO_VALUE,
        NO_VALUE if event.reason is None else event.reason.value,
    )


def _read_line(path: Path, number: int, names: Sequence[str], line: str) -> Event:
    cells = line.split("\t")
    if len(cells) != len(names):
        message = f"{path}, line {number}: {len(cells)} values for {len(names)} columns"
        raise SourceError(message)
    row = dict(zip(names, cells, strict=True))
    try:
        return _event({name: value for name, value in row.items() if value != NO_VALUE})
    except (KeyError, ValueError) as error:
        what = f"no {error.args[0]}" if isinstance(error, KeyError) else str(error)
        message = f"{path}, line {number}: {what}"
        raise SourceError(message) from error


def _event(row: Mapping[str, str]) -> Event:
    return Event(
        kind=_one_of(tuple(Kind), row["trial_type"], "trial_type"),
        onset_s=float(row["onset"]),
        duration_s=float(row["duration"]),
        lip=_word(row, "lip", LIPS),
        side=_word(row, "side", SIDES),
        pattern=_word(row, "pattern", PATTERNS),
        peaks=int(row["peaks"]) if "peaks" in row else None,
        frequency_hz=_number(row, "frequency_hz"),
        amplitude_mm=_number(row, "amplitude_mm"),
        confidence=_number(row, "confidence"),
        eye=_word(row, "eye", EYES),
        reason=_word(row, "reason", tuple(Reason)),
    )


def _word(row: Mapping[str, str], name: str, possible: Sequence[Word]) -> Word | None:
    return _one_of(possible, row[name], name) if name in row else None


def _one_of(possible: Sequence[Word], text: str, name: str) -> Word:
    for word in possible:
        if word == text:
            return word
    message = f"{text!r} is no {name}; there are {', '.join(possible)}"
    raise ValueError(message)


def _number(row: Mapping[str, str], name: str) -> float | None:
    return float(row[name]) if name in row else None
