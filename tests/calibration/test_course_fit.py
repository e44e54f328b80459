"""The network learns what twitches look like, and says the same wherever it runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("optax", reason="fitting needs the extra 'fit'")

import jax.numpy as jnp

from calibration import course_fit, noise_alone
from calibration.collected import SLOW_MOVEMENTS, join
from calibration.course_fit import AHEAD, HIDDEN, JUDGED, REACH, STEPS, Examples, fit_course
from tests.calibration.made_up import made_course
from twitchcam.detection.course import BEFORE_S, FACE, both_views
from twitchcam.errors import UsageError
from twitchcam.settings import COURSE_RATE_HZ

if TYPE_CHECKING:
    from calibration.courses import Courses

COURSES = join(
    [
        made_course(name, 4 * number + more, onsets_s)
        for number, name in enumerate("ab")
        for more, onsets_s in enumerate([(1.2, 2.5), (1.6, 3.0), (), ()])
    ]
)


def test_the_network_sees_as_far_as_the_detector_looks() -> None:
    """The rows around a moment are enough to judge some rows before it, and the moment."""
    assert 0 < BEFORE_S * COURSE_RATE_HZ + 1 + AHEAD - REACH <= 0.2 * COURSE_RATE_HZ


def test_examples_are_all_of_one_size_and_finite() -> None:
    examples = Examples(COURSES, np.random.default_rng(0))
    drawn = [examples.draw() for _ in range(60)]
    assert {one.rows.shape for one in drawn} == {(REACH + JUDGED, 40)}
    assert all(np.isfinite(one.rows).all() for one in drawn)
    for one in drawn:
        assert one.is_twitch.shape == one.counts.shape == (JUDGED,)
        assert set(np.unique([one.is_twitch, one.counts])) <= {0.0, 1.0}
    assert any((one.is_twitch * one.counts).any() for one in drawn)
    assert any(not one.is_twitch.any() for one in drawn)


def test_a_twitch_lies_where_the_example_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """As seen, unchanged: the lips are fast within a twitch, and so many rows ahead are there."""
    for name in ("AS_THEY_ARE", "LAID_OVER", "NOISY", "TEMPO", "SIZE"):
        monkeypatch.setattr(course_fit, name, 0.0)
    examples = Examples(COURSES, np.random.default_rng(1))
    for _ in range(20):
        one = examples.draw()
        lips = np.abs(one.rows[REACH - AHEAD : len(one.rows) - AHEAD, :8]).max(axis=1)
        inside, rest = one.is_twitch * one.counts > 0, (1 - one.is_twitch) * one.counts > 0
        assert lips[inside].mean() > 2 * lips[rest].mean()


def with_noise(courses: Courses, monkeypatch: pytest.MonkeyPatch) -> Courses:
    monkeypatch.setattr(noise_alone, "CLIPS", 4)
    return join([courses, noise_alone.make_noise().courses])


def test_some_examples_are_noise_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is laid over it: these people's faces move, and the face in the noise holds still."""
    nodding = COURSES.face + np.sin(COURSES.time_s)[:, None].astype(np.float32)
    together = with_noise(replace(COURSES, face=nodding), monkeypatch)
    for alone in (True, False):
        monkeypatch.setattr(course_fit, "NOISE_ALONE", float(alone))
        examples = Examples(together, np.random.default_rng(3))
        for _ in range(20):
            one = examples.draw()
            assert one.counts.any()
            assert one.rows[:, -4 - len(FACE) : -4].any() != alone
            assert not (alone and one.is_twitch.any())


def test_noise_is_drawn_as_noise_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is nobody's rest, and is not laid over anybody."""
    some, others = (
        Examples(each, np.random.default_rng(3))
        for each in (COURSES, with_noise(COURSES, monkeypatch))
    )
    for name in ("_twitching", "_quiet", "_as_is"):
        one, other = getattr(some, name), getattr(others, name)
        assert one.rows == other.rows
        assert one.likely.tolist() == other.likely.tolist()


def test_slow_movements_are_drawn_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are no recordings as they are, but are laid over others as those are."""
    sources = tuple(
        one if one.twitches or number % 2 else replace(one, free_s={SLOW_MOVEMENTS: 5.0})
        for number, one in enumerate(COURSES.sources)
    )
    courses, rng = replace(COURSES, sources=sources), np.random.default_rng(3)
    n_slow = sum(one.is_slow for one in sources)
    examples = Examples(courses, rng)
    plain = Examples(COURSES, rng)
    assert 0 < n_slow == len(plain._as_is.rows) - len(examples._as_is.rows)  # noqa: SLF001
    assert examples._quiet.rows == plain._quiet.rows  # noqa: SLF001
    monkeypatch.setattr(course_fit, "AS_THEY_ARE", 0.0)
    for share, with_twitches in ((0.0, True), (1.0, False)):
        monkeypatch.setattr(course_fit, "SLOW_ALONE", share)
        drawn = [examples.draw() for _ in range(30)]
        assert any(one.is_twitch.any() for one in drawn) is with_twitches


def test_the_same_chances_give_the_same_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_fit, "ITERATIONS", 3)
    one, other, third = fit_course(COURSES), fit_course(COURSES), fit_course(COURSES, seed=1)
    for layer, again, different in zip(one.layers, other.layers, third.layers, strict=True):
        assert np.array_equal(layer.kernel, again.kernel)
        assert not np.array_equal(layer.kernel, different.kernel)


def test_numpy_says_what_jax_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_fit, "ITERATIONS", 3)
    net = fit_course(COURSES)
    weights = [(jnp.array(layer.kernel), jnp.array(layer.offset)) for layer in net.layers]
    rows = Examples(COURSES, np.random.default_rng(2)).draw().rows
    every = jnp.ones((len(STEPS), 1, 1, HIDDEN))
    told = course_fit._logits(weights, jnp.array(rows[None]), every)  # noqa: SLF001
    assert net.score(rows) == pytest.approx(np.asarray(told)[0], abs=1e-3)


def test_it_learns_to_tell_twitches_from_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_fit, "ITERATIONS", 60)
    net = fit_course(COURSES)
    fresh = made_course("c", 9, (1.5, 3.0))
    rows = np.arange(len(fresh.time_s))[:: course_fit.STRIDE]
    seen, mirrored = (net.score(view) for view in both_views(fresh.tracks(rows)))
    said = (seen + mirrored)[AHEAD:]
    judged = rows[1 + REACH : 1 + REACH + len(said)]
    is_twitch, counts = fresh.is_twitch[judged], fresh.counts[judged]
    assert said[is_twitch & counts].mean() > said[~is_twitch & counts].mean() + 1.0


def test_without_quiet_recordings_there_is_nothing_to_learn() -> None:
    with pytest.raises(UsageError, match="with twitches and without"):
        fit_course(made_course("a", 1))
