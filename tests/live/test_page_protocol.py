"""The guided protocol on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.live.made_up_messages import STEPS, hello, protocol, session, status

if TYPE_CHECKING:
    from tests.live.conftest import OpenMonitor

REST_RESULT = {
    "name": "rest",
    "title": "Rest",
    "observable_s": 57.0,
    "twitches": 4,
    "per_minute": {"value": 4.2, "low": 1.1, "high": 10.6},
    "with_eye_closure": 1,
}


def test_all_parts_are_listed_before_it_begins(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    page = monitor.page
    page.get_by_role("tab", name="Guided protocol").click()
    assert page.locator(".step-name").all_inner_texts() == [title for _, title, *_ in STEPS]
    expect(page.locator("#panel-protocol")).to_contain_text("8 parts, about 4 min 48 s.")
    expect(page.locator("#task")).to_be_hidden()
    page.get_by_role("button", name="Begin").click()
    assert monitor.wishes("protocol_start") == [{"type": "protocol_start"}]


def test_what_comes_is_said_before_it_begins(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    monitor.say(protocol("lead_in", step=0, remaining_s=4.2, cue_number=1))
    page = monitor.page
    expect(page.locator("#task-title")).to_have_text("Next, part 1 of 8: Rest")
    expect(page.locator("#task-instruction")).to_have_text(STEPS[0][2])
    expect(page.locator("#task-clock")).to_have_text("5")
    monitor.say(protocol("lead_in", step=1, remaining_s=6.0, cue_number=2))
    expect(page.locator("#announcer p").last).to_have_text(f"Next: {STEPS[1][1]}. {STEPS[1][2]}")


def test_another_session_announces_its_first_part_too(open_monitor: OpenMonitor) -> None:
    """Although its cues are numbered anew."""
    first = hello(session=session(id="first"), protocol=protocol("done", cue_number=30))
    monitor = open_monitor(first)
    monitor.say(session(id="second"))
    monitor.say(protocol("lead_in", step=0, remaining_s=6.0, cue_number=1))
    announced = monitor.page.locator("#announcer p").last
    expect(announced).to_have_text(f"Next: {STEPS[0][1]}. {STEPS[0][2]}")


def test_the_moments_instruction_and_countdown_are_shown_and_spoken(
    open_monitor: OpenMonitor,
) -> None:
    monitor = open_monitor()
    step = {"step": 1, "remaining_s": 12.3}
    monitor.say(protocol("active", cue="Close your eyes", cue_number=1, **step))
    monitor.say(protocol("active", cue="Open your eyes", cue_number=2, **step))
    page = monitor.page
    expect(page.locator("#task-title")).to_have_text("Part 2 of 8: Close your eyes gently")
    expect(page.locator("#task-instruction")).to_have_text("Open your eyes")
    expect(page.locator("#task-clock")).to_have_text("13")
    expect(page.locator("#announcer p").last).to_have_text("Open your eyes")
    expect(page.locator("#panel-protocol li[data-state=now]")).to_have_attribute(
        "data-step", "eyes_gentle"
    )


def test_a_part_can_be_skipped_and_the_protocol_stopped(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(protocol=protocol("active", step=1, remaining_s=12.0)))
    page = monitor.page
    page.get_by_role("tab", name="Guided protocol").click()
    page.get_by_role("button", name="Skip this part").click()
    page.get_by_role("button", name="Stop the protocol").click()
    assert len(monitor.wishes("protocol_next")) == 1
    assert len(monitor.wishes("protocol_cancel")) == 1
    monitor.say(protocol("cancelled"))
    expect(page.locator("#task")).to_be_hidden()
    expect(page.get_by_role("button", name="Begin again")).to_be_visible()


def test_a_double_click_skips_one_part(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(protocol=protocol("active", step=1, remaining_s=12.0)))
    monitor.page.get_by_role("tab", name="Guided protocol").click()
    skip = monitor.page.get_by_role("button", name="Skip this part")
    skip.dblclick()
    skip.press("Enter")
    monitor.page.get_by_role("button", name="Stop the protocol").click()
    assert len(monitor.wishes("protocol_cancel")) == 1
    assert len(monitor.wishes("protocol_next", 2)) == 2


def test_no_part_is_skipped_in_a_pause(open_monitor: OpenMonitor) -> None:
    paused = hello(status=status("paused"), protocol=protocol("lead_in", step=1, remaining_s=6.0))
    monitor = open_monitor(paused)
    monitor.page.get_by_role("tab", name="Guided protocol").click()
    skip = monitor.page.get_by_role("button", name="Skip this part")
    expect(skip).to_be_disabled()
    monitor.say(status("running"))
    expect(skip).to_be_enabled()


def test_each_finished_part_says_what_it_showed(open_monitor: OpenMonitor) -> None:
    unseen = {"name": "smile", "title": "Smile", "observable_s": 0.0, "twitches": None}
    unseen |= {"per_minute": None, "with_eye_closure": None}
    done = protocol("done", results=[REST_RESULT, unseen])
    monitor = open_monitor(hello(protocol=done))
    panel = monitor.page.locator("#panel-protocol")
    monitor.page.get_by_role("tab", name="Guided protocol").click()
    expect(panel.locator("[data-step=rest]")).to_contain_text(
        "4 twitches, 4.2 per observable minute (95% interval 1.1 to 10.6),"
        " 1 with the eye on their side closing, 57 s observable."
    )
    expect(panel.locator("[data-step=smile]")).to_contain_text("Nothing could be observed")
    expect(panel.locator("[data-step=hold]")).to_have_attribute("data-state", "coming")
    expect(panel).to_contain_text("The protocol is over.")
