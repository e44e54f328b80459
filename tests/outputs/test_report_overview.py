"""Where everything lies in the report's picture of the whole recording."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.made_up import AWAY, BURST, EVENTS, SINGLE, SMILE, TALK, TREMOR
from tests.outputs.made_parts import (
    DELAY_S,
    MadeMotion,
    any_part,
    check_within,
    made_part,
    points,
)
from twitchcam.outputs.motion_parts import MotionPart
from twitchcam.outputs.report_overview import (
    BAND_SHARE,
    COLUMNS,
    MOST_SPANS,
    SHEET,
    Drawing,
    draw_recording,
)

if TYPE_CHECKING:
    from twitchcam.records import Event

PART = made_part()
PER_S = COLUMNS / 60.0


def drawn(part: MotionPart = PART, *events: Event, duration_s: float = 60.0) -> Drawing:
    return draw_recording(MadeMotion(part), events or EVENTS, duration_s, 0.6)


def test_twitches_and_what_was_not_seen_lie_at_their_time() -> None:
    drawing = drawn()
    assert [span.x for span in drawing.twitches] == pytest.approx(
        [SHEET.names + one.onset_s * PER_S for one in (SINGLE, BURST, TREMOR)]
    )
    assert [span.width for span in drawing.twitches] == pytest.approx(
        [one.duration_s * PER_S for one in (SINGLE, BURST, TREMOR)]
    )
    assert [span.x for span in drawing.rejected] == pytest.approx(
        [SHEET.names + SMILE.onset_s * PER_S]
    )
    # Ten seconds each, five of which they share.
    (hidden,) = drawing.unobservable
    assert (hidden.x, hidden.width) == pytest.approx((SHEET.names + 20 * PER_S, 15 * PER_S))
    assert (AWAY.onset_s, TALK.end_s) == (20.0, 35.0)
    assert [mark.text for mark in drawing.marks] == ["", "", ""]


def test_the_quadrant_that_moves_stands_out_where_it_did() -> None:
    drawing = drawn()
    course = points(drawing.rows[2])
    # The filter answers late; the picture does not.
    assert course[course[:, 1].argmin(), 0] == pytest.approx(SHEET.names + 1.3 * PER_S, abs=2.0)
    heights = [row.bottom - points(row)[:, 1].min() for row in drawing.rows]
    assert heights[2] == pytest.approx(drawing.rows[2].bottom - drawing.rows[2].top, rel=0.05)
    assert heights[2] > 5 * max(heights[0], heights[1], heights[3])
    assert not drawing.is_cut


def test_talking_does_not_press_the_twitches_down_and_is_cut_off() -> None:
    loud = PART.magnitude_mm.copy()
    loud[(PART.time_s > 26) & (PART.time_s < 34)] = 9.0
    drawing = drawn(replace(PART, magnitude_mm=loud))
    assert drawing.is_cut
    before = points(drawing.rows[2])[:, 0] < SHEET.names + 20 * PER_S
    assert points(drawing.rows[2])[before] == pytest.approx(points(drawn().rows[2])[before])
    assert min(points(row)[:, 1].min() - row.top for row in drawing.rows) >= -0.05


def test_a_quiet_face_looks_quiet() -> None:
    """A row is at least as high as a twitch would be that is just found."""
    drawing = draw_recording(MadeMotion(PART), [SMILE], 60.0, 5.0)
    row = drawing.rows[0]
    height = row.bottom - points(row)[:, 1].min()
    most_mm = PART.magnitude_mm[:, 0].max()
    assert height / (row.bottom - row.top) == pytest.approx(most_mm / (BAND_SHARE * 5.0), abs=0.02)


@pytest.mark.parametrize("duration_s", [60.0, 600.0, 4 * 3600.0])
def test_lines_are_drawn_however_long_it_lasts(duration_s: float) -> None:
    drawing = drawn(made_part(duration_s, rate_hz=5.0), SINGLE, duration_s=duration_s)
    for row in drawing.rows:
        assert row.course.count("M") == 1
        assert row.course.count("L") > 250


def test_lines_are_broken_where_nothing_was_seen() -> None:
    hidden = (PART.time_s > 20) & (PART.time_s < 30)
    unseen = replace(PART, magnitude_mm=np.where(hidden[:, None], np.nan, PART.magnitude_mm))
    columns = (PART.time_s, PART.down_mm, PART.magnitude_mm, PART.floor_mm)
    lost = MotionPart(*(one[~hidden] for one in columns), delay_s=DELAY_S)
    for part in (unseen, lost):
        (row, *_) = drawn(part).rows
        assert row.course.count("M") == 2
        assert row.floor.count("M") == 2


def test_very_many_stretches_are_drawn_as_their_share() -> None:
    """What could be observed for nearly all of the time does not look as if it could not."""
    blinks = [replace(AWAY, onset_s=4.0 * number, duration_s=0.4) for number in range(5000)]
    drawing = drawn(PART, *blinks, duration_s=20_000.0)
    assert len(blinks) > MOST_SPANS >= 0
    assert len(drawing.unobservable) <= COLUMNS
    assert sum(span.width for span in drawing.unobservable) == pytest.approx(0.1 * COLUMNS)
    assert max(span.width for span in drawing.unobservable) < 0.2


def test_twitches_that_lie_together_have_one_mark_with_their_number() -> None:
    many = [replace(SINGLE, onset_s=4.0 * number) for number in range(5000)]
    drawing = drawn(PART, *many, duration_s=20_000.0)
    assert len(drawing.marks) < SHEET.width / 10
    assert sum(int(mark.text or 1) for mark in drawing.marks) == 5000
    (mark, *_) = drawn(PART, SINGLE, replace(SINGLE, onset_s=SINGLE.onset_s + 0.5)).marks
    assert mark.text == "2"


def test_times_below_do_not_overlap() -> None:
    for duration_s in (0.5, 7.0, 100.0, 5000.0, 90_000.0, 3e6):
        ticks = drawn(PART, SINGLE, duration_s=duration_s).ticks
        assert min(np.diff([tick.x for tick in ticks]), default=99.0) >= 55.0


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
    for row in drawn(part, twitch, duration_s=duration_s).rows:
        check_within(row, SHEET)
