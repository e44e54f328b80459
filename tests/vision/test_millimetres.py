"""The millimetre scale and the method it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.vision.test_face_geometry import made_face, turned
from twitchcam.settings import VisionSettings
from twitchcam.vision.face_geometry import read_face
from twitchcam.vision.millimetres import (
    IRIS_UNCERTAINTY,
    MIN_PICTURES,
    MOST_UNCERTAIN,
    PUPIL_DISTANCE_UNCERTAINTY,
    ScaleEstimate,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


LOOK_S = 0.2


def estimate(*faces: NDArray[Any]) -> ScaleEstimate:
    scale = ScaleEstimate(VisionSettings())
    for number, points in enumerate(faces):
        scale.add(read_face(points, others=0, size_px=(400, 300)), LOOK_S * number)
    return scale


def with_irises(times: float) -> NDArray[Any]:
    """A face whose irises are so many times as wide."""
    points = made_face()
    for iris, x in ((range(469, 473), 150), (range(474, 478), 250)):
        points[list(iris), 0] = x + times * (points[list(iris), 0] - x)
    return points


def test_the_iris_sets_the_scale() -> None:
    scale = estimate(*[made_face()] * MIN_PICTURES).fix()
    assert scale.method == "iris"
    assert scale.mm_per_pupil_distance == pytest.approx(5 * 11.7)


def test_one_jumpy_picture_does_not_move_it() -> None:
    jumpy = made_face()
    jumpy[469:477] *= 1.3
    scale = estimate(jumpy, *[made_face()] * MIN_PICTURES).fix()
    assert scale.mm_per_pupil_distance == pytest.approx(5 * 11.7)


@pytest.mark.parametrize(
    "points",
    [turned(made_face(), 40.0), turned(made_face(), -40.0), made_face(left_eye_gap=1.0)],
    ids=["turned left", "turned right", "eye closed"],
)
def test_without_a_good_view_of_the_iris_an_adult_mean_is_taken(points: NDArray[Any]) -> None:
    scale = estimate(*[points] * 20).fix()
    assert (scale.method, scale.mm_per_pupil_distance) == ("pupil-distance", 63.0)


def test_an_implausible_iris_is_not_believed() -> None:
    scale = estimate(*[with_irises(0.5)] * 20).fix()
    assert (scale.method, scale.mm_per_pupil_distance) == ("pupil-distance", 63.0)
    # Who is right is not known: a child's pupils are nearer to each other.
    assert scale.uncertainty > 2 * PUPIL_DISTANCE_UNCERTAINTY


@pytest.mark.parametrize("times", [0.2, 5.0])
def test_what_is_no_eye_says_nothing_of_how_uncertain_the_mean_is(times: float) -> None:
    assert estimate(*[with_irises(times)] * 20).fix().uncertainty == MOST_UNCERTAIN


def test_readings_that_differ_are_less_certain_the_fewer_they_are() -> None:
    """Sixteen times as many: a quarter of that part of the uncertainty."""
    spreads = []
    for pictures in (6, 96):
        scale = estimate(*[made_face(), with_irises(1.2)] * (pictures // 2)).fix()
        assert scale.method == "iris"
        spreads.append((scale.uncertainty**2 - IRIS_UNCERTAINTY**2) ** 0.5)
    assert spreads[0] == pytest.approx(4 * spreads[1])
    assert spreads[1] > 0.001


def test_it_is_due_when_the_irises_were_seen_for_long_enough() -> None:
    assert not estimate().has_begun
    scale = estimate(*[made_face()] * 10)
    assert scale.has_begun
    assert not scale.is_due(1.9)
    assert scale.is_due(2.0)


def test_without_irises_it_waits_for_longer_but_not_for_ever() -> None:
    scale = estimate(*[made_face(left_eye_gap=1.0)] * 20)
    assert not scale.is_due(9.9)
    assert scale.is_due(10.0)


def test_time_without_a_face_does_not_count() -> None:
    scale = estimate(made_face())
    scale.lose(0.5)
    assert not scale.is_due(60.0)
    assert not scale.is_over(2.25)
    assert scale.is_over(2.5)


def test_a_face_that_blinks_away_goes_on() -> None:
    face = read_face(made_face(), others=0, size_px=(400, 300))
    scale = estimate(*[made_face()] * MIN_PICTURES)
    scale.lose(1.0)
    scale.add(face, 1.6)
    assert not scale.is_due(2.5)
    assert scale.is_due(2.6)


def test_all_times_in_view_add_up() -> None:
    face = read_face(made_face(), others=0, size_px=(400, 300))
    scale = estimate(*[made_face()] * MIN_PICTURES)
    scale.lose(1.0)
    scale.add(face, 1.25)
    scale.lose(1.75)
    scale.add(face, 2.0)
    assert not scale.is_due(2.25)
    assert scale.is_due(2.5)


def test_what_was_seen_of_a_face_without_irises_that_has_gone_is_all_there_is() -> None:
    scale = estimate(*[made_face(left_eye_gap=1.0)] * 20)
    scale.lose(4.0)
    assert not scale.is_due(5.9)
    assert scale.is_due(6.0)
    assert not scale.is_over(6.0)
