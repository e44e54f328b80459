"""Events in two steps, marks of felt twitches, the guided protocol, the coach, commands."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_motion import RESTING_FACE
from twitchcam.live import commands
from twitchcam.live.coach import View, coach_lines, light_of
from twitchcam.live.event_book import EventBook
from twitchcam.live.felt import compare_felt, felt_message, judge_marks
from twitchcam.live.outlets import JsonLines, TerminalLines, counts_line
from twitchcam.live.protocol import LEAD_IN_S, STEPS, GuidedProtocol
from twitchcam.records import PHASES, Event, Kind, Reason
from twitchcam.settings import DetectionSettings, LiveSettings

SETTINGS = LiveSettings()
END_S = 60.0
_PLACES = np.random.default_rng(1).uniform(200, 400, (478, 3)).astype(np.float32)
FACE = replace(RESTING_FACE, landmarks=_PLACES, pupil_distance_px=100.0)


def twitch(onset_s: float, duration_s: float = 0.2, **more: Any) -> Event:  # noqa: ANN401
    return Event(Kind.TWITCH, onset_s, duration_s, "upper", "left", "single", 1, **more)


def rejected(onset_s: float) -> Event:
    return Event(Kind.REJECTED, onset_s, 0.2, reason=Reason.BLINK)


def blind(onset_s: float, duration_s: float) -> Event:
    return Event(Kind.UNOBSERVABLE, onset_s, duration_s, reason=Reason.NO_FACE)


class TestEventBook:
    """One movement, one number."""

    def test_foreseen_then_final(self) -> None:
        book = EventBook()
        (seen,) = book.foresee([twitch(1.0)])
        (final,) = book.settle([twitch(1.05)], None)
        assert (seen["id"], seen["final"]) == (final["id"], False)
        assert final["final"]
        assert final["event"]["onset_s"] == 1.05
        assert book.snapshot() == ([final], 0)

    def test_the_same_again_is_not_told_again(self) -> None:
        book = EventBook()
        assert len(book.foresee([twitch(1.0)])) == 1
        assert book.foresee([twitch(1.0)]) == []
        assert len(book.foresee([twitch(1.0, 0.8)])) == 1

    def test_what_turns_out_to_be_none_is_withdrawn(self) -> None:
        book = EventBook()
        (seen,) = book.foresee([twitch(1.0)])
        (final,) = book.settle([rejected(1.0)], None)
        assert final["withdrawn"]
        assert final["id"] == seen["id"]
        (seen,) = book.foresee([twitch(2.0)])
        (gone,) = book.settle([], None)
        assert (gone["id"], gone["withdrawn"], gone["final"]) == (seen["id"], True, True)
        # What is a rejected movement in the files is one for whoever joins late.
        assert book.snapshot()[0] == [final]

    def test_a_movement_that_goes_on_is_not_withdrawn(self) -> None:
        book = EventBook()
        book.foresee([twitch(2.0)])
        assert book.settle([], 1.95) == []
        assert len(book.snapshot()[0]) == 1

    def test_one_movement_may_become_two_events(self) -> None:
        book = EventBook()
        (seen,) = book.foresee([twitch(1.0, 1.5)])
        one, two = book.settle([twitch(1.0), twitch(2.3)], None)
        assert one["id"] == seen["id"] != two["id"]

    def test_rejected_ones_are_not_foreseen(self) -> None:
        assert EventBook().foresee([rejected(1.0)]) == []

    def test_snapshots_are_bounded(self) -> None:
        book = EventBook()
        book.settle([twitch(float(n)) for n in range(700)], None)
        newest, older = book.snapshot()
        assert len(newest) + older == 700
        assert newest[-1]["event"]["onset_s"] == 699

    @given(st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.booleans()), max_size=40))
    def test_no_number_is_final_twice(self, steps: list[tuple[bool, int, bool]]) -> None:
        book = EventBook()
        finals: list[int] = []
        for is_over, at, is_twitch in steps:
            event = twitch(at / 2) if is_twitch else rejected(at / 2)
            if is_over:
                finals += [m["id"] for m in book.settle([event], None)]
            else:
                assert not any(m["final"] for m in book.foresee([event]))
        assert len(finals) == len(set(finals))


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
        assert judge_marks([2.0], events, SETTINGS, END_S) == (["detected"], 1)
        # The nearer one is taken: only the one that ended 1.8 s before is left.
        assert judge_marks([2.0, 2.6], events, SETTINGS, END_S) == (["detected", "detected"], 0)
        assert judge_marks([2.0, 2.9], events, SETTINGS, END_S) == (["detected", "not detected"], 1)

    def test_too_early_to_say(self) -> None:
        assert judge_marks([5.0], [], SETTINGS, END_S, 4.8)[0] == ["pending"]
        assert judge_marks([5.0], [], SETTINGS, END_S, 6.0)[0] == ["not detected"]

    def test_before_the_first_mark_nobody_promised_anything(self) -> None:
        assert judge_marks([50.0], [twitch(1.0), twitch(49.0)], SETTINGS, END_S) == (
            ["detected"],
            0,
        )

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


class TestProtocol:
    """The steps follow one another on the session's clock."""

    def walk(self, protocol: GuidedProtocol, from_s: float, to_s: float) -> list[tuple[str, str]]:
        """Go on by tenths of a second; gives the states and cues on the way."""
        seen: list[tuple[str, str]] = []
        for time_s in np.arange(from_s, to_s, 0.1):
            protocol.advance(float(time_s))
            message = protocol.message(float(time_s), [], float(time_s))
            now = (message["state"], message["cue"])
            if not seen or seen[-1] != now:
                seen.append(now)
        return seen

    def test_all_steps_in_order(self) -> None:
        protocol = GuidedProtocol()
        protocol.start(10.0)
        whole_s = sum(step.duration_s + LEAD_IN_S for step in STEPS)
        seen = self.walk(protocol, 10.0, 10.0 + whole_s + 5.0)
        assert seen[-1] == ("done", "")
        assert [s.name for s in protocol.stretches] == [step.phase for step in STEPS]
        lengths = [s.end_s - s.start_s for s in protocol.stretches]
        assert lengths == pytest.approx([step.duration_s for step in STEPS], abs=0.15)
        closes = [
            cue for state, cue in seen if state == "active" and cue == "Close your eyes gently"
        ]
        assert len(closes) == 5

    def test_a_part_that_is_paused_begins_anew(self) -> None:
        """Nobody is led while nothing is watched."""
        protocol = GuidedProtocol()
        protocol.start(0.0)
        self.walk(protocol, 0.0, LEAD_IN_S + 20.0)
        protocol.pause(LEAD_IN_S + 20.0)
        waiting = self.walk(protocol, LEAD_IN_S + 20.0, 500.0)
        assert waiting == [("lead_in", "")]
        protocol.skip(400.0)
        assert protocol.message(450.0, [], 450.0)["state"] == "lead_in"
        assert protocol.message(450.0, [], 450.0)["remaining_s"] == LEAD_IN_S
        protocol.resume(500.0)
        self.walk(protocol, 500.0, 500.0 + LEAD_IN_S + 61.0)
        assert [s.name for s in protocol.stretches] == ["rest", "rest"]
        lengths = [s.end_s - s.start_s for s in protocol.stretches]
        assert lengths == pytest.approx([20.0, 60.0], abs=0.3)
        assert len(protocol.message(600.0, [], 600.0)["results"]) == 1

    def test_what_is_under_way_is_told_for_the_journal(self) -> None:
        protocol = GuidedProtocol()
        protocol.start(0.0)
        self.walk(protocol, 0.0, LEAD_IN_S + 20.0)
        (stretch,) = protocol.stretches_until(LEAD_IN_S + 20.0)
        assert (stretch.name, stretch.end_s) == ("rest", LEAD_IN_S + 20.0)
        assert protocol.stretches == []

    def test_steps_are_phases_that_the_evidence_knows(self) -> None:
        assert {step.phase for step in STEPS} <= set(PHASES)
        assert (STEPS[0].duration_s, STEPS[-1].duration_s) == (60.0, 60.0)

    def test_each_cue_has_a_number_of_its_own(self) -> None:
        protocol = GuidedProtocol(STEPS[1:2])
        protocol.start(0.0)
        numbers = set()
        for time_s in np.arange(0.0, 40.0, 0.1):
            protocol.advance(float(time_s))
            numbers.add(protocol.message(float(time_s), [], 0.0)["cue_number"])
        # The start, ten cues, the end.
        assert len(numbers) == 12

    def test_skipping_and_cancelling(self) -> None:
        protocol = GuidedProtocol()
        protocol.start(0.0)
        protocol.skip(1.0)
        assert protocol.message(1.0, [], 1.0)["state"] == "active"
        protocol.skip(11.0)
        assert protocol.message(11.0, [], 11.0)["step"] == 1
        protocol.skip(12.0)
        protocol.cancel(14.0)
        assert [(s.start_s, s.end_s) for s in protocol.stretches] == [(1.0, 11.0), (12.0, 14.0)]
        assert not protocol.is_under_way
        protocol.cancel(15.0)
        assert len(protocol.stretches) == 2

    def test_results_of_a_step(self) -> None:
        protocol = GuidedProtocol()
        protocol.start(0.0)
        protocol.skip(0.0)
        protocol.skip(30.0)
        events = [twitch(5.0, eye="left"), twitch(7.0, eye="none"), twitch(40.0), blind(10.0, 10.0)]
        (result,) = protocol.message(50.0, events, 50.0)["results"]
        assert result["twitches"] == 2
        assert result["with_eye_closure"] == 1
        assert result["observable_s"] == pytest.approx(20.0)
        assert result["per_minute"] is not None
        assert result["per_minute"]["value"] == pytest.approx(6.0)

    def test_without_observable_time_nothing_is_known(self) -> None:
        protocol = GuidedProtocol()
        protocol.start(0.0)
        protocol.skip(0.0)
        protocol.skip(30.0)
        (result,) = protocol.message(50.0, [blind(0.0, 50.0)], 50.0)["results"]
        assert result["twitches"] is None
        assert result["per_minute"] is None


class TestCoach:
    """What is wrong is said in words, and only then."""

    def codes(self, **view: Any) -> list[str]:  # noqa: ANN401
        good = View(face=FACE, light=120.0, rate_hz=30.0, reason=None)
        lines = coach_lines(replace(good, **view), SETTINGS, DetectionSettings())
        assert all(line["text"].endswith(".") for line in lines)
        return [line["code"] for line in lines]

    def test_all_well(self) -> None:
        assert self.codes() == []

    @pytest.mark.parametrize(
        ("view", "code"),
        [
            ({"light": 20.0}, "dark"),
            ({"light": 250.0}, "bright"),
            ({"face": replace(FACE, pupil_distance_px=30.0)}, "far"),
            ({"face": replace(FACE, others=1)}, "other faces"),
            ({"rate_hz": 10.0}, "rate"),
            ({"rate_hz": 20.0}, "rate"),
            ({"reason": Reason.TURNED_AWAY}, "turned away"),
            ({"reason": Reason.MOUTH_MOVEMENT}, "mouth movement"),
            ({"face": None, "reason": Reason.NO_FACE}, "no face"),
        ],
    )
    def test_what_is_wrong(self, view: dict[str, Any], code: str) -> None:
        assert self.codes(**view) == [code]

    def test_a_camera_that_is_slow_in_the_dark_is_told_apart(self) -> None:
        settings = DetectionSettings()
        dark, bright = (
            coach_lines(View(FACE, light, 10.0, None), SETTINGS, settings)[0]["text"]
            for light in (20.0, 120.0)
        )
        assert "low light" in dark
        assert "low light" not in bright

    def test_light_is_that_of_the_face(self) -> None:
        gray = np.full((480, 640), 10, np.uint8)
        points = FACE.landmarks[:, :2].astype(int)
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        gray[max(top, 0) : bottom, max(left, 0) : right] = 200
        assert light_of(gray, None) < 100
        assert light_of(gray, FACE) > 150


@given(st.text(max_size=60) | st.from_regex(r'\{"type": ?"[a-z_]+"(, ?"[a-z_]+": ?[0-9a-z"]+)?\}'))
def test_any_text_is_a_command_or_refused(text: str) -> None:
    """Nothing else happens."""
    with suppress(commands.RefusedMessageError):
        assert commands.parse_text(text)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_picture_or_refused(data: bytes) -> None:
    """Nothing else happens."""
    with suppress(commands.RefusedMessageError):
        assert commands.parse_binary(data).jpeg


def summary(**more: Any) -> Any:  # noqa: ANN401 - a message
    tally = {"events": 2, "peaks": 2, "per_minute": {"value": 4.0, "low": 0.9, "high": 11.0}}
    none = {"events": 0, "peaks": 0, "per_minute": None}
    counts = {"all": tally, "by_side": {"left": tally, "right": none, "both": none}}
    return {
        "type": "summary",
        "duration_s": 30.0,
        "observable_share": 0.9,
        "reasons_s": {"no face": 3.0},
        "counts": counts,
    } | more


def told(event: Event, **more: Any) -> Any:  # noqa: ANN401 - a message
    (message,) = EventBook().settle([event], None)
    return dict(message) | more


class TestLines:
    """What a terminal and a pipe get."""

    def test_running_counts(self) -> None:
        line = counts_line(summary())
        assert line == (
            "0:30.0  2 twitches (2 left), 4.0/min (0.9-11.0), 90% observable (not: no face 3.0 s)"
        )
        assert "nothing could be observed" in counts_line(summary(counts=None))

    def test_a_terminal_keeps_the_counts_on_its_last_line(self) -> None:
        stream = io.StringIO()
        lines = TerminalLines(stream, rewrites=True)
        lines.publish(summary())
        lines.publish(told(twitch(1.0), final=False))
        lines.publish(told(twitch(1.0)))
        lines.publish(told(rejected(2.0)))
        lines.finish()
        shown = [line.strip() for line in stream.getvalue().replace("\r", "\n").splitlines()]
        assert [line for line in shown if line] == [
            counts_line(summary()),
            "0:01.0  Twitch: upper lip, left, single",
            counts_line(summary()),
        ]

    def test_a_log_gets_the_counts_now_and_then(self) -> None:
        stream = io.StringIO()
        lines = TerminalLines(stream, rewrites=False)
        for second in range(21):
            lines.publish(summary(duration_s=float(second)))
        assert len(stream.getvalue().splitlines()) == 3
        lines.finish()
        assert len(stream.getvalue().splitlines()) == 3

    def test_a_log_ends_with_the_last_counts(self) -> None:
        stream = io.StringIO()
        lines = TerminalLines(stream, rewrites=False)
        for second in range(25):
            lines.publish(summary(duration_s=float(second)))
        lines.finish()
        shown = stream.getvalue().splitlines()
        assert shown[3:] == [counts_line(summary(duration_s=24.0))]

    def test_json_lines_say_nothing_twice(self) -> None:
        stream = io.StringIO()
        lines = JsonLines(stream)
        for message in (summary(), summary(), told(twitch(1.0), final=False), told(twitch(1.0))):
            lines.publish(message)
        assert [json.loads(line)["type"] for line in stream.getvalue().splitlines()] == [
            "summary",
            "event",
        ]

    @pytest.mark.parametrize("make", [JsonLines, lambda s: TerminalLines(s, rewrites=False)])
    def test_nobody_reads(self, make: Any) -> None:  # noqa: ANN401 - makes an outlet
        """A closed pipe or a full disk behind it stops nothing."""

        class Broken(io.StringIO):
            def write(self, _text: str) -> int:
                raise BrokenPipeError

        lines = make(Broken())
        lines.publish(summary())
        lines.publish(told(twitch(1.0)))
        assert lines.is_broken
