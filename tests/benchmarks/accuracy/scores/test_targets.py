"""Results are held against what is asked of them."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from benchmarks.accuracy.baselines.comparison import Outcome
from benchmarks.accuracy.baselines.thresholds import Rule, Trial
from benchmarks.accuracy.scores.results import Results
from benchmarks.accuracy.scores.scoring import Score
from benchmarks.accuracy.scores.sensitivity import A90
from benchmarks.accuracy.scores.targets import LANDMARKS, share, targets
from benchmarks.recordings.light import LIGHTS
from benchmarks.recordings.stretches import REST


def held(results: Results, *outcomes: tuple[str, Outcome]) -> dict[str, tuple[object, bool | None]]:
    told = targets(results, dict(outcomes))
    return {target.figure: (target.measured, target.met) for target in told}


def scored(found: int, **more: object) -> Score:
    return Score(found=found, silent=10 - found, **more)  # type: ignore[arg-type]


def landmarks(found: int) -> tuple[str, Outcome]:
    results = Results(injected={0.5: {"a": scored(0)}, 2.0: {"a": scored(found)}})
    return LANDMARKS, Outcome(Trial(Rule(1.0), 0.5, 0.0), 0.5, results, None)


def test_f1_is_asked_for_at_the_sizes_measured() -> None:
    told = held(Results(injected={1.0: {"a": scored(7)}, 4.0: {"a": scored(10)}}))
    assert told["F1 at 1%"] == (pytest.approx(14 / 17), True)
    assert not any(name.startswith("F1") and name != "F1 at 1%" for name in told)


def test_false_alarms_are_asked_for_at_rest_and_elsewhere() -> None:
    many, few = (Score(false_apart=n, free_observable_s=1200.0) for n in (40, 2))
    told = held(Results(watched={REST: {"a": many}, "talking": {"a": few}}))
    assert told["false twitches an observable minute at rest"] == ("2.00 (1.45 to 2.69)", False)
    assert told["false twitches an observable minute elsewhere"] == ("0.10 (0.02 to 0.32)", True)


def test_rest_under_changing_light_does_not_speak_for_everything_else() -> None:
    """Few minutes of talking cannot tell; with many of light, in which nothing is done, they do."""
    talking = Score(false_alarms=1, free_s=60.0, free_observable_s=60.0)
    lit = Score(free_s=600.0, free_observable_s=600.0)
    named = "false twitches an observable minute elsewhere"
    told = held(Results(watched={"talking": {"a": talking}, next(iter(LIGHTS)): {"a": lit}}))
    assert told[named][1] is None
    assert told[f"{named}, with rest under changing light"][1] is True
    assert list(held(Results(watched={"talking": {"a": talking}}))) == [named]


def test_verdicts_can_be_written_though_times_are_numpys() -> None:
    many = Score(false_apart=40, free_observable_s=np.array([1200.0]).sum())
    told = targets(Results(watched={REST: {"a": many}}), {})
    assert json.loads(json.dumps([target.met for target in told])) == [False]


def test_false_alarms_beside_twitches_are_asked_for_too() -> None:
    made = scored(9, false_apart=30, free_observable_s=600.0)
    told = held(Results(injected={1.0: {"a": made}}))
    assert told["false twitches an observable minute beside those put into rest"][1] is False


@pytest.mark.parametrize("number", [0, 1])
def test_few_minutes_cannot_tell_how_many_are_false(number: int) -> None:
    few = Score(false_apart=number, free_observable_s=40.0)
    told = held(Results(watched={REST: {"a": few}}))
    assert told["false twitches an observable minute at rest"][1] is None


@pytest.mark.parametrize(
    ("ours", "theirs", "met"),
    [
        # At most 0.5 ÷ more than 2: at most a quarter, maybe less.
        (10, 5, None),
        # Between 0.5 and 2, and 2: more than a quarter.
        (0, 10, False),
    ],
)
def test_a90_is_asked_for_beside_that_of_landmarks(ours: int, theirs: int, met: object) -> None:
    results = Results(injected={0.5: {"a": scored(ours)}, 2.0: {"a": scored(10)}})
    assert held(results, landmarks(theirs))["A90 ÷ that of lip landmarks"][1] is met
    assert "A90 ÷ that of lip landmarks" not in held(results)


@pytest.mark.parametrize(
    ("ours", "theirs", "between"),
    [
        (0.5, 2.0, (0.25, 0.25)),
        (0.5, math.inf, (0.0, 0.125)),
        (math.inf, 2.0, (2.0, math.inf)),
        (math.inf, math.inf, (0.0, math.inf)),
        (0.0, 2.0, (0.0, 0.125)),
        (0.5, 0.0, (2.0, math.inf)),
    ],
)
def test_a_share_of_sizes_not_reached_lies_between_bounds(
    ours: float, theirs: float, between: tuple[float, float]
) -> None:
    assert share(A90(ours, 0.25, 4.0), A90(theirs, 0.25, 4.0)) == pytest.approx(between)


def test_amplitudes_are_asked_for_from_one_percent_up() -> None:
    small, large = scored(9, amplitude_ratios=(3.0,)), scored(9, amplitude_ratios=(1.2,))
    told = held(Results(injected={0.5: {"a": small}, 1.0: {"a": large}}))
    assert told["median amplitude error from 1% up"] == (pytest.approx(0.2), True)


def test_an_error_of_which_one_in_two_is_larger_is_called_a_median() -> None:
    made = scored(3, onset_errors_s=(0.01, -0.02, 0.9), frequency_errors_hz=(0.1, 0.3))
    told = held(Results(injected={1.0: {"a": made}}))
    assert told["median onset error, s"] == (0.02, True)
    assert told["mean tremor error, Hz"] == (pytest.approx(0.2), False)


def test_nothing_measured_is_held_against_nothing() -> None:
    assert targets(Results(), {}) == []
