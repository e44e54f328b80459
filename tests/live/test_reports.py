"""How often what is told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from tests.evidence.made_up import SINGLE, evidence_of
from tests.live.made_up_messages import causes, status
from tests.live.made_up_messages import protocol as protocol_message
from tests.live.made_up_messages import session as session_message
from tests.live.made_up_source import Told
from twitchcam.live.reports import (
    KEEPING_INTERVAL_S,
    STATUS_INTERVAL_S,
    SUMMARY_INTERVAL_S,
    Reports,
)
from twitchcam.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from twitchcam.live.messages import CausesMessage, ProtocolMessage
    from twitchcam.live.session import Session
    from twitchcam.live.snapshot import Snapshots

SUMMARY_COSTS_S, LASTS_S, STEP_S = 0.1, 20.0, 0.01


class Clock:
    """A clock that goes only when something is done; for the wall and for the thread's own time."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def monotonic(self) -> float:
        return self.now_s

    thread_time = monotonic


class LongSession:
    """One whose summary takes a while; ``kept`` counts how often it was got onto the disk."""

    protocol = SimpleNamespace(is_under_way=False, is_over=False)

    def __init__(self, clock: Clock) -> None:
        self.kept = 0
        self._clock = clock
        record = SimpleNamespace(marks_s=[])
        self.notes = SimpleNamespace(record=record, update_evidence=self._update_evidence)

    def keep(self) -> None:
        self.kept += 1

    def guided(self) -> ProtocolMessage:
        return protocol_message("done")

    def _update_evidence(self) -> Evidence:
        self._clock.now_s += SUMMARY_COSTS_S
        return evidence_of()


def reports_to(
    told: Told, match_causes: Callable[[Evidence | None], CausesMessage] | None = None
) -> Reports:
    snapshots = SimpleNamespace(session=session_message, status=status)
    return Reports(cast("Snapshots", snapshots), told, match_causes)


def test_what_takes_long_comes_less_often_and_leaves_time_to_watch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    monkeypatch.setattr("twitchcam.live.reports.time", clock)
    told, long = Told(), LongSession(clock)
    reports = reports_to(told)
    until_s = clock.now_s + LASTS_S
    while clock.now_s < until_s:
        reports.tell(cast("Session", long))
        clock.now_s += STEP_S
    # Each 2 s, which is 20 times what it takes; the rest as often as it should be.
    assert len(told.of("summary")) == pytest.approx(LASTS_S / 2, abs=1)
    assert long.kept == pytest.approx(LASTS_S / KEEPING_INTERVAL_S, abs=1)
    assert len(told.of("status")) == pytest.approx(LASTS_S / STATUS_INTERVAL_S, abs=2)


def test_counts_and_causes_are_of_the_same_evidence() -> None:
    """However seldom causes are matched, and at once when the session is over."""
    told, session, matched = Told(), LongSession(Clock()), list[Evidence | None]()
    evidence = [evidence_of(*[SINGLE] * events) for events in range(3)]
    session.notes.update_evidence = iter(evidence).__next__

    def match(evidence: Evidence | None) -> CausesMessage:
        matched.append(evidence)
        return causes(text=str(len(matched)))

    reports = reports_to(told, match)
    reports.tell(cast("Session", session))
    for _ in evidence[1:]:
        reports.tell_all(cast("Session", session))
    assert matched == [None, *evidence]
    counts = [summary["counts"]["all"]["events"] for summary in told.of("summary")]
    assert counts == [0, 1, 2]
    assert [message["text"] for message in told.of("causes")] == ["2", "3", "4"]


def test_the_causes_of_another_session_come_with_its_first_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are promised for when something has been seen."""
    clock = Clock()
    monkeypatch.setattr("twitchcam.live.reports.time", clock)
    told = Told()
    reports = reports_to(told, lambda seen: causes(text="Nothing fits." if seen else "So far."))
    for number in (1, 2):
        session = LongSession(clock)
        reports.tell(cast("Session", session))
        assert len(told.of("summary")) == number
        assert told.of("causes")[-1]["text"] == "Nothing fits."
        reports.forget_causes()
        assert told.of("causes")[-1] == reports.causes == causes(text="So far.")
        # Until counts are due again, and less than until causes would be.
        clock.now_s += 2 * SUMMARY_INTERVAL_S


def test_what_a_protocol_showed_is_told_with_the_counts_also_when_it_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The twitches of its last moments are judged only then."""
    clock = Clock()
    monkeypatch.setattr("twitchcam.live.reports.time", clock)
    told, session = Told(), LongSession(clock)
    session.protocol = SimpleNamespace(is_under_way=False, is_over=True)
    reports = reports_to(told)
    for _ in range(3):
        reports.tell(cast("Session", session))
        clock.now_s += LASTS_S
    assert len(told.of("protocol")) == len(told.of("summary")) == 3
