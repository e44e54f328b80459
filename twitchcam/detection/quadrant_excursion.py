"""How single lip quadrants move during a spell: the strongest, and others in their own time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.detection.excursion import (
    DRIFT_S,
    excursion_and_peaks,
    first_and_last_row,
    without_drift,
)
from twitchcam.detection.motion_to_signals import DIRECTION_WEIGHTS
from twitchcam.detection.spells import LEAD_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from twitchcam.detection.candidates import Candidate
    from twitchcam.detection.quadrant_energy import QuadrantEnergy
    from twitchcam.detection.rows import Rows
    from twitchcam.detection.spells import Spell
    from twitchcam.records import Floats
    from twitchcam.settings import DetectionSettings

# Rest at either end of what is looked at.
REST_S = 0.1
# A lip that is further from the rest before than this share of its way has not come back.
AWAY_SHARE = 0.5
# A lip that comes back by less than this share of its excursion only went to another place. More is
# not asked for: true twitches rarely return exactly, and less so where lips drift.
BACK_SHARE = 0.2
# Peaks of two quadrants that are no further apart than this are counted once.
APART_S = 0.1


@dataclass(frozen=True, slots=True)
class LipsInView:
    """The lips during a spell and the rest around it, in the rows in which they were seen.

    ``time_s`` has shape ``(n,)``, ``mm`` (positions of the quadrants) ``(n, 4, 2)``; so many rows
    at the beginning and at the end are rest (``rests``).
    """

    time_s: Floats
    mm: Floats
    rests: tuple[int, int]

    @classmethod
    def of(cls, spell: Spell, rows: Rows, settings: DetectionSettings) -> LipsInView:
        """Take what was seen of a spell; where it was cut out of a movement, there is no rest."""
        around = rows.between(*spell.with_rest_s)
        seen = np.isfinite(around.lips_mm).all(axis=(1, 2))
        time_s = around.time_s[seen]
        before, after = (settings.rows_in(REST_S) * is_rest for is_rest in spell.rests)
        return cls(time_s, around.lips_mm[seen], (before, after))

    def is_away(self, quadrant: int, settings: DetectionSettings) -> bool:
        """Whether a quadrant is still out when it is seen last; not told without rest before."""
        before, _ = self.rests
        if not before:
            return False
        path = self.mm[:, quadrant] * DIRECTION_WEIGHTS
        way = np.linalg.norm(path - path[:before].mean(axis=0), axis=1)
        last = settings.rows_in(settings.min_rest_s)
        return bool(way[-last:].mean() > AWAY_SHARE * way.max())


@dataclass(frozen=True, slots=True)
class QuadrantExcursion:
    """How one quadrant moves: how far it is, row by row, the rows of its peaks, first and last."""

    quadrant: int
    distance_mm: Floats
    peaks: NDArray[np.int_]
    onset: int
    end: int

    @classmethod
    def of(cls, lips: LipsInView, quadrant: int, settings: DetectionSettings) -> QuadrantExcursion:
        """Measure the excursion of one quadrant."""
        distance_mm, peaks = excursion_and_peaks(lips.mm[:, quadrant], lips.rests, settings)
        return cls(quadrant, distance_mm, peaks, *first_and_last_row(distance_mm, peaks))

    def only(self, peaks: NDArray[np.int_]) -> QuadrantExcursion:
        """The same with some of its peaks."""
        onset, end = first_and_last_row(self.distance_mm, peaks)
        return replace(self, peaks=peaks, onset=onset, end=end)

    def apart_from(
        self, other: QuadrantExcursion, settings: DetectionSettings
    ) -> NDArray[np.bool_]:
        """Which of its peaks are none of the other's: between those, or so large that it rests."""
        gaps = np.abs(self.peaks[:, None] - other.peaks)
        between = gaps.min(axis=1) > settings.rows_in(APART_S)
        theirs = other.distance_mm[other.peaks[gaps.argmin(axis=1)]]
        return np.asarray(between | (theirs < settings.active_share * self.distance_mm[self.peaks]))

    def stays(self, lips: LipsInView, settings: DetectionSettings) -> bool:
        """Whether it goes one way and hardly comes back; not told without rest on both sides.

        What counts is by how much it turns back, not where it comes to rest: with drift, that may
        be anywhere.
        """
        if not all(lips.rests):
            return False
        _, main = self._moved(lips, settings)
        path_mm = lips.mm[:, self.quadrant] * DIRECTION_WEIGHTS
        way_mm = path_mm @ main * np.linalg.norm(main / DIRECTION_WEIGHTS)
        down_mm = (np.maximum.accumulate(way_mm) - way_mm).max()
        up_mm = (way_mm - np.minimum.accumulate(way_mm)).max()
        return bool(min(down_mm, up_mm) < BACK_SHARE * np.ptp(self.distance_mm))

    def taking_part(self, lips: LipsInView, settings: DetectionSettings) -> NDArray[np.bool_]:
        """Which lips (upper, lower) and sides (left, right) go along with it.

        Returns
        -------
        Shape ``(2, 2)``: the row of a lip and the column of a side are false where it does not.
        """
        shares = self._shares(lips, settings).reshape(2, 2)
        least = settings.active_share * shares.max()
        by_lip, by_side = shares.max(axis=1) >= least, shares.max(axis=0) >= least
        return np.outer(by_lip, by_side)

    def _shares(self, lips: LipsInView, settings: DetectionSettings) -> Floats:
        """How far each quadrant goes along with this one, shape ``(4,)``; this one has 1.

        Least squares on its way along its main direction: what another does by itself, noise
        above all, does not add to its share, as it would to its size.
        """
        moved, main = self._moved(lips, settings)
        way_mm = moved[:, self.quadrant] @ main
        together = np.tensordot(way_mm, moved, axes=(0, 0)) / (way_mm @ way_mm + 1e-12)
        return np.asarray(np.linalg.norm(together, axis=1))

    def _moved(self, lips: LipsInView, settings: DetectionSettings) -> tuple[Floats, Floats]:
        """How all quadrants move during it, free of drift, and its own main direction.

        Both are weighted with ``DIRECTION_WEIGHTS``.
        """
        during = slice(self.onset, self.end + 1)
        moved = without_drift(lips.mm, DRIFT_S, settings)[during] * DIRECTION_WEIGHTS
        moved = moved - moved.mean(axis=0)
        return moved, np.linalg.svd(moved[:, self.quadrant], full_matrices=False)[2][0]


def excursions_of(
    spell: Spell,
    lips: LipsInView,
    rows: Rows,
    energy: QuadrantEnergy,
    settings: DetectionSettings,
) -> list[QuadrantExcursion]:
    """Excursions of the strongest quadrant, and of others that move in their own time.

    Twitches may go from one side or lip to the other faster than one event allows, and tremors of
    two places need not keep step. What moves along with the strongest quadrant has none of its own.

    Parameters
    ----------
    spell
        Its candidates tell where to look for what moves while the strongest quadrant rests.
    lips
        The lips during it.
    rows
        The grid rows around it.
    energy
        Tells the strongest quadrant, and which others move about as much.
    settings
        Defaults of this stage.
    """
    excursions = [QuadrantExcursion.of(lips, energy.strongest, settings)]
    # The stronger first, whatever their side: of two that go along with each other, one is told.
    by_strength = np.argsort(-energy.beyond_mm)
    for quadrant in by_strength[energy.lively[by_strength]].tolist():
        along = np.any([one.taking_part(lips, settings) for one in excursions], axis=0)
        if not along.ravel()[quadrant]:
            excursions.append(QuadrantExcursion.of(lips, quadrant, settings))
    for quadrant, candidates in _elsewhere(spell, rows, energy.strongest, settings).items():
        if quadrant in (one.quadrant for one in excursions):
            continue
        excursion = QuadrantExcursion.of(lips, quadrant, settings)
        at_s = lips.time_s[excursion.peaks]
        own = np.zeros(len(at_s), dtype=np.bool_)
        for one in candidates:
            own |= (at_s >= one.start_s - LEAD_S) & (at_s <= one.end_s)
        for other in excursions:
            own &= excursion.apart_from(other, settings)
        if own.any():
            excursions.append(excursion.only(excursion.peaks[own]))
    return excursions


def peaks_of(
    excursions: Sequence[QuadrantExcursion], settings: DetectionSettings
) -> NDArray[np.int_]:
    """The rows of all peaks, in the order of time; what peaks in two places at once is one."""
    apart = settings.rows_in(APART_S)
    peaks = excursions[0].peaks
    for excursion in excursions[1:]:
        far = np.abs(excursion.peaks[:, None] - peaks).min(axis=1) > apart
        peaks = np.concatenate([peaks, excursion.peaks[far]])
    return np.sort(peaks)


def _elsewhere(
    spell: Spell, rows: Rows, quadrant: int, settings: DetectionSettings
) -> dict[int, list[Candidate]]:
    """Candidates at which a quadrant hardly moves, by the one that moves most instead."""
    found: dict[int, list[Candidate]] = {}
    for judged in spell.members:
        moved_mm = rows.magnitude_mm[np.searchsorted(rows.time_s, judged.candidate.time_s)]
        most = int(moved_mm.argmax())
        if moved_mm[quadrant] < settings.active_share * moved_mm[most]:
            found.setdefault(most, []).append(judged.candidate)
    return found
