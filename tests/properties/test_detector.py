"""What must hold for any stream of lip motion."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.made_motion import RESTING_FACE, Pull, frame_times_s, make_motion, mirrored
from tests.mirrored_sides import MIRRORED_EYE, MIRRORED_SIDE
from twitchcam.decisions.fitted_decision import load_decision
from twitchcam.detection.detector import Detector
from twitchcam.evidence.observable_time import observable_within_s, unobservable_spans
from twitchcam.records import Event, Face, Kind, LipMotion
from twitchcam.settings import Backend, Sensor

DURATION_S = 12.0
LEFT, RIGHT = (0, 2), (1, 3)
PAIRS = list(itertools.product(get_args(Backend), get_args(Sensor)))


def detect(motions: list[LipMotion]) -> list[Event]:
    detector = Detector()
    return sorted(
        detector.push(motions) + detector.flush(), key=lambda e: (e.onset_s, e.kind.value)
    )


def blinking(time_s: float) -> Face | None:
    """A face that closes the left eye around 6 s and is gone from 9.0 to 9.6 s."""
    if 9.0 < time_s < 9.6:
        return None
    closed = 5.95 < time_s < 6.35
    return replace(RESTING_FACE, eye_opening_left=0.05 if closed else 0.30)


PULLS = (
    Pull(2.5, 0.20, (0,), 2.0),
    Pull(4.0, 0.15, (3,), 1.5),
    Pull(6.0, 0.30, LEFT, 3.0),
    Pull(7.2, 1.0, (2, 3), 2.0, cycles=5),
)


@pytest.fixture(scope="module")
def motions() -> list[LipMotion]:
    return make_motion(frame_times_s(DURATION_S, 30.0), PULLS, face_at=blinking)


@pytest.fixture(scope="module")
def events(motions: list[LipMotion]) -> list[Event]:
    return detect(motions)


def test_the_made_up_stream_gives_what_was_put_in(events: list[Event]) -> None:
    twitches = [event for event in events if event.kind is Kind.TWITCH]
    assert [(e.lip, e.side, e.pattern) for e in twitches] == [
        ("upper", "left", "single"),
        ("lower", "right", "single"),
        ("both", "left", "single"),
        ("lower", "both", "tremor"),
    ]
    assert [e.eye for e in twitches] == ["none", "none", "left", "none"]
    assert twitches[3].frequency_hz == pytest.approx(5.0, abs=0.15)


@given(cuts=st.lists(st.integers(0, 360), max_size=12))
@settings(max_examples=25, deadline=None)
def test_cutting_the_stream_changes_nothing(
    motions: list[LipMotion], events: list[Event], cuts: list[int]
) -> None:
    detector, found = Detector(), []
    edges = [0, *sorted(cuts), len(motions)]
    for start, stop in itertools.pairwise(edges):
        found += detector.push(motions[start:stop])
    found += detector.flush()
    assert sorted(found, key=lambda e: (e.onset_s, e.kind.value)) == events


def test_frame_by_frame_is_the_same_as_whole(motions: list[LipMotion], events: list[Event]) -> None:
    detector = Detector()
    found = [event for motion in motions for event in detector.push([motion])]
    found += detector.flush()
    assert sorted(found, key=lambda e: (e.onset_s, e.kind.value)) == events


def test_a_mirrored_stream_swaps_left_and_right_and_nothing_else(
    motions: list[LipMotion], events: list[Event]
) -> None:
    assert_swapped(detect(mirrored(motions)), events)


@given(
    shaken=st.lists(
        st.tuples(st.sampled_from([7, 9, 14]), st.sampled_from([2.0, 2.1]), st.floats(1.5, 3.0)),
        min_size=4,
        max_size=4,
    )
)
@example(  # was smaller in the mirror
    shaken=[(14, 2.0, 2.3), (1, 1.0, 0.0), (9, 2.1, 2.5), (9, 2.1, 2.0)]
)
@settings(max_examples=15, deadline=None, derandomize=True)
def test_in_a_mirror_quadrants_that_shake_in_their_own_time_swap_and_nothing_else(
    shaken: list[tuple[int, float, float]],
) -> None:
    pulls = [
        Pull(5.0, duration_s, (quadrant,), size_mm, cycles=cycles)
        for quadrant, (cycles, duration_s, size_mm) in enumerate(shaken)
    ]
    motions = make_motion(frame_times_s(9.0, 30.0), pulls)
    assert_swapped(detect(mirrored(motions)), detect(motions))


def assert_swapped(found: list[Event], events: list[Event]) -> None:
    """Check that these are the same events with left and right exchanged."""
    expected = [
        replace(e, side=e.side and MIRRORED_SIDE[e.side], eye=e.eye and MIRRORED_EYE[e.eye])
        for e in events
    ]
    assert [(e.kind, e.lip, e.side, e.eye, e.pattern, e.peaks) for e in found] == [
        (e.kind, e.lip, e.side, e.eye, e.pattern, e.peaks) for e in expected
    ]
    for one, other in zip(found, expected, strict=True):
        assert one.onset_s == pytest.approx(other.onset_s, abs=1e-9)
        assert one.amplitude_mm == pytest.approx(other.amplitude_mm, abs=1e-9)


@pytest.mark.parametrize("rate_hz", [25.0, 30.0, 60.0, 120.0])
def test_the_frame_rate_does_not_show(rate_hz: float, events: list[Event]) -> None:
    found = detect(make_motion(frame_times_s(DURATION_S, rate_hz), PULLS, face_at=blinking))
    twitches = [event for event in found if event.kind is Kind.TWITCH]
    expected = [event for event in events if event.kind is Kind.TWITCH]
    assert [(e.lip, e.side, e.pattern, e.peaks) for e in twitches] == [
        (e.lip, e.side, e.pattern, e.peaks) for e in expected
    ]
    for one, other in zip(twitches, expected, strict=True):
        assert one.onset_s == pytest.approx(other.onset_s, abs=0.05)
        assert one.amplitude_mm == pytest.approx(other.amplitude_mm, rel=0.2)


@pytest.mark.parametrize(("backend", "sensor"), PAIRS)
@given(seed=st.integers(0, 10_000), noise_mm=st.floats(0.0, 0.06))
@example(seed=2852, noise_mm=0.0547)  # began like a twitch, while nothing stood for what was before
@settings(max_examples=20, deadline=None, derandomize=True)
def test_noise_alone_is_no_twitch(backend: str, sensor: str, seed: int, noise_mm: float) -> None:
    """Whichever decision is asked. Of thousands of clips one might be: these stay the same."""
    detector = Detector(decision=load_decision(backend, sensor))
    motions = make_motion(frame_times_s(8.0, 30.0), noise_mm=noise_mm, seed=seed)
    found = detector.push(motions) + detector.flush()
    assert [event for event in found if event.kind is Kind.TWITCH] == []


@pytest.mark.parametrize(("backend", "sensor"), PAIRS)
@given(
    seed=st.integers(0, 10_000),
    noise_mm=st.floats(0.0, 0.04),
    shake_mm=st.floats(0.05, 0.6),
    left_in_lips=st.floats(0.0, 0.2),
    is_jolt=st.booleans(),
)
@settings(max_examples=15, deadline=None, derandomize=True)
def test_a_shaken_head_is_no_twitch(
    backend: str,
    sensor: str,
    *,
    seed: int,
    noise_mm: float,
    shake_mm: float,
    left_in_lips: float,
    is_jolt: bool,
) -> None:
    """Also where some of it is left in the lips, which are told relative to the head."""
    times_s = frame_times_s(8.0, 30.0)
    head_mm = make_motion(times_s, noise_mm=shake_mm, seed=seed + 1)
    motions = make_motion(times_s, noise_mm=noise_mm, seed=seed)
    for motion, head in zip(motions, head_mm, strict=True):
        moved_mm = head.surround_mm[0] * (np.exp(-8 * (motion.time_s - 4) ** 2) if is_jolt else 1)
        motion.surround_mm[:] += moved_mm
        motion.lips_mm[:] += left_in_lips * moved_mm
    detector = Detector(decision=load_decision(backend, sensor))
    found = detector.push(motions) + detector.flush()
    assert [event for event in found if event.kind is Kind.TWITCH] == []


@pytest.mark.parametrize(("missing", "is_seen"), [(0, True), (3, True), (4, False)])
def test_what_may_fall_into_missing_frames_is_not_observable(
    missing: int, *, is_seen: bool
) -> None:
    kept = [i for i in range(300) if not 150 <= i < 150 + missing]
    events = detect(make_motion(frame_times_s(10.0, 30.0)[kept], ()))
    assert any(event.kind is Kind.UNOBSERVABLE for event in events) is not is_seen


@given(
    jitter_s=st.lists(st.floats(-0.012, 0.012), min_size=300, max_size=300),
    dropped=st.sets(st.integers(1, 298), max_size=25),
)
@settings(max_examples=15, deadline=None)
def test_jitter_and_dropped_frames_do_not_move_a_twitch(
    jitter_s: list[float], dropped: set[int]
) -> None:
    times_s = frame_times_s(10.0, 30.0) + np.array(jitter_s)
    # Two in a row: where four are missing, nothing can be observed.
    apart = {i for i in dropped if not dropped & {i - 1, i - 2}}
    kept = np.array([i for i in range(300) if i not in apart and i - 1 not in apart])
    motions = make_motion(times_s[kept] - times_s[0], (Pull(5.0, 0.3, (1,), 2.5),))
    twitches = [event for event in detect(motions) if event.kind is Kind.TWITCH]
    assert [(e.lip, e.side) for e in twitches] == [("upper", "right")]
    assert twitches[0].onset_s + times_s[0] == pytest.approx(5.0, abs=0.08)


def test_every_event_lies_inside_the_stream(events: list[Event]) -> None:
    assert all(event.onset_s >= 0.0 for event in events)
    assert all(event.duration_s > 0.0 for event in events)
    assert all(event.end_s <= DURATION_S for event in events)


@given(
    rate_hz=st.sampled_from([30.0, 60.0, 120.0]),
    glances=st.lists(
        st.tuples(st.floats(0.4, 1.1), st.floats(0.3, 0.5), st.floats(0.06, 0.2)),
        min_size=1,
        max_size=4,
    ),
    before_s=st.floats(0.4, 3.0),
    after_s=st.floats(0.2, 1.0),
)
@example(rate_hz=120.0, glances=[(0.75, 0.32, 0.1)], before_s=3.0, after_s=1.0)  # was counted
@settings(max_examples=15, deadline=None, derandomize=True)
def test_no_twitch_is_counted_in_time_that_is_called_unobservable(
    rate_hz: float, glances: list[tuple[float, float, float]], before_s: float, after_s: float
) -> None:
    """Glances away with a pull after each, and one after the last."""
    away_s = [before_s]
    pulls = []
    for clear_s, onset_s, duration_s in [*glances, (after_s, 0.31, 0.08)]:
        pulls.append(Pull(away_s[-1] + 0.1 + onset_s, duration_s, LEFT, 3.0))
        away_s.append(away_s[-1] + 0.1 + clear_s)
    *glances_s, duration_s = away_s
    turned = replace(RESTING_FACE, yaw_deg=50.0)
    found = detect(
        make_motion(
            frame_times_s(duration_s, rate_hz),
            pulls,
            face_at=lambda time_s: (
                turned if any(at_s <= time_s < at_s + 0.1 for at_s in glances_s) else RESTING_FACE
            ),
        )
    )
    spans = unobservable_spans(found, duration_s)
    for event in found:
        if event.kind is Kind.TWITCH:
            seen_s = observable_within_s((event.onset_s, event.end_s), spans, duration_s)
            assert seen_s == pytest.approx(event.duration_s)


@pytest.mark.parametrize("pause_s", [20.0, 40.0, 3600.0, 86400.0])
def test_how_long_a_pause_lasts_does_not_show(pause_s: float) -> None:
    """Before and after it the events are the same, and nothing in it is called observed."""
    before_s = frame_times_s(6.0, 30.0)
    resumed_s = 6.0 + pause_s
    times_s = np.concatenate([before_s, resumed_s + before_s])
    found = detect(
        make_motion(
            times_s, (Pull(4.0, 0.2, (1,), 2.0), Pull(resumed_s + 3.0, 0.6, (2, 3), 2.0, cycles=3))
        )
    )
    first, hidden, second = found
    assert [event.kind for event in found] == [Kind.TWITCH, Kind.UNOBSERVABLE, Kind.TWITCH]
    assert hidden.onset_s < before_s[-1] + 0.05
    assert hidden.end_s > resumed_s
    assert first.onset_s == pytest.approx(4.0, abs=0.06)
    assert second.onset_s == pytest.approx(resumed_s + 3.0, abs=0.06)
    assert (second.lip, second.side, second.peaks) == ("lower", "both", 3)
