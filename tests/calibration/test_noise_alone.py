"""Made-up noise is what it says: still faces, nobody's, with nothing in it that is a twitch."""

from __future__ import annotations

import numpy as np
import pytest

from calibration import noise_alone
from calibration.collected import NOISE
from calibration.noise_alone import LEVEL_MM, make_noise


@pytest.fixture(autouse=True)
def _few_clips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noise_alone, "CLIPS", 12)


def test_no_moment_of_it_is_a_twitch() -> None:
    noise = make_noise()
    assert noise.people == [NOISE]
    assert {(one.variant, one.size, one.twitches) for one in noise.candidates.sources} == {
        (NOISE, None, 0)
    }
    assert noise.courses.sources == noise.candidates.sources
    assert len(noise.candidates.time_s) > 0
    assert not noise.candidates.is_true.any()
    assert not noise.courses.is_twitch.any()
    assert noise.courses.counts.mean() > 0.8


def test_it_is_loud_and_quiet_and_of_all_colours() -> None:
    courses = make_noise().courses
    lips_mm = [courses.lips_mm[span] for span in courses.spans()]
    level_mm = np.array([one.std() for one in lips_mm])
    assert LEVEL_MM[0] / 3 < level_mm.min() < level_mm.max() / 4 < LEVEL_MM[1]
    # White noise goes from row to row by more than its level; what falls with frequency, by less.
    step = [np.diff(one, axis=0).std() / one.std() for one in lips_mm]
    assert max(step) > 3 * min(step)


def test_regions_move_on_their_own() -> None:
    courses = make_noise().courses
    for span in courses.spans():
        lips = courses.lips_mm[span].reshape(span.stop - span.start, -1)
        apart = np.corrcoef(lips, rowvar=False)[np.triu_indices(lips.shape[1], 1)]
        assert np.abs(apart).mean() < 0.5


def test_the_same_seed_is_the_same_noise() -> None:
    one, again, other = make_noise().courses, make_noise().courses, make_noise(seed=1).courses
    assert np.array_equal(one.lips_mm, again.lips_mm, equal_nan=True)
    assert not np.array_equal(one.lips_mm[:500], other.lips_mm[:500], equal_nan=True)
