"""What cause matching finds, for people and programs."""

from __future__ import annotations

from dataclasses import dataclass

FITTING = ("well", "partly")
# How a cause can fit, best first; of what cannot be said, nothing is known.
FITS = (*FITTING, "little", "cannot_say")


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule of urgency that fired, where it comes from, and whether it asks for the same day."""

    level: str
    says: str
    source: tuple[str, ...]
    today: bool = False


@dataclass(frozen=True, slots=True)
class Urgency:
    """How soon somebody should look at it.

    ``level`` is ``emergency``, ``prompt_neurologist``, ``gp``, ``self_care`` or ``cannot_say``;
    ``rules`` are those that fired, most urgent first; ``unanswered`` names questions not answered
    yet that could make it more urgent.
    """

    level: str
    headline: str
    rules: tuple[FiredRule, ...]
    watch: str
    watch_source: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def is_emergency(self) -> bool:
        """Whether there is no time to read much: all else would only distract."""
        return self.level == "emergency"

    @property
    def is_today(self) -> bool:
        """Whether something should be looked at the same day, or sooner."""
        return self.is_emergency or any(rule.today for rule in self.rules)

    @property
    def is_pressing(self) -> bool:
        """Whether it stands above everything else: for a neurologist soon, or the same day."""
        return self.level in ("emergency", "prompt_neurologist") or self.is_today

    @property
    def calls_for_a_doctor(self) -> bool:
        """Whether somebody else should look at it."""
        return self.level not in ("self_care", "cannot_say")

    @property
    def deciding(self) -> tuple[FiredRule, ...]:
        """The rules that make it so urgent; of what is to be seen today, all."""
        return tuple(filter(self._decides, self.rules))

    @property
    def lesser(self) -> tuple[FiredRule, ...]:
        """The rules that would make it less urgent by themselves."""
        return tuple(rule for rule in self.rules if not self._decides(rule))

    def _decides(self, rule: FiredRule) -> bool:
        return rule.level == self.level or (rule.today and not self.is_emergency)


@dataclass(frozen=True, slots=True)
class CauseReason:
    """A finding that bears on a cause.

    ``origin`` is ``answers`` or ``recording``; ``weight`` is ``strong``, ``moderate`` or ``weak``;
    ``tag`` says whether that weight is ``data``, ``J`` (a judgement) or ``R`` (recalled).
    """

    finding: str
    says: str
    origin: str
    weight: str
    tag: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CauseMatch:
    """What answers and recordings share with what is described of one cause.

    ``fit`` is ``well``, ``partly``, ``little`` or ``cannot_say``. ``score`` is the log-odds by
    which causes are ordered: it rests mostly on judgements and is no probability. ``unknown``
    names what is not known and would weigh. ``alike`` names causes that a recording cannot tell
    from this one.
    """

    key: str
    name: str
    part_of: str
    from_article: bool
    fit: str
    score: float
    reasons_for: tuple[CauseReason, ...]
    reasons_against: tuple[CauseReason, ...]
    unknown: tuple[str, ...]
    alike: tuple[str, ...]
    account: str
    commonness: str
    advice: str
    ask_clinician: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CannotTellApart:
    """Causes that fit and that a recording cannot tell from each other."""

    kind: str
    says: str
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """A question or a recording that would tell much; ``information`` is in nats, for ordering."""

    key: str
    kind: str
    text: str
    information: float


@dataclass(frozen=True, slots=True)
class RecordingEffect:
    """What the recordings changed for a cause, against the answers alone.

    ``change`` is ``more`` or ``less``; ``because`` says what was seen.
    """

    key: str
    name: str
    change: str
    fit_before: str
    fit_after: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CauseReport:
    """All that cause matching has to say; ``urgency`` comes first wherever it is shown.

    ``causes`` are ordered, best fit first. A cause that is never named without certain signs is
    left out while these are not there. ``no_clear_match`` says that no named cause fits well.
    """

    urgency: Urgency
    causes: tuple[CauseMatch, ...]
    no_clear_match: bool
    cannot_tell_apart: tuple[CannotTellApart, ...]
    next_steps: tuple[NextStep, ...]
    recording_effects: tuple[RecordingEffect, ...]
    notes: tuple[str, ...]
    sources: dict[str, str]
    knowledge_version: str
    schema: str = "twitchcam.causes/1"

    @property
    def fitting(self) -> tuple[CauseMatch, ...]:
        """The causes that fit, well or in part."""
        return tuple(cause for cause in self.causes if cause.fit in FITTING)
