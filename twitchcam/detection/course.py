"""The course of lips and face around a moment, as a network takes it: how fast everything moves.

Speeds, not places: where a lip lies after minutes of flow means nothing. They are squeezed, so that
what is ten times as fast is not ten times as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from twitchcam.detection.features import LOOKAHEAD_S
from twitchcam.medians import median
from twitchcam.records import MIRRORED_PATCHES, MIRRORED_QUADRANTS
from twitchcam.settings import COURSE_RATE_HZ

if TYPE_CHECKING:
    from twitchcam.detection.rows import Rows
    from twitchcam.records import Floats

# The network looks back 1.65 s from the row that it judges, and ahead as far as features do. It
# judges the last 0.15 s before the moment, because the filter answers late.
BEFORE_S = 1.8
# Speeds at which squeezing begins: lips and patches, what quadrants do together or apart, the head
# (mm/s), and the face (shares of the pupil distance, or quarter turns, per second).
LIP_SPEED, TOGETHER_SPEED, HEAD_SPEED, FACE_SPEED = 1.0, 0.5, 3.0, 0.2
QUARTER_TURN_DEG = 90.0
# Columns of ``Tracks.face``.
FACE = ("mouth_opening", "mouth_width", "eye_more_closed", "eye_less_closed", "yaw", "pitch")

Channels = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tracks:
    """Where everything is, row by row; NaN where it was not seen.

    ``lips_mm`` and ``patches_mm`` have shapes ``(n, 4, 2)`` and ``(n, n_patches, 2)``. ``face`` has
    a column for each of ``FACE``: openings and width as shares, angles in quarter turns.
    """

    lips_mm: Floats
    patches_mm: Floats
    face: Floats

    @classmethod
    def of(cls, rows: Rows, chosen: NDArray[np.int64] | slice) -> Tracks:
        """Tracks of some grid rows."""
        eyes = np.stack([rows.eye_left[chosen], rows.eye_right[chosen]])
        pose_deg = (rows.yaw_deg[chosen], rows.pitch_deg[chosen])
        return cls(
            rows.lips_mm[chosen],
            rows.patches_mm[chosen],
            np.column_stack(
                [
                    rows.mouth_opening[chosen],
                    rows.mouth_width[chosen],
                    eyes.min(axis=0),
                    eyes.max(axis=0),
                    *(angle_deg / QUARTER_TURN_DEG for angle_deg in pose_deg),
                ]
            ),
        )

    def mirrored(self) -> Tracks:
        """The same in a mirrored picture."""
        turned = self.face.copy()
        turned[:, FACE.index("yaw")] *= -1.0
        across = np.array([-1.0, 1.0])
        return Tracks(
            self.lips_mm[:, MIRRORED_QUADRANTS] * across,
            self.patches_mm[:, MIRRORED_PATCHES] * across,
            turned,
        )


def measure_course(rows: Rows, peak: int, rate_hz: float) -> Channels:
    """Channels around a moment, as seen and as in a mirror.

    Parameters
    ----------
    rows
        The last seconds on the grid.
    peak
        The row of the moment.
    rate_hz
        Rate of the grid.

    Returns
    -------
    Shape ``(2, n_rows, n_channels)``; what was not seen, or is not known yet, does not move. What
    came before the first row is told by :func:`rows_around`.
    """
    return both_views(Tracks.of(rows, rows_around(peak, len(rows.time_s), rate_hz)))


def stride_of(rate_hz: float) -> int:
    """How many rows of the grid go from one row of a course to the next."""
    return round(rate_hz / COURSE_RATE_HZ)


def rows_around(peak: int, n_rows: int, rate_hz: float) -> NDArray[np.int64]:
    """Rows whose course is looked at.

    Where a recording has not begun yet, its first rows stand for those before, in mirror order:
    held still there, noise would set in all at once, as a twitch does. Where there is none any
    more, the last one stands for those that follow.
    """
    before, after = (round(time_s * COURSE_RATE_HZ) for time_s in (BEFORE_S, LOOKAHEAD_S))
    stride = stride_of(rate_hz)
    wanted = peak + stride * np.arange(-before - 1, after + 1)
    return np.minimum(np.abs(wanted), min(wanted[-1], n_rows - 1))


def both_views(tracks: Tracks) -> Channels:
    """Channels as seen and as in a mirror, shape ``(2, n - 1, n_channels)``."""
    return np.stack([channels(tracks), channels(tracks.mirrored())])


def channels(tracks: Tracks) -> Channels:
    """Speeds from each row to the next at ``COURSE_RATE_HZ``, squeezed.

    Returns
    -------
    Shape ``(n - 1, n_channels)``.
    """
    n_rows = len(tracks.lips_mm)
    head_mm = median(tracks.patches_mm, axis=1)
    down_mm = tracks.lips_mm[..., 1]
    upper_left, upper_right, lower_left, lower_right = down_mm.T
    together_mm = np.column_stack(
        [
            down_mm.mean(axis=1),
            (upper_left + upper_right) - (lower_left + lower_right),
            (upper_left + lower_left) - (upper_right + lower_right),
            (upper_left + lower_right) - (upper_right + lower_left),
        ]
    )
    parts = (
        (tracks.lips_mm.reshape(n_rows, -1), LIP_SPEED),
        ((tracks.patches_mm - head_mm[:, None]).reshape(n_rows, -1), LIP_SPEED),
        (head_mm, HEAD_SPEED),
        (tracks.face, FACE_SPEED),
        (together_mm, TOGETHER_SPEED),
    )
    speeds = [np.diff(part, axis=0) * (COURSE_RATE_HZ / scale) for part, scale in parts]
    return np.nan_to_num(np.arcsinh(np.concatenate(speeds, axis=1))).astype(np.float32)
