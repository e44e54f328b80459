"""Draws what twitchcam measures in a recording: lip movement over time, and the events.

Run it from the project's folder: ``python -m benchmarks.trace_plot [VIDEO] [--out FILE]``.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.shared.command_line import ELSEWHERE, program_parser, run_program
from benchmarks.trace_plot.drawing import Trace, draw_trace
from sample_videos.clips import SAMPLES
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.outputs.motion_parts import MotionParquet
from twitchcam.outputs.safe_file import writing
from twitchcam.pipeline import analyze
from twitchcam.settings import Settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


DEFAULT_CLIP = SAMPLES / "speech_and_twitches.mp4"
DEFAULT_OUT = SAMPLES.parent / "docs" / "trace.png"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw a recording and return the exit code."""
    options = _options(arguments)
    with TemporaryDirectory() as work, native_noise_hidden():
        trace = measure_trace(options.video, Path(work))
    with writing(options.out, ELSEWHERE):
        draw_trace(trace, options.out)
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
    motion_file = work / f"{video.stem}_motion.parquet"
    with MotionParquet(motion_file, settings.detection) as motion:
        part = motion.between(0.0, recording.evidence.recording.duration_s)
    return Trace(
        time_s=part.time_s,
        filtered_s=part.filtered_s,
        magnitude_mm=part.magnitude_mm,
        floor_mm=part.floor_mm,
        band_hz=settings.detection.band_hz,
        events=recording.events,
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = program_parser("benchmarks.trace_plot", __doc__)
    add = parser.add_argument
    add("video", nargs="?", type=Path, default=DEFAULT_CLIP, help="default: a sample video")
    add("--out", type=Path, default=DEFAULT_OUT, help=".png or .svg; default: docs/trace.png")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run_program(main)
