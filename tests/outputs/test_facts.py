"""Facts of one recording in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.evidence.made_up import RECORDING, SENSOR, SINGLE, SMILE, blind, evidence_of
from tests.profile.made_up import PROFILE
from twitchcam.detection.detection_limit import PULSE_S
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.evidence.false_twitches import most_false
from twitchcam.live.summary import summary_message
from twitchcam.outputs.facts import fact_lines, warnings_of
from twitchcam.profile.advice import resolution
from twitchcam.records import Reason
from twitchcam.wording import SHORT_ARE_MISSED

if TYPE_CHECKING:
    from twitchcam.records import SensorFacts

UNMEASURED = replace(SENSOR, smallest_detectable_mm=None)


@pytest.mark.parametrize(
    ("sensor", "says"),
    [
        (SENSOR, "below about 0.6 mm, more than one in ten may be missed"),
        (replace(UNMEASURED, sensor="landmarks"), "unknown for the sensor landmarks"),
        (replace(UNMEASURED, noise_floor_mm=None), "unknown: there was too little rest"),
    ],
)
def test_what_could_be_found(sensor: SensorFacts, says: str) -> None:
    evidence = summarise((SINGLE,), RECORDING, sensor)
    assert says in dict(fact_lines(evidence, (SINGLE,)))["Detectable"]


@pytest.mark.parametrize(
    ("rate_hz", "new_rate_hz", "is_told"),
    # Cameras run a little slow.
    [(30.0, None, False), (23.5, None, False), (20.0, None, True), (30.0, 20.0, True)],
)
def test_that_short_twitches_fall_between_few_new_pictures_is_told_as_calibrate_tells_it(
    rate_hz: float, new_rate_hz: float | None, *, is_told: bool
) -> None:
    recording = replace(RECORDING, rate_hz=rate_hz, new_rate_hz=new_rate_hz)
    evidence = evidence_of(SINGLE, recording=recording)
    detectable = dict(fact_lines(evidence, (SINGLE,)))["Detectable"]
    assert detectable.endswith(f"; {SHORT_ARE_MISSED}") is is_told
    profile = replace(PROFILE, rate_hz=new_rate_hz or rate_hz)
    assert (SHORT_ARE_MISSED[1:] in resolution(profile)) is is_told
    assert summary_message(evidence)["missed"] == detectable
    # The same twitch that sizes are told of.
    assert f"shorter than {PULSE_S:g} s" in SHORT_ARE_MISSED


def test_where_nothing_was_seen_no_short_twitches_are_said_to_be_missed() -> None:
    slow = evidence_of(blind(), recording=replace(RECORDING, rate_hz=12.0))
    facts = dict(fact_lines(slow, (blind(),)))
    assert facts["Detectable"] == "unknown: nothing could be observed"


@pytest.mark.parametrize(("number", "is_warned"), [(0, False), (1, True), (9, False)])
def test_a_reader_is_told_how_many_can_be_false(number: int, *, is_warned: bool) -> None:
    events = [replace(SINGLE, onset_s=1.0 + one) for one in range(number)]
    evidence = evidence_of(*events)
    warned = [one.text for one in warnings_of(evidence)]
    assert any("can all be false" in text for text in warned) is is_warned
    told = dict(fact_lines(evidence, events)).get("Can be false")
    assert told == (f"up to {most_false(60.0)} in 60.0 s" if number else None)


def test_in_a_moment_none_is_expected_to_be_false() -> None:
    evidence = evidence_of(SINGLE, recording=replace(RECORDING, duration_s=4.0))
    assert dict(fact_lines(evidence, [SINGLE]))["Can be false"] == "hardly any in 4.0 s"
    assert not any("false" in one.text for one in warnings_of(evidence))


def test_a_moment_and_no_sensor_is_to_blame_where_little_was_seen() -> None:
    evidence = evidence_of(recording=replace(RECORDING, duration_s=0.5))
    assert "too little rest" in dict(fact_lines(evidence, ()))["Detectable"]


@pytest.mark.parametrize("quantiser", [None, 36])
def test_where_there_was_no_face_its_rest_is_not_blamed(quantiser: int | None) -> None:
    """Nor how the recording was coded."""
    unseen = evidence_of(blind(), recording=replace(RECORDING, quantiser=quantiser))
    facts = dict(fact_lines(unseen, (blind(),)))
    assert facts["Detectable"] == "unknown: nothing could be observed"


@pytest.mark.parametrize(("left", "says"), [(499, "+0.99"), (500, "+1.00")])
def test_only_all_on_one_side_is_said_as_one(left: int, says: str) -> None:
    events = [replace(SINGLE, onset_s=0.1 * number) for number in range(left)]
    events += [replace(SINGLE, side="right", onset_s=0.1 * number) for number in range(left, 500)]
    facts = dict(fact_lines(evidence_of(*events), events))
    assert facts["Laterality"].startswith(f"{says} (95% interval +0.9")


def test_what_was_not_counted_is_named_as_everywhere() -> None:
    """Whether it lay in observable time or not."""
    slow = replace(SMILE, reason=Reason.LOW_FRAME_RATE)
    facts = dict(fact_lines(evidence_of(slow), (slow,)))
    assert facts["Not counted"] == "1 movement: too few new pictures 1"


@pytest.mark.parametrize(
    ("duration_s", "says"),
    [(2.9, ""), (40.0, "; 80.0 s of it shook regularly, and may be tremor")],
)
def test_long_regular_shaking_that_was_not_counted_is_told(duration_s: float, says: str) -> None:
    shaking = replace(SMILE, pattern="tremor", peaks=30, duration_s=duration_s)
    events = (shaking, replace(shaking, onset_s=41.0)) if says else (shaking, SINGLE)
    told = dict(fact_lines(evidence_of(*events), events))["Not counted"]
    assert says in told
    assert ("shook" in told) is bool(says)


@pytest.mark.parametrize(("duration_s", "is_told"), [(0.1, False), (60.0, True)])
def test_of_next_to_nothing_no_share_is_told(duration_s: float, *, is_told: bool) -> None:
    made = evidence_of(recording=replace(RECORDING, duration_s=duration_s))
    assert ("%" in dict(fact_lines(made, ()))["Observable"]) is is_told
