"""Made-up records for tests of everything behind the detector."""

from __future__ import annotations

from dataclasses import replace

from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.records import (
    Event,
    Evidence,
    FileIdentity,
    Kind,
    Reason,
    RecordingFacts,
    Scale,
    SensorFacts,
    SourceInfo,
)

SOURCE = SourceInfo("clip.mp4", 1280, 720, "h264", 30.0, 60.0, 1800, 0)
RECORDING = RecordingFacts(
    SOURCE, 60.0, 1800, 30.0, dropped_frames=2, other_faces=0, partial=False, notes=("a note",)
)
SENSOR = SensorFacts(
    backend="face-mesh",
    model="FaceMesh",
    sensor="flow",
    versions={"mediapipe": "0.10.21"},
    settings={"max_gap_s": 0.4},
    scale=Scale(63.0, "iris", 0.043),
    noise_floor_mm=(0.03, 0.04, 0.05, 0.06),
    smallest_detectable_mm=0.62,
)
IDENTITY = FileIdentity("clip.mp4", 12345, "ab" * 32)

SINGLE = Event(
    Kind.TWITCH,
    onset_s=1.25,
    duration_s=0.2,
    lip="lower",
    side="left",
    pattern="single",
    peaks=1,
    amplitude_mm=1.8,
    confidence=0.9,
    eye="none",
)
BURST = replace(SINGLE, onset_s=4.0, duration_s=1.1, pattern="burst", peaks=4, eye="left")
TREMOR = replace(
    SINGLE,
    onset_s=8.0,
    duration_s=2.5,
    lip="upper",
    side="right",
    pattern="tremor",
    peaks=12,
    frequency_hz=5.13,
    amplitude_mm=0.9,
)
SMILE = Event(Kind.REJECTED, 12.0, 0.8, reason=Reason.EXPRESSION)
AWAY = Event(Kind.UNOBSERVABLE, 20.0, 10.0, reason=Reason.NO_FACE)
TALK = Event(Kind.UNOBSERVABLE, 25.0, 10.0, reason=Reason.MOUTH_MOVEMENT)
EVENTS = (SINGLE, BURST, TREMOR, SMILE, AWAY, TALK)


def evidence_of(
    *events: Event, recording: RecordingFacts = RECORDING, sensor: SensorFacts = SENSOR
) -> Evidence:
    """Summarise events of the made-up recording."""
    return summarise(events, recording, sensor, IDENTITY)


def blind(recording: RecordingFacts = RECORDING) -> Event:
    """Give an event that makes the whole recording unobservable."""
    return replace(AWAY, onset_s=0.0, duration_s=recording.duration_s)
