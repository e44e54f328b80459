"""The detector as a monitor uses it: what is known before a movement is over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.made_motion import RESTING_FACE, Pull, frame_times_s, make_motion
from tests.made_rows import made_decision
from twitchcam.detection.detector import HISTORY_S, Detector
from twitchcam.detection.features import LOOKAHEAD_S
from twitchcam.records import Event, Face, Kind, LipMotion, Reason
from twitchcam.settings import DetectionSettings, Settings
from twitchcam.stages import detector_for

if TYPE_CHECKING:
    from twitchcam.decisions.fitted_decision import FittedDecision

SETTINGS = DetectionSettings()
RATE_HZ = 30.0
REST_S = 0.3
# What is strong is a twitch, what noise reaches is not.
STRONG = made_decision(strength=(np.log(2.5), -1.0, 1.0))
NONE = made_decision(strength=(np.inf, -1.0, -1.0))
PULL = Pull(4.0, 0.2, (1,), 2.0)


def moved(*pulls: Pull, duration_s: float = 8.0) -> list[LipMotion]:
    return make_motion(frame_times_s(duration_s, RATE_HZ), pulls)


def until(motions: list[LipMotion], time_s: float) -> list[LipMotion]:
    return [motion for motion in motions if motion.time_s <= time_s]


def test_a_single_twitch_is_foreseen_as_it_will_be() -> None:
    detector, motions = Detector(decision=STRONG), moved(PULL)
    foreseen: list[list[Event]] = []
    final: list[Event] = []
    for motion in motions:
        final += detector.push([motion])
        if detector.foresee(REST_S):
            foreseen.append(detector.foresee(REST_S))
        if final:
            break
    (event,) = final
    assert event.kind is Kind.TWITCH
    assert foreseen
    assert all(early == event for (early,) in foreseen)
    assert detector.foresee(REST_S) == []


def test_a_twitch_is_foreseen_before_it_is_final_and_not_while_it_moves() -> None:
    detector, motions = Detector(decision=STRONG), moved(PULL)
    told: dict[str, float] = {}
    for motion in motions:
        if detector.push([motion]):
            told.setdefault("final", motion.time_s)
        if detector.foresee(REST_S):
            told.setdefault("foreseen", motion.time_s)
    end_s = PULL.onset_s + PULL.duration_s
    assert end_s + REST_S - 0.1 <= told["foreseen"] < told["final"] - 0.2
    # A candidate is known so long after its peak, and may begin so long before it.
    assert told["final"] < end_s + SETTINGS.max_gap_s + 2 * LOOKAHEAD_S + 0.3


@pytest.mark.parametrize("frequency_hz", [5.0, 7.0])
def test_a_tremor_is_not_foreseen_while_it_shakes(frequency_hz: float) -> None:
    tremor = Pull(3.0, 3.0, (2, 3), 2.0, cycles=round(3 * frequency_hz))
    detector, told = Detector(decision=STRONG), []
    for motion in moved(tremor):
        final = detector.push([motion])
        told += final
        if motion.time_s < 6.0:
            assert final == detector.foresee(REST_S) == []
    (event,) = told + detector.flush()
    assert event.pattern == "tremor"


@pytest.mark.parametrize("duration_s", [30.4, 30.6, 30.7, 30.8])
def test_a_tremor_that_ends_just_after_a_cut_leaves_no_twitch_of_noise(duration_s: float) -> None:
    """What lies before the cut was told."""
    tremor = Pull(4.0, duration_s, (0,), 1.0, cycles=round(5.0 * duration_s))
    detector = detector_for(Settings())
    events = detector.push(moved(tremor, duration_s=duration_s + 8.0)) + detector.flush()
    (event,) = (one for one in events if one.kind is Kind.TWITCH)
    assert event.pattern == "tremor"


def test_nothing_is_foreseen_of_refused_movement() -> None:
    detector = Detector(decision=NONE)
    for motion in moved(PULL):
        detector.push([motion])
        assert detector.foresee(REST_S) == []


@pytest.mark.parametrize("from_s", [0.0, 2.5, 2.95, 3.05])
def test_the_noise_floor_is_waited_for_whenever_the_face_comes(from_s: float) -> None:
    motions = make_motion(
        frame_times_s(9.0, 30.0),
        noise_mm=0.15,
        face_at=lambda time_s: RESTING_FACE if time_s >= from_s else None,
    )
    detector = Detector(decision=NONE, keep_signals=True)
    events = detector.push(motions) + detector.flush()
    assert {event.reason for event in events} <= {Reason.NO_FACE}
    floors_mm = np.concatenate([block.floor_mm for block in detector.take_signals()])
    times_s = np.arange(len(floors_mm)) / SETTINGS.grid_rate_hz
    first_mm = floors_mm[times_s > from_s + 0.2][0]
    assert first_mm == pytest.approx(floors_mm[-1], rel=0.7)


@pytest.mark.parametrize("decision", [STRONG, NONE])
def test_since_when_something_moves(decision: FittedDecision) -> None:
    detector, since = Detector(decision=decision), []
    for motion in moved(PULL):
        ended = detector.push([motion])
        since.append((motion.time_s, detector.movement_since_s))
        assert not (ended and detector.movement_since_s)
    moving = [(time_s, since_s) for time_s, since_s in since if since_s is not None]
    assert moving
    assert all(since_s == pytest.approx(4.05, abs=0.06) for _, since_s in moving)
    end_s = PULL.onset_s + PULL.duration_s
    assert moving[0][0] < end_s + LOOKAHEAD_S + 0.2
    # A candidate is known so long after its peak, and may begin so long before it.
    assert moving[-1][0] < end_s + SETTINGS.max_gap_s + 2 * LOOKAHEAD_S + 0.3


def test_at_rest_nothing_stands_out() -> None:
    detector = Detector(decision=STRONG)
    for motion in moved():
        assert detector.push([motion]) == []
        assert detector.movement_since_s is None
        assert detector.foresee(REST_S) == []
        assert detector.unfinished() == []


def test_a_stretch_that_goes_on_is_told_as_far_as_it_goes() -> None:
    def away(time_s: float) -> Face:
        return replace(RESTING_FACE, yaw_deg=50.0) if 3.0 <= time_s < 5.0 else RESTING_FACE

    motions = make_motion(frame_times_s(8.0, RATE_HZ), face_at=away)
    detector = Detector(decision=STRONG)
    assert detector.push(until(motions, 4.5)) == []
    (open_stretch,) = detector.unfinished()
    assert (open_stretch.kind, open_stretch.reason) == (Kind.UNOBSERVABLE, Reason.TURNED_AWAY)
    assert open_stretch.onset_s == pytest.approx(3.0 - SETTINGS.margin_s, abs=0.1)
    assert open_stretch.end_s == pytest.approx(detector.judged_s)
    (final,) = detector.push(motions[len(until(motions, 4.5)) :]) + detector.flush()
    assert final.onset_s == open_stretch.onset_s
    assert final.end_s > open_stretch.end_s
    assert detector.unfinished() == []


def test_how_far_everything_is_judged() -> None:
    detector, motions = Detector(decision=STRONG), moved(PULL)
    for motion in motions:
        detector.push([motion])
    assert motions[-1].time_s - 2 * SETTINGS.block_s < detector.judged_s <= motions[-1].time_s
    assert detector.decided_s == pytest.approx(detector.judged_s - LOOKAHEAD_S)
    detector.flush()
    assert detector.decided_s == detector.judged_s == pytest.approx(motions[-1].time_s, abs=0.01)


def test_memory_does_not_grow_with_the_recording() -> None:
    detector = Detector(decision=STRONG, keep_signals=True)
    twitches = [Pull(float(at_s), 0.2, (1,), 2.0) for at_s in range(5, 60, 5)]
    for motion in moved(*twitches, duration_s=60.0):
        detector.push([motion])
        detector.take_signals()
    kept = detector._history.rows().time_s  # noqa: SLF001 - memory is what this is about
    assert kept[-1] - kept[0] < HISTORY_S + 2.0


def test_signals_are_handed_out_once_and_say_what_could_be_seen() -> None:
    def gone(time_s: float) -> Face | None:
        return None if 3.0 <= time_s < 3.5 else RESTING_FACE

    motions = make_motion(frame_times_s(6.0, RATE_HZ), (PULL,), face_at=gone)
    detector = Detector(decision=STRONG, keep_signals=True)
    detector.push(until(motions, 4.0))
    first = detector.take_signals()
    detector.push(motions[len(until(motions, 4.0)) :])
    detector.flush()
    blocks = first + detector.take_signals()
    assert detector.take_signals() == []
    time_s = np.concatenate([block.time_s for block in blocks])
    observable = np.concatenate([block.observable for block in blocks])
    assert np.diff(time_s) == pytest.approx(1 / SETTINGS.grid_rate_hz)
    assert (time_s[0], time_s[-1]) == pytest.approx((0.0, motions[-1].time_s), abs=0.01)
    assert not observable[(time_s > 3.05) & (time_s < 3.45)].any()
    assert observable[(time_s < 2.9) | (time_s > 3.6)].all()
    magnitude = np.concatenate([block.magnitude_mm for block in blocks])
    threshold = np.concatenate([block.threshold_mm for block in blocks])
    loud = (magnitude > threshold).any(axis=1)
    assert loud[(time_s > 4.05) & (time_s < 4.2)].any()
    assert not loud[time_s < 2.9].any()


def test_frames_come_in_order() -> None:
    detector, motions = Detector(decision=STRONG), moved(PULL)
    detector.push(motions[:5])
    with pytest.raises(ValueError, match="cannot follow"):
        detector.push([motions[3]])


def test_an_ended_stream_takes_no_more() -> None:
    detector, motions = Detector(decision=STRONG), moved(PULL)
    detector.push(motions)
    detector.flush()
    assert detector.flush() == []
    with pytest.raises(ValueError, match="has ended"):
        detector.push(motions)


def test_signals_are_kept_for_those_who_take_them() -> None:
    detector = Detector(decision=STRONG)
    detector.push(moved(PULL))
    assert detector.take_signals() == []


def test_a_decision_on_other_features_is_refused_at_once() -> None:
    turned = replace(STRONG, names=STRONG.names[::-1])
    with pytest.raises(ValueError, match="other features"):
        Detector(decision=turned)


def test_what_is_no_twitch_is_not_foreseen() -> None:
    """A lip that goes too far is rejected when it is over, and no twitch before."""
    detector, motions = Detector(decision=STRONG), moved(replace(PULL, size_mm=12.0))
    final: list[Event] = []
    for motion in motions:
        final += detector.push([motion])
        assert detector.foresee(0.05) == []
    assert [event.kind for event in (*final, *detector.flush())] == [Kind.REJECTED]
