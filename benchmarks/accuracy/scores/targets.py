"""What is asked of twitchcam on stretches of rest with twitches put in, and whether it is met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.accuracy.baselines.comparison import at_rest, elsewhere, under_light
from benchmarks.accuracy.baselines.thresholds import MOST_FALSE_AT_REST
from benchmarks.accuracy.scores.figures import FIGURES
from benchmarks.accuracy.scores.reliability import reliability
from benchmarks.accuracy.scores.results import Results, pooled
from benchmarks.accuracy.scores.scoring import Score
from benchmarks.accuracy.scores.sensitivity import A90, a90, foreseen, share_right
from twitchcam.evidence.rates import rate_per_minute

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benchmarks.accuracy.baselines.comparison import Outcome

LANDMARKS = "face-mesh"
AT_LEAST, AT_MOST = "at least", "at most"
LEAST_F1 = {0.5: 0.60, 1.0: 0.80, 2.0: 0.90}
MOST_A90_PERCENT = 1.0
MOST_A90_OF_LANDMARKS = 1 / 6
MOST_FALSE_ELSEWHERE = 1.0
MOST_CONFIDENCE_ERROR = 0.1
# Of all twitches found, whatever their size: figure, its name in words, limit, whether more is
# better.
OF_FOUND = (
    ("lip_right", "lip right", 0.90, True),
    ("side_right", "side right", 0.90, True),
    ("pattern_right", "pattern right", 0.85, True),
    ("onset_error_s", "median onset error, s", 0.050, False),
    ("tremor_mean_error_hz", "mean tremor error, Hz", 0.15, False),
)
# Amplitudes are asked for from this size on.
AMPLITUDE_FROM_PERCENT, MOST_AMPLITUDE_ERROR = 1.0, 0.25


@dataclass(frozen=True, slots=True)
class Target:
    """A figure, what was measured, the limit, in which sense it is one, and whether it is met.

    ``measured`` is in words where no number tells it; ``met`` is ``None`` where the measurement
    cannot tell.
    """

    figure: str
    measured: float | str | None
    limit: float
    sense: str
    met: bool | None


def targets(results: Results, outcomes: Mapping[str, Outcome]) -> list[Target]:
    """Hold results against the targets that they can be held against.

    Parameters
    ----------
    outcomes
        Of the baselines, by name.
    """
    return [
        *_sizes(results, outcomes),
        *_false_alarms(results),
        *_of_found(results),
        *_own_words(results),
    ]


def _sizes(results: Results, outcomes: Mapping[str, Outcome]) -> Iterator[Target]:
    for size, limit in LEAST_F1.items():
        if size in results.injected:
            yield _at_least(f"F1 at {size:g}%", pooled(results.injected[size]).f1, limit)
    ours = a90(results.injected, results.people)
    if ours is None:
        return
    named = "A90, % of pupil distance"
    yield Target(named, str(ours), MOST_A90_PERCENT, AT_MOST, _met(ours.bounds, MOST_A90_PERCENT))
    theirs = a90(outcomes[LANDMARKS].results.injected) if LANDMARKS in outcomes else None
    if theirs is not None:
        ends, limit = share(ours, theirs), MOST_A90_OF_LANDMARKS
        told = f"{ours.in_short} ÷ {theirs.in_short}"
        yield Target("A90 ÷ that of lip landmarks", told, limit, AT_MOST, _met(ends, limit))


def share(ours: A90, theirs: A90) -> tuple[float, float]:
    """Between which values one A90 ÷ another lies; without limit above if ours is not reached."""
    (our_low, our_high), (their_low, their_high) = ours.bounds, theirs.bounds
    return our_low / their_high, our_high / their_low if their_low else float("inf")


def _false_alarms(results: Results) -> Iterator[Target]:
    others, lit = elsewhere(results), under_light(results)
    # The target names both, and says nothing of how much of either there is.
    both = others + lit if lit.free_s else Score()
    for where, score, limit in (
        ("at rest", at_rest(results), MOST_FALSE_AT_REST),
        ("beside those put into rest", _put_in(results), MOST_FALSE_AT_REST),
        ("elsewhere", others, MOST_FALSE_ELSEWHERE),
        ("elsewhere, with rest under changing light", both, MOST_FALSE_ELSEWHERE),
    ):
        # As twitchcam tells rates: over time that it could judge.
        rate = rate_per_minute(score.false_apart, score.free_observable_s, None)
        if rate is not None:
            told = f"{rate.value:.2f} ({rate.low:.2f} to {rate.high:.2f})"
            named = f"false twitches an observable minute {where}"
            yield Target(named, told, limit, AT_MOST, _met((rate.low, rate.high), limit))


def _of_found(results: Results) -> Iterator[Target]:
    found = _put_in(results)
    for name, named, limit, more in OF_FOUND if found.found else ():
        make = _at_least if more else _at_most
        yield make(named, FIGURES[name](found), limit)
    large = (s for size, s in results.injected.items() if size >= AMPLITUDE_FROM_PERCENT)
    error = FIGURES["amplitude_error"](sum(map(pooled, large), Score()))
    if error is not None:
        named = f"median amplitude error from {AMPLITUDE_FROM_PERCENT:g}% up"
        yield _at_most(named, error, MOST_AMPLITUDE_ERROR)


def _put_in(results: Results) -> Score:
    """Twitches put in, of all sizes."""
    return sum(map(pooled, results.injected.values()), Score())


def _own_words(results: Results) -> Iterator[Target]:
    told = reliability(results)
    if told.expected_error is not None:
        named = f"expected calibration error (confidence from {told.lowest:.2f} up)"
        yield _at_most(named, told.expected_error, MOST_CONFIDENCE_ERROR)
    right, judged = share_right(foreseen(results.injected))
    if judged:
        yield _at_least("recordings whose A90 was foreseen", right / judged, 1.0)


def _met(ends: tuple[float, float], limit: float) -> bool | None:
    """Whether something that lies between two ends is at most a limit; ``None`` if unknown."""
    # A plain truth value, for JSON: rates are numpy's.
    return None if ends[0] <= limit < ends[1] else bool(ends[1] <= limit)


def _at_least(figure: str, value: float | None, limit: float) -> Target:
    return Target(figure, value, limit, AT_LEAST, None if value is None else value >= limit)


def _at_most(figure: str, value: float | None, limit: float) -> Target:
    return Target(figure, value, limit, AT_MOST, None if value is None else value <= limit)
