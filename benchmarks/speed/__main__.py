"""Measures how fast twitchcam is, beside a plain loop of OpenCV and MediaPipe.

All contestants take turns in one run on the same recordings, so that whatever else the machine does
hits them alike. With ``--lengths`` it measures instead what recordings of several lengths cost.
Run it from the project's folder: ``python -m benchmarks.speed [VIDEO]``.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import av
import cv2
import mediapipe
from rich.console import Console

import twitchcam
from benchmarks.shared.circumstances import circumstances
from benchmarks.shared.command_line import new_file, program_parser, run_program, write_json
from benchmarks.shared.encoding import repeat_video
from benchmarks.speed.clip import SIZES_PX, make_speed_clip
from benchmarks.speed.memory_use import MemoryUse, measure_memory
from benchmarks.speed.stages import StageTimes, measure_stages
from benchmarks.speed.tables import (
    OURS,
    REFINED,
    UNREFINED,
    Rates,
    bars,
    bars_table,
    lengths_table,
    memory_bars,
    rates_table,
    ratio,
    stages_table,
)
from sample_videos.clips import SAMPLES
from twitchcam.cli.native_noise import native_noise_hidden

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

SCHEMA = "twitchcam.benchmark.speed/3"
# The size whose figures are held against bars.
BARS_SIZE = "720p"
LENGTHS_MIN = (1.0, 10.0, 60.0)
# In a shorter recording the start of the program is most of how memory grows.
LEAST_JUDGED_MIN = 10.0
DEFAULT_CLIP = SAMPLES / "singles.mp4"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the exit code."""
    options = _options(arguments)
    with TemporaryDirectory() as work, native_noise_hidden():
        told = run(options, Path(work), Console())
    if options.json:
        write_json(options.json, {"schema": SCHEMA, **circumstances(), **told})
    return 0


def run(options: argparse.Namespace, work: Path, console: Console) -> dict[str, object]:
    """Measure what was asked for, show it, and return it as plain values."""
    if options.lengths is not None:
        return run_lengths(options.video, options.lengths or LENGTHS_MIN, work, console)
    speeds = {}
    for name in options.sizes:
        clip = make_speed_clip(options.video, work / f"{name}.mp4", SIZES_PX[name])
        frames = count_frames(clip)
        console.print(f"{options.video.name} as {name}: {frames} frames")
        rates = race(clip, frames, options.rounds, work)
        stages = [measure_stages(clip, work / "out", frames) for _ in range(options.rounds)]
        speeds[name] = Speed(frames, rates, stages)
        console.print(stages_table(name, stages))
        loading_ms = median(times.loading_ms for times in stages)
        console.print(f"and once per recording: loading MediaPipe's models, {loading_ms:.0f} ms")
    console.print(rates_table({name: speed.rates for name, speed in speeds.items()}))
    held = bars(speeds[BARS_SIZE].rates, speeds[BARS_SIZE].stages) if BARS_SIZE in speeds else []
    if held:
        console.print(bars_table(held, f"at {BARS_SIZE}"))
    return {
        "by_size": {name: speed.as_json() for name, speed in speeds.items()},
        "bars": [bar._asdict() for bar in held],
    }


def run_lengths(
    video: Path, lengths_min: Sequence[float], work: Path, console: Console
) -> dict[str, object]:
    """Analyse recordings of several lengths and show time and memory, with bars for the longest."""
    uses: dict[float, MemoryUse] = {}
    for minutes in sorted(lengths_min):
        clip = repeat_video(video, work / "long.mp4", 60 * minutes)
        uses[minutes] = measure_memory(clip, work)
        clip.unlink()
    console.print(lengths_table(uses))
    longest_min = max(uses)
    held = memory_bars(uses[longest_min]) if longest_min >= LEAST_JUDGED_MIN else []
    if held:
        console.print(bars_table(held, f"over {longest_min:g} min"))
    told = {
        f"{minutes:g}": {**asdict(use), "growth_mb": use.growth_mb} for minutes, use in uses.items()
    }
    return {"by_minutes": told, "bars": [bar._asdict() for bar in held]}


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured on a recording of one size, in each round."""

    frames: int
    rates: Rates
    stages: list[StageTimes]

    def as_json(self) -> dict[str, object]:
        """Everything as plain values."""
        return {
            "frames": self.frames,
            "frames_per_second": self.rates,
            "ratio_to_refined": ratio(self.rates, REFINED),
            "ratio_to_unrefined": ratio(self.rates, UNREFINED),
            "stages_ms_per_frame": [asdict(times) for times in self.stages],
            "own_code_cpu_ms_per_frame": [times.own_cpu_ms for times in self.stages],
        }


def race(clip: Path, frames: int, rounds: int, work: Path) -> Rates:
    """Let all contestants analyse the clip in turns, from opening it to closing it."""
    contestants: dict[str, Callable[[], object]] = {
        REFINED: lambda: plain_loop(clip, refined=True),
        UNREFINED: lambda: plain_loop(clip, refined=False),
        OURS: lambda: twitchcam.analyze(clip, out_dir=work / "out"),
    }
    rates: Rates = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, analyse in contestants.items():
            start_s = time.perf_counter()
            analyse()
            rates[name].append(frames / (time.perf_counter() - start_s))
    return rates


def plain_loop(clip: Path, *, refined: bool) -> int:
    """Read and find the face, picture by picture, as most would write it; return how often."""
    capture = cv2.VideoCapture(str(clip))
    found = 0
    with mediapipe.solutions.face_mesh.FaceMesh(refine_landmarks=refined) as mesh:
        while True:
            read, picture = capture.read()
            if not read:
                break
            result = mesh.process(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
            found += result.multi_face_landmarks is not None
    capture.release()
    return found


def count_frames(clip: Path) -> int:
    """Count the pictures of a recording by its packets."""
    with av.open(str(clip)) as container:
        return sum(packet.size > 0 for packet in container.demux(video=0))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = program_parser("benchmarks.speed", __doc__)
    add = parser.add_argument
    add("video", nargs="?", type=Path, default=DEFAULT_CLIP, help="default: a sample video")
    add("--rounds", type=int, default=5, help="turns of each contestant; medians are shown")
    add("--sizes", nargs="+", choices=SIZES_PX, default=tuple(SIZES_PX), help="default: all")
    add(
        "--lengths",
        nargs="*",
        type=float,
        metavar="MINUTES",
        help="instead: time and memory over the length; default: 1 10 60",
    )
    add("--json", type=new_file(), metavar="FILE", help="write all figures")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run_program(main)
