"""The browser's own camera: Chromium's pretended one, which shows a clip over and over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.live.conftest import open_page
from tests.live.fake_monitor import FakeMonitor
from tests.live.made_up_messages import hello
from tests.live.running_monitor import RunningMonitor, saved_twitches
from tests.media import write_video
from tests.sample_frames import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Playwright

# Twitches of the person's left at 2.4 and 4.1 s.
CLIP_FRAMES = 165


@pytest.fixture(scope="module")
def camera_browser(
    chromium_path: str, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Give a browser with a camera that sees a face twitching twice in five seconds."""
    pictures = [frame.read_rgb() for frame in decoded("singles")[:CLIP_FRAMES]]
    clip = tmp_path_factory.mktemp("camera") / "camera.mjpeg"
    write_video(clip, pictures, codec="mjpeg", options={"qmin": "2", "qmax": "3"})
    running = playwright.chromium.launch(
        executable_path=chromium_path,
        args=[
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={clip}",
        ],
    )
    yield running
    running.close()


def test_what_the_browsers_camera_sees_is_counted_through_to_the_disk(
    camera_browser: Browser, short_clip: Path, tmp_path: Path
) -> None:
    opened = open_page(camera_browser)
    page = opened.page
    with RunningMonitor(short_clip, tmp_path) as monitor:
        page.goto(monitor.address)
        page.get_by_role("tab", name="Session").click()
        page.get_by_role("button", name="Use this browser's camera").click()
        expect(page.locator("#preview")).to_have_attribute("data-picture", "live")
        page.get_by_role("button", name="Start").click()
        counted_rows = page.locator("#events tr[data-state=final][data-kind=twitch]")
        expect(counted_rows.nth(1)).to_be_attached()
        page.get_by_role("button", name="Stop", exact=True).click()
        expect(page.locator("#state-words")).to_have_text("Finished")
        counted = int(page.locator("#count-all").inner_text())
        page.get_by_role("button", name="Stop using this browser's camera").click()
        page.context.close()
    assert opened.faults == []
    [folder] = tmp_path.iterdir()
    saved = saved_twitches(folder)
    assert len(saved) == counted >= 2
    assert {event.side for event in saved} == {"left"}


def test_a_camera_that_is_not_watched_is_turned_off(camera_browser: Browser) -> None:
    opened = open_page(camera_browser)
    monitor = FakeMonitor(opened.page, hello())
    monitor.open()
    page = opened.page
    page.get_by_role("tab", name="Session").click()
    page.get_by_role("button", name="Use this browser's camera").click()
    assert monitor.wishes("browser_camera")[0]["on"]
    monitor.say({"type": "camera_off", "text": "Another page is watched."})
    expect(page.locator("#browser-camera")).to_have_text("Use this browser's camera")
    expect(page.locator("#notice-words")).to_have_text("Another page is watched.")
    # The monitor knows.
    assert len(monitor.wishes("browser_camera")) == 1
    page.context.close()
    assert opened.faults == []


def test_a_browser_without_a_camera_says_so(
    browser: Browser, short_clip: Path, tmp_path: Path
) -> None:
    with RunningMonitor(short_clip, tmp_path) as monitor:
        page = open_page(browser).page
        page.goto(monitor.address)
        page.get_by_role("tab", name="Session").click()
        page.get_by_role("button", name="Use this browser's camera").click()
        expect(page.locator("#notice-words")).to_contain_text("camera")
        expect(page.locator("#notice")).to_have_attribute("data-level", "bad")
        page.context.close()
