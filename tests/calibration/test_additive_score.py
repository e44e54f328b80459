"""The additive score learns what tells twitches apart, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="fitting needs the extra 'fit'")

from sklearn.ensemble import HistGradientBoostingClassifier

from calibration import additive_score
from calibration.additive_score import fit_confidence, fit_score
from tests.calibration.made_up import TELLING, made_people, scores
from twitchcam.detection.features import FEATURE_NAMES

PEOPLE = made_people("a", "b", "c")
ALL = np.ones(len(PEOPLE.time_s), dtype=bool)


@pytest.fixture(autouse=True)
def _few_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(additive_score, "CHANCES", 2)


def test_twitches_score_higher_than_all_else() -> None:
    decision = fit_score(PEOPLE, ALL)
    found = scores(decision, PEOPLE.features)
    clear = np.abs(PEOPLE.features[:, TELLING]) > 0.1
    assert found[PEOPLE.is_true & clear].min() > found[~PEOPLE.is_true & clear].max()


def test_the_points_lie_where_the_difference_is() -> None:
    decision = fit_score(PEOPLE, ALL)
    assert decision.names == FEATURE_NAMES
    spread = np.nanmax(decision.points, axis=1) - np.nanmin(decision.points, axis=1)
    assert spread.argmax() == TELLING
    assert spread[TELLING] > 3 * np.delete(spread, TELLING).max()
    own = decision.points[TELLING]
    assert (np.diff(own[np.isfinite(own)]) > 0).all()


def test_the_steps_give_the_scores_of_the_boosted_stumps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read off as steps, nothing of the model is lost, up to where zero lies."""
    models: list[HistGradientBoostingClassifier] = []

    class Kept(HistGradientBoostingClassifier):  # type: ignore[misc]
        def __init__(self, **given: Any) -> None:  # noqa: ANN401 - the library's
            super().__init__(**given)
            models.append(self)

    monkeypatch.setattr(additive_score, "CHANCES", 1)
    monkeypatch.setattr(additive_score, "HistGradientBoostingClassifier", Kept)
    decision = fit_score(PEOPLE, ALL)
    edges = [additive_score._edges(column) for column in PEOPLE.features.T]  # noqa: SLF001
    binned = additive_score._binned(PEOPLE.features, edges)  # noqa: SLF001
    difference = scores(decision, PEOPLE.features) - models[0].decision_function(binned)
    assert difference == pytest.approx(difference[0], abs=0.01)
    assert np.ptp(scores(decision, PEOPLE.features)) > 1.0


def test_points_only_rise_or_only_fall_where_that_is_known() -> None:
    assert additive_score.SPEAK_FOR.isdisjoint(additive_score.SPEAK_AGAINST)
    names = set(FEATURE_NAMES)
    assert names >= additive_score.SPEAK_FOR | additive_score.SPEAK_AGAINST
    noisy = replace(PEOPLE, twitch=np.where(np.arange(len(ALL)) % 3 == 0, 1, PEOPLE.twitch))
    decision = fit_score(noisy, ALL)
    moving = 0
    for direction, points in zip(additive_score.DIRECTIONS, decision.points, strict=True):
        rises = np.diff(points[np.isfinite(points)])
        moving += bool(direction and rises.size)
        assert not direction or (direction * rises >= 0).all()
    assert moving > 3


def test_steps_that_change_nothing_are_left_out() -> None:
    edges, points = np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.5, 0.50001, 0.7])
    assert additive_score._merged(edges, points) == ([3.0], [0.5, 0.7])  # noqa: SLF001
    assert additive_score._merged(edges, np.zeros(4)) == ([], [0.0])  # noqa: SLF001


def test_what_is_not_used_does_not_count() -> None:
    used = PEOPLE.person != "c"
    other_labels = np.where(used, PEOPLE.twitch, np.where(PEOPLE.twitch < 0, 1, -1))
    other_features = np.where(used[:, None], PEOPLE.features, 99.0)
    changed = replace(PEOPLE, twitch=other_labels, features=other_features)
    probe = PEOPLE.features
    expected = scores(fit_score(PEOPLE, used), probe).tolist()
    assert scores(fit_score(changed, used), probe).tolist() == expected


def test_a_fit_can_be_repeated() -> None:
    one, other = fit_score(PEOPLE, ALL), fit_score(PEOPLE, ALL)
    assert scores(one, PEOPLE.features).tolist() == scores(other, PEOPLE.features).tolist()


def test_people_and_truth_count_alike_however_many_candidates_they_have() -> None:
    person = np.array(["a"] * 4 + ["b"] * 100)
    is_true = np.arange(104) % 2 == 0
    weights = additive_score._weights(person, is_true)  # noqa: SLF001
    by_person = [weights[person == one].sum() for one in ("a", "b")]
    assert by_person[1] / by_person[0] == pytest.approx((100 / 4) ** additive_score.PEOPLE_POWER)
    assert weights[is_true].sum() == pytest.approx(weights[~is_true].sum())


def test_confidence_follows_how_often_a_score_is_right() -> None:
    rng = np.random.default_rng(0)
    score = rng.uniform(-3, 3, 4000)
    is_true = rng.random(4000) < 1 / (1 + np.exp(-(2.0 * score - 1.0)))
    slope, intercept = fit_confidence(score, is_true)
    assert slope == pytest.approx(2.0, rel=0.15)
    assert intercept == pytest.approx(-1.0, abs=0.2)
