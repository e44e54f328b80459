"""What people say of a drink by the words around its name."""

from __future__ import annotations

import pytest

from twitchcam.causes.drink_use import (
    is_decaf,
    is_denial,
    is_denied,
    is_denied_at_times,
    is_denied_too,
    is_other_kind,
    is_passed_over,
    kind_after,
)


@pytest.mark.parametrize(
    ("before", "after", "decaf"),
    [
        ("3 decaf ", "", True),
        ("", " (all decaf)", True),
        ("", " per day, decaffeinated", True),
        ("", " without caffeine", True),
        ("", " without caffeine after 5", False),
        ("", ", decaf every evening", False),
        ("decaf or ", "", False),
        ("", " then decaf", False),
        ("", " (decaf makes me sick)", False),
        ("", " - decaf tea", False),
        ("", " decaf every day", True),
        ("", " decaf every day after lunch", False),
        ("", " decaf, 3 cups", True),
        ("", " (decaf, sometimes)", False),
    ],
)
def test_decaf(before: str, after: str, *, decaf: bool) -> None:
    assert is_decaf(before, after) is decaf


@pytest.mark.parametrize(
    ("before", "denied"),
    [
        ("no ", True),
        ("i don't drink any ", True),
        ("i used to have 5 cups of ", True),
        ("no sugar ", False),
        ("never a day without ", False),
        ("never 5 ", False),
        ("3 colas, no ", False),
    ],
)
def test_a_denial_stands_right_before_the_name(before: str, *, denied: bool) -> None:
    assert is_denied(before) is denied


def test_a_denial_goes_on_with_or() -> None:
    assert is_denied_too(" or ")
    assert is_denied_too("/")
    assert not is_denied_too(" and ")


def test_a_denial_is_taken_back() -> None:
    assert is_denial("no idea")
    assert not is_denial("no coffee but tea")
    assert not is_denial("used to drink coffee, now tea")
    assert is_denial("no coffee now")


def test_a_denial_of_some_times() -> None:
    assert is_denied_at_times("no coffee in the evening")
    assert not is_denied_at_times("no coffee at all")
    assert not is_denied_at_times("used to drink coffee every day")


def test_what_another_drink_is_not_is_passed_over() -> None:
    assert is_passed_over("decaf instead of ")
    assert not is_passed_over("decaf and ")


@pytest.mark.parametrize(
    ("between", "other"),
    [("zzz ", True), ("2 cups of strong ", False), ("", False), ("2 ", False), ("zzz, ", False)],
)
def test_an_unknown_word_makes_another_kind(between: str, *, other: bool) -> None:
    assert is_other_kind(between) is other


def test_a_kind_may_come_after() -> None:
    assert kind_after(" (camomile)") == ("camomile", True)
    assert kind_after(" - camomile") == ("camomile", True)
    assert kind_after(" (camomile at night)") == ("camomile", False)
    assert kind_after(" - camomile sometimes") == ("camomile", False)
    assert kind_after(" and camomile") == ("", False)
