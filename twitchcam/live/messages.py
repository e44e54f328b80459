"""What the monitor and its page say to each other over the WebSocket.

Text frames hold one JSON object with a ``type``; binary frames hold pictures. Times named
``time_s``, ``onset_s`` and so on are seconds of the session, 0 at its first picture; lengths are in
the unit that the name ends with. Left and right are the watched person's own. Positions in pictures
are shares of width (rightwards) and height (downwards) of the picture as the camera saw it, that
is: not mirrored. Quadrants come in the order of ``records.QUADRANTS``. What does not exist is
``null``.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from twitchcam.capture.live_source import SourceKind, SourceState
    from twitchcam.records import Estimate, Eye, Lip, Pattern, Side

# The WebSocket's subprotocol; a second one, ``token.`` and the token, shows that the page was
# opened by whoever started the monitor.
SUBPROTOCOL = "twitchcam.live.1"
TOKEN_PREFIX = "token."  # noqa: S105 - no secret, only how one is written

MAX_TEXT_BYTES = 16_384
MAX_PICTURE_BYTES = 2_000_000
# The browser's camera: this mark, the time of capture in ms (any zero, rising), then a JPEG.
CAMERA_FRAME_HEAD = struct.Struct("<4sd")
CAMERA_FRAME_MARK = b"TCF1"
# The preview: length of the JSON head in bytes, the head (``PreviewHead``), then a JPEG.
PREVIEW_LENGTH = struct.Struct("<I")

SessionPhase = Literal["ready", "running", "paused", "stopped"]
"""``ready``: pictures and coach, nothing is counted or saved. ``running``: a session is counted and
saved. ``paused``: its clock runs on, nothing is watched. ``stopped``: it is complete."""

ProtocolState = Literal["idle", "lead_in", "active", "done", "cancelled"]
FeltOutcome = Literal["pending", "detected", "not detected", "not observable"]
# From less to more.
ClipsWish = Literal["off", "mouth", "picture"]
Severity = Literal["info", "warning", "error"]


class EventRow(TypedDict):
    """One event; the same words and units as in the events file (``outputs.events_tsv``)."""

    kind: Literal["twitch", "rejected", "unobservable"]
    onset_s: float
    duration_s: float
    lip: Lip | None
    side: Side | None
    pattern: Pattern | None
    peaks: int | None
    frequency_hz: float | None
    amplitude_mm: float | None
    confidence: float | None
    eye: Eye | None
    reason: str | None
    words: str
    """The event in one line, as in "Twitch: lower lip, left, 1.8 mm, single"."""


class CameraRow(TypedDict):
    """How the source of pictures is doing."""

    kind: SourceKind
    name: str
    state: SourceState
    text: str
    """The state in a sentence, with what to do; empty when all is well."""
    width_px: int | None
    height_px: int | None
    rate_hz: float | None
    """Pictures per second over the last seconds."""
    pictures: int
    dropped: int
    """Pictures that came and were not watched."""
    dropped_many: bool
    """Whether those were so many that the counts are not what they could be."""
    dropped_text: str
    """How many, and why, as the results say it; empty if all were watched."""
    waiting: int
    """Pictures in the queue right now."""


class CoachLine(TypedDict):
    """One thing to change, most urgent first. ``code`` is stable, ``text`` is for the person."""

    code: str
    severity: Severity
    text: str


class StatusMessage(TypedDict):
    """Twice a second, and at once when something changes."""

    type: Literal["status"]
    phase: SessionPhase
    time_s: float
    """Of the newest picture that was watched."""
    settling: bool
    """The first seconds with a face: scale and noise are being measured, nothing is judged yet."""
    observable: bool
    """Whether a twitch would be seen right now."""
    unobservable_reason: str | None
    """Why not, in words."""
    detectable_now_mm: float | None
    """How large a single twitch must be to be found nine times out of ten, as things are now."""
    only_large: bool
    """Whether only large ones would be."""
    camera: CameraRow
    coach: list[CoachLine]
    saving: str
    """Empty, or why results cannot be written at the moment."""


class SignalsMessage(TypedDict):
    """The next piece of the traces, about ten times a second.

    ``magnitude_mm`` and ``threshold_mm`` hold one list per row with one value per quadrant. Rows
    are one interval of ``trace_rate_hz`` apart and hold the largest magnitude since the last row.
    """

    type: Literal["signals"]
    time_s: list[float]
    magnitude_mm: list[list[float | None]]
    threshold_mm: list[list[float | None]]


class EventMessage(TypedDict):
    """An event is new or has changed.

    A twitch is shown in two steps: with ``final`` false as soon as its movement stops, then, once
    the pause after it has told that it is over, with ``final`` true and perhaps other values. When
    the pause tells that it was none, ``withdrawn`` is true. Only final events are counted.
    """

    type: Literal["event"]
    id: int
    final: bool
    withdrawn: bool
    event: EventRow


class EstimateRow(TypedDict):
    """A value with its 95% interval."""

    value: float
    low: float
    high: float


class TallyRow(TypedDict):
    """Twitches of one sort; ``per_minute`` is per observable minute."""

    events: int
    peaks: int
    per_minute: EstimateRow | None


class SummaryMessage(TypedDict):
    """What the session's final events amount to; once a second.

    ``counts`` is ``null`` as long as nothing can be said of twitches: nothing could be observed, or
    none was found where that says nothing. ``reasons_s`` are the seconds that could not be
    observed, by reason, and ``reasons`` the same in words, longest first. ``warnings`` is what a
    reader must know before any count, in the words of the report.
    """

    type: Literal["summary"]
    duration_s: float
    observable_s: float
    observable_share: float | None
    reasons_s: dict[str, float]
    reasons: str
    counts: dict[str, Any] | None
    """``all``: TallyRow, without a rate where too little was seen to tell one; ``by_lip`` (upper,
    lower, both), ``by_side`` (left, right, both) and ``by_pattern`` (single, burst, tremor): name
    to TallyRow; ``by_lip_and_side``: lip to side to TallyRow."""
    rejected: dict[str, int] | None
    smallest_detectable_mm: float | None
    missed: str | None
    """What that means for smaller twitches, in the words of the report."""
    can_be_false: str | None
    """How many false twitches are nothing unusual, in the words of the report."""
    warnings: list[str]


class ExerciseStep(TypedDict):
    """One part of the guided protocol."""

    name: str
    title: str
    instruction: str
    duration_s: float


class ProtocolMessage(TypedDict):
    """Where the guided protocol stands; on every change and at least twice a second while it runs.

    ``state``: ``idle`` (not begun), ``lead_in`` (the person reads what comes; ``remaining_s`` until
    it begins, of ``lead_in_s``), ``active``, ``done``, ``cancelled``. ``cue`` is the instruction of
    this moment ("Close your eyes", "Open"), ``cue_number`` rises by one with each new cue: play a
    tone, since eyes may be closed. ``results`` holds one row per finished step.
    """

    type: Literal["protocol"]
    state: ProtocolState
    steps: list[ExerciseStep]
    lead_in_s: float
    step: int | None
    remaining_s: float | None
    cue: str
    cue_number: int
    results: list[StepResult]


class StepResult(TypedDict):
    """What one step of the protocol showed."""

    name: str
    title: str
    observable_s: float
    twitches: int | None
    per_minute: EstimateRow | None
    with_eye_closure: int | None


class FeltMessage(TypedDict):
    """The moments in which the person felt a twitch, against those detected.

    ``marks``: ``time_s`` and ``outcome``: ``pending`` (too early to say), ``detected``,
    ``not detected``, ``not observable``. ``detected_not_felt`` counts twitches without a mark since
    the first mark.
    """

    type: Literal["felt"]
    marks: list[FeltMark]
    felt_and_detected: int
    felt_not_detected: int
    felt_not_observable: int
    detected_not_felt: int
    text: str
    """The comparison in one sentence; empty without marks."""


class FeltMark(TypedDict):
    """One press of the key."""

    time_s: float
    outcome: FeltOutcome


class CauseRow(TypedDict):
    """What speaks for and against one known cause, and what is not known. No diagnosis."""

    id: str
    name: str
    summary: str
    speaks_for: list[str]
    speaks_against: list[str]
    unknown: list[str]


class CausesMessage(TypedDict):
    """The causes panel.

    ``urgent`` is shown first and above all else: each a sentence on when to seek help.
    """

    type: Literal["causes"]
    text: str
    urgent: list[str]
    causes: list[CauseRow]
    footnote: str


class SessionMessage(TypedDict):
    """Which session is shown, and what exists of it on disk.

    ``id`` is ``null`` before the first start. ``clips`` says whether short clips are kept
    (``off``, ``mouth``: the mouth region only, ``picture``: the whole picture), ``clips_left_out``
    how many came faster than they could be written. ``why_ended`` is a sentence if the session
    ended though nobody wished so, else empty. ``recovered`` names
    the sessions that an earlier run left unfinished and that were completed at this start;
    ``not_recovered`` says of each that could not be why, in a sentence.
    """

    type: Literal["session"]
    id: str | None
    folder: str
    files: list[str]
    clips: ClipsWish
    clip_count: int
    clips_left_out: int
    deleted: bool
    why_ended: str
    recovered: list[str]
    not_recovered: list[str]
    zero_epoch_ms: float | None
    """When its first picture was watched, in ms since 1970 (``Date.now()``)."""


class NoticeMessage(TypedDict):
    """Something to tell the person once."""

    type: Literal["notice"]
    severity: Severity
    text: str


class CameraOffMessage(TypedDict):
    """To one page: its camera is not watched, or no longer, so it turns it off."""

    type: Literal["camera_off"]
    text: str
    """Why, in a sentence for the person."""


class HelloMessage(TypedDict):
    """The first message on every connection: all that is needed to draw the page from nothing.

    ``events`` holds the newest events of the session, ``older_events`` how many came before them;
    ``signals`` the last seconds of the traces.
    """

    type: Literal["hello"]
    version: str
    not_a_diagnosis: str
    own_sides: str
    status: StatusMessage
    session: SessionMessage
    summary: SummaryMessage | None
    events: list[EventMessage]
    older_events: int
    signals: SignalsMessage
    protocol: ProtocolMessage
    felt: FeltMessage
    causes: CausesMessage


class PreviewHead(TypedDict):
    """What belongs to one preview picture: measured in that very picture.

    ``quadrants`` are four outlines (lists of points [x, y]) or ``null`` without a face. ``levels``
    are magnitude ÷ threshold per quadrant: 1 and above stands out; ``null`` while not measured.
    ``moving`` says whether the quadrant stands out while a twitch is under way that is of it.
    """

    frame: int
    time_s: float
    width_px: int
    height_px: int
    quadrants: list[list[list[float]]] | None
    levels: list[float] | None
    moving: list[bool]
    observable: bool


ServerMessage = (
    HelloMessage
    | StatusMessage
    | SignalsMessage
    | EventMessage
    | SummaryMessage
    | ProtocolMessage
    | FeltMessage
    | CausesMessage
    | SessionMessage
    | NoticeMessage
    | CameraOffMessage
)


def notice(severity: Severity, text: str) -> NoticeMessage:
    """Something to tell the person once."""
    return {"type": "notice", "severity": severity, "text": text}


def estimate_row(estimate: Estimate | None) -> EstimateRow | None:
    """A value with its interval for the page."""
    if estimate is None:
        return None
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high}


def pack_preview(head: PreviewHead, jpeg: bytes) -> bytes:
    """One binary frame for the page."""
    text = json.dumps(head, allow_nan=False, separators=(",", ":")).encode()
    return PREVIEW_LENGTH.pack(len(text)) + text + jpeg
