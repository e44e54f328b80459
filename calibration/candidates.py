"""Candidates with their truth: what a decision is fitted on, and the file that keeps them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from twitchcam.detection.features import FEATURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sample_videos.twitches import Twitch
    from twitchcam.detection.candidates import Candidate

Floats = NDArray[np.float64]

# The filter answers late: a candidate belongs to a twitch up to so long after its end…
LATE_S = 0.2
# …and so near to a twitch it is neither true nor false.
UNSURE_BEFORE_S, UNSURE_AFTER_S = 0.3, 0.6
# Stretches are known to a few tenths of a second: before a word, lips move already.
EDGE_S = 0.3
NO_TWITCH = -1


@dataclass(frozen=True, slots=True)
class Source:
    """A recording or clip that candidates come from.

    ``size`` is that of its twitches in percent of the pupil distance, ``None`` for a recording as
    it is; ``free_s`` the time in which nothing is put in, by kind of stretch.
    """

    clip: str
    person: str
    size: float | None
    twitches: int
    free_s: dict[str, float]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Many candidates, one per row.

    ``features`` has shape ``(n, n_features)``. ``source`` is an index into ``sources``; ``twitch``
    the number of the twitch that a candidate belongs to in its source, else ``NO_TWITCH``; ``kind``
    the kind of stretch it lies in. ``unsure`` are too near to a twitch, or to an edge of a stretch,
    to be false; ``told`` are those that plain rules would let pass, were they taken for twitches.
    """

    sources: tuple[Source, ...]
    features: Floats
    source: NDArray[np.int64]
    twitch: NDArray[np.int64]
    unsure: NDArray[np.bool_]
    observable: NDArray[np.bool_]
    told: NDArray[np.bool_]
    time_s: Floats
    strength: Floats
    kind: NDArray[np.str_]

    @property
    def is_true(self) -> NDArray[np.bool_]:
        """Which are twitches."""
        return self.twitch != NO_TWITCH

    @property
    def person(self) -> NDArray[np.str_]:
        """Whose they are."""
        return np.array([source.person for source in self.sources])[self.source]

    @property
    def size(self) -> Floats:
        """Of the twitches in their source, NaN for recordings as they are."""
        sizes = [np.nan if source.size is None else source.size for source in self.sources]
        return np.array(sizes)[self.source]

    def without(self, person: str) -> Candidates:
        """Return the candidates of everyone else."""
        kept = np.array([source.person != person for source in self.sources], dtype=np.bool_)
        rows = kept[self.source]
        arrays = {name: getattr(self, name)[rows] for name in ARRAYS if name != "source"}
        source = (np.cumsum(kept) - 1)[self.source[rows]]
        return Candidates(
            sources=tuple(source for source in self.sources if source.person != person),
            source=source,
            **arrays,
        )


# Of these, each candidate has a row.
ARRAYS = tuple(name for name in Candidates.__dataclass_fields__ if name != "sources")


def free_of_twitches_s(start_s: float, end_s: float, twitches: Sequence[Twitch] = ()) -> float:
    """Time of a stretch in which a candidate would be false.

    That is far enough from its edges and from all twitches, given in order.
    """
    free_s, from_s, until_s = 0.0, start_s + EDGE_S, end_s - EDGE_S
    for twitch in twitches:
        free_s += max(min(twitch.onset_s - UNSURE_BEFORE_S, until_s) - from_s, 0.0)
        from_s = max(from_s, twitch.end_s + UNSURE_AFTER_S)
    return free_s + max(until_s - from_s, 0.0)


def label(
    found: Sequence[Candidate], twitches: Sequence[Twitch], edges_s: Sequence[float] = ()
) -> tuple[list[int], list[bool]]:
    """For each candidate the number of its twitch, and whether it cannot be called false.

    It cannot where it is too near a twitch or an edge of a stretch.
    """
    own, unsure = [], []
    for one in found:
        numbers = [
            number
            for number, twitch in enumerate(twitches)
            if twitch.onset_s <= one.time_s <= twitch.end_s + LATE_S
        ]
        own.append(numbers[0] if numbers else NO_TWITCH)
        near_twitch = any(
            twitch.onset_s - UNSURE_BEFORE_S < one.time_s < twitch.end_s + UNSURE_AFTER_S
            for twitch in twitches
        )
        near_edge = any(abs(one.time_s - edge_s) < EDGE_S for edge_s in edges_s)
        unsure.append(not numbers and (near_twitch or near_edge))
    return own, unsure


def join(parts: Iterable[Candidates]) -> Candidates:
    """Put the candidates of several recordings together."""
    parts = list(parts)
    starts = np.cumsum([0, *(len(part.sources) for part in parts)])
    arrays = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ARRAYS
        if name != "source"
    }
    source = np.concatenate(
        [part.source + start for part, start in zip(parts, starts[:-1], strict=True)]
    )
    sources = tuple(source for part in parts for source in part.sources)
    return Candidates(sources=sources, source=source, **arrays)


def save(path: Path, candidates: Candidates) -> None:
    """Write candidates as a compressed NumPy archive."""
    told = json.dumps([asdict(source) for source in candidates.sources])
    names = [feature.name for feature in FEATURES]
    arrays = {name: getattr(candidates, name) for name in ARRAYS}
    np.savez_compressed(path, sources=told, names=names, **arrays)


def load(path: Path) -> Candidates:
    """Read candidates that :func:`save` wrote.

    Raises
    ------
    ValueError
        If they have other features than this version measures.
    """
    with np.load(path) as file:
        if file["names"].tolist() != [feature.name for feature in FEATURES]:
            message = f"{path.name} holds other features: collect the candidates anew"
            raise ValueError(message)
        sources = tuple(Source(**told) for told in json.loads(str(file["sources"])))
        arrays = {name: file[name] for name in ARRAYS}
    return Candidates(sources=sources, **arrays)
