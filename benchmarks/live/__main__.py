"""How the live monitor keeps up: dropped pictures, queue, memory, and the way to the page in time.

A sample clip with synthetic twitches is scaled to 1280x720 at 30 pictures per second, repeated, and
played in real time into the monitor, with its page open in headless Chromium (or, where there is
none, with a plain WebSocket client). Run with ``python -m benchmarks.live [--minutes 10]``.
"""

from __future__ import annotations

import json
import tempfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.live.figures import report
from benchmarks.live.watched_run import measure
from benchmarks.shared.chromium import find_chromium
from benchmarks.shared.command_line import program_parser, run_program
from benchmarks.shared.encoding import repeat_video, write_video
from benchmarks.shared.fitted_picture import fitted
from sample_videos.clips import SAMPLES
from twitchcam.capture.live_source import capture_clock_s
from twitchcam.capture.video_file import VideoFile
from twitchcam.outputs.events_tsv import read_events
from twitchcam.records import Event, Kind

SIZE_PX = (1280, 720)


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


def main() -> int:
    """Run the benchmark, print its figures as JSON, and return the exit code."""
    parser = program_parser("benchmarks.live", __doc__)
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
    return 0


if __name__ == "__main__":
    run_program(main)
