"""How soon somebody should look at it: rules that override every ranking of causes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from twitchcam.causes.cause_report import FiredRule, Urgency
from twitchcam.causes.data_files import Table, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.abc import Traversable

    from twitchcam.causes.findings import Finding

# Most urgent first; the last is for want of answers.
LEVELS = ("emergency", "prompt_neurologist", "gp", "self_care", "cannot_say")
WATCHING = LEVELS.index("self_care")
# How clear a measurement must be to count as so in a rule: in a quarter of a minute nearly all of
# the twitches must say so.
CLEAR = 0.4


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule over findings; ``urgency.toml`` says what each field means."""

    level: str
    today: bool
    all: tuple[str, ...]
    any: tuple[str, ...]
    none: tuple[str, ...]
    says: str
    source: tuple[str, ...]

    def fires(self, states: Mapping[str, float]) -> bool:
        """Whether it fires; a finding that is not in ``states`` is not known."""

        def known(key: str) -> bool:
            return states.get(key, 0.0) >= CLEAR

        return (
            all(map(known, self.all))
            and (not self.any or any(map(known, self.any)))
            and not any(map(known, self.none))
        )


@dataclass(frozen=True, slots=True)
class Urgencies:
    """All rules, the headline of each level, and what to watch for.

    ``headlines_today`` has those of levels that may be a matter of the same day.
    """

    rules: tuple[Rule, ...]
    headlines: dict[str, str]
    headlines_today: dict[str, str]
    watch: str
    watch_source: tuple[str, ...]


def load_urgencies(
    folder: Traversable, findings: Mapping[str, Finding], sources: Mapping[str, str]
) -> Urgencies:
    """Read ``urgency.toml``.

    Raises
    ------
    KnowledgeError
        If something in it is not as it must be.
    """
    table = read_table(folder, "urgency.toml", "urgency/1")
    levels = table.table("levels")
    each = {level: levels.table(level) for level in LEVELS}
    levels.finish()
    headlines = {level: one.text("headline") for level, one in each.items()}
    today = {level: one.text("headline_today", "") for level, one in each.items()}
    for one in each.values():
        one.finish()
    watch = table.table("watch")
    watch_text, watch_source = watch.text("text"), watch.sources(sources)
    watch.finish()
    rules = tuple(_rule(inner, findings, sources) for inner in table.list_of_tables("rules"))
    for rule in rules:
        if rule.today and not today[rule.level]:
            raise table.complaint(field=f"levels.{rule.level}", what="has no headline_today")
    table.finish()
    return Urgencies(rules, headlines, today, watch_text, watch_source)


def judge_urgency(
    urgencies: Urgencies,
    states: Mapping[str, float],
    *,
    enough_answered: bool,
    unanswered: tuple[str, ...],
) -> Urgency:
    """Find the most urgent level of all rules that fire.

    Parameters
    ----------
    urgencies
        The rules.
    states
        Findings by key, from -1 (not so) to 1 (so).
    enough_answered
        Whether every question is answered that must be before watching is called enough; if not,
        and no rule fires, the level is ``cannot_say`` rather than ``self_care``.
    unanswered
        Labels of questions that could change the level, the first ones first.
    """
    fired = [rule for rule in urgencies.rules if rule.fires(states)]
    fired.sort(key=lambda rule: (LEVELS.index(rule.level), not rule.today))
    level = fired[0].level if fired else "self_care" if enough_answered else "cannot_say"
    headline = urgencies.headlines[level]
    if any(rule.today for rule in fired):
        headline = urgencies.headlines_today[level] or headline
    return Urgency(
        level=level,
        headline=headline,
        rules=tuple(FiredRule(rule.level, rule.says, rule.source, rule.today) for rule in fired),
        watch=urgencies.watch,
        watch_source=urgencies.watch_source,
        unanswered=unanswered,
    )


def level_of(urgencies: Urgencies, states: Mapping[str, float]) -> int:
    """Place of the level in ``LEVELS``: the smaller, the more urgent."""
    fired = (LEVELS.index(rule.level) for rule in urgencies.rules if rule.fires(states))
    return min(fired, default=LEVELS.index("self_care"))


def _rule(table: Table, findings: Mapping[str, Finding], sources: Mapping[str, str]) -> Rule:
    rule = Rule(
        level=table.choice("level", LEVELS),
        today=table.flag("today", default=False),
        all=table.texts("all", (), known=findings),
        any=table.texts("any", (), known=findings),
        none=table.texts("none", (), known=findings),
        says=table.text("says"),
        source=table.sources(sources),
    )
    for key in (*rule.all, *rule.any, *rule.none):
        if findings[key].none_of:
            raise table.complaint(field="all", what=f"holds {key!r}; name what it is made of")
    if not rule.all and not rule.any:
        raise table.complaint(
            field="all", what="and any are both empty: the rule would always fire"
        )
    if not rule.source:
        raise table.complaint(field="source", what="is empty")
    table.finish()
    return rule
