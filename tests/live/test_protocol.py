"""The guided recording."""

from __future__ import annotations

import numpy as np
import pytest

from tests.live.made_up_events import blind, twitch
from twitchcam.live.protocol import LEAD_IN_S, STEPS, GuidedProtocol
from twitchcam.records import PHASES


def begun(at_s: float = 0.0) -> GuidedProtocol:
    """A protocol whose first part begins then."""
    protocol = GuidedProtocol()
    protocol.start(at_s - LEAD_IN_S)
    protocol.advance(at_s)
    return protocol


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
        protocol = begun(1.0)
        protocol.skip(11.0)
        message = protocol.message(11.0, [], 11.0)
        assert (message["state"], message["step"]) == ("lead_in", 1)
        protocol.advance(11.0 + LEAD_IN_S)
        protocol.cancel(20.0)
        assert [(s.start_s, s.end_s) for s in protocol.stretches] == [(1.0, 11.0), (17.0, 20.0)]
        assert not protocol.is_under_way
        protocol.cancel(21.0)
        assert len(protocol.stretches) == 2

    def test_a_part_that_is_skipped_before_it_begins_does_not_begin(self) -> None:
        protocol = GuidedProtocol()
        protocol.start(0.0)
        protocol.skip(1.0)
        message = protocol.message(1.0, [], 1.0)
        assert (message["state"], message["step"]) == ("lead_in", 1)
        assert message["remaining_s"] == message["lead_in_s"] == LEAD_IN_S
        for _ in STEPS[1:]:
            protocol.skip(2.0)
        message = protocol.message(2.0, [], 2.0)
        assert (message["state"], message["results"]) == ("done", [])
        assert protocol.stretches == []

    def test_results_of_a_step(self) -> None:
        protocol = begun()
        protocol.skip(30.0)
        events = [twitch(5.0, eye="left"), twitch(7.0, eye="none"), twitch(40.0), blind(10.0, 10.0)]
        (result,) = protocol.message(50.0, events, 50.0)["results"]
        assert result["twitches"] == 2
        assert result["with_eye_closure"] == 1
        assert result["observable_s"] == pytest.approx(20.0)
        assert result["per_minute"] is not None
        assert result["per_minute"]["value"] == pytest.approx(6.0)

    def test_no_step_tells_a_rate_where_the_session_tells_none(self) -> None:
        """As where none was found, and none could have been."""
        protocol = begun()
        protocol.skip(30.0)
        (result,) = protocol.message(50.0, [], 50.0, is_told=False)["results"]
        assert (result["twitches"], result["per_minute"]) == (0, None)

    def test_a_part_that_took_no_time_has_no_result(self) -> None:
        """As when it is skipped or paused in the moment in which it begins."""
        protocol = begun()
        protocol.skip(0.0)
        assert protocol.message(0.0, [], 0.0)["results"] == []
        protocol.advance(LEAD_IN_S)
        protocol.pause(LEAD_IN_S)
        assert protocol.message(LEAD_IN_S, [], LEAD_IN_S)["results"] == []

    def test_both_pieces_of_a_part_that_was_paused_count(self) -> None:
        """On the page as in the record."""
        protocol = begun()
        protocol.pause(10.0)
        protocol.resume(40.0 - LEAD_IN_S)
        protocol.advance(40.0)
        protocol.skip(60.0)
        events = [twitch(5.0), twitch(20.0), twitch(50.0), blind(10.0, 30.0)]
        (result,) = protocol.message(60.0, events, 60.0)["results"]
        assert result["twitches"] == 2
        assert result["observable_s"] == pytest.approx(30.0)
        assert [(s.start_s, s.end_s) for s in protocol.stretches] == [(0.0, 10.0), (40.0, 60.0)]

    def test_without_observable_time_nothing_is_known(self) -> None:
        protocol = begun()
        protocol.skip(30.0)
        (result,) = protocol.message(50.0, [blind(0.0, 50.0)], 50.0)["results"]
        assert result["twitches"] is None
        assert result["per_minute"] is None
