"""Results by recording and by person, confidence, and targets, as tables on the screen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.accuracy.scores.results import Results, Scores, by_person, pooled
from benchmarks.accuracy.scores.scoring import Score
from benchmarks.accuracy.scores.sensitivity import WITHIN_FACTOR, a90, foreseen, share_right
from benchmarks.shared.tables import new_table, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.table import Table

    from benchmarks.accuracy.scores.reliability import Reliability
    from benchmarks.accuracy.scores.sensitivity import Foreseen
    from benchmarks.accuracy.scores.targets import Target

VERDICT = {True: "yes", False: "NO", None: "cannot tell"}


def people_table(results: Results) -> Table:
    """List how many twitches of each size are found of each person, and false alarms."""
    people, sizes = results.people, sorted(results.injected)
    by_size = {size: by_person(results.injected[size], people) for size in sizes}
    watched = by_person(_all_watched(results), people)
    columns = (
        "person",
        "clips",
        *(f"{size:g}%" for size in sizes),
        "A90 %",
        "false",
        "false as is",
    )
    table = new_table("Found by person", columns)
    for person in sorted({person for scores in by_size.values() for person in scores}):
        scores = {size: by_size[size].get(person, Score()) for size in sizes}
        found = (f"{score.found}/{score.true}" for score in scores.values())
        size = a90({size: {person: score} for size, score in scores.items()})
        false = (sum(s.false_alarms for s in scores.values()), watched.get(person, Score()))
        clips = sum(name == person for name in people.values())
        counts = (str(false[0]), str(false[1].false_alarms))
        table.add_row(person, str(clips), *found, str(size or "n/a"), *counts)
    return table


def foreseen_table(results: Results) -> Table:
    """List by recording what the program says that it could find, beside what it finds."""
    columns = ("clip", "said %", "measured A90 %", "said ÷ measured", f"within {WITHIN_FACTOR:g}x")
    table = new_table("Smallest detectable twitch, as the program says and as measured", columns)
    told = foreseen(results.injected)
    for clip, one in told.items():
        verdict = "n/a" if one.percent is None else VERDICT[one.is_right]
        table.add_row(clip, number(one.percent), str(one.measured), _range(one), verdict)
    right, judged = share_right(told)
    table.caption = f"{right} of {judged} that can be told are within a factor of {WITHIN_FACTOR:g}"
    return table


def reliability_table(told: Reliability) -> Table:
    """List how many of the twitches reported with some confidence are true."""
    columns = ("confidence", "reported", "mean confidence", "share true")
    table = new_table("Confidence", columns)
    for one in told.bins:
        figures = (number(one.confidence), number(one.share_right))
        table.add_row(f"{one.low:g} to {one.high:g}", str(one.reported), *figures)
    table.caption = (
        f"expected calibration error: {number(told.expected_error)}; the lowest confidence in any"
        f" twitch: {number(told.lowest)}"
    )
    return table


def targets_table(held: Sequence[Target]) -> Table:
    """Hold stretches with twitches put in against what is asked."""
    table = new_table("Targets for twitches put into rest", ("figure", "measured", "limit", "met"))
    for target in held:
        told = target.measured if isinstance(target.measured, str) else number(target.measured)
        limit = f"{target.sense} {number(target.limit)}"
        table.add_row(target.figure, told, limit, VERDICT[target.met])
    return table


def _all_watched(results: Results) -> Scores:
    clips: Iterable[str] = results.people
    kinds = results.watched.values()
    return {
        clip: pooled({str(n): s[clip] for n, s in enumerate(kinds) if clip in s}) for clip in clips
    }


def _range(one: Foreseen) -> str:
    if one.ratio is None:
        return "n/a"
    low, high = one.ratio
    if math.isinf(high):
        return f"above {low:.2f}"
    return f"{low:.2f}" if low == high else f"below {high:.2f}"
