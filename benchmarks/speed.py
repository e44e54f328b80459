"""Measures how fast twitchcam is, beside a plain loop of OpenCV and MediaPipe.

All contestants take turns in one run on the same recording, so that whatever else the machine does
hits them alike. Run it from the project's folder: ``python -m benchmarks.speed [VIDEO]``.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import av
import cv2
import mediapipe
from rich.console import Console

import twitchcam
from benchmarks.circumstances import circumstances
from benchmarks.encoding import repeat_video
from benchmarks.memory import measure_memory
from benchmarks.speed_clip import SIZE_PX, make_speed_clip
from benchmarks.speed_stages import measure_stages
from benchmarks.speed_tables import (
    OURS,
    REFINED,
    UNREFINED,
    Rates,
    bars,
    bars_table,
    memory_bars,
    rates_table,
    ratio,
    stages_table,
)
from benchmarks.stretches import SAMPLES
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.errors import TwitchcamError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SCHEMA = "twitchcam.benchmark.speed/2"
DEFAULT_CLIP = SAMPLES / "singles.mp4"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the exit code: 0 done, 1 failed, 2 wrong usage."""
    options = _options(arguments)
    try:
        with TemporaryDirectory() as work, native_noise_hidden():
            told = run(options, Path(work), Console())
    except (TwitchcamError, RuntimeError) as error:
        print(f"error: {error}", file=sys.stderr)
        return getattr(error, "exit_code", 1)
    if options.json:
        text = json.dumps({"schema": SCHEMA, **circumstances(), **told}, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


def run(options: argparse.Namespace, work: Path, console: Console) -> dict[str, object]:
    """Measure what was asked for, show it, and return it as plain values."""
    if options.memory:
        clip = repeat_video(options.video, work / "long.mp4", 60 * options.memory)
        use = measure_memory(clip, work)
        parts = ", ".join(f"{part:.0f}" for part in use.by_part_mb)
        console.print(f"{options.memory:g} min analysed in {use.took_s:.0f} s")
        console.print(f"memory by fifths of the run: {parts} MB")
        held = memory_bars(use)
        console.print(bars_table(held))
        kept = {"memory": asdict(use), "growth_mb": use.growth_mb}
        return {"minutes": options.memory, **kept, "bars": [bar._asdict() for bar in held]}
    clip = make_speed_clip(options.video, work / "speed.mp4")
    frames = count_frames(clip)
    console.print(f"{options.video.name}: {frames} frames of {SIZE_PX[0]}x{SIZE_PX[1]}")
    rates = race(clip, frames, options.rounds, work)
    stages = [measure_stages(clip, work / "out", frames) for _ in range(options.rounds)]
    console.print(rates_table(rates))
    console.print(stages_table(stages))
    loading_ms = median(times.loading_ms for times in stages)
    console.print(f"and once per recording: loading MediaPipe's models, {loading_ms:.0f} ms")
    held = bars(rates, stages)
    console.print(bars_table(held))
    return {
        "frames": frames,
        "frames_per_second": rates,
        "ratio_to_refined": ratio(rates, REFINED),
        "ratio_to_unrefined": ratio(rates, UNREFINED),
        "stages_ms_per_frame": [asdict(times) for times in stages],
        "own_code_cpu_ms_per_frame": [times.own_cpu_ms for times in stages],
        "bars": [bar._asdict() for bar in held],
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
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("video", nargs="?", type=Path, default=DEFAULT_CLIP, help="default: a sample video")
    add("--rounds", type=int, default=5, help="turns of each contestant; medians are shown")
    add("--memory", type=float, metavar="MINUTES", help="instead: memory over a long recording")
    add("--json", type=Path, metavar="FILE", help="write all figures")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
