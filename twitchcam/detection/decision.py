"""Twitch or not, and what kind: plain rules on the features of a movement.

This is the place for a fitted decision; until there is one, each rule is stated here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twitchcam.detection.observability import REASONS
from twitchcam.records import Event, Kind, Reason

if TYPE_CHECKING:
    from twitchcam.detection.movements import Movement
    from twitchcam.settings import DetectionSettings


def decide(movement: Movement, settings: DetectionSettings) -> Event:
    """Turn a movement into a twitch or a rejected movement with its reason."""
    reason = _objection(movement, settings)
    pattern, frequency_hz = _pattern(movement, settings)
    return Event(
        kind=Kind.TWITCH if reason is None else Kind.REJECTED,
        onset_s=movement.onset_s,
        duration_s=movement.end_s - movement.onset_s,
        lip=_common("upper", "lower", movement.lips),
        side=_common("left", "right", movement.sides),
        pattern=pattern,
        peaks=movement.peaks,
        frequency_hz=frequency_hz,
        amplitude_mm=movement.excursion_mm,
        confidence=confidence(movement.strength),
        eye=_common("left", "right", movement.eyes_closed) if movement.eyes_closed else None,
        reason=reason,
    )


def confidence(strength: float) -> float:
    """Share between 0 and 1 that grows with the strength; not yet fitted to outcomes.

    A movement at the threshold gets 0.5, one at three times the threshold 0.9.
    """
    return float(strength**2 / (1.0 + strength**2))


def _objection(movement: Movement, settings: DetectionSettings) -> Reason | None:
    unseen = movement.codes[movement.codes > 0]
    if unseen.size:
        return REASONS[int(np.bincount(unseen).argmax()) - 1]
    if movement.rest_before_s < settings.min_rest_before_s:
        return Reason.CUT_OFF
    allowed = min(settings.weak_stays_share * movement.strength, settings.max_stays_share)
    if movement.stays_share > allowed:
        return Reason.EXPRESSION
    if movement.surround_share > settings.max_surround_share:
        return Reason.EXPRESSION
    if movement.eyes_closed == (True, True) and movement.strength < settings.blink_strength:
        return Reason.BLINK
    return None


def _pattern(movement: Movement, settings: DetectionSettings) -> tuple[str, float | None]:
    """Pattern and, for a tremor, its frequency."""
    if movement.peaks == 1:
        return "single", None
    regular = movement.regularity >= settings.tremor_min_regularity
    if regular and movement.peaks >= settings.tremor_min_cycles:
        return "tremor", movement.frequency_hz
    return "burst", None


def _common(first: str, second: str, present: tuple[bool, bool]) -> str:
    return {(True, True): "both", (True, False): first, (False, True): second}.get(present, "none")
