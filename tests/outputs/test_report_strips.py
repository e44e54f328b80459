"""Where everything lies in the report's pictures of single twitches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.made_up import BURST, SINGLE, TREMOR
from tests.outputs.made_parts import MadeMotion, any_part, check_within, made_part, points
from twitchcam.outputs.report_strips import (
    ABOVE,
    MOST_STRIPS,
    ROW,
    SHEET,
    Strip,
    draw_twitches,
    worth_showing,
)

if TYPE_CHECKING:
    from twitchcam.outputs.motion_parts import MotionPart
    from twitchcam.records import Event

PART = made_part()


def strip_of(part: MotionPart, twitch: Event) -> Strip:
    ((_, strip),) = draw_twitches(MadeMotion(part), [twitch])
    return strip


def test_a_twitch_is_drawn_with_the_rest_around_it() -> None:
    strip = strip_of(PART, SINGLE)
    lower_left = points(strip.rows[2])
    # Down is down in the picture.
    lowest_x = lower_left[lower_left[:, 1].argmax(), 0]
    assert strip.twitch.x <= lowest_x <= strip.twitch.x + strip.twitch.width
    assert [row.name for row in strip.rows] == ["UL", "UR", "LL", "LR"]
    assert not strip.is_cut


def test_scales_are_true() -> None:
    strip = strip_of(PART, SINGLE)
    moved = np.ptp(points(strip.rows[2])[:, 1]) / strip.scale_mm_height * strip.scale_mm
    assert moved == pytest.approx(1.8, abs=0.15)
    assert strip.twitch.width / strip.scale_s_width == pytest.approx(SINGLE.duration_s / 0.5)


def test_a_long_twitch_is_cut_and_says_so() -> None:
    strip = strip_of(PART, replace(TREMOR, onset_s=5.0, duration_s=20.0))
    assert strip.is_cut
    assert strip.twitch.x + strip.twitch.width == pytest.approx(SHEET.width)


def test_all_strips_have_one_scale() -> None:
    both = draw_twitches(MadeMotion(PART), [SINGLE, replace(SINGLE, onset_s=9.0)])
    scales = {(s.scale_s_width, s.scale_mm, s.scale_mm_height) for _, s in both}
    assert len(scales) == 1


def test_the_surest_of_each_pattern_are_shown() -> None:
    sure = [replace(SINGLE, onset_s=float(at), confidence=0.99) for at in range(30, 40)]
    chosen = worth_showing([*sure, TREMOR, BURST])
    assert [one.pattern for one in chosen] == ["burst", "tremor", "single"]
    assert len(worth_showing(sure)) == MOST_STRIPS
    assert worth_showing([]) == []


def test_what_was_not_measured_has_no_strip() -> None:
    unseen = replace(PART, down_mm=np.full_like(PART.down_mm, np.nan))
    assert draw_twitches(MadeMotion(unseen), [SINGLE]) == []


@given(
    duration_s=st.floats(0.05, 5000.0),
    n=st.integers(0, 400),
    seen=st.sampled_from([0.0, 0.3, 1.0]),
    unseen=st.sampled_from([np.nan, np.inf]),
    seed=st.integers(0, 1000),
)
@settings(max_examples=40)
def test_any_part_lies_within_its_rows(
    duration_s: float, n: int, seen: float, unseen: float, seed: int
) -> None:
    part = any_part(duration_s, n, seen, unseen, seed)
    twitch = replace(SINGLE, onset_s=duration_s / 2, duration_s=duration_s / 4)
    for _, strip in draw_twitches(MadeMotion(part), [twitch]):
        assert strip.scale_mm_height <= ROW
        # So that no half of a line is cut off at the picture's edge.
        assert strip.rows[0].top == ABOVE > 0
        for row in strip.rows:
            check_within(row, SHEET)
