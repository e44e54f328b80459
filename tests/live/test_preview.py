"""Pictures held back until their measurement is known, without a monitor."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from tests.live.made_up_events import twitch
from twitchcam.live.messages import PREVIEW_LENGTH
from twitchcam.live.preview import Preview
from twitchcam.records import QUADRANTS, Event, Frame, LipSignals
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from twitchcam.live.messages import PreviewHead
    from twitchcam.records import Lip, Side

THRESHOLD_MM = 0.1


def block(start_s: float, *magnitudes_mm: float) -> LipSignals:
    """A tenth of a second in which the quadrants move so far all the time."""
    time_s = start_s + np.arange(12) / 120
    still = np.zeros((12, 4))
    moved = still + (magnitudes_mm or 0.0)
    observable = np.ones(12, dtype=np.bool_)
    return LipSignals(time_s, moved, still + 0.01, still + THRESHOLD_MM, observable)


def shown(time_s: float, twitches: list[Event], *magnitudes_mm: float) -> list[str]:
    """Which quadrants light up in a picture, and whether its levels are told."""
    preview = Preview(Settings())
    gray = np.zeros((48, 64), np.uint8)
    preview.push(Frame(0, time_s, gray, lambda _reduce=1: np.dstack([gray] * 3)))
    preview.measured([], [block(tenth / 10, *magnitudes_mm) for tenth in range(100)], None)
    ((_, packed),) = preview.take(10.0, 10.0, twitches)
    length = PREVIEW_LENGTH.unpack_from(packed)[0]
    head = cast("PreviewHead", json.loads(packed[PREVIEW_LENGTH.size :][:length]))
    assert head["levels"] == pytest.approx([mm / THRESHOLD_MM for mm in magnitudes_mm])
    return [name for name, moves in zip(QUADRANTS, head["moving"], strict=True) if moves]


def test_without_a_page_nothing_piles_up() -> None:
    """Nobody takes a picture, so nothing is held back for one."""
    preview = Preview(Settings())
    for number in range(1000):
        preview.measured([], [block(number / 10)], None)
    assert len(preview._signals) == 1  # noqa: SLF001 - there is no other way to see memory


@pytest.mark.parametrize(
    ("lip", "side", "lit"),
    [
        ("upper", "left", ["upper-left"]),
        ("lower", "right", ["lower-right"]),
        ("both", "left", ["upper-left", "lower-left"]),
        ("lower", "both", ["lower-left", "lower-right"]),
        ("both", "both", list(QUADRANTS)),
    ],
)
def test_what_the_event_names_lights_up(lip: Lip, side: Side, lit: list[str]) -> None:
    """However the others move at that moment: the event is told of its whole movement."""
    event = replace(twitch(4.9), lip=lip, side=side)
    assert shown(5.0, [event], 0.4, 0.4, 0.4, 0.4) == lit


def test_what_does_not_stand_out_at_the_moment_does_not_light_up() -> None:
    event = replace(twitch(4.9), lip="both", side="both")
    assert shown(5.0, [event], 0.3, 0.09, 0.2, 0.0) == ["upper-left", "lower-left"]


def test_nothing_lights_up_before_and_after_a_twitch() -> None:
    """Nor without one, whatever moves."""
    moved = (0.4, 0.4, 0.4, 0.4)
    assert shown(5.0, [twitch(4.0), twitch(5.5)], *moved) == []
    assert shown(5.0, [], *moved) == []


def test_of_two_twitches_at_once_both_light_up() -> None:
    lower_right = replace(twitch(4.95), lip="lower", side="right")
    assert shown(5.0, [twitch(4.9), lower_right], 0.4, 0.4, 0.4, 0.4) == [
        "upper-left",
        "lower-right",
    ]
