"""The time of a session, without an analysis."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.live.made_up_events import rejected
from tests.live.made_up_source import MadeUpSource
from twitchcam.live.session_clock import (
    ENOUGH_PICTURES,
    LONG_SILENCE_S,
    RATE_PICTURES,
    SessionClock,
)
from twitchcam.records import Event, Frame, Kind, Reason
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from twitchcam.capture.live_source import SourceKind

SETTINGS = DetectionSettings()
# What the source's clock and numbers show at the first picture.
ZERO_S, FIRST = 100.0, 7
PERIOD_S = 1 / 30


def picture(number: int, time_s: float) -> Frame:
    """A picture by its number and time within the session, as its source would give it."""
    gray = np.zeros((2, 2), np.uint8)
    return Frame(FIRST + number, ZERO_S + time_s, gray, lambda _reduce=1: np.dstack([gray] * 3))


class Watched:
    """A source of which one picture after the other is watched."""

    def __init__(self, kind: SourceKind = "camera") -> None:
        self.source = MadeUpSource([picture(0, 0.0)], kind)
        self.clock = SessionClock(self.source, SETTINGS)
        self._number = 0

    def watch(self, *times_s: float) -> list[Frame]:
        """Take pictures at these times of the session."""
        placed: list[Frame] = []
        for time_s in times_s:
            self.source.hang(ZERO_S + time_s - self.source.now_s())
            placed.append(self.clock.place(picture(self._number, time_s)))
            self._number += 1
        return placed

    def watch_on(self, pictures: int, since_s: float = 0.0) -> None:
        """Take pictures one after the other."""
        self.watch(*(since_s + number * PERIOD_S for number in range(pictures)))


def slow(onset_s: float, duration_s: float, kind: Kind = Kind.UNOBSERVABLE) -> Event:
    """What the detector says of a time with too few pictures."""
    return Event(kind, onset_s, duration_s, reason=Reason.LOW_FRAME_RATE)


def test_before_the_first_picture_no_time_passes() -> None:
    watched = Watched()
    watched.source.hang(50.0)
    clock = watched.clock
    assert (clock.time_s, clock.now_s, clock.silent_s) == (0.0, 0.0, 0.0)
    assert (clock.started_s, clock.began, clock.rate_hz) == (None, None, None)


def test_the_first_picture_begins_the_session() -> None:
    """Whatever the source's clock and numbers show; what else is known of a picture stays."""
    watched = Watched()
    first, second = watched.watch(0.0, PERIOD_S)
    assert (first.index, second.index) == (0, 1)
    assert (first.time_s, second.time_s) == pytest.approx((0.0, PERIOD_S))
    assert first.gray.shape == (2, 2)
    assert watched.clock.started_s == ZERO_S
    assert watched.clock.time_s == second.time_s
    assert watched.clock.began is not None
    assert abs(datetime.now().astimezone() - watched.clock.began) < timedelta(minutes=1)


def test_pictures_that_were_dropped_leave_a_gap_in_the_numbers() -> None:
    watched = Watched()
    watched.watch(0.0)
    assert watched.clock.place(picture(5, 5 * PERIOD_S)).index == 5


def test_time_goes_on_without_pictures() -> None:
    watched = Watched()
    watched.watch_on(3)
    watched.source.hang(4.0)
    assert watched.clock.time_s == pytest.approx(2 * PERIOD_S)
    assert watched.clock.now_s == pytest.approx(2 * PERIOD_S + 4.0)


def test_the_present_is_no_older_than_the_newest_picture() -> None:
    """A source may say when a picture was taken before its own clock gets there."""
    watched = Watched()
    watched.watch(0.0, 1.0)
    watched.source.hang(-0.5)
    assert watched.clock.now_s == 1.0


def test_a_silent_camera() -> None:
    """Its silence ends with the next picture."""
    watched = Watched()
    watched.watch_on(3)
    watched.source.hang(4.0)
    assert watched.clock.silent_s == pytest.approx(4.0)
    watched.watch(5.0)
    assert watched.clock.silent_s == 0.0


def test_nobody_expects_pictures_in_a_pause() -> None:
    watched = Watched()
    watched.watch_on(3)
    watched.clock.pause()
    watched.source.hang(4.0)
    assert watched.clock.is_paused
    assert watched.clock.silent_s == 0.0
    assert watched.clock.now_s == pytest.approx(2 * PERIOD_S + 4.0)
    watched.watch(5.0)
    assert not watched.clock.is_paused


def test_a_session_that_is_over_has_no_time_left() -> None:
    watched = Watched()
    watched.watch_on(3)
    watched.source.hang(4.0)
    watched.clock.stop()
    watched.source.hang(4.0)
    assert watched.clock.now_s == pytest.approx(2 * PERIOD_S + 4.0)
    assert watched.clock.silent_s == pytest.approx(4.0)


class TestSilence:
    """Time up to now that nobody could observe, since no pictures came."""

    def test_it_lasts_from_the_last_picture_until_now(self) -> None:
        watched = Watched()
        watched.watch_on(3)
        watched.source.hang(40.0)
        (event,) = watched.clock.silence(600.0)
        assert (event.kind, event.reason) == (Kind.UNOBSERVABLE, Reason.NO_PICTURES)
        assert (event.onset_s, event.duration_s) == pytest.approx((2 * PERIOD_S, 40.0))

    @pytest.mark.parametrize("silent_s", [0.0, LONG_SILENCE_S, 700.0])
    def test_a_short_or_a_very_long_one_is_none(self, silent_s: float) -> None:
        """After a very long one, the session ended with its last picture."""
        watched = Watched()
        watched.watch(0.0)
        watched.source.hang(silent_s)
        assert watched.clock.silence(600.0) == []

    def test_it_ends_with_a_pause_and_does_not_vanish_in_it(self) -> None:
        watched = Watched()
        watched.watch_on(3)
        watched.source.hang(40.0)
        (before,) = watched.clock.silence(600.0)
        watched.clock.pause()
        watched.source.hang(10.0)
        watched.clock.pause()
        assert watched.clock.silence(600.0) == [before]
        watched.clock.stop()
        assert watched.clock.silence(600.0) == [before]

    def test_neither_a_pause_nor_a_recording_is_silent(self) -> None:
        paused, played = Watched(), Watched("file")
        for watched in (paused, played):
            watched.watch_on(3)
        paused.clock.pause()
        for watched in (paused, played):
            watched.source.hang(40.0)
            assert watched.clock.silence(600.0) == []


class TestRate:
    """Of the pictures that came in a row."""

    def test_it_is_not_told_of_few_pictures(self) -> None:
        watched = Watched()
        watched.watch_on(ENOUGH_PICTURES - 1)
        assert watched.clock.rate_hz is None
        watched.watch(ENOUGH_PICTURES * PERIOD_S - PERIOD_S)
        assert watched.clock.rate_hz == pytest.approx(30.0)

    def test_it_follows_the_newest_pictures(self) -> None:
        watched = Watched()
        watched.watch_on(90)
        watched.watch(*(3.0 + number / 15 for number in range(RATE_PICTURES)))
        assert watched.clock.rate_hz == pytest.approx(15.0)

    def test_what_came_is_known_besides_what_was_watched(self) -> None:
        """Up to a pause: what comes in it is for nobody."""
        watched = Watched()
        for number in range(0, 2 * RATE_PICTURES, 2):
            watched.clock.place(picture(number, number * PERIOD_S))
        assert watched.clock.rate_hz == pytest.approx(15.0)
        assert watched.clock.came_hz == pytest.approx(30.0)
        watched.clock.pause()
        first = 100 * RATE_PICTURES
        for number in range(ENOUGH_PICTURES):
            assert watched.clock.came_hz is None or number == 0
            watched.clock.place(picture(first + number, 60.0 + number * PERIOD_S))
        assert watched.clock.came_hz == pytest.approx(30.0)

    def test_a_short_gap_slows_it(self) -> None:
        watched = Watched()
        watched.watch_on(ENOUGH_PICTURES)
        watched.watch(watched.clock.time_s + LONG_SILENCE_S - 0.1)
        assert watched.clock.rate_hz == pytest.approx(ENOUGH_PICTURES / watched.clock.time_s)

    @pytest.mark.parametrize(
        ("is_paused", "gap_s"), [(False, LONG_SILENCE_S + 0.1), (True, PERIOD_S)]
    )
    def test_after_a_silence_or_a_pause_it_is_measured_anew(
        self, gap_s: float, *, is_paused: bool
    ) -> None:
        watched = Watched()
        watched.watch_on(RATE_PICTURES)
        if is_paused:
            watched.clock.pause()
        since_s = watched.clock.time_s + gap_s
        watched.watch_on(ENOUGH_PICTURES - 1, since_s)
        assert watched.clock.rate_hz is None
        watched.watch(watched.clock.time_s + PERIOD_S)
        assert watched.clock.rate_hz == pytest.approx(30.0)


class TestReasons:
    """Why no pictures came, where the detector only knows that they did not."""

    def test_a_camera_that_gave_no_pictures(self) -> None:
        watched = Watched()
        watched.watch(0.0, 1.0, 1.0 + SETTINGS.max_frame_gap_s + 0.01, 5.0)
        assert watched.clock.with_reason(slow(1.3, 3.6)).reason is Reason.NO_PICTURES
        assert watched.clock.with_reason(slow(1.0, 0.2)).reason is Reason.NO_PICTURES

    def test_what_is_no_gap_is_a_low_rate(self) -> None:
        watched = Watched()
        watched.watch(0.0, *(number * SETTINGS.max_frame_gap_s for number in range(1, 20)))
        event = slow(1.0, 2.0)
        assert watched.clock.with_reason(event) == event

    def test_a_pause(self) -> None:
        """However short, and whatever came of it."""
        watched = Watched()
        watched.watch_on(4)
        watched.clock.pause()
        watched.watch(0.2)
        assert watched.clock.with_reason(slow(0.1, 0.1)).reason is Reason.PAUSED

    def test_a_file_has_no_breaks_and_no_silence(self) -> None:
        """It is played as it is, however long that takes; it can be paused."""
        watched = Watched("file")
        watched.watch(0.0, 1.0, 9.0)
        watched.source.hang(60.0)
        assert watched.clock.silent_s == 0.0
        event = slow(1.0, 8.0)
        assert watched.clock.with_reason(event) == event
        watched.clock.pause()
        watched.watch(80.0)
        assert watched.clock.with_reason(slow(9.0, 71.0)).reason is Reason.PAUSED

    @pytest.mark.parametrize(
        ("paused_s", "reason"), [(10.0, Reason.NO_PICTURES), (90.0, Reason.PAUSED)]
    )
    def test_a_pause_of_a_camera_that_hangs(self, paused_s: float, reason: Reason) -> None:
        """What lasted longer is said of both."""
        watched = Watched()
        watched.watch(0.0)
        watched.source.hang(40.0)
        watched.clock.pause()
        watched.watch(40.0 + paused_s)
        assert watched.clock.with_reason(slow(0.0, 40.0 + paused_s)).reason is reason

    def test_each_break_has_its_own_reason(self) -> None:
        watched = Watched()
        watched.watch(0.0, 5.0)
        watched.clock.pause()
        watched.watch(10.0)
        assert watched.clock.with_reason(slow(0.0, 5.0)).reason is Reason.NO_PICTURES
        assert watched.clock.with_reason(slow(5.0, 5.0)).reason is Reason.PAUSED

    def test_a_break_explains_what_it_covers_for_the_most_part(self) -> None:
        watched = Watched()
        watched.watch(0.0, 1.0)
        assert watched.clock.with_reason(slow(0.5, 0.9)).reason is Reason.NO_PICTURES
        assert watched.clock.with_reason(slow(0.5, 1.1)).reason is Reason.LOW_FRAME_RATE

    def test_a_movement_that_a_break_has_cut_off(self) -> None:
        """It ends just before it, or begins just after."""
        watched = Watched()
        watched.watch(0.0, PERIOD_S)
        watched.clock.pause()
        watched.watch(5.0)
        near_s, far_s = 5.0 + SETTINGS.margin_s - 0.01, 5.0 + SETTINGS.margin_s + 0.01
        reasons = [
            watched.clock.with_reason(slow(onset_s, 0.5, Kind.REJECTED)).reason
            for onset_s in (near_s, far_s)
        ]
        assert reasons == [Reason.PAUSED, Reason.LOW_FRAME_RATE]

    def test_other_reasons_stand(self) -> None:
        watched = Watched()
        watched.watch(0.0, 5.0)
        event = replace(rejected(1.0), duration_s=3.0)
        assert watched.clock.with_reason(event) == event
