"""When a medicine was taken or stopped, as people type it."""

from __future__ import annotations

from datetime import date

import pytest

from twitchcam.causes.medicine_dates import (
    is_brief,
    is_long_ago,
    is_of_the_past,
    with_times_from,
)


@pytest.mark.parametrize(
    ("day", "text", "told"),
    [
        (date(2026, 11, 30), "stopped in may", "stopped 6 months ago"),
        (date(2026, 11, 30), "off since may", "off since 6 months ago"),
        (date(2026, 11, 30), "stopped in december", "stopped 11 months ago"),
        (date(2026, 11, 30), "stopped on 3 march", "stopped 8 months ago"),
        (date(2026, 11, 30), "stopped october 5th", "stopped 1 months ago"),
        (date(2026, 11, 30), "stopped in may 2019", "stopped 90 months ago"),
        (date(2026, 11, 30), "until december", "until december"),
        (date(2026, 11, 30), "until october", "until 1 months ago"),
        (date(2026, 11, 30), "in november", "recently"),
        (date(2026, 11, 15), "at the end of october", "at recently"),
        (date(2026, 11, 30), "in 2026", "recently"),
        (date(2026, 11, 30), "stopped 5wks ago", "stopped 5 weeks ago"),
        (date(2026, 11, 30), "2 yrs, 3 hrs, a mth, 7days", "2 years, 3 hours, a month, 7 days"),
        (date(2026, 11, 30), "hrt 5 mg", "hrt 5 mg"),
        (date(2026, 11, 30), "2019-2026, in 2015", "2019-recently, in 2015"),
        (date(2027, 1, 1), "in december 2026", "recently"),
        (date(2027, 1, 1), "in 2026", "recently"),
        (date(2027, 1, 22), "in 2026", "in 2026"),
        (date(2026, 11, 30), "may stop, in march", "may stop, 8 months ago"),
        (date(2026, 11, 30), "2026 mg, 2050 mg", "2026 mg, 2050 mg"),
        (date(2026, 11, 30), "in may 2.5 mg", "6 months ago 2.5 mg"),
    ],
)
def test_months_and_years_are_told_from_the_day(day: date, text: str, told: str) -> None:
    assert with_times_from(day, text) == told


@pytest.mark.parametrize(
    "text",
    [
        *("3 weeks ago", "6 weeks ago", "25 days ago", "a month ago", "in 2015", "last year"),
        *("ages ago", "a year and a half ago", "in the 90s", "in 2025"),
        "10 years ago, began as a child",
    ],
)
def test_long_ago(text: str) -> None:
    assert is_long_ago(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2 weeks ago", "2-3 weeks ago", "2 or 3 weeks ago", "a few weeks ago", "1.5 weeks ago"),
        *("20 days ago", "yesterday", "2000 mg", "valproate 2000", "recently"),
        *("since 2015, stopped 3 days ago", "stopped, started 10 years ago", ""),
        *("since 2015, stopped", "stopped, prescribed 10 years ago", "stopped not long ago"),
    ],
)
def test_not_known_to_be_long_ago(text: str) -> None:
    """Or who stopped just now would be said to be over it."""
    assert not is_long_ago(text)


@pytest.mark.parametrize(
    ("before", "after", "past"),
    [
        ("", " in 2019", True),
        ("took ", " last year", True),
        ("last year: ", "", True),
        ("lithium, had ", " many years ago", True),
        ("", " 2018 to 2021", True),
        ("was on ", " for about 6 months 2 years ago", True),
        ("", " 5 mg many years ago", False),
        ("10 years ago i took ", ", now 5 mg", False),
        ("lithium, last year, ", "", False),
        ("", ", i was in hospital 2 years ago", False),
        ("", " 2024 to recently", False),
        ("i take ", " 2019", False),
        ("", " 6 weeks ago", False),
        ("new ", " last year", False),
        ("", " recently", False),
        ("", " since 2019", False),
        ("", ", now 2019 mg", False),
    ],
)
def test_of_the_past(before: str, after: str, *, past: bool) -> None:
    assert is_of_the_past(before, after) is past


@pytest.mark.parametrize(
    "text",
    [
        *(
            "metoclopramide once in 2019",
            "twice last year",
            "1 dose of haloperidol",
            "for 5 days",
        ),
        *(
            "for a week in 2023",
            "a short course",
            "a few days of metoclopramide",
            "a single tablet",
            "for 5 days, stopped yesterday",
            "stopped after 3 days",
            "once before an operation",
        ),
    ],
)
def test_so_few_doses_are_no_months(text: str) -> None:
    assert is_brief(text)


@pytest.mark.parametrize(
    "text",
    [
        *("stopped 3 days ago", "stopped a few days ago", "for 3 months", "once daily until March"),
        *("twice a day", "3 times a day, stopped", "for 20 weeks", "for years", "1 tablet a day"),
        *("1 tablet at night, stopped", "1 tablet every morning until March"),
        *("depot once a month, stopped", "1 injection every 4 weeks", "3 times with meals"),
        *("off for 2 weeks", "none for a week", "not taken for 2 weeks", "missed a few doses"),
        *("stopped for a few days", "stopped 5 days before", "last dose 3 days before"),
        *("3 days off haloperidol", "a week without it", "3 days since my last haloperidol"),
    ],
)
def test_what_may_have_been_taken_for_months(text: str) -> None:
    assert not is_brief(text)
