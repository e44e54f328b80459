"""Spells open above the threshold and close after a pause."""

from __future__ import annotations

import numpy as np
import pytest

from twitchcam.detection.spells import Spell, SpellFinder
from twitchcam.settings import DetectionSettings

SETTINGS = DetectionSettings()


def spells_of(strength_at: dict[float, float], duration_s: float = 5.0) -> list[Spell]:
    time_s = np.arange(0.0, duration_s, 0.01)
    strength = np.zeros_like(time_s)
    for at_s, value in strength_at.items():
        strength[round(at_s * 100)] = value
    finder = SpellFinder(SETTINGS)
    return finder.push(time_s, strength) + finder.flush()


def test_peaks_close_together_are_one_spell() -> None:
    (spell,) = spells_of({1.0: 2.0, 1.3: 1.5, 1.6: 1.2})
    assert (spell.start_s, spell.end_s) == pytest.approx((1.0, 1.6))


def test_peaks_far_apart_are_two() -> None:
    assert len(spells_of({1.0: 2.0, 1.0 + SETTINGS.max_gap_s + 0.05: 2.0})) == 2


def test_what_stays_below_the_threshold_is_none() -> None:
    assert spells_of({1.0: 0.99, 2.0: SETTINGS.end_share}) == []


def test_a_spell_at_the_end_is_not_lost() -> None:
    assert len(spells_of({4.95: 3.0})) == 1


def test_endless_movement_is_cut() -> None:
    time_s = np.arange(0.0, 3.5 * SETTINGS.max_event_s, 0.1)
    finder = SpellFinder(SETTINGS)
    found = finder.push(time_s, np.full_like(time_s, 2.0)) + finder.flush()
    assert len(found) == 4
