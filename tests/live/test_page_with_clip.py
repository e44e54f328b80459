"""The whole, with a clip that the monitor replays: from pictures to the page and the disk."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import twitchcam
from tests.live.conftest import open_page
from tests.live.running_monitor import RunningMonitor, saved_twitches
from tests.media import write_video
from tests.sample_frames import decoded
from twitchcam.records import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

# Two twitches, at 2.4 and 4.1 s, and the rest that shows that they are over.
CLIP_FRAMES = 165
CLIP_TWITCHES = 2

# Run in the page, so that nothing depends on how fast the test is: which quadrants light up, and a
# press of F at the first twitch that is listed.
TAKE_PART = """() => {
    window.lit = new Set();
    const preview = document.getElementById("preview");
    new MutationObserver(() => preview.dataset.moving.split(" ").forEach((name) => lit.add(name)))
        .observe(preview, { attributeFilter: ["data-moving"] });
    const felt = new MutationObserver(() => {
        felt.disconnect();
        const key = { key: "f", bubbles: true };
        document.body.dispatchEvent(new KeyboardEvent("keydown", key));
    });
    felt.observe(document.querySelector("#events tbody"), { childList: true });
}"""


@pytest.fixture(scope="session")
def five_seconds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a clip of five seconds with two twitches on the left, upper lip first."""
    pictures = [frame.read_rgb() for frame in islice(decoded("singles"), CLIP_FRAMES)]
    # Nearly as sharp as the sample: coded twice and poorly, blocks move the still lips by 0.3 mm.
    path = tmp_path_factory.mktemp("live") / "five.mp4"
    return write_video(path, pictures, codec="libx264", options={"crf": "14"})


@dataclass(frozen=True)
class Watched:
    """A session that was watched to its end, with the page still open."""

    monitor: RunningMonitor
    page: Page
    asked: list[str]
    folder: Path


@pytest.fixture(scope="module")
def watched(
    browser: Browser, five_seconds: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Watched]:
    """Give the clip as watched from start to end, with one moment marked as felt."""
    out = tmp_path_factory.mktemp("sessions")
    with RunningMonitor(five_seconds, out) as monitor:
        opened = open_page(browser)
        page, asked = opened.page, []
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.goto(monitor.address)
        expect(page.locator("#state-words")).to_have_text("Ready")
        page.evaluate(TAKE_PART)
        page.get_by_role("button", name="Start").click()
        expect(page.locator("#state-words")).to_have_text("Finished")
        [folder] = out.iterdir()
        yield Watched(monitor, page, asked, folder)
        assert opened.faults == []


def test_the_page_counts_what_analyze_finds(watched: Watched, five_seconds: Path) -> None:
    expect(watched.page.locator("#count-all")).to_have_text(str(CLIP_TWITCHES))
    expected = [
        event
        for event in twitchcam.analyze(five_seconds, write=False).events
        if event.kind is Kind.TWITCH
    ]
    assert len(expected) == CLIP_TWITCHES
    saved = saved_twitches(watched.folder)
    assert [(e.lip, e.side, e.pattern) for e in saved] == [
        (e.lip, e.side, e.pattern) for e in expected
    ]
    for one, other in zip(saved, expected, strict=True):
        assert one.onset_s == pytest.approx(other.onset_s, abs=0.05)


def test_page_and_files_say_the_same(watched: Watched) -> None:
    page = watched.page
    [evidence_file] = watched.folder.glob("*_evidence.json")
    counts = json.loads(evidence_file.read_text())["counts"]
    expect(page.locator("#count-all")).to_have_text(str(counts["all"]["events"]))
    expect(page.locator("#rate")).to_have_text(f"{counts['all']['per_minute']['value']:.1f}")
    cells = page.locator("#by-place tr[data-total] td").all_inner_texts()
    assert cells[:3] == [str(counts["by_side"][side]["events"]) for side in counts["by_side"]]
    listed = page.locator("#events tr[data-kind=twitch] td:first-child").all_inner_texts()
    saved = saved_twitches(watched.folder)
    assert listed == [f"0:{event.onset_s:04.1f}" for event in reversed(saved)]
    page.get_by_role("tab", name="Session").click()
    expect(page.locator("#fact-folder")).to_have_text(str(watched.folder))
    named = page.locator("#fact-files li").all_inner_texts()
    assert named == sorted(path.name for path in watched.folder.iterdir())


def test_the_lips_lit_up_where_they_moved(watched: Watched) -> None:
    lit = watched.page.evaluate("[...window.lit]")
    assert {"upper-left", "lower-left"} <= set(lit)
    expect(watched.page.locator("#preview")).to_have_attribute("data-picture", "held")


def test_the_moment_felt_was_noted_and_compared(watched: Watched) -> None:
    watched.page.get_by_role("tab", name="Felt and detected").click()
    outcomes = watched.page.locator("#marks tbody tr")
    expect(outcomes).to_have_count(1)
    expect(outcomes).to_have_attribute("data-outcome", re.compile("detected"))


def test_nothing_was_asked_of_any_other_host(watched: Watched) -> None:
    hosts = {url.split("/")[2] for url in watched.asked}
    assert hosts == {f"127.0.0.1:{watched.monitor.port}"}


def test_no_video_is_kept_unless_asked(watched: Watched) -> None:
    names = sorted(path.name.removeprefix(watched.folder.name) for path in watched.folder.iterdir())
    assert [name for name in names if name.endswith((".mp4", ".jpg", ".mkv", ".webm"))] == []
    assert "_events.tsv" in names
    assert "_motion.parquet" in names


def test_a_second_tab_and_one_opened_later_show_the_same(
    watched: Watched, browser: Browser
) -> None:
    for _ in range(2):
        opened = open_page(browser)
        opened.page.goto(watched.monitor.address)
        expect(opened.page.locator("#count-all")).to_have_text(str(CLIP_TWITCHES))
        expect(opened.page.locator("#events tr[data-kind=twitch]")).to_have_count(CLIP_TWITCHES)
        expect(opened.page.locator("#state-words")).to_have_text("Finished")
        opened.page.context.close()
        assert opened.faults == []


def test_reloading_loses_nothing(watched: Watched) -> None:
    watched.page.reload()
    expect(watched.page.locator("#count-all")).to_have_text(str(CLIP_TWITCHES))


def test_deleting_removes_every_file_and_every_tab_knows(
    watched: Watched, browser: Browser
) -> None:
    other = open_page(browser).page
    other.goto(watched.monitor.address)
    expect(other.locator("#count-all")).to_have_text(str(CLIP_TWITCHES))
    page = watched.page
    page.get_by_role("tab", name="Session").click()
    page.get_by_role("button", name="Delete this session").click()
    page.get_by_role("button", name="Delete for good").click()
    for each in (page, other):
        expect(each.locator("#notice-words")).to_have_text("The session was deleted.")
        expect(each.locator("#count-all")).to_have_text("\N{EN DASH}")
        expect(each.locator("#events tbody tr")).to_have_count(0)
    assert not watched.folder.exists()
    other.context.close()
