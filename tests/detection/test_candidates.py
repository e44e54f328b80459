"""Candidates: the peaks of the strength, known once enough has followed them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made_motion import Pull, frame_times_s, make_motion
from tests.made_rows import SETTINGS, part_of, row_at, rows_of
from twitchcam.detection.candidates import ALONE_S, STEADY_S, Candidate, CandidateFinder
from twitchcam.detection.features import LOOKAHEAD_S
from twitchcam.detection.history import History

if TYPE_CHECKING:
    from twitchcam.detection.rows import Rows

ROW_S = 1 / SETTINGS.grid_rate_hz
WIDTH_S = 0.03
HALF_WIDTH_S = WIDTH_S * np.sqrt(2 * np.log(2))


@pytest.fixture(scope="module")
def rest() -> Rows:
    return rows_of(make_motion(frame_times_s(6.0, 30.0)))


def with_strength(rest: Rows, peaks: dict[float, float]) -> Rows:
    """Rest with bumps of the strength, and nothing else, by their times."""
    bumps = [
        height * np.exp(-0.5 * ((rest.time_s - at_s) / WIDTH_S) ** 2)
        for at_s, height in peaks.items()
    ]
    return replace(rest, strength=np.max(bumps, axis=0))


def found_in(rows: Rows) -> list[Candidate]:
    return CandidateFinder(SETTINGS).push(rows, ended=True)


def test_every_peak_that_stands_out_is_a_candidate(rest: Rows) -> None:
    found = found_in(with_strength(rest, {2.0: 3.0, 4.0: 0.9}))
    assert [one.time_s for one in found] == pytest.approx([2.0, 4.0], abs=ROW_S)
    assert [one.strength for one in found] == pytest.approx([3.0, 0.9], rel=0.02)


def test_what_hardly_stands_out_is_none(rest: Rows) -> None:
    assert found_in(with_strength(rest, {3.0: 0.98 * SETTINGS.candidate_strength})) == []


@pytest.mark.parametrize(("apart_s", "candidates"), [(0.9 * ALONE_S, 1), (1.2 * ALONE_S, 2)])
def test_of_peaks_close_together_the_highest_counts(
    rest: Rows, apart_s: float, candidates: int
) -> None:
    found = found_in(with_strength(rest, {3.0: 2.0, 3.0 + apart_s: 2.2}))
    assert len(found) == candidates
    assert found[-1].strength == pytest.approx(2.2, rel=0.02)


def test_a_candidate_is_known_as_soon_as_the_lookahead_has_passed(rest: Rows) -> None:
    rows = with_strength(rest, {3.0: 2.0})
    finder = CandidateFinder(SETTINGS)
    assert finder.push(part_of(rows, 0, row_at(rows, 3.0 + LOOKAHEAD_S - 2 * ROW_S))) == []
    (found,) = finder.push(part_of(rows, 0, row_at(rows, 3.0 + LOOKAHEAD_S + 3 * ROW_S)))
    assert found.time_s == pytest.approx(3.0, abs=ROW_S)
    assert found.time_s <= finder.judged_until_s < found.time_s + 3 * ROW_S
    assert finder.push(rows, ended=True) == []
    assert finder.judged_until_s == rows.time_s[-1]


def test_at_the_end_nothing_is_waited_for(rest: Rows) -> None:
    rows = with_strength(rest, {3.0: 2.0})
    (found,) = found_in(part_of(rows, 0, row_at(rows, 3.0) + 2))
    assert found.time_s == pytest.approx(3.0, abs=ROW_S)


def test_a_movement_lasts_while_the_strength_is_half_as_high(rest: Rows) -> None:
    (found,) = found_in(with_strength(rest, {3.0: 2.0}))
    assert found.start_s == pytest.approx(3.0 - HALF_WIDTH_S, abs=ROW_S)
    assert found.end_s == pytest.approx(3.0 + HALF_WIDTH_S, abs=ROW_S)


@pytest.mark.parametrize(("apart_s", "goes_on"), [(0.22, True), (0.34, False)])
def test_it_goes_on_over_a_short_pause(rest: Rows, *, apart_s: float, goes_on: bool) -> None:
    first, _ = found_in(with_strength(rest, {3.0: 2.0, 3.0 + apart_s: 2.2}))
    assert first.start_s == pytest.approx(3.0 - HALF_WIDTH_S, abs=ROW_S)
    assert (first.end_s > 3.0 + apart_s) == goes_on


@pytest.mark.parametrize("ends", [(1.2, 4.0), (4.0, 1.2)])
def test_what_grows_or_fades_steadily_has_candidates_all_along(
    rest: Rows, ends: tuple[float, float]
) -> None:
    at_s = np.arange(1.0, 5.0, 0.1)
    heights = np.linspace(*ends, len(at_s))
    found = found_in(with_strength(rest, dict(zip(at_s, heights, strict=True))))
    times_s = [one.time_s for one in found]
    assert times_s[0] == pytest.approx(1.4, abs=0.45)
    assert times_s[-1] == pytest.approx(4.7, abs=0.35)
    assert max(np.diff(times_s)) <= STEADY_S + 0.11


def test_the_flank_of_a_twitch_is_no_candidate(rest: Rows) -> None:
    (found,) = found_in(with_strength(rest, {2.9: 1.5, 3.0: 2.2, 3.1: 1.5}))
    assert found.time_s == pytest.approx(3.0, abs=ROW_S)


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("inside", [True, False])
def test_a_twitch_must_be_visible_a_while_before_and_after(
    rest: Rows, side: int, *, inside: bool
) -> None:
    rows = with_strength(rest, {3.0: 2.0})
    away_s = SETTINGS.margin_s - 2 * ROW_S if inside else SETTINGS.margin_s + 2 * ROW_S
    codes = np.zeros_like(rows.codes)
    codes[row_at(rows, 3.0 + side * away_s)] = 3
    (found,) = found_in(replace(rows, codes=codes))
    assert found.observable is not inside


@pytest.fixture(scope="module")
def lively() -> Rows:
    pulls = (Pull(2.5, 0.2, (0,), 2.0), Pull(12.0, 1.5, (2, 3), 1.5, cycles=8))
    motions = make_motion(frame_times_s(16.0, 30.0), pulls)
    for motion in motions:
        since_s = motion.time_s - 6.0
        if 0.0 <= since_s <= 4.0:
            motion.lips_mm[1, 1] += (0.5 + 0.4 * since_s) * np.sin(np.pi * 5.0 * since_s) ** 2
    return rows_of(motions)


@given(cuts=st.sets(st.integers(1, 1900), max_size=40))
@settings(max_examples=15)
def test_candidates_are_the_same_however_the_rows_arrive(lively: Rows, cuts: set[int]) -> None:
    expected = found_in(lively)
    assert len(expected) > 5
    history, finder = History(), CandidateFinder(SETTINGS)
    found: list[Candidate] = []
    for start, stop in pairwise([0, *sorted(cuts), len(lively.time_s)]):
        history.push(part_of(lively, start, stop))
        found += finder.push(history.rows())
        history.forget_before(history.rows().time_s[-1] - 10.0)
    found += finder.push(history.rows(), ended=True)
    for one, other in zip(found, expected, strict=True):
        assert replace(one, features=other.features) == other
        assert one.features.tolist() == other.features.tolist()
