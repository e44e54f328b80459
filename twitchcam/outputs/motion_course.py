"""The course of a recording, read back from its motion file for pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq

from twitchcam.detection.detection_limit import PULSE_S
from twitchcam.detection.motion_to_signals import BandPass
from twitchcam.outputs.motion_table import PLACES
from twitchcam.outputs.safe_file import writing
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.records import Floats


@dataclass(frozen=True, slots=True)
class Course:
    """Movement of the four quadrants, picture by picture; NaN where it was not seen.

    ``time_s`` has shape ``(n,)``; ``down_mm`` (where each quadrant is), ``magnitude_mm`` (movement
    in the detection band) and ``floor_mm`` (its noise floor) have shape ``(n, 4)``.
    """

    time_s: Floats
    down_mm: Floats
    magnitude_mm: Floats
    floor_mm: Floats

    @property
    def filtered_s(self) -> Floats:
        """When the movement took place that ``magnitude_mm`` tells.

        The detector's filter looks back only, so it answers late; events are free of that.
        """
        return self.time_s - _band_delay_s(DetectionSettings())


def read_course(path: Path) -> Course:
    """Read what pictures show out of a motion file.

    Raises
    ------
    OutputError
        If it cannot be read back.
    """
    kinds = ("down", "magnitude", "floor")
    columns = [[f"{place}_{kind}_mm" for place in PLACES] for kind in kinds]
    with writing(path):
        table = pq.read_table(
            path, columns=["time_s", *(name for kind in columns for name in kind)]
        )
    parts = [np.column_stack([table[name].to_numpy() for name in kind]) for kind in columns]
    return Course(table["time_s"].to_numpy(), *parts)


@cache
def _band_delay_s(settings: DetectionSettings) -> float:
    """By how much the largest magnitude of a single twitch comes after its largest excursion."""
    rate_hz = settings.grid_rate_hz
    time_s = np.arange(0.0, 3 * PULSE_S, 1 / rate_hz)
    inside = time_s < PULSE_S
    pulse = np.where(inside, 0.5 - 0.5 * np.cos(2 * np.pi * time_s / PULSE_S), 0.0)
    magnitude = np.abs(BandPass(settings.band_hz, rate_hz).filter(pulse[:, None])[:, 0])
    return float(time_s[magnitude.argmax()] - time_s[pulse.argmax()])
