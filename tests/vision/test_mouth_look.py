"""A mouth that is covered looks different from how it usually does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.made_motion import RESTING_FACE
from twitchcam.vision.mouth_look import FLAT, LEARN_ANEW_S, MIN_SEEN_S, MouthLook

if TYPE_CHECKING:
    from twitchcam.records import Face

Patch = NDArray[np.float32]
RNG = np.random.default_rng(3)
MOUTH, HAND = (look - look.mean() for look in RNG.normal(size=(2, 23, 26)).astype(np.float32))
EVERY_S, LIGHT = 0.2, 100.0
TURNED = replace(RESTING_FACE, yaw_deg=25.0)


def noisy(look: Patch, share: float = 0.3) -> Patch:
    noise = RNG.normal(size=look.shape).astype(np.float32)
    return look + share * (noise - noise.mean())


@pytest.fixture
def look() -> MouthLook:
    seen = MouthLook()
    looks = round(2 * MIN_SEEN_S / EVERY_S)
    assert not any(
        seen.is_covered(noisy(MOUTH), RESTING_FACE, LIGHT, EVERY_S) for _ in range(looks)
    )
    return seen


def test_a_mouth_that_changes_a_little_is_not_covered(look: MouthLook) -> None:
    assert not any(
        look.is_covered(noisy(MOUTH, 0.8), RESTING_FACE, LIGHT, EVERY_S) for _ in range(50)
    )


def test_a_hand_covers_for_as_long_as_it_rests_there(look: MouthLook) -> None:
    assert all(look.is_covered(noisy(HAND), RESTING_FACE, LIGHT, EVERY_S) for _ in range(100))
    assert not look.is_covered(noisy(MOUTH), RESTING_FACE, LIGHT, EVERY_S)


def test_a_turned_head_is_looked_at_anew(look: MouthLook) -> None:
    assert not any(look.is_covered(noisy(HAND), TURNED, LIGHT, EVERY_S) for _ in range(20))
    # Back again, the face is new once more.
    assert not any(look.is_covered(noisy(MOUTH), RESTING_FACE, LIGHT, EVERY_S) for _ in range(20))


@pytest.mark.parametrize("every_s", [0.1, 0.2, 0.4])
def test_what_stays_becomes_usual_after_a_while(look: MouthLook, every_s: float) -> None:
    looks = round(LEARN_ANEW_S / every_s)
    covered = [
        look.is_covered(noisy(HAND), RESTING_FACE, LIGHT, every_s) for _ in range(looks + 20)
    ]
    assert all(covered[: looks - 1])
    assert not any(covered[looks + 1 :])


@pytest.mark.parametrize("every_s", [0.1, 0.2, 0.4])
def test_the_usual_look_follows_by_time_not_by_looks(every_s: float) -> None:
    """What has become different within minutes is still the same mouth; at once it would not be."""
    seen, n_looks = MouthLook(), round(60.0 / every_s)
    shares = np.linspace(0.0, 1.0, n_looks)
    slowly = [share * HAND + (1.0 - share) * MOUTH for share in shares]
    assert not any(seen.is_covered(one, RESTING_FACE, LIGHT, every_s) for one in slowly)
    assert seen.is_covered(MOUTH, RESTING_FACE, LIGHT, every_s)


def test_nothing_is_covered_before_the_mouth_is_known() -> None:
    new = MouthLook()
    assert not new.is_covered(MOUTH, RESTING_FACE, LIGHT, EVERY_S)
    assert not new.is_covered(HAND, RESTING_FACE, LIGHT, EVERY_S)


@pytest.mark.parametrize("face", [RESTING_FACE, TURNED])
def test_a_smooth_mask_covers_however_alike_and_wherever_the_face_seems_turned(
    look: MouthLook, face: Face
) -> None:
    """What is left of shades around it looks like the face; its landmarks are guessed."""
    mask = 0.9 * FLAT * MOUTH
    assert all(look.is_covered(noisy(mask, 0.05), face, LIGHT, EVERY_S) for _ in range(50))
    assert not look.is_covered(noisy(MOUTH), RESTING_FACE, LIGHT, EVERY_S)


def test_a_lamp_that_goes_out_covers_nothing(look: MouthLook) -> None:
    dim = 0.9 * FLAT
    assert not look.is_covered(dim * MOUTH, RESTING_FACE, dim * LIGHT, EVERY_S)


def test_what_has_more_detail_than_the_mouth_is_not_learnt(look: MouthLook) -> None:
    """A patterned mug or scarf that goes away leaves a mouth, not something that covers it."""
    for _ in range(30):
        look.is_covered(noisy(5.0 * HAND), RESTING_FACE, LIGHT, EVERY_S)
    assert not look.is_covered(noisy(MOUTH), RESTING_FACE, LIGHT, EVERY_S)


def test_a_turned_head_before_a_rich_background_teaches_little(look: MouthLook) -> None:
    for _ in range(30):
        look.is_covered(noisy(3.0 * HAND), TURNED, LIGHT, EVERY_S)
    assert not look.is_covered(noisy(MOUTH), RESTING_FACE, LIGHT, EVERY_S)


def test_a_mask_that_stays_becomes_usual_after_a_while(look: MouthLook) -> None:
    mask = 0.5 * FLAT * MOUTH
    covered = [
        look.is_covered(noisy(mask, 0.05), RESTING_FACE, LIGHT, EVERY_S)
        for _ in range(round(LEARN_ANEW_S / EVERY_S) + 20)
    ]
    assert all(covered[: round(LEARN_ANEW_S / EVERY_S) - 1])
    assert not any(covered[-10:])


@pytest.mark.parametrize("brightness", [0.0, np.nan])
def test_without_light_on_the_forehead_the_look_alone_decides(
    look: MouthLook, brightness: float
) -> None:
    assert not look.is_covered(0.1 * MOUTH, RESTING_FACE, brightness, EVERY_S)
    assert look.is_covered(HAND, RESTING_FACE, brightness, EVERY_S)
