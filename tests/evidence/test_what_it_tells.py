"""From where on a recording tells little or nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.evidence.made_up import RECORDING, SENSOR, SINGLE, blind, evidence_of
from twitchcam.evidence.what_it_tells import (
    BLIND_SHARE,
    HUGE_MM,
    LARGE_MM,
    LEAST_SEEN_S,
    LITTLE_SHARE,
    SHORT_S,
    has_seen_enough,
    has_seen_little,
    is_coarse_by_noise,
    is_long_enough,
    is_too_coarse,
    is_too_short,
    sees_only_large,
    tells_rate,
    told_counts,
)

if TYPE_CHECKING:
    from twitchcam.records import Evidence


def seen_for(seen_s: float, duration_s: float, events: int = 0) -> Evidence:
    """A recording of which so much could be observed at its start."""
    away = replace(blind(), onset_s=seen_s, duration_s=duration_s - seen_s)
    twitches = [replace(SINGLE, onset_s=0.1 * number) for number in range(events)]
    recording = replace(RECORDING, duration_s=duration_s)
    return evidence_of(*twitches, away, recording=recording)


@pytest.mark.parametrize(("more", "is_more"), [(0.99, False), (1.01, True)])
def test_limits_of_time(more: float, *, is_more: bool) -> None:
    assert is_long_enough(more * LEAST_SEEN_S) is is_more
    assert has_seen_enough(seen_for(more * LEAST_SEEN_S, 2.0)) is is_more
    assert has_seen_enough(seen_for(more * BLIND_SHARE * 60.0, 60.0)) is is_more
    assert has_seen_little(seen_for(more * LITTLE_SHARE * 60.0, 60.0)) is not is_more
    assert is_too_short(seen_for(more * SHORT_S, 60.0)) is not is_more
    assert tells_rate(seen_for(more * LEAST_SEEN_S, 60.0)) is is_more


@pytest.mark.parametrize(("more", "is_more"), [(0.99, False), (1.01, True)])
def test_limits_of_size(more: float, *, is_more: bool) -> None:
    restless = replace(SENSOR, smallest_detectable_mm=more * HUGE_MM)
    assert is_too_coarse(evidence_of(sensor=restless)) is is_more
    assert tells_rate(evidence_of(sensor=restless)) is not is_more
    assert sees_only_large(more * LARGE_MM) is is_more
    assert not sees_only_large(None)


def test_without_length_nothing_has_been_seen() -> None:
    empty = evidence_of(recording=replace(RECORDING, duration_s=0.0, frames=1))
    assert not has_seen_enough(empty)
    assert not has_seen_little(empty)
    assert told_counts(empty) is None


def test_what_was_found_is_told_however_little_was_seen() -> None:
    """Only of none found may nobody know whether there were any."""
    coarse = replace(RECORDING, quantiser=51)
    for none, some in [
        (seen_for(0.5, 60.0), seen_for(0.5, 60.0, events=2)),
        (evidence_of(recording=coarse), evidence_of(SINGLE, recording=coarse)),
    ]:
        assert told_counts(none) is None
        assert told_counts(some) == some.counts
    assert is_too_coarse(evidence_of(recording=coarse))
    assert not is_too_coarse(evidence_of(SINGLE, recording=coarse))
    assert not is_too_short(seen_for(5.0, 60.0, events=1))


@pytest.mark.parametrize(("floor_mm", "by_noise"), [(0.05, False), (0.3, True)])
def test_noise_alone_or_movement_hides_all_but_huge_ones(
    floor_mm: float, *, by_noise: bool
) -> None:
    sensor = replace(SENSOR, smallest_detectable_mm=8.8, noise_floor_mm=4 * (floor_mm,))
    assert is_coarse_by_noise(evidence_of(sensor=sensor)) is by_noise
