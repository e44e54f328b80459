"""Courses with their truth, and the material that candidates and courses make together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from calibration.candidates import EDGE_S
from calibration.collect_candidates import candidates_of, find_candidates
from calibration.collected import Source, join
from calibration.courses import course_of, label_rows
from calibration.material import Material, courses_beside, load, save
from sample_videos.twitches import single
from tests.calibration.made_up import made_course, made_people, without_courses
from tests.made_motion import Pull, frame_times_s, make_motion
from tests.made_rows import NAMES, SETTINGS, made_decision, rows_of
from twitchcam.decisions.course_net import CourseNet, Layer
from twitchcam.detection.course import measure_course
from twitchcam.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

TIME_S = np.arange(0.0, 6.0, 0.01)
SEEN = np.ones(len(TIME_S), dtype=bool)
TWITCH = single(2.0, 0.3, "upper", "left", 1.0)


def spans(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[float, float]]:
    """Start and end of each run of true rows."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(int)))
    return [(float(TIME_S[a]), float(TIME_S[b - 1])) for a, b in edges.reshape(-1, 2)]


def test_rows_in_a_twitch_and_rows_far_enough_from_it_count() -> None:
    is_twitch, counts = label_rows(TIME_S, SEEN, [TWITCH], [("rest", 0.0, 6.0)])
    assert spans(is_twitch) == [pytest.approx((2.02, 2.28), abs=0.011)]
    assert spans(counts) == [
        pytest.approx((EDGE_S, 1.85), abs=0.011),
        pytest.approx((2.02, 2.28), abs=0.011),
        pytest.approx((2.50, 6.0 - EDGE_S), abs=0.011),
    ]


def test_what_is_not_listed_or_could_not_be_observed_does_not_count() -> None:
    hidden = SEEN & ~((TIME_S > 3.0) & (TIME_S < 3.5))
    _, counts = label_rows(TIME_S, hidden, [], [("rest", 1.0, 5.0)])
    assert spans(counts) == [
        pytest.approx((1.0 + EDGE_S, 3.0), abs=0.011),
        pytest.approx((3.5, 5.0 - EDGE_S), abs=0.011),
    ]


def test_a_recording_without_pictures_has_an_empty_course() -> None:
    empty = course_of(None, Source("x", "a", None, 0, {}), (), ())
    whole = join([empty, made_course("b", 1), empty])
    assert [span.stop - span.start for span in whole.spans()] == [0, len(whole.time_s), 0]


def test_a_candidate_scores_as_in_the_detector() -> None:
    """Courses are kept in single precision; nothing else differs."""
    rng = np.random.default_rng(3)
    kernel = rng.normal(size=(9, 40, 1)).astype(np.float32)
    last = np.ones((1, 1, 1), dtype=np.float32)
    nothing = np.zeros(1, dtype=np.float32)
    net = CourseNet((Layer(kernel, nothing, 8), Layer(last, nothing, 1)))
    decision = replace(made_decision(rhythm=(0.3, -1.0, 1.0)), net=net)
    parts = []
    expected: list[float] = []
    for seed in (1, 2):
        motion = make_motion(frame_times_s(6.0, 30.0), [Pull(3.0, 0.2, (0,), 2.0)], seed=seed)
        rows, source = rows_of(motion), Source(f"{seed}", "a", 2.0, 1, {})
        found = find_candidates(rows, SETTINGS)
        for one in found:
            peak = int(np.searchsorted(rows.time_s, one.time_s))
            course = measure_course(rows, peak, SETTINGS.grid_rate_hz)
            expected.append(decision.score(one.features, course))
        parts.append(
            (candidates_of(rows, source, (), (), SETTINGS), course_of(rows, source, (), ()))
        )
    candidates, courses = (join(list(tables)) for tables in zip(*parts, strict=True))
    every = np.ones(len(candidates.time_s), dtype=bool)
    assert len(expected) > 4
    assert Material(candidates, courses).scores(decision, every) == pytest.approx(
        expected, abs=1e-3
    )


def test_people_are_named_in_order() -> None:
    assert without_courses(made_people("b", "a")).people == ["a", "b"]


def test_candidates_and_courses_of_two_collections_are_refused(tmp_path: Path) -> None:
    for name in ("some.npz", "other.npz"):
        save(tmp_path / name, without_courses(made_people("a", name)))
    courses_beside(tmp_path / "other.npz").replace(courses_beside(tmp_path / "some.npz"))
    with pytest.raises(UsageError, match="not collected together"):
        load(tmp_path / "some.npz")


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    material = without_courses(made_people("a", "b"))
    save(tmp_path / "some.npz", material)
    again = load(tmp_path / "some.npz")
    assert again.people == material.people
    assert again.candidates.features.tolist() == material.candidates.features.tolist()
    assert again.candidates.features.shape[1] == len(NAMES)


@pytest.mark.parametrize("name", ["some.npz", "courses/some.npz"])
@pytest.mark.parametrize("content", [None, b"", b"no archive"])
def test_files_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | None) -> None:
    save(tmp_path / "some.npz", without_courses(made_people("a", "b")))
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=r"cannot read .*some\.npz"):
        load(tmp_path / "some.npz")
