"""What twitches at rest look like in recordings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.causes.made_up import recording
from tests.evidence.made_up import SINGLE, TREMOR
from twitchcam.causes.rest_looks import all_can_be_false, rest_looks
from twitchcam.evidence.false_twitches import most_false, twitches_in
from twitchcam.evidence.rhythms import CYCLES_PER_TREMOR

LONG = replace(TREMOR, duration_s=20.0, peaks=int(5 * CYCLES_PER_TREMOR))


def test_a_part_at_rest_counts_as_a_whole_recording_does() -> None:
    (part,) = rest_looks([recording((SINGLE, 3), rest=60.0, smile=20.0)])
    (whole,) = rest_looks([recording((SINGLE, 3))])
    assert (part.events, part.twitches, part.by_side) == (
        whole.events,
        whole.twitches,
        whole.by_side,
    )


def test_long_tremors_are_several_twitches() -> None:
    made = recording((SINGLE, 2), (LONG, 1))
    (look,) = rest_looks([made])
    assert (look.events, look.twitches) == (3, 7)
    assert made.counts is not None
    assert look.twitches == twitches_in(made.counts)
    (part,) = rest_looks([recording((LONG, 1), rest=60.0)])
    assert part.twitches == 5


@pytest.mark.parametrize("more", [0, 1])
def test_few_at_rest_all_can_be_false(more: int) -> None:
    minute = recording((SINGLE, most_false(60.0) + more), rest=60.0)
    assert all_can_be_false(rest_looks([minute])) is (more == 0)


def test_without_twitches_none_is_false() -> None:
    assert not all_can_be_false(rest_looks([recording()]))
