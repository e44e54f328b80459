"""How the page puts numbers into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from twitchcam.outputs.words import per_minute, percent

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.live.conftest import OpenMonitor

WORDS = {
    "clock(0)": "0:00.0",
    "clock(59.96)": "1:00.0",
    "clock(3723.44)": "1:02:03.4",
    "clock(83.9, 0)": "1:24",
    "clock(14.967, 0)": "0:15",
    "span(14.967)": "15 s",
    "span(0)": "0 s",
    "span(0.4)": "under 1 s",
    "span(99.4)": "99 s",
    "span(125)": "2 min 5 s",
    "span(3599.7)": "1 h 0 min",
    "percent(null)": "\N{EN DASH}",
    "decimals(null, 1)": "\N{EN DASH}",
    "counted(1, 'twitch', 'twitches')": "1 twitch",
    "counted(0, 'twitch', 'twitches')": "0 twitches",
    "sure(null)": "\N{EN DASH}",
    "sure(0.994)": "0.99",
    "sure(0.995)": ">0.99",
    "sure(1)": ">0.99",
    "perMinute(null)": "\N{EN DASH}",
    "interval(null)": "",
    "interval({ low: 0.0126, high: 1.26 })": "95% interval 0.013 to 1.3",
}


@pytest.fixture
def page(open_monitor: OpenMonitor) -> Page:
    """A page that may be asked for its words."""
    return open_monitor().page


def said(page: Page, call: str) -> object:
    """What a function of the page gives."""
    return page.evaluate(f"import('/page/words.js').then((words) => words.{call})")


def test_numbers_in_words(page: Page) -> None:
    for call, words in WORDS.items():
        assert said(page, call) == words, call


def test_shares_are_said_as_in_the_report(page: Page) -> None:
    for share in (0.0, 0.002, 0.006, 0.26, 0.994, 0.996, 1.0):
        assert said(page, f"percent({share})") == percent(share)


def test_rates_are_rounded_as_in_the_report(page: Page) -> None:
    for rate in (0.0, 0.004, 0.0123, 0.07, 0.0996, 0.1, 0.26, 3.14, 41.0):
        assert said(page, f"perMinute({rate})") == per_minute(rate)
