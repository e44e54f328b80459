"""Pictures that only repeat the one before, as recordings of changed frame rate hold them."""

from __future__ import annotations

from collections import deque
from heapq import nlargest
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

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
# Where most pictures repeat, so does the usual one. Their sign is that the few new ones, three at
# least, each stand alone among pictures that change by less than a share of what they do (of the
# third largest change); a head that moves, in bouts or shaking, changes several in a row. Key
# frames differ from what was before them by themselves: they are left out.
FEWEST_ALONE = 3


class Among(NamedTuple):
    """Among how many pictures new ones are told, by which share, and how many may be new."""

    fewest: int
    pictures: int
    share: float
    most_new: int


# The second finds fewer than a new one in five. In recordings made to show one in 6, 8 or 10 (those
# of calibration/README.md, coded by x264 at quality 18; a trial, not kept) it tells three quarters
# of the repeated ones instead of a fifth to a half, and of 21,000 others 3 more.
AMONG = (Among(FEWEST_ALONE, USUAL_PICTURES, 0.25, 8), Among(30, 45, 0.15, 9))
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
        longest = max(among.pictures for among in AMONG)
        self._changes: deque[float] = deque(maxlen=longest)
        self._are_keys: deque[bool] = deque(maxlen=longest)
        self._new_changes: deque[float] = deque(maxlen=USUAL_PICTURES)
        self._held = self._new_in_a_row = 0

    def push(
        self, gray: Gray, patch_before: MatLike, patch: MatLike, *, is_key: bool = False
    ) -> bool:
        """Whether the next picture repeats the last one.

        Parameters
        ----------
        gray
            The whole picture.
        patch_before, patch
            Evened lip patches of the last new picture and of this one, of one shape.
        is_key
            As of :class:`records.Frame`.
        """
        before, self._before = self._before, gray[::STEP_PX, ::STEP_PX].copy()
        self.is_same = False
        if before.shape != self._before.shape:
            return False
        change = cv2.norm(before, self._before, cv2.NORM_L1) / before.size
        self._changes.append(change)
        self._are_keys.append(is_key)
        usual = median(list(self._changes)[-USUAL_PICTURES:])
        is_repeated = change < REPEATED_SHARE * usual or any(map(self._is_among_repeated, AMONG))
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

    def _is_among_repeated(self, among: Among) -> bool:
        changes, are_keys = (
            list(values)[-among.pictures :] for values in (self._changes, self._are_keys)
        )
        if 2 * sum(are_keys) > len(are_keys):
            # Where most are, as cameras send them, that says nothing.
            are_keys = [False] * len(changes)
        own = [change for change, is_key in zip(changes, are_keys, strict=True) if not is_key]
        if len(own) < among.fewest:
            return False
        bound = among.share * nlargest(FEWEST_ALONE, own)[-1]
        if changes[-1] >= bound:
            return False
        is_new = [
            change >= bound and not is_key for change, is_key in zip(changes, are_keys, strict=True)
        ]
        stand_alone = not any(one and other for one, other in pairwise(is_new))
        return stand_alone and FEWEST_ALONE <= sum(is_new) <= among.most_new

    def _is_held(self, change: float) -> bool:
        if len(self._new_changes) < USUAL_PICTURES:
            return False
        if change >= HELD_SHARE * median(self._new_changes):
            self._new_in_a_row += 1
            if self._new_in_a_row >= USUAL_PICTURES:
                self._held = 0
            return False
        self._held += 1
        self._new_in_a_row = 0
        if self._held > MOST_HELD:
            self._new_changes.clear()
            self._held = 0
            return False
        return True
