"""How the live monitor keeps up: dropped pictures, queue, memory, and the way to the page in time.

A sample clip with synthetic twitches is scaled to 1280x720 at 30 pictures per second, repeated, and
played in real time into the monitor, with its page open in headless Chromium (or, where there is
none, with a plain WebSocket client). Run with ``python -m benchmarks.live [--minutes 10]``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import numpy as np

from benchmarks.shared.chromium import find_chromium
from benchmarks.shared.encoding import repeat_video, write_video
from benchmarks.shared.fitted_picture import fitted
from benchmarks.shared.process_memory import read_memory_mb
from sample_videos.clips import SAMPLES
from twitchcam.capture.file_replay import FileReplay
from twitchcam.capture.live_source import capture_clock_s
from twitchcam.capture.video_file import VideoFile
from twitchcam.live.hub import Hub
from twitchcam.live.messages import PREVIEW_LENGTH, SUBPROTOCOL, TOKEN_PREFIX
from twitchcam.live.monitor import Monitor
from twitchcam.live.outlets import Outlets
from twitchcam.live.server import Server
from twitchcam.live.source_plan import SourcePlan
from twitchcam.native_threads import one_native_thread
from twitchcam.outputs.events_tsv import read_events
from twitchcam.records import Event, Kind
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from twitchcam.capture.live_source import LiveSource
    from twitchcam.live.messages import ServerMessage
    from twitchcam.records import Frame

SIZE_PX = (1280, 720)
SAMPLE_EVERY_S = 1.0
# An event belongs to a synthetic twitch when their middles lie this near.
NEAR_S = 0.5
PARTS = 5


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
    session = monitor.session
    if session is None or session.record.recording is None:
        message = "no session ran"
        raise RuntimeError(message)
    return measured, {
        "pictures": session.pictures,
        "dropped": sources[-1].dropped,
        "busy_s": busy_s,
        "events": [event for event in session.record.events if event.kind is Kind.TWITCH],
        "duration_s": session.record.recording.duration_s,
    }


def _watch_memory(monitor: Monitor, measured: Measured) -> None:
    """Sample until the session is over."""
    status = Path("/proc/self/status")
    while monitor.phase != "stopped" and not monitor.ended.is_set():
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
    while monitor.session is None:
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


def report(measured: Measured, counts: dict[str, Any], truth: list[Event]) -> dict[str, Any]:
    """The figures, as plain values. Latencies are in seconds."""
    pictures = counts["pictures"] + counts["dropped"]
    parts = np.array_split(measured.memory_mb, PARTS)
    first, final = _by_twitch(measured, truth)
    foreseen = {number for number, is_final in measured.told if not is_final}
    confirmed = dict(_finals(measured))
    finals = list(confirmed.values())
    return {
        "pictures": pictures,
        "pictures_per_s": round(pictures / counts["duration_s"], 2),
        "dropped": counts["dropped"],
        "dropped_share": round(counts["dropped"] / pictures, 5),
        "queue": {"median": float(np.median(measured.queue)), "largest": max(measured.queue)},
        "memory_mb_by_fifth": [round(float(np.median(part)), 1) for part in parts if len(part)],
        "processor_share": round(counts["busy_s"] / counts["duration_s"], 3),
        "machine_load": {
            "median": round(float(np.median(measured.load)), 1),
            "largest": round(max(measured.load), 1),
            "processors": os.cpu_count(),
        },
        "twitches": {
            "synthetic": len(truth),
            "found": sum(any(_is_near(e, twitch) for e in finals) for twitch in truth),
            "made_up": sum(not any(_is_near(e, twitch) for twitch in truth) for e in finals),
        },
        "foreseen": {
            "shown": len(foreseen),
            "withdrawn": len(foreseen - confirmed.keys()),
            "counted_without": len(confirmed.keys() - foreseen),
        },
        "latency_s": {
            "picture to analysis": _quantiles(measured.ages_s),
            "end of movement to event told": _quantiles([told for told, _ in first]),
            "told to shown on the page": _quantiles([shown - told for told, shown in first]),
            "end of movement to event on the page": _quantiles([shown for _, shown in first]),
            "end of movement to final event on the page": _quantiles([s for _, s in final]),
        },
    }


Delays = list[tuple[float, float]]


def _by_twitch(measured: Measured, truth: list[Event]) -> tuple[Delays, Delays]:
    """Delays (told, shown) after the end of each synthetic twitch: at first, and as final.

    A line that was there before the twitch was over, as of the beginning of a burst, is not that of
    the whole.
    """
    first: Delays = []
    final: Delays = []
    for twitch in truth:
        end_s = measured.zero_s + twitch.end_s
        near = [number for number, event in _finals(measured) if _is_near(event, twitch)]
        for number in near[:1]:
            both = ((number, False), (number, True))
            keys = [key for key in both if measured.shown.get(key, -np.inf) >= end_s]
            if keys and (number, True) in measured.shown:
                told, shown = measured.told[keys[0]][0], measured.shown[keys[0]]
                first.append((told - end_s, shown - end_s))
                told, shown = measured.told[number, True][0], measured.shown[number, True]
                final.append((told - end_s, shown - end_s))
    return first, final


def _finals(measured: Measured) -> list[tuple[int, dict[str, Any]]]:
    return [
        (number, event)
        for (number, is_final), (_, event) in measured.told.items()
        if is_final and event["kind"] == "twitch"
    ]


def _is_near(event: dict[str, Any], twitch: Event) -> bool:
    middle_s = event["onset_s"] + event["duration_s"] / 2
    return bool(abs(middle_s - (twitch.onset_s + twitch.duration_s / 2)) < NEAR_S)


def _quantiles(values: list[float]) -> dict[str, float] | None:
    if not values:
        return None
    median, high, largest = np.quantile(values, (0.5, 0.95, 1.0)).round(3).tolist()
    return {"n": len(values), "median": median, "95%": high, "largest": largest}


def make_clip(name: str, minutes: float, folder: Path) -> tuple[Path, list[Event]]:
    """A clip of 1280x720 with known twitches, and when they are."""
    with VideoFile(SAMPLES / f"{name}.mp4") as source:
        pictures = ((frame.time_s, fitted(frame.read_rgb(), SIZE_PX)) for frame in source)
        once = write_video(folder / "once.mp4", pictures)
    with VideoFile(once) as source:
        times_s = [frame.time_s for frame in source]
    length_s = times_s[-1] * len(times_s) / (len(times_s) - 1)
    clip = repeat_video(once, folder / "clip.mp4", 60 * minutes)
    events = [
        event
        for event in read_events(SAMPLES / "truth" / f"{name}_events.tsv")
        if event.kind is Kind.TWITCH
    ]
    times = int(np.ceil(60 * minutes / length_s - 1e-6))
    shifted = [
        Event(event.kind, event.onset_s + number * length_s, event.duration_s)
        for number in range(times)
        for event in events
    ]
    return clip, shifted


def main() -> None:
    """Run the benchmark and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--sample", default="singles", help="which sample clip is played")
    parser.add_argument("--no-browser", action="store_true", help="a plain client as the page")
    options = parser.parse_args()
    with_browser = find_chromium() and find_spec("playwright") and not options.no_browser
    with tempfile.TemporaryDirectory() as folder:
        clip, truth = make_clip(options.sample, options.minutes, Path(folder))
        started_s = capture_clock_s()
        measured, counts = measure(clip, Path(folder) / "out", with_browser=bool(with_browser))
        figures = report(measured, counts, truth)
    figures["page"] = "headless Chromium" if with_browser else "WebSocket client"
    figures["took_s"] = round(capture_clock_s() - started_s, 1)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
