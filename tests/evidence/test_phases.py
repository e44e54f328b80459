"""What the parts of a guided recording amount to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.evidence.made_up import AWAY, BURST, RECORDING, SENSOR, SINGLE, SMILE, evidence_of
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.evidence.phases import Stretch, summarise_phases, with_phases
from twitchcam.evidence.what_it_tells import HUGE_MM, LEAST_SEEN_S

if TYPE_CHECKING:
    from twitchcam.records import Event

REST, HOLD = Stretch("rest", 0.0, 30.0), Stretch("hold", 30.0, 60.0)


def at(time_s: float, event: Event = SINGLE) -> Event:
    """Let an event begin at another time."""
    return replace(event, onset_s=time_s)


def test_twitches_belong_to_the_phase_in_which_they_begin() -> None:
    events = (at(1.0), at(29.95, BURST), at(30.0), SMILE)
    phases = summarise_phases(events, (HOLD, REST), RECORDING.duration_s)
    assert list(phases) == ["rest", "hold"]
    assert (phases["rest"].events, phases["rest"].peaks) == (2, 5)
    assert (phases["hold"].events, phases["hold"].peaks) == (1, 1)
    assert phases["rest"].per_minute is not None
    assert phases["rest"].per_minute.value == pytest.approx(4.0)
    assert phases["rest"].eye_closure_share is not None
    assert phases["rest"].eye_closure_share.value == pytest.approx(0.5)


def test_only_observable_time_counts() -> None:
    blind = replace(AWAY, onset_s=20.0, duration_s=40.0)
    phases = summarise_phases((at(1.0), blind), (REST, HOLD), RECORDING.duration_s)
    assert phases["rest"].observable_s == pytest.approx(20.0)
    assert phases["hold"].observable_s == 0
    assert phases["hold"].per_minute is None
    assert phases["hold"].eye_closure_share is None


def test_what_goes_on_after_the_last_picture_was_not_observed() -> None:
    phases = summarise_phases((at(1.0),), (REST, HOLD), duration_s=10.0)
    assert phases["rest"].observable_s == pytest.approx(10.0)
    assert phases["hold"].observable_s == 0
    assert phases["hold"].per_minute is None


def test_stretches_of_one_name_count_together() -> None:
    closures = [Stretch("eye_closure", start, start + 2.0) for start in (0.0, 10.0, 20.0)]
    phases = summarise_phases((at(1.0), at(5.0), at(21.0)), closures, RECORDING.duration_s)
    assert phases["eye_closure"].observable_s == pytest.approx(6.0)
    assert phases["eye_closure"].events == 2


def test_bouts_widen_the_intervals_as_those_of_the_whole_recording() -> None:
    bouts = [at(start_s + 0.5 * number) for start_s in (5.0, 45.0) for number in range(12)]
    whole = summarise(bouts, RECORDING, SENSOR, None)
    assert whole.counts is not None
    assert whole.dispersion_index is not None
    assert whole.dispersion_index > 2.0
    phases = summarise_phases(bouts, [Stretch("rest", 0.0, 60.0)], RECORDING.duration_s)
    assert phases["rest"].per_minute == whole.counts.all.per_minute


def test_parts_that_adjoin_leave_nothing_between_them() -> None:
    parts = [replace(AWAY, onset_s=0.1 * n, duration_s=0.1) for n in range(600)]
    phases = summarise_phases(parts, (REST, HOLD), RECORDING.duration_s)
    assert phases["rest"].observable_s == phases["hold"].observable_s == 0
    assert phases["rest"].per_minute is None


@pytest.mark.parametrize(("smallest_mm", "told"), [(1.01 * HUGE_MM, False), (1.0, True)])
def test_no_part_tells_more_than_the_recording(smallest_mm: float, *, told: bool) -> None:
    evidence = evidence_of(sensor=replace(SENSOR, smallest_detectable_mm=smallest_mm))
    phases = with_phases(evidence, (), (REST, HOLD)).phases
    assert phases is not None
    assert [part.per_minute is not None for part in phases.values()] == [told, told]


def test_a_blink_of_time_has_no_rate() -> None:
    brief = Stretch("rest", 0.0, 0.99 * LEAST_SEEN_S)
    phases = summarise_phases((at(0.5),), (brief,), RECORDING.duration_s)
    assert phases["rest"].events == 1
    assert phases["rest"].per_minute is None


def test_unknown_names_are_refused() -> None:
    with pytest.raises(ValueError, match="frown"):
        summarise_phases((), [Stretch("frown", 0.0, 1.0)], 1.0)
