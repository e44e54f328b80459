"""The figures of the live benchmark."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.live.figures import report
from benchmarks.live.watched_run import Measured
from twitchcam.records import Event, Kind


def row(onset_s: float, kind: str = "twitch") -> dict[str, Any]:
    return {"kind": kind, "onset_s": onset_s, "duration_s": 0.2}


def test_delays_are_taken_from_the_end_of_the_movement() -> None:
    """Two twitches: one shown in two steps, one only as final; a third is never seen."""
    truth = [Event(Kind.TWITCH, onset_s, 0.2) for onset_s in (1.0, 5.0, 9.0)]
    zero_s = 1000.0
    measured = Measured(
        ages_s=[0.001, 0.003],
        queue=[0, 2],
        load=[1.0, 2.0, 9.0],
        memory_mb=[100.0] * 4 + [101.0] * 4 + [102.0] * 4,
        told={
            (1, False): (zero_s + 1.5, row(1.0)),
            (1, True): (zero_s + 1.9, row(1.0)),
            (2, True): (zero_s + 5.8, row(5.0)),
            (3, False): (zero_s + 7.0, row(6.8)),
            (4, True): (zero_s + 7.0, row(9.0, "rejected")),
        },
        shown={
            (1, False): zero_s + 1.55,
            (1, True): zero_s + 1.95,
            (2, True): zero_s + 5.9,
            (3, False): zero_s + 7.0,
        },
        zero_s=zero_s,
    )
    events = [Event(Kind.TWITCH, 1.0, 0.2), Event(Kind.TWITCH, 5.0, 0.2)]
    counts = {"pictures": 299, "dropped": 1, "duration_s": 10.0, "busy_s": 4.0, "events": events}
    figures = report(measured, counts, truth)
    assert figures["dropped_share"] == pytest.approx(1 / 300, abs=1e-5)
    assert figures["pictures_per_s"] == 30.0
    assert figures["processor_share"] == 0.4
    assert figures["machine_load"]["median"] == 2.0
    assert figures["twitches"] == {
        "synthetic": 3,
        "found": 2,
        "made_up": 0,
        "in_the_record": 2,
    }
    assert figures["foreseen"] == {"shown": 2, "withdrawn": 1, "counted_without": 1}
    shown = figures["latency_s"]["end of movement to event on the page"]
    assert shown["n"] == 2
    assert shown["median"] == pytest.approx((0.35 + 0.7) / 2, abs=0.002)
    final = figures["latency_s"]["end of movement to final event on the page"]
    assert final["largest"] == pytest.approx(0.75, abs=0.002)
    assert figures["latency_s"]["told to shown on the page"]["largest"] == pytest.approx(0.1)


def test_what_is_made_up_does_not_stand_in_for_what_is_missed() -> None:
    measured = Measured(
        ages_s=[0.001],
        queue=[0],
        load=[1.0],
        memory_mb=[100.0] * 10,
        told={
            # The beginning of a burst, shown while it goes on.
            (1, False): (0.5, {"kind": "twitch", "onset_s": 1.0, "duration_s": 0.2}),
            (1, True): (2.9, {"kind": "twitch", "onset_s": 1.0, "duration_s": 1.0}),
            (2, True): (5.0, row(4.0)),
        },
        shown={(1, False): 1.5, (1, True): 3.0, (2, True): 5.1},
        zero_s=0.0,
    )
    truth = [Event(Kind.TWITCH, 1.0, 1.0), Event(Kind.TWITCH, 8.0, 0.2)]
    counts = {"pictures": 10, "dropped": 0, "duration_s": 10.0, "busy_s": 4.0, "events": []}
    figures = report(measured, counts, truth)
    assert figures["twitches"] == {
        "synthetic": 2,
        "found": 1,
        "made_up": 1,
        "in_the_record": 0,
    }
    shown = figures["latency_s"]["end of movement to event on the page"]
    assert (shown["n"], shown["median"]) == (1, pytest.approx(1.0))


@given(st.integers(0, 4), st.lists(st.integers(0, 40), max_size=12))
def test_no_twitch_excuses_two_events(twitches: int, onsets: list[int]) -> None:
    """Whatever is told beside the one event that each twitch has is made up, however near."""
    truth = [Event(Kind.TWITCH, 1.0 + number, 0.2) for number in range(twitches)]
    told = {(number, True): (9.0, row(onset / 10)) for number, onset in enumerate(onsets)}
    measured = Measured(ages_s=[0.001], queue=[0], load=[1.0], memory_mb=[100.0], told=told)
    counts = {"pictures": 10, "dropped": 0, "duration_s": 10.0, "busy_s": 4.0, "events": []}
    figures = report(measured, counts, truth)["twitches"]
    assert figures["found"] <= min(len(truth), len(onsets))
    assert figures["found"] + figures["made_up"] == len(onsets)


def test_twitches_told_three_times_are_made_up_twice() -> None:
    truth = [Event(Kind.TWITCH, float(onset_s), 0.2) for onset_s in range(1, 8)]
    onsets_s = [one.onset_s + late_s for one in truth for late_s in (-0.45, 0.0, 0.45)]
    told = {(number, True): (9.0, row(onset_s)) for number, onset_s in enumerate(onsets_s)}
    measured = Measured(ages_s=[0.001], queue=[0], load=[1.0], memory_mb=[100.0], told=told)
    counts = {"pictures": 10, "dropped": 0, "duration_s": 10.0, "busy_s": 4.0, "events": []}
    figures = report(measured, counts, truth)["twitches"]
    assert (figures["found"], figures["made_up"]) == (7, 14)
