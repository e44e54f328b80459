"""Recordings row by row with their truth: what the network that judges courses is fitted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from calibration.candidates import EDGE_S
from twitchcam.detection.course import FACE, Tracks
from twitchcam.settings import DetectionSettings
from twitchcam.vision.lip_regions import N_LIPS, N_SURROUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from calibration.collected import Source
    from sample_videos.twitches import Twitch
    from twitchcam.detection.rows import Rows

TRACKS = tuple(Tracks.__dataclass_fields__)
# What a file of courses is good for: other tracks, or rows at another rate, are other courses.
COLUMNS = (*TRACKS[:-1], *FACE, f"{DetectionSettings().grid_rate_hz:g} Hz")
# A twitch begins and ends softly: rows so near inside are left out, and so near outside as well.
LEFT_OUT_INSIDE_S, LEFT_OUT_BEFORE_S, LEFT_OUT_AFTER_S = 0.02, 0.15, 0.2

# Kind, start and end in seconds.
Stretch = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Courses:
    """Many recordings on the detector's grid, one after the other.

    ``lips_mm``, ``patches_mm`` and ``face`` are those of :class:`course.Tracks`, in single
    precision. ``is_twitch`` says in which rows a twitch was put in; only rows that ``count`` are
    told from each other.
    """

    sources: tuple[Source, ...]
    source: NDArray[np.int64]
    time_s: NDArray[np.float64]
    lips_mm: NDArray[np.float32]
    patches_mm: NDArray[np.float32]
    face: NDArray[np.float32]
    is_twitch: NDArray[np.bool_]
    counts: NDArray[np.bool_]

    def spans(self) -> Iterator[slice]:
        """Rows of each source, in the order of ``sources``."""
        edges = np.searchsorted(self.source, np.arange(len(self.sources) + 1))
        for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            yield slice(start, stop)

    def tracks(self, rows: NDArray[np.int64] | slice) -> Tracks:
        """Where everything is in some rows."""
        return Tracks(*(getattr(self, name)[rows].astype(np.float64) for name in TRACKS))


def course_of(
    rows: Rows | None, source: Source, twitches: Sequence[Twitch], stretches: Iterable[Stretch]
) -> Courses:
    """The course of one recording.

    Parameters
    ----------
    rows
        Its grid rows; ``None`` for an empty recording.
    twitches
        Those that were put in.
    stretches
        What it shows: kind, start and end of each stretch. Other time does not count.
    """
    if rows is None:
        none, face = np.zeros(0), np.zeros((0, len(FACE)))
        tracks = Tracks(np.zeros((0, N_LIPS, 2)), np.zeros((0, N_SURROUND, 2)), face)
        is_twitch = counts = none.astype(np.bool_)
        time_s = none
    else:
        time_s, tracks = rows.time_s, Tracks.of(rows, slice(None))
        is_twitch, counts = label_rows(time_s, rows.codes == 0, twitches, stretches)
    return Courses(
        sources=(source,),
        source=np.zeros(len(time_s), dtype=np.int64),
        time_s=time_s,
        lips_mm=tracks.lips_mm.astype(np.float32),
        patches_mm=tracks.patches_mm.astype(np.float32),
        face=tracks.face.astype(np.float32),
        is_twitch=is_twitch,
        counts=counts,
    )


def label_rows(
    time_s: NDArray[np.float64],
    observable: NDArray[np.bool_],
    twitches: Iterable[Twitch],
    stretches: Iterable[Stretch],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows lie within a twitch, and which rows are surely one or the other."""
    listed, near, inside = (np.zeros(len(time_s), dtype=np.bool_) for _ in range(3))
    for _, start_s, end_s in stretches:
        listed |= (time_s >= start_s + EDGE_S) & (time_s <= end_s - EDGE_S)
    for twitch in twitches:
        near |= (time_s > twitch.onset_s - LEFT_OUT_BEFORE_S) & (
            time_s < twitch.end_s + LEFT_OUT_AFTER_S
        )
        inside |= (time_s >= twitch.onset_s + LEFT_OUT_INSIDE_S) & (
            time_s <= twitch.end_s - LEFT_OUT_INSIDE_S
        )
    return inside, listed & observable & (inside | ~near)
