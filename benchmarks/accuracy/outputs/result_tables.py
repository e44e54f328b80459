"""The results of the benchmark of accuracy as tables on the screen."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from benchmarks.accuracy.outputs.recording_tables import (
    foreseen_table,
    people_table,
    reliability_table,
)
from benchmarks.accuracy.scores.figures import (
    FIGURES,
    bars,
    pattern_right_by_pattern,
    recall_by_pattern,
)
from benchmarks.accuracy.scores.reliability import reliability
from benchmarks.accuracy.scores.results import Results, Scores, pooled
from benchmarks.accuracy.scores.scoring import Score, ratio
from benchmarks.accuracy.scores.sensitivity import a90, over_people
from benchmarks.recordings.stretches import NOT_LISTED
from benchmarks.shared.tables import new_table, number
from twitchcam.evidence.rates import rate_per_minute
from twitchcam.records import PATTERNS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table

# Column headings and the figure under each.
HOW_MANY = {
    "recall": "recall",
    "of observable": "recall_of_observable",
    "precision": "precision",
    "F1": "f1",
    "false / min": "false_alarms_per_minute",
}
HOW_WELL = {
    "lip": "lip_right",
    "side": "side_right",
    "pattern": "pattern_right",
    "onset error s": "onset_error_s",
    "off by > 0.1 s": "onset_far_off",
    "amplitude ratio": "amplitude_ratio",
    "amplitude error": "amplitude_error",
    "off by > 25%": "amplitude_far_off",
    "tremor error Hz": "tremor_mean_error_hz",
}


def tables(results: Results) -> Iterator[RenderableType]:
    """Yield what there is to show, in order."""
    if results.truth:
        yield truth_table(results.truth)
        yield bars_table(results.truth)
    if results.injected:
        yield from injected_tables(results.injected)
        yield people_intervals_table(results)
        size = a90(results.injected, results.people)
        yield f"A90, % of pupil distance that is found with 90% recall: {size or 'n/a'}\n"
        yield people_table(results)
        yield foreseen_table(results)
    if results.lit:
        yield lit_table(results.lit)
    if results.slow:
        yield slow_table(results.slow)
    if results.watched:
        yield watched_table("Twitches where none is known", results.watched)
    if results.watched.keys() == {NOT_LISTED}:
        by_clip = {clip: {clip: score} for clip, score in results.watched[NOT_LISTED].items()}
        yield watched_table("The same by recording", by_clip)
    told = reliability(results)
    if told.bins:
        yield reliability_table(told)
    yield from listed_errors(results)
    for clip, reason in results.failures.items():
        yield f"not measured: {clip}: {reason}"


def truth_table(truth: Scores) -> Table:
    """List clips with known truth, one a row, and their sum."""
    columns = ("clip", "true", "found", "false", "lip", "side", "pattern", "onset s", "tremor Hz")
    table = new_table("Clips with known truth", columns)
    names = ("lip_right", "side_right", "pattern_right", "onset_error_s", "tremor_error_hz")
    for clip, score in [*truth.items(), ("all", pooled(truth))]:
        counts = (str(score.true), str(score.found), str(score.false_alarms))
        table.add_row(clip, *counts, *_figures(score, names))
    return table


def bars_table(truth: Scores) -> Table:
    """Hold clips with known truth against what they have to reach."""
    table = new_table("Bars for clips with known truth", ("figure", "measured", "bar", "met"))
    for name, value, limit, met in bars(truth):
        table.add_row(name.replace("_", " "), number(value), f"{limit:g}", "yes" if met else "NO")
    return table


def injected_tables(injected: dict[float, Scores]) -> Iterator[Table]:
    """Yield tables by size: how many, how well, why missed, and found by clip."""
    totals = {size: pooled(scores) for size, scores in sorted(injected.items())}
    many = ("size %", "true", "found", "false", *HOW_MANY)
    yield _by_size("Twitches put into rest: how many are found", many, totals, _how_many)
    kinds = ("size %", *PATTERNS)
    yield _by_size("Recall by pattern", kinds, totals, _by_pattern)
    yield _by_size("Of those found", ("size %", *HOW_WELL), totals, _how_well)
    yield _by_size("Of those found, told as what they are", kinds, totals, _told_patterns)
    why = ("size %", "silently", "rejected as", "said to be unobservable for")
    yield _by_size("Missed", why, totals, _why_missed)
    columns = ("clip", *(f"{size:g}%" for size in totals), "false", "quantiser")
    table = new_table("Found by clip", columns)
    for clip in sorted({clip for scores in injected.values() for clip in scores}):
        row = [injected[size].get(clip, Score()) for size in totals]
        found = (f"{score.found}/{score.true}" for score in row)
        false = sum(score.false_alarms for score in row)
        quantisers = [one for score in row for one in score.quantisers]
        coded = f"{median(quantisers):g}" if quantisers else "n/a"
        table.add_row(clip, *found, str(false), coded)
    yield table


def people_intervals_table(results: Results) -> Table:
    """Between what recall and F1 would lie with other people, and how densely twitches lie."""
    columns = ("size %", "recall", "95% over people", "F1", "95% over people", "twitches / min")
    table = new_table("How sure that is: people drawn anew", columns)
    for size, scores in sorted(results.injected.items()):
        total, ends = pooled(scores), over_people(scores, results.people)
        told = [_span(one) for one in ends] if ends else ["n/a", "n/a"]
        density = number(ratio(60 * total.true, total.duration_s))
        f1 = number(total.f1)
        table.add_row(f"{size:g}", number(total.recall), told[0], f1, told[1], density)
    return table


def _span(ends: tuple[float, float]) -> str:
    low, high = ends
    return f"{low:.2f} to {high:.2f}"


def lit_table(lit: dict[str, dict[float, Scores]]) -> Table:
    """Twitches that were put in under changing light, by kind of light and by size."""
    columns = ("light", "size %", "true", "found", "false", *HOW_MANY)
    table = new_table("Twitches put in under changing light: how many are found", columns)
    for kind, sizes in lit.items():
        for size, scores in sorted(sizes.items()):
            table.add_row(kind, f"{size:g}", *_how_many(pooled(scores)))
    return table


def slow_table(slow: dict[float, Scores]) -> Table:
    """Slow movements that were put in, how many were told as twitches, and what else was."""
    columns = (
        *("size %", "put in", "told as twitches", "share", "rejected as", "unobservable for"),
        "false beside them",
    )
    table = new_table("Slow movements of the lips, put in: none is a twitch", columns)
    for size, scores in sorted(slow.items()):
        total = pooled(scores)
        counts = (str(total.true), str(total.found), number(total.recall))
        reasons = (_reasons(total.rejected), _reasons(total.unobservable))
        table.add_row(f"{size:g}", *counts, *reasons, str(total.false_alarms))
    return table


def watched_table(title: str, watched: dict[str, Scores]) -> Table:
    """Count false alarms by kind of stretch, or by whatever else scores are kept apart by."""
    columns = ("shows", "clips", "min", "observable", "false", "per min", "per obs. min", "95%")
    table = new_table(title, columns)
    for kind, scores in watched.items():
        total = pooled(scores)
        minutes = (f"{total.free_s / 60:.2f}", f"{total.free_observable_s / 60:.2f}")
        rate = rate_per_minute(total.false_apart, total.free_observable_s, None)
        rates = (
            number(total.false_alarms_per_minute),
            number(total.false_alarms_per_observable_minute),
            _span((rate.low, rate.high)) if rate else "n/a",
        )
        table.add_row(kind, str(len(scores)), *minutes, str(total.false_apart), *rates)
    return table


def listed_errors(results: Results) -> Iterator[str]:
    """Say in words each miss and false alarm in recordings in which no twitch was put."""
    for kind, scores in {"as it is": results.truth, **results.watched}.items():
        for clip, score in scores.items():
            yield from (f"{clip}, {kind}: {error}" for error in score.errors)


def _how_many(score: Score) -> list[str]:
    counts = [str(score.true), str(score.found), str(score.false_alarms)]
    return counts + _figures(score, HOW_MANY.values())


def _by_pattern(score: Score) -> list[str]:
    return [number(recall) for recall in recall_by_pattern(score).values()]


def _how_well(score: Score) -> list[str]:
    return _figures(score, HOW_WELL.values())


def _told_patterns(score: Score) -> list[str]:
    return [
        f"{score.right_patterns[p]} of {score.found_patterns[p]} ({number(share)})"
        for p, share in pattern_right_by_pattern(score).items()
    ]


def _why_missed(score: Score) -> list[str]:
    return [str(score.silent), _reasons(score.rejected), _reasons(score.unobservable)]


def _by_size(
    title: str,
    columns: Sequence[str],
    totals: dict[float, Score],
    describe: Callable[[Score], list[str]],
) -> Table:
    table = new_table(title, columns)
    for size, score in totals.items():
        table.add_row(f"{size:g}", *describe(score))
    table.add_section()
    table.add_row("all", *describe(sum(totals.values(), Score())))
    return table


def _figures(score: Score, names: Iterable[str]) -> list[str]:
    return [number(FIGURES[name](score)) for name in names]


def _reasons(reasons: Counter[str]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in reasons.most_common()) or "none"
