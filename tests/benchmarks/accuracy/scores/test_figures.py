"""Figures from scores, and the bars."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.accuracy.scores.figures import FIGURES, bars, pattern_right_by_pattern
from benchmarks.accuracy.scores.scoring import Score


def test_a_false_alarm_in_a_clip_without_twitch_misses_its_bar() -> None:
    name, value, _, met = bars({"still.mp4": Score(false_alarms=1, duration_s=10)})[-1]
    assert (name, value, met) == ("false_alarms_in_clips_without_twitch", 1.0, False)


def test_tremors_told_as_something_else_do_not_hide_among_the_others() -> None:
    found = Counter(single=12, tremor=8)
    score = Score(found=20, found_patterns=found, right_patterns=Counter(single=12, tremor=4))
    assert FIGURES["pattern_right"](score) == 0.8
    assert pattern_right_by_pattern(score) == {"single": 1.0, "burst": None, "tremor": 0.5}


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_what_is_far_off_is_told_beside_the_median(sign: float) -> None:
    """Of onsets by more than 0.1 s, of amplitudes by more than a quarter, whichever way."""
    off = (0.01, 0.02, 0.09, 0.4)
    score = Score(
        onset_errors_s=tuple(sign * one for one in off),
        amplitude_ratios=tuple(1 + sign * one for one in off),
    )
    assert (FIGURES["onset_far_off"](score), FIGURES["amplitude_far_off"](score)) == (0.25, 0.25)
    assert FIGURES["onset_far_off"](Score()) is None
