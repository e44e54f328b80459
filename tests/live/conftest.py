"""A real browser for tests of the live monitor's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest

from benchmarks.chromium import find_chromium
from tests.live.fake_monitor import FakeMonitor
from tests.live.made_up_messages import hello

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Playwright, ViewportSize

    from twitchcam.live.messages import HelloMessage

# Machines that test are often busy; what does not come within this never will.
PATIENCE_MS = 30_000
WINDOW: ViewportSize = {"width": 1280, "height": 740}


class OpenMonitor(Protocol):
    """Opens the page in front of a pretended monitor."""

    def __call__(self, first: HelloMessage | None = None) -> FakeMonitor:
        """``first`` is the page's first message."""
        ...


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Give the path of this machine's Chromium."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine (on Debian: apt-get install chromium)")
    return path


# Not for the whole session: Playwright keeps an event loop in this thread while it runs.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Give the program that drives browsers."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - only with a browser

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(chromium_path: str, playwright: Playwright) -> Iterator[Browser]:
    """Give a headless browser."""
    running = playwright.chromium.launch(executable_path=chromium_path)
    yield running
    running.close()


@dataclass(frozen=True)
class OpenedPage:
    """A page, and what went wrong in its own code."""

    page: Page
    faults: list[str]


def broken_policy(logged: str) -> list[str]:
    """Give a browser's complaint that a page did what its own security policy forbids."""
    return [logged] if "Content Security Policy" in logged else []


def open_page(browser: Browser) -> OpenedPage:
    """Open an empty page in a browser context of its own."""
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.extend(broken_policy(message.text)))
    return OpenedPage(page, faults)


@pytest.fixture(scope="module")
def shared_page(browser: Browser) -> OpenedPage:
    """Give a page that the tests of a module use one after the other: that saves half the time."""
    return open_page(browser)


@pytest.fixture
def open_monitor(shared_page: OpenedPage) -> Iterator[OpenMonitor]:
    """Give a way to open the page; no code of the page may fail until the end of the test."""
    page, faults = shared_page.page, shared_page.faults

    def open_one(first: HelloMessage | None = None) -> FakeMonitor:
        page.goto("about:blank")
        page.unroute_all()
        page.set_viewport_size(WINDOW)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        monitor = FakeMonitor(page, first or hello())
        monitor.open()
        return monitor

    faults.clear()
    yield open_one
    assert faults == []
