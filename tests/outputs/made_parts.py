"""Made-up movement of a recording, for tests of what is drawn of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.detection.detection_limit import band_delay_s
from twitchcam.outputs.motion_parts import MotionPart
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twitchcam.outputs.report_rows import Row, Sheet
    from twitchcam.records import Floats

ROWS_PER_GROUP = 700
DELAY_S = band_delay_s(DetectionSettings())


@dataclass(frozen=True)
class MadeMotion:
    """Stands for a motion file: one part that is held in memory."""

    part: MotionPart

    def groups(self) -> Iterator[MotionPart]:
        """All of it, some rows at a time."""
        for first in range(0, len(self.part.time_s), ROWS_PER_GROUP):
            yield self._part(slice(first, first + ROWS_PER_GROUP))

    def between(self, start_s: float, end_s: float) -> MotionPart:
        """What lies within these times."""
        within = np.searchsorted(self.part.time_s, (start_s, np.nextafter(end_s, np.inf)))
        return self._part(slice(*within.tolist()))

    def _part(self, rows: slice) -> MotionPart:
        whole = self.part
        return MotionPart(
            whole.time_s[rows],
            whole.down_mm[rows],
            whole.magnitude_mm[rows],
            whole.floor_mm[rows],
            delay_s=whole.delay_s,
        )


def made_part(duration_s: float = 60.0, rate_hz: float = 30.0, seed: int = 0) -> MotionPart:
    """Noise, and at 1.3 s a movement of 1.8 mm of the lower left lip."""
    rng = np.random.default_rng(seed)
    time_s = np.arange(0.0, duration_s, 1.0 / rate_hz)
    down_mm = rng.normal(0.0, 0.01, (len(time_s), 4))
    magnitude_mm = np.abs(rng.normal(0.0, 0.02, (len(time_s), 4)))
    pulse = np.exp(-(((time_s - 1.35) / 0.06) ** 2))
    down_mm[:, 2] += 1.8 * pulse
    magnitude_mm[:, 2] += 0.8 * pulse
    return MotionPart(
        time_s, down_mm, magnitude_mm, np.full((len(time_s), 4), 0.03), delay_s=DELAY_S
    )


def any_part(duration_s: float, n: int, seen: float, unseen: float, seed: int) -> MotionPart:
    """Random movement, of which a share was seen."""
    rng = np.random.default_rng(seed)
    values = np.where(rng.uniform(size=(3, n, 4)) < seen, rng.exponential(1.0, (3, n, 4)), unseen)
    return MotionPart(np.sort(rng.uniform(0, duration_s, n)), *values, delay_s=DELAY_S)


def points(row: Row) -> Floats:
    """The points of a row's course, shape ``(n, 2)``."""
    found = re.findall(r"[ML]([-\d.]+),([-\d.]+)", row.course)
    return np.array(found, dtype=np.float64).reshape(-1, 2)


def check_within(row: Row, sheet: Sheet) -> None:
    """Make sure that a row's lines lie within it."""
    assert "nan" not in row.course + row.floor
    assert "inf" not in row.course + row.floor
    for x, y in points(row):
        assert sheet.names - 0.1 <= x <= sheet.width + 0.1
        assert row.top - 0.1 <= y <= row.bottom + 0.1
