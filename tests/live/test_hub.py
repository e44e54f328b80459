"""The pages that are open, without a server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import pytest

from tests.patience import PATIENCE_S
from twitchcam.live.hub import Client, Hub

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twitchcam.live.messages import HelloMessage, NoticeMessage

HELLO = cast("HelloMessage", {"type": "hello"})
NEWS: NoticeMessage = {"type": "notice", "severity": "info", "text": "news"}


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop that the server would run."""
    made = asyncio.new_event_loop()
    yield made
    made.close()


def next_of(client: Client, loop: asyncio.AbstractEventLoop) -> Any:  # noqa: ANN401 - as sent
    """What is sent to a page next."""
    return loop.run_until_complete(asyncio.wait_for(client.next(), PATIENCE_S))


def test_a_page_that_left_before_it_was_let_in_is_forgotten(
    loop: asyncio.AbstractEventLoop,
) -> None:
    hub = Hub()
    client = Client(loop, hub)
    client.leave()
    client.join(HELLO)
    assert not hub.wants_previews


def test_a_page_is_told_in_order_until_it_leaves(loop: asyncio.AbstractEventLoop) -> None:
    hub = Hub()
    client = Client(loop, hub)
    client.join(HELLO)
    hub.publish(NEWS)
    assert [next_of(client, loop).count("news") for _ in range(2)] == [0, 1]

    async def leave() -> object:
        waiting = asyncio.ensure_future(client.next())
        # One turn of the loop later it waits.
        await asyncio.sleep(0)
        assert not waiting.done()
        client.leave()
        return await asyncio.wait_for(waiting, PATIENCE_S)

    assert loop.run_until_complete(leave()) is None
    assert not hub.wants_previews


def test_previews_go_on_when_a_new_session_counts_from_zero(
    loop: asyncio.AbstractEventLoop,
) -> None:
    """The page has left out one of the old session for the first of the new one."""
    client = Client(loop, Hub())

    def sent(frame: int) -> object:
        client.show(frame, f"picture {frame}".encode())
        return next_of(client, loop)

    assert [sent(frame) for frame in (301, 302, 0)] == [
        b"picture 301",
        b"picture 302",
        b"picture 0",
    ]
    client.shown(301)
    client.shown(0)
    assert [sent(frame) for frame in (1, 2, 3)] == [b"picture 1", b"picture 2", b"picture 3"]


def test_what_waits_for_a_slow_page_is_bounded(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twitchcam.live.hub.MOST_WAITING_TEXTS", 5)
    client = Client(loop, Hub())
    client.join(HELLO)
    for _ in range(50):
        client.publish(NEWS)
    assert client.is_too_slow
    assert len(client._texts) == 6  # noqa: SLF001 - it is sent away, and can take none
    assert next_of(client, loop) is None
