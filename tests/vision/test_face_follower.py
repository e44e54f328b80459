"""The largest face at the start is followed, whoever else comes and goes."""

from __future__ import annotations

import numpy as np

from twitchcam.vision.face_follower import FaceFollower, overlap

LARGE, SMALL = np.array([0.1, 0.1, 0.5, 0.6]), np.array([0.7, 0.2, 0.9, 0.45])


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
