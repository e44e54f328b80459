"""The baselines: what is commonly tried to see a twitch, each as one trace per recording."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import grey_opening
from scipy.signal import butter, sosfiltfilt

from benchmarks.accuracy.baselines.thresholds import Rule, Trace
from twitchcam.errors import BackendError
from twitchcam.vision.face_geometry import (
    LIP_QUADRANTS,
    MOUTH_CORNERS,
    STEADY,
    eye_centres,
    pupil_distance_px,
)
from twitchcam.vision.face_landmarker import MODEL_FILE, MODEL_VARIABLE, find_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.accuracy.baselines.observing import Seen
    from twitchcam.vision.face_geometry import Landmarks

Floats = NDArray[np.float64]
Values: TypeAlias = Callable[["Seen"], Floats]

ALL = "all"
NO_MODEL = f"there is no {MODEL_FILE}; {MODEL_VARIABLE} says where it is"
BAND_HZ = (3.0, 11.0)
FILTER_ORDER = 2
# A band cannot reach half the frame rate; and fewer frames than these cannot be filtered.
HIGHEST_SHARE_OF_RATE = 0.45
FEWEST_FRAMES = 20
# What the filter says of the ends of a recording is left out: its start and end ring there.
EDGE_S = 0.3
# A mouth is wide if it is wider than this multiple of its median, for so many frames.
WIDE, WIDE_FRAMES = 1.10, 10
MOUTH_SHAPES = ("mouth", "jaw")
# Interval of the alarms that are raised without looking.
CLOCK_S = 2.0


@dataclass(frozen=True, slots=True)
class Baseline:
    """One way to see a twitch.

    Parameters
    ----------
    name
        As on the command line.
    values
        What is held against a threshold, shape ``(n,)``, in each frame.
    needs_model
        Whether it needs the model of the FaceLandmarker.
    rule
        Its threshold; ``None`` if the best one is to be chosen.
    """

    name: str
    values: Values
    needs_model: bool = False
    rule: Rule | None = None

    def trace(self, seen: Seen) -> Trace:
        """What a threshold is held against."""
        return Trace(seen.time_s, self.values(seen))


def lip_movement(landmarks_px: Landmarks, time_s: Floats) -> Floats:
    """Movement of the lips' landmarks against the face: of the quadrant that moves most.

    The lips are seen from a steady point of the face, upright by the line of the eyes, in pupil
    distances, and band-passed.
    """
    lips = np.full((len(time_s), len(LIP_QUADRANTS), 2), np.nan)
    for row, points in zip(lips, landmarks_px, strict=True):
        if np.isfinite(points[0, 0]):
            row[:] = _from_the_face(points)
    band = band_passed(lips.reshape(len(lips), -1), time_s).reshape(lips.shape)
    return np.hypot(band[..., 0], band[..., 1]).max(axis=1)


def shape_movement(shapes: Floats, names: Sequence[str], time_s: Floats) -> Floats:
    """Movement of all blendshapes of mouth and jaw together, band-passed."""
    of_mouth = [number for number, name in enumerate(names) if name.startswith(MOUTH_SHAPES)]
    if not of_mouth:
        return np.full(len(time_s), np.nan)
    return np.sqrt((band_passed(shapes[:, of_mouth], time_s) ** 2).sum(axis=1))


def mouth_width(landmarks_px: Landmarks) -> Floats:
    """Width of the mouth in multiples of its median, as far as it is kept for some frames.

    The greatest width that is not undercut in some stretch of so many frames around each frame:
    it exceeds a threshold just where the width exceeds it for so many frames on end.
    """
    corners = landmarks_px[:, MOUTH_CORNERS]
    width = np.linalg.norm(corners[:, 0] - corners[:, 1], axis=1)
    width /= [pupil_distance_px(points) for points in landmarks_px]
    if len(width) < WIDE_FRAMES or not np.isfinite(width).any():
        return np.full(len(width), np.nan)
    kept = grey_opening(np.nan_to_num(width / np.nanmedian(width)), size=WIDE_FRAMES)
    return np.where(np.isfinite(width), kept, np.nan)


def clock(time_s: Floats) -> Floats:
    """An alarm at regular times, which looks at nothing: what it finds, chance finds."""
    return np.abs(2 * (time_s / CLOCK_S % 1) - 1)


def band_passed(columns: Floats, time_s: Floats) -> Floats:
    """Band-pass columns, shape ``(n, columns)``, without delay; rows that are not seen stay NaN.

    Filtered at the usual interval of the frames, whatever their times. The ends are NaN as well.
    """
    band = np.full_like(columns, np.nan)
    seen = np.isfinite(columns).all(axis=1)
    if seen.sum() < FEWEST_FRAMES:
        return band
    interval_s = float(np.median(np.diff(time_s)))
    high_hz = min(BAND_HZ[1], HIGHEST_SHARE_OF_RATE / interval_s)
    if high_hz <= BAND_HZ[0]:
        return band
    grid_s = np.arange(time_s[0], time_s[-1] + interval_s / 2, interval_s)
    even = np.stack([np.interp(grid_s, time_s[seen], column[seen]) for column in columns.T])
    sections = butter(
        FILTER_ORDER, (BAND_HZ[0], high_hz), "bandpass", fs=1 / interval_s, output="sos"
    )
    filtered = sosfiltfilt(sections, even, axis=1)
    back = np.stack([np.interp(time_s, grid_s, row) for row in filtered], axis=1)
    told = seen & (time_s >= time_s[0] + EDGE_S) & (time_s <= time_s[-1] - EDGE_S)
    band[told] = back[told]
    return band


BASELINES = (
    Baseline("face-mesh", lambda seen: lip_movement(seen.mesh_px, seen.time_s)),
    Baseline(
        "face-landmarker",
        lambda seen: lip_movement(seen.landmarker_px, seen.time_s),
        needs_model=True,
    ),
    Baseline(
        "blendshapes",
        lambda seen: shape_movement(seen.shapes, seen.shape_names, seen.time_s),
        needs_model=True,
    ),
    Baseline("frame-difference", lambda seen: seen.change),
    Baseline("optical-flow", lambda seen: seen.flow),
    Baseline("mouth-width", lambda seen: mouth_width(seen.mesh_px)),
    Baseline("mouth-width-110", lambda seen: mouth_width(seen.mesh_px), rule=Rule(WIDE)),
    Baseline("clock", lambda seen: clock(seen.time_s)),
)
NAMES = tuple(baseline.name for baseline in BASELINES)


def choose_baselines(
    names: Sequence[str],
) -> tuple[tuple[Baseline, ...], dict[str, str], Path | None]:
    """Return the baselines of these names, those that cannot run and why, and the model's file."""
    asked = [b for b in BASELINES if b.name in names or ALL in names]
    if not any(baseline.needs_model for baseline in asked):
        return tuple(asked), {}, None
    try:
        return tuple(asked), {}, find_model(None)
    except BackendError:
        skipped = {baseline.name: NO_MODEL for baseline in asked if baseline.needs_model}
        return tuple(b for b in asked if not b.needs_model), skipped, None


def _from_the_face(points: Landmarks) -> Floats:
    """Middle of each lip quadrant as the face sees it, shape ``(4, 2)``, in pupil distances."""
    right, left = eye_centres(points)[:, :2]
    across = (left - right) / np.linalg.norm(left - right)
    axes = np.array([across, (-across[1], across[0])])
    lips = points[LIP_QUADRANTS, :2].mean(axis=1) - points[list(STEADY), :2].mean(axis=0)
    return lips @ axes.T / pupil_distance_px(points)
