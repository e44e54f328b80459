"""Figures from scores, and the bars."""

from __future__ import annotations

from benchmarks.accuracy.scores.figures import bars
from benchmarks.accuracy.scores.scoring import Score


def test_a_false_alarm_in_a_clip_without_twitch_misses_its_bar() -> None:
    name, value, _, met = bars({"still.mp4": Score(false_alarms=1, duration_s=10)})[-1]
    assert (name, value, met) == ("false_alarms_in_clips_without_twitch", 1.0, False)
