"""What keeps smaller twitches from being found: noise of the picture, or movement of the face.

For each stretch of rest, as it is: how well the picture would let a quadrant's shift be known
(bound of Cramér and Rao), how well the flow sensor knows it (two halves of the same window,
interleaved like a chess board, against each other: noise that neighbours share cancels, so it is
noisier than that), and how much the lips move in the detection band although nothing twitches. Run
it from the project's folder:
``python -m benchmarks.limits FOLDER --stretches TABLE``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.recordings.frozen import living_stretches
from benchmarks.recordings.stretches import rests
from benchmarks.shared.command_line import add_recordings, program_parser, run_program
from twitchcam.capture.video_file import VideoFile
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.detection.detection_limit import band_gain
from twitchcam.detection.motion_to_signals import DIRECTION_WEIGHTS, BandPass
from twitchcam.errors import SourceError, TwitchcamError
from twitchcam.settings import DetectionSettings, Settings, VisionSettings
from twitchcam.stages import backend_for
from twitchcam.vision.frames_to_lip_motion import LipMotionReader
from twitchcam.vision.lip_regions import N_LIPS
from twitchcam.vision.lip_sensors import FlowSensor
from twitchcam.vision.region_flow import CELL_PX, motion_by

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.recordings.stretches import Stretch
    from twitchcam.records import Face, Floats, Frame
    from twitchcam.vision.lip_sensors import Reading
    from twitchcam.vision.region_flow import Patch, RegionFlow

# The filter answers to the beginning of a recording as well.
SETTLE_S = 0.5
MIN_PICTURES = 24
# The size that the last column is about, as a share of the pupil distance.
SHARE = 0.01


class HalvesSensor(FlowSensor):
    """The flow sensor, also measuring each lip quadrant with two halves of its window.

    Attributes
    ----------
    seen
        Of each new picture the time in seconds, then in shares of the pupil distance: where the
        halves are, first those, then the second ones, what moves both alike left out, ``(8, 2)``;
        where the quadrants are against the head, ``(4, 2)``; and how well they could be known.
    """

    def __init__(self, settings: VisionSettings) -> None:
        super().__init__(settings)
        self.seen: list[tuple[float, Floats, Floats, float]] = []
        self._to_share = 1.0 / settings.patch_pixels_per_pupil_distance
        self._moved = np.zeros((2 * N_LIPS, 2))
        self._windows: Patch = self.flow.windows
        self._halves: Patch = self._windows

    def reset(self) -> None:
        """Forget what was seen: the next reading is a new origin."""
        super().reset()
        self._has_begun = False

    def read(self, frame: Frame, face: Face) -> Reading:
        """Measure the motion since the last frame, by the halves as well."""
        reading = super().read(frame, face)
        if self._has_begun and not reading.repeated:
            if self._windows is not self.flow.windows:
                self._windows, self._halves = self.flow.windows, halves_of(self.flow)
            self._moved = self._moved + motion_px(self.flow, self._halves) * self._to_share
            lips = (reading.regions - reading.head)[:N_LIPS]
            bound = bound_px(self.flow) * self._to_share
            self.seen.append((frame.time_s, self._moved, lips, bound))
        self._has_begun = True
        return reading


def halves_of(flow: RegionFlow) -> Patch:
    """Two halves of each lip quadrant's window, like a chess board, shape ``(8, n_cells)``."""
    down, across = np.indices(flow.cells[::-1])
    chosen = ((across + down) % 2).ravel()
    lips = flow.windows[:N_LIPS]
    halves = np.concatenate([lips * chosen, lips * (1 - chosen)])
    return (halves / halves.sum(axis=1, keepdims=True)).astype(np.float32)


def motion_px(flow: RegionFlow, halves: Patch) -> Floats:
    """Motion of both halves in the pair of patches that was compared last, shape ``(8, 2)``.

    Of a large motion, what is left after one patch was moved back: that moves both halves alike,
    and only their difference is used.
    """
    surround = flow.windows[N_LIPS:]
    motions = [
        motion_by(flow.sums @ np.concatenate([lips, surround]).T)[:N_LIPS]
        for lips in np.split(halves, 2)
    ]
    return np.concatenate(motions).astype(np.float64)


def bound_px(flow: RegionFlow) -> float:
    """Standard deviation of a quadrant's shift by the bound of Cramér and Rao, in pixels.

    Noise ÷ root of the sum of squared gradients, mean of both directions and all quadrants. The
    noise is all change of brightness (small motion with it), so that the bound is a mild one.
    """
    lips = flow.windows[:N_LIPS]
    pixels = CELL_PX**2 * lips / lips.max(axis=1, keepdims=True)
    xx, xy, yy = (flow.sums[:3] @ pixels.T).astype(np.float64)
    noise = float(flow.change.std()) / np.sqrt(2.0)
    return noise * float(np.sqrt((xx + yy) / (xx * yy - xy**2) / 2).mean())


@dataclass(frozen=True, slots=True)
class Limits:
    """What was measured of one stretch of rest, all in mm.

    ``bound_mm`` is of one picture; ``noise_mm`` and ``lips_mm`` are root mean squares in the
    detection band: of what a quadrant's window does not know, and of what the quadrants do.
    ``twitch_mm`` is the peak in that band of a single twitch of 1% of the pupil distance.
    """

    bound_mm: float
    noise_mm: float
    lips_mm: float
    twitch_mm: float


def measure_limits(video: Path, stretch: Stretch) -> Limits:
    """Limits of one stretch of a recording.

    Raises
    ------
    TwitchcamError
        If the recording cannot be read.
    """
    vision, detection = VisionSettings(), DetectionSettings()
    sensor = HalvesSensor(vision)
    with (
        backend_for(Settings(vision=vision)) as backend,
        VideoFile(video) as source,
        LipMotionReader(backend, sensor, vision) as reader,
    ):
        for frame in takewhile(lambda frame: frame.time_s < stretch.end_s, source):
            if frame.time_s >= stretch.start_s:
                reader.push(frame)
        reader.flush()
        scale = reader.scale
    if scale is None or len(sensor.seen) < MIN_PICTURES:
        message = f"{video.name} shows no face at rest for long enough"
        raise SourceError(message)
    times, halves, lips, bounds = (np.array(column) for column in zip(*sensor.seen, strict=True))
    to_mm = vision.flow_gain * scale.mm_per_pupil_distance
    first, second = np.split(_in_band(times, halves, detection) * to_mm, 2, axis=1)
    moved = _in_band(times, lips, detection) * to_mm
    return Limits(
        bound_mm=float(np.nanmedian(bounds)) * to_mm,
        noise_mm=_rms((first - second) / 2),
        lips_mm=_rms(moved),
        twitch_mm=SHARE * scale.mm_per_pupil_distance * band_gain(detection),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the limits of each stretch; return the exit code."""
    options = _options(arguments)
    table = Table(title="At rest, in mm")
    table.add_column("Recording")
    for heading in (
        "Bound, one picture",
        "Sensor in band, at least",
        "Lips in band",
        "1% twitch ÷ lips",
    ):
        table.add_column(heading, justify="right")
    with native_noise_hidden():
        for stretch in rests(living_stretches(options.folder, options.stretches)):
            try:
                found = measure_limits(options.folder / stretch.file, stretch)
            except TwitchcamError as error:
                print(f"{stretch.file}: left out: {error}")
                continue
            figures = (found.bound_mm, found.noise_mm, found.lips_mm)
            ratio = found.twitch_mm / found.lips_mm
            name = f"{stretch.file} from {stretch.start_s:g} s"
            table.add_row(name, *(f"{value:.4f}" for value in figures), f"{ratio:.1f}")
    if not table.row_count:
        print("no rest could be measured: name a folder and a table with stretches of rest")
        return 1
    Console(width=100).print(table)
    return 0


def _in_band(times_s: Floats, positions: Floats, settings: DetectionSettings) -> Floats:
    grid_s = np.arange(times_s[0], times_s[-1], 1.0 / settings.grid_rate_hz)
    columns = positions.reshape(len(times_s), -1)
    even = np.stack([np.interp(grid_s, times_s, column) for column in columns.T], axis=1)
    filtered = BandPass(settings.band_hz, settings.grid_rate_hz).filter(even)
    settled = filtered[settings.rows_in(SETTLE_S) :]
    return np.asarray(settled.reshape(len(settled), -1, 2) * DIRECTION_WEIGHTS)


def _rms(vectors: Floats) -> float:
    return float(np.sqrt((vectors**2).sum(axis=-1).mean()))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = program_parser("benchmarks.limits", __doc__)
    add_recordings(parser)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run_program(main)
