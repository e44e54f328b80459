"""When a drink is had, and what is left to be read of it."""

from __future__ import annotations

import pytest

from twitchcam.causes.drink_days import CLOCK, how_often


@pytest.mark.parametrize(
    ("amounts", "rest", "share"),
    [
        ("3 coffees on 4 days a week", "3 coffees on", 4 / 7),
        ("2 coffees on weekdays", "2 coffees", 5 / 7),
        ("2 coffees on weekends only", "2 coffees", 2 / 7),
        ("2 coffees, not on weekends", "2 coffees,", 5 / 7),
        ("4 coffees a weekend", "4 coffees", 1 / 7),
        ("1 coffee every other week", "1 coffee", 1 / 14),
    ],
)
def test_days_are_shared_out(amounts: str, rest: str, share: float) -> None:
    often = how_often(amounts)
    assert often is not None
    assert often.rest.strip() == rest
    assert often.share == pytest.approx(share)
    assert often.is_sure


@pytest.mark.parametrize("amounts", ["2 coffees", "2 coffees, also on weekends"])
def test_nothing_said_is_every_day(amounts: str) -> None:
    assert how_often(amounts) is None


def test_nobody_knows_how_a_year_is_spread() -> None:
    often = how_often("30 coffees a year")
    assert often is not None
    assert often.share is None


def test_two_parts_of_the_week_may_have_a_number_each() -> None:
    often = how_often("10 coffees on weekdays, 2 on weekends")
    assert often is not None
    assert not often.is_sure


@pytest.mark.parametrize(
    ("amounts", "instead"),
    [
        ("6 on weekends", True),
        ("6 coffees on weekdays", True),
        ("6 more on weekends", False),
        ("6 at work on weekdays", False),
        ("3 coffees none on weekends", False),
    ],
)
def test_on_some_days_it_is_had_instead_or_as_well(amounts: str, *, instead: bool) -> None:
    often = how_often(amounts)
    assert often is not None
    assert often.instead is instead


def test_none_on_the_other_days_is_no_other_number() -> None:
    often = how_often("3 coffees on weekdays none on weekends")
    assert often is not None
    assert often.is_sure
    assert how_often(often.rest) is None


@pytest.mark.parametrize(
    "text",
    [
        *("at 8", "until 5.", "from 8 until 5", "at 8, 10, or 12", "till 0.5 past 5", "by 9 am"),
        *("until 3 p.m.", "before about 6", "up to 5 pm", "before 12 noon"),
    ],
)
def test_a_time_of_day(text: str) -> None:
    assert CLOCK.sub("", text) in ("", ".")


@pytest.mark.parametrize(
    "text",
    ["up to 5", "until 5 coffees", "i am at 12", "every 2 h", "around 3", "after 2 big mugs"],
)
def test_no_time_of_day(text: str) -> None:
    assert CLOCK.sub("", text) == text
