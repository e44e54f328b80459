"""How the page looks: on phones, in the dark, with enough contrast, without outside help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from playwright.sync_api import expect

from tests.live.fake_monitor import ADDRESS
from tests.live.made_up_messages import (
    camera,
    causes,
    event,
    felt,
    hello,
    protocol,
    row,
    session,
    signals,
    status,
    summary,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, ViewportSize

    from tests.live.conftest import OpenMonitor
    from twitchcam.live.messages import HelloMessage

PHONE: ViewportSize = {"width": 360, "height": 740}
WIDTHS_PX = (320, 360, 820, 1280, 1920)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LONG = "a-very-long-name-without-any-space-" * 4
CAUSE = {
    "id": "one",
    "name": "A cause with a name",
    "summary": "shares some features described for it",
    "speaks_for": ["One side only"],
    "speaks_against": ["Both sides in one event"],
    "unknown": ["Whether it stops in sleep"],
}

# The colour of every visible text against what it stands on; large text may have less contrast.
FAINT_TEXTS = """() => {
    const parse = (colour) => {
        const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
        return { channels: [red, green, blue], alpha };
    };
    const luminance = (channels) => {
        const [red, green, blue] = channels.map((channel) => channel / 255)
            .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ground = (element) => {
        for (let each = element; each; each = each.parentElement) {
            const { channels, alpha } = parse(getComputedStyle(each).backgroundColor);
            if (alpha > 0.5) return channels;
        }
        return [255, 255, 255];
    };
    const faint = [];
    for (const element of document.querySelectorAll("body *")) {
        const own = [...element.childNodes].some((node) => node.data?.trim());
        if (!own || !element.checkVisibility()) continue;
        if (element.closest(".visually-hidden, :disabled")) continue;
        const style = getComputedStyle(element);
        const [text, under] = [luminance(parse(style.color).channels), luminance(ground(element))];
        const contrast = (Math.max(text, under) + 0.05) / (Math.min(text, under) + 0.05);
        const enough = parseFloat(style.fontSize) >= 24 ? 3 : 4.5;
        if (contrast < enough) faint.push(`${contrast.toFixed(1)} ${element.textContent.trim()}`);
    }
    return faint;
}"""


def full(**changes: object) -> HelloMessage:
    """A page with something in every part."""
    content: dict[str, object] = {
        "summary": summary(),
        "signals": signals(70.0, 300),
        "events": [event(1, row(72.0)), event(2, row(75.0, pattern="burst", peaks=4, eye="left"))],
        "protocol": protocol("active", step=1, remaining_s=12.3, cue="Open", cue_number=3),
        "felt": felt({"time_s": 72.2, "outcome": "detected"}, felt_and_detected=1, text="One."),
        "causes": causes(available=True, urgent=["See a doctor soon."], causes=[CAUSE]),
        "session": session(recovered=["2026-11-22_09-00-00"]),
    }
    return hello(**content | changes)


def open_each_panel(page: Page) -> Iterator[str]:
    """Open every panel in turn, and whatever can be opened in it."""
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        yield tab.inner_text()


def test_nothing_makes_the_page_scroll_sideways(open_monitor: OpenMonitor) -> None:
    long = session(folder=f"/home/{LONG}", files=[LONG], recovered=[LONG], not_recovered=[LONG])
    source = status(camera=camera(name=LONG, state="busy", text=f"Camera {LONG} is busy."))
    page = open_monitor(full(session=long, status=source)).page
    for panel in open_each_panel(page):
        for width_px in WIDTHS_PX:
            page.set_viewport_size({"width": width_px, "height": 740})
            wide_px = page.evaluate("document.documentElement.scrollWidth")
            assert wide_px <= width_px, panel


def test_every_text_stands_out_from_its_ground(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(full())
    page = monitor.page
    for panel in open_each_panel(page):
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(FAINT_TEXTS) == [], panel
    page.get_by_role("button", name="Understood").click()
    monitor.say(summary(warnings=["Only large twitches could be seen."]))
    expect(page.locator("#count-warnings")).to_be_visible()
    for level, changes in (
        ("bad", {"saving": "No space left."}),
        ("warn", {"camera": camera(state="slow", text="Slow.")}),
    ):
        monitor.say(status(**changes))
        expect(page.locator("#notice")).to_have_attribute("data-level", level)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(FAINT_TEXTS) == [], level


def test_colours_follow_the_system_until_chosen_and_are_remembered(
    open_monitor: OpenMonitor,
) -> None:
    page = open_monitor().page
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(ground)
    assert dark != light
    page.emulate_media(color_scheme="light")
    page.get_by_label("Colours").select_option("dark")
    assert page.evaluate(ground) == dark
    page.reload()
    expect(page.get_by_label("Colours")).to_have_value("dark")
    assert page.evaluate(ground) == dark
    page.get_by_label("Colours").select_option("as the system")
    assert page.evaluate(ground) == light


def test_the_buttons_stay_in_view_on_a_phone(open_monitor: OpenMonitor) -> None:
    page = open_monitor(full()).page
    page.set_viewport_size(PHONE)
    page.locator("#foot").scroll_into_view_if_needed()
    for name in ("#run", "#stop", "#felt"):
        expect(page.locator(name)).to_be_in_viewport(ratio=1)
    foot, deck = page.locator("#foot").bounding_box(), page.locator(".deck").bounding_box()
    assert foot
    assert deck
    assert foot["y"] + foot["height"] <= deck["y"]


def test_what_is_pressed_is_large_enough_for_a_finger(open_monitor: OpenMonitor) -> None:
    page = open_monitor(full()).page
    page.set_viewport_size(PHONE)
    buttons = page.locator("button:visible, select:visible")
    expect(buttons.first).to_be_visible()
    for button in buttons.all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 32, button.inner_text()


def test_changing_words_move_nothing(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello())
    page = monitor.page
    watched = ("#preview", ".deck", "#traces", ".tabs")
    before = [page.locator(name).bounding_box() for name in watched]
    dark = {"code": "dark", "severity": "warning", "text": "It is too dark."}
    monitor.say(status(coach=[dark], saving="No space left on the disk."))
    monitor.say(summary())
    monitor.say(felt({"time_s": 72.2, "outcome": "detected"}))
    monitor.say(event(1, row(72.0)))
    expect(page.locator("#count-all")).to_have_text("7")
    expect(page.locator("#notice-words")).to_contain_text("No space left")
    assert [page.locator(name).bounding_box() for name in watched] == before


def test_the_page_asks_no_other_host_for_anything(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(full())
    asked: list[str] = []
    monitor.page.on("request", lambda request: asked.append(request.url))
    monitor.page.reload()
    expect(monitor.page.locator("#count-all")).to_have_text("7")
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith(ADDRESS)] == []


def test_the_token_does_not_stay_in_the_address(open_monitor: OpenMonitor) -> None:
    page = open_monitor().page
    assert page.url == f"{ADDRESS}/"
    page.reload()
    expect(page.locator("#state-words")).to_have_text("Counting")
