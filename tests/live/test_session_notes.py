"""What is known of a session, without an analysis."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from tests.evidence.made_up import SINGLE
from tests.live.made_up_source import MadeUpSource
from twitchcam.live.protocol import GuidedProtocol
from twitchcam.live.session_clock import SessionClock
from twitchcam.live.session_notes import SessionNotes
from twitchcam.records import Event, Frame, Kind, Reason
from twitchcam.settings import DetectionSettings, LiveSettings

if TYPE_CHECKING:
    from twitchcam.analysis import Analysis
    from twitchcam.capture.live_source import SourceKind

LAST_S, SILENT_S = 20.0, 6.0


class MadeUpAnalysis:
    """One that has found what it is told to have."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.detector = SimpleNamespace(unfinished=list)


class Noted:
    """Notes of a camera that has just given a picture."""

    def __init__(self, kind: SourceKind = "camera") -> None:
        gray = np.zeros((2, 2), np.uint8)
        frame = Frame(0, LAST_S, gray, lambda _reduce=1: np.dstack([gray] * 3))
        self.source = MadeUpSource([frame], kind)
        self.source.hang(LAST_S)
        self.analysis = MadeUpAnalysis()
        self.clock = SessionClock(self.source, DetectionSettings())
        self.clock.place(replace(frame, time_s=0.0))
        self.clock.place(replace(frame, index=1))
        self.notes = SessionNotes(
            self.source,
            cast("Analysis", self.analysis),
            self.clock,
            GuidedProtocol(),
            file=None,
            settings=LiveSettings(),
        )


def test_each_event_is_given_once_and_all_are_in_the_record() -> None:
    noted = Noted()
    first, second = (replace(SINGLE, onset_s=onset_s) for onset_s in (3.0, 7.0))
    for event in (first, second):
        noted.analysis.events.append(event)
        assert noted.notes.new_events() == [event]
        assert noted.notes.new_events() == []
    assert noted.notes.events() == (first, second)
    # As the end of an analysis does it.
    longer = replace(second, duration_s=second.duration_s + 1.0)
    noted.analysis.events[-1] = longer
    assert noted.notes.events() == (first, longer)


def test_time_without_pictures_is_known_while_it_lasts_and_given_at_the_end() -> None:
    noted = Noted()
    noted.source.hang(SILENT_S)
    silence = Event(Kind.UNOBSERVABLE, LAST_S, SILENT_S, reason=Reason.NO_PICTURES)
    assert noted.notes.new_events() == []
    assert noted.notes.events() == (silence,)
    assert noted.notes.record.unfinished == [silence]
    noted.notes.end()
    noted.clock.stop()
    noted.source.hang(SILENT_S)
    assert noted.notes.new_events() == [silence]
    assert noted.notes.events() == (silence,)
    assert noted.notes.record.unfinished == []


def test_pictures_that_come_afterwards_were_not_dropped() -> None:
    noted = Noted()
    assert noted.notes.dropped_words == ""
    noted.source.dropped += 1
    noted.notes.end()
    noted.source.dropped += 5
    assert noted.notes.dropped == 1
    assert noted.notes.dropped_words.startswith("1 picture was not watched")


@pytest.mark.parametrize("kind", ["camera", "stream", "file", "browser"])
def test_why_pictures_were_not_watched_is_told_with_what_it_can_be(kind: SourceKind) -> None:
    noted = Noted(kind)
    noted.source.dropped += 2
    words = noted.notes.dropped_words
    assert words.startswith("2 pictures were not watched: too fast for this computer")
    assert ("damaged" in words) is (kind == "browser")
    assert ("twitchcam analyze watches every picture" in words) is (kind == "file")
