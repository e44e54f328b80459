"""The scrolling traces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import PATIENCE_MS
from tests.live.made_up_messages import (
    event,
    felt,
    hello,
    rejected,
    row,
    session,
    signals,
    unobservable,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.live.conftest import OpenMonitor

POLL_MS = 50

LANES = ("upper-left", "upper-right", "lower-left", "lower-right")

# How many pixels of each lane have a named colour, within the part of the canvas from one share of
# its width to another.
COUNT_PIXELS = """([name, from, to]) => {
    const canvas = document.getElementById("traces");
    const pen = canvas.getContext("2d");
    const probe = document.createElement("i");
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    const wanted = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
    probe.remove();
    const left = Math.round(canvas.width * from);
    const width = Math.round(canvas.width * to) - left;
    const height = Math.floor((canvas.height - 26 * devicePixelRatio) / 4);
    return [0, 1, 2, 3].map((lane) => {
        const { data } = pen.getImageData(left, lane * height, width, height);
        let count = 0;
        for (let at = 0; at < data.length; at += 4) {
            count += Number(wanted.every((value, i) => Math.abs(data[at + i] - value) < 12));
        }
        return count;
    });
}"""


def pixels(page: Page, colour: str, start: float = 0.0, end: float = 1.0) -> dict[str, int]:
    """How many pixels of a colour each lane shows."""
    return dict(zip(LANES, page.evaluate(COUNT_PIXELS, [colour, start, end]), strict=True))


def wait_for_lanes(
    page: Page, colour: str, start: float = 0.0, lanes: tuple[str, ...] = LANES
) -> None:
    """Wait until a colour is drawn in all these lanes."""
    for _ in range(int(PATIENCE_MS / POLL_MS)):
        counted = pixels(page, colour, start)
        if all(counted[lane] > 10 for lane in lanes):
            return
        page.wait_for_timeout(POLL_MS)
    pytest.fail(f"the traces do not show {colour}: {counted}")


def test_every_lane_shows_movement_and_threshold(open_monitor: OpenMonitor) -> None:
    page = open_monitor(hello(signals=signals(0.0, 450))).page
    for colour in ("trace", "threshold"):
        wait_for_lanes(page, colour)


def test_a_twitch_is_marked_in_the_lanes_that_moved(open_monitor: OpenMonitor) -> None:
    first = hello(signals=signals(0.0, 450), events=[event(1, row(5.0, duration_s=1.0))])
    page = open_monitor(first).page
    wait_for_lanes(page, "moving-fill", lanes=("lower-left",))
    marked = pixels(page, "moving-fill")
    assert marked["upper-left"] == marked["upper-right"] == marked["lower-right"] == 0


def test_what_was_not_counted_is_not_marked_as_a_twitch(open_monitor: OpenMonitor) -> None:
    others = [event(1, rejected(5.0)), event(2, unobservable(7.0, 2.0))]
    withdrawn = event(3, row(11.0), withdrawn=True)
    first = hello(signals=signals(0.0, 450), events=[*others, withdrawn])
    page = open_monitor(first).page
    wait_for_lanes(page, "blind")
    assert sum(pixels(page, "moving-fill").values()) == 0


def test_moments_felt_are_marked(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(signals=signals(0.0, 450)))
    wait_for_lanes(monitor.page, "trace")
    assert sum(pixels(monitor.page, "felt").values()) == 0
    monitor.say(felt({"time_s": 7.0, "outcome": "pending"}))
    wait_for_lanes(monitor.page, "felt")


def test_the_newest_movement_is_at_the_right(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(signals=signals(0.0, 150)))
    wait_for_lanes(monitor.page, "trace")
    assert sum(pixels(monitor.page, "trace", 0.6).values()) == 0
    monitor.say(signals(5.0, 300))
    wait_for_lanes(monitor.page, "trace", 0.6)


def test_missing_values_and_a_new_session_do_no_harm(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(signals=signals(100.0, 300)))
    blind = signals(110.0, 30)
    blind["magnitude_mm"] = [[None] * 4 for _ in range(30)]
    blind["threshold_mm"] = [[None] * 4 for _ in range(30)]
    monitor.say(blind)
    monitor.say(session(id="another"))
    monitor.say(signals(0.0, 450))
    wait_for_lanes(monitor.page, "trace")
