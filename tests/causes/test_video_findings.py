"""What recordings bear out, and how far."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.causes.made_up import RIGHT, UNSEEN_EYE, WITH_EYE, recording
from tests.evidence.made_up import BURST, SINGLE, TREMOR, blind, evidence_of
from twitchcam.causes.strengths import rate_ratio_above
from twitchcam.causes.urgency import CLEAR
from twitchcam.causes.video_findings import MEASUREMENTS, SLEEP_RATIO, measure
from twitchcam.evidence.false_twitches import most_false
from twitchcam.evidence.what_it_tells import HUGE_MM
from twitchcam.records import PhaseEvidence

if TYPE_CHECKING:
    from twitchcam.records import Event, Evidence

PLAIN = replace(BURST, eye="none")


def strength(name: str, *recordings: Evidence) -> float:
    return measure(recordings)[name].strength


def tremor(frequency_hz: float) -> Event:
    return replace(TREMOR, frequency_hz=frequency_hz)


@pytest.mark.parametrize("recordings", [(), (evidence_of(blind()),), (recording(),)])
def test_what_was_not_seen_says_nothing(recordings: tuple[Evidence, ...]) -> None:
    """No recording, nothing observable, and no twitches: none of them is an absence."""
    assert {name: m.strength for name, m in measure(recordings).items()} == dict.fromkeys(
        MEASUREMENTS, 0.0
    )


def test_signs_are_borne_out() -> None:
    long = 120.0
    assert strength("eye_share", recording((WITH_EYE, 20), duration_s=long)) > 0.8
    assert strength("eye_share", recording((SINGLE, 20), duration_s=long)) < -0.8
    assert strength("one_side", recording((SINGLE, 20), duration_s=long)) > 0.8
    assert strength("one_side", recording((SINGLE, 20), (RIGHT, 20), duration_s=long)) < -0.8
    assert strength("single", recording((SINGLE, 20), duration_s=long)) > 0.8
    assert strength("runs", recording((PLAIN, 20), duration_s=long)) > 0.8
    assert strength("slow_rhythm", recording((tremor(5.0), 10), duration_s=long)) > 0.8
    assert strength("fast_rhythm", recording((tremor(9.0), 10), duration_s=long)) > 0.8
    assert strength("slow_rhythm", recording((tremor(9.0), 10), duration_s=long)) < -0.8
    # Too few pictures to tell 5 from 10 Hz.
    slow = recording((tremor(5.0), 10), duration_s=long)
    either = replace(slow, recording=replace(slow.recording, rate_hz=15.0))
    assert abs(strength("slow_rhythm", either)) < 0.1
    assert strength("large", recording((replace(SINGLE, amplitude_mm=4.0), 20))) > 0.6
    assert strength("large", recording((replace(SINGLE, amplitude_mm=0.5), 20))) < -0.6


def test_a_quarter_of_a_minute_is_clear_where_nearly_all_twitches_say_so() -> None:
    def share(with_eye: int) -> float:
        made = recording((WITH_EYE, with_eye), (SINGLE, 2), duration_s=15.0)
        return strength("eye_share", made)

    assert share(4) < CLEAR <= share(8)


def test_what_one_recording_shows_of_the_eye_stays_seen() -> None:
    eye, open_ = recording((WITH_EYE, 12)), recording((SINGLE, 200), duration_s=600.0)
    assert strength("eye_share", eye, open_) < -CLEAR
    assert strength("eye_mostly_seen", eye, open_) == strength("eye_mostly_seen", eye) >= CLEAR
    some = recording((WITH_EYE, 12), (SINGLE, 18))
    assert strength("eye_seen", some) >= CLEAR > strength("eye_mostly_seen", some)


def with_limit(evidence: Evidence, limit_mm: float | None) -> Evidence:
    sensor = replace(evidence.sensor, smallest_detectable_mm=limit_mm)
    return replace(evidence, sensor=sensor)


@pytest.mark.parametrize(("name", "phase"), [("in_sleep", "sleep"), ("held_back", "hold")])
def test_a_poorer_recording_does_not_show_that_twitches_were_away(name: str, phase: str) -> None:
    """Only one that could see as much as the other shows that."""
    lively = with_limit(recording((SINGLE, 30), rest=60.0), 0.7)
    quiet = recording((SINGLE, 0), **{phase: 300.0})
    assert abs(strength(name, lively, with_limit(quiet, 0.8))) > 0.5
    for limit_mm in (6.0, None):
        assert strength(name, lively, with_limit(quiet, limit_mm)) == 0.0
    # What was seen was there, however little could be seen.
    busy = recording((SINGLE, 150), **{phase: 300.0})
    assert strength(name, lively, with_limit(busy, 6.0)) == strength(
        name, lively, with_limit(busy, 0.8)
    )


def test_what_is_smaller_than_the_limit_is_no_reason_to_see_less_in_the_better_recording() -> None:
    """What was found below the limit of one is no measure of what the other had to see."""
    small = replace(SINGLE, amplitude_mm=0.5)
    lively = with_limit(recording((small, 30), rest=60.0), 0.8)
    quiet = with_limit(recording((small, 0), hold=300.0), 0.7)
    assert abs(strength("held_back", lively, quiet)) > 0.5


def test_large_twitches_in_sleep_do_not_let_a_poorer_recording_show_more() -> None:
    """What was to be seen while awake is of the size that it has while awake."""
    lively = with_limit(recording((SINGLE, 30), rest=60.0), 0.7)
    quiet = with_limit(recording((SINGLE, 0), hold=300.0), 2.0)
    asleep = recording((replace(SINGLE, amplitude_mm=4.0), 90), sleep=60.0)
    assert strength("held_back", lively, quiet, asleep) == 0.0


def test_what_could_see_nothing_is_no_rest_without_twitches() -> None:
    """Or much time of it would make any twitch in sleep look frequent."""
    awake, asleep = recording((SINGLE, 20)), recording((SINGLE, 3), sleep=120.0)
    blunt = with_limit(recording((SINGLE, 0), duration_s=600.0), 1.01 * HUGE_MM)
    alone = strength("in_sleep", awake, asleep)
    assert alone < -0.5
    assert strength("in_sleep", awake, asleep, blunt) == alone


def test_the_usual_size_is_a_median_over_recordings() -> None:
    """A few large twitches do not make all of them large."""
    sizes_mm = ((1.0, 10), (1.1, 10), (9.0, 5))
    recordings = [recording((replace(SINGLE, amplitude_mm=mm), n)) for mm, n in sizes_mm]
    measured = measure(recordings)["large"]
    assert measured.strength < 0
    assert measured.basis == "median 1.1 mm"


def test_many_eye_closures_are_counted_as_they_are() -> None:
    many = recording((WITH_EYE, 900), (SINGLE, 100), duration_s=6000.0)
    assert measure([many])["eye_share"].basis == "900 of 1000"


def test_one_long_tremor_is_enough() -> None:
    long = replace(TREMOR, duration_s=20.0, peaks=100, frequency_hz=5.0)
    assert strength("slow_rhythm", recording((long, 1))) > 0.7


def test_a_fast_tremor_hides_no_slow_one() -> None:
    """Both are told of one recording, whatever its dominant frequency is."""
    both = recording((tremor(9.5), 10), (tremor(5.0), 6), duration_s=120.0)
    assert both.dominant_frequency_hz == pytest.approx(9.5)
    alone = recording((tremor(5.0), 6), duration_s=120.0)
    assert strength("shaking_seen", both) == strength("shaking_seen", alone) > 0.5
    assert measure([both])["slow_rhythm"].basis == "5.0 Hz and 9.5 Hz"
    shares = [strength(name, both) for name in ("fast_rhythm", "slow_rhythm")]
    assert shares[0] > 0 > shares[1]


def test_without_peaks_by_frequency_the_dominant_one_stands_for_all() -> None:
    told = recording((tremor(5.0), 6), duration_s=120.0)
    untold = replace(told, tremor_peaks_by_hz=None)
    assert measure([untold]) == measure([told])
    assert strength("shaking_seen", replace(untold, dominant_frequency_hz=None)) == 0


def test_a_single_twitch_is_on_one_side_whatever_the_cause() -> None:
    assert strength("one_side", recording((SINGLE, 1))) == 0


def test_eyes_that_were_not_seen_weigh_nothing() -> None:
    assert strength("eye_share", recording((UNSEEN_EYE, 20))) == 0
    few = strength("eye_share", recording((WITH_EYE, 3)))
    assert strength("eye_share", recording((WITH_EYE, 3), (UNSEEN_EYE, 20))) == pytest.approx(few)


@pytest.mark.parametrize(
    ("name", "event"), [("eye_share", WITH_EYE), ("one_side", SINGLE), ("single", SINGLE)]
)
def test_more_twitches_and_longer_recordings_weigh_more(name: str, event: Event) -> None:
    strengths = [strength(name, recording((event, count))) for count in (1, 2, 4, 8, 16, 32)]
    assert strengths == sorted(strengths)
    assert strengths[0] < 0.5 < strengths[-1]
    times = [strength(name, recording((event, 8), duration_s=s)) for s in (10.0, 30.0, 90.0)]
    assert times == sorted(times)


def test_recordings_of_one_person_add_up() -> None:
    one = recording((WITH_EYE, 4), duration_s=20.0)
    assert strength("eye_share", one, one) > strength("eye_share", one)
    together = strength("eye_share", one, one)
    at_once = strength("eye_share", recording((WITH_EYE, 8), duration_s=40.0))
    assert together == pytest.approx(at_once)


def test_holding_back() -> None:
    def held(rest: int, hold: int) -> float:
        return strength(
            "held_back", recording((SINGLE, rest), (SINGLE, hold), rest=60.0, hold=60.0)
        )

    assert held(20, 2) > 0.8
    assert held(20, 20) < -0.8
    assert held(6, 0) > 0
    assert held(1, 0) == 0
    assert held(0, 0) == 0
    assert strength("held_back", recording((SINGLE, 20), rest=60.0)) == 0


def test_set_off_by_other_movements() -> None:
    def set_off(rest: int, closure: int) -> float:
        made = recording((SINGLE, rest), (SINGLE, closure), rest=60.0, eye_closure=20.0)
        return strength("set_off", made)

    assert set_off(1, 15) > 0.8
    assert set_off(20, 2) < -0.5


def test_sleep_is_set_against_rest_of_any_recording() -> None:
    awake = recording((SINGLE, 10))
    asleep, quiet = recording((SINGLE, 10), sleep=60.0), recording(sleep=60.0)
    assert strength("in_sleep", awake, asleep) > 0.8
    assert strength("in_sleep", awake, quiet) < -0.7
    assert strength("in_sleep", asleep) > 0.8
    assert strength("in_sleep", quiet) == 0
    assert strength("one_side", asleep) == 0


@pytest.mark.parametrize(
    ("name", "phases_s"),
    [
        ("held_back", {"rest": 60.0, "hold": 1.0}),
        ("held_back", {"rest": 60.0, "hold": 3.0}),
        ("set_off", {"rest": 60.0, "brow_raise": 1.0}),
        ("in_sleep", {"rest": 60.0, "sleep": 2.0}),
    ],
)
def test_a_moment_without_twitches_says_little(name: str, phases_s: dict[str, float]) -> None:
    """At one twitch in two seconds, none in a second or two is mere chance."""
    assert abs(strength(name, recording((SINGLE, 30), **phases_s))) < 0.35


LOOKS = {
    *("eye_share", "one_side", "one_side_seen", "slow_rhythm", "shaking_seen", "fast_rhythm"),
    *("single", "runs", "large"),
}


@pytest.mark.parametrize("phase", ["smile", "pucker", "eye_closure", "brow_raise"])
def test_only_rest_tells_what_twitches_look_like(phase: str) -> None:
    """A mouth that purses or smiles shakes, far and on both sides, by that alone."""
    huge = replace(TREMOR, side="both", amplitude_mm=6.0)
    asked = recording((huge, 3), **{phase: 30.0})
    beside = recording((SINGLE, 20), (huge, 20), rest=60.0, **{phase: 60.0})
    alone = measure([recording((SINGLE, 20), rest=60.0)])
    for name in LOOKS:
        assert strength(name, asked) == 0
        assert measure([beside])[name] == alone[name]


@pytest.mark.parametrize("phase", ["smile", "pucker"])
def test_a_mouth_that_is_moved_sets_nothing_off(phase: str) -> None:
    moved = recording((SINGLE, 1), (SINGLE, 20), rest=60.0, **{phase: 20.0})
    assert strength("set_off", moved) == 0


def test_parts_at_rest_look_like_a_recording_at_rest() -> None:
    parts = measure([recording((SINGLE, 10), (TREMOR, 2), rest=30.0, hold=30.0)])
    whole = measure([recording((SINGLE, 10), (TREMOR, 2))])
    for name in LOOKS:
        assert parts[name] == whole[name]


def test_parts_that_do_not_tell_their_looks_tell_none() -> None:
    """As in files of older versions."""
    told = recording((SINGLE, 20), rest=60.0)
    untold = {
        name: PhaseEvidence(one.observable_s, one.events, one.peaks, one.per_minute, None)
        for name, one in (told.phases or {}).items()
    }
    old = replace(told, phases=untold)
    assert all(strength(name, old) == 0 for name in LOOKS)
    assert strength("one_side", old, told) > 0


def test_as_many_as_can_be_false_say_nothing() -> None:
    """Over hours there are many of them, asleep as well."""
    night_s = 8 * 3600.0
    false = most_false(night_s)
    asleep = recording((WITH_EYE, false), sleep=night_s)
    assert strength("in_sleep", asleep) == 0.0
    awake = recording((WITH_EYE, false), duration_s=night_s)
    assert {name: m.strength for name, m in measure([awake]).items()} == dict.fromkeys(
        MEASUREMENTS, 0.0
    )
    many = recording((WITH_EYE, 2 * false), duration_s=night_s)
    assert strength("eye_share", many) > 0.9


@pytest.mark.parametrize(("asleep", "awake"), [(240, 10), (240, 5), (0, 5)])
def test_false_twitches_turn_no_comparison_round(asleep: int, awake: int) -> None:
    """They may all have come in the one time, or all in the other."""
    both = recording((SINGLE, asleep), sleep=8 * 3600.0), recording((SINGLE, awake), duration_s=300)
    plain = rate_ratio_above((asleep, 8 * 3600.0), (awake, 300.0), SLEEP_RATIO)
    assert 0.0 <= strength("in_sleep", *both) / plain <= 1.0


def test_those_of_recordings_that_do_not_tell_are_not_taken_off_others() -> None:
    telling = recording((WITH_EYE, 8))
    blind_eyes = recording((UNSEEN_EYE, 20), duration_s=1200.0)
    assert strength("eye_share", telling, blind_eyes) == strength("eye_share", telling) > 0
    shaking = recording((tremor(5.0), 8), duration_s=120.0)
    unknown = replace(TREMOR, frequency_hz=None)
    fast = recording((unknown, 20), duration_s=1800.0)
    assert strength("slow_rhythm", shaking, fast) == strength("slow_rhythm", shaking) > 0


def test_false_twitches_are_taken_off_those_of_older_files_too() -> None:
    new = recording((WITH_EYE, 4), rest=300.0)
    assert new.phases is not None
    untold = {"by_side": None, "by_pattern": None, "tremor_peaks_by_hz": None, "amplitude_mm": None}
    old = replace(new, phases={name: replace(one, **untold) for name, one in new.phases.items()})  # type: ignore[arg-type]
    assert strength("eye_share", old) == strength("eye_share", new) == 0.0


def test_those_that_can_be_false_may_all_be_of_one_sort() -> None:
    many = recording((WITH_EYE, 40), (SINGLE, 20), duration_s=60.0)
    rare = recording((WITH_EYE, 40), (SINGLE, 20), duration_s=3600.0)
    assert strength("eye_share", rare) < strength("eye_share", many)


def test_eyes_closed_on_purpose_do_not_count() -> None:
    guided = recording((SINGLE, 20), (WITH_EYE, 20), rest=60.0, eye_closure=30.0)
    assert strength("eye_share", guided) < -0.5


counts = st.integers(0, 30)


@given(eye=counts, open_=counts, right=counts, bursts=counts, tremors=counts)
def test_strengths_stay_within_bounds(
    eye: int, open_: int, right: int, bursts: int, tremors: int
) -> None:
    made = recording(
        (WITH_EYE, eye), (SINGLE, open_), (RIGHT, right), (PLAIN, bursts), (TREMOR, tremors)
    )
    assert all(-1 <= m.strength <= 1 for m in measure([made]).values())


@given(eye=counts, open_=counts)
def test_one_more_sign_never_weakens_it(eye: int, open_: int) -> None:
    def share(eye: int, open_: int) -> float:
        # Of so many twitches the number with seen eyes is read off the interval.
        return strength("eye_share", recording((WITH_EYE, eye), (SINGLE, open_)))

    assert share(eye + 1, open_) >= share(eye, open_) - 1e-9
    assert share(eye, open_ + 1) <= share(eye, open_) + 1e-9
