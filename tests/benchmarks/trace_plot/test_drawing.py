"""What is written over a trace, and what the files are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageColor

from benchmarks.trace_plot.drawing import (
    FLOOR,
    GREY_TEXT,
    MAX_LEVELS,
    MOVEMENT,
    Label,
    draw_trace,
    labels,
    level_bottoms,
    levels,
    takes_part,
)
from tests.benchmarks.trace_plot.made_up import BURST, made_trace
from twitchcam.records import QUADRANTS, Event, Kind, Reason

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.records import Lip, Side

BLINK = Event(Kind.REJECTED, 6.0, 0.2, "both", "both", "single", reason=Reason.BLINK)
TALKING = Event(Kind.UNOBSERVABLE, 1.0, 1.5, reason=Reason.MOUTH_MOVEMENT)
SMILING = Event(Kind.UNOBSERVABLE, 0.6, 0.4, reason=Reason.EXPRESSION)
AWAY = Event(Kind.UNOBSERVABLE, 8.0, 2.0, reason=Reason.NO_FACE)


@pytest.mark.parametrize(
    ("lip", "side", "moving"),
    [
        ("upper", "left", {"upper-left"}),
        ("both", "right", {"upper-right", "lower-right"}),
        ("lower", "both", {"lower-left", "lower-right"}),
        (None, None, set(QUADRANTS)),
    ],
)
def test_the_quadrants_that_take_part(lip: Lip, side: Side, moving: set[str]) -> None:
    event = Event(Kind.TWITCH, 1.0, 0.2, lip, side)
    assert {quadrant for quadrant in QUADRANTS if takes_part(event, quadrant)} == moving


def test_labels_name_adjoining_stretches_together() -> None:
    within = Event(Kind.REJECTED, 1.2, 0.2, "both", "both", "single", reason=Reason.MOUTH_MOVEMENT)
    told = labels([BURST, BLINK, TALKING, SMILING, AWAY, within])
    assert [label.text for label in told] == [
        "not observable:\nmouth movement,\nexpression",
        "upper lip, left\nburst of 4 peaks\n2.5 mm",
        "not counted:\nblink",
        "not observable:\nno face",
    ]
    assert (told[0].start_s, told[0].end_s) == pytest.approx((0.6, 2.5))


def test_an_event_without_details_has_a_label() -> None:
    (label,) = labels([Event(Kind.TWITCH, 1.0, 0.2)])
    assert label.text == "both lips, both sides\n"


def test_labels_that_would_cover_each_other_are_put_above_each_other() -> None:
    placed = [Label("x", middle_s, middle_s, "black") for middle_s in (1.0, 1.5, 2.6, 3.0, 9.0)]
    assert levels(placed, [1.0] * 5) == [0, 1, 0, 1, 0]
    crowded = [Label("x", 1.0, 1.0, "black")] * (MAX_LEVELS + 3)
    assert set(levels(crowded, [1.0] * len(crowded))) == set(range(MAX_LEVELS))


def test_a_level_is_as_high_as_its_longest_label() -> None:
    placed = [Label("a\nb\nc", 1.0, 1.0, "black"), Label("d", 1.0, 1.0, "black")]
    assert level_bottoms(placed, [0, 1]) == pytest.approx([0.0, 3.6, 5.2])
    assert level_bottoms([], []) == pytest.approx([0.0, 1.6])


@pytest.mark.parametrize("events", [(), (BURST, BLINK, TALKING, SMILING, AWAY)])
@pytest.mark.parametrize("name", ["trace.png", "trace.svg"])
def test_a_trace_is_drawn(tmp_path: Path, name: str, events: tuple[Event, ...]) -> None:
    path = tmp_path / "new" / name
    draw_trace(made_trace(events), path)
    if name == "trace.png":
        with Image.open(path) as picture:
            assert picture.width > 1500
            assert len(picture.getcolors() or ()) > 4
    else:
        assert path.read_text(encoding="utf-8").startswith("<?xml")


def n_pixels(path: Path, colour: str) -> int:
    """How many pixels of a picture have about this colour."""
    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert("RGB"), dtype=int)
    return int((np.abs(pixels - ImageColor.getrgb(colour)).max(axis=-1) < 16).sum())


def test_a_trace_of_which_nothing_was_seen_is_drawn(tmp_path: Path) -> None:
    """Without movement and floor, but with the stretch in which nobody was there."""
    seen, unseen = tmp_path / "seen.png", tmp_path / "unseen.png"
    trace = made_trace((AWAY,))
    draw_trace(trace, seen)
    trace.magnitude_mm[:] = np.nan
    trace.floor_mm[:] = np.nan
    draw_trace(trace, unseen)
    for colour in (MOVEMENT, FLOOR):
        # What is left stands in the legend.
        assert 0 < n_pixels(unseen, colour) < 0.1 * n_pixels(seen, colour)
    assert n_pixels(unseen, GREY_TEXT) > 100
