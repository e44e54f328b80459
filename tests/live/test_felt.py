"""Marks of felt twitches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.live.made_up_events import blind, twitch
from twitchcam.live.felt import compare_felt, felt_message, judge_marks
from twitchcam.records import Event, Kind
from twitchcam.settings import LiveSettings

if TYPE_CHECKING:
    import pytest

SETTINGS = LiveSettings()
END_S = 60.0
DAY_S = 8 * 3600.0


def judged_one_by_one(marks_s: list[float], events: list[Event]) -> tuple[list[str], int]:
    """What marks are, with a look at every event for every mark."""
    before_s, after_s = SETTINGS.felt_before_s, SETTINGS.felt_after_s
    free = [event for event in events if event.kind is Kind.TWITCH]
    unseen = [event for event in events if event.kind is Kind.UNOBSERVABLE]
    outcomes = []
    for mark_s in marks_s:
        start_s, end_s = mark_s - before_s, mark_s + after_s
        near = [one for one in free if one.end_s >= start_s and one.onset_s <= end_s]
        if near:
            free.remove(min(near, key=lambda one: abs(mark_s - one.end_s)))
            outcomes.append("detected")
        elif any(one.onset_s < mark_s and one.end_s > start_s for one in unseen):
            outcomes.append("not observable")
        else:
            outcomes.append("not detected")
    return outcomes, sum(one.end_s >= marks_s[0] for one in free)


class Looks:
    """Counts how often the end of an event is asked for."""

    def __init__(self) -> None:
        self.number = 0

    def __get__(self, event: Event, _: type) -> float:
        self.number += 1
        return event.onset_s + event.duration_s


class TestFelt:
    """Marks and twitches find each other."""

    def test_outcomes(self) -> None:
        events = [twitch(1.0), twitch(10.0), blind(20.0, 5.0)]
        outcomes, unfelt = judge_marks([1.8, 6.0, 22.0], events, SETTINGS, END_S)
        assert outcomes == ["detected", "not detected", "not observable"]
        assert unfelt == 1

    def test_after_the_last_picture_nothing_could_be_observed(self) -> None:
        outcomes, _ = judge_marks([4.0, 33.6], [], SETTINGS, 5.0)
        assert outcomes == ["not detected", "not observable"]

    def test_a_twitch_has_one_mark(self) -> None:
        outcomes, unfelt = judge_marks([1.5, 1.7], [twitch(1.0)], SETTINGS, END_S)
        assert outcomes == ["detected", "not detected"]
        assert unfelt == 0

    def test_the_nearest_twitch_is_taken(self) -> None:
        events = [twitch(0.6), twitch(1.6)]
        assert judge_marks([2.0], events, SETTINGS, END_S) == (["detected"], 0)
        # The nearer one is taken: only the one that ended 1.8 s before is left.
        assert judge_marks([2.0, 2.6], events, SETTINGS, END_S) == (["detected", "detected"], 0)
        assert judge_marks([2.0, 2.9], events, SETTINGS, END_S) == (["detected", "not detected"], 0)

    def test_twitches_before_the_first_mark_may_have_been_felt(self) -> None:
        events = [twitch(8.1), twitch(9.2), twitch(12.0)]
        assert judge_marks([10.0], events, SETTINGS, END_S) == (["detected"], 1)

    def test_too_early_to_say(self) -> None:
        assert judge_marks([5.0], [], SETTINGS, END_S, 4.8)[0] == ["pending"]
        assert judge_marks([5.0], [], SETTINGS, END_S, 6.0)[0] == ["not detected"]

    def test_before_the_first_mark_nobody_promised_anything(self) -> None:
        assert judge_marks([50.0], [twitch(1.0), twitch(49.0)], SETTINGS, END_S) == (
            ["detected"],
            0,
        )

    def test_a_days_marks_are_judged_as_if_each_twitch_was_looked_at(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With few looks: it is done every second, in the thread that watches."""
        rng = np.random.default_rng(7)
        times_s = np.sort(rng.uniform(0.0, DAY_S, 20_000))
        events = [
            twitch(time_s, rng.uniform(0.1, 5.0)) if kind else blind(time_s, rng.uniform(0.1, 2.0))
            for time_s, kind in zip(times_s, rng.integers(0, 2, len(times_s)), strict=True)
        ]
        marks_s = sorted(rng.uniform(0.0, DAY_S, 500))
        looks = Looks()
        with monkeypatch.context() as patch:
            patch.setattr(Event, "end_s", looks)
            outcomes, unfelt = judge_marks(marks_s, events, SETTINGS, DAY_S)
        # One after the other it would be a look at each twitch for each mark.
        assert 0 < looks.number < 5 * (len(events) + len(marks_s))
        assert (outcomes, unfelt) == judged_one_by_one(marks_s, events)
        assert set(outcomes) == {"detected", "not detected", "not observable"}

    def test_words_and_numbers_agree(self) -> None:
        marks, events = [1.5, 8.0], [twitch(1.0), twitch(20.0)]
        message = felt_message(marks, events, SETTINGS, END_S, 30.0)
        felt = compare_felt(marks, events, SETTINGS, END_S)
        assert message["text"] == (
            "2 twitches felt: 1 detected, 1 not detected. Since the first mark 1 twitch was"
            " detected but not marked."
        )
        assert message["felt_and_detected"] == felt.felt_and_detected == 1
        assert message["felt_not_detected"] == felt.felt_not_detected == 1
        assert message["detected_not_felt"] == felt.detected_not_felt == 1
        assert felt_message([], events, SETTINGS, END_S, 30.0)["text"] == ""
