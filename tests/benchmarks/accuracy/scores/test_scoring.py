"""The scorer pairs events one to one and counts what it should."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.scores.scoring import (
    Score,
    false_alarms,
    match,
    middle_s,
    overlap_s,
    score_clip,
    time_watched,
)
from sample_videos.twitches import Twitch, single, tremor
from twitchcam.records import Event, Kind, Reason
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

TRUE = single(1.0, 0.2, "upper", "left", 2.0)
SEEN = Event(Kind.TWITCH, 1.02, 0.2, "upper", "left", "single", 1, None, 1.8, 0.9, "none")
UNSEEN = Event(Kind.UNOBSERVABLE, 0.5, 1.0, reason=Reason.MOUTH_MOVEMENT)
REJECTED = Event(Kind.REJECTED, 1.0, 0.2, "upper", "left", "single", reason=Reason.BLINK)

times = st.floats(0, 5, allow_nan=False)
spans = st.lists(
    st.builds(lambda at, long: Event(Kind.TWITCH, at, long), times, st.floats(0, 1)), max_size=6
)


def score(truth: list[Twitch], *events: Event) -> Score:
    return score_clip(truth, events, duration_s=60.0)


@given(spans, spans)
def test_pairs_are_one_to_one_and_overlap(one: list[Event], other: list[Event]) -> None:
    pairs = match(one, other)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(overlap_s(one[i], other[j]) > 0 for i, j in pairs)


@given(spans, spans)
def test_pairs_are_as_many_and_overlap_as_long_from_either_side(
    one: list[Event], other: list[Event]
) -> None:
    there, back = match(one, other), match(other, one)
    assert len(there) == len(back)
    long_there = sum(overlap_s(one[i], other[j]) for i, j in there)
    long_back = sum(overlap_s(other[i], one[j]) for i, j in back)
    assert long_there == pytest.approx(long_back)


@given(spans)
def test_a_list_matches_itself_completely(events: list[Event]) -> None:
    assert len(match(events, events)) == len(events)


@given(spans, spans)
def test_counts_add_up(one: list[Event], other: list[Event]) -> None:
    truth = [single(event.onset_s, event.duration_s, "upper", "left", 1.0) for event in one]
    total = score(truth, *other)
    assert total.true == len(one) == sum(total.true_patterns.values())
    assert total.found + total.false_alarms == len(other)


def test_more_pairs_outweigh_a_longer_overlap() -> None:
    truth = [single(0.0, 2.0, "upper", "left", 1.0), single(2.1, 0.1, "upper", "left", 1.0)]
    # The long event overlaps both true ones, the short one only the first.
    found = [replace(SEEN, onset_s=0.5, duration_s=2.0), replace(SEEN, onset_s=0.0)]
    assert match(truth, found) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(("gap_s", "pairs"), [(0.199, 1), (0.201, 0)])
def test_both_events_are_widened_by_a_tenth_of_a_second(gap_s: float, pairs: int) -> None:
    late = replace(SEEN, onset_s=TRUE.end_s + gap_s)
    assert len(match([TRUE], [late])) == pairs


def test_a_found_twitch_is_judged_in_every_respect() -> None:
    found = score([TRUE], SEEN)
    assert (found.found, found.missed, found.false_alarms) == (1, 0, 0)
    assert (found.lip_right, found.side_right, found.right_patterns) == (1, 1, Counter(["single"]))
    assert found.onset_errors_s == pytest.approx((0.02,))
    assert found.amplitude_ratios == pytest.approx((0.9,))


def test_labels_are_judged_apart() -> None:
    found = score([TRUE], replace(SEEN, lip="both", pattern="burst"))
    assert (found.lip_right, found.side_right, found.right_patterns) == (0, 1, Counter())


def test_tremor_frequency_is_compared_where_both_have_one() -> None:
    shaking = tremor(1.0, 5, 5.0, "upper", "left", 2.0)
    assert score([shaking], SEEN).frequency_errors_hz == ()
    found = score([shaking], replace(SEEN, frequency_hz=5.2, pattern="tremor"))
    assert found.frequency_errors_hz == pytest.approx((0.2,))


@pytest.mark.parametrize(
    ("events", "missed"),
    [
        ([], Score(silent=1)),
        ([REJECTED], Score(rejected=Counter(["blink"]))),
        ([UNSEEN], Score(unobservable=Counter(["mouth movement"]))),
        ([REJECTED, UNSEEN], Score(unobservable=Counter(["mouth movement"]))),
        ([replace(UNSEEN, onset_s=3.0)], Score(silent=1)),
    ],
)
def test_a_miss_says_how(events: list[Event], missed: Score) -> None:
    total = score([TRUE], *events)
    assert (total.silent, total.rejected, total.unobservable) == (
        missed.silent,
        missed.rejected,
        missed.unobservable,
    )
    assert total.missed == 1


def test_two_found_for_one_true_is_one_false_alarm() -> None:
    again = replace(SEEN, onset_s=1.15)
    assert score([TRUE], SEEN, again).false_alarms == 1
    assert false_alarms([TRUE], [SEEN, again, UNSEEN]) == [again]


def test_scores_add_up() -> None:
    total = score([TRUE], SEEN) + score([TRUE], REJECTED, replace(SEEN, onset_s=4.0))
    assert (total.found, total.missed, total.false_alarms) == (1, 1, 1)
    assert (total.recall, total.precision, total.f1) == (0.5, 0.5, 0.5)


def test_false_alarms_count_over_time_that_is_free_of_true_events() -> None:
    unseen = replace(UNSEEN, onset_s=30.0, duration_s=20.0)
    total = score([TRUE, replace(TRUE, onset_s=1.5)], replace(SEEN, onset_s=4.0), unseen)
    # Both true ones and what lies between and within 0.7 s of them, 0.3 to 2.4 s.
    assert total.duration_s == 60.0
    assert total.free_s == pytest.approx(57.9)
    assert total.free_observable_s == pytest.approx(37.9)
    assert total.false_alarms_per_minute == pytest.approx(60 / 57.9)
    assert total.false_alarms_per_observable_minute == pytest.approx(60 / 37.9)
    near = score([TRUE], SEEN, replace(SEEN, onset_s=1.6))
    assert (near.false_alarms, near.false_alarms_per_minute) == (1, 0.0)


@given(st.lists(st.integers(0, 50), max_size=4, unique=True), st.integers(0, 50), st.integers(0, 5))
def test_what_is_told_apart_is_false_and_too_far_off_to_be_joined(
    onsets: list[int], told: int, length: int
) -> None:
    """Of events as long as false ones are."""
    truth = [replace(TRUE, onset_s=onset / 10) for onset in onsets]
    # Never on the border, which lies at tenths of a second.
    event = replace(SEEN, onset_s=told / 10 + 0.02, duration_s=length / 10 + 0.01)
    watched = time_watched(truth, [event], (middle_s(event) - 0.01, middle_s(event) + 0.01), 60.0)
    assert watched.false_apart == int(watched.free_s > 0)
    pauses_s = (max(one.onset_s - event.end_s, event.onset_s - one.end_s) for one in truth)
    assert not watched.false_apart or min(pauses_s, default=1.0) > DetectionSettings().max_gap_s


def told(truth: Sequence[Twitch], false: Sequence[Event], max_gap_s: float) -> list[Event]:
    """What a detector tells that finds every other twitch: what is near to each other is one."""
    seen = [replace(SEEN, onset_s=one.onset_s, duration_s=one.duration_s) for one in truth[::2]]
    events: list[Event] = []
    for one in sorted([*seen, *false], key=lambda event: event.onset_s):
        if events and one.onset_s - events[-1].end_s < max_gap_s:
            before = events.pop()
            end_s = max(before.end_s, one.end_s)
            one = replace(before, duration_s=end_s - before.onset_s)  # noqa: PLW2901 - joined
        events.append(one)
    return events


def test_as_many_false_ones_are_told_a_minute_as_there_are() -> None:
    """Made up at any time beside dense twitches, and joined to these or paired with them."""
    rng = np.random.default_rng(11)
    total, made, minutes = Score(), 0, 0
    for _ in range(120):
        truth = [replace(TRUE, onset_s=at) for at in np.cumsum(rng.uniform(1.0, 3.0, 28)).tolist()]
        number = int(rng.poisson(2.0))
        false = [
            replace(SEEN, onset_s=float(rng.uniform(0.0, 60.0)), duration_s=float(length_s))
            for length_s in rng.uniform(0.1, 0.6, number)
        ]
        events = told(truth, false, DetectionSettings().max_gap_s)
        total += score_clip([one for one in truth if one.end_s < 60.0], events, 60.0)
        made, minutes = made + number, minutes + 1
    assert total.false_alarms_per_minute == pytest.approx(made / minutes, rel=0.2)
    # Those near to twitches are mostly lost: counted over all time that is free they would be few.
    assert total.false_alarms < 0.6 * made


def test_a_miss_said_to_be_unobservable_counts_against_recall_but_not_of_the_observable() -> None:
    total = score([TRUE], SEEN) + score([TRUE], UNSEEN)
    assert (total.recall, total.recall_of_observable) == (0.5, 1.0)


def test_nothing_has_no_figures() -> None:
    assert (Score().recall, Score().precision, Score().false_alarms_per_minute) == (None,) * 3
