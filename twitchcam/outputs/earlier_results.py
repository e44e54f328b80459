"""What an earlier analysis of the same recording left: how far it went, and how it was made.

It decides whether a new analysis would only repeat it, or know less.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from twitchcam.errors import SourceError
from twitchcam.outputs.events_tsv import read_events
from twitchcam.outputs.evidence_json import load_evidence, read_evidence
from twitchcam.outputs.json_records import json_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from twitchcam.outputs.result_files import ResultFiles
    from twitchcam.records import Event, Evidence, Phase

# Of older files, which did not say.
UNKNOWN = "unknown"


def finished_results(
    files: ResultFiles, video: Path, phase: Phase | None
) -> tuple[tuple[Event, ...], Evidence] | None:
    """Events and evidence of an analysis that went to the end of a recording, taken as one phase.

    Where the recording was cut off, its file is as it was then: who copies it again may have
    mended it. ``None`` if there is no such analysis, or not all its files are there.
    """
    if not all(one.exists() for one in files):
        return None
    try:
        events, evidence = read_events(files.events), read_evidence(files.evidence)
    except SourceError:  # of another version, or damaged
        return None
    recording, phases = evidence.recording, tuple(evidence.phases or ())
    if recording.partial or recording.cut_off is None or phases != ((phase,) if phase else ()):
        return None
    if recording.cut_off and _is_younger(video, files.evidence):
        return None
    return events, evidence


def went_as_far(files: ResultFiles, evidence: Evidence) -> bool:
    """Whether an earlier analysis is of as much of the recording as ``evidence``."""
    return files.events.exists() and _seen_s(files.evidence) >= evidence.recording.duration_s


def made_otherwise(files: ResultFiles, evidence: Evidence) -> str:
    """What earlier results of the same recording were made with, and these are not."""
    now = options_behind(evidence)
    other = {name: was for name, was in _made_with(files.evidence).items() if was != now[name]}
    options = [
        f"{name} {was}" if was else f"no {name}"
        for name, was in other.items()
        if name.startswith("--")
    ]
    if other.keys() & {"--backend", "--sensor"}:
        # They have other settings and rules anyhow.
        return ", ".join(options)
    if "--profile" in other:
        other.pop("calibration", None)
    return ", ".join(
        options
        + [
            f"unknown {name}" if was == UNKNOWN else f"other {name}"
            for name, was in other.items()
            if not name.startswith("--")
        ]
    )


def options_behind(evidence: Evidence) -> dict[str, str]:
    """By which options evidence was made, empty where one was not given, and what else decided."""
    return _options(json_of(evidence))


def _made_with(path: Path) -> dict[str, str]:
    """As :func:`options_behind`, of an evidence file of any version; empty if it is none."""
    try:
        return _options(load_evidence(path))
    except (SourceError, KeyError, TypeError, AttributeError):
        return {}


def _seen_s(path: Path) -> float:
    """How much of its recording an evidence file of any version is of: infinite if all of it."""
    try:
        recording = load_evidence(path)["recording"]
        return math.inf if recording["partial"] is False else float(recording["duration_s"])
    except (SourceError, KeyError, TypeError, ValueError):
        return 0.0


def _is_younger(path: Path, other: Path) -> bool:
    """Whether a file was written, or put there, after another: copies can keep the older time."""
    facts = path.stat()
    return max(facts.st_mtime, facts.st_ctime) > other.stat().st_mtime


def _options(content: Mapping[str, Any]) -> dict[str, str]:
    sensor, profile = content["sensor"], content["sensor"].get("profile")
    used = f"{profile['name']} ({profile['created']})" if profile else ""
    return {
        "--backend": sensor["backend"],
        "--sensor": sensor["sensor"],
        "--phase": ", ".join(content.get("phases") or ()),
        "--profile": used,
        "calibration": (profile.get("digest") or UNKNOWN) if profile else "",
        "settings": json.dumps(sensor["settings"], sort_keys=True),
        "versions": json.dumps(sensor["versions"], sort_keys=True),
        "rules of what is a twitch": sensor.get("decision") or UNKNOWN,
    }
