"""The numbers of a moment: always finite, the same in a mirror, and each says what it is called."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made_motion import RESTING_FACE, Pull, frame_times_s, make_motion, mirrored
from tests.made_rows import NAMES, SETTINGS, row_at, rows_of
from twitchcam.detection.features import IS_LENGTH, LOOKAHEAD_S, measure_features
from twitchcam.detection.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from twitchcam.records import Face, Floats, LipMotion

    FaceAt = Callable[[float], Face | None]

TWITCH = Pull(4.0, 0.2, (1,), 2.0)
# The filter answers late: the lips stand out most about here.
PEAK_S = 4.15


def resting(_: float) -> Face:
    return RESTING_FACE


def features_of(rows: Rows, time_s: float = PEAK_S) -> Floats:
    return measure_features(rows, row_at(rows, time_s), SETTINGS)


def measured(motions: Sequence[LipMotion], time_s: float = PEAK_S) -> dict[str, float]:
    return dict(zip(NAMES, features_of(rows_of(motions), time_s).tolist(), strict=True))


def moved(
    *pulls: Pull, noise_mm: float = 0.02, seed: int = 0, face_at: FaceAt = resting
) -> list[LipMotion]:
    times_s = frame_times_s(6.0, 30.0)
    return make_motion(times_s, pulls, noise_mm=noise_mm, seed=seed, face_at=face_at)


@pytest.fixture(scope="module")
def single() -> dict[str, float]:
    return measured(moved(TWITCH))


def test_every_feature_has_a_name_of_its_own_and_a_number() -> None:
    features = features_of(rows_of(moved(TWITCH)))
    assert features.shape == (len(set(NAMES)),) == IS_LENGTH.shape
    assert np.isfinite(features).all()


@given(
    duration_s=st.floats(0.1, 3.0),
    gone=st.lists(st.tuples(st.floats(0, 3), st.floats(0.05, 1)), max_size=3),
    eyes_unseen=st.booleans(),
    pauses=st.sets(st.integers(1, 80), max_size=12),
    noise_mm=st.sampled_from([0.0, 0.02, 3.0]),
)
@settings(max_examples=25)
def test_every_moment_with_lips_has_finite_features(
    *,
    duration_s: float,
    gone: list[tuple[float, float]],
    eyes_unseen: bool,
    pauses: set[int],
    noise_mm: float,
) -> None:
    face = (
        replace(RESTING_FACE, eye_opening_left=np.nan, eye_opening_right=np.nan)
        if eyes_unseen
        else RESTING_FACE
    )

    def face_at(time_s: float) -> Face | None:
        return None if any(at <= time_s < at + long for at, long in gone) else face

    times_s = frame_times_s(duration_s, 30.0)
    times_s = times_s + 0.3 * np.isin(np.arange(len(times_s)), list(pauses)).cumsum()
    rows = rows_of(make_motion(times_s, noise_mm=noise_mm, face_at=face_at))
    for peak in np.flatnonzero(np.isfinite(rows.strength))[::7]:
        features = measure_features(rows, int(peak), SETTINGS)
        assert np.isfinite(features).all()


@pytest.mark.parametrize(
    ("lips", "patches"),
    [(slice(None), slice(None)), ([0], []), ([3], []), ([], [4])],
    ids=["face", "first quadrant", "last quadrant", "patch"],
)
def test_what_lies_behind_a_gap_does_not_count(
    lips: slice | list[int], patches: slice | list[int]
) -> None:
    """Positions start anew after a gap, be it of one part alone: a jump there is no movement."""
    motions = moved(TWITCH)
    for motion in motions:
        if 3.5 < motion.time_s < 3.7:
            motion.lips_mm[lips] = np.nan
            motion.surround_mm[patches] = np.nan
    jumped = [
        replace(one, lips_mm=one.lips_mm + 50.0) if one.time_s < 3.6 else one for one in motions
    ]
    assert features_of(rows_of(jumped)) == pytest.approx(features_of(rows_of(motions)), abs=1e-9)


def test_nothing_is_taken_from_beyond_the_lookahead() -> None:
    rows = rows_of(moved(TWITCH))
    first_unknown = row_at(rows, PEAK_S + LOOKAHEAD_S) + 1
    spoiled = {}
    for field in fields(Rows):
        values = getattr(rows, field.name).copy()
        if field.name != "time_s":
            values[first_unknown:] = 77
        spoiled[field.name] = values
    assert features_of(Rows(**spoiled)).tolist() == features_of(rows).tolist()


@given(seed=st.integers(0, 100), quadrant=st.integers(0, 3), yaw_deg=st.floats(-20, 20))
@settings(max_examples=10)
def test_a_mirrored_face_has_the_same_features(seed: int, quadrant: int, yaw_deg: float) -> None:
    def face_at(time_s: float) -> Face:
        left = 0.3 - 0.2 * (4.0 < time_s < 4.3)
        return replace(RESTING_FACE, yaw_deg=yaw_deg * time_s / 6, eye_opening_left=left)

    motions = moved(Pull(4.0, 0.2, (quadrant,), 1.5), seed=seed, face_at=face_at)
    assert features_of(rows_of(mirrored(motions))) == pytest.approx(
        features_of(rows_of(motions)), abs=1e-9
    )


@given(times=st.floats(0.5, 8.0))
@settings(max_examples=10)
def test_a_larger_movement_in_larger_noise_has_the_same_features(times: float) -> None:
    """Lengths are told against the movement's own, so that size alone decides nothing."""
    rows = rows_of(moved(Pull(4.0, 0.2, (1,), 3.0), noise_mm=0.3))
    scaled = {
        field.name: getattr(rows, field.name) * (times if field.name.endswith("_mm") else 1)
        for field in fields(Rows)
    }
    assert features_of(Rows(**scaled)) == pytest.approx(features_of(rows), abs=0.01)


def test_larger_against_the_same_noise_is_seen(single: dict[str, float]) -> None:
    larger = measured(moved(replace(TWITCH, size_mm=4.0)))
    for name in ("lips_quiet", "lips_usual", "surround_near", "patches_way"):
        assert larger[name] == pytest.approx(single[name] - np.log(2), abs=0.1)
    assert larger["lips_near"] == pytest.approx(single["lips_near"], abs=0.05)
    assert larger["strength"] == pytest.approx(single["strength"] + np.log(2), abs=0.1)


def face_with(seen: dict[str, Any]) -> FaceAt:
    """A resting face with something else about it from 4.0 to 4.3 s."""
    return lambda time_s: replace(RESTING_FACE, **seen) if 4.0 <= time_s < 4.3 else RESTING_FACE


@pytest.mark.parametrize(
    ("seen", "name", "more"),
    [
        ({"mouth_opening": 0.08}, "opening_change", True),
        ({"mouth_width": 0.9}, "width_change", True),
        ({"eye_opening_left": 0.05, "eye_opening_right": 0.05}, "eyes_open", False),
        ({"yaw_deg": 8.0}, "turning", True),
        ({"pitch_deg": 8.0}, "nodding", True),
    ],
)
def test_what_the_face_does_meanwhile_shows(
    single: dict[str, float], seen: dict[str, float], name: str, *, more: bool
) -> None:
    found = measured(moved(TWITCH, face_at=face_with(seen)))
    assert (found[name] > single[name] + 0.3) if more else (found[name] < single[name] - 0.3)
    others = set(NAMES) - {name}
    assert {one: found[one] for one in others} == {one: single[one] for one in others}


@pytest.mark.parametrize("side", ["left", "right"])
def test_an_eye_that_closes_alone_changes_nothing(single: dict[str, float], side: str) -> None:
    """It may be part of the same spasm, and must not speak against it."""
    assert measured(moved(TWITCH, face_at=face_with({f"eye_opening_{side}": 0.05}))) == single


def test_a_covered_mouth_shows_in_the_residual(single: dict[str, float]) -> None:
    covered = [
        replace(one, residual=0.2) if 4.0 < one.time_s < 4.3 else one for one in moved(TWITCH)
    ]
    assert measured(covered)["residual"] > single["residual"] + 1.0


def test_a_movement_of_the_head_shows_in_the_surround_but_not_in_its_spread(
    single: dict[str, float],
) -> None:
    motions = [
        replace(one, surround_mm=one.surround_mm + TWITCH.at(np.array(one.time_s)))
        for one in moved(TWITCH)
    ]
    found = measured(motions)
    assert found["surround_near"] > single["surround_near"] + 1.0
    assert found["spread_near"] == pytest.approx(single["spread_near"], abs=0.01)
    assert found["patches_way"] == pytest.approx(single["patches_way"], abs=0.01)


def test_patches_that_disagree_show_in_spread_and_way(single: dict[str, float]) -> None:
    motions = moved(TWITCH)
    for one in motions:
        one.surround_mm[:3, 1] += TWITCH.at(np.array(one.time_s))
    found = measured(motions)
    for name in ("spread_near", "spread_wide", "patches_way"):
        assert found[name] > single[name] + 1.0
    assert found["way_against_patches"] < single["way_against_patches"] - 1.0


def test_a_movement_that_stays_does_not_return(single: dict[str, float]) -> None:
    motions = moved(Pull(4.0, 0.2, (1,), 2.0))
    for one in motions:
        if one.time_s > 4.1:
            one.lips_mm[1, 1] = 2.0
    assert measured(motions)["lips_stay"] > single["lips_stay"] + 1.0


def test_one_quadrant_alone_or_all_together(single: dict[str, float]) -> None:
    together = measured(moved(replace(TWITCH, quadrants=(0, 1, 2, 3))))
    assert together["lips_common"] > single["lips_common"] + 0.5
    assert together["lips_apart"] < single["lips_apart"] - 1.0
    assert single["focus"] > together["focus"] + 0.5
    assert together["second"] > single["second"] + 1.0


def test_what_went_before_is_held_against_it(single: dict[str, float]) -> None:
    after_another = measured(moved(TWITCH, replace(TWITCH, onset_s=2.0)))
    for name in ("apart_before", "strongest_before"):
        assert after_another[name] > -0.1
        assert single[name] < -1.0


def test_lips_that_go_with_a_patch_follow_it(single: dict[str, float]) -> None:
    motions = moved(TWITCH)
    for one in motions:
        one.surround_mm[3, 0] += 0.3 * TWITCH.at(np.array(one.time_s))
    assert measured(motions)["follows_patch"] > 0.95
    assert single["follows_patch"] < 0.8


def test_what_repeats_itself_has_a_rhythm(single: dict[str, float]) -> None:
    tremor = measured(moved(Pull(3.0, 2.0, (1,), 2.0, cycles=10)))
    assert tremor["rhythm"] > 0.9
    assert tremor["rhythm"] > single["rhythm"] + 0.2
    assert tremor["busy"] > single["busy"] + 0.5
    assert tremor["strength_before"] > single["strength_before"] + 1.0
    assert tremor["strength_after"] > single["strength_after"]


def test_jitter_shows(single: dict[str, float]) -> None:
    motions = moved(TWITCH)
    for one in motions:
        one.lips_mm[0, 1] += 0.3 * (-1) ** one.index
    assert measured(motions)["lips_jitter"] > single["lips_jitter"] + 0.3


@pytest.mark.parametrize(
    ("onset_s", "there", "not_there"),
    [(3.4, "strength_before", "strength_after"), (4.35, "strength_after", "strength_before")],
)
def test_what_comes_just_before_or_after_is_told_apart(
    single: dict[str, float], onset_s: float, there: str, not_there: str
) -> None:
    found = measured(moved(TWITCH, replace(TWITCH, onset_s=onset_s, size_mm=4.0)))
    assert found[there] > single[there] + 0.5
    assert found[not_there] == pytest.approx(single[not_there], abs=0.3)
