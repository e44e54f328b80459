"""What is known of one cause, as its file says it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from twitchcam.causes.data_files import Entry, Positive, Record

STRONGEST = 1000.0
Percent = Annotated[float, Meta(gt=0, lt=100)]


class Figures(Record, frozen=True, kw_only=True):
    """Figures, and where they come from: ``tag`` is ``J`` for judgement, ``R`` for recalled."""

    tag: Literal["data", "J", "R"]
    source: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Check that data have a source."""
        if self.tag == "data" and not self.source:
            message = "source is missing, though the figure is tagged as data"
            raise ValueError(message)


class Weight(Figures, frozen=True, kw_only=True):
    """How a finding changes the odds of a cause: likelihood ratios, 1 where it says nothing."""

    present: Positive = 1.0
    absent: Positive = 1.0

    def __post_init__(self) -> None:
        """Check that no finding decides everything."""
        Figures.__post_init__(self)
        if max(self.present, self.absent, 1 / self.present, 1 / self.absent) > STRONGEST:
            message = f"present and absent must lie within 1/{STRONGEST:g} and {STRONGEST:g}"
            raise ValueError(message)


class Prior(Figures, frozen=True, kw_only=True):
    """Share of a cause among people who notice lip twitching: of all, and after 4 weeks."""

    any_percent: Percent
    weeks_percent: Percent


class AgeBand(Figures, frozen=True, kw_only=True, rename={"least": "from"}):
    """How an age (``least`` <= age < ``below``, in years) changes the odds of a cause.

    By ``times`` among all who notice lip twitching, and by ``weeks_times`` after 4 weeks of it if
    that is another factor.
    """

    least: float = 0.0
    below: float = float("inf")
    times: Positive
    weeks_times: Positive | None = None


class Cause(Entry, frozen=True, kw_only=True, rename={"ages": "age"}):
    """One cause. ``only_with`` names findings without any of which it is never named.

    ``weights`` holds those that it shares with others (``weights_like``) as well.
    """

    name: str
    from_article: bool
    part_of: str = ""
    kinds: tuple[str, ...]
    account: str
    commonness: str
    advice: str
    ask_clinician: tuple[str, ...]
    tests: tuple[str, ...]
    unexplained: bool = False
    only_with: tuple[str, ...] = ()
    prior: Prior
    ages: tuple[AgeBand, ...] = ()
    weights_like: str = ""
    weights: dict[str, Weight] = field(default_factory=dict)
