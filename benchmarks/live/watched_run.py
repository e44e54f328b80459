"""The monitor plays a clip with its page open, and what is seen of it is noted."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from benchmarks.shared.chromium import find_chromium
from benchmarks.shared.process_memory import read_memory_mb
from twitchcam.capture.file_replay import FileReplay
from twitchcam.live.hub import Hub
from twitchcam.live.messages import PREVIEW_LENGTH, SUBPROTOCOL, TOKEN_PREFIX
from twitchcam.live.monitor import Monitor
from twitchcam.live.outlets import Outlets
from twitchcam.live.server import Server
from twitchcam.live.source_plan import SourcePlan
from twitchcam.native_threads import one_native_thread
from twitchcam.records import Kind
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from twitchcam.capture.live_source import LiveSource
    from twitchcam.live.messages import ServerMessage
    from twitchcam.records import Frame

SAMPLE_EVERY_S = 1.0


@dataclass(slots=True)
class Measured:
    """What was seen while the monitor ran. All times are in seconds since 1970."""

    ages_s: list[float] = field(default_factory=list)
    """How long each picture had waited when it was taken."""
    queue: list[int] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)
    load: list[float] = field(default_factory=list)
    """Processes that want to run, this one's and all others', as the system counts them."""
    told: dict[tuple[int, bool], tuple[float, dict[str, Any]]] = field(default_factory=dict)
    """When an event left the monitor, by number and whether it was final."""
    shown: dict[tuple[int, bool], float] = field(default_factory=dict)
    """When it stood on the page."""
    zero_s: float = 0.0


class WatchedReplay(FileReplay):
    """Notes how long pictures wait."""

    def __init__(self, path: Path, measured: Measured) -> None:
        super().__init__(path)
        self._measured = measured

    def take(self, timeout_s: float) -> Frame | None:
        """Take the next picture and note its age."""
        frame = super().take(timeout_s)
        if frame is not None:
            self._measured.ages_s.append(self.now_s() - frame.time_s)
            self._measured.queue.append(self.waiting)
            if not self._measured.zero_s:
                self._measured.zero_s = time.time() - self.now_s()
        return frame


class Recorder:
    """An outlet that notes when events are told."""

    wants_previews = False

    def __init__(self, measured: Measured) -> None:
        self._measured = measured

    def publish(self, message: ServerMessage) -> None:
        """Note an event's first telling, foreseen and final."""
        if message["type"] == "event" and not message["withdrawn"]:
            key = (message["id"], message["final"])
            self._measured.told.setdefault(key, (time.time(), dict(message["event"])))

    def show(self, frame: int, preview: bytes) -> None:
        """Do nothing."""


def measure(clip: Path, out: Path, *, with_browser: bool) -> tuple[Measured, dict[str, Any]]:
    """Play a clip into the monitor with a page open; returns what was seen, and the counts."""
    measured = Measured()
    sources: list[WatchedReplay] = []

    def open_source() -> LiveSource:
        sources.append(WatchedReplay(clip, measured))
        return sources[-1]

    hub = Hub()
    plan = SourcePlan("file", clip.name, open_source)
    monitor = Monitor(plan, Settings(), out, Outlets([hub, Recorder(measured)]))
    server = Server(monitor, hub)
    with ExitStack() as stack:
        stack.enter_context(one_native_thread())
        server.start()
        stack.callback(server.close)
        monitor.start()
        stack.callback(monitor.close)
        page = _run_browser if with_browser else _run_client
        busy_s = time.process_time()
        page(server, monitor, measured)
        busy_s = time.process_time() - busy_s
    if monitor.failure:
        raise monitor.failure
    session = monitor.shown.session
    record = session.notes.record if session else None
    if session is None or record is None or record.facts is None:
        message = "no session ran"
        raise RuntimeError(message)
    return measured, {
        "pictures": session.pictures,
        "dropped": sources[-1].dropped,
        "busy_s": busy_s,
        "events": [event for event in record.events if event.kind is Kind.TWITCH],
        "duration_s": record.facts.recording.duration_s,
    }


def _watch_memory(monitor: Monitor, measured: Measured) -> None:
    """Sample until the session is over."""
    status = Path("/proc/self/status")
    while monitor.shown.phase != "stopped" and not monitor.ended.is_set():
        if memory := read_memory_mb(status.read_text(encoding="utf-8")):
            measured.memory_mb.append(memory[0])
        measured.load.append(os.getloadavg()[0])
        time.sleep(SAMPLE_EVERY_S)


def _run_browser(server: Server, monitor: Monitor, measured: Measured) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is one

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium())
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(server.address)
        page.get_by_role("button", name="Start").click()
        _wait_for_start(monitor)
        _watch_memory(monitor, measured)
        page.wait_for_timeout(1000)
        marks = page.evaluate(MARKS_SCRIPT)
        browser.close()
    for name, at_ms in marks:
        number, _, which = name.removeprefix("event-").partition("-")
        measured.shown.setdefault((int(number), which == "final"), at_ms / 1000)


MARKS_SCRIPT = """performance.getEntriesByType('mark').filter(m => m.name.startsWith('event-'))
.map(m => [m.name, performance.timeOrigin + m.startTime])"""


def _wait_for_start(monitor: Monitor) -> None:
    deadline_s = time.monotonic() + 30
    while monitor.shown.session is None:
        if time.monotonic() > deadline_s:
            message = "the session did not start"
            raise RuntimeError(message)
        time.sleep(0.05)


def _run_client(server: Server, monitor: Monitor, measured: Measured) -> None:
    thread = threading.Thread(target=lambda: asyncio.run(_talk(server, measured)), daemon=True)
    thread.start()
    _wait_for_start(monitor)
    _watch_memory(monitor, measured)
    server.close()
    thread.join()


async def _talk(server: Server, measured: Measured) -> None:
    url = f"http://127.0.0.1:{server.port}"
    protocols = (SUBPROTOCOL, TOKEN_PREFIX + server.token)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{url}/ws", protocols=protocols, origin=url, max_msg_size=0) as socket,
    ):
        await socket.send_json({"type": "start"})
        async for message in socket:
            if message.type is aiohttp.WSMsgType.BINARY:
                (length,) = PREVIEW_LENGTH.unpack_from(message.data)
                head = json.loads(message.data[4 : 4 + length])
                await socket.send_json({"type": "shown", "frame": head["frame"]})
            elif message.type is aiohttp.WSMsgType.TEXT:
                content = json.loads(message.data)
                if content["type"] == "event" and not content["withdrawn"]:
                    key = (content["id"], content["final"])
                    measured.shown.setdefault(key, time.time())
