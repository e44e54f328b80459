"""Finds involuntary lip twitches in face video.

``twitchcam.analyze(path)`` analyses a recording; ``twitchcam.calibrate(path)`` measures a person's
own camera and rest for ``Settings(profile=...)``; ``twitchcam.Detector`` takes a stream of lip
motion of your own; ``twitchcam.match_causes(evidence, answers)`` says what both share with what is
described of known causes; ``read_events``, ``read_evidence``, ``read_answers`` and ``read_profile``
read files that were written before. All that can go wrong for reasons of the caller's is a
``TwitchcamError`` of one line.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twitchcam.causes.matching import match_causes
    from twitchcam.detection.detector import Detector
    from twitchcam.errors import TwitchcamError
    from twitchcam.outputs.answers_toml import read_answers
    from twitchcam.outputs.events_tsv import read_events
    from twitchcam.outputs.evidence_json import read_evidence
    from twitchcam.outputs.profile_toml import read_profile
    from twitchcam.outputs.recording import Recording, UnwrittenError
    from twitchcam.pipeline import analyze
    from twitchcam.profile_pipeline import calibrate
    from twitchcam.records import Frame, LipMotion
    from twitchcam.settings import DetectionSettings, Settings, VisionSettings

__all__ = [
    "DetectionSettings",
    "Detector",
    "Frame",
    "LipMotion",
    "Recording",
    "Settings",
    "TwitchcamError",
    "UnwrittenError",
    "VisionSettings",
    "analyze",
    "calibrate",
    "match_causes",
    "read_answers",
    "read_events",
    "read_evidence",
    "read_profile",
]

_HOMES = {
    "DetectionSettings": "twitchcam.settings",
    "Detector": "twitchcam.detection.detector",
    "Frame": "twitchcam.records",
    "LipMotion": "twitchcam.records",
    "Recording": "twitchcam.outputs.recording",
    "Settings": "twitchcam.settings",
    "TwitchcamError": "twitchcam.errors",
    "UnwrittenError": "twitchcam.outputs.recording",
    "VisionSettings": "twitchcam.settings",
    "analyze": "twitchcam.pipeline",
    "calibrate": "twitchcam.profile_pipeline",
    "match_causes": "twitchcam.causes.matching",
    "read_answers": "twitchcam.outputs.answers_toml",
    "read_events": "twitchcam.outputs.events_tsv",
    "read_evidence": "twitchcam.outputs.evidence_json",
    "read_profile": "twitchcam.outputs.profile_toml",
}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    # On demand: MediaPipe takes a second to import, and not every use needs it.
    if name not in _HOMES:
        message = f"module 'twitchcam' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
