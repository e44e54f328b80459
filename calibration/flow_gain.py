"""How much of a lip's true excursion the flow sensor reads.

A quadrant is felt in a window around its rim, and a lip that twitches moves less there and beside
it than at its middle: what is read is smaller than the excursion that a person sees. This program
puts single twitches of known size into stretches of rest, reads them with a gain of 1, and prints
true ÷ read for each recording and over all of them, each recording counting once.
``VisionSettings.flow_gain`` is that median. Run it from the project's folder:
``python -m calibration.flow_gain FOLDER --stretches TABLE``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from benchmarks.recordings.frozen import living_stretches
from benchmarks.recordings.injection import inject, plan_twitches, track_lips, write
from benchmarks.recordings.stretches import rests
from benchmarks.shared.command_line import add_recordings, program_parser, run_program
from sample_videos.twitches import Twitch, moved_quadrants
from twitchcam.capture.video_file import VideoFile
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.errors import TwitchcamError
from twitchcam.settings import VisionSettings
from twitchcam.vision.face_mesh import FaceMeshBackend
from twitchcam.vision.frames_to_lip_motion import LipMotionReader
from twitchcam.vision.lip_sensors import FlowSensor

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from benchmarks.recordings.stretches import Stretch
    from twitchcam.records import Floats

SETTINGS = replace(VisionSettings(), flow_gain=1.0)
# A twitch is read from shortly before it to its end; rest is taken just before and after.
MARGIN_S = 0.05


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the gain of each recording and of all; return the exit code."""
    options = _options(arguments)
    by_recording: dict[str, list[float]] = {}
    with native_noise_hidden(), TemporaryDirectory() as work:
        for stretch in rests(living_stretches(options.folder, options.stretches)):
            try:
                gains = stretch_gains(options.folder, stretch, options, Path(work))
            except TwitchcamError as error:
                print(f"{stretch.file}: left out: {error}")
                continue
            by_recording.setdefault(stretch.file, []).extend(gains)
    medians = {name: median(gains) for name, gains in by_recording.items() if gains}
    if not medians:
        print("no single twitch could be read: name a folder and a table with stretches of rest")
        return 1
    for name, gain in medians.items():
        print(f"{name:28} {gain:5.2f}  ({len(by_recording[name])} twitches)")
    low, middle, high = np.quantile(list(medians.values()), (0.25, 0.5, 0.75))
    print(f"median of {len(medians)} recordings {middle:.2f}, quartiles {low:.2f} to {high:.2f}")
    return 0


def stretch_gains(
    folder: Path, stretch: Stretch, options: argparse.Namespace, work: Path
) -> list[float]:
    """True ÷ read for each single twitch in one stretch.

    Raises
    ------
    TwitchcamError
        If the recording cannot be read or shows no face.
    """
    track = track_lips(folder / stretch.file, stretch.start_s, stretch.end_s)
    gains: list[float] = []
    for number in range(options.rounds):
        chance = (options.seed, number, crc32(f"{stretch.file} {stretch.start_s}".encode()))
        twitches = plan_twitches(track.duration_s, np.random.default_rng(chance))
        share = options.size / 100
        clip = write(track, inject(track, twitches, share, options.seed), work / "injected.mp4")
        time_s, lips = read_lips(clip)
        for twitch in twitches:
            if twitch.pattern == "single":
                gains += [share / read for read in read_excursion(twitch, time_s, lips)]
    return gains


def read_lips(clip: Path) -> tuple[Floats, Floats]:
    """Times, and positions of the quadrants in pupil distances, shape ``(frames, 4, 2)``."""
    backend, motions = FaceMeshBackend(SETTINGS.other_faces_interval_s), []
    with VideoFile(clip) as source, LipMotionReader(backend, FlowSensor(SETTINGS), SETTINGS) as lip:
        for frame in source:
            motions += lip.push(frame)
        motions += lip.flush()
        scale_mm = lip.scale.mm_per_pupil_distance if lip.scale else np.nan
    backend.close()
    time_s = np.array([motion.time_s for motion in motions])
    return time_s, np.stack([motion.lips_mm for motion in motions]) / scale_mm


def read_excursion(twitch: Twitch, time_s: Floats, lips: Floats) -> list[float]:
    """Largest distance from rest of the quadrants that the twitch moves; empty where not seen.

    Rest is the straight line between the positions just before and just after. The strongest
    quadrant counts, as it does in the amplitude of an event.
    """
    start, stop = np.searchsorted(time_s, (twitch.onset_s - MARGIN_S, twitch.end_s + MARGIN_S))
    path = lips[start:stop, np.flatnonzero(moved_quadrants(twitch.lip, twitch.side))]
    if len(path) < 3 or not np.isfinite(path).all():
        return []
    share = np.linspace(0.0, 1.0, len(path))[:, None, None]
    moved = path - (path[0] + share * (path[-1] - path[0]))
    return [float(np.linalg.norm(moved, axis=2).max())]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = program_parser("calibration.flow_gain", __doc__)
    add_recordings(parser)
    add = parser.add_argument
    add("--size", type=float, default=4.0, help="in percent of the pupil distance")
    add("--seed", type=int, default=2, help="fixes which twitches are put in")
    add("--rounds", type=int, default=2, help="how often each stretch is filled")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run_program(main)
