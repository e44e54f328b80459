"""The decision is judged on people it does not know, and written as it was judged."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("sklearn", reason="fitting needs the extra 'fit'")
pytest.importorskip("optax", reason="fitting needs the extra 'fit'")

from benchmarks.recordings.frozen import FROZEN
from benchmarks.recordings.stretches import REST
from calibration import additive_score, course_fit, fit_decision, noise_alone
from calibration.additive_score import fit_score
from calibration.candidates import NO_TWITCH
from calibration.collected import FINE, INJECTED, NOISE, SLOW_MOVEMENTS, join, without
from calibration.false_twitches import (
    MAX_GAP_S,
    MOST_PER_MINUTE,
    choose_accept,
    false_twitches,
    found_twitches,
    free_minutes,
)
from calibration.fit_decision import LeftOut, as_text, fit_nets, with_thresholds
from calibration.material import Material, load_together, save
from tests.calibration.made_up import (
    MINUTES,
    TALKING,
    TELLING,
    made_course,
    made_people,
    made_source,
    scored,
    scores,
    without_courses,
)
from twitchcam.decisions.fitted_decision import parse_decision
from twitchcam.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from calibration.candidates import Candidates
    from twitchcam.records import Floats

PEOPLE = made_people("a", "b", "c")
EVERY = np.ones(len(PEOPLE.time_s), dtype=bool)


@pytest.fixture(autouse=True)
def _few_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(additive_score, "CHANCES", 1)
    monkeypatch.setattr(additive_score, "STUMPS", 50)
    monkeypatch.setattr(course_fit, "ITERATIONS", 2)
    monkeypatch.setattr(noise_alone, "CLIPS", 6)


def leave_people_out(candidates: Candidates, noise: Candidates | None = None) -> LeftOut:
    """By points alone."""
    material = without_courses(candidates)
    return fit_decision.leave_people_out(material, dict.fromkeys(material.people), noise)


def test_people_left_out_are_told_apart_as_well() -> None:
    left_out = leave_people_out(PEOPLE)
    assert sorted(left_out.decisions) == ["a", "b", "c"]
    true, false = (left_out.score[which] for which in (PEOPLE.is_true, ~PEOPLE.is_true))
    in_order = true[:, None] > false
    assert in_order.mean() > 0.9


def test_what_is_said_of_a_person_does_not_change_how_that_person_is_scored() -> None:
    own = PEOPLE.person == "b"
    noise = np.random.default_rng(1).integers(-1, 2, len(own))
    noisy = replace(PEOPLE, twitch=np.where(own, noise, PEOPLE.twitch))
    expected, found = leave_people_out(PEOPLE).score, leave_people_out(noisy).score
    assert found[own].tolist() == expected[own].tolist()
    assert found[~own].tolist() != expected[~own].tolist()


def test_each_person_is_scored_by_the_decision_fitted_without_them() -> None:
    left_out = leave_people_out(PEOPLE)
    for person, decision in left_out.decisions.items():
        own = PEOPLE.person == person
        assert left_out.score[own].tolist() == scores(decision, PEOPLE.features[own]).tolist()
        again = fit_score(PEOPLE, ~own)
        assert np.array_equal(again.points, decision.points, equal_nan=True)


def test_neither_threshold_nor_confidence_of_a_person_come_from_that_person() -> None:
    own = PEOPLE.person == "b"
    left_out = leave_people_out(PEOPLE)
    others, score = without(PEOPLE, "b"), left_out.score[~own]
    accept = choose_accept(others, score)
    expected = with_thresholds(left_out.decisions["b"], others, score, accept)
    assert as_text(left_out.decisions["b"], {}) == as_text(expected, {})
    assert left_out.accepted[own].tolist() == (left_out.score[own] > accept).tolist()


def test_a_person_without_candidates_has_a_decision_too() -> None:
    whole = join([PEOPLE, made_source("nobody", 9, 0)])
    assert sorted(leave_people_out(whole).decisions) == ["a", "b", "c", "nobody"]


def test_few_that_are_all_true_make_nothing_certain() -> None:
    decision = fit_score(PEOPLE, EVERY)
    score = np.where(PEOPLE.is_true & (np.arange(len(EVERY)) < 10), 1.0, -1.0)
    assert 0.5 < with_thresholds(decision, PEOPLE, score, 0.0).confidence(1.0) < 0.95


def test_one_person_is_too_few(tmp_path: Path) -> None:
    """Without that person, nothing is left to fit on."""
    save(tmp_path / "some.npz", without_courses(made_people("a")))
    with pytest.raises(UsageError, match="two people or more"):
        fit_decision.main([str(tmp_path / "some.npz"), "--out", str(tmp_path / "new")])


def test_candidates_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot read .*some\.npz"):
        fit_decision.main([str(tmp_path / "some.npz"), "--out", str(tmp_path)])


def test_networks_see_nobody_of_the_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """With fewer people than groups, each is a group."""
    seen: list[set[str]] = []
    monkeypatch.setattr(
        fit_decision,
        "fit_course",
        lambda courses: seen.append({source.person for source in courses.sources}),
    )
    courses = [made_course(name, number) for number, name in enumerate("abc")]
    material = Material(PEOPLE, join(courses))
    whole, nets = fit_nets(material)
    assert whole is None
    assert sorted(nets) == ["a", "b", "c"]
    assert seen == [{"a", "b", "c"}, {"b", "c"}, {"a", "c"}, {"a", "b"}]


def test_points_and_networks_know_noise_alone_whoever_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(
        fit_decision,
        "fit_course",
        lambda courses: seen.append([source.variant for source in courses.sources]),
    )
    noise = noise_alone.make_noise()
    material = Material(
        PEOPLE, join([made_course(name, number) for number, name in enumerate("abc")])
    )
    _, nets = fit_nets(material, noise.courses)
    assert [variants.count(NOISE) for variants in seen] == [noise_alone.CLIPS] * 4
    assert sorted(nets) == ["a", "b", "c"]
    one, other = leave_people_out(PEOPLE), leave_people_out(PEOPLE, noise.candidates)
    assert len(other.score) == len(PEOPLE.time_s)
    for person, decision in other.decisions.items():
        both = join([without(PEOPLE, person), noise.candidates])
        again = fit_score(both, np.ones(len(both.time_s), dtype=bool) & ~both.unsure)
        assert np.array_equal(again.points, decision.points, equal_nan=True)
        alone = scores(decision, noise.candidates.features)
        assert alone.mean() < scores(one.decisions[person], noise.candidates.features).mean()


def test_a_network_adds_to_the_points() -> None:
    courses = join(
        [
            made_course(name, 3 * number + more, onsets_s)
            for number, name in enumerate("abc")
            for more, onsets_s in enumerate([(1.5, 2.8), ()])
        ]
    )
    # Each candidate lies in the first recording of its person.
    source = np.repeat([0, 2, 4], 60)
    candidates = replace(
        PEOPLE, sources=courses.sources, source=source, time_s=np.linspace(1.0, 3.0, 180)
    )
    material = Material(candidates, courses)
    whole, nets = fit_nets(material)
    assert whole is not None
    assert len({id(net) for net in nets.values()}) == 3
    left_out = fit_decision.leave_people_out(material, nets)
    own = candidates.person == "b"
    decision = left_out.decisions["b"]
    assert decision.net is nets["b"]
    more = left_out.score[own] - scores(decision, candidates.features[own])
    assert np.ptp(more) > 0.0
    again = parse_decision(as_text(decision, {}))
    assert material.scores(again, own) == pytest.approx(left_out.score[own], abs=1e-3)


def test_what_could_not_be_observed_or_is_unsure_teaches_nothing() -> None:
    unseen, unsure = EVERY & (PEOPLE.time_s % 7 == 0), EVERY & (PEOPLE.time_s % 7 == 1)
    marked = replace(PEOPLE, observable=~unseen, unsure=unsure)
    changed = np.where(unseen | unsure, 1 - PEOPLE.is_true, PEOPLE.twitch)
    found = leave_people_out(replace(marked, twitch=changed)).score
    assert found.tolist() == leave_people_out(marked).score.tolist()
    assert np.isneginf(found[unseen]).all()
    assert np.isfinite(found[~unseen]).all()


def test_close_false_candidates_are_one_false_twitch() -> None:
    near, far = 0.9 * MAX_GAP_S, 1.1 * MAX_GAP_S
    found = scored([1.0, 1.0 + near, 1.0 + near + far, 9.0], true=[False, False, False, True])
    every = np.ones(4, dtype=bool)
    assert false_twitches(found, every) == 2
    assert false_twitches(found, ~every) == 0
    assert false_twitches(replace(found, unsure=every), every) == 0
    assert false_twitches(join([found, found]), np.tile(every, 2)) == 4


def test_a_twitch_is_found_once() -> None:
    found = scored([1.0, 1.1, 5.0, 9.0], true=[True] * 4)
    found = replace(found, twitch=np.array([0, 0, 1, NO_TWITCH]))
    every = np.ones(4, dtype=bool)
    assert found_twitches(found, every) == 2
    assert found_twitches(found, np.array([True, True, False, True])) == 1
    assert found_twitches(join([found, found]), np.tile(every, 2)) == 4


def test_minutes_of_some_kinds() -> None:
    assert free_minutes(PEOPLE, [TALKING]) == pytest.approx(3 * MINUTES)
    assert free_minutes(PEOPLE, [TALKING, INJECTED, "unheard of"]) == pytest.approx(6 * MINUTES)


rows = st.lists(
    st.tuples(st.floats(-3, 3), st.booleans(), st.sampled_from([REST, TALKING, "", FROZEN])),
    min_size=1,
    max_size=60,
)


@settings(max_examples=60)
@given(rows=rows, rest_min=st.floats(0.1, 30), talking_min=st.floats(0.1, 30))
def test_the_threshold_keeps_false_twitches_rare_and_is_no_higher_than_that_needs(
    rows: list[tuple[float, bool, str]], rest_min: float, talking_min: float
) -> None:
    """Candidates here are far apart, so that each makes a false twitch of its own.

    Those in time that does not count make none.
    """
    plain = scored([float(number) for number in range(len(rows))], true=[row[1] for row in rows])
    kind = np.array([row[2] for row in rows])
    there = {REST: rest_min, TALKING: talking_min}
    free_s = {one: 60 * minutes for one, minutes in there.items()}
    candidates = replace(plain, kind=kind, sources=(replace(plain.sources[0], free_s=free_s),))
    score: Floats = np.array([row[0] for row in rows])
    accept = choose_accept(candidates, score)
    counted = np.isin(kind, list(there))
    allowed = MOST_PER_MINUTE * sum(there[one] for one in set(kind) & set(there))

    def too_many(threshold: float) -> bool:
        return false_twitches(candidates, (score > threshold) & counted) > allowed

    assert not too_many(accept)
    lower = score[~candidates.is_true & counted & (score < accept)]
    assert not lower.size or too_many(float(lower.max()))


def test_slow_movements_count_for_neither_threshold_nor_confidence() -> None:
    """They are put in far more often than they come in life."""
    score: Floats = PEOPLE.features[:, TELLING]
    accept = choose_accept(PEOPLE, score)
    slow = replace(
        PEOPLE,
        sources=tuple(replace(one, free_s={SLOW_MOVEMENTS: 60.0}) for one in PEOPLE.sources),
        kind=np.full(len(EVERY), SLOW_MOVEMENTS),
        twitch=np.full(len(EVERY), NO_TWITCH),
    )
    both, scores_of_both = join([PEOPLE, slow]), np.concatenate([score, np.full(len(EVERY), 9.0)])
    assert choose_accept(both, scores_of_both) == accept
    decision = fit_score(PEOPLE, EVERY)
    one, other = (
        with_thresholds(decision, candidates, scores, accept)
        for candidates, scores in ((PEOPLE, score), (both, scores_of_both))
    )
    assert (one.slope, one.intercept) == (other.slope, other.intercept)


def test_what_is_written_scores_alike() -> None:
    decision = with_thresholds(
        fit_score(PEOPLE, EVERY), PEOPLE, np.linspace(-1, 1, len(EVERY)), 0.123456
    )
    text = as_text(decision, {"people": 3})
    assert json.loads(text)["fitted_on"] == {"people": 3}
    again = parse_decision(text)
    assert again.names == decision.names
    # What is at the threshold is refused, rounded as well.
    assert again.accept == 0.124
    assert (again.slope, again.intercept) == (decision.slope, decision.intercept)
    probe = np.random.default_rng(2).normal(size=(200, len(decision.names)))
    assert scores(again, probe) == pytest.approx(scores(decision, probe), abs=1e-6)


def test_a_group_of_everyone_leaves_nobody_out(tmp_path: Path) -> None:
    save(tmp_path / "flow-face-mesh.npz", without_courses(PEOPLE))
    with pytest.raises(UsageError, match="--groups 2"):
        fit_decision.main([str(tmp_path / "flow-face-mesh.npz"), "--groups", "1"])


def test_no_recording_counts_twice(tmp_path: Path) -> None:
    path = tmp_path / "flow-face-mesh.npz"
    save(path, without_courses(PEOPLE))
    with pytest.raises(UsageError, match="would count twice"):
        fit_decision.main([str(path), str(path), "--out", str(tmp_path)])


def test_one_recording_may_be_collected_in_several_ways(tmp_path: Path) -> None:
    plain = without_courses(PEOPLE)
    sources = tuple(replace(source, variant=FINE) for source in plain.candidates.sources)
    fine = Material(
        replace(plain.candidates, sources=sources), replace(plain.courses, sources=sources)
    )
    paths = [tmp_path / name / "flow-face-mesh.npz" for name in ("plain", "fine")]
    for path, material in zip(paths, (plain, fine), strict=True):
        path.parent.mkdir()
        save(path, material)
    together = load_together(paths).candidates
    assert together.sources == (*plain.candidates.sources, *sources)


def test_the_whole_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From two folders of recordings, which are taken together."""
    some, others = (tmp_path / name / "flow-face-mesh.npz" for name in ("some", "others"))
    for path in (some, others):
        path.parent.mkdir()
    save(some, without_courses(without(PEOPLE, "c")))
    save(others, without_courses(without(without(PEOPLE, "a"), "b")))
    out, left_out_folder = tmp_path / "decisions", tmp_path / "left_out"
    given = [str(some), str(others), "--out", str(out), "--left-out", str(left_out_folder)]
    assert fit_decision.main(given) == 0
    told = json.loads((out / "flow-face-mesh.json").read_text("utf-8"))
    assert told["fitted_on"] | {"date": ""} == {
        "date": "",
        "people": 3,
        "recordings": 3,
        "twitches": sum(source.twitches for source in PEOPLE.sources),
        "candidates": int((~PEOPLE.is_true).sum()),
        "noise_minutes": round(noise_alone.CLIPS * noise_alone.DURATION_S / 60),
    }
    decision = parse_decision((out / "flow-face-mesh.json").read_text("utf-8"))
    left_out = leave_people_out(PEOPLE, noise_alone.make_noise().candidates)
    assert 0.0 <= decision.accept - choose_accept(PEOPLE, left_out.score) <= 0.001
    files = sorted((left_out_folder / "flow-face-mesh").iterdir())
    assert [file.name for file in files] == ["a.json", "b.json", "c.json"]
    for file, person in zip(files, "abc", strict=True):
        own = PEOPLE.person == person
        text = file.read_text("utf-8")
        assert json.loads(text)["fitted_on"]["without"] == person
        assert scores(parse_decision(text), PEOPLE.features[own]) == pytest.approx(
            left_out.score[own], abs=1e-6
        )
    shown = capsys.readouterr().out
    put_in = sum(source.twitches for source in PEOPLE.sources)
    found = found_twitches(PEOPLE, left_out.accepted)
    assert f"{found}/{put_in}" in shown
    assert TALKING in shown
