"""When a twitch could not have been seen, and the reason that is given."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_motion import RESTING_FACE, Pull, frame_times_s, make_motion
from tests.made_rows import rows_of
from twitchcam.detection.detection_limit import PULSE_S
from twitchcam.detection.detector import Detector
from twitchcam.detection.observability import REASONS, UnobservableStretches, codes_around
from twitchcam.records import Event, Face, Kind, LipMotion, Reason
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = DetectionSettings()
ROW_S = 1 / SETTINGS.grid_rate_hz


def stretches(motions: list[LipMotion]) -> list[Event]:
    detector = Detector()
    events = detector.push(motions) + detector.flush()
    return [event for event in events if event.kind is Kind.UNOBSERVABLE]


def between(
    start_s: float, end_s: float, seen: dict[str, Any] | None = None
) -> Callable[[float], Face | None]:
    """A resting face with something else about it for a while; no face when nothing is named."""

    def face_at(time_s: float) -> Face | None:
        if not start_s <= time_s < end_s:
            return RESTING_FACE
        return replace(RESTING_FACE, **seen) if seen else None

    return face_at


@pytest.mark.parametrize(
    ("face_at", "reason"),
    [
        (between(3.0, 4.0), Reason.NO_FACE),
        (between(3.0, 4.0, {"yaw_deg": 50.0}), Reason.TURNED_AWAY),
        (between(3.0, 4.0, {"pitch_deg": -45.0}), Reason.TURNED_AWAY),
        (between(3.0, 4.0, {"mouth_in_picture": False}), Reason.OUT_OF_PICTURE),
    ],
)
def test_the_face_cannot_be_seen_well(
    face_at: Callable[[float], Face | None], reason: Reason
) -> None:
    (stretch,) = stretches(make_motion(frame_times_s(8.0, 30.0), face_at=face_at))
    assert stretch.reason is reason
    assert stretch.onset_s == pytest.approx(3.0 - SETTINGS.margin_s, abs=0.1)
    assert stretch.end_s == pytest.approx(4.0 + SETTINGS.margin_s, abs=0.1)


def test_without_the_face_around_them_lips_tell_nothing() -> None:
    """One patch is enough: what the head does is not known without it."""
    motions = make_motion(frame_times_s(8.0, 30.0))
    for motion in motions:
        if 3.0 <= motion.time_s < 4.0:
            motion.surround_mm[4] = np.nan
    (stretch,) = stretches(motions)
    assert stretch.reason is Reason.NO_FACE
    assert stretch.onset_s == pytest.approx(3.0 - SETTINGS.margin_s, abs=0.1)
    assert stretch.end_s == pytest.approx(4.0 + SETTINGS.margin_s, abs=0.1)


def test_a_mouth_that_opens_and_closes_talks() -> None:
    def talking(time_s: float) -> Face | None:
        opening = 0.1 + 0.1 * np.sin(2 * np.pi * 4 * time_s) if 3.0 <= time_s < 5.0 else 0.03
        return replace(RESTING_FACE, mouth_opening=opening)

    found = stretches(make_motion(frame_times_s(8.0, 30.0), face_at=talking))
    assert {stretch.reason for stretch in found} == {Reason.MOUTH_MOVEMENT}
    assert sum(stretch.duration_s for stretch in found) > 2.0


def test_something_before_the_mouth_covers_it() -> None:
    motions = [
        replace(motion, residual=0.6) if 3.0 <= motion.time_s < 4.0 else motion
        for motion in make_motion(frame_times_s(8.0, 30.0))
    ]
    assert [stretch.reason for stretch in stretches(motions)] == [Reason.COVERED]


@pytest.mark.parametrize("until_s", [5.0, 8.0])
def test_a_frozen_picture_is_too_few_frames(until_s: float) -> None:
    """In the middle of a recording and at its end."""
    motions = [
        replace(motion, repeated=2.0 < motion.time_s < until_s)
        for motion in make_motion(frame_times_s(8.0, 30.0))
    ]
    (stretch,) = stretches(motions)
    assert stretch.reason is Reason.LOW_FRAME_RATE
    assert stretch.onset_s == pytest.approx(2.0, abs=0.3)
    assert stretch.onset_s + stretch.duration_s == pytest.approx(min(until_s + 0.3, 8.0), abs=0.1)


def test_too_few_frames() -> None:
    found = stretches(make_motion(frame_times_s(6.0, 8.0)))
    assert {stretch.reason for stretch in found} == {Reason.LOW_FRAME_RATE}
    assert sum(stretch.duration_s for stretch in found) > 5.0


def test_pictures_that_are_shown_again_do_not_count_as_frames() -> None:
    """As a dim camera does, or a call: 7.5 new pictures a second in a recording of 30."""
    motions = make_motion(frame_times_s(6.0, 30.0))
    again = [
        replace(motion, repeated=index % 4 > 0, same_picture=index % 4 > 0)
        for index, motion in enumerate(motions)
    ]
    found = stretches(again)
    assert {stretch.reason for stretch in found} == {Reason.LOW_FRAME_RATE}
    assert sum(stretch.duration_s for stretch in found) > 5.0


@pytest.mark.parametrize("frozen_s", [0.2, 0.3, 0.45])
@pytest.mark.parametrize("rate_hz", [25.0, 30.0, 60.0])
def test_a_picture_that_freezes_is_as_unobservable_as_missing_ones(
    frozen_s: float, rate_hz: float
) -> None:
    """As calls do: a whole twitch could lie in it."""
    motions = make_motion(frame_times_s(9.0, rate_hz))
    frozen = [
        replace(
            motion,
            repeated=motion.time_s % 3 > 3 - frozen_s,
            same_picture=motion.time_s % 3 > 3 - frozen_s,
        )
        for motion in motions
    ]
    missing = [motion for motion in frozen if not motion.repeated]
    shown_again, left_out = stretches(frozen), stretches(missing)
    assert len(shown_again) >= 2
    for number, (one, other) in enumerate(zip(shown_again[:2], left_out, strict=False), start=1):
        assert one.reason is other.reason is Reason.LOW_FRAME_RATE
        assert one.onset_s < 3 * number - frozen_s
        assert one.end_s == pytest.approx(other.end_s, abs=0.1)


def test_lips_that_rest_are_not_too_few_frames() -> None:
    motions = make_motion(frame_times_s(6.0, 30.0))
    still = [replace(motion, repeated=index % 4 > 0) for index, motion in enumerate(motions)]
    assert stretches(still) == []


@pytest.mark.parametrize("rate_hz", [15.0, 15000 / 1001])
def test_frame_rates_that_are_called_enough_are_enough(rate_hz: float) -> None:
    in_ms = np.round(1000 * frame_times_s(6.0, rate_hz)) / 1000
    assert stretches(make_motion(in_ms)) == []


@pytest.mark.parametrize(("lost", "is_seen"), [([45], True), ([45, 46], False), ([45, 50], False)])
def test_one_lost_picture_is_borne_where_there_are_just_enough(
    lost: list[int],
    is_seen: bool,  # noqa: FBT001
) -> None:
    motions = make_motion(np.delete(frame_times_s(6.0, 15.0), lost))
    assert {stretch.reason for stretch in stretches(motions)} == (
        set() if is_seen else {Reason.LOW_FRAME_RATE}
    )


def test_noise_in_which_nothing_could_be_seen() -> None:
    found = stretches(make_motion(frame_times_s(12.0, 30.0), noise_mm=3.0))
    assert Reason.NOISE in {stretch.reason for stretch in found}
    assert sum(stretch.duration_s for stretch in found) > 10.0


def test_a_jolting_head() -> None:
    jolt = Pull(3.0, 2.0, (), 20.0, cycles=10)
    motions = [
        replace(motion, surround_mm=motion.surround_mm + jolt.at(np.array(motion.time_s)))
        for motion in make_motion(frame_times_s(8.0, 30.0))
    ]
    assert {stretch.reason for stretch in stretches(motions)} == {Reason.HEAD_MOTION}


@pytest.mark.parametrize(
    ("start_s", "rejected"),
    [(4.0, []), (5.1, [Reason.TURNED_AWAY]), (6.0, [])],
    ids=["inside", "just after", "well after"],
)
def test_a_twitch_near_an_unobservable_moment(start_s: float, rejected: list[Reason]) -> None:
    """Inside, the stretch says it all; just after it, the twitch is rejected for its reason."""
    face_at = between(3.0, 5.0, {"yaw_deg": 50.0})
    motions = make_motion(
        frame_times_s(8.0, 30.0), (Pull(start_s, 0.2, (0,), 3.0),), face_at=face_at
    )
    detector = Detector()
    events = detector.push(motions) + detector.flush()
    assert [e.reason for e in events if e.kind is Kind.REJECTED] == rejected
    assert len([e for e in events if e.kind is Kind.TWITCH]) == (start_s == 6.0)
    assert [e.reason for e in events if e.kind is Kind.UNOBSERVABLE] == [Reason.TURNED_AWAY]


def test_stretches_never_overlap() -> None:
    stretched = UnobservableStretches(SETTINGS)
    time_s = np.arange(0.0, 3.0, 1 / SETTINGS.grid_rate_hz)
    codes = np.zeros(len(time_s), dtype=np.int8)
    codes[60:120], codes[130:180], codes[300:310] = 1, 2, 1
    found = stretched.push(time_s, codes) + stretched.flush(float(time_s[-1]))
    assert len(found) == 3
    for one, following in itertools.pairwise(found):
        assert one.end_s <= following.onset_s + 1e-9


def joined(
    runs: list[tuple[int, int]], cuts: list[int]
) -> tuple[np.ndarray[Any, Any], list[Event]]:
    """Codes of so many rows each, one run after the other, and the stretches that they make."""
    codes = np.repeat([code for code, _ in runs], [n for _, n in runs]).astype(np.int8)
    time_s = 5.0 + np.arange(len(codes)) * ROW_S
    stretched, found = UnobservableStretches(SETTINGS), []
    edges = sorted({0, len(codes), *(cut for cut in cuts if cut < len(codes))})
    for start, stop in itertools.pairwise(edges):
        found += stretched.push(time_s[start:stop], codes[start:stop])
    return codes, found + stretched.flush(float(time_s[-1]))


RUNS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 130)), min_size=1, max_size=9)


@given(runs=RUNS, cuts=st.lists(st.integers(1, 900), max_size=6))
def test_what_is_left_as_observable_has_room_for_a_twitch(
    runs: list[tuple[int, int]], cuts: list[int]
) -> None:
    """Before, between and after stretches, which hold all that is hidden, however they are told."""
    codes, found = joined(runs, cuts)
    assert found == joined(runs, [])[1]
    end_s = 5.0 + (len(codes) - 1) * ROW_S
    edges_s = [5.0, *(edge for one in found for edge in (one.onset_s, one.end_s)), end_s]
    left_s = [stop_s - start_s for start_s, stop_s in zip(edges_s[::2], edges_s[1::2], strict=True)]
    if found:
        assert all(abs(left) < 1e-9 or left > PULSE_S + 1e-9 for left in left_s)
    for row in np.flatnonzero(codes[:-1]).tolist():
        since_s = max(5.0 + row * ROW_S - SETTINGS.margin_s, 5.0)
        until_s = min(5.0 + (row + 1) * ROW_S + SETTINGS.margin_s, end_s)
        middle_s = (since_s + until_s) / 2
        for time_s in (since_s, middle_s, until_s):
            assert any(one.onset_s - 1e-9 <= time_s <= one.end_s + 1e-9 for one in found)


@pytest.mark.parametrize("other", [1, 2])
@pytest.mark.parametrize(("rows_more", "left_s"), [(1, PULSE_S + ROW_S), (0, 0.0)])
def test_time_that_is_longer_than_a_twitch_stays_observable(
    other: int, rows_more: int, left_s: float
) -> None:
    between = round((2 * SETTINGS.margin_s + PULSE_S) / ROW_S) + rows_more
    _, found = joined([(0, 240), (1, 12), (0, between), (other, 12), (0, 240)], [])
    assert [event.reason for event in found] == (
        [REASONS[0]] if other == 1 and not rows_more else [REASONS[0], REASONS[other - 1]]
    )
    seen_s = sum(later.onset_s - event.end_s for event, later in itertools.pairwise(found))
    assert seen_s == pytest.approx(left_s)


def test_glances_away_that_leave_no_room_for_a_twitch_leave_nothing_observable() -> None:
    """Each for a moment, 0.8 s apart: of the twitches between them, none would be counted."""
    away = replace(RESTING_FACE, mouth_in_picture=False)

    def face_at(time_s: float) -> Face:
        return away if 2.0 <= time_s < 7.0 and (time_s - 2.0) % 0.8 < 0.09 else RESTING_FACE

    (stretch,) = stretches(make_motion(frame_times_s(9.0, 30.0), face_at=face_at))
    assert stretch.onset_s == pytest.approx(2.0 - SETTINGS.margin_s, abs=0.1)
    assert stretch.end_s == pytest.approx(6.9 + SETTINGS.margin_s, abs=0.1)


@pytest.mark.parametrize(
    ("away_s", "onset_s", "duration_s", "is_hidden"),
    [
        ([0.45], 0.04, 3.0, True),
        ([0.7], 0.04, 3.0, False),
        ([1.0], 1.42, 1.55, True),
        ([1.0], 1.42, 1.8, False),
        ([1.0, 1.85], 1.44, 3.0, True),
        ([1.0, 2.1], 1.44, 3.0, False),
        ([], 0.04, 0.15, False),
    ],
)
def test_a_movement_is_hidden_where_too_little_is_left_to_be_told_as_observable(
    away_s: list[float], onset_s: float, duration_s: float, *, is_hidden: bool
) -> None:
    """Before the first stretch, after the last, between two; never by the margin itself here."""
    turned = replace(RESTING_FACE, yaw_deg=50.0)
    motions = make_motion(
        frame_times_s(duration_s, 120.0),
        face_at=lambda time_s: (
            turned if any(at_s <= time_s < at_s + 0.1 for at_s in away_s) else RESTING_FACE
        ),
    )
    codes = codes_around(onset_s, onset_s + 0.08, rows_of(motions), SETTINGS)
    assert codes.any() == is_hidden
    spans = [(one.onset_s, one.end_s) for one in stretches(motions)]
    assert any(since_s <= onset_s < until_s for since_s, until_s in spans) == is_hidden


def test_what_begins_with_the_last_row_hides_nothing() -> None:
    stretched = UnobservableStretches(SETTINGS)
    time_s = np.arange(120) / SETTINGS.grid_rate_hz
    codes = np.ones(120, dtype=np.int8)
    codes[-1] = 2
    (found,) = stretched.push(time_s, codes)
    assert found.end_s == pytest.approx(time_s[-1])
    assert stretched.unfinished(float(time_s[-1])) == []
    assert stretched.flush(float(time_s[-1])) == []
