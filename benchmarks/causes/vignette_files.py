"""Case vignettes as files, and the evidence that their recordings would give."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from msgspec import Meta, field

from twitchcam.causes.data_files import Positive, Record, as_kind, read_toml
from twitchcam.errors import KnowledgeError
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.evidence.phases import Stretch, with_phases
from twitchcam.records import (
    PHASES,
    Event,
    Evidence,
    Eye,
    Kind,
    Lip,
    Pattern,
    Phase,
    Reason,
    RecordingFacts,
    SensorFacts,
    Side,
    SourceInfo,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = Path(__file__).parent / "vignettes"
Urgency = Literal["self_care", "gp", "prompt_neurologist", "emergency"]
URGENCIES: tuple[Urgency, ...] = get_args(Urgency)
USUAL_DURATION_S = {"single": 0.2, "burst": 1.0, "tremor": 3.0}
USUAL_PEAKS = {"single": 1, "burst": 4}
RATE_HZ = 30.0
DETECTABLE_MM = 0.6


class Twitches(Record, frozen=True, kw_only=True):
    """Twitches that are alike, spread evenly over a recording, or over a phase of it."""

    count: Annotated[int, Meta(gt=0)]
    lip: Lip
    side: Side
    pattern: Pattern
    eye: Eye | None = None
    phase: Phase | None = None
    duration_s: Positive | None = None
    frequency_hz: Positive | None = None
    peaks: Annotated[int, Meta(gt=0)] | None = None
    amplitude_mm: Positive | None = None

    def __post_init__(self) -> None:
        """Check that tremor, and nothing else, has a frequency."""
        if (self.pattern == "tremor") != (self.frequency_hz is not None):
            message = "frequency_hz belongs to tremor, and to nothing else"
            raise ValueError(message)

    def one(self) -> Event:
        """One of them, at the start of the recording."""
        duration_s = self.duration_s or USUAL_DURATION_S[self.pattern]
        cycles = round((self.frequency_hz or 0.0) * duration_s)
        return Event(
            Kind.TWITCH,
            0.0,
            duration_s,
            lip=self.lip,
            side=self.side,
            pattern=self.pattern,
            peaks=self.peaks or USUAL_PEAKS.get(self.pattern, cycles),
            frequency_hz=self.frequency_hz,
            amplitude_mm=self.amplitude_mm,
            confidence=0.8,
            eye=self.eye,
        )


class RecordingTold(Record, frozen=True, kw_only=True):
    """What a recording of a case shows; its length is told by its phases, if it has any."""

    duration_s: Positive | None = None
    phases: dict[Phase, Positive] = field(default_factory=dict)
    unobservable_s: dict[Reason, Positive] = field(default_factory=dict)
    twitches: tuple[Twitches, ...] = ()

    def __post_init__(self) -> None:
        """Check that its length is told once, and that twitches come in its phases."""
        if (self.duration_s is None) != bool(self.phases):
            message = "duration_s or phases: one must be there"
            raise ValueError(message)
        for group in self.twitches:
            if group.phase is not None and group.phase not in self.phases:
                message = f"twitches come in the phase {group.phase}, which is not in phases"
                raise ValueError(message)


class Vignette(Record, frozen=True, kw_only=True, dict=True, rename={"told": "evidence"}):
    """One case: what is known of a person, and what should come of it."""

    id: str
    title: str
    source: str
    note: str = ""
    difficulty: Literal["easy", "hard"]
    answers_are: Literal["complete", "sparse"]
    expected_top: tuple[str, ...]
    none_of_these: bool = False
    urgency: Urgency
    answers: dict[str, Any] = field(default_factory=dict)
    told: tuple[RecordingTold, ...] = ()

    @cached_property
    def recordings(self) -> tuple[Evidence, ...]:
        """Evidence that its recordings give."""
        return tuple(
            _evidence(told, f"{self.id}_{number}.mp4") for number, told in enumerate(self.told, 1)
        )

    @property
    def half(self) -> str:
        """Half of the cases that it is in: ``development`` or ``held out``, by its name's hash."""
        is_even = int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2 == 0
        return "development" if is_even else "held out"


def read_vignettes(folder: Path = FOLDER) -> list[Vignette]:
    """Read all cases of a folder, by name.

    Raises
    ------
    KnowledgeError
        If a case is not as it must be; names the file and the field.
    """
    return [read_vignette(path) for path in sorted(folder.glob("*.toml"))]


def read_vignette(path: Path) -> Vignette:
    """Read one case; raises as :func:`read_vignettes` does."""
    vignette = as_kind(read_toml(path.parent, path.name), Vignette, path.name)
    if vignette.id != path.stem:
        message = f"{path.name}: id is {vignette.id!r}, not the name of the file"
        raise KnowledgeError(message)
    return vignette


def _evidence(told: RecordingTold, name: str) -> Evidence:
    """Make the events that a recording would give, and count them as any others."""
    phases = _phases(told.phases)
    duration_s = told.duration_s or phases[-1].end_s
    events = list(_unobservable(told.unobservable_s, duration_s))
    seen_s = duration_s - sum(told.unobservable_s.values())
    for place, group in enumerate(told.twitches):
        inside = [p for p in phases if p.name == group.phase] or [Stretch("rest", 0.0, seen_s)]
        onsets_s = _spread(inside[0], group.count, (place + 0.5) / len(told.twitches))
        events += [replace(group.one(), onset_s=onset_s) for onset_s in onsets_s]
    source = SourceInfo(name, 1280, 720, "h264", RATE_HZ, duration_s, None, 0)
    frames = round(duration_s * RATE_HZ)
    recording = RecordingFacts(source, duration_s, frames, RATE_HZ, 0, 0, partial=False, notes=())
    sensor = SensorFacts("made up", "none", "flow", {}, {}, None, None, DETECTABLE_MM)
    evidence = summarise(events, recording, sensor)
    if not phases:
        return evidence
    return with_phases(evidence, events, phases)


def _phases(lengths_s: Mapping[Phase, float]) -> list[Stretch]:
    stretches: list[Stretch] = []
    for name in PHASES:
        if name in lengths_s:
            start_s = stretches[-1].end_s if stretches else 0.0
            stretches.append(Stretch(name, start_s, start_s + lengths_s[name]))
    return stretches


def _unobservable(blind_s: Mapping[Reason, float], duration_s: float) -> Iterator[Event]:
    end_s = duration_s
    for reason, seconds in blind_s.items():
        end_s -= seconds
        yield Event(Kind.UNOBSERVABLE, end_s, seconds, reason=reason)


def _spread(stretch: Stretch, count: int, offset: float) -> list[float]:
    step_s = (stretch.end_s - stretch.start_s) / count
    return [stretch.start_s + (number + offset) * step_s for number in range(count)]
