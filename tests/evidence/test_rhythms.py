"""Which rhythms recordings have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.evidence.made_up import BURST, RECORDING, SENSOR, TREMOR, evidence_of
from twitchcam.evidence.rhythms import alike_hz, rhythms, tremor_peaks


def test_near_frequencies_are_one_rhythm() -> None:
    """Also where the ends are far apart."""
    found = rhythms({6.1: 12, 4.4: 12, 9.5: 30, 5.2: 12})
    assert [str(one) for one in found] == ["4.4 to 6.1 Hz", "9.5 Hz"]
    assert [one.peaks for one in found] == [36, 30]
    assert rhythms(tremor_peaks(evidence_of(BURST))) == ()


def test_without_peaks_by_frequency_the_dominant_one_stands_for_all() -> None:
    told = evidence_of(TREMOR, BURST)
    untold = replace(told, tremor_peaks_by_hz=None)
    assert tremor_peaks(told) == {5.1: 12}
    assert tremor_peaks(untold) == {5.13: 12}
    assert tremor_peaks(replace(untold, dominant_frequency_hz=None)) == {}
    assert tremor_peaks(replace(untold, counts=None)) == {}


@pytest.mark.parametrize(
    ("looks_hz", "rate_hz", "alike"),
    [
        (5.0, 30.0, (5.0,)),
        (6.0, 15.0, (6.0, 9.0)),
        (7.5, 15.0, (7.5,)),
        (7.0, 18.0, (7.0, 11.0)),
        (5.0, 18.0, (5.0,)),
        (5.0, None, (5.0,)),
    ],
)
def test_where_pictures_are_few_a_fast_rhythm_looks_like_a_slow_one(
    looks_hz: float, rate_hz: float | None, alike: tuple[float, ...]
) -> None:
    once = replace(RECORDING, rate_hz=rate_hz)
    twice = replace(RECORDING, rate_hz=2 * rate_hz if rate_hz else None, new_rate_hz=rate_hz)
    slowed = replace(RECORDING, rate_hz=30.0, slowest_rate_hz=rate_hz)
    for recording in (once, twice, *([slowed] if rate_hz else [])):
        assert alike_hz(looks_hz, evidence_of(recording=recording)) == pytest.approx(alike)


@pytest.mark.parametrize(
    ("looks_hz", "alike"),
    [(6.0, (6.0, 10.0)), (7.8, (7.8, 8.2, 12.0)), (9.0, (9.0, 10.8)), (9.95, (9.95,))],
)
def test_where_a_camera_slowed_down_a_rhythm_may_lie_in_slow_spells_or_in_others(
    looks_hz: float, alike: tuple[float, ...]
) -> None:
    slowed = replace(RECORDING, rate_hz=19.8, slowest_rate_hz=16.0)
    assert alike_hz(looks_hz, evidence_of(recording=slowed)) == pytest.approx(alike)


@pytest.mark.parametrize(("fastest_hz", "alike"), [(8.0, (6.0,)), (10.0, (6.0, 9.0))])
def test_none_is_faster_than_what_was_told_as_a_tremor(
    fastest_hz: float, alike: tuple[float, ...]
) -> None:
    sensor = replace(SENSOR, settings={"tremor_hz": [2.8, fastest_hz]})
    slow = evidence_of(recording=replace(RECORDING, rate_hz=15.0), sensor=sensor)
    assert alike_hz(6.0, slow) == pytest.approx(alike)
