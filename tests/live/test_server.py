"""Who may talk to the local server, and what it does with what is not meant for it."""

from __future__ import annotations

import asyncio
import base64
import errno
import json
import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import aiohttp
import pytest
from aiohttp import WSCloseCode, WSMsgType, WSServerHandshakeError

import twitchcam.live
from tests.patience import PATIENCE_S
from twitchcam.live import commands
from twitchcam.live.hub import Client, Hub
from twitchcam.live.messages import MAX_PICTURE_BYTES, SUBPROTOCOL, TOKEN_PREFIX
from twitchcam.live.server import (
    CONTENT_TYPES,
    MOST_REFUSED,
    TOO_SLOW,
    WRONG_TOKEN,
    Server,
    ServerError,
    hosts_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

Talk: TypeAlias = Callable[[Any], Awaitable[Any]]


class AskedMonitor:
    """Notes what it is asked and welcomes everybody."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.clients: list[Client] = []

    def ask(self, command: Any, _asker: Any = None) -> None:  # noqa: ANN401 - whatever comes
        self.asked.append(command)

    def welcome(self, asker: Client) -> None:
        self.clients.append(asker)
        asker.join({"type": "hello"})  # type: ignore[typeddict-item]  # enough here


@dataclass
class Served:
    """A running server and what stands behind it."""

    server: Server
    monitor: AskedMonitor
    hub: Hub

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def protocols(self) -> tuple[str, str]:
        return SUBPROTOCOL, TOKEN_PREFIX + self.server.token

    def talk(
        self,
        what: Talk,
        *,
        headers: dict[str, str] | None = None,
        **how: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401 - what the coroutine gives
        """Run ``what(socket)`` on a connection, by default as the page opens it."""
        how = {"origin": self.url, "protocols": self.protocols} | how

        async def run() -> Any:  # noqa: ANN401 - the same
            async with (
                aiohttp.ClientSession(headers=headers) as session,
                session.ws_connect(f"{self.url}/ws", max_msg_size=0, **how) as connection,
            ):
                return await asyncio.wait_for(what(connection), PATIENCE_S)

        return asyncio.run(run())

    def get(self, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        async def run() -> tuple[int, str, dict[str, str]]:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"{self.url}{path}", headers=headers) as response,
            ):
                return response.status, await response.text(), dict(response.headers)

        return asyncio.run(run())


@pytest.fixture
def served() -> Iterator[Served]:
    """Start a server."""
    monitor, hub = AskedMonitor(), Hub()
    server = Server(monitor, hub)  # type: ignore[arg-type]
    server.start()
    yield Served(server, monitor, hub)
    server.close()


async def first_text(connection: Any) -> Any:  # noqa: ANN401 - JSON
    return json.loads((await connection.receive()).data)


async def close_code(connection: Any) -> int | None:  # noqa: ANN401 - a socket
    while (await connection.receive()).type not in (WSMsgType.CLOSE, WSMsgType.CLOSED):
        pass
    return connection.close_code


def sent(*messages: str | bytes) -> Talk:
    """Send these and wait for one answer each, after the greeting."""

    async def talk(connection: Any) -> list[Any]:  # noqa: ANN401 - a socket
        answers = []
        await first_text(connection)
        for message in messages:
            send = connection.send_str if isinstance(message, str) else connection.send_bytes
            await send(message)
            answers.append(await first_text(connection))
        return answers

    return talk


def opening_handshake(served: Served) -> bytes:
    """What a page sends first, for tests that go on byte by byte (RFC 6455, section 4.1)."""
    headers = {
        "Host": f"127.0.0.1:{served.server.port}",
        "Origin": served.url,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode(),
        "Sec-WebSocket-Protocol": ", ".join(served.protocols),
    }
    lines = ["GET /ws HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def test_the_page_is_let_in(served: Served) -> None:
    """With the address that the terminal shows."""
    assert served.talk(first_text) == {"type": "hello"}
    assert served.server.address == f"{served.url}/#token={served.server.token}"


def test_it_listens_on_this_machine_only(served: Served) -> None:
    """Neither another address of the machine nor another one of the loopback answers."""
    for address in ("127.0.0.2", *_other_addresses()):
        with socket.socket() as other:
            other.settimeout(2)
            with pytest.raises(OSError):  # noqa: PT011 - any failure will do
                other.connect((address, served.server.port))


def _other_addresses() -> set[str]:
    names = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    return {str(name[4][0]) for name in names} - {"127.0.0.1", "127.0.1.1"}


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://localhost.evil.example:80",
        "file://",
    ],
)
def test_another_site_cannot_open_the_socket(served: Served, origin: str) -> None:
    """Not even with the token."""
    with pytest.raises(WSServerHandshakeError) as refused:
        served.talk(first_text, origin=origin)
    assert refused.value.status == 403
    assert served.monitor.clients == []


def test_a_hidden_origin_is_refused(served: Served) -> None:
    """Browsers always say where a socket is opened from."""
    with pytest.raises(WSServerHandshakeError) as refused:
        served.talk(first_text, origin=None)
    assert refused.value.status == 403


def test_browsers_leave_out_the_usual_port() -> None:
    assert hosts_of(80) == ["127.0.0.1:80", "localhost:80", "127.0.0.1", "localhost"]
    assert hosts_of(8000) == ["127.0.0.1:8000", "localhost:8000"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1"])
def test_another_name_for_this_machine_is_refused(served: Served, host: str) -> None:
    """A site whose name is made to point here gets nothing (DNS rebinding)."""
    assert served.get("/", Host=host)[0] == 403
    assert served.get("/", Host=host)[0] == 403
    with pytest.raises(WSServerHandshakeError) as refused:
        served.talk(first_text, headers={"Host": host})
    assert refused.value.status == 403


@pytest.mark.parametrize("path", ["/", "/page/main.js"])
def test_another_site_cannot_read(served: Served, path: str) -> None:
    """Requests from its pages are refused, and nothing allows it to look."""
    status, text, headers = served.get(path, Origin="https://evil.example")
    assert status == 403
    assert text == "wrong origin"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "protocols",
    [(), (SUBPROTOCOL,), (SUBPROTOCOL, "token."), (SUBPROTOCOL, "token.guessed"), ("token.é",)],
)
def test_without_the_token_nothing_is_told(served: Served, protocols: tuple[str, ...]) -> None:
    """The page is told that its address is of another start, and no more."""
    assert served.talk(close_code, protocols=protocols) == WRONG_TOKEN
    assert served.monitor.clients == []


def test_each_start_has_a_token_of_its_own(served: Served) -> None:
    """So that yesterday's address opens nothing."""
    again = Server(AskedMonitor(), Hub())  # type: ignore[arg-type]
    assert again.token != served.server.token
    assert len(again.token) >= 32


def test_pages_may_load_nothing_from_elsewhere(served: Served) -> None:
    """The browser is told so, for the page and all its parts."""
    status, text, headers = served.get("/")
    assert status == 200
    assert "<html" in text
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "http://" not in text.replace("http://www.w3.org/", "")
    assert "https://" not in text


def test_all_files_of_the_page_are_served(served: Served) -> None:
    """As what they are, whatever the system thinks of their endings."""
    folder = Path(twitchcam.live.__file__).parent / "page"
    for path in (path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        status, _, headers = served.get(f"/page/{name}")
        assert status == 200, name
        assert headers["Content-Type"] == CONTENT_TYPES[path.suffix], name


@pytest.mark.parametrize(
    "path",
    [
        "/page/../server.py",
        "/page/%2e%2e/server.py",
        "/page//etc/passwd",
        "/page/",
        "/page/nothing",
    ],
)
def test_only_the_page_is_served(served: Served, path: str) -> None:
    """No way leads out of its folder."""

    async def raw() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.server.port)
        host = f"127.0.0.1:{served.server.port}"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        return answer

    assert b" 404 " in asyncio.run(raw()).split(b"\r\n")[0]


REFUSED: list[str | bytes] = [
    "",
    "nonsense",
    "[]",
    "{}",
    '{"type": 5}',
    '{"type": "shutdown"}',
    '{"type": "start", "more": 1}',
    '{"type": "felt", "ago_s": -1}',
    '{"type": "felt", "ago_s": 1e9}',
    '{"type": "felt", "ago_s": NaN}',
    '{"type": "felt", "ago_s": true}',
    '{"type": "clips", "wish": "everything"}',
    '{"type": "delete_session", "session": 3}',
    '{"type": "browser_camera", "on": 1}',
    '{"type": "shown", "frame": 1.5}',
    '{"type": "felt", "ago_s": ' + "9" * 5000 + "}",
    "[" * 10_000,
    '{"type": "' + "x" * 20_000 + '"}',
    b"",
    b"TCF1",
    b"TCF1" + bytes(8) + b"no picture",
    b"XXXX" + bytes(8) + b"\xff\xd8",
    b"TCF1" + b"\xff" * 8 + b"\xff\xd8",
]


def test_malformed_messages_are_refused_without_harm(served: Served) -> None:
    """Each is answered with a reason, nothing is done, and the next good one is heard."""
    answers = served.talk(sent(*REFUSED))
    assert all(answer["type"] == "notice" for answer in answers)
    assert all(answer["text"].startswith("Refused: ") for answer in answers)
    assert served.monitor.asked == []

    async def start(connection: Any) -> None:  # noqa: ANN401 - a socket
        await connection.send_str('{"type": "start"}')
        while not served.monitor.asked:  # noqa: ASYNC110 - filled by another thread
            await asyncio.sleep(0)

    served.talk(start)
    assert served.monitor.asked == [commands.Start()]


def test_a_flood_of_nonsense_ends_the_connection(served: Served) -> None:
    """But not the server."""

    async def flood(connection: Any) -> int | None:  # noqa: ANN401 - a socket
        for _ in range(MOST_REFUSED + 1):
            await connection.send_str("nonsense")
        return await close_code(connection)

    assert served.talk(flood) == 1008
    assert served.talk(first_text) == {"type": "hello"}


def test_oversized_messages_end_the_connection(served: Served) -> None:
    """Before they fill the memory: the size that is announced is enough, nothing of it is sent."""
    frame_head = b"\x82\xff" + (MAX_PICTURE_BYTES + 10_000).to_bytes(8, "big") + bytes(4)
    too_big = int(WSCloseCode.MESSAGE_TOO_BIG).to_bytes(2, "big")
    with socket.create_connection(("127.0.0.1", served.server.port), PATIENCE_S) as connection:
        connection.sendall(opening_handshake(served) + frame_head)
        said = b""
        while too_big not in said:
            said += (part := connection.recv(65536))
            assert part, "closed without a reason"
    assert served.monitor.asked == []
    assert served.talk(first_text) == {"type": "hello"}


def test_camera_pictures_and_wishes_reach_the_monitor(served: Served) -> None:
    """As what they mean."""
    picture = b"TCF1" + bytes(8) + b"\xff\xd8rest"

    async def send_all(connection: Any) -> None:  # noqa: ANN401 - a socket
        await connection.send_bytes(picture)
        await connection.send_str('{"type": "felt", "ago_s": 0.25}')
        await connection.send_str('{"type": "clips", "wish": "mouth"}')
        while len(served.monitor.asked) < 3:  # noqa: ASYNC110 - filled by another thread
            await asyncio.sleep(0)

    served.talk(send_all)
    frame, felt, clips = served.monitor.asked
    assert frame == commands.CameraFrame(0.0, b"\xff\xd8rest")
    assert felt == commands.Felt(0.25)
    assert clips == commands.KeepClips("mouth")


def test_a_slow_page_gets_the_newest_preview_and_every_text(served: Served) -> None:
    """It hinders nobody, and never sees old pictures."""

    async def look(connection: Any) -> tuple[list[Any], list[bytes]]:  # noqa: ANN401 - a socket
        await first_text(connection)
        client = served.monitor.clients[0]
        for number in range(50):
            served.hub.publish({"type": "notice", "severity": "info", "text": str(number)})
            served.hub.show(number, b"%d" % number)
        texts: list[Any] = []
        previews: list[bytes] = []
        while len(texts) < 50 or not previews:
            message = await connection.receive()
            if message.type is WSMsgType.TEXT:
                texts.append(json.loads(message.data)["text"])
            else:
                previews.append(message.data)
        # Three are under way unseen: what comes now waits, until the page says what it has drawn.
        while len(previews) < 3:
            number += 1
            served.hub.show(number, b"%d" % number)
            previews.append((await connection.receive()).data)
        for later in (100, 101):
            served.hub.show(later, b"%d" % later)
        served.hub.publish({"type": "notice", "severity": "info", "text": "end"})
        assert json.loads((await connection.receive()).data)["text"] == "end"
        # The newest that came: with a slow connection it need not be the last that was shown.
        client.shown(int(previews[-1]))
        previews.append((await connection.receive()).data)
        return texts, previews

    texts, previews = served.talk(look)
    assert texts == [str(number) for number in range(50)]
    assert previews[-1] == b"101"


def test_a_page_that_takes_nothing_is_sent_away(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for it does not fill the memory."""
    monkeypatch.setattr("twitchcam.live.hub.MOST_WAITING_TEXTS", 5)

    async def dawdle(connection: Any) -> int | None:  # noqa: ANN401 - a socket
        await first_text(connection)
        client = served.monitor.clients[0]

        def hurry() -> None:
            for _ in range(6):
                client.publish({"type": "notice", "severity": "info", "text": "more"})

        # There nothing is sent meanwhile, as if it took nothing.
        client._loop.call_soon_threadsafe(hurry)  # noqa: SLF001 - the server's own
        return await close_code(connection)

    assert served.talk(dawdle) == TOO_SLOW


def test_closing_tells_the_pages(served: Served) -> None:
    """They know that the server ends, rather than that the network failed."""

    async def stay(connection: Any) -> int | None:  # noqa: ANN401 - a socket
        await first_text(connection)
        closing = asyncio.get_running_loop().run_in_executor(None, served.server.close)
        code = await close_code(connection)
        await closing
        return code

    assert served.talk(stay) == 1001


def test_a_taken_port_is_said(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, with what to do; as Windows says it, too, which has numbers of its own."""
    why = os.strerror(errno.EADDRINUSE)
    monkeypatch.setattr(os, "strerror", lambda _: "Unknown error")
    second = Server(AskedMonitor(), Hub(), served.server.port)  # type: ignore[arg-type]
    with pytest.raises(ServerError) as refused:
        second.start()
    port = served.server.port
    assert str(refused.value) == f"cannot listen on port {port}: {why}; choose another with --port"
    second.close()
