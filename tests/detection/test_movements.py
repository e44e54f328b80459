"""What is measured of a movement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.made_motion import RESTING_FACE, Pull, frame_times_s, make_motion
from tests.made_rows import made_decision
from twitchcam.detection.detector import Detector
from twitchcam.records import Event, Kind, Reason
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from twitchcam.records import Floats

SETTINGS = DetectionSettings()
STRONG = made_decision(strength=(1.0, -1.0, 1.0))


def events_of(*pulls: Pull, duration_s: float = 8.0) -> list[Event]:
    detector = Detector()
    motions = make_motion(frame_times_s(duration_s, 30.0), pulls)
    events = detector.push(motions) + detector.flush()
    return [event for event in events if event.kind is not Kind.UNOBSERVABLE]


@pytest.mark.parametrize("size_mm", [1.0, 2.5, 5.0])
def test_onset_length_and_size_of_a_pull(size_mm: float) -> None:
    (event,) = events_of(Pull(4.0, 0.3, (1,), size_mm))
    assert event.onset_s == pytest.approx(4.03, abs=0.05)
    assert event.duration_s == pytest.approx(0.24, abs=0.07)
    assert event.amplitude_mm == pytest.approx(size_mm, rel=0.2)
    assert (event.pattern, event.peaks) == ("single", 1)


@pytest.mark.parametrize("turn_deg", [0.0, 30.0, -60.0, 90.0])
def test_a_pull_in_any_direction_is_read_in_its_full_size(turn_deg: float) -> None:
    """As seen from straight down."""
    pull, turn = Pull(4.0, 0.3, (1,), 4.0), np.deg2rad(turn_deg)
    motions = make_motion(frame_times_s(8.0, 30.0))
    for motion in motions:
        along_mm = pull.at(np.array(motion.time_s))
        motion.lips_mm[1] += along_mm * np.array([np.sin(turn), np.cos(turn)])
    detector = Detector(decision=STRONG)
    (event,) = detector.push(motions) + detector.flush()
    assert event.amplitude_mm == pytest.approx(4.0, rel=0.15)


@pytest.mark.parametrize("frequency_hz", [2.9, 3.5, 5.0, 7.0])
def test_a_tremor_and_its_frequency(frequency_hz: float) -> None:
    (event,) = events_of(Pull(3.0, 2.0, (2, 3), 2.0, cycles=round(2 * frequency_hz)))
    assert event.pattern == "tremor"
    assert event.frequency_hz == pytest.approx(frequency_hz, abs=0.1)
    assert event.peaks == round(2 * frequency_hz)


def test_a_tremor_that_never_stops_is_no_noise() -> None:
    """It lifts the noise floor of its own quadrant; what the others do by chance is less still."""
    tremor = Pull(-1.0, 30.0, (2,), 0.7, cycles=150)
    motions = make_motion(frame_times_s(24.0, 30.0), (tremor,), noise_mm=0.05)
    detector = Detector()
    events = detector.push(motions) + detector.flush()
    found = [event for event in events if event.kind is Kind.TWITCH]
    assert sum(event.duration_s for event in found) > 15.0
    assert {(event.lip, event.side, event.pattern) for event in found} == {
        ("lower", "left", "tremor")
    }
    assert all(event.frequency_hz == pytest.approx(5.0, abs=0.05) for event in found)
    assert all(event.amplitude_mm == pytest.approx(0.7, rel=0.4) for event in found)


@dataclass(frozen=True)
class HalfWay(Pull):
    """A pull whose second half brings back this share of its size only."""

    back: float = 0.0

    def at(self, time_s: Floats) -> Floats:
        """Excursion in mm."""
        pulled_mm, is_late = super().at(time_s), time_s > self.onset_s + self.duration_s / 2
        return np.where(is_late, self.size_mm - self.back * (self.size_mm - pulled_mm), pulled_mm)


def pulled(back: float, drift_mm_per_s: float = 0.0) -> tuple[list[float], list[Event]]:
    """When pulls began that came back so far, in lips that drift this fast at most, and events."""
    pulls = [
        HalfWay(6.0, 0.24, (0,), 1.5, back=back),
        HalfWay(10.0, 0.3, (1,), 2.0, back=back),
        HalfWay(14.0, 0.2, (2,), 1.0, back=back),
        HalfWay(18.0, 0.24, (0, 2), 2.0, back=back),
        HalfWay(22.0, 0.3, (3,), 0.8, back=back),
    ]
    motions = make_motion(frame_times_s(28.0, 30.0), pulls)
    for motion in motions:
        motion.lips_mm[:] += drift_mm_per_s / 2.0 * np.sin(2.0 * motion.time_s)
    detector = Detector()
    events = detector.push(motions) + detector.flush()
    return [pull.onset_s for pull in pulls], events


def test_a_lip_that_goes_and_stays_does_not_twitch() -> None:
    """Nor is it called a burst, though it seems to swing about the line from rest to rest."""
    _, events = pulled(back=0.0)
    assert len(events) >= 4
    assert {(event.kind, event.reason) for event in events} == {(Kind.REJECTED, Reason.EXPRESSION)}


@pytest.mark.parametrize(("back", "drift_mm_per_s"), [(1.0, 3.0), (0.4, 0.0), (0.7, 2.0)])
def test_a_twitch_need_not_return_exactly(back: float, drift_mm_per_s: float) -> None:
    onsets_s, events = pulled(back, drift_mm_per_s)
    told_s = [event.onset_s for event in events if event.kind is Kind.TWITCH]
    assert told_s == pytest.approx(onsets_s, abs=0.15)


def test_pulls_at_uneven_times_are_a_burst() -> None:
    starts_s = np.array([3.0, 3.14, 3.42, 3.55, 3.86])
    (event,) = events_of(*(Pull(float(start), 0.1, (0,), 2.0) for start in starts_s))
    assert (event.pattern, event.frequency_hz) == ("burst", None)


@pytest.mark.parametrize("seed", range(4))
def test_noise_does_not_hide_a_rhythm_nor_make_one(seed: int) -> None:
    tremor = (Pull(5.0, 1.2, (0, 1), 1.0, cycles=6),)
    burst = tuple(Pull(start_s, 0.1, (0, 1), 1.0) for start_s in (5.0, 5.14, 5.42, 5.55, 5.86))
    for pulls, pattern in ((tremor, "tremor"), (burst, "burst")):
        detector = Detector(decision=STRONG)
        motions = make_motion(frame_times_s(10.0, 60.0), pulls, noise_mm=0.1, seed=seed)
        events = detector.push(motions) + detector.flush()
        found = [event for event in events if event.kind is Kind.TWITCH]
        assert pattern in {event.pattern for event in found if 4.8 < event.onset_s < 5.2}


def test_a_movement_under_way_at_the_start_is_cut_off() -> None:
    (event,) = events_of(Pull(-0.1, 0.3, (1,), 3.0))
    assert (event.kind, event.reason) == (Kind.REJECTED, Reason.CUT_OFF)


@pytest.mark.parametrize("rate_hz", [30.0, 60.0])
@pytest.mark.parametrize("seen_s", [0.16, 0.18, 0.2, 0.22])
def test_a_movement_that_is_not_over_at_the_end_is_cut_off(seen_s: float, rate_hz: float) -> None:
    """Held against where the lip was seen last, it made a twitch before it began."""
    detector = Detector()
    motions = make_motion(frame_times_s(8.0, rate_hz), [Pull(8.0 - seen_s, 0.3, (0,), 3.0)])
    (event,) = detector.push(motions) + detector.flush()
    assert (event.kind, event.reason) == (Kind.REJECTED, Reason.CUT_OFF)


@pytest.mark.parametrize("rest_s", [0.4, 0.5])
def test_a_twitch_before_what_is_cut_off_is_told(rest_s: float) -> None:
    found = events_of(Pull(7.62 - rest_s, 0.2, (0,), 3.0), Pull(7.82, 0.3, (0,), 3.0))
    first, last = sorted(found, key=by_onset)
    assert (first.kind, first.pattern) == (Kind.TWITCH, "single")
    assert (last.kind, last.reason) == (Kind.REJECTED, Reason.CUT_OFF)


def test_a_movement_that_is_just_over_at_the_end_is_not() -> None:
    (event,) = events_of(Pull(7.62, 0.3, (0,), 3.0))
    assert (event.kind, event.pattern) == (Kind.TWITCH, "single")


@pytest.mark.parametrize(("frequency_hz", "cycles"), [(5.0, 3), (5.0, 10), (8.0, 16), (10.0, 20)])
def test_many_peaks_are_read_in_their_size(frequency_hz: float, cycles: int) -> None:
    pull = Pull(3.0, cycles / frequency_hz, (0,), 1.5, cycles=cycles)
    detector = Detector()
    motions = make_motion(frame_times_s(7.0, 60.0), [pull], noise_mm=0.002)
    (event,) = detector.push(motions) + detector.flush()
    assert event.amplitude_mm == pytest.approx(1.5, rel=0.04)


@pytest.mark.parametrize("jerk_mm", [3.0, 6.0])
@pytest.mark.parametrize("frequency_hz", [4, 6])
def test_a_large_jerk_leaves_the_tremor_around_it(frequency_hz: int, jerk_mm: float) -> None:
    tremor = Pull(2.0, 6.0, (2,), 0.8, cycles=6 * frequency_hz)
    found = events_of(tremor, Pull(5.03, 0.2, (2,), jerk_mm), duration_s=10.0)
    told = [event for event in found if event.kind is Kind.TWITCH]
    assert sum(event.duration_s for event in told) > 5.0
    assert sum(event.peaks or 0 for event in told) >= 6 * frequency_hz - 3
    assert "tremor" in {event.pattern for event in told}


def test_a_tremor_for_most_of_the_time_keeps_its_size_and_place() -> None:
    """What is usual then is no noise to be taken off."""
    (event,) = events_of(Pull(1.5, 22.0, (2, 3), 1.0, cycles=110), duration_s=25.0)
    assert (event.kind, event.lip, event.side) == (Kind.TWITCH, "lower", "both")
    assert event.amplitude_mm == pytest.approx(1.0, rel=0.15)
    assert event.peaks == pytest.approx(110, abs=2)


def test_slow_movement_does_not_add_to_the_size_of_a_tremor() -> None:
    motions = make_motion(frame_times_s(8.0, 60.0), [Pull(3.0, 1.6, (0, 1), 1.0, cycles=8)])
    for motion in motions:
        motion.lips_mm[:, 1] += 0.4 * np.sin(2 * np.pi * 0.6 * motion.time_s)
    detector = Detector(decision=STRONG)
    events = detector.push(motions) + detector.flush()
    (event,) = (event for event in events if event.kind is Kind.TWITCH)
    assert event.pattern == "tremor"
    assert event.amplitude_mm == pytest.approx(1.0, rel=0.15)


@pytest.mark.parametrize(("slow_mm", "slow_hz"), [(1.0, 0.4), (2.0, 0.15), (2.0, 0.4)])
def test_slow_movement_does_not_hide_the_peaks_of_a_tremor(slow_mm: float, slow_hz: float) -> None:
    """Lips at rest wander by millimetres within seconds."""
    motions = make_motion(frame_times_s(14.0, 30.0), [Pull(4.0, 5.0, (2, 3), 1.5, cycles=25)])
    for motion in motions:
        motion.lips_mm[:, 1] += slow_mm * np.sin(2 * np.pi * slow_hz * motion.time_s)
    detector = Detector(decision=STRONG)
    events = detector.push(motions) + detector.flush()
    (event,) = (event for event in events if event.kind is Kind.TWITCH)
    assert event.pattern == "tremor"
    assert event.peaks == pytest.approx(25, abs=2)
    assert event.onset_s == pytest.approx(4.05, abs=0.1)
    assert event.amplitude_mm == pytest.approx(1.5, rel=0.25)


def test_a_tremor_that_is_there_from_the_first_picture_on_is_told() -> None:
    """Whoever shakes all the time begins before the recording does."""
    (event,) = events_of(Pull(-1.0, 8.0, (2, 3), 1.5, cycles=40))
    assert event.pattern == "tremor"
    assert event.onset_s < 0.3
    assert event.frequency_hz == pytest.approx(5.0, abs=0.1)


@pytest.mark.parametrize("faintest", [0.5, 0.7])
def test_a_tremor_that_waxes_and_wanes_is_one_tremor(faintest: float) -> None:
    times_s = frame_times_s(9.0, 30.0)
    motions = make_motion(times_s)
    for motion in motions:
        since_s = motion.time_s - 3.0
        if 0.0 <= since_s <= 3.0:
            size_mm = 1.2 * (faintest + (1 - faintest) * np.sin(np.pi * since_s / 1.5) ** 2)
            motion.lips_mm[2:, 1] += size_mm * np.sin(np.pi * 5.0 * since_s) ** 2
    detector = Detector(decision=STRONG)
    found = detector.push(motions) + detector.flush()
    (event,) = (event for event in found if event.kind is Kind.TWITCH)
    assert event.pattern == "tremor"
    assert event.peaks == pytest.approx(15, abs=1)
    assert event.frequency_hz == pytest.approx(5.0, abs=0.1)


@pytest.mark.parametrize(
    ("frequency_hz", "cycles", "ends_mm"),
    [(5.0, 30, (0.5, 2.0)), (5.0, 30, (2.0, 0.5)), (9.7, 58, (2.0, 0.5))],
)
def test_a_tremor_that_grows_or_fades_is_told_from_beginning_to_end(
    frequency_hz: float, cycles: int, ends_mm: tuple[float, float]
) -> None:
    """No cycle of it need be larger than those before and after."""
    motions = make_motion(frame_times_s(11.0, 30.0))
    for motion in motions:
        since_s = motion.time_s - 3.0
        if 0.0 <= since_s <= 6.0:
            size_mm = float(np.interp(since_s, [0.0, 6.0], ends_mm))
            motion.lips_mm[2, 1] += size_mm * np.sin(np.pi * frequency_hz * since_s) ** 2
    detector = Detector()
    (event,) = detector.push(motions) + detector.flush()
    assert (event.pattern, event.peaks) == ("tremor", cycles)
    assert event.onset_s == pytest.approx(3.05, abs=0.06)
    assert event.end_s == pytest.approx(8.95, abs=0.06)


@pytest.mark.parametrize("rate_hz", [4.0, 5.0, 6.0])
def test_a_cycle_that_is_missing_does_not_end_a_tremor(rate_hz: float) -> None:
    cycle_s = 1.0 / rate_hz
    before = Pull(3.0, 12 * cycle_s, (2,), 1.5, cycles=12)
    after = Pull(3.0 + 13 * cycle_s, 12 * cycle_s, (2,), 1.5, cycles=12)
    (event,) = events_of(before, after, duration_s=12.0)
    assert event.pattern == "tremor"
    assert event.peaks == pytest.approx(24, abs=1)


@pytest.mark.parametrize("rest_s", [0.7, 0.8, 1.0, 1.2])
def test_two_twitches_with_a_pause_are_two(rest_s: float) -> None:
    """The filter answers late, so that their pause lies before the second one stands out."""
    found = events_of(Pull(4.0, 0.2, (1,), 1.0), Pull(4.2 + rest_s, 0.2, (1,), 2.0))
    assert [event.pattern for event in found] == ["single", "single"]
    starts_s = [event.onset_s for event in sorted(found, key=by_onset)]
    assert starts_s == pytest.approx([4.0, 4.2 + rest_s], abs=0.06)


def test_a_lip_that_moves_by_itself_does_not_take_part() -> None:
    """Its own movement, as large as a sixth of the twitch (r.m.s.), is not the twitch's."""
    times_s = frame_times_s(8.0, 30.0)
    places = []
    for seed in range(20):
        motions = make_motion(times_s, [Pull(4.0, 0.8, (1,), 1.2, cycles=4)], seed=seed)
        lower_mm = make_motion(times_s, noise_mm=0.2, seed=seed + 99)
        for motion, other in zip(motions, lower_mm, strict=True):
            motion.lips_mm[2:] += other.lips_mm[2:]
        detector = Detector(decision=STRONG)
        events = detector.push(motions) + detector.flush()
        there = [event for event in events if 3.9 < event.onset_s < 4.2]
        places += [(event.lip, event.side) for event in there if event.kind is Kind.TWITCH]
    assert len(places) >= 15
    assert places.count(("upper", "right")) >= 0.9 * len(places)


@pytest.mark.parametrize("gap_s", [0.32, 0.36, 0.40])
def test_events_do_not_overlap(gap_s: float) -> None:
    """Two groups of pulses with a pause that is nearly one between two events."""
    starts_s = [5.0, 5.2, 5.4, 5.4 + gap_s, 5.6 + gap_s, 5.8 + gap_s]
    events = sorted(events_of(*(Pull(s, 0.15, (1,), 1.6) for s in starts_s)), key=by_onset)
    assert events
    assert all(one.end_s <= other.onset_s + 0.01 for one, other in pairwise(events))


LEFT, RIGHT, UPPER, LOWER = (0, 2), (1, 3), (0, 1), (2, 3)


@pytest.mark.parametrize("gap_s", [0.25, 0.35])
@pytest.mark.parametrize(
    ("first", "second", "lip", "side"),
    [(LEFT, RIGHT, "both", "both"), (UPPER, LOWER, "both", "both"), ((0,), (1,), "upper", "both")],
)
def test_a_twitch_may_go_on_elsewhere(
    first: tuple[int, ...], second: tuple[int, ...], lip: str, side: str, gap_s: float
) -> None:
    (event,) = events_of(Pull(4.0, 0.15, first, 2.0), Pull(4.0 + gap_s, 0.15, second, 2.5))
    assert (event.lip, event.side, event.pattern, event.peaks) == (lip, side, "burst", 2)
    assert event.onset_s == pytest.approx(4.0, abs=0.05)
    assert event.end_s == pytest.approx(4.15 + gap_s, abs=0.05)
    assert event.amplitude_mm == pytest.approx(2.5, rel=0.1)


@pytest.mark.parametrize("gap_s", [0.45, 0.5, 0.6])
@pytest.mark.parametrize("size_mm", [1.5, 2.0, 2.5])
def test_twitches_of_two_sides_with_a_pause_are_two(gap_s: float, size_mm: float) -> None:
    found = events_of(Pull(4.0, 0.15, LEFT, 2.0), Pull(4.0 + gap_s, 0.15, RIGHT, size_mm))
    found = sorted(found, key=by_onset)
    assert [(event.side, event.pattern) for event in found] == [
        ("left", "single"),
        ("right", "single"),
    ]
    assert [event.onset_s for event in found] == pytest.approx([4.0, 4.0 + gap_s], abs=0.05)


@pytest.mark.parametrize("sides", ["LLLRRR", "LRLRLR", "LLLLLR", "RLLLLL"])
def test_all_peaks_of_a_burst_are_counted_wherever_they_are(sides: str) -> None:
    starts_s = (4.0, 4.21, 4.5, 4.7, 5.0, 5.24)
    pulls = [
        Pull(start_s, 0.15, LEFT if side == "L" else RIGHT, 2.0)
        for start_s, side in zip(starts_s, sides, strict=True)
    ]
    (event,) = events_of(*pulls)
    assert (event.side, event.pattern, event.peaks) == ("both", "burst", 6)


def test_what_moves_both_sides_at_once_has_each_peak_once() -> None:
    pulls = [Pull(4.0 + at_s, 0.15, (0, 1, 2, 3), 2.0) for at_s in (0.0, 0.21, 0.5)]
    (event,) = events_of(*pulls)
    assert (event.lip, event.side, event.peaks) == ("both", "both", 3)


@pytest.mark.parametrize("lag_s", [0.05, 0.06, 0.14, 0.2])
def test_sides_that_twitch_shortly_after_each_other_both_take_part(lag_s: float) -> None:
    """A quarter of a period apart, one side is no share of the other."""
    (event,) = events_of(Pull(4.0, 0.2, LEFT, 1.5), Pull(4.0 + lag_s, 0.2, RIGHT, 1.5))
    assert (event.lip, event.side) == ("both", "both")
    assert event.peaks == (2 if lag_s > 0.1 else 1)
    assert event.onset_s == pytest.approx(4.02, abs=0.03)


@pytest.mark.parametrize("lag_s", [0.0, 0.05, 0.1])
def test_sides_that_shake_both_take_part_in_step_or_not(lag_s: float) -> None:
    tremors = (
        Pull(3.0 + shift_s, 2.0, side, 1.5, cycles=10)
        for shift_s, side in ((0.0, LEFT), (lag_s, RIGHT))
    )
    (event,) = events_of(*tremors)
    assert (event.lip, event.side, event.pattern) == ("both", "both", "tremor")
    assert event.peaks == 10


def test_places_that_shake_at_their_own_rates_all_take_part() -> None:
    left, right = Pull(3.0, 3.0, (0,), 1.5, cycles=12), Pull(3.0, 3.0, (1,), 1.5, cycles=15)
    (event,) = events_of(left, right)
    assert (event.lip, event.side, event.pattern) == ("upper", "both", "tremor")


@pytest.mark.parametrize("rate_hz", [5, 8])
def test_a_twitch_elsewhere_during_a_tremor_is_told(rate_hz: int) -> None:
    """However near it comes to a peak of the tremor."""
    tremor = Pull(3.0, 4.0, (2,), 1.0, cycles=4 * rate_hz)
    (event,) = events_of(tremor, Pull(4.57, 0.2, (1,), 3.0), duration_s=9.0)
    assert (event.lip, event.side, event.pattern) == ("both", "both", "tremor")
    assert event.amplitude_mm == pytest.approx(3.0, rel=0.15)


@pytest.mark.parametrize("seed", range(3))
def test_a_restless_face_does_not_make_a_small_twitch_one_of_both_sides(seed: int) -> None:
    """Noise of all quadrants, in part the same, a twelfth as large as the twitches (r.m.s.)."""
    times_s = frame_times_s(30.0, 30.0)
    starts_s = np.arange(6.0, 28.0, 2.3)
    pulls = [Pull(float(at_s), 0.2, LEFT, 0.6) for at_s in starts_s]
    motions = make_motion(times_s, pulls, noise_mm=0.04, seed=seed)
    shared = make_motion(times_s, noise_mm=0.03, seed=seed + 50)
    for motion, other in zip(motions, shared, strict=True):
        motion.lips_mm[:] += other.lips_mm[0]
    detector = Detector(decision=made_decision(strength=(0.3, -1.0, 1.0)))
    events = detector.push(motions) + detector.flush()
    sides = [
        event.side
        for event in events
        if event.kind is Kind.TWITCH and np.abs(starts_s + 0.1 - event.onset_s).min() < 0.15
    ]
    assert len(sides) >= 3
    assert sides.count("left") >= 0.8 * len(sides)


def test_no_rhythm_is_faster_than_the_frames_can_show() -> None:
    """At 15 per second, peaks that come every other frame look the same whenever they were."""
    tremors_hz: list[float] = []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        starts_s = np.arange(5.0, 58.0, 4.0)
        pulls = [
            Pull(at_s, 0.1, (0,), 3.0)
            for start_s in starts_s
            for at_s in start_s + np.concatenate([[0.0], rng.uniform(0.1, 0.18, 4).cumsum()])
        ]
        motions = make_motion(frame_times_s(62.0, 15.0), pulls, noise_mm=0.02, seed=seed)
        detector = Detector()
        events = detector.push(motions) + detector.flush()
        tremors_hz += [event.frequency_hz for event in events if event.frequency_hz]
    assert max(tremors_hz, default=0.0) < 7.2


@pytest.mark.parametrize("rate_hz", [60.0, 120.0])
@pytest.mark.parametrize("length_s", [0.5, 1.5])
def test_shaking_that_is_faster_than_a_tremor_has_no_frequency(
    length_s: float, rate_hz: float
) -> None:
    """None is told in place of its own, and none beyond those of a tremor."""
    shaken_hz = (11.5, 12.0, 12.6, 13.5, 15.0, 17.0)
    pulls = [
        Pull(4.0 + 3 * n, round(length_s * hz) / hz, (0,), 1.5, cycles=round(length_s * hz))
        for n, hz in enumerate(shaken_hz)
    ]
    detector = Detector(decision=STRONG)
    motions = make_motion(frame_times_s(4.0 + 3 * len(pulls), rate_hz), pulls)
    events = detector.push(motions) + detector.flush()
    told_hz = [event.frequency_hz for event in events if event.kind is Kind.TWITCH]
    assert told_hz[:2] == pytest.approx(shaken_hz[:2], rel=0.03)
    assert len(told_hz) >= len(shaken_hz)
    assert set(told_hz[2:]) == {None}


def by_onset(event: Event) -> float:
    return event.onset_s


def test_a_tremor_longer_than_the_longest_event_is_cut_without_overlap() -> None:
    detector = Detector()
    motions = make_motion(frame_times_s(70.0, 30.0), (Pull(2.0, 65.0, (2, 3), 2.0, cycles=325),))
    found = detector.push(motions) + detector.flush()
    assert [event.kind for event in found] == [Kind.TWITCH] * 3
    for one, other in pairwise(found):
        assert one.end_s <= other.onset_s + 0.1
    assert found[0].onset_s == pytest.approx(2.0, abs=0.05)
    assert found[-1].end_s == pytest.approx(67.0, abs=0.05)
    assert sum(event.peaks or 0 for event in found) == pytest.approx(325, abs=3)
    assert all(event.amplitude_mm == pytest.approx(2.0, rel=0.2) for event in found)


@pytest.mark.parametrize(
    ("closed_from_s", "eye"), [(3.92, "left"), (4.1, "left"), (4.3, "left"), (4.6, "none")]
)
def test_an_eye_that_closes_just_before_or_after_closes_with_it(
    closed_from_s: float, eye: str
) -> None:
    """Eyes are looked at ten times a second at most."""
    closed = replace(RESTING_FACE, eye_opening_left=0.02)
    motions = make_motion(
        frame_times_s(8.0, 30.0),
        (Pull(4.0, 0.2, (1,), 2.0),),
        face_at=lambda t: closed if closed_from_s <= t < closed_from_s + 0.05 else RESTING_FACE,
    )
    detector = Detector(decision=STRONG)
    (event,) = (e for e in detector.push(motions) + detector.flush() if e.kind is Kind.TWITCH)
    assert event.eye == eye


def test_eyes_that_were_not_seen_are_not_open() -> None:
    unseen = replace(RESTING_FACE, eye_opening_left=np.nan, eye_opening_right=np.nan)
    motions = make_motion(
        frame_times_s(8.0, 30.0), (Pull(4.0, 0.2, (1,), 2.0),), face_at=lambda _: unseen
    )
    detector = Detector()
    (event,) = detector.push(motions) + detector.flush()
    assert (event.kind, event.eye) == (Kind.TWITCH, None)
