"""Cuts a spell into parts: at pauses, and around moments that could not be observed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.detection.spells import Spell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.detection.rows import Rows
    from twitchcam.settings import DetectionSettings


def split_at_pauses(spell: Spell, pauses_s: Sequence[float]) -> list[Spell]:
    """Cut a spell in these places; parts without a candidate are left out.

    The filter answers late, so a pause may lie before the spell, and leave one part of it.
    """
    begins_s, ends_s = spell.with_rest_s
    inside = [time_s for time_s in pauses_s if begins_s < time_s < ends_s]
    if not inside:
        return [spell]
    rest_before, rest_after = spell.rests
    parts = []
    for (start_s, end_s), (from_s, until_s), rests in zip(
        pairwise([begins_s, *inside, ends_s]),
        pairwise([spell.from_s, *inside, spell.until_s]),
        pairwise([rest_before, *[True] * len(inside), rest_after]),
        strict=True,
    ):
        own = tuple(one for one in spell.members if start_s <= one.candidate.time_s <= end_s)
        if own:
            first_s, last_s = max(start_s, spell.start_s), min(end_s, spell.end_s)
            parts.append(Spell(first_s, last_s, own, from_s, until_s, rests))
    return parts


def parts_in_view(spell: Spell, rows: Rows, settings: DetectionSettings) -> list[Spell]:
    """Cut out of a spell what could not be observed; parts without a candidate are left out.

    Parameters
    ----------
    spell
        Where movement stood out.
    rows
        The grid rows around it.
    settings
        Say how far around such a moment nothing is believed.
    """
    margin_s = settings.margin_s
    from_s, until_s = spell.with_rest_s
    around = rows.between(from_s - margin_s, until_s + margin_s)
    hidden_s = around.time_s[around.codes > 0]
    if not hidden_s.size:
        return [spell]
    row_s = 1.0 / settings.grid_rate_hz
    edges_s = np.concatenate([[-np.inf], hidden_s, [np.inf]])
    clear = np.flatnonzero(np.diff(edges_s) > 2.0 * (margin_s + row_s))
    parts = []
    for before_s, after_s in zip(edges_s[clear], edges_s[clear + 1], strict=True):
        from_s, until_s = before_s + margin_s + row_s, after_s - margin_s - row_s
        start_s, end_s = max(spell.start_s, from_s), min(spell.end_s, until_s)
        own = tuple(one for one in spell.members if from_s <= one.candidate.time_s <= until_s)
        # Of what goes on after a cut, the only candidate may lie before it.
        if own and start_s < end_s:
            parts.append(
                Spell(
                    start_s,
                    end_s,
                    own,
                    max(spell.from_s, from_s),
                    min(spell.until_s, until_s),
                    rests=(False, False),
                )
            )
    return parts
