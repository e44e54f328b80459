"""How many false twitches a threshold makes, how many true ones it finds, and which one to take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.recordings.stretches import REST
from calibration.collected import INJECTED
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from calibration.candidates import Candidates, Floats

# False twitches per observable minute that the threshold allows, over people left out and over all
# that was recorded: minutes of rest alone are too few for a rate of their own. Less than the 0.5
# that are wanted: other light and other people bring more than those it was fitted on.
MOST_PER_MINUTE = 0.3
RESTFUL = (REST, INJECTED)
# False candidates closer than this are one false twitch.
MAX_GAP_S = DetectionSettings().max_gap_s


def choose_accept(candidates: Candidates, score: Floats) -> float:
    """The lowest threshold that keeps false twitches rare enough, at least the lowest score."""
    counted = candidates.counted & candidates.as_in_life
    minutes = free_minutes(candidates, sorted(set(candidates.kind[counted])))
    false = counted & _is_false(candidates) & np.isfinite(score)
    for threshold in np.sort(score[false]):
        if false_twitches(candidates, counted & (score > threshold)) <= MOST_PER_MINUTE * minutes:
            return float(threshold)
    return float(score[np.isfinite(score) & candidates.as_in_life].min())


def false_twitches(candidates: Candidates, accepted: NDArray[np.bool_]) -> int:
    """How many false twitches the accepted candidates make, close ones counting once."""
    chosen = accepted & _is_false(candidates)
    source, time_s = candidates.source[chosen], candidates.time_s[chosen]
    order = np.lexsort((time_s, source))
    near = (np.diff(source[order]) == 0) & (np.diff(time_s[order]) < MAX_GAP_S)
    return int(chosen.sum() - near.sum())


def _is_false(candidates: Candidates) -> NDArray[np.bool_]:
    """Which candidates would be told as twitches and are none."""
    return candidates.told & ~candidates.is_true & ~candidates.unsure


def found_twitches(candidates: Candidates, accepted: NDArray[np.bool_]) -> int:
    """How many true twitches have an accepted candidate."""
    chosen = accepted & candidates.is_true
    pairs = np.stack([candidates.source[chosen], candidates.twitch[chosen]], axis=1)
    return len(np.unique(pairs, axis=0))


def free_minutes(candidates: Candidates, kinds: Sequence[str]) -> float:
    """Observable minutes without twitches in stretches of these kinds."""
    return sum(source.free_s.get(kind, 0.0) for source in candidates.sources for kind in kinds) / 60
