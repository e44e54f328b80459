"""A real browser for tests of the live monitor's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.conftest import PATIENCE_MS
from tests.live.fake_monitor import FakeMonitor
from tests.live.made_up_messages import hello
from tests.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize

    from twitchcam.live.messages import HelloMessage

WINDOW: ViewportSize = {"width": 1280, "height": 740}


class OpenMonitor(Protocol):
    """Opens the page in front of a pretended monitor."""

    def __call__(self, first: HelloMessage | None = None) -> FakeMonitor:
        """``first`` is the page's first message."""
        ...


@dataclass(frozen=True)
class OpenedPage:
    """A page, and what went wrong in its own code."""

    page: Page
    faults: list[str]


@pytest.fixture(autouse=True)
def patient_monitor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the monitor wait as long as tests do, where it soon gives up."""
    for name in (
        "line_writer.GOODBYE_S",
        "monitor.PROTOCOL_PATIENCE_S",
        "server.GOODBYE_S",
    ):
        monkeypatch.setattr(f"twitchcam.live.{name}", PATIENCE_S)


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
