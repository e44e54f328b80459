"""Where everything lies in the pictures of the report."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.made_up import AWAY, BURST, EVENTS, SINGLE, TALK, TREMOR
from tests.outputs.made_course import made_course
from twitchcam.outputs.motion_course import Course
from twitchcam.outputs.report_drawing import (
    MOST_STRIPS,
    NAMES,
    WIDTH,
    Drawing,
    Row,
    draw_recording,
    draw_twitch,
    worth_showing,
)

COURSE = made_course()
PER_S = (WIDTH - NAMES) / 60.0


def points(row: Row) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The points of a row's course, shape ``(n, 2)``."""
    return np.array(re.findall(r"[ML]([-\d.]+),([-\d.]+)", row.course), dtype=np.float64)


def highest_at(drawing: Drawing, row: int) -> float:
    """Where along the picture a row's course is highest."""
    course = points(drawing.rows[row])
    return float(course[course[:, 1].argmin(), 0])


def test_twitches_and_what_was_not_seen_lie_at_their_time() -> None:
    drawing = draw_recording(COURSE, EVENTS, 60.0)
    assert [span.x for span in drawing.twitches] == pytest.approx(
        [NAMES + one.onset_s * PER_S for one in (SINGLE, BURST, TREMOR)]
    )
    # Ten seconds each, five of which they share.
    (hidden,) = drawing.unobservable
    assert (hidden.x, hidden.width) == pytest.approx((NAMES + 20 * PER_S, 15 * PER_S))
    assert (AWAY.onset_s, TALK.end_s) == (20.0, 35.0)


def test_twitches_in_one_column_are_drawn_once() -> None:
    many = [replace(SINGLE, onset_s=4.0 * number) for number in range(5000)]
    drawing = draw_recording(COURSE, many, 20_000.0)
    assert 1 <= len(drawing.twitches) < WIDTH
    assert drawing.twitches[-1].x + drawing.twitches[-1].width == pytest.approx(WIDTH, abs=2.0)


def test_the_quadrant_that_moves_stands_out_where_it_did() -> None:
    drawing = draw_recording(COURSE, EVENTS, 60.0)
    # The filter answers late; the picture does not.
    assert highest_at(drawing, 2) == pytest.approx(NAMES + 1.3 * PER_S, abs=2.0)
    heights = [row.bottom - points(row)[:, 1].min() for row in drawing.rows]
    assert heights[2] > 5 * max(heights[0], heights[1], heights[3])
    assert drawing.full_mm == pytest.approx(0.82, abs=0.1)


def test_talking_does_not_press_the_twitches_down() -> None:
    loud = COURSE.magnitude_mm.copy()
    loud[(COURSE.time_s > 26) & (COURSE.time_s < 34)] = 9.0
    talking = replace(COURSE, magnitude_mm=loud)
    drawing = draw_recording(talking, EVENTS, 60.0)
    assert drawing.full_mm == pytest.approx(draw_recording(COURSE, EVENTS, 60.0).full_mm)
    assert min(points(row)[:, 1].min() - row.top for row in drawing.rows) >= 0.0


def test_lines_are_broken_where_nothing_was_seen() -> None:
    hidden = (COURSE.time_s > 20) & (COURSE.time_s < 30)
    unseen = replace(COURSE, magnitude_mm=np.where(hidden[:, None], np.nan, COURSE.magnitude_mm))
    lost = Course(
        *(
            part[~hidden]
            for part in (COURSE.time_s, COURSE.down_mm, COURSE.magnitude_mm, COURSE.floor_mm)
        )
    )
    for course in (unseen, lost):
        (row, *_) = draw_recording(course, EVENTS, 60.0).rows
        assert row.course.count("M") == 2
        assert row.floor.count("M") == 2


def test_a_twitch_is_drawn_with_the_rest_around_it() -> None:
    drawing = draw_twitch(COURSE, SINGLE)
    (shown,) = drawing.twitches
    assert shown.x <= highest_of_lowest(drawing) <= shown.x + shown.width
    assert drawing.full_mm == pytest.approx(1.8, abs=0.15)
    assert [row.name for row in drawing.rows] == ["UL", "UR", "LL", "LR"]


def highest_of_lowest(drawing: Drawing) -> float:
    """Where the lower left lip is lowest: down is down in the picture."""
    course = points(drawing.rows[2])
    return float(course[course[:, 1].argmax(), 0])


def test_the_surest_of_each_pattern_are_shown() -> None:
    sure = [replace(SINGLE, onset_s=float(at), confidence=0.99) for at in range(30, 40)]
    chosen = worth_showing([*sure, TREMOR, BURST])
    assert [one.pattern for one in chosen] == ["burst", "tremor", "single"]
    assert len(worth_showing(sure)) == MOST_STRIPS
    assert worth_showing([]) == []


@given(
    duration_s=st.floats(0.05, 5000.0),
    n=st.integers(0, 400),
    seen=st.sampled_from([0.0, 0.3, 1.0]),
    seed=st.integers(0, 1000),
)
@settings(max_examples=40)
def test_any_course_gives_a_picture_within_its_bounds(
    duration_s: float, n: int, seen: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    values = np.where(rng.uniform(size=(3, n, 4)) < seen, rng.exponential(1.0, (3, n, 4)), np.nan)
    course = Course(np.sort(rng.uniform(0, duration_s, n)), *values)
    twitch = replace(SINGLE, onset_s=duration_s / 2, duration_s=duration_s / 4)
    for drawing in (draw_recording(course, [twitch], duration_s), draw_twitch(course, twitch)):
        assert np.isfinite(drawing.full_mm)
        for row in drawing.rows:
            course_of = points(row)
            assert "nan" not in row.course
            if len(course_of):
                assert course_of[:, 0].min() >= drawing.left
                assert course_of[:, 0].max() <= drawing.width + 0.1
                assert course_of[:, 1].min() >= row.top - 0.1
                assert course_of[:, 1].max() <= row.bottom + 0.1
