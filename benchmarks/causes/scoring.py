"""How cause matching does on cases: right causes, right urgency, and how steady it is."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.causes.vignette_files import URGENCIES, Vignette
from twitchcam.causes.answers import check_answers
from twitchcam.causes.knowledge import Knowledge, shipped_knowledge
from twitchcam.causes.matching import Matcher, match_causes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from twitchcam.causes.odds import OddsModel
    from twitchcam.records import Floats

# The causes that a recording can tell apart, as the bar for its worth names them: hemifacial spasm,
# the tremor group, synkinesis, tics.
SEPARABLE = (
    "hemifacial_spasm",
    "parkinsons",
    "rabbit_syndrome",
    "essential_tremor",
    "facial_nerve_injury",
    "tics",
)
MOVED = 0.5


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case. ``top`` holds the first three causes."""

    vignette: Vignette
    top: tuple[str, ...]
    urgency: str
    took_s: float

    @property
    def top_1(self) -> bool:
        """Whether the first cause is right."""
        return self.top[0] in self.vignette.expected_top

    @property
    def top_3(self) -> bool:
        """Whether a right cause is among the first three."""
        return any(key in self.vignette.expected_top for key in self.top)

    @property
    def urgency_off(self) -> int:
        """Levels above (positive) or below what it should be; no level at all is below every."""
        levels = ("cannot_say", *URGENCIES)
        return levels.index(self.urgency) - levels.index(self.vignette.urgency)


@dataclass(frozen=True, slots=True)
class Score:
    """Shares over some cases; ``None`` where there is none."""

    cases: int
    top_1: float | None
    top_3: float | None
    urgency_right: float | None
    over_triage: float | None
    under_triage: float | None
    emergencies: int
    missed_emergencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """Top-1 of cases with recordings, with these and without them."""

    cases: int
    with_recordings: float | None
    without_recordings: float | None


@dataclass(frozen=True, slots=True)
class Steadiness:
    """What becomes of top-1 when judgement weights are moved by half.

    ``kept`` is the mean share of cases whose first cause stays the same.
    """

    draws: int
    moved: int
    top_1: float
    top_1_mean: float
    top_1_lowest: float
    top_1_highest: float
    kept: float


@dataclass(frozen=True, slots=True)
class OneAtATime:
    """What moving single judgement weights up or down by half does to the first causes."""

    moves: int
    changing_any: int
    most_changed: int
    top_1_lowest: float
    weightiest: tuple[tuple[str, int], ...]


def run(vignettes: Iterable[Vignette], *, recordings: bool = True) -> list[Result]:
    """Match every case, with its recordings or by its answers alone."""
    return [_run_one(vignette, recordings=recordings) for vignette in vignettes]


def score(results: Sequence[Result]) -> Score:
    """Count how many came out right."""
    emergencies = [r for r in results if r.vignette.urgency == "emergency"]
    return Score(
        cases=len(results),
        top_1=_share(results, lambda r: r.top_1),
        top_3=_share(results, lambda r: r.top_3),
        urgency_right=_share(results, lambda r: r.urgency_off == 0),
        over_triage=_share(results, lambda r: r.urgency_off > 0),
        under_triage=_share(results, lambda r: r.urgency_off < 0),
        emergencies=len(emergencies),
        missed_emergencies=tuple(r.vignette.id for r in emergencies if r.urgency != "emergency"),
    )


def gain(with_them: Sequence[Result], without: Sequence[Result]) -> Gain:
    """Set results with recordings against those of the same cases without."""
    ids = {
        r.vignette.id
        for r in with_them
        if r.vignette.recordings and set(r.vignette.expected_top) & set(SEPARABLE)
    }
    with_top = [r for r in with_them if r.vignette.id in ids]
    without_top = [r for r in without if r.vignette.id in ids]
    return Gain(
        len(ids), _share(with_top, lambda r: r.top_1), _share(without_top, lambda r: r.top_1)
    )


def match_ms(results: Sequence[Result]) -> tuple[float, float]:
    """Median and longest time per match, in milliseconds."""
    times = [result.took_s * 1000 for result in results]
    return median(times), max(times)


class Shaker:
    """Moves judgement weights, and sees what becomes of the first causes.

    Parameters
    ----------
    vignettes
        Cases.
    literal
        Multiply the likelihood ratios themselves by 0.5 to 1.5, so that a weak reason for can
        become one against; otherwise their logarithms, which moves how much each counts.
    """

    def __init__(self, vignettes: Sequence[Vignette], *, literal: bool) -> None:
        knowledge = shipped_knowledge()
        matcher = Matcher.of(knowledge)
        situations = [
            matcher.situation_of(check_answers(v.answers, knowledge.questionnaire), v.recordings)
            for v in vignettes
        ]
        self._model = matcher.model
        self._states = np.array([self._model.states(s.states) for s in situations])
        self._prior = np.array([self._model.prior(s.known) for s in situations])
        self._literal = literal
        self._judged = _judgements(knowledge, self._model)
        self._judged_priors = np.array([cause.prior.tag != "data" for cause in self._model.causes])
        self._right = np.array(
            [[cause.key in v.expected_top for cause in self._model.causes] for v in vignettes]
        )
        self._first = self._first_causes(self._model, self._prior)

    def all_at_once(self, draws: int, seed: int) -> Steadiness:
        """Move every judgement, priors included, by a factor drawn evenly from 0.5 to 1.5."""
        random = np.random.default_rng(seed)
        shares, kept = [], []
        for _ in range(draws):
            factors = random.uniform(1 - MOVED, 1 + MOVED, (2, *self._model.present.shape))
            priors = random.uniform(1 - MOVED, 1 + MOVED, len(self._model.causes))
            shift = np.where(self._judged_priors, np.log(priors), 0.0)
            first = self._first_causes(self._moved(factors), self._prior + shift)
            shares.append(self._top_1(first))
            kept.append(float((first == self._first).mean()))
        return Steadiness(
            draws,
            int(self._judged.sum() + self._judged_priors.sum()),
            self._top_1(self._first),
            float(np.mean(shares)),
            min(shares),
            max(shares),
            float(np.mean(kept)),
        )

    def one_at_a_time(self) -> OneAtATime:
        """Move each judgement alone, down and up."""
        keys = list(self._model.places)
        changed: dict[str, int] = {}
        shares, moves = [], 0
        for row, column in np.argwhere(self._judged):
            for factor in (1 - MOVED, 1 + MOVED):
                factors = np.ones((2, *self._model.present.shape))
                factors[:, row, column] = factor
                first = self._first_causes(self._moved(factors), self._prior)
                number = int((first != self._first).sum())
                name = f"{self._model.causes[column].key}: {keys[row]}"
                changed[name] = max(changed.get(name, 0), number)
                shares.append(self._top_1(first))
                moves += 1
        ranked = sorted(changed.items(), key=lambda item: (-item[1], item[0]))
        return OneAtATime(
            moves,
            sum(number > 0 for number in changed.values()),
            ranked[0][1],
            min(shares),
            tuple(ranked[:10]),
        )

    def _moved(self, factors: Floats) -> OddsModel:
        def move(weights: Floats, factor: Floats) -> Floats:
            moved = weights + np.log(factor) if self._literal else weights * factor
            # A weight of exactly 1 says that there is none.
            return np.where(self._judged & (weights != 0), moved, weights)

        return replace(
            self._model,
            present=move(self._model.present, factors[0]),
            absent=move(self._model.absent, factors[1]),
        )

    def _first_causes(self, model: OddsModel, prior: Floats) -> NDArray[np.int64]:
        odds = model.log_odds(self._states, prior)
        return np.where(model.is_open(self._states), odds, -np.inf).argmax(axis=1)

    def _top_1(self, first: NDArray[np.int64]) -> float:
        return float(self._right[np.arange(len(first)), first].mean())


def _run_one(vignette: Vignette, *, recordings: bool) -> Result:
    started = time.perf_counter()
    report = match_causes(vignette.recordings if recordings else (), vignette.answers)
    took_s = time.perf_counter() - started
    top = tuple(cause.key for cause in report.causes[:3])
    return Result(vignette, top, report.urgency.level, took_s)


def _share(results: Sequence[Result], is_so: Callable[[Result], bool]) -> float | None:
    return sum(map(is_so, results)) / len(results) if results else None


def _judgements(knowledge: Knowledge, model: OddsModel) -> NDArray[np.bool_]:
    judged = np.zeros(model.present.shape, dtype=bool)
    for column, cause in enumerate(knowledge.causes.values()):
        for key, weight in cause.weights.items():
            judged[model.places[key], column] = weight.tag != "data"
    return judged


def by_group(results: Sequence[Result]) -> Iterator[tuple[str, list[Result]]]:
    """All results, then parts of them: halves, hard and easy, complete and sparse."""
    yield "all", list(results)
    for name in ("held out", "development"):
        yield f"half: {name}", [r for r in results if r.vignette.half == name]
    for difficulty in ("easy", "hard"):
        yield difficulty, [r for r in results if r.vignette.difficulty == difficulty]
    for how in ("complete", "sparse"):
        yield f"answers {how}", [r for r in results if r.vignette.answers_are == how]
    yield "none of these", [r for r in results if r.vignette.none_of_these]
