"""What is known of one cause."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a figure comes from: ``tag`` is ``data``, ``J`` (judgement) or ``R`` (recalled)."""

    tag: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Weight:
    """How a finding changes the odds of a cause: likelihood ratios, 1 where it says nothing."""

    present: float
    absent: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class Prior:
    """Share of a cause among people who notice lip twitching: of all, and after 4 weeks."""

    any_percent: float
    weeks_percent: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class AgeBand:
    """How an age (``least`` <= age < ``below``, in years) changes the odds of a cause.

    By ``times`` among all who notice lip twitching, and by ``weeks_times`` after 4 weeks of it.
    """

    least: float
    below: float
    times: float
    weeks_times: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause. ``only_with`` names findings without any of which it is never named."""

    key: str
    name: str
    from_article: bool
    part_of: str
    kinds: tuple[str, ...]
    account: str
    commonness: str
    advice: str
    ask_clinician: tuple[str, ...]
    tests: tuple[str, ...]
    unexplained: bool
    only_with: tuple[str, ...]
    prior: Prior
    ages: tuple[AgeBand, ...]
    weights: dict[str, Weight]
