"""Another site's page in the same browser can neither talk to the monitor nor read of it."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.live.conftest import open_page
from tests.live.running_monitor import RunningMonitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

OPEN_SOCKET = """([port, token]) => new Promise((done) => {
    const offers = ["twitchcam.live.1", `token.${token}`];
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, offers);
    socket.onmessage = (message) => done(JSON.parse(message.data).type);
    socket.onclose = () => done("closed");
})"""
READ = """([url, mode]) => fetch(url, { mode }).then((answer) => answer.text(), () => "refused")"""
LOAD = """([kind, url]) => new Promise((done) => {
    const element = document.createElement(kind);
    element.onload = () => done("loaded");
    element.onerror = () => done("refused");
    element.src = url;
    document.body.append(element);
})"""

REFUSE_STORAGE = """for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { get() { throw new DOMException("", "SecurityError"); } });
"""


class _EmptyPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>another site</title><body></body>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def monitor(short_clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMonitor]:
    """Give a monitor that is ready to start."""
    with RunningMonitor(short_clip, tmp_path_factory.mktemp("sessions")) as running:
        yield running


@pytest.fixture(scope="module")
def stranger(browser: Browser) -> Iterator[Page]:
    """Give a page of another site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _EmptyPage)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    page = open_page(browser).page
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    yield page
    page.context.close()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def own(browser: Browser, monitor: RunningMonitor) -> Iterator[Page]:
    """Give the monitor's own page."""
    page = open_page(browser).page
    page.goto(monitor.address)
    expect(page.locator("#state-words")).to_have_text("Ready")
    yield page
    page.context.close()


def test_only_the_own_page_opens_the_socket(
    own: Page, stranger: Page, monitor: RunningMonitor
) -> None:
    known = [monitor.port, monitor.token]
    assert own.evaluate(OPEN_SOCKET, known) == "hello"
    assert stranger.evaluate(OPEN_SOCKET, known) == "closed"


def test_a_browser_that_keeps_nothing_is_let_in(browser: Browser, monitor: RunningMonitor) -> None:
    opened = open_page(browser)
    opened.page.add_init_script(REFUSE_STORAGE)
    opened.page.goto(monitor.address)
    expect(opened.page.locator("#state-words")).to_have_text("Ready")
    assert opened.faults == []
    opened.page.context.close()


@pytest.mark.parametrize("token", ["of-another-start", "x", "A" * 500])
def test_the_token_is_needed_also_by_the_own_page(
    own: Page, monitor: RunningMonitor, token: str
) -> None:
    assert own.evaluate(OPEN_SOCKET, [monitor.port, token]) == "closed"


@pytest.mark.parametrize("path", ["", "page/main.js"])
@pytest.mark.parametrize("mode", ["cors", "no-cors"])
def test_only_the_own_page_reads(
    own: Page, stranger: Page, monitor: RunningMonitor, path: str, mode: str
) -> None:
    url = f"http://127.0.0.1:{monitor.port}/{path}"
    assert own.evaluate(READ, [url, mode]) not in ("", "refused")
    assert stranger.evaluate(READ, [url, mode]) == "refused"


def test_only_the_own_page_loads_its_picture_and_program(
    own: Page, stranger: Page, monitor: RunningMonitor
) -> None:
    for kind, path in (("img", "page/icon.svg"), ("script", "page/words.js")):
        url = f"http://127.0.0.1:{monitor.port}/{path}"
        assert stranger.evaluate(LOAD, [kind, url]) == "refused"
    icon = f"http://127.0.0.1:{monitor.port}/page/icon.svg"
    assert own.evaluate(LOAD, ["img", icon]) == "loaded"


def test_another_site_cannot_put_the_page_into_a_frame(
    stranger: Page, monitor: RunningMonitor
) -> None:
    stranger.evaluate(LOAD, ["iframe", monitor.address])
    [_, frame] = stranger.frames
    assert frame.query_selector("#main") is None


def test_an_address_of_another_start_says_so(browser: Browser, monitor: RunningMonitor) -> None:
    page = open_page(browser).page
    page.goto(monitor.address.replace(monitor.token, "of-another-start"))
    expect(page.locator("#notice-words")).to_contain_text("that the terminal shows")
    expect(page.locator("#run")).to_be_disabled()
    page.evaluate("address => { location.href = address; }", monitor.address)
    expect(page.locator("#state-words")).to_have_text("Ready")
    page.context.close()


def test_nonsense_from_the_page_is_refused_without_harm(own: Page) -> None:
    answers = own.evaluate("""async () => {
        const { Connection } = await import("/page/connection.js");
        const rude = new Connection(sessionStorage.getItem("twitchcam.token"));
        const nonsense = [
            "{", "[]", "null", JSON.stringify({ type: "no such wish" }),
            JSON.stringify({ type: "felt", ago_s: "now" }), "x".repeat(100_000), new Uint8Array(64),
        ];
        const answers = [];
        return new Promise((done) => {
            rude.on("notice", ({ text }) => {
                if (answers.push(text) === nonsense.length) done(answers);
            });
            rude.on("hello", () => nonsense.forEach((each) => rude.sendRaw(each)));
            rude.open();
        });
    }""")
    assert all("Refused" in answer for answer in answers)
    expect(own.locator("#state-words")).to_have_text("Ready")
    own.get_by_role("button", name="Start").click()
    expect(own.locator("#state-words")).to_have_text("Finished")
