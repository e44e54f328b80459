"""The page by keyboard alone, and for those who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.live.made_up_messages import hello, status

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.live.conftest import OpenMonitor

FOCUSED = "document.activeElement.id || document.activeElement.className"


def focus_order(page: Page, presses: int) -> list[str]:
    """What the tab key reaches, one after the other."""
    order = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        order.append(page.evaluate(FOCUSED))
    return order


def test_the_tab_key_goes_through_the_page_in_reading_order(open_monitor: OpenMonitor) -> None:
    page = open_monitor().page
    assert focus_order(page, 9) == [
        "skip-link",
        "sound",
        "theme",
        "run",
        "stop",
        "felt",
        "tab-events",
        "panel-events",
        "events-all",
    ]


def test_what_has_the_focus_is_outlined(open_monitor: OpenMonitor) -> None:
    page = open_monitor().page
    for _ in range(9):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"


def test_keys_and_button_mark_a_moment_felt(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    for number, key in enumerate(("f", "F", "Space"), start=1):
        monitor.page.keyboard.press(key)
        marks = monitor.wishes("felt", number)
        assert len(marks) == number
        assert 0 <= marks[-1]["ago_s"] <= 5
    monitor.page.get_by_role("button", name="I felt one now").click()
    assert len(monitor.wishes("felt", 4)) == 4


def test_a_moment_that_cannot_be_noted_is_said(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(status=status("paused")))
    monitor.page.keyboard.press("f")
    expect(monitor.page.locator("#felt-said")).to_contain_text("Not noted")
    assert monitor.wishes("felt", 0) == []


def test_the_space_bar_presses_the_button_that_has_the_focus(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    monitor.page.locator("#run").focus()
    monitor.page.keyboard.press("Space")
    assert len(monitor.wishes("pause")) == 1
    assert monitor.wishes("felt", 0) == []


def test_the_space_bar_notes_after_a_button_was_clicked(open_monitor: OpenMonitor) -> None:
    """Whoever starts with the mouse and then feels a twitch does not want to pause."""
    monitor = open_monitor()
    monitor.page.locator("#sound").click()
    monitor.page.keyboard.press("Space")
    assert len(monitor.wishes("felt")) == 1
    expect(monitor.page.locator("#sound")).to_have_attribute("aria-pressed", "true")
    monitor.page.get_by_role("tab", name="Session").click()
    monitor.page.get_by_role("button", name="Delete this session").click()
    monitor.page.get_by_role("button", name="Keep it").click()
    monitor.page.keyboard.press("Space")
    assert len(monitor.wishes("felt", 2)) == 2
    expect(monitor.page.get_by_role("dialog")).to_be_hidden()
    monitor.page.get_by_role("tab", name="Events").click()
    monitor.page.keyboard.press("ArrowRight")
    expect(monitor.page.get_by_role("tab", name="Felt and detected")).to_be_focused()


def test_keys_mean_nothing_else_while_one_chooses_or_answers(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    page = monitor.page
    page.locator("#theme").focus()
    page.keyboard.press("f")
    page.get_by_role("tab", name="Session").click()
    page.get_by_role("button", name="Delete this session").click()
    page.keyboard.press("f")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Control+f")
    assert monitor.wishes("felt", 0) == []
    assert monitor.wishes("delete_session", 0) == []


def test_arrows_move_between_the_panels(open_monitor: OpenMonitor) -> None:
    page = open_monitor().page
    page.locator("#tab-events").focus()
    for key, panel in [
        ("ArrowRight", "felt"),
        ("End", "session"),
        ("ArrowRight", "events"),
        ("ArrowLeft", "session"),
        ("Home", "events"),
    ]:
        page.keyboard.press(key)
        assert page.evaluate(FOCUSED) == f"tab-{panel}"
        expect(page.locator(f"#panel-{panel}")).to_be_visible()
        assert page.locator("[role=tabpanel]:visible").count() == 1


def test_the_dialog_begins_at_the_harmless_answer(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    page = monitor.page
    page.locator("#tab-session").focus()
    page.keyboard.press("Enter")
    page.locator("#delete").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == "delete-no"
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert monitor.wishes("delete_session", 0) == []


def test_stopping_by_keyboard_does_not_lose_the_place(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    monitor.page.locator("#stop").focus()
    monitor.page.keyboard.press("Enter")
    monitor.say(status("stopped"))
    expect(monitor.page.get_by_role("button", name="New session")).to_be_focused()


def test_everything_that_can_be_used_has_a_name(open_monitor: OpenMonitor) -> None:
    page = open_monitor().page
    tabs = page.get_by_role("tab")
    expect(tabs.first).to_be_visible()
    for tab in tabs.all():
        tab.click()
        nameless = page.evaluate("""() =>
            [...document.querySelectorAll("button, select, input, canvas, progress")]
            .filter((each) => each.checkVisibility())
            .filter((each) => !(each.textContent.trim() || each.ariaLabel || each.labels?.length
                || each.getAttribute("aria-labelledby")))
            .map((each) => each.outerHTML)""")
        assert nameless == []


def test_ids_are_unique_and_references_lead_somewhere(open_monitor: OpenMonitor) -> None:
    page = open_monitor().page
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(ids) == len(set(ids))
    named = page.evaluate("""() => [...document.querySelectorAll("*")].flatMap((each) =>
        ["aria-controls", "aria-labelledby"].map((name) => each.getAttribute(name)))
        .filter(Boolean)""")
    assert set(named) <= set(ids)
