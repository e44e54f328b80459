"""What must hold from the pictures on: real decoding, face model and flow."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from tests.mirrored_sides import MIRRORED_SIDE
from tests.sample_frames import (
    analysed,
    decoded,
    mirrored,
    pictures_changed,
    retimed,
    three_quarters,
)
from twitchcam.records import Event, Reason, twitches_of

CLIP, N_TWITCHES = "phone_rotated", 4


@cache
def plain() -> list[Event]:
    found = twitches_of(analysed(decoded(CLIP)))
    assert len(found) == N_TWITCHES
    return found


def assert_same(found: list[Event], expected: list[Event], amplitude_share: float) -> None:
    assert [(e.lip, e.side, e.pattern) for e in found] == [
        (e.lip, e.side, e.pattern) for e in expected
    ]
    for one, other in zip(found, expected, strict=True):
        assert one.onset_s == pytest.approx(other.onset_s, abs=0.05)
        assert one.amplitude_mm == pytest.approx(other.amplitude_mm, rel=amplitude_share)


def test_the_same_pictures_give_the_same_events() -> None:
    assert twitches_of(analysed(decoded(CLIP))) == plain()


def test_a_mirrored_recording_swaps_left_and_right() -> None:
    found = twitches_of(analysed(pictures_changed(decoded(CLIP), mirrored)))
    assert [e.side for e in found] == [e.side and MIRRORED_SIDE[e.side] for e in plain()]
    assert [e.lip for e in found] == [e.lip for e in plain()]
    for one, other in zip(found, plain(), strict=True):
        assert one.onset_s == pytest.approx(other.onset_s, abs=0.05)
        assert one.amplitude_mm == pytest.approx(other.amplitude_mm, rel=0.25)


def test_a_smaller_picture_gives_the_same_millimetres() -> None:
    found = analysed(pictures_changed(decoded(CLIP), three_quarters))
    assert_same(twitches_of(found), plain(), 0.25)


@pytest.mark.parametrize(
    ("times", "left_out"), [(1, 6), (2, None), (4, None)], ids=["25 Hz", "60 Hz", "120 Hz"]
)
def test_the_frame_rate_does_not_show(times: int, left_out: int | None) -> None:
    frames = retimed(
        decoded(CLIP), times, lambda index: left_out is None or index % left_out != left_out - 1
    )
    assert_same(twitches_of(analysed(frames)), plain(), 0.3)


@pytest.mark.parametrize("shown", [3, 5])
def test_pictures_that_are_too_few_stay_so_however_often_each_is_shown(shown: int) -> None:
    frames = decoded(CLIP)
    held = [
        replace(frames[frame.index - frame.index % shown], index=frame.index, time_s=frame.time_s)
        for frame in frames
    ]
    too_few = [e for e in analysed(held) if e.reason is Reason.LOW_FRAME_RATE]
    assert sum(event.duration_s for event in too_few) > 0.8 * frames[-1].time_s
    assert not any(event.reason is Reason.LOW_FRAME_RATE for event in analysed(frames))
