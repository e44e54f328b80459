"""Pictures that only repeat the one before, as recordings of changed frame rate hold them."""

from __future__ import annotations

from collections import deque
from heapq import nlargest
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from cv2.typing import MatLike

    from twitchcam.records import Gray

# The whole picture is compared on every eighth pixel each way.
STEP_PX = 8
# A repeated picture changes by less than this share of the usual change (median of so many
# pictures): coding it anew leaves a trace, but far less than a moving head.
REPEATED_SHARE, USUAL_PICTURES = 0.12, 15
# Where most pictures repeat, so does the usual one. Their sign is that the few new ones each stand
# alone among pictures that change by less than this share of what they do (of the third largest
# change: key frames change more); a head that moves, in bouts or shaking, changes several in a row.
ALONE_SHARE, FEWEST_ALONE, MOST_ALONE = 0.25, 3, 8
# While a picture is held for long, coding noise becomes the usual change. So what is less than this
# share of what new ones changed by is no new one either, in so many pictures at most: a camera may
# also have come to rest. Of 21,000 pictures of living faces (those of calibration/README.md, plain
# and coded once more; a trial, not kept) it takes 14.
HELD_SHARE, MOST_HELD = 0.05, 300
# A lip patch in which no cell of so many pixels changes by this (mean of evened grey levels)
# shows nothing new.
CELL_PX, STILL_GREY_LEVELS = 4, 0.6


class RepeatedPictures:
    """Tells pictures that add nothing from new ones in which little moves.

    A twitch in an otherwise still picture changes few of its pixels, so the lip patch is asked
    where it changes most; a repeated picture that was coded anew changes a little everywhere, so
    the whole picture is asked by how much less than usual.

    Attributes
    ----------
    is_same
        Whether the whole picture was the same, and not the lips alone.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the pictures seen so far."""
        self.is_same = False
        self._before: MatLike = np.empty((0, 0), dtype=np.uint8)
        self._changes: deque[float] = deque(maxlen=USUAL_PICTURES)
        self._new_changes: deque[float] = deque(maxlen=USUAL_PICTURES)
        self._held = 0

    def push(self, gray: Gray, patch_before: MatLike, patch: MatLike) -> bool:
        """Whether the next picture repeats the last one.

        Parameters
        ----------
        gray
            The whole picture.
        patch_before, patch
            Evened lip patches of the last new picture and of this one, of one shape.
        """
        before, self._before = self._before, gray[::STEP_PX, ::STEP_PX].copy()
        self.is_same = False
        if before.shape != self._before.shape:
            return False
        change = cv2.norm(before, self._before, cv2.NORM_L1) / before.size
        self._changes.append(change)
        is_repeated = change < REPEATED_SHARE * median(self._changes) or self._is_among_repeated()
        if self._is_held(change) or is_repeated:
            self.is_same = True
            return True
        self._new_changes.append(change)
        height, width = patch.shape
        cells = cv2.resize(
            cv2.absdiff(patch_before, patch),
            (width // CELL_PX, height // CELL_PX),
            interpolation=cv2.INTER_AREA,
        )
        return bool(cells.max() < STILL_GREY_LEVELS)

    def _is_among_repeated(self) -> bool:
        bound = ALONE_SHARE * nlargest(FEWEST_ALONE, self._changes)[-1]
        is_new = [change >= bound for change in self._changes]
        stand_alone = not any(one and other for one, other in pairwise(is_new))
        return not is_new[-1] and stand_alone and FEWEST_ALONE <= sum(is_new) <= MOST_ALONE

    def _is_held(self, change: float) -> bool:
        if len(self._new_changes) < USUAL_PICTURES:
            return False
        self._held = self._held + 1 if change < HELD_SHARE * median(self._new_changes) else 0
        if self._held > MOST_HELD:
            self._new_changes.clear()
            self._held = 0
        return self._held > 0
