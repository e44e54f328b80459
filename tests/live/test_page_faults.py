"""What is counted survives: tabs that close, and a server that is killed and started again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from benchmarks.shared.encoding import repeat_video
from tests.live.conftest import open_page
from tests.live.running_monitor import RunningMonitor, saved_twitches
from tests.sample_frames import SAMPLE_VIDEOS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

SOME = re.compile("[1-9]")


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a clip that lasts longer than the busiest machine takes for a test."""
    clip = tmp_path_factory.mktemp("long") / "long.mp4"
    return repeat_video(SAMPLE_VIDEOS / "singles.mp4", clip, 600.0)


def test_a_session_goes_on_without_its_tab_and_with_two(
    browser: Browser, long_clip: Path, tmp_path: Path
) -> None:
    with RunningMonitor(long_clip, tmp_path) as monitor:
        first = open_page(browser).page
        first.goto(monitor.address)
        first.get_by_role("button", name="Start").click()
        expect(first.locator("#state-words")).to_have_text("Counting")
        first.context.close()
        again, beside = open_page(browser).page, open_page(browser).page
        for page in (again, beside):
            page.goto(monitor.address)
            expect(page.locator("#count-all")).to_have_text(SOME)
        beside.keyboard.press("f")
        expect(again.locator("#marks tbody tr")).to_have_count(1)
        again.get_by_role("button", name="Pause").click()
        expect(beside.locator("#state-words")).to_have_text("Paused")
        beside.get_by_role("button", name="Stop").click()
        expect(again.locator("#state-words")).to_have_text("Finished")
        counted = int(again.locator("#count-all").inner_text())
        expect(beside.locator("#count-all")).to_have_text(str(counted))
        for page in (again, beside):
            page.context.close()
    [folder] = tmp_path.iterdir()
    assert len(saved_twitches(folder)) == counted >= 1


def test_a_killed_server_loses_nothing_that_was_counted(
    browser: Browser, long_clip: Path, tmp_path: Path
) -> None:
    page = open_page(browser).page
    with RunningMonitor(long_clip, tmp_path) as monitor:
        page.goto(monitor.address)
        page.get_by_role("button", name="Start").click()
        expect(page.locator("#count-all")).to_have_text(SOME)
        monitor.kill()
    expect(page.locator("#notice-words")).to_contain_text("does not answer")
    counted = int(page.locator("#count-all").inner_text())
    [folder] = tmp_path.iterdir()
    with RunningMonitor(long_clip, tmp_path, monitor.port) as restarted:
        expect(page.locator("#notice-words")).to_contain_text("that the terminal shows")
        page.goto(restarted.address)
        expect(page.locator("#notice-words")).to_contain_text(folder.name)
        expect(page.locator("#state-words")).to_have_text("Ready")
        assert len(saved_twitches(folder)) >= counted
    page.context.close()
