"""Who is told what happens: pages, a terminal, a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from twitchcam.live.messages import HelloMessage, ServerMessage


class Outlet(Protocol):
    """Takes messages, and previews if it shows pictures. Never waits; called from any thread."""

    @property
    def wants_previews(self) -> bool:
        """Whether anybody looks at pictures right now."""
        ...

    def publish(self, message: ServerMessage) -> None:
        """Take a message."""
        ...

    def show(self, frame: int, preview: bytes) -> None:
        """Take a preview, packed as for the page."""
        ...


class Asker(Protocol):
    """Who sends commands, such as one tab: can be told something by itself."""

    def publish(self, message: ServerMessage) -> None:
        """Take a message; never waits."""
        ...

    def join(self, hello: HelloMessage) -> None:
        """Take everything that is known, and from now on what is told to all."""
        ...
