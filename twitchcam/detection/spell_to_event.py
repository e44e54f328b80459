"""Twitch or not, by the fitted decision, and what kind, by plain rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from twitchcam.detection.features import FEATURES
from twitchcam.detection.observability import REASONS
from twitchcam.records import LIPS, SIDES, Event, Kind, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.decisions.fitted_decision import FittedDecision
    from twitchcam.detection.movements import Movement
    from twitchcam.detection.spells import Spell
    from twitchcam.records import Eye, Floats, Pattern
    from twitchcam.settings import DetectionSettings

_Name = TypeVar("_Name", bound=str)


def decide(
    movement: Movement, spell: Spell, decision: FittedDecision, settings: DetectionSettings
) -> Event:
    """Turn a movement into a twitch or a rejected movement with its reason.

    Parameters
    ----------
    movement
        What was measured of it.
    spell
        Its candidates with their scores.
    decision
        Gives the scores their meaning.
    settings
        Defaults of this stage.
    """
    reason = _objection(movement, spell, decision, settings)
    pattern, frequency_hz = _pattern(movement, settings)
    return Event(
        kind=Kind.TWITCH if reason is None else Kind.REJECTED,
        onset_s=movement.onset_s,
        duration_s=movement.end_s - movement.onset_s,
        lip=_common(LIPS, movement.lips),
        side=_common(SIDES, movement.sides),
        pattern=pattern,
        peaks=movement.peaks,
        frequency_hz=frequency_hz,
        amplitude_mm=movement.excursion_mm,
        confidence=decision.confidence(spell.best.score),
        eye=_eye(movement.eyes_closed),
        reason=reason,
    )


def _objection(
    movement: Movement, spell: Spell, decision: FittedDecision, settings: DetectionSettings
) -> Reason | None:
    best = spell.best
    # What begins when the lips come into view, or is not over when they are seen last, may be the
    # edge of anything. A tremor is one all the same, and so is what goes on to the end.
    begins_unseen = movement.rest_before_s < settings.min_rest_s
    ends_unseen = movement.rest_after_s < settings.min_rest_s
    cut_off = (begins_unseen and not _is_tremor(movement, settings)) or (
        ends_unseen and movement.peaks <= 2
    )
    unseen = movement.codes[movement.codes > 0]
    if unseen.size:
        return REASONS[int(np.bincount(unseen).argmax()) - 1]
    if cut_off:
        return Reason.CUT_OFF
    # The line from rest to rest, taken off a step, leaves a swing of two peaks.
    is_step = movement.stays and movement.peaks <= 2
    if is_step or movement.excursion_mm > settings.max_excursion_mm:
        return Reason.EXPRESSION
    if best.accepted:
        return None
    if movement.eyes_closed == (True, True):
        return Reason.BLINK
    # The network names no reasons: the points do, though it may be what refused.
    return main_objection(decision.contributions(best.candidate.features))


def main_objection(points: Floats) -> Reason:
    """The reason to which most of the points against a twitch belong; no blink, which is seen.

    Parameters
    ----------
    points
        Of each feature, shape ``(n_features,)``. Where none speak against a twitch, as when the
        network alone refused it, its course is all that is known to be wrong.
    """
    against = {feature.against: 0.0 for feature in FEATURES}
    for feature, value in zip(FEATURES, points.tolist(), strict=True):
        against[feature.against] += value
    against.pop(Reason.BLINK)
    reason = min(against, key=lambda reason: against[reason])
    return reason if against[reason] < 0.0 else Reason.EXPRESSION


def _pattern(movement: Movement, settings: DetectionSettings) -> tuple[Pattern, float | None]:
    """Pattern and, for a tremor, its frequency."""
    if movement.peaks == 1:
        return "single", None
    if _is_tremor(movement, settings):
        return "tremor", movement.frequency_hz
    return "burst", None


def _is_tremor(movement: Movement, settings: DetectionSettings) -> bool:
    least = (
        settings.even_tremor_min_regularity
        if movement.evenly_spaced
        else settings.tremor_min_regularity
    )
    return movement.regularity >= least and movement.peaks >= settings.tremor_min_cycles


def _common(names: Sequence[_Name], present: tuple[bool, bool]) -> _Name:
    """Name of what takes part, of (one, other, both); one or the other always does."""
    one, other, both = names
    if all(present):
        return both
    return one if present[0] else other


def _eye(closed: tuple[bool, bool] | None) -> Eye | None:
    if closed is None:
        return None
    return _common(SIDES, closed) if any(closed) else "none"
