"""What the page lets be heard, and when it is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.live.made_up_messages import event, hello, protocol, rejected, row

if TYPE_CHECKING:
    from tests.live.conftest import OpenMonitor
    from tests.live.fake_monitor import FakeMonitor

COUNT_TONES = """() => {
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...at) {
        window.tones += 1;
        start.apply(this, at);
    };
}"""


def listening(open_monitor: OpenMonitor) -> FakeMonitor:
    """Open the page and count the tones from then on."""
    monitor = open_monitor(hello(events=[event(1, row(3.0))]))
    monitor.page.evaluate(COUNT_TONES)
    return monitor


def tones(monitor: FakeMonitor, due: int) -> int:
    """How many tones were begun, once so many were: the first waits for the sound of the system."""
    monitor.page.wait_for_function("due => window.tones >= due", arg=due)
    return int(monitor.page.evaluate("window.tones"))


def test_the_page_is_silent_until_sound_is_wanted(open_monitor: OpenMonitor) -> None:
    monitor = listening(open_monitor)
    page = monitor.page
    monitor.say(event(2, row(12.0)))
    expect(page.locator("#events tbody tr")).to_have_count(2)
    assert tones(monitor, 0) == 0
    button = page.get_by_role("button", name="Sound off")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(page.get_by_role("button", name="Sound on")).to_have_attribute("aria-pressed", "true")
    # One to hear how it sounds.
    assert tones(monitor, 1) == 1
    page.get_by_role("button", name="Sound on").click()
    monitor.say(event(3, row(14.0)))
    expect(page.locator("#events tbody tr")).to_have_count(3)
    assert tones(monitor, 1) == 1


def test_a_twitch_sounds_once_and_nothing_else_does(open_monitor: OpenMonitor) -> None:
    monitor = listening(open_monitor)
    page = monitor.page
    page.get_by_role("button", name="Sound off").click()
    assert tones(monitor, 1) == 1
    monitor.say(event(2, row(12.0), final=False))
    monitor.say(event(2, row(12.0)))
    monitor.say(event(3, rejected(13.0)))
    expect(page.locator("#events tbody tr")).to_have_count(3)
    assert tones(monitor, 2) == 2
    page.get_by_role("button", name="Sound on").click()


def test_instructions_sound_also_with_sound_off_since_eyes_may_be_closed(
    open_monitor: OpenMonitor,
) -> None:
    monitor = listening(open_monitor)
    expect(monitor.page.get_by_role("button", name="Sound off")).to_be_visible()
    for number in (1, 1, 2):
        cue = {"cue": f"Do {number}", "cue_number": number}
        monitor.say(protocol("active", step=1, remaining_s=12.0, **cue))
    expect(monitor.page.locator("#task-instruction")).to_have_text("Do 2")
    assert tones(monitor, 2) == 2
