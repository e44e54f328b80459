"""What the person in front of the camera could do better, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.reason_words import ANALYZE_WATCHES_ALL, FEWER_PROGRAMS, advice_on, more_pictures
from twitchcam.records import Reason
from twitchcam.settings import (
    BRIGHT_LEVEL,
    DARK_LEVEL,
    ENOUGH_HZ,
    FAR_PUPILS_PX,
    GOOD_PUPILS_PX,
    is_slower,
)
from twitchcam.vision.face_light import measure_light

if TYPE_CHECKING:
    from twitchcam.capture.live_source import SourceKind
    from twitchcam.live.messages import CoachLine, Severity
    from twitchcam.records import Face, Gray
    from twitchcam.settings import DetectionSettings


@dataclass(frozen=True, slots=True)
class View:
    """What the coach looks at.

    ``light`` is the mean grey level of the face (of the picture without one), ``rate_hz`` the
    pictures per second that were watched in the last seconds, ``reason`` why nothing can be
    observed right now. ``came_hz`` is the rate of all pictures that came, watched or not, and
    ``kind`` says from what.
    """

    face: Face | None
    light: float | None
    rate_hz: float | None
    reason: Reason | None
    came_hz: float | None = None
    kind: SourceKind = "camera"


def coach_lines(view: View, detection: DetectionSettings) -> list[CoachLine]:
    """Say what is wrong, most urgent first; empty when all is well."""
    lines = [*_rate(view, detection), *_why_blind(view), *_light(view)]
    face = view.face
    if face and face.pupil_distance_px < FAR_PUPILS_PX:
        text = (
            f"The face is small in the picture ({face.pupil_distance_px:.0f} pixels between the"
            f" pupils; {GOOD_PUPILS_PX:.0f} are good): move closer."
        )
        lines.append(_line("far", "warning", text))
    if face and face.others:
        text = "Another face is in view: only one can be watched."
        lines.append(_line("other faces", "warning", text))
    return lines


def too_few_pictures(view: View, detection: DetectionSettings) -> str:
    """Say that too few pictures are watched to see twitches, and who is too slow; else empty."""
    return _fewer_than(detection.min_rate_hz, view, "too few to see twitches")


def light_of(gray: Gray, face: Face | None) -> float:
    """Mean grey level of the face, or of the whole picture without one."""
    level = measure_light(gray, face.landmarks)[0] if face else np.nan
    return float(gray[::8, ::8].mean()) if np.isnan(level) else level


def _rate(view: View, detection: DetectionSettings) -> list[CoachLine]:
    too_few = too_few_pictures(view, detection)
    needed_hz = detection.min_rate_hz if too_few else ENOUGH_HZ
    few = too_few or _fewer_than(needed_hz, view, "so short twitches may be missed")
    if not few:
        return []
    text = f"{few[0].upper()}{few[1:]}; {_remedy(view, needed_hz)}."
    return [_line("rate", "error" if too_few else "warning", text)]


def _fewer_than(needed_hz: float, view: View, effect: str) -> str:
    if view.rate_hz is None or not is_slower(view.rate_hz, needed_hz):
        return ""
    if _came_fast_enough(view, needed_hz):
        who = "this computer is too slow: it watches"
    elif view.kind == "file":
        who = "the recording has"
    else:
        who = "the browser's camera gives" if view.kind == "browser" else "the camera gives"
    # The rate itself changes all the time, and each change is read aloud.
    return f"{who} fewer than {needed_hz:.0f} pictures per second, {effect}"


def _remedy(view: View, needed_hz: float) -> str:
    """What to do about fewer pictures than needed."""
    is_file = view.kind == "file"
    if _came_fast_enough(view, needed_hz):
        return f"{FEWER_PROGRAMS}; {ANALYZE_WATCHES_ALL}" if is_file else FEWER_PROGRAMS
    is_dark = view.light is not None and view.light < DARK_LEVEL
    if is_file and not is_dark:
        return advice_on(Reason.LOW_FRAME_RATE.value, is_file=True).remedy
    return more_pictures(is_dark=is_dark)


def _came_fast_enough(view: View, needed_hz: float) -> bool:
    """Whether enough pictures came, so that no camera is to blame if too few were watched."""
    return view.came_hz is not None and not is_slower(view.came_hz, needed_hz)


def _why_blind(view: View) -> list[CoachLine]:
    if view.reason is None:
        return []
    name = view.reason.value
    text = advice_on(name, is_file=False).now
    return [_line(name, "error", text)] if text else []


def _light(view: View) -> list[CoachLine]:
    if view.light is None:
        return []
    if view.light < DARK_LEVEL:
        return [_line("dark", "warning", "It is dark: put more light on the face, from the front.")]
    if view.light > BRIGHT_LEVEL:
        return [
            _line(
                "bright",
                "warning",
                "The face is too bright: use less light, or none from close by.",
            )
        ]
    return []


def _line(code: str, severity: Severity, text: str) -> CoachLine:
    return {"code": code, "severity": severity, "text": text}
