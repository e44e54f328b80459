"""The largest face at the start is followed, whoever else comes and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from twitchcam.vision.face_follower import REMEMBERED_LOOKS, FaceFollower, overlap

if TYPE_CHECKING:
    from twitchcam.records import Floats

LARGE, SMALL = np.array([0.1, 0.1, 0.5, 0.6]), np.array([0.7, 0.2, 0.9, 0.45])
THIRD = np.array([0.55, 0.7, 0.7, 0.9])


def test_the_largest_face_is_followed() -> None:
    follower = FaceFollower()
    assert follower.choose([SMALL, LARGE]) == 1
    assert len(follower.others) == 1


def test_it_stays_the_same_face_when_another_grows() -> None:
    follower = FaceFollower()
    follower.choose([SMALL, LARGE])
    grown = np.array([0.55, 0.0, 1.0, 0.9])
    assert follower.choose([grown, LARGE + 0.02]) == 1


def test_a_bystander_is_not_taken_for_the_face_that_left() -> None:
    follower = FaceFollower()
    follower.choose([LARGE, SMALL])
    assert follower.choose([SMALL]) is None
    assert follower.choose([SMALL + 0.01]) is None


@pytest.mark.parametrize(
    "looks",
    [
        [[SMALL], []],
        [[LARGE]],
        [[]],
        [[LARGE, THIRD], [LARGE]],
        [[]] * REMEMBERED_LOOKS,
        [[LARGE]] * REMEMBERED_LOOKS,
        [[]] * REMEMBERED_LOOKS + [[SMALL]] + [[]] * REMEMBERED_LOOKS,
    ],
)
def test_a_bystander_is_remembered_over_looks_that_miss_it(looks: list[list[Floats]]) -> None:
    follower = FaceFollower()
    follower.choose([LARGE, SMALL, THIRD])
    for boxes in looks:
        follower.choose(boxes)
    assert follower.choose([SMALL]) is None


def test_a_bystander_who_was_missed_for_long_is_forgotten() -> None:
    follower = FaceFollower()
    follower.choose([LARGE, SMALL])
    for _ in range(REMEMBERED_LOOKS + 1):
        assert follower.choose([]) is None
    assert follower.others == []
    assert follower.choose([SMALL]) == 0


def test_a_bystander_who_walks_about_is_one() -> None:
    follower = FaceFollower()
    for left in (0.6, 0.75, 0.9, 0.6):
        walker = np.array([left, 0.1, left + 0.1, 0.3])
        assert follower.choose([LARGE, walker]) == 0
        assert len(follower.others) == 1


def test_the_face_is_found_again_when_it_comes_back() -> None:
    follower = FaceFollower()
    follower.choose([LARGE, SMALL])
    follower.choose([SMALL])
    assert follower.choose([SMALL, LARGE + 0.05]) == 1


def test_no_face_is_no_choice() -> None:
    assert FaceFollower().choose([]) is None


def test_overlap_of_a_box_with_itself_is_one() -> None:
    assert overlap(LARGE, LARGE) == 1.0
    assert overlap(LARGE, SMALL) == 0.0
