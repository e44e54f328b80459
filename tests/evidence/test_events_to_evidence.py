"""What a list of events amounts to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.made_up import (
    AWAY,
    BURST,
    EVENTS,
    RECORDING,
    SENSOR,
    SINGLE,
    SMILE,
    TALK,
    TREMOR,
    blind,
    evidence_of,
)
from tests.mirrored_sides import MIRRORED_SIDE
from twitchcam.evidence.what_it_tells import HUGE_MM, LEAST_SEEN_S, is_too_coarse, tells_rate
from twitchcam.records import (
    COARSE_QUANTISER,
    EYES,
    LIPS,
    PATTERNS,
    SIDES,
    Counts,
    Event,
    Evidence,
    Kind,
    Reason,
)

if TYPE_CHECKING:
    import random

twitches = st.builds(
    Event,
    kind=st.just(Kind.TWITCH),
    onset_s=st.floats(0, 60),
    duration_s=st.floats(0.05, 3),
    lip=st.sampled_from(LIPS),
    side=st.sampled_from(SIDES),
    pattern=st.sampled_from(PATTERNS),
    peaks=st.integers(1, 20),
    frequency_hz=st.one_of(st.none(), st.floats(3, 11)),
    amplitude_mm=st.one_of(st.none(), st.floats(0.1, 5)),
    eye=st.sampled_from([None, *EYES]),
)
stretches = st.builds(
    Event,
    kind=st.sampled_from([Kind.UNOBSERVABLE, Kind.REJECTED]),
    onset_s=st.floats(-5, 70),
    duration_s=st.floats(0, 30),
    reason=st.sampled_from(Reason),
)
event_lists = st.lists(st.one_of(twitches, stretches), max_size=40)


def counts_of(evidence: Evidence) -> Counts:
    """Give counts that are known to exist."""
    assert evidence.counts is not None
    return evidence.counts


def test_overlapping_stretches() -> None:
    """Overlapping unobservable stretches count once in total and fully by reason."""
    time = evidence_of(AWAY, TALK).time
    assert time.unobservable_s == pytest.approx(15.0)
    assert time.observable_s == pytest.approx(45.0)
    assert time.observable_share == pytest.approx(0.75)
    assert time.unobservable_s_by_reason == {"no face": 10.0, "mouth movement": 10.0}


def test_stretches_cut() -> None:
    """Stretches are cut to the recording."""
    time = evidence_of(replace(AWAY, onset_s=-5), replace(TALK, onset_s=55.0)).time
    assert time.unobservable_s == pytest.approx(10.0)


def test_counts() -> None:
    """Counts in events and peaks by lip side and pattern."""
    counts = counts_of(evidence_of(*EVENTS))
    assert (counts.all.events, counts.all.peaks) == (3, 17)
    assert counts.all.by_pattern == {"single": 1, "burst": 1, "tremor": 1}
    assert {lip: tally.events for lip, tally in counts.by_lip.items()} == {
        "upper": 1,
        "lower": 2,
        "both": 0,
    }
    assert counts.by_side["right"].peaks == 12
    assert counts.by_pattern["burst"].peaks == 4
    assert counts.by_lip_and_side["lower"]["left"].events == 2
    assert counts.by_lip_and_side["upper"]["left"].events == 0


def test_rate_per_observable_minute() -> None:
    """Rates are per observable minute."""
    rate = counts_of(evidence_of(SINGLE, BURST, TREMOR, AWAY, TALK)).all.per_minute
    assert rate is not None
    assert rate.value == pytest.approx(3 / 0.75)


def test_facts() -> None:
    """Sides rhythm eyes and amplitudes."""
    evidence = evidence_of(*EVENTS)
    assert evidence.laterality_index is not None
    assert evidence.laterality_index.value == pytest.approx(1 / 3)
    assert evidence.dominant_frequency_hz == pytest.approx(5.13)
    assert evidence.eye_closure_share is not None
    assert evidence.eye_closure_share.value == pytest.approx(1 / 3)
    assert evidence.amplitude_mm is not None
    assert (evidence.amplitude_mm.n, evidence.amplitude_mm.maximum) == (3, 1.8)
    assert evidence.rejected == {"expression": 1}


def test_blink_is_not_same_side() -> None:
    """A blink with a twitch tells nothing of its side, and a twitch of both sides has none."""
    blink, winking = replace(SINGLE, eye="both"), replace(SINGLE, eye=SINGLE.side)
    grimace = replace(blink, side="both")
    share = evidence_of(blink, grimace, winking, SINGLE).eye_closure_share
    assert share is not None
    assert share.value == 0.5
    assert evidence_of(blink, grimace).eye_closure_share is None


def test_both_sides_no_laterality() -> None:
    """Twitches on both sides say nothing about laterality."""
    assert evidence_of(replace(SINGLE, side="both")).laterality_index is None


def test_only_tremor_has_frequency() -> None:
    """Only tremor has a dominant frequency."""
    assert evidence_of(replace(BURST, frequency_hz=7.0)).dominant_frequency_hz is None


def test_peaks_of_tremor_by_frequency() -> None:
    """To a tenth of a hertz, rising; a tremor whose peaks nobody counted has one."""
    slow, fast = replace(TREMOR, frequency_hz=5.11), replace(TREMOR, frequency_hz=10.24, peaks=None)
    evidence = evidence_of(fast, slow, TREMOR, BURST, replace(TREMOR, frequency_hz=None))
    assert evidence.tremor_peaks_by_hz == {"5.1": 24, "10.2": 1}
    assert list(evidence.tremor_peaks_by_hz) == ["5.1", "10.2"]
    assert evidence_of(BURST).tremor_peaks_by_hz == {}
    assert evidence_of(blind()).tremor_peaks_by_hz is None


def test_quiet_recording() -> None:
    """A quiet recording has zero counts and no made up values."""
    evidence = evidence_of()
    assert counts_of(evidence).all.events == 0
    assert evidence.rejected == {}
    for missing in (
        evidence.laterality_index,
        evidence.dominant_frequency_hz,
        evidence.eye_closure_share,
        evidence.amplitude_mm,
        evidence.dispersion_index,
    ):
        assert missing is None


def test_nothing_observable() -> None:
    """A recording in which nothing was seen has no counts at all."""
    evidence = evidence_of(blind())
    assert evidence.time.observable_s == 0.0
    assert evidence.counts is None
    assert evidence.rejected is None
    assert evidence.sensor.smallest_detectable_mm is None


@pytest.mark.parametrize(("duration_s", "said_mm"), [(0.2, None), (5.0, 0.62)])
def test_little_says_nothing_of_what_could_be_found(
    duration_s: float, said_mm: float | None
) -> None:
    evidence = evidence_of(recording=replace(RECORDING, duration_s=duration_s))
    assert evidence.sensor.smallest_detectable_mm == said_mm


@pytest.mark.parametrize(
    ("quantiser", "said_mm"),
    [(None, 0.62), (20, 0.62), (COARSE_QUANTISER, 0.62), (COARSE_QUANTISER + 1, None)],
)
def test_where_coding_has_flattened_movement_nobody_knows_what_could_be_found(
    quantiser: int | None, said_mm: float | None
) -> None:
    evidence = evidence_of(SINGLE, recording=replace(RECORDING, quantiser=quantiser))
    assert evidence.sensor.smallest_detectable_mm == said_mm
    assert tells_rate(evidence)
    # That none was found says something only where it is known what would have been.
    nothing = evidence_of(recording=replace(RECORDING, quantiser=quantiser))
    assert tells_rate(nothing) == (said_mm is not None)
    assert is_too_coarse(nothing) == (said_mm is None)


def test_no_rate_where_too_little_was_seen() -> None:
    """Zero twitches in a blink of time, or where none could have been seen, is no rate of zero."""
    blunt = replace(SENSOR, smallest_detectable_mm=1.01 * HUGE_MM)
    short = replace(RECORDING, duration_s=0.99 * LEAST_SEEN_S)
    for evidence in (evidence_of(sensor=blunt), evidence_of(SINGLE, recording=short)):
        counts = counts_of(evidence)
        tallies = [counts.all, *counts.by_lip.values(), *counts.by_lip_and_side["upper"].values()]
        assert {tally.per_minute for tally in tallies} == {None}
        assert not tells_rate(evidence)
        assert is_too_coarse(evidence) == (evidence.sensor.smallest_detectable_mm is not None)


def test_what_was_found_has_a_rate_however_coarse_the_sensor() -> None:
    evidence = evidence_of(SINGLE, sensor=replace(SENSOR, smallest_detectable_mm=1.01 * HUGE_MM))
    assert tells_rate(evidence)
    assert not is_too_coarse(evidence)


def test_no_length() -> None:
    """A recording without length is not observable."""
    evidence = evidence_of(recording=replace(RECORDING, duration_s=0.0))
    assert evidence.time.observable_share is None
    assert evidence.counts is None


def test_contradiction() -> None:
    """A contradiction is counted but has no rate."""
    counts = counts_of(evidence_of(blind(), SINGLE))
    assert counts.all.events == 1
    assert counts.all.per_minute is None


def test_passed_on() -> None:
    """Facts are passed on."""
    evidence = evidence_of(SMILE)
    assert (evidence.recording, evidence.sensor) == (RECORDING, SENSOR)
    assert evidence.schema == "twitchcam.evidence/1"


def test_dispersion_around_gap() -> None:
    """Bouts show in the dispersion index also around a gap."""
    bout = [replace(SINGLE, onset_s=36.0 + number * 0.2) for number in range(25)]
    index = evidence_of(*bout, AWAY, TALK).dispersion_index
    assert index is not None
    assert index > 5


@given(event_lists, twitches)
def test_adding_a_twitch(events: list[Event], more: Event) -> None:
    """Adding a twitch never lowers a rate."""
    before, after = evidence_of(*events), evidence_of(*events, more)
    if before.counts is None or before.counts.all.per_minute is None:
        return
    rate = counts_of(after).all.per_minute
    assert rate is not None
    assert rate.value > before.counts.all.per_minute.value


@given(event_lists)
def test_mirrored_laterality(events: list[Event]) -> None:
    """A mirrored person has the negated laterality."""
    mirrored = [replace(e, side=e.side and MIRRORED_SIDE[e.side]) for e in events]
    index, other = evidence_of(*events).laterality_index, evidence_of(*mirrored).laterality_index
    if index is None or other is None:
        assert index is other
        return
    assert index.value == -other.value
    assert (index.low, index.high) == pytest.approx((-other.high, -other.low), abs=1e-9)


@given(event_lists, st.randoms(use_true_random=False))
def test_order_of_events(events: list[Event], chance: random.Random) -> None:
    """The order of events changes nothing."""
    shuffled = events.copy()
    chance.shuffle(shuffled)
    assert evidence_of(*shuffled) == evidence_of(*events)


@given(event_lists)
def test_tallies_add_up(events: list[Event]) -> None:
    """Tallies add up."""
    evidence = evidence_of(*events)
    time = evidence.time
    assert time.observable_s + time.unobservable_s == pytest.approx(60.0)
    if evidence.counts is not None:
        total = evidence.counts.all.events
        for group in (evidence.counts.by_lip, evidence.counts.by_side, evidence.counts.by_pattern):
            assert sum(tally.events for tally in group.values()) == total
