"""Figures from scores, and the bars."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.scores.figures import bars, share_interval
from benchmarks.accuracy.scores.scoring import Score


def test_a_false_alarm_in_a_clip_without_twitch_misses_its_bar() -> None:
    name, value, _, met = bars({"still.mp4": Score(false_alarms=1, duration_s=10)})[-1]
    assert (name, value, met) == ("false_alarms_in_clips_without_twitch", 1.0, False)


def test_share_interval_holds_the_share() -> None:
    low, high = share_interval(8, 10)
    assert low == pytest.approx(0.490, abs=0.001)
    assert high == pytest.approx(0.943, abs=0.001)
