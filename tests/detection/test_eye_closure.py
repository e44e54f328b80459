"""An eye that closes with the lip is told from blinks of both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.made_motion import RESTING_FACE, frame_times_s, make_motion
from tests.made_rows import rows_of
from twitchcam.detection.eye_closure import MARGIN_S, eyes_closed
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from twitchcam.records import Face

SETTINGS = DetectionSettings()
LEFT = replace(RESTING_FACE, eye_opening_left=0.02)
RIGHT = replace(RESTING_FACE, eye_opening_right=0.02)
BOTH = replace(LEFT, eye_opening_right=0.02)
END_S = 24.0
SHORT, LONG = (2.0, 2.3), (2.0, 22.0)


def closed_during(
    from_to_s: tuple[float, float], *closures: tuple[float, float, Face]
) -> tuple[bool, bool] | None:
    """Which eyes close in a movement, with faces from and until given times."""

    def face_at(time_s: float) -> Face:
        shown = (face for start_s, end_s, face in closures if start_s <= time_s < end_s)
        return next(shown, RESTING_FACE)

    rows = rows_of(make_motion(frame_times_s(END_S, 30.0), face_at=face_at))
    return eyes_closed(rows, rows, from_to_s, SETTINGS)


@pytest.mark.parametrize(
    ("closures", "expected"),
    [
        ([], (False, False)),
        ([(2.1, 2.2, LEFT)], (True, False)),
        ([(2.1, 2.2, RIGHT)], (False, True)),
        ([(2.1, 2.2, BOTH)], (True, True)),
        ([(2.0, 2.1, LEFT), (2.1, 2.2, BOTH), (2.2, 2.25, RIGHT)], (True, True)),
        ([(1.0, 2.0 - 2 * MARGIN_S, LEFT)], (False, False)),
    ],
)
def test_of_a_short_movement_one_closure_decides(
    closures: list[tuple[float, float, Face]], expected: tuple[bool, bool]
) -> None:
    assert closed_during(SHORT, *closures) == expected


def test_a_blink_in_a_long_movement_tells_nothing() -> None:
    assert closed_during(LONG, (8.0, 8.2, BOTH)) == (False, False)
    often = [(start_s, start_s + 0.2, BOTH) for start_s in range(4, 20, 4)]
    assert closed_during(LONG, *often) == (False, False)


def test_eyes_that_are_closed_for_much_of_a_long_movement_close_with_it() -> None:
    assert closed_during(LONG, (8.0, 12.0, BOTH)) == (True, True)


def test_blinks_do_not_hide_an_eye_that_closes_alone() -> None:
    alone = [(start_s, start_s + 0.2, LEFT) for start_s in range(3, 22, 2)]
    assert closed_during(LONG, *alone, (8.0, 8.2, BOTH)) == (True, False)


def test_a_blink_within_a_closure_of_one_eye_does_not_hide_it() -> None:
    assert closed_during(LONG, (8.0, 8.3, LEFT), (8.3, 8.5, BOTH), (8.5, 8.8, LEFT)) == (
        True,
        False,
    )


def test_the_lid_that_goes_down_first_in_a_blink_is_not_alone() -> None:
    assert closed_during(LONG, (8.0, 8.1, LEFT), (8.1, 8.3, BOTH)) == (False, False)


@pytest.mark.parametrize(
    "blink",
    [
        [(2.4, 2.5, LEFT), (2.5, 2.7, BOTH)],
        [(1.6, 1.8, BOTH), (1.8, 1.9, RIGHT)],
    ],
)
def test_a_blink_of_which_one_lid_alone_falls_into_the_movement_closes_neither_alone(
    blink: list[tuple[float, float, Face]],
) -> None:
    """It begins before the movement or is over after it, at the edge of what is looked at."""
    assert closed_during(SHORT, *blink) in ((True, True), (False, False))


def test_an_eye_that_closes_alone_at_the_edge_of_a_movement_closes_with_it() -> None:
    assert closed_during(SHORT, (2.4, 2.7, LEFT)) == (True, False)


def test_an_eye_that_is_closed_all_through_a_long_movement_closes_with_it() -> None:
    """However little of what was seen shows it open."""
    assert closed_during((10.0, 23.0), (9.9, END_S, LEFT)) == (True, False)
    assert closed_during((10.0, 23.0), (1.0, 2.0, LEFT), (9.9, END_S, LEFT)) == (True, False)


def test_eyes_that_never_open_tell_nothing() -> None:
    assert closed_during(LONG, (0.0, END_S, replace(BOTH, eye_opening_left=0.05))) is None
