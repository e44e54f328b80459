"""Case vignettes as files, and the evidence that their recordings would give."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twitchcam.causes.data_files import Table
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.evidence.phases import Stretch, with_phases
from twitchcam.records import (
    EYES,
    LIPS,
    PATTERNS,
    PHASES,
    SIDES,
    Event,
    Evidence,
    Kind,
    Reason,
    RecordingFacts,
    SensorFacts,
    SourceInfo,
)
from twitchcam.toml_text import parse_toml
from twitchcam.wording import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twitchcam.wording import Word

FOLDER = Path(__file__).parent / "vignettes"
URGENCIES = ("self_care", "gp", "prompt_neurologist", "emergency")
USUAL_DURATION_S = {"single": 0.2, "burst": 1.0, "tremor": 3.0}
USUAL_PEAKS = {"single": 1, "burst": 4}
RATE_HZ = 30.0
DETECTABLE_MM = 0.6


@dataclass(frozen=True, slots=True)
class Vignette:
    """One case: what is known of a person, and what should come of it."""

    id: str
    title: str
    source: str
    difficulty: str
    answers_are: str
    expected_top: tuple[str, ...]
    none_of_these: bool
    urgency: str
    answers: dict[str, Any]
    recordings: tuple[Evidence, ...]

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
    table = Table(parse_toml(path.read_text(encoding="utf-8")), path.name)
    table.text("note", "")
    vignette = Vignette(
        id=table.text("id"),
        title=table.text("title"),
        source=table.text("source"),
        difficulty=_one_of(table, "difficulty", ("easy", "hard")),
        answers_are=_one_of(table, "answers_are", ("complete", "sparse")),
        expected_top=table.texts("expected_top"),
        none_of_these=table.flag("none_of_these", default=False),
        urgency=_one_of(table, "urgency", URGENCIES),
        answers=table.table("answers").remaining(),
        recordings=tuple(
            _evidence(recording, number, path.stem)
            for number, recording in enumerate(table.list_of_tables("evidence"), start=1)
        ),
    )
    if vignette.id != path.stem:
        raise table.complaint(field="id", what=f"is {vignette.id!r}, not the name of the file")
    table.finish()
    return vignette


def _evidence(table: Table, number: int, name: str) -> Evidence:
    """Make the events that a recording would give, and count them as any others."""
    phases = _phases(table.table("phases"))
    duration_s = phases[-1].end_s if phases else table.number("duration_s", above=0)
    blind_s = _blind(table.table("unobservable_s"))
    groups = [_group(inner, phases) for inner in table.list_of_tables("twitches")]
    events = list(_unobservable(blind_s, duration_s))
    seen_s = duration_s - sum(blind_s.values())
    for place, (group, count, phase) in enumerate(groups):
        inside = [p for p in phases if p.name == phase] or [Stretch("rest", 0.0, seen_s)]
        onsets_s = _spread(inside[0], count, (place + 0.5) / len(groups))
        events += [replace(group, onset_s=onset_s) for onset_s in onsets_s]
    table.finish()
    source = SourceInfo(f"{name}_{number}.mp4", 1280, 720, "h264", RATE_HZ, duration_s, None, 0)
    frames = round(duration_s * RATE_HZ)
    recording = RecordingFacts(source, duration_s, frames, RATE_HZ, 0, 0, partial=False, notes=())
    sensor = SensorFacts("made up", "none", "flow", {}, {}, None, None, DETECTABLE_MM)
    evidence = summarise(events, recording, sensor)
    if not phases:
        return evidence
    return with_phases(evidence, events, phases)


def _group(table: Table, phases: list[Stretch]) -> tuple[Event, int, str]:
    """One twitch of a group of like ones, how many there are, and in which phase."""
    pattern = _one_of(table, "pattern", PATTERNS)
    duration_s = table.number("duration_s", USUAL_DURATION_S[pattern], above=0)
    frequency_hz = table.number("frequency_hz", above=0) if pattern == "tremor" else None
    usual = USUAL_PEAKS.get(pattern, round((frequency_hz or 0) * duration_s))
    event = Event(
        Kind.TWITCH,
        0.0,
        duration_s,
        lip=_one_of(table, "lip", LIPS),
        side=_one_of(table, "side", SIDES),
        pattern=pattern,
        peaks=round(table.number("peaks", usual, above=0)),
        frequency_hz=frequency_hz,
        amplitude_mm=table.number("amplitude_mm", above=0) if table.has("amplitude_mm") else None,
        confidence=0.8,
        eye=_one_of(table, "eye", EYES) if table.has("eye") else None,
    )
    phase = _one_of(table, "phase", tuple(p.name for p in phases)) if table.has("phase") else ""
    count = round(table.number("count", above=0))
    table.finish()
    return event, count, phase


def _phases(table: Table) -> list[Stretch]:
    stretches: list[Stretch] = []
    for name in PHASES:
        if table.has(name):
            start_s = stretches[-1].end_s if stretches else 0.0
            stretches.append(Stretch(name, start_s, start_s + table.number(name, above=0)))
    table.finish()
    return stretches


def _blind(table: Table) -> dict[str, float]:
    reasons = {reason.value for reason in Reason}
    blind_s = {name: table.number(name, above=0) for name in reasons if table.has(name)}
    table.finish()
    return blind_s


def _unobservable(blind_s: dict[str, float], duration_s: float) -> Iterator[Event]:
    end_s = duration_s
    for reason, seconds in blind_s.items():
        end_s -= seconds
        yield Event(Kind.UNOBSERVABLE, end_s, seconds, reason=Reason(reason))


def _spread(stretch: Stretch, count: int, offset: float) -> list[float]:
    step_s = (stretch.end_s - stretch.start_s) / count
    return [stretch.start_s + (number + offset) * step_s for number in range(count)]


def _one_of(table: Table, name: str, possible: tuple[Word, ...]) -> Word:
    value = table.text(name)
    try:
        return one_of(possible, value, name)
    except ValueError as error:
        what = f"is {value!r}; it must be one of {', '.join(possible)}"
        raise table.complaint(field=name, what=what) from error
