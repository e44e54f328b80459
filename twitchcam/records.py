"""What flows through twitchcam, in the order in which it flows.

Conventions: times and durations in seconds of the recording, lengths in millimetres unless the
name says otherwise, *left* and *right* are the watched person's own. Quadrant order everywhere:
upper-left, upper-right, lower-left, lower-right. Motion axes: ``across`` (towards the person's
left is positive) and ``down``. A value that does not exist is NaN in arrays and ``None`` elsewhere,
never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

EVIDENCE_SCHEMA = "twitchcam.evidence/1"

QUADRANTS = ("upper-left", "upper-right", "lower-left", "lower-right")
# Which quadrant, and which patch of the surrounding face, each one is in a mirrored picture. The
# patches: nose tip, its wings, cheeks high, cheeks low, chin, its sides; of a pair, the right one
# first.
MIRRORED_QUADRANTS = np.array([1, 0, 3, 2])
MIRRORED_PATCHES = np.array([0, 2, 1, 4, 3, 6, 5, 7, 9, 8])

# Parts of the guided recording: sit still; gentle, then tight eye closure; lift the brows; smile;
# purse the lips; count backwards silently; try to hold the twitch back; a clip of sleep.
Phase: TypeAlias = Literal[
    "rest",
    "eye_closure",
    "brow_raise",
    "smile",
    "pucker",
    "counting",
    "hold",
    "sleep",
]
PHASES: tuple[Phase, ...] = get_args(Phase)

# What a twitch is: which lip and which side of the mouth moves, how, and which eye closes with it.
Lip: TypeAlias = Literal["upper", "lower", "both"]
Side: TypeAlias = Literal["left", "right", "both"]
Pattern: TypeAlias = Literal["single", "burst", "tremor"]
Eye: TypeAlias = Literal["none", "left", "right", "both"]
LIPS: tuple[Lip, ...] = get_args(Lip)
SIDES: tuple[Side, ...] = get_args(Side)
PATTERNS: tuple[Pattern, ...] = get_args(Pattern)
EYES: tuple[Eye, ...] = get_args(Eye)

Gray = NDArray[np.uint8]
Rgb = NDArray[np.uint8]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of a frame source before its frames are read.

    ``duration_s`` and ``frame_count`` are the container's claims: good enough for a progress bar
    and never used for time. ``width_px`` and ``height_px`` are those of the upright picture;
    ``rotation_deg`` is the counter-clockwise turn that made it upright. ``first_shown_s`` is when a
    player shows the first picture: it counts from the beginning of the sound, if that is earlier.
    ``recorded_at`` is when it was recorded (ISO 8601, with the zone), if anything says so.
    """

    name: str
    width_px: int
    height_px: int
    codec: str
    rate_hz: float | None
    duration_s: float | None
    frame_count: int | None
    rotation_deg: int
    first_shown_s: float = 0.0
    recorded_at: str | None = None


class ReadRgb(Protocol):
    """Makes the colour picture of a frame, shape ``(height, width, 3)``."""

    def __call__(self, reduce: int = 1) -> Rgb:
        """Each side ``reduce`` times smaller than the frame's, or a little less."""
        ...


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded picture, the right way up.

    ``gray`` has shape ``(height, width)``. Colour is only needed by the face backend, on some
    frames, so it is made on request.
    ``time_s`` rises strictly from frame to frame. ``is_key`` says that it was coded by itself,
    without the ones before: then it may differ from them though nothing has moved. ``quantiser`` is
    that of H.264, from 0 to 51: the higher, the coarser; ``None`` for any other coding.
    """

    index: int
    time_s: float
    gray: Gray
    read_rgb: ReadRgb
    is_key: bool = False
    quantiser: int | None = None


@dataclass(frozen=True, slots=True)
class Face:
    """What the landmarks of the followed face say in one picture.

    ``landmarks`` has shape ``(478, 3)``: pixels right, down and (relative) depth. Lengths are
    shares of the pupil distance, which is taken in three dimensions so that turning the head does
    not shrink it. ``eye_opening_*`` is lid gap ÷ eye width. ``yaw_deg`` is positive when the
    person turns to their own left, ``pitch_deg`` when they look down, ``roll_deg`` when the head
    leans to their own left shoulder. ``others`` counts further faces that are or just were in view.
    ``mouth_in_picture`` says whether all of the lips lies inside the picture; landmarks are guessed
    beyond its edge.
    """

    landmarks: NDArray[np.float32]
    pupil_distance_px: float
    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    mouth_opening: float
    mouth_width: float
    eye_opening_left: float
    eye_opening_right: float
    others: int
    mouth_in_picture: bool = True


@dataclass(frozen=True, slots=True)
class Scale:
    """How pupil distances become millimetres, fixed once per recording.

    ``method`` is ``iris`` (iris diameter taken as 11.7 mm) or ``pupil-distance`` (an adult mean,
    when the iris cannot be measured). ``uncertainty`` is the relative standard deviation.
    """

    mm_per_pupil_distance: float
    method: str
    uncertainty: float


@dataclass(frozen=True, slots=True)
class LipMotion:
    """How the lips and the face around them stand in one frame: what a detector is fed.

    ``lips_mm`` has shape ``(4, 2)``: quadrant by (across, down), displacement against the
    surrounding face since an arbitrary origin, NaN without a face. ``surround_mm`` has shape
    ``(n_patches, 2)``: the same for the surrounding patches of skin, head motion included, in the
    order that ``MIRRORED_PATCHES`` names.
    ``residual`` is how much the lip patch changed from the last picture, after large motion was
    taken back, as a share of its contrast: high when something crosses the mouth, 1 while something
    rests on it. ``repeated`` marks a picture
    that adds nothing to the last one, ``same_picture`` one of which that is so as a whole, and not
    of the lips alone. ``face`` is the newest reading of the landmarks, ``None`` without a face.
    """

    index: int
    time_s: float
    lips_mm: Floats
    surround_mm: Floats
    residual: float
    repeated: bool
    face: Face | None
    same_picture: bool = False


class _Word(str, Enum):
    """A word of the outputs, printed as it stands there."""

    def __str__(self) -> str:
        return str(self.value)


class Kind(_Word):
    """What an interval of a recording is: ``trial_type`` in the events file."""

    TWITCH = "twitch"
    REJECTED = "rejected"
    UNOBSERVABLE = "unobservable"


class Reason(_Word):
    """Why a movement was rejected or a stretch of time could not be observed."""

    NO_FACE = "no face"
    TURNED_AWAY = "turned away"
    OUT_OF_PICTURE = "out of picture"
    COVERED = "covered"
    NOISE = "picture noise"
    LOW_FRAME_RATE = "too few frames"
    HEAD_MOTION = "head motion"
    MOUTH_MOVEMENT = "mouth movement"
    EXPRESSION = "expression"
    BLINK = "blink"
    FAINT = "too faint"
    CUT_OFF = "cut off"
    PAUSED = "paused"
    NO_PICTURES = "no pictures"


@dataclass(frozen=True, slots=True)
class Event:
    """One spell of movement, or one stretch that could not be observed.

    ``amplitude_mm`` is the peak-to-peak excursion; of three peaks or more, that of the largest one
    above its troughs. What does not exist is ``None``, as nearly all of an unobservable stretch;
    ``reason`` is ``None`` for a twitch.
    """

    kind: Kind
    onset_s: float
    duration_s: float
    lip: Lip | None = None
    side: Side | None = None
    pattern: Pattern | None = None
    peaks: int | None = None
    frequency_hz: float | None = None
    amplitude_mm: float | None = None
    confidence: float | None = None
    eye: Eye | None = None
    reason: Reason | None = None

    @property
    def end_s(self) -> float:
        """End of the event in seconds."""
        return self.onset_s + self.duration_s


def in_time(events: Iterable[Event]) -> list[Event]:
    """Events in the order of all outputs: by onset, then by end, then by kind."""
    return sorted(events, key=lambda event: (event.onset_s, event.end_s, event.kind.value))


def twitches_of(events: Iterable[Event]) -> list[Event]:
    """The twitches among events, in that order."""
    return in_time(event for event in events if event.kind is Kind.TWITCH)


@dataclass(frozen=True, slots=True)
class LipSignals:
    """Band-passed motion on the uniform time base, one block of it.

    ``time_s`` has shape ``(n,)``. ``magnitude_mm``, ``floor_mm`` and ``threshold_mm`` have shape
    ``(n, 4)``: movement in the detection band per quadrant, its noise floor, and what it is held
    against. ``observable`` has shape ``(n,)``: whether a twitch would be seen.
    """

    time_s: Floats
    magnitude_mm: Floats
    floor_mm: Floats
    threshold_mm: Floats
    observable: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ProfileUse:
    """Which profile a recording was analysed with: name and date of the calibration.

    ``digest`` tells one calibration from another; ``None`` where nobody told them apart.
    """

    name: str
    created: str
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class SensorFacts:
    """Which sensor measured a recording, and how well it could see.

    ``noise_floor_mm`` is the median noise floor per quadrant (``None`` before any rest was seen);
    ``smallest_detectable_mm`` the peak-to-peak excursion of a single twitch that is found nine
    times out of ten in such a recording. ``settings`` are those of vision and detection, by name;
    another sensor than flow does not use all of them. ``profile`` is the personal calibration that
    scale and noise floor started from, ``None`` without one. ``pupil_distance_px`` is the size of
    the face (median), ``None`` without a face. ``decision`` tells one fitted decision from another.
    """

    backend: str
    model: str
    sensor: str
    versions: dict[str, str]
    settings: dict[str, object]
    scale: Scale | None
    noise_floor_mm: tuple[float, float, float, float] | None
    smallest_detectable_mm: float | None
    profile: ProfileUse | None = None
    pupil_distance_px: float | None = None
    decision: str | None = None


# Frames that are coded more coarsely than this (51 being the coarsest) have lost many twitches of a
# millimetre: see docs/measured.md.
COARSE_QUANTISER = 30


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """What was read of a recording.

    ``rate_hz`` is that of the usual intervals between frames (on average where none is usual),
    ``new_rate_hz`` the share of it that does not just show the frame before again (``None`` where
    nobody told them apart), and ``slowest_rate_hz`` that of the slowest spells of those in which
    anything is counted (``None`` in older files); ``dropped_frames`` counts those missing from the
    recording's own rhythm; ``other_faces`` is the largest number of further faces in view;
    ``partial`` says that the analysis was stopped before the end; ``notes`` are for the reader;
    ``cut_off`` says how a file ended before the recording did, empty if it did not, ``None`` where
    nobody said. ``quantiser`` is the median of those of the frames, ``None`` where they have none.
    """

    source: SourceInfo
    duration_s: float
    frames: int
    rate_hz: float | None
    dropped_frames: int
    other_faces: int
    partial: bool
    notes: tuple[str, ...]
    new_rate_hz: float | None = None
    slowest_rate_hz: float | None = None
    cut_off: str | None = None
    quantiser: int | None = None

    @property
    def is_coarsely_coded(self) -> bool:
        """Whether coding has flattened small movements."""
        return self.quantiser is not None and self.quantiser > COARSE_QUANTISER

    @property
    def seen_rate_hz(self) -> float | None:
        """How many pictures per second tell something: the others are shown again."""
        return self.rate_hz if self.new_rate_hz is None else self.new_rate_hz


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """What tells one recording's file from another, without saying where it lies.

    ``sha256_of_ends`` is over the first and the last MiB (over the whole of a file that is no
    longer than both).
    """

    name: str
    size_bytes: int
    sha256_of_ends: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured value with the ends of its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ObservableTime:
    """How much of a recording could be judged.

    ``observable_share`` is ``None`` for a recording without length. Reasons may hold at the same
    time, so the seconds by reason can add up to more than ``unobservable_s``.
    """

    observable_s: float
    unobservable_s: float
    observable_share: float | None
    unobservable_s_by_reason: dict[str, float]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many twitches of one sort there were, in events and in peaks.

    ``per_minute`` is in events per observable minute, ``None`` where too little was seen to tell.
    ``by_pattern`` splits the events.
    """

    events: int
    peaks: int
    per_minute: Estimate | None
    by_pattern: dict[str, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """Twitches by lip, by side, by pattern, and by lip and side at once (lip first)."""

    all: Tally
    by_lip: dict[str, Tally]
    by_side: dict[str, Tally]
    by_pattern: dict[str, Tally]
    by_lip_and_side: dict[str, dict[str, Tally]]


@dataclass(frozen=True, slots=True)
class Distribution:
    """How ``n`` values spread."""

    n: int
    minimum: float
    lower_quartile: float
    median: float
    upper_quartile: float
    maximum: float


@dataclass(frozen=True, slots=True)
class PhaseEvidence:
    """What one part of a guided recording shows; the fields are those of :class:`Evidence`.

    ``by_side`` and ``by_pattern`` count events. These and what follows are ``None`` in files of
    older versions, which told how twitches look over the whole recording only.
    """

    observable_s: float
    events: int
    peaks: int
    per_minute: Estimate | None
    eye_closure_share: Estimate | None
    by_side: dict[str, int] | None = None
    by_pattern: dict[str, int] | None = None
    tremor_peaks_by_hz: dict[str, int] | None = None
    amplitude_mm: Distribution | None = None


@dataclass(frozen=True, slots=True)
class FeltComparison:
    """Twitches that the person felt, against those that were detected.

    ``marks_s`` are the moments in which the person said so, some time after the twitch. Felt ones
    in time that could not be observed are neither confirmed nor missed. ``detected_not_felt`` are
    twitches since the first mark that no mark belongs to.
    """

    marks_s: tuple[float, ...]
    felt_and_detected: int
    felt_not_detected: int
    felt_not_observable: int
    detected_not_felt: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one recording shows: counts, rates, sides, rhythm, and how much could be seen at all.

    ``counts`` is ``None`` when nothing was observable: that is not a count of zero.
    ``dispersion_index`` is the variance ÷ mean of event counts over equal stretches of observable
    time: 1 for events at random, more when they come in bouts, ``None`` with too few events; above
    1 it widens the intervals of the rates, as ``rate_model`` says. ``laterality_index`` is (left -
    right) ÷ (left + right) over one-sided events. ``dominant_frequency_hz`` is that of the tremor
    events; ``tremor_peaks_by_hz`` counts their peaks by frequency, to a tenth of a hertz, ``None``
    where nobody did. ``eye_closure_share`` is the share of one-sided twitches with closure of the
    eye on that side, those left out that come with closure of both eyes. ``rejected`` counts
    movements that were not twitches by reason, and is ``None`` when nothing was observable.
    ``most_false`` is how many false twitches are nothing unusual in so long an observable time,
    ``None`` where too little was seen, for another sensor than flow, and in older files.
    ``phases`` holds the parts of a guided recording that took place, by their names in ``PHASES``;
    ``None`` for any other. ``felt`` compares them with what the person felt, ``None`` where nobody
    said so. All other fields are over the whole recording.
    """

    file: FileIdentity | None
    recording: RecordingFacts
    sensor: SensorFacts
    time: ObservableTime
    counts: Counts | None
    rate_model: str
    dispersion_index: float | None
    laterality_index: Estimate | None
    dominant_frequency_hz: float | None
    eye_closure_share: Estimate | None
    amplitude_mm: Distribution | None
    rejected: dict[str, int] | None
    phases: dict[str, PhaseEvidence] | None = None
    felt: FeltComparison | None = None
    tremor_peaks_by_hz: dict[str, int] | None = None
    most_false: int | None = None
    schema: str = EVIDENCE_SCHEMA
