"""The local web server: the page, and the socket over which it talks to the monitor.

It listens on this machine only. Still, any site that is open in the person's browser can send
requests here, so three things are checked: ``Host`` (a name that another site made point here is
refused), ``Origin`` (another site's page cannot open the socket), and the token of this start,
which only those know who can read the terminal, or see with what the browser was started: others
who are logged in to the same machine, unless no browser is opened.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import threading
from contextlib import suppress
from importlib import resources
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, WSMsgType, web

from twitchcam.errors import TwitchcamError
from twitchcam.live import commands
from twitchcam.live.hub import Client, Hub
from twitchcam.live.messages import MAX_PICTURE_BYTES, SUBPROTOCOL, TOKEN_PREFIX, notice

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.live.monitor import Monitor

LOOPBACK = "127.0.0.1"
_NAMES = (LOOPBACK, "localhost")
HTTP_PORT = 80
# Close codes of the socket beyond the usual ones.
TOO_SLOW, WRONG_TOKEN = 4000, 4401
# A page that sends so many messages that do not exist is not ours.
MOST_REFUSED = 50
# At most so many pages at once: each costs memory and time.
MOST_CLIENTS = 16
# Said here: what Windows thinks of an ending depends on which programs are installed.
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
# So long pages have to hear that the server ends, and to take the last of what is sent to them.
GOODBYE_S = 2.0


class ServerError(TwitchcamError):
    """The local server could not be started."""


def hosts_of(port: int) -> list[str]:
    """How browsers name this machine in what they ask; they leave out the usual port."""
    return [f"{name}:{port}" for name in _NAMES] + ([*_NAMES] if port == HTTP_PORT else [])


class Server:
    """Serves the page of one monitor, in a thread of its own, from :meth:`start` to :meth:`close`.

    Parameters
    ----------
    monitor
        Gets what the page asks.
    hub
        The pages; the monitor's outlet.
    port
        0 takes a free one.
    """

    def __init__(self, monitor: Monitor, hub: Hub, port: int = 0) -> None:
        self.token = secrets.token_urlsafe(24)
        self.port = port
        self._monitor = monitor
        self._hub = hub
        self._clients: dict[Client, asyncio.Task[None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()
        self._started = threading.Event()
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._serve, name="twitchcam-server", daemon=True)

    @property
    def address(self) -> str:
        """What to open in the browser; holds the token."""
        return f"http://{LOOPBACK}:{self.port}/#token={self.token}"

    def start(self) -> None:
        """Begin to serve.

        Raises
        ------
        ServerError
            If the port cannot be used.
        """
        self._thread.start()
        self._started.wait()
        if self._error is not None:
            # Asyncio's words repeat all this; the system's stand behind them. By its number alone,
            # Windows would call this error unknown.
            why = getattr(self._error.__context__, "strerror", None) or self._error
            message = f"cannot listen on port {self.port}: {why}; choose another with --port"
            raise ServerError(message)

    def close(self) -> None:
        """Stop serving; waits until all pages are told."""
        if self._thread.is_alive() and self._loop is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()

    def _serve(self) -> None:
        try:
            asyncio.run(self._run())
        except OSError as error:
            self._error = error
        finally:
            self._started.set()

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        runner = web.AppRunner(
            self._app(), access_log=None, handle_signals=False, shutdown_timeout=1.0
        )
        await runner.setup()
        try:
            site = web.TCPSite(runner, LOOPBACK, self.port)
            await site.start()
            self.port = runner.addresses[0][1]
            self._started.set()
            await self._stopping.wait()
        finally:
            for client in self._clients:
                client.leave()
            if self._clients:
                await asyncio.wait(self._clients.values(), timeout=GOODBYE_S)
            await runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=1024)
        app.router.add_get("/", self._index)
        app.router.add_get("/ws", self._talk)
        app.router.add_get("/page/{path:[A-Za-z0-9_./-]+}", self._asset)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: object) -> web.StreamResponse:
        hosts = hosts_of(self.port)
        origin = request.headers.get("Origin")
        if request.host not in hosts:
            raise web.HTTPForbidden(text="wrong host")
        if origin is not None and origin not in [f"http://{host}" for host in hosts]:
            raise web.HTTPForbidden(text="wrong origin")
        response: web.StreamResponse = await handler(request)  # type: ignore[operator]
        if not response.prepared:
            response.headers.update(self._headers(request.host))
        return response

    @staticmethod
    def _headers(host: str) -> dict[str, str]:
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
            f" media-src 'self' blob: mediastream:; connect-src 'self' ws://{host};"
            " worker-src 'self'; font-src 'self'; manifest-src 'self'; frame-ancestors 'none';"
            " base-uri 'none'; form-action 'none'"
        )
        return {
            "Content-Security-Policy": policy,
            "Cache-Control": "no-store",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        return _file(_page_folder() / "index.html")

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        folder = _page_folder().resolve()
        path = (folder / request.match_info["path"]).resolve()
        known = path.suffix in CONTENT_TYPES
        if not known or not path.is_relative_to(folder) or not path.is_file():
            raise web.HTTPNotFound
        return _file(path)

    async def _talk(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Origin") is None:
            # Browsers always say it: this is none, or hides it.
            raise web.HTTPForbidden(text="no origin")
        socket = web.WebSocketResponse(
            protocols=(SUBPROTOCOL,),
            max_msg_size=MAX_PICTURE_BYTES + 1024,
            heartbeat=20.0,
            compress=False,
        )
        if not socket.can_prepare(request):
            raise web.HTTPBadRequest(text="a WebSocket is expected here")
        await socket.prepare(request)
        if not self._knows_token(request):
            await socket.close(code=WRONG_TOKEN, message=b"wrong token")
        elif len(self._clients) >= MOST_CLIENTS:
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"too many pages")
        else:
            await self._serve_client(socket)
        return socket

    def _knows_token(self, request: web.Request) -> bool:
        offered = request.headers.get("Sec-WebSocket-Protocol", "")
        wanted = f"{TOKEN_PREFIX}{self.token}".encode()
        return any(hmac.compare_digest(one.strip().encode(), wanted) for one in offered.split(","))

    async def _serve_client(self, socket: web.WebSocketResponse) -> None:
        client = Client(asyncio.get_running_loop(), self._hub)
        sending = self._clients[client] = asyncio.create_task(_send(socket, client))
        self._monitor.welcome(client)
        try:
            await self._receive(socket, client)
        finally:
            client.leave()
            # A page that takes nothing holds up what was being sent to it.
            await asyncio.wait({sending}, timeout=GOODBYE_S)
            sending.cancel()
            self._clients.pop(client, None)

    async def _receive(self, socket: web.WebSocketResponse, client: Client) -> None:
        refused = 0
        async for message in socket:
            try:
                if message.type is WSMsgType.TEXT:
                    self._take(commands.parse_text(message.data), client)
                elif message.type is WSMsgType.BINARY:
                    self._take(commands.parse_binary(message.data), client)
            except commands.RefusedMessageError as error:
                refused += 1
                if refused > MOST_REFUSED:
                    await socket.close(code=WSCloseCode.POLICY_VIOLATION)
                    return
                client.publish(notice("error", f"Refused: {error}."))

    def _take(self, command: commands.Command | commands.CameraFrame, client: Client) -> None:
        if isinstance(command, commands.Shown):
            client.shown(command.frame)
        else:
            self._monitor.ask(command, client)


async def _send(socket: web.WebSocketResponse, client: Client) -> None:
    """Send what waits, for as long as the page takes it."""
    with suppress(ConnectionError, RuntimeError):
        while (item := await client.next()) is not None:
            if isinstance(item, str):
                await socket.send_str(item)
            else:
                await socket.send_bytes(item)
        code = TOO_SLOW if client.is_too_slow else WSCloseCode.GOING_AWAY
        await socket.close(code=code)


def _file(path: Path) -> web.FileResponse:
    return web.FileResponse(path, headers={"Content-Type": CONTENT_TYPES[path.suffix]})


def _page_folder() -> Path:
    folder: Path = resources.files("twitchcam.live") / "page"  # type: ignore[assignment]
    return folder
