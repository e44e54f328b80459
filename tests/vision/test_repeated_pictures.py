"""Pictures that repeat the last one are told from still ones in which a lip moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from twitchcam.vision.lip_patch import evened
from twitchcam.vision.repeated_pictures import MOST_HELD, RepeatedPictures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import Floats, Gray

HEIGHT, WIDTH = 240, 320
ROWS, COLUMNS = slice(120, 212), slice(108, 212)
LIP = (150, 160)
PIXELS = 72  # per pupil distance


def texture() -> Floats:
    """Skin of a kind: soft patches of grey, larger than the picture."""
    rng = np.random.default_rng(3)
    wide = cv2.GaussianBlur(rng.normal(size=(HEIGHT + 80, WIDTH + 80)), (0, 0), 3.0)
    return 128.0 + 40.0 * wide / wide.std()


SKIN = texture()


def picture(shift_px: float = 0.0, twitch_px: float = 0.0) -> Floats:
    """The face so far to the side, and a small piece of lip so far down."""
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    away = np.hypot(down - LIP[0], across - LIP[1])
    lip = twitch_px * np.exp(-0.5 * (away / 8.0) ** 2)
    where = (across + 40 + shift_px).astype(np.float32), (down + 40 - lip).astype(np.float32)
    return cv2.remap(SKIN, *where, cv2.INTER_CUBIC).astype(np.float64)


def coded(values: Floats, seed: int, noise: float = 0.0) -> Gray:
    """As a camera or an encoder gives it: whole grey levels and some noise."""
    grains = np.random.default_rng(seed).normal(size=values.shape)
    return np.clip(np.round(values + noise * grains), 0, 255).astype(np.uint8)


def told_of(pictures: Sequence[Gray], key_every: int = 1) -> list[tuple[bool, bool]]:
    """Of each picture, whether it is repeated and whether the whole of it is the same."""
    repeats, told = RepeatedPictures(), []
    before = evened(pictures[0][ROWS, COLUMNS], PIXELS)
    for number, gray in enumerate(pictures):
        patch = evened(gray[ROWS, COLUMNS], PIXELS)
        is_repeated = repeats.push(gray, before, patch, is_key=number % key_every == 0)
        told.append((is_repeated, repeats.is_same))
        if not told[-1][0]:
            before = patch
    return told


def are_repeated(pictures: Sequence[Gray]) -> list[bool]:
    """What is said of each picture; the first is like none before."""
    return [repeated for repeated, _ in told_of(pictures)]


def test_the_same_picture_again_is_repeated() -> None:
    assert are_repeated([coded(picture(), seed=0, noise=2.0)] * 4) == [False, True, True, True]


def test_pictures_of_a_moving_head_are_new() -> None:
    moving = [coded(picture(0.4 * number), seed=number, noise=1.0) for number in range(30)]
    assert not any(are_repeated(moving))


def test_every_third_picture_of_a_moving_head_repeated_and_coded_anew() -> None:
    pictures = [
        coded(picture(1.5 * shown), seed=10 * shown + again, noise=0.4)
        for shown in range(15)
        for again in range(1 + (shown % 2))
    ]
    repeated = [bool(again) for shown in range(15) for again in range(1 + (shown % 2))]
    assert are_repeated(pictures) == repeated


@pytest.mark.parametrize("times", [2, 3, 4, 5])
def test_where_most_pictures_repeat_they_are_the_same(times: int) -> None:
    """Also coded anew."""
    pictures = [
        coded(picture(1.5 * shown), seed=10 * shown + again, noise=0.4)
        for shown in range(12)
        for again in range(times)
    ]
    told = told_of(pictures)
    expected = [(again > 0, again > 0) for _ in range(12) for again in range(times)]
    # What is usual shows after some.
    assert told[3 * times :] == expected[3 * times :]


@pytest.mark.parametrize("times", [6, 8, 10])
@pytest.mark.parametrize("key_every", [1, 25])
def test_where_nearly_all_pictures_repeat_they_are_the_same(times: int, key_every: int) -> None:
    pictures = [
        coded(picture(3.0 * shown), seed=10 * shown + again, noise=0.4)
        for shown in range(10)
        for again in range(times)
    ]
    told = told_of(pictures, key_every)[45:]
    expected = [(again > 0, again > 0) for _ in range(10) for again in range(times)][45:]
    # A key frame among them seems new.
    others = [number % key_every > 0 or key_every == 1 for number in range(45, 10 * times)]
    assert [one for one, kept in zip(told, others, strict=True) if kept] == [
        one for one, kept in zip(expected, others, strict=True) if kept
    ]


def test_key_frames_in_a_picture_at_rest_make_nothing_the_same() -> None:
    """Each differs from what was before it, what follows goes on from it, and nothing moves."""
    still = [
        coded(picture(1.0 * (number // 12 % 2)), seed=number, noise=0.4) for number in range(120)
    ]
    assert not any(is_same for _, is_same in told_of(still, key_every=12))


@pytest.mark.parametrize("shaking_hz", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
def test_pictures_of_a_shaking_head_are_new(shaking_hz: float) -> None:
    """Though twice in each cycle it stands still for a moment."""
    times_s = np.arange(90) / 30
    shifts_px = 2.0 * np.sin(2 * np.pi * shaking_hz * times_s)
    shaking = [coded(picture(px), seed=n, noise=1.5) for n, px in enumerate(shifts_px)]
    assert not any(is_same for _, is_same in told_of(shaking))


def test_pictures_between_key_frames_are_not_the_same() -> None:
    """Of which some are coded afresh, and differ from both their neighbours."""
    still = [
        coded(picture(1.0 if number % 8 == 4 else 0.0), seed=number, noise=0.4)
        for number in range(60)
    ]
    assert not any(is_same for _, is_same in told_of(still))


def coding_noise(seed: int) -> Floats:
    """What an encoder still mends in a picture that is held: a grey level here and there."""
    rng = np.random.default_rng(seed)
    return np.asarray(rng.random((HEIGHT, WIDTH)) < 0.02 * rng.random())


def test_a_picture_that_is_held_stays_so_though_coding_changes_it() -> None:
    moving = [coded(picture(0.8 * number), seed=number, noise=1.0) for number in range(30)]
    held = [coded(moving[-1] + coding_noise(seed), seed) for seed in range(120)]
    told = told_of([*moving, *held])
    assert not any(is_same for _, is_same in told[2:30])
    assert all(is_same for _, is_same in told[30:])


def test_a_camera_that_comes_to_rest_is_believed_after_a_while() -> None:
    """Far less changes than while it was swept, but what it shows goes on."""
    swept = [coded(picture(9.0 * (number % 4)), seed=number) for number in range(30)]
    still = [
        # Now and then it moves a little.
        coded(picture(0.5 if number % 90 == 89 else 0.0), seed=number, noise=0.4)
        for number in range(MOST_HELD + 60)
    ]
    told = told_of([*swept, *still])
    assert sum(is_same for _, is_same in told) <= MOST_HELD
    assert not any(is_same for _, is_same in told[-50:])


def test_lips_that_rest_in_a_living_picture_are_not_the_same_picture() -> None:
    pictures = [coded(picture(), seed=number, noise=0.4) for number in range(30)]
    pictures[10:12] = [coded(picture(3.0 * number), seed=number) for number in (1, 2)]
    assert not any(is_same for _, is_same in told_of(pictures))


@pytest.mark.parametrize("noise", [0.0, 1.0])
@pytest.mark.parametrize("twitch_px", [0.5, 1.0])
def test_a_small_twitch_in_a_still_picture_is_new(noise: float, twitch_px: float) -> None:
    """It changes next to nothing of the whole picture."""
    course = [0.0] * 10 + [twitch_px, 2 * twitch_px, twitch_px, 0.0]
    pictures = [
        coded(picture(twitch_px=moved), seed=number, noise=noise)
        for number, moved in enumerate(course)
    ]
    assert are_repeated(pictures)[10:] == [False] * 4


def test_nothing_is_compared_across_sizes_or_a_reset() -> None:
    gray = coded(picture(), seed=0)
    patch = evened(gray[ROWS, COLUMNS], PIXELS)
    repeats = RepeatedPictures()
    assert not repeats.push(gray, patch, patch)
    assert repeats.push(gray, patch, patch)
    assert not repeats.push(gray[: HEIGHT // 2], patch, patch)
    assert not repeats.push(gray, patch, patch)
    assert repeats.push(gray, patch, patch)
    repeats.reset()
    assert not repeats.push(gray, patch, patch)
