"""The pages that are open, each with its own queue, so that a slow one hinders nobody."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from threading import Lock
from typing import TYPE_CHECKING

from twitchcam.outputs.json_records import without_nan

if TYPE_CHECKING:
    from twitchcam.live.messages import HelloMessage, ServerMessage

# So many previews may be on their way to a page that has not said that it has drawn them.
MOST_PREVIEWS_UNDER_WAY = 3
# A page that is this far behind is sent away; when it comes back it gets everything at once.
MOST_WAITING_TEXTS = 2000


class Client:
    """One page's queue, filled by the monitor's thread and emptied by the server's.

    Texts are kept in order and never left out; of the previews only the newest waits.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, hub: Hub) -> None:
        self.is_too_slow = False
        self._loop = loop
        self._hub = hub
        self._lock = Lock()
        self._texts: deque[str] = deque()
        self._preview: tuple[int, bytes] | None = None
        self._under_way: deque[int] = deque()
        self._news = asyncio.Event()
        self.is_gone = False

    def join(self, hello: HelloMessage) -> None:
        """Take everything that is known, and from now on what is told to all."""
        self.publish(hello)
        self._hub.add(self)

    def publish(self, message: ServerMessage) -> None:
        """Take a message."""
        self.put(text_of(message))

    def put(self, text: str) -> None:
        """Take a message that is a text already."""
        with self._lock:
            if self.is_too_slow:
                return
            self._texts.append(text)
            self.is_too_slow = len(self._texts) > MOST_WAITING_TEXTS
        self._wake()

    def show(self, frame: int, preview: bytes) -> None:
        """Take a preview instead of the one that waits."""
        with self._lock:
            self._preview = (frame, preview)
        self._wake()

    def shown(self, frame: int) -> None:
        """Note that the page has drawn this preview, or has left out those before it for it.

        A new session counts its pictures from zero again, so it is the order that tells.
        """
        with self._lock:
            if frame in self._under_way:
                while self._under_way.popleft() != frame:
                    pass
        self._wake()

    def leave(self) -> None:
        """Take nothing any more."""
        self.is_gone = True
        self._hub.remove(self)
        self._wake()

    async def next(self) -> str | bytes | None:
        """The next thing to send; ``None`` when the page is to be left alone."""
        while not self.is_gone and not self.is_too_slow:
            self._news.clear()
            item = self._take()
            if item is not None:
                return item
            await self._news.wait()
        return None

    def _take(self) -> str | bytes | None:
        with self._lock:
            if self._texts:
                return self._texts.popleft()
            if self._preview is None or len(self._under_way) >= MOST_PREVIEWS_UNDER_WAY:
                return None
            (frame, preview), self._preview = self._preview, None
            self._under_way.append(frame)
            return preview

    def _wake(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)


def text_of(message: ServerMessage) -> str:
    """A message as it is sent."""
    return json.dumps(without_nan(message), allow_nan=False, separators=(",", ":"))


class Hub:
    """Tells all pages; keeps the contract of ``Outlet``."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._clients: list[Client] = []

    @property
    def wants_previews(self) -> bool:
        """Whether any page is open."""
        return bool(self._clients)

    def publish(self, message: ServerMessage) -> None:
        """Tell all pages."""
        clients = self._all()
        if clients:
            text = text_of(message)
            for client in clients:
                client.put(text)

    def show(self, frame: int, preview: bytes) -> None:
        """Show all pages a preview."""
        for client in self._all():
            client.show(frame, preview)

    def add(self, client: Client) -> None:
        """Tell this page from now on, unless it has left before it was let in."""
        with self._lock:
            if not client.is_gone:
                self._clients.append(client)

    def remove(self, client: Client) -> None:
        """Tell it no more."""
        with self._lock:
            if client in self._clients:
                self._clients.remove(client)

    def _all(self) -> list[Client]:
        with self._lock:
            return list(self._clients)
