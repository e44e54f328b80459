"""Draws what twitchcam measures in a recording: lip movement over time, and the events.

Run it from the project's folder: ``python -m benchmarks.trace_plot [VIDEO] [--out FILE]``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq

from benchmarks.stretches import SAMPLES
from benchmarks.trace_drawing import Trace, draw_trace
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.detection.detection_limit import PULSE_S
from twitchcam.detection.motion_to_signals import BandPass
from twitchcam.errors import TwitchcamError
from twitchcam.pipeline import analyze
from twitchcam.records import QUADRANTS
from twitchcam.settings import DetectionSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import Floats

DEFAULT_CLIP = SAMPLES / "speech_and_twitches.mp4"
DEFAULT_OUT = SAMPLES.parent / "docs" / "trace.png"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw a recording and return the exit code: 0 done, 1 failed, 2 wrong usage."""
    options = _options(arguments)
    try:
        with TemporaryDirectory() as work, native_noise_hidden():
            trace = measure_trace(options.video, Path(work))
        draw_trace(trace, options.out)
    except (TwitchcamError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return getattr(error, "exit_code", 1)
    print(options.out)
    return 0


def measure_trace(video: Path, work: Path) -> Trace:
    """Analyse a recording, with results in the folder ``work``, and read what is to be drawn.

    The detector's filter looks back only, so what comes out lags behind the lips. The events are
    free of that; here the delay is taken off the movement too, so that both fit together.

    Raises
    ------
    TwitchcamError
        If the recording cannot be analysed.
    """
    settings = Settings()
    recording = analyze(video, out_dir=work, settings=settings)
    table = pq.read_table(work / f"{video.stem}_motion.parquet")

    def columns(name: str) -> Floats:
        names = (f"{quadrant.replace('-', '_')}_{name}_mm" for quadrant in QUADRANTS)
        return np.column_stack([table[name].to_numpy() for name in names])

    time_s = table["time_s"].to_numpy()
    detection = settings.detection
    filtered_s = time_s - band_delay_s(detection)
    return Trace(
        time_s=time_s,
        filtered_s=filtered_s,
        magnitude_mm=columns("magnitude"),
        floor_mm=columns("floor"),
        band_hz=detection.band_hz,
        events=recording.events,
    )


def band_delay_s(settings: DetectionSettings) -> float:
    """By how much the largest magnitude of a single twitch comes after its largest excursion."""
    rate_hz = settings.grid_rate_hz
    time_s = np.arange(0.0, 3 * PULSE_S, 1 / rate_hz)
    inside = time_s < PULSE_S
    pulse = np.where(inside, 0.5 - 0.5 * np.cos(2 * np.pi * time_s / PULSE_S), 0.0)
    magnitude = np.abs(BandPass(settings.band_hz, rate_hz).filter(pulse[:, None])[:, 0])
    return float(time_s[magnitude.argmax()] - time_s[pulse.argmax()])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.trace_plot",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("video", nargs="?", type=Path, default=DEFAULT_CLIP, help="default: a sample video")
    add("--out", type=Path, default=DEFAULT_OUT, help=".png or .svg; default: docs/trace.png")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
