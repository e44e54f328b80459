"""The preview: mirrored, with the quadrants of the very picture they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from playwright.sync_api import expect

from tests.live.made_up_messages import preview_head, status

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from playwright.sync_api import Page

    from tests.live.conftest import OpenMonitor
    from twitchcam.records import Rgb

WIDTH, HEIGHT = 640, 480
AMBER = np.array([255, 177, 61])


def jpeg(picture: Rgb) -> bytes:
    done, encoded = cv2.imencode(".jpg", np.ascontiguousarray(picture[..., ::-1]))
    assert done
    return encoded.tobytes()


def dark_picture() -> Rgb:
    return np.zeros((HEIGHT, WIDTH, 3), np.uint8)


def shown(page: Page, x: float, y: float) -> NDArray[np.int64]:
    """Colour of the preview at a place given in shares of its width and height."""
    script = """([x, y]) => {
        const canvas = document.getElementById("preview-canvas");
        const at = [Math.round(x * canvas.width), Math.round(y * canvas.height)];
        return [...canvas.getContext("2d").getImageData(...at, 1, 1).data.slice(0, 3)];
    }"""
    return np.array(page.evaluate(script, [x, y]))


def test_the_picture_is_mirrored_and_says_whose_side_is_whose(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    picture = dark_picture()
    picture[:, : WIDTH // 2] = 255
    monitor.show(preview_head(1), jpeg(picture))
    expect(monitor.page.locator("#preview")).to_have_attribute("data-picture", "live")
    assert shown(monitor.page, 0.1, 0.1).max() < 20
    assert shown(monitor.page, 0.9, 0.1).min() > 235
    left = monitor.page.get_by_text("your left").bounding_box()
    right = monitor.page.get_by_text("your right").bounding_box()
    assert left
    assert right
    assert left["x"] < right["x"]


def test_the_moving_quadrant_lights_up_on_the_persons_own_side(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    # The camera sees the person's left at x = 0.5 to 0.6; in the mirror that is 0.4 to 0.5.
    monitor.show(preview_head(1, "lower-left"), jpeg(dark_picture()))
    expect(monitor.page.locator("#preview")).to_have_attribute("data-moving", "lower-left")
    lit, other = shown(monitor.page, 0.45, 0.675), shown(monitor.page, 0.55, 0.675)
    assert np.abs(lit - AMBER / 2).max() < 20
    assert other.max() < 20


def test_lights_and_picture_always_belong_together(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    # A quadrant moves on bright pictures only; whatever is left out, no dark one may be lit.
    monitor.page.evaluate("""() => {
        window.mixed = 0;
        window.checked = 0;
        const pen = document.getElementById("preview-canvas").getContext("2d");
        const stroke = pen.stroke.bind(pen);
        pen.stroke = () => {
            stroke();
            const lit = pen.lineWidth === 2;
            const bright = pen.getImageData(20, 20, 1, 1).data[0] > 128;
            window.checked += 1;
            window.mixed += Number(pen.lineWidth > 1 && lit && !bright);
        };
    }""")
    bright = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for number in range(20):
        if number % 2:
            monitor.show(preview_head(number, "upper-right"), jpeg(bright))
        else:
            monitor.show(preview_head(number), jpeg(dark_picture()))
    expect(monitor.page.locator("#preview")).to_have_attribute("data-moving", "upper-right")
    assert monitor.page.evaluate("window.checked") >= 4
    assert monitor.page.evaluate("window.mixed") == 0


def test_drawn_pictures_are_acknowledged_also_broken_ones(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    monitor.show(preview_head(1), b"\xff\xd8 no picture")
    monitor.show(preview_head(2, "upper-left"), jpeg(dark_picture()))
    expect(monitor.page.locator("#preview")).to_have_attribute("data-moving", "upper-left")
    assert [wish["frame"] for wish in monitor.wishes("shown", 2)] == [1, 2]


def test_a_paused_picture_is_not_taken_for_the_present(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    monitor.show(preview_head(1, "upper-left"), jpeg(dark_picture()))
    expect(monitor.page.locator("#preview")).to_have_attribute("data-picture", "live")
    monitor.say(status("paused"))
    expect(monitor.page.locator("#preview")).to_have_attribute("data-picture", "held")
    expect(monitor.page.locator("#preview-empty")).to_be_visible()
    expect(monitor.page.locator("#preview")).to_have_attribute("data-moving", "")


def test_without_a_face_nothing_is_outlined(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    head = preview_head(1)
    head["quadrants"], head["levels"] = None, None
    monitor.show(head, jpeg(dark_picture()))
    expect(monitor.page.locator("#preview")).to_have_attribute("data-picture", "live")
    assert shown(monitor.page, 0.5, 0.65).max() < 20
