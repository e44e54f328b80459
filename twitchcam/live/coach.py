"""What the person in front of the camera could do better, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.reason_words import advice_on, more_pictures
from twitchcam.settings import BRIGHT_LEVEL, DARK_LEVEL, GOOD_PUPILS_PX, is_slower
from twitchcam.vision.face_light import measure_light

if TYPE_CHECKING:
    from twitchcam.live.messages import CoachLine, Severity
    from twitchcam.records import Face, Gray, Reason
    from twitchcam.settings import DetectionSettings, LiveSettings


@dataclass(frozen=True, slots=True)
class View:
    """What the coach looks at.

    ``light`` is the mean grey level of the face (of the picture without one), ``rate_hz`` the
    pictures per second of the last seconds, ``reason`` why nothing can be observed right now.
    """

    face: Face | None
    light: float | None
    rate_hz: float | None
    reason: Reason | None


def coach_lines(
    view: View, settings: LiveSettings, detection: DetectionSettings
) -> list[CoachLine]:
    """Say what is wrong, most urgent first; empty when all is well."""
    lines = [*_rate(view, settings, detection), *_why_blind(view), *_light(view)]
    face = view.face
    if face and face.pupil_distance_px < settings.near_pupils_px:
        text = (
            f"The face is small in the picture ({face.pupil_distance_px:.0f} pixels between the"
            f" pupils; {GOOD_PUPILS_PX:.0f} are good): move closer."
        )
        lines.append(_line("far", "warning", text))
    if face and face.others:
        text = "Another face is in view: only one can be watched."
        lines.append(_line("other faces", "warning", text))
    return lines


def too_few_pictures(rate_hz: float | None, detection: DetectionSettings) -> str:
    """Say that pictures come too rarely to see twitches; empty if they do not, or nobody knows."""
    return _fewer_than(detection.min_rate_hz, rate_hz, "too few to see twitches")


def light_of(gray: Gray, face: Face | None) -> float:
    """Mean grey level of the face, or of the whole picture without one."""
    level = measure_light(gray, face.landmarks)[0] if face else np.nan
    return float(gray[::8, ::8].mean()) if np.isnan(level) else level


def _rate(view: View, settings: LiveSettings, detection: DetectionSettings) -> list[CoachLine]:
    too_few = too_few_pictures(view.rate_hz, detection)
    few = too_few or _fewer_than(
        settings.slow_rate_hz, view.rate_hz, "short twitches may be missed"
    )
    if not few:
        return []
    remedy = more_pictures(is_dark=view.light is not None and view.light < DARK_LEVEL)
    text = f"{few[0].upper()}{few[1:]}; {remedy}."
    return [_line("rate", "error" if too_few else "warning", text)]


def _fewer_than(needed_hz: float, rate_hz: float | None, effect: str) -> str:
    if rate_hz is None or not is_slower(rate_hz, needed_hz):
        return ""
    # The rate itself changes all the time, and each change is read aloud.
    return f"fewer than {needed_hz:.0f} pictures per second, {effect}"


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
