"""Slow movements: planned with room around them, slow, there and back, and no twitches."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.case import Case
from benchmarks.accuracy.jobs import Plan, Rest
from benchmarks.accuracy.outputs.result_tables import tables
from benchmarks.accuracy.program_under_test import Analysed
from benchmarks.accuracy.scores.results import Results, merged
from benchmarks.recordings.slow_movements import (
    CHEW,
    CHEW_S,
    DIRECTIONS,
    FALL_S,
    LEAD_S,
    PAUSE_S,
    RISE_S,
    SlowMovement,
    plan_slow_movements,
    slow_displacement,
)
from benchmarks.recordings.stretches import REST, Stretch
from sample_videos.clips import SAMPLES
from twitchcam.records import MIRRORED_QUADRANTS, Event, Kind, Reason


@given(st.floats(0.2, 30), st.integers(0, 99))
def test_planned_movements_keep_apart_and_away_from_the_ends(duration_s: float, seed: int) -> None:
    planned = plan_slow_movements(duration_s, np.random.default_rng(seed))
    assert all(LEAD_S <= one.onset_s < one.end_s <= duration_s - LEAD_S for one in planned)
    gaps_s = [later.onset_s - one.end_s for one, later in pairwise(planned)]
    assert all(gap_s >= PAUSE_S[0] - 1e-9 for gap_s in gaps_s)


def test_a_short_stretch_gets_a_short_one() -> None:
    fitting = [plan_slow_movements(2.0, np.random.default_rng(seed)) for seed in range(100)]
    assert sum(len(planned) == 1 for planned in fitting) > 75


def test_a_long_stretch_gets_every_direction() -> None:
    planned = plan_slow_movements(120.0, np.random.default_rng(0))
    assert {one.direction for one in planned} == set(DIRECTIONS)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_lips_go_slowly_stay_and_come_back_alike_on_both_sides(direction: str) -> None:
    movement = SlowMovement(1.0, 0.3, 0.5, 0.4, direction)
    time_s = np.arange(0.0, 4.0, 0.01)
    moved = slow_displacement([movement], time_s)
    assert not moved[(time_s < 1.0) | (time_s > movement.end_s)].any()
    held = moved[(time_s > 1.31) & (time_s < 1.79)]
    assert held == pytest.approx(np.broadcast_to(DIRECTIONS[direction], held.shape))
    assert moved[:, MIRRORED_QUADRANTS] * [-1.0, 1.0] == pytest.approx(moved)
    # The steepest part of a smooth step goes one and a half times as fast as the whole.
    fastest = np.abs(np.diff(moved, axis=0)).max() / 0.01
    assert fastest <= 1.51 / movement.rise_s
    assert min(RISE_S[0], FALL_S[0], CHEW_S[0]) >= 0.2


def test_chewing_goes_there_and_back_several_times() -> None:
    movement = SlowMovement(1.0, 0.3, 0.0, 0.5, CHEW, times=3)
    time_s = np.array([0.9, 1.0, 1.3, 1.8, 2.1, 2.6, 2.9, 3.4, 3.5])
    moved = slow_displacement([movement], time_s)
    assert movement.end_s == pytest.approx(3.4)
    assert moved[2::2][:3] == pytest.approx(np.stack([DIRECTIONS[CHEW]] * 3))
    assert moved[[0, 1, 3, 5, 7, 8]] == pytest.approx(0.0, abs=1e-9)
    planned = plan_slow_movements(120.0, np.random.default_rng(0))
    assert all((one.times > 1) == (one.direction == CHEW) for one in planned)


def test_what_is_told_of_them_is_counted() -> None:
    planned = (SlowMovement(1.0, 0.2, 0.2, 0.2, "part"), SlowMovement(4.0, 0.2, 0.2, 0.2, "part"))
    case = Case(Path("made.mp4"), "a.mp4", None, 4.0, person="a", slow=planned)
    twitch = Event(Kind.TWITCH, 1.1, 0.3, "both", "both", "single", 1)
    word = Event(Kind.REJECTED, 4.1, 0.3, reason=Reason.MOUTH_MOVEMENT)
    beside = Event(Kind.TWITCH, 6.0, 0.3, "both", "both", "single", 1)
    results = Results()
    results.add(case, Analysed((twitch, word, beside), 8.0, 60.0, None))
    score = merged([results, results]).slow[4.0]["a.mp4"]
    assert (score.true, score.found, score.rejected) == (4, 2, {"mouth movement": 2})
    assert score.false_alarms == 2
    assert not results.injected
    assert not results.watched
    (shown,) = tables(results)
    assert shown.row_count == 1  # type: ignore[union-attr]


def test_they_are_put_into_rest() -> None:
    stretch = Stretch("still.mp4", REST, 0.0, 4.0)
    plan = Plan((), light=False, slow_sizes=(2.0, 4.0))
    cases = list(Rest(SAMPLES, stretch, plan).cases())
    assert [case.size for case in cases] == [2.0, 4.0]
    assert all(case.slow and case.truth is None for case in cases)
