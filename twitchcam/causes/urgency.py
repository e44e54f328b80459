"""How soon somebody should look at it: rules that override every ranking of causes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, get_args

from msgspec import Meta

from twitchcam.causes.cause_report import FiredRule, Urgency
from twitchcam.causes.data_files import Record, as_kind, check_known, read_content
from twitchcam.causes.findings import TAKEN
from twitchcam.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from importlib.abc import Traversable

    from twitchcam.causes.findings import Finding

# Most urgent first. Those of a rule; then what is left where none fires, the last for want of
# answers.
RuleLevel = Literal["emergency", "prompt_neurologist", "gp"]
Level = Literal[RuleLevel, "self_care", "cannot_say"]
LEVELS: tuple[Level, ...] = get_args(Level)
WATCHING = LEVELS.index("self_care")
# What is above it is no matter of an ordinary appointment.
GP = LEVELS.index("gp")
# How clear a measurement must be to count as so in a rule: in a quarter of a minute nearly all of
# the twitches must say so.
CLEAR = 0.4


class Rule(Record, frozen=True, kw_only=True):
    """One rule over findings; ``urgency.toml`` says what each field means."""

    level: RuleLevel
    today: bool = False
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    says: str
    source: Annotated[tuple[str, ...], Meta(min_length=1)]

    def __post_init__(self) -> None:
        """Check that it does not fire whatever is known."""
        if not self.all and not self.any:
            message = "all and any are both empty: the rule would always fire"
            raise ValueError(message)

    def fires(self, states: Mapping[str, float]) -> bool:
        """Whether it fires; a finding that is not in ``states`` is not known."""

        def known(key: str) -> bool:
            return states.get(key, 0.0) >= CLEAR

        return (
            all(map(known, self.all))
            and (not self.any or any(map(known, self.any)))
            and not any(map(known, self.none))
        )


class Rank(NamedTuple):
    """How urgent something is: the smaller, the more urgent.

    ``level`` is a place in ``LEVELS``; ``is_later`` says that it need not be seen the same day.
    """

    level: int
    is_later: bool

    @property
    def is_grave(self) -> bool:
        """Whether it is for a neurologist soon, or an emergency."""
        return self.level < GP

    @property
    def cannot_wait(self) -> bool:
        """Whether it is more than a matter of an ordinary appointment."""
        return self.is_grave or not self.is_later


@dataclass(frozen=True, slots=True)
class Urgencies:
    """All rules, the headline of each level, and what to watch for.

    ``headlines_today`` has those of levels that may be a matter of the same day.
    """

    rules: tuple[Rule, ...]
    headlines: dict[Level, str]
    headlines_today: dict[Level, str]
    watch: str
    watch_source: tuple[str, ...]

    def fired(self, states: Mapping[str, float]) -> list[Rule]:
        """Rules that fire, the most urgent first; of one level, those of today."""
        fired = (rule for rule in self.rules if rule.fires(states))
        return sorted(fired, key=lambda rule: rank_of([rule]))

    def rank(self, states: Mapping[str, float]) -> Rank:
        """How urgent it is, by the rules that fire."""
        return rank_of(self.fired(states))


class _LevelWords(Record, frozen=True, kw_only=True):
    headline: str
    headline_today: str = ""


class _Watch(Record, frozen=True, kw_only=True):
    text: str
    source: tuple[str, ...]


class _UrgencyFile(Record, frozen=True, kw_only=True):
    levels: dict[Level, _LevelWords]
    watch: _Watch
    rules: tuple[Rule, ...] = ()


def load_urgencies(
    folder: Traversable, findings: Mapping[str, Finding], sources: Collection[str]
) -> Urgencies:
    """Read ``urgency.toml``.

    Raises
    ------
    KnowledgeError
        If something in it is not as it must be.
    """
    content = read_content(folder, "urgency.toml", "urgency/1")
    file = as_kind(content, _UrgencyFile, "urgency.toml")
    check_known(LEVELS, file.levels, "urgency.py: LEVELS", "urgency.toml: levels")
    check_known(file.watch.source, sources, "urgency.toml: watch.source", "sources.toml")
    today = {level: file.levels[level].headline_today for level in LEVELS}
    for number, rule in enumerate(file.rules):
        where = f"urgency.toml: rules[{number}]"
        _check_rule(rule, findings, where)
        check_known(rule.source, sources, f"{where}.source", "sources.toml")
        if rule.today and not today[rule.level]:
            message = f"{where}.today: levels.{rule.level} has no headline_today"
            raise KnowledgeError(message)
    headlines = {level: file.levels[level].headline for level in LEVELS}
    return Urgencies(file.rules, headlines, today, file.watch.text, file.watch.source)


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
    fired = urgencies.fired(states)
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


def rank_of(fired: Iterable[Rule]) -> Rank:
    """How urgent it is by these rules; an emergency is always of today."""
    rules = list(fired)
    level = min((LEVELS.index(rule.level) for rule in rules), default=WATCHING)
    is_today = LEVELS[level] == "emergency" or any(rule.today for rule in rules)
    return Rank(level, not is_today)


def taken_back_by(urgencies: Urgencies, states: Mapping[str, float]) -> frozenset[str]:
    """Findings not known yet that could make it less urgent; an emergency waits for none."""
    fired = urgencies.fired(states)
    if not fired or fired[0].level == "emergency":
        return frozenset()
    open_keys = [
        {key for key in rule.none if not states.get(key)}
        for rule in fired
        if rule.level == fired[0].level
    ]
    # A rule that nothing takes back keeps the level.
    return frozenset().union(*open_keys) if all(open_keys) else frozenset()


def _check_rule(rule: Rule, findings: Mapping[str, Finding], where: str) -> None:
    for field in ("all", "any", "none"):
        keys = getattr(rule, field)
        check_known(keys, findings, f"{where}.{field}", "findings.toml")
        taken = [key for key in keys if field != "none" and findings[key].answer == TAKEN]
        if taken:
            message = f"{where}.{field} holds {taken[0]!r}; name {taken[0]}_till_lately"
            raise KnowledgeError(message)
        if made := [key for key in keys if findings[key].none_of]:
            message = f"{where}.{field} holds {made[0]!r}; name what it is made of"
            raise KnowledgeError(message)
