"""Where the picture of a recording stands still: that looks like rest, and shows nobody living.

Some recordings begin or end with one picture held for seconds, and calls freeze. Nothing moves
there but what is put in, and no camera adds noise: twitches would be found more easily than in any
face, and a change of light over a held picture is none that a camera could have seen.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

import cv2
import numpy as np
from scipy.ndimage import median_filter

from benchmarks.recordings.stretches import (
    NO_FACE,
    REST,
    SHORTEST_REST_S,
    Span,
    Stretch,
    find_stretches,
    uncovered,
)
from twitchcam.capture.video_file import VideoFile
from twitchcam.errors import SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from twitchcam.records import Gray

FROZEN = "frozen picture"
# Where nothing could be taken for a twitch: such minutes would only thin out those that count.
NOBODY_LIVING = (FROZEN, NO_FACE)
# A held picture that is coded again changes by a tenth of a grey level at most (mean over a cell of
# this grid, where it changes most), and now and then, where an encoder mends it, by more; a living
# one by four tenths and more, but for repeated pictures. So the median of some pictures is asked.
CELLS = (16, 12)
STILL_GREY_LEVELS, PICTURES, LEAST_FROZEN_S = 0.2, 5, 1.0


def living_stretches(folder: Path, given: Path | None = None) -> list[Stretch]:
    """Return what :func:`stretches.find_stretches` does, rest without frozen pictures.

    Those get stretches of their own kind, :data:`FROZEN`; what is left of a rest must last for
    ``SHORTEST_REST_S`` to stay one. Recordings that are not there are named on the screen and left
    out; those that cannot be read keep their stretches.

    Raises
    ------
    UsageError
        If a table cannot be read, or none of its recordings is there.
    """
    listed = find_stretches(folder, given)
    absent = {one.file for one in listed if not (folder / one.file).is_file()}
    if absent:
        print(f"Listed, but not in {folder}, and so left out: {', '.join(sorted(absent))}")
    stretches = [one for one in listed if one.file not in absent]
    if listed and not stretches:
        message = f"none of the recordings that the table lists is in {folder}: mind their spelling"
        raise UsageError(message)
    rests: dict[str, list[Stretch]] = {}
    for stretch in stretches:
        if stretch.kind == REST:
            rests.setdefault(stretch.file, []).append(stretch)
    frozen = {
        file: frozen_spells(folder / file, max(rest.end_s for rest in own))
        for file, own in rests.items()
    }
    return [
        part for stretch in stretches for part in _without(stretch, frozen.get(stretch.file, []))
    ]


def frozen_spells(video: Path, end_s: float) -> list[Span]:
    """From when to when a recording holds a picture, up to a time; nothing if it cannot be read.

    What is held to the last picture is held to that time: there is no rest behind it.
    """
    times: list[float] = []
    changes: list[float] = []
    before: Gray | None = None
    try:
        with VideoFile(video) as source:
            for frame in takewhile(lambda frame: frame.time_s < end_s, source):
                times.append(frame.time_s)
                changes.append(_change(frame.gray if before is None else before, frame.gray))
                before = frame.gray
    except SourceError:
        return []
    spells = still_spells(times, changes)
    if spells and spells[-1][1] == times[-1]:
        spells[-1] = (spells[-1][0], end_s)
    return spells


def still_spells(times_s: Sequence[float], changes: Sequence[float]) -> list[Span]:
    """Return the spells in which no picture differs from the one before, the long ones.

    Parameters
    ----------
    times_s, changes
        Of each picture: its time, and by how many grey levels it differs from the one before where
        it does most.
    """
    usual = median_filter(np.array(changes[1:]), PICTURES, mode="mirror")
    is_still = np.concatenate([[False], usual < STILL_GREY_LEVELS, [False]])
    first, past = np.flatnonzero(np.diff(is_still.astype(np.int8))).reshape(-1, 2).T
    # From the picture that is held until the next one that differs, or the end.
    ends_s = [*times_s, times_s[-1] if times_s else 0.0]
    spells = [(times_s[start], ends_s[end + 1]) for start, end in zip(first, past, strict=True)]
    return [(start_s, end_s) for start_s, end_s in spells if end_s - start_s >= LEAST_FROZEN_S]


def _change(before: Gray, now: Gray) -> float:
    """Mean change of the cell that changes most: a face may be a small part of the picture."""
    changed = cv2.absdiff(before, now).astype(np.float32)
    return float(cv2.resize(changed, CELLS, interpolation=cv2.INTER_AREA).max())


def _without(stretch: Stretch, frozen: Iterable[Span]) -> list[Stretch]:
    """Cut spells out of a stretch of rest; other stretches stay as they are."""
    held = [
        replace(stretch, kind=FROZEN, start_s=max(start_s, stretch.start_s), end_s=end_s)
        for start_s, end_s in ((start, min(end, stretch.end_s)) for start, end in frozen)
        if max(start_s, stretch.start_s) < end_s
    ]
    if stretch.kind != REST or not held:
        return [stretch]
    living = [
        replace(stretch, start_s=start_s, end_s=end_s)
        for start_s, end_s in uncovered(stretch.span, [one.span for one in held])
        if end_s - start_s >= SHORTEST_REST_S
    ]
    return sorted([*living, *held], key=lambda part: part.start_s)
