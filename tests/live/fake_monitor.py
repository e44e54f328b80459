"""A monitor that only pretends: serves the page's files and says what a test makes it say.

It speaks through the browser itself, so that states which are hard to bring about with a real
camera and disk can be shown at once and without waiting.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import twitchcam.live
from tests.conftest import PATIENCE_MS
from twitchcam.live.messages import PreviewHead, ServerMessage, pack_preview

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route, WebSocketRoute

PAGE_FILES = Path(twitchcam.live.__file__).parent / "page"
# Nothing listens there: every request is answered by this program.
ADDRESS = "http://127.0.0.1:9"
POLL_MS = 50
KINDS = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}


class FakeMonitor:
    """Stands between a page and the network.

    ``received`` holds the page's messages in their order; ``refuses`` makes it close every new
    connection with this code.
    """

    def __init__(self, page: Page, hello: ServerMessage) -> None:
        self.page = page
        self.hello = hello
        self.received: list[dict[str, Any]] = []
        self.refuses: int | None = None
        self.connections = 0
        self._socket: WebSocketRoute | None = None
        page.route("**/*", self.serve)
        page.route_web_socket("**/ws", self._connect)

    def open(self) -> None:
        """Open the page, and wait until it has drawn what it was told at first."""
        self.page.goto(f"{ADDRESS}/#token=of-this-start")
        self.page.wait_for_function("document.getElementById('foot').textContent.includes('own')")

    def serve(self, route: Route) -> None:
        """Give one of the page's files."""
        path = urlsplit(route.request.url).path
        file = PAGE_FILES / ("index.html" if path == "/" else path.removeprefix("/page/"))
        route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])

    def say(self, message: ServerMessage) -> None:
        """Send one message to the page."""
        self._connected().send(json.dumps(message))

    def show(self, head: PreviewHead, jpeg: bytes) -> None:
        """Send one preview to the page."""
        self._connected().send(pack_preview(head, jpeg))

    def close(self, code: int) -> None:
        """Close the connection."""
        self._connected().close(code=code)

    def wishes(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        """The page's messages of one type, once there are so many or long after that was due."""
        # What the page has sent before this answer has arrived when it comes.
        self.page.evaluate("null")
        for _ in range(int(PATIENCE_MS / POLL_MS)):
            found = [message for message in self.received if message["type"] == kind]
            if len(found) >= count:
                break
            self.page.wait_for_timeout(POLL_MS)
        return found

    def _connect(self, socket: WebSocketRoute) -> None:
        self.connections += 1
        if self.refuses is not None:
            socket.close(code=self.refuses)
            return
        self._socket = socket
        socket.on_message(self._take)
        socket.send(json.dumps(self.hello))

    def _take(self, message: str | bytes) -> None:
        if isinstance(message, str):
            self.received.append(json.loads(message))

    def _connected(self) -> WebSocketRoute:
        assert self._socket is not None
        return self._socket
