"""Which eye closes with a movement: blinks of both eyes aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from twitchcam.detection.rows import Rows
    from twitchcam.records import Floats
    from twitchcam.settings import DetectionSettings

# Closures are looked for this long around a movement.
MARGIN_S = 0.15
# People at rest blink 17 times a minute (Bentivoglio et al., Movement Disorders 12:1028, 1997), for
# a fifth of a second or so: eyes that are closed for no more of a long movement than about twice
# that only blink. A single blink is more than that of a short one.
BLINKING_SHARE = 0.1
# In a blink one lid can be down before the other, and up after it, each for a look or so.
BLINK_EDGES_S = 0.25
# How far eyes are open is told from before the movement, where so much of it is seen: they may be
# closed all through it. Blinks and earlier closures are below this quantile.
LEAST_BEFORE_S, OPEN_QUANTILE = 1.0, 0.75
# Gap of the lids over width of the eye: eyes that never opened further are shut (a judgement).
SHUT_OPENING = 0.12


def eyes_closed(
    rows: Rows, usual: Rows, from_to_s: tuple[float, float], settings: DetectionSettings
) -> tuple[bool, bool] | None:
    """Whether the left and the right eye closed during a movement.

    ``None`` when they were not seen, or were shut before as well.

    An eye that closes alone counts, whatever blinks come besides. In a blink of both neither closes
    alone: not even in the moment before, when one lid is down already, though the movement be over
    by the time that the other is.

    Parameters
    ----------
    rows
        The grid rows around the movement.
    usual
        Rows of the last seconds before and of the movement.
    from_to_s
        When the movement begins and ends.
    settings
        Defaults of this stage.
    """
    onset_s, end_s = from_to_s
    first_s, last_s = onset_s - MARGIN_S, end_s + MARGIN_S
    around = rows.between(first_s - BLINK_EDGES_S, last_s + BLINK_EDGES_S)
    openings = np.column_stack([around.eye_left, around.eye_right])
    is_seen = np.isfinite(openings).all(axis=1)
    during = ((around.time_s >= first_s) & (around.time_s <= last_s))[is_seen]
    if not during.any():
        return None
    usually = _usually_open(usual, first_s, settings)
    if (usually < SHUT_OPENING).all():
        return None
    closed = openings[is_seen] < settings.eye_closed_share * usually
    is_closed = closed.any(axis=1)
    edges = np.flatnonzero(np.diff(is_closed)) + 1
    # Runs of rows from the first lid that goes down to the last that goes up.
    split = zip(np.split(closed, edges), np.split(during, edges), strict=True)
    runs = [run for run, is_during in split if run[0].any() and is_during.any()]
    alone = np.zeros(2, dtype=np.bool_)
    for run in runs:
        is_blink = run.all(axis=1)
        least_rows = BLINK_EDGES_S * settings.grid_rate_hz if is_blink.any() else 0.0
        alone |= run[~is_blink].sum(axis=0) > least_rows
    if alone.any():
        left, right = alone.tolist()
        return left, right
    both = bool(is_closed[during].mean() > BLINKING_SHARE)
    return both, both


def _usually_open(usual: Rows, before_s: float, settings: DetectionSettings) -> Floats:
    """How far each eye is open, shape ``(2,)``."""
    openings = np.column_stack([usual.eye_left, usual.eye_right])
    before = openings[usual.time_s < before_s]
    is_seen = np.isfinite(before).all(axis=1)
    enough = is_seen.sum() >= LEAST_BEFORE_S * settings.grid_rate_hz
    told: Floats = np.nanquantile(before if enough else openings, OPEN_QUANTILE, axis=0)
    return told
