"""Records in words for people. ASCII alone, so that every terminal and player can show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twitchcam.evidence.what_it_tells import has_seen_enough, is_coarse_by_noise, is_too_coarse
from twitchcam.reason_words import OWN_FILE, advice_on, reason_words
from twitchcam.records import Estimate, Event, Evidence, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

LIP_WORDS = {"upper": "upper lip", "lower": "lower lip", "both": "both lips"}
SIDE_WORDS = {"left": "left", "right": "right", "both": "both sides"}

PHASE_WORDS = {
    "rest": "at rest",
    "eye_closure": "closing the eyes",
    "brow_raise": "raising the brows",
    "smile": "smiling",
    "pucker": "pursing the lips",
    "counting": "counting backwards silently",
    "hold": "trying to hold the twitch back",
    "sleep": "asleep",
}

OWN_SIDES = "Left and right are the person's own."
UNLESS_MIRRORED = "In a mirrored recording, as some selfies are, they are exchanged."
UNKNOWN = "unknown"
NOT_A_DIAGNOSIS = "This is a measurement of movement in the picture, not a diagnosis."

_RESTLESS = "head and face kept moving; hold still, and lean the head on something"
_COMPRESSED = f"the recording is compressed too strongly; {OWN_FILE}"
_NOISY = (
    "the picture is noisy, or the face never at rest; put more light on the face, move closer and"
    " hold still"
)


def describe(event: Event) -> str:
    """One event in one line, such as "Twitch: lower lip, left, 1.8 mm, single"."""
    reason = reason_words(event.reason.value) if event.reason else "no reason stated"
    if event.kind is Kind.UNOBSERVABLE:
        return f"Not observable: {reason}"
    if event.kind is Kind.REJECTED:
        return f"Movement not counted: {reason}"
    parts = (_place(event), _amplitude(event), pattern_words(event), _eye(event))
    return "Twitch: " + (", ".join(part for part in parts if part) or "no details")


def pattern_words(event: Event) -> str:
    """Say the pattern with what goes with it: "burst of 4 peaks", "tremor at 5.1 Hz"."""
    if event.pattern == "burst" and event.peaks is not None:
        return f"burst of {event.peaks} peaks"
    if event.pattern == "tremor" and event.frequency_hz is not None:
        return f"tremor at {event.frequency_hz:.1f} Hz"
    return event.pattern or ""


def clock(time_s: float) -> str:
    """Time as on a player's clock, with tenths: "1:02:03.4" or "2:03.4"."""
    tenths = round(time_s * 10)
    minutes, tenths = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{tenths // 10:02d}.{tenths % 10}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def span(seconds: float) -> str:
    """Say a length of time: "8.4 s", "12 min 5 s", "1 h 2 min"; a moment is not said as none."""
    if 0 < seconds < 0.05:
        return "<0.1 s"
    if round(seconds, 1) < 100:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def percent(share: float) -> str:
    """Whole percent; only nothing is said as 0%, and only all as 100%."""
    if 0 < share <= 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{100 * share:.0f}%"


def per_minute(rate: float) -> str:
    """A rate with one place; a small one with two digits, so that it does not look like none."""
    if not 0 < rate < 0.1:
        return f"{rate:.1f}"
    return np.format_float_positional(rate, precision=2, fractional=False, trim="-")


def rate_words(estimate: Estimate | None, *, short: bool = False) -> str:
    """A rate per minute with its interval."""
    if estimate is None:
        return UNKNOWN
    value, low, high = (per_minute(x) for x in (estimate.value, estimate.low, estimate.high))
    return f"{value} ({low}-{high})" if short else f"{value} (95% interval {low} to {high})"


def reasons(seconds_by_reason: Mapping[str, float]) -> str:
    """Name the reasons with their time, longest first: "no face 3.1 s, talking 2.7 s"."""
    ordered = sorted(seconds_by_reason.items(), key=lambda item: -item[1])
    return ", ".join(f"{reason_words(name)} {span(seconds)}" for name, seconds in ordered)


def why_blind(evidence: Evidence) -> str:
    """Say that a recording tells next to nothing, and why; empty if it tells more."""
    why = what_blinds(evidence)
    return f"{how_little(evidence)}: {why}" if why else ""


def how_little(evidence: Evidence) -> str:
    """Say how little could be seen in a recording that tells next to nothing."""
    if has_seen_enough(evidence):
        is_coded = evidence.recording.is_coarsely_coded
        return "twitches may be missing" if is_coded else "only huge twitches could be seen"
    much = "hardly anything" if evidence.time.observable_s > 0 else "nothing"
    return f"{much} could be observed"


def what_blinds(evidence: Evidence) -> str:
    """Say what kept next to everything from view, and what to do; empty if enough was seen."""
    if has_seen_enough(evidence):
        if not is_too_coarse(evidence):
            return ""
        if evidence.recording.is_coarsely_coded:
            return _COMPRESSED
        return _NOISY if is_coarse_by_noise(evidence) else _RESTLESS
    seconds_by_reason = evidence.time.unobservable_s_by_reason
    if not seconds_by_reason:
        return "it is too short; record a minute or more"
    reason = max(seconds_by_reason, key=seconds_by_reason.__getitem__)
    advice = advice_on(reason, is_file=evidence.file is not None)
    is_all = advice.what and len(seconds_by_reason) == 1
    why = advice.what if is_all else reasons(seconds_by_reason)
    return f"{why}; {advice.remedy}" if advice.remedy else why


def _place(event: Event) -> str:
    words = (LIP_WORDS.get(event.lip or ""), SIDE_WORDS.get(event.side or ""))
    return ", ".join(word for word in words if word)


def _amplitude(event: Event) -> str:
    return "" if event.amplitude_mm is None else f"{event.amplitude_mm:.1f} mm"


def _eye(event: Event) -> str:
    if event.eye in (None, "none"):
        return ""
    return "with both eyes closing" if event.eye == "both" else f"with the {event.eye} eye closing"
