"""Spells: candidates that belong together, from a twitch outwards."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.detection.candidates import Candidate
from twitchcam.detection.spells import BELONGS_SHARE, STANDS_OUT, Judged, Spell, SpellBuilder
from twitchcam.settings import DetectionSettings

SETTINGS = DetectionSettings()
GAP_S = SETTINGS.max_gap_s
HALF_S = 0.05
STRONG = 10.0
# What a candidate must reach to belong to a twitch of that strength.
NEIGHBOUR = BELONGS_SHARE * STRONG


def at(time_s: float, strength: float = STRONG, *, accepted: bool = True) -> Judged:
    start_s, end_s = time_s - HALF_S, time_s + HALF_S
    candidate = Candidate(time_s, start_s, end_s, strength, np.zeros(0), observable=True)
    return Judged(candidate, score=1.0 if accepted else -1.0, accepted=accepted)


def refused(time_s: float, strength: float) -> Judged:
    return at(time_s, strength, accepted=False)


def spells_of(*found: Judged) -> list[Spell]:
    builder = SpellBuilder(SETTINGS)
    return builder.push(found, found[-1].candidate.time_s) + builder.flush()


def times_of(spells: list[Spell]) -> list[list[float]]:
    return [[one.candidate.time_s for one in spell.members] for spell in spells]


def after(time_s: float, gap_s: float) -> float:
    """Where a candidate starts so long after the end of another one."""
    return time_s + 2 * HALF_S + gap_s


def test_an_accepted_candidate_is_a_twitch_as_long_as_its_movement() -> None:
    (spell,) = spells_of(at(1.0))
    assert (spell.start_s, spell.end_s) == pytest.approx((1 - HALF_S, 1 + HALF_S))
    assert spell.rests == (True, True)
    assert spell.best.accepted


@pytest.mark.parametrize(("gap_s", "spells"), [(0.98 * GAP_S, 1), (1.02 * GAP_S, 2)])
def test_twitches_a_pause_apart_are_two(gap_s: float, spells: int) -> None:
    assert len(spells_of(at(1.0), at(after(1.0, gap_s)))) == spells


def test_a_twitch_takes_in_strong_neighbours_on_both_sides() -> None:
    """A tremor that starts and ends weakly is one tremor."""
    found = [refused(1.0, 1.1 * NEIGHBOUR), refused(1.3, 1.1 * NEIGHBOUR), at(1.6)]
    found.append(refused(1.9, 1.1 * NEIGHBOUR))
    (spell,) = spells_of(*found)
    assert spell.members == tuple(found)
    assert (spell.start_s, spell.end_s) == pytest.approx((1.0 - HALF_S, 1.9 + HALF_S))
    assert spell.best is found[2]
    assert spell.strength == STRONG


def test_neighbours_that_are_weaker_or_too_far_stay_outside() -> None:
    weak = refused(1.3, 0.9 * NEIGHBOUR)
    far = refused(after(1.6, 1.02 * GAP_S), 0.9 * STRONG)
    before, twitch, behind = spells_of(weak, at(1.6), far)
    assert times_of([before, twitch, behind]) == [[1.3], [1.6], [far.candidate.time_s]]
    assert [spell.best.accepted for spell in (before, twitch, behind)] == [False, True, False]


def test_what_noise_reaches_never_belongs_to_a_twitch() -> None:
    """However weak the twitch: noise would chain it over many seconds."""
    noise = [refused(float(time_s), 0.9 * STANDS_OUT) for time_s in np.arange(1.0, 9.0, 0.3)]
    noise[10] = at(noise[10].candidate.time_s, 0.9 * STANDS_OUT)
    assert times_of(spells_of(*noise)) == [[noise[10].candidate.time_s]]


def test_refused_movement_is_told_if_it_is_strong() -> None:
    weak, strong = refused(1.0, 0.9 * STANDS_OUT), refused(3.0, 1.1 * STANDS_OUT)
    (spell,) = spells_of(weak, strong)
    assert spell.members == (strong,)


def test_refused_movement_goes_on_over_short_pauses() -> None:
    times_s = [1.0, after(1.0, 0.9 * GAP_S), 3.0]
    found = spells_of(*(refused(time_s, STRONG) for time_s in times_s))
    assert times_of(found) == [times_s[:2], times_s[2:]]


def test_refused_movement_inside_a_twitch_is_not_told_twice() -> None:
    """Nor is what rises out of it before and after."""
    inside = refused(1.2, 0.9 * NEIGHBOUR)
    rising = refused(1.0 - 0.9 * HALF_S, 0.9 * NEIGHBOUR)
    (spell,) = spells_of(rising, at(1.0), inside, at(1.4))
    assert times_of([spell]) == [[1.0, 1.4]]


def test_refused_movement_does_not_reach_into_a_twitch() -> None:
    before, twitch, behind = spells_of(refused(1.2, 3.0), at(1.5), refused(1.8, 3.0))
    assert before.until_s == twitch.start_s
    assert behind.from_s == twitch.end_s


def test_an_endless_twitch_is_cut_and_goes_on() -> None:
    times_s = np.arange(0.5, 2.6 * SETTINGS.max_event_s, 0.3)
    spells = spells_of(*(at(float(time_s)) for time_s in times_s))
    assert len(spells) == 3
    assert list(chain.from_iterable(times_of(spells))) == pytest.approx(times_s)
    assert all(spell.end_s - spell.start_s < SETTINGS.max_event_s + 0.5 for spell in spells)
    for one, other in pairwise(spells):
        assert one.until_s == one.end_s <= other.start_s
        assert other.from_s == one.end_s
    assert [spell.rests for spell in spells] == [(True, False), (False, False), (False, True)]


@pytest.mark.parametrize("share", [1.0, 1.1 * STANDS_OUT / STRONG])
def test_what_goes_on_after_a_cut_is_judged_by_its_start(share: float) -> None:
    """Of a steady tremor, which becomes the noise floor, the start alone may make a twitch."""
    steady = Candidate(1.0, 0.6, 1.4, STRONG, np.zeros(0), observable=True)
    times_s = np.arange(1.0, 2.6 * SETTINGS.max_event_s, 0.3).tolist()
    found = [
        Judged(
            replace(
                steady,
                time_s=time_s,
                start_s=time_s - 0.4,
                end_s=time_s + 0.4,
                strength=STRONG * (share if time_s > 1.0 else 1.0),
            ),
            score=1.0 if time_s == 1.0 else -1.0,
            accepted=time_s == 1.0,
        )
        for time_s in times_s
    ]
    spells = spells_of(*found)
    assert [spell.best.accepted for spell in spells] == [True, True, True]
    assert [spell.best.score for spell in spells] == [1.0, 1.0, 1.0]
    assert all(one.end_s <= other.start_s for one, other in pairwise(spells))
    assert spells[-1].end_s == found[-1].candidate.end_s


def test_after_a_pause_nothing_goes_on() -> None:
    long = [at(float(time_s)) for time_s in np.arange(1.0, 1.2 * SETTINGS.max_event_s, 0.3)]
    later = refused(after(long[-1].candidate.time_s, 1.1 * GAP_S), STRONG)
    assert not spells_of(*long, later)[-1].best.accepted


def test_endless_refused_movement_is_cut() -> None:
    times_s = np.arange(0.5, 2.6 * SETTINGS.max_event_s, 0.3)
    spells = spells_of(*(refused(float(time_s), STRONG) for time_s in times_s))
    assert len(spells) == 3
    assert list(chain.from_iterable(times_of(spells))) == pytest.approx(times_s)


def test_parts_of_endless_refused_movement_do_not_overlap() -> None:
    times_s = np.arange(1.0, 2.6 * SETTINGS.max_event_s, 0.3).tolist()
    found = [refused(time_s, STRONG) for time_s in times_s]
    wide = [
        replace(one, candidate=replace(one.candidate, start_s=t - 0.4, end_s=t + 0.4))
        for one, t in zip(found, times_s, strict=True)
    ]
    spells = spells_of(*wide)
    assert len(spells) == 3
    assert all(one.end_s <= other.start_s for one, other in pairwise(spells))
    assert all(one.end_s <= other.with_rest_s[0] for one, other in pairwise(spells))


def test_a_movement_without_a_new_peak_goes_on() -> None:
    builder = SpellBuilder(SETTINGS)
    assert builder.push([at(1.0)], 1.0, moving_until_s=1.3) == []
    assert builder.push([], 3.0, moving_until_s=3.3) == []
    assert builder.twitch is not None
    assert builder.twitch.end_s == 3.3
    (spell,) = builder.push([], 3.3 + 1.1 * GAP_S, moving_until_s=3.3)
    assert (spell.start_s, spell.end_s) == pytest.approx((1 - HALF_S, 3.3))


@pytest.mark.parametrize(("strength", "goes_on"), [(1.1, True), (0.9, False)])
def test_what_fades_belongs_to_the_twitch_until_that_is_over(
    strength: float, *, goes_on: bool
) -> None:
    builder = SpellBuilder(SETTINGS)
    fading = refused(1.5, strength * STANDS_OUT)
    assert fading.candidate.strength < NEIGHBOUR
    builder.push([at(1.0)], 1.0, moving_until_s=1.55)
    builder.push([fading], 1.5, moving_until_s=2.0)
    (spell,) = builder.flush()
    assert times_of([spell]) == [[1.0, 1.5] if goes_on else [1.0]]
    assert spell.end_s == pytest.approx(2.0 if goes_on else 1.55)


def test_a_refused_movement_without_a_new_peak_goes_on() -> None:
    builder = SpellBuilder(SETTINGS)
    assert builder.push([refused(1.0, STRONG)], 1.0, moving_until_s=3.3) == []
    (spell,) = builder.flush()
    assert spell.end_s == 3.3


def test_what_noise_does_after_a_twitch_does_not_lengthen_it() -> None:
    builder = SpellBuilder(SETTINGS)
    builder.push([at(1.0), refused(1.2, 0.5 * STANDS_OUT)], 1.2, moving_until_s=2.5)
    (spell,) = builder.flush()
    assert spell.end_s == pytest.approx(1.0 + HALF_S)


def test_a_movement_without_a_new_peak_is_cut_and_goes_on() -> None:
    builder, spells = SpellBuilder(SETTINGS), []
    for time_s in np.arange(1.0, 2.2 * SETTINGS.max_event_s, 0.1):
        found = [at(1.0)] if time_s == 1.0 else []
        spells += builder.push(found, float(time_s), moving_until_s=float(time_s))
    spells += builder.flush()
    assert len(spells) == 3
    assert spells[-1].end_s == pytest.approx(2.2 * SETTINGS.max_event_s, abs=0.15)
    for one, other in pairwise(spells):
        assert one.end_s == one.until_s == other.start_s == other.from_s


def test_a_movement_that_ends_where_it_is_cut_has_no_remainder() -> None:
    builder = SpellBuilder(SETTINGS)
    end_s = 1.0 + SETTINGS.max_event_s
    spells = builder.push([at(1.0)], end_s, moving_until_s=end_s)
    spells += builder.push([], end_s + 0.1, moving_until_s=end_s + 0.1) + builder.flush()
    assert len(spells) == 1


def test_what_is_open_is_known() -> None:
    builder = SpellBuilder(SETTINGS)
    assert builder.open_since_s == np.inf
    builder.push([refused(1.0, STRONG)], 1.0)
    assert builder.twitch is None
    assert builder.open_since_s == pytest.approx(1.0 - HALF_S)
    builder.push([at(1.3)], 1.3)
    assert builder.twitch is not None
    assert builder.open_since_s == pytest.approx(1.0 - HALF_S)
    assert len(builder.push([], 1.3 + HALF_S + 1.1 * GAP_S)) == 1
    assert builder.twitch is None
    assert builder.open_since_s == np.inf


made_up = st.lists(
    st.tuples(st.floats(0.06, 3.0), st.floats(0.6, 20.0), st.booleans()), min_size=1, max_size=40
)


@given(made_up)
def test_each_accepted_candidate_is_in_one_spell_and_spells_do_not_overlap(
    steps: list[tuple[float, float, bool]],
) -> None:
    time_s, builder, spells, accepted = 0.0, SpellBuilder(SETTINGS), [], []
    for step_s, strength, is_accepted in steps:
        time_s += step_s
        judged = at(time_s, strength, accepted=is_accepted)
        accepted += [judged] * is_accepted
        spells += builder.push([judged], time_s)
    spells += builder.flush()
    twitches = [spell for spell in spells if spell.best.accepted]
    assert [one for spell in twitches for one in spell.members if one.accepted] == accepted
    told = [id(one) for spell in spells for one in spell.members]
    assert len(told) == len(set(told))
    assert all(one.end_s <= other.start_s for one, other in pairwise(twitches))
    assert all(
        one.candidate.strength >= STANDS_OUT
        for spell in spells
        for one in spell.members
        if not one.accepted
    )
