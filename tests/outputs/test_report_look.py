"""The report in a real browser: nothing sticks out, and it prints on one sheet."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.evidence.made_up import SINGLE, evidence_of
from tests.outputs.made_parts import MadeMotion, made_part
from twitchcam.outputs.report_html import report_text
from twitchcam.records import LIPS, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from twitchcam.outputs.recording import Recording

PLACES = list(product(LIPS, SIDES))
SHEET = re.compile(rb"/Type\s*/Page[^s]")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    shown = browser.new_page()
    yield shown
    shown.close()


@pytest.fixture(scope="module")
def fullest() -> str:
    """Give the page of a recording with as many rows in all tables as there can be."""
    events = [
        replace(
            SINGLE,
            onset_s=2.0 * number,
            lip=PLACES[number % 9][0],
            side=PLACES[number % 9][1],
            pattern="tremor",
            peaks=12,
            frequency_hz=(5.13, 9.4)[number % 2],
        )
        for number in range(25)
    ]
    evidence = evidence_of(*events)
    return report_text(evidence, events, MadeMotion(made_part()), "clip", date(2026, 11, 29))


@pytest.mark.parametrize("width_px", [360, 820])
def test_nothing_sticks_out(page: Page, fullest: str, width_px: int) -> None:
    page.set_viewport_size({"width": width_px, "height": 900})
    page.set_content(fullest)
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]


def test_it_prints_on_one_sheet(page: Page, singles: Recording) -> None:
    assert singles.files is not None
    page.set_content(singles.files.report.read_text("utf-8"))
    assert len(SHEET.findall(page.pdf(prefer_css_page_size=True))) == 1


def test_the_fullest_prints_on_two_at_most(page: Page, fullest: str) -> None:
    page.set_content(fullest)
    assert len(SHEET.findall(page.pdf(prefer_css_page_size=True))) <= 2
