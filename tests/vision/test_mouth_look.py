"""A mouth that is covered looks different from how it usually does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.made_motion import RESTING_FACE
from twitchcam.vision.mouth_look import LEARN_ANEW_LOOKS, MIN_LOOKS, MouthLook

Patch = NDArray[np.float32]
RNG = np.random.default_rng(3)
MOUTH, HAND = (look - look.mean() for look in RNG.normal(size=(2, 23, 26)).astype(np.float32))
TURNED = replace(RESTING_FACE, yaw_deg=25.0)


def noisy(look: Patch, share: float = 0.3) -> Patch:
    noise = RNG.normal(size=look.shape).astype(np.float32)
    return look + share * (noise - noise.mean())


@pytest.fixture
def look() -> MouthLook:
    seen = MouthLook()
    assert not any(seen.is_covered(noisy(MOUTH), RESTING_FACE) for _ in range(2 * MIN_LOOKS))
    return seen


def test_a_mouth_that_changes_a_little_is_not_covered(look: MouthLook) -> None:
    assert not any(look.is_covered(noisy(MOUTH, 0.8), RESTING_FACE) for _ in range(50))


def test_a_hand_covers_for_as_long_as_it_rests_there(look: MouthLook) -> None:
    assert all(look.is_covered(noisy(HAND), RESTING_FACE) for _ in range(100))
    assert not look.is_covered(noisy(MOUTH), RESTING_FACE)


def test_a_turned_head_is_looked_at_anew(look: MouthLook) -> None:
    assert not any(look.is_covered(noisy(HAND), TURNED) for _ in range(20))
    # Back again, the face is new once more.
    assert not any(look.is_covered(noisy(MOUTH), RESTING_FACE) for _ in range(20))


def test_what_stays_becomes_usual(look: MouthLook) -> None:
    covered = [look.is_covered(noisy(HAND), RESTING_FACE) for _ in range(LEARN_ANEW_LOOKS + 20)]
    assert all(covered[:LEARN_ANEW_LOOKS])
    assert not any(covered[LEARN_ANEW_LOOKS:])


def test_nothing_is_covered_before_the_mouth_is_known() -> None:
    new = MouthLook()
    assert not new.is_covered(MOUTH, RESTING_FACE)
    assert not new.is_covered(HAND, RESTING_FACE)
