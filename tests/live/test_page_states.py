"""What the page says about the camera, the disk, the connection and the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.conftest import PATIENCE_MS
from tests.live.fake_monitor import ADDRESS
from tests.live.made_up_messages import (
    FOLDER,
    camera,
    causes,
    hello,
    session,
    status,
    summary,
)

if TYPE_CHECKING:
    from tests.live.conftest import OpenMonitor
    from twitchcam.live.messages import SessionPhase

POLL_MS = 100

PHASES: tuple[tuple[SessionPhase, str, str, str], ...] = (
    ("ready", "Ready", "Start", "start"),
    ("running", "Counting", "Pause", "pause"),
    ("paused", "Paused", "Resume", "resume"),
    ("stopped", "Finished", "New session", "start"),
)


def test_the_first_button_does_what_the_phase_allows(open_monitor: OpenMonitor) -> None:
    """Once, also where it is pressed twice in a row."""
    monitor = open_monitor()
    for phase, words, button, wish in PHASES:
        monitor.received.clear()
        monitor.say(status(phase))
        expect(monitor.page.locator("#state-words")).to_have_text(words)
        monitor.page.get_by_role("button", name=button, exact=True).dblclick()
        assert monitor.wishes(wish) == [{"type": wish}]


def test_a_running_session_can_be_stopped_and_then_says_where_its_files_are(
    open_monitor: OpenMonitor,
) -> None:
    monitor = open_monitor()
    monitor.page.get_by_role("button", name="Stop", exact=True).click()
    assert monitor.wishes("stop") == [{"type": "stop"}]
    monitor.say(status("stopped"))
    expect(monitor.page.locator("#notice-words")).to_contain_text(FOLDER)
    expect(monitor.page.get_by_role("button", name="Stop", exact=True)).to_be_disabled()


def test_a_session_of_which_many_pictures_were_not_watched_does_not_end_well(
    open_monitor: OpenMonitor,
) -> None:
    monitor = open_monitor()
    notice = monitor.page.locator("#notice")
    lost = camera()["dropped_text"]
    monitor.say(status("stopped", camera=camera(dropped_many=True)))
    expect(notice).to_have_attribute("data-level", "warn")
    expect(notice).to_contain_text(f"are in {FOLDER}. {lost}.")
    monitor.say(status("stopped", camera=camera()))
    expect(notice).to_have_attribute("data-level", "good")
    expect(notice).not_to_contain_text(lost)


def test_why_a_session_ended_is_said_also_to_a_page_that_comes_later(
    open_monitor: OpenMonitor,
) -> None:
    why = "Nothing was watched for a long time: the session was completed."
    monitor = open_monitor(hello(status=status("stopped"), session=session(why_ended=why)))
    notice = monitor.page.locator("#notice-words")
    expect(notice).to_contain_text(why)
    expect(notice).to_contain_text(FOLDER)
    monitor.say(session(why_ended="The disk was pulled out.", id=None, folder=""))
    expect(notice).to_have_text("The disk was pulled out.")


def test_a_camera_that_gives_no_picture_is_said_and_the_browsers_own_offered(
    open_monitor: OpenMonitor,
) -> None:
    monitor = open_monitor()
    page = monitor.page
    for state in ("absent", "busy", "forbidden", "unplugged", "silent"):
        text = f"Camera 0 is {state}. Do this."
        monitor.say(status(camera=camera(state=state, text=text)))
        expect(page.locator("#notice-words")).to_have_text(text)
        expect(page.locator("#preview-empty")).to_have_text(text)
        expect(page.locator("#preview-empty")).to_be_visible()
        expect(page.locator("#state-words")).to_have_text("Counting, no picture")
        # A session keeps its camera to the end.
        expect(page.locator("#notice-action")).to_be_hidden()
        monitor.say(status("ready", camera=camera(state=state, text=text)))
        expect(page.locator("#notice-action")).to_have_text("Use this browser's camera")
    # The browser of the tests has none either.
    page.locator("#notice-action").click()
    expect(page.locator("#notice-words")).to_have_text("This browser finds no camera.")
    page.get_by_role("button", name="Understood").click()
    monitor.say(status())
    expect(page.locator("#notice-words")).to_contain_text("Nothing leaves this computer")


def test_a_slow_camera_is_said_while_its_picture_stays(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    monitor.say(status(camera=camera(state="slow", text="Only 12 pictures per second.")))
    expect(monitor.page.locator("#notice-words")).to_have_text("Only 12 pictures per second.")
    expect(monitor.page.locator("#notice")).to_have_attribute("data-level", "warn")


def test_a_full_disk_is_said_until_saving_works_again(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    monitor.say(status(saving="Results cannot be written: no space left. Free some space."))
    expect(monitor.page.locator("#notice-words")).to_contain_text("no space left")
    expect(monitor.page.locator("#notice")).to_have_attribute("data-level", "bad")
    monitor.say(status())
    expect(monitor.page.locator("#notice-words")).not_to_contain_text("no space left")


def test_a_lost_server_is_said_and_counts_stay_until_it_is_back(
    open_monitor: OpenMonitor,
) -> None:
    monitor = open_monitor(hello(summary=summary()))
    monitor.refuses = 1001
    monitor.close(1001)
    expect(monitor.page.locator("#notice-words")).to_contain_text(f"is in {FOLDER}")
    expect(monitor.page.locator("#preview-empty")).to_have_text("No connection to twitchcam")
    expect(monitor.page.locator("#count-all")).to_have_text("7")
    for name in ("#run", "#stop", "#felt"):
        expect(monitor.page.locator(name)).to_be_disabled()
    monitor.hello = hello(status=status("paused"), summary=summary())
    monitor.refuses = None
    expect(monitor.page.locator("#state-words")).to_have_text("Paused")
    expect(monitor.page.get_by_role("button", name="Resume")).to_be_enabled()


def test_a_page_that_was_too_slow_comes_back_by_itself(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    monitor.close(4000)
    expect(monitor.page.locator("#state-words")).to_have_text("Counting")
    monitor.page.wait_for_function("document.getElementById('run').disabled === false")
    monitor.say(status("paused"))
    expect(monitor.page.locator("#state-words")).to_have_text("Paused")


def test_an_address_of_another_start_is_said_to_be_one(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    monitor.close(4401)
    expect(monitor.page.locator("#notice-words")).to_contain_text("that the terminal shows")


def test_why_there_is_no_connection_is_said(open_monitor: OpenMonitor) -> None:
    """Too many pages; a monitor that failed; an address that was damaged in copying."""
    monitor = open_monitor()
    notice = monitor.page.locator("#notice-words")
    failed = "The monitor has failed: no space."
    monitor.say({"type": "notice", "severity": "error", "text": failed})
    expect(notice).to_have_text(failed)
    monitor.refuses = 1013
    monitor.close(1001)
    expect(notice).to_contain_text("too many tabs")
    monitor.refuses = 1001
    expect(notice).to_contain_text(f"{failed} twitchcam does not answer")
    # With the browser's own socket, which refuses what no token can hold.
    page = monitor.page.context.new_page()
    page.route("**/*", monitor.serve)
    page.goto(f"{ADDRESS}/#token=of%20this-start")
    expect(page.locator("#notice-words")).to_contain_text("that the terminal shows")
    page.close()


def test_a_recovered_session_is_named_until_understood(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(session=session(recovered=["2026-11-22_09-00-00"])))
    expect(monitor.page.locator("#notice-words")).to_contain_text("2026-11-22_09-00-00")
    monitor.page.get_by_role("button", name="Understood").click()
    expect(monitor.page.locator("#notice-words")).to_contain_text("Nothing leaves this computer")


def test_a_session_that_could_not_be_recovered_is_named_first(open_monitor: OpenMonitor) -> None:
    why = "live_a, which was cut off, cannot be completed: Permission denied. It stays as it is."
    told = session(recovered=["live_b"], not_recovered=[why])
    monitor = open_monitor(hello(session=told))
    for words in (why, "live_b", "Nothing leaves this computer"):
        expect(monitor.page.locator("#notice-words")).to_contain_text(words)
        if "Nothing" not in words:
            monitor.page.get_by_role("button", name="Understood").click()


def test_a_notice_stays_until_understood(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    monitor.say({"type": "notice", "severity": "error", "text": "That was refused."})
    expect(monitor.page.locator("#notice-words")).to_have_text("That was refused.")
    monitor.say(status())
    expect(monitor.page.locator("#notice-words")).to_have_text("That was refused.")
    monitor.page.get_by_role("button", name="Understood").click()
    expect(monitor.page.locator("#notice-words")).to_contain_text("Nothing leaves this computer")


def test_the_coach_says_what_is_wrong_and_what_else(open_monitor: OpenMonitor) -> None:
    dark = {"code": "dark", "severity": "warning", "text": "It is too dark."}
    far = {"code": "far", "severity": "info", "text": "Come nearer."}
    monitor = open_monitor(hello(status=status(coach=[dark, far])))
    expect(monitor.page.locator("#coach-words")).to_have_text("It is too dark.")
    expect(monitor.page.locator("#coach-more")).to_have_text("Come nearer.")


def test_time_in_which_nothing_would_be_seen_is_said_with_its_reason(
    open_monitor: OpenMonitor,
) -> None:
    unseen = status(observable=False, unobservable_reason="turned away")
    monitor = open_monitor(hello(status=unseen))
    expect(monitor.page.locator("#coach-words")).to_contain_text("turned away")


def test_deleting_asks_first_and_names_what_is_lost(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(summary=summary()))
    page = monitor.page
    page.get_by_role("tab", name="Session").click()
    page.get_by_role("button", name="Delete this session").click()
    expect(page.get_by_role("dialog")).to_contain_text(FOLDER)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert monitor.wishes("delete_session", 0) == []
    page.get_by_role("button", name="Delete this session").click()
    page.get_by_role("button", name="Delete for good").click()
    page.wait_for_function("!document.querySelector('dialog').open")
    assert monitor.wishes("delete_session") == [
        {"type": "delete_session", "session": "2026-11-23_10-15-00"}
    ]
    monitor.say(session(deleted=True, files=[]))
    expect(page.locator("#notice-words")).to_have_text("The session was deleted.")
    expect(page.locator("#count-all")).to_have_text("\N{EN DASH}")
    expect(page.get_by_role("button", name="Delete this session")).to_be_hidden()


def test_clips_are_kept_only_when_wished_and_then_said(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    monitor.page.get_by_role("tab", name="Session").click()
    monitor.page.get_by_label("On each twitch keep").select_option("mouth")
    assert monitor.wishes("clips") == [{"type": "clips", "wish": "mouth"}]
    monitor.say(session(clips="mouth", clip_count=2))
    expect(monitor.page.locator("#notice-words")).to_contain_text("clip of each twitch is kept")
    expect(monitor.page.locator("#panel-session")).to_contain_text("2 clips kept so far.")
    monitor.say(session(clips="mouth", clip_count=2, clips_left_out=3))
    expect(monitor.page.locator("#panel-session")).to_contain_text(
        "2 clips kept so far. 3 were left out: they came faster than this computer can write them."
    )
    monitor.say(session(clips="off", clip_count=2))
    expect(monitor.page.locator("#notice-words")).to_contain_text("are kept; no more are made")


def test_what_is_urgent_is_said_above_all_until_understood(open_monitor: OpenMonitor) -> None:
    """Nobody has to open the causes to learn of it."""
    monitor = open_monitor()
    notice, tab = monitor.page.locator("#notice-words"), monitor.page.locator("#tab-causes")
    expect(tab).to_have_text("Causes")
    monitor.say(causes(urgent=["Call an ambulance.", "A face that hangs is an emergency."]))
    expect(notice).to_have_text("Call an ambulance. A face that hangs is an emergency.")
    expect(tab).to_have_text("Causes: urgent")
    monitor.page.get_by_role("button", name="Understood").click()
    expect(notice).to_contain_text("Nothing leaves this computer")
    monitor.say(causes(urgent=[]))
    expect(tab).to_have_text("Causes")


def test_the_coach_says_how_large_a_twitch_would_be_noticed(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(status=status(detectable_now_mm=2.84)))
    expect(monitor.page.locator("#coach-words")).to_have_text("You are seen well.")
    expect(monitor.page.locator("#coach-more")).to_have_text(
        "A twitch of about 2.8 mm or more would be noticed now."
    )
    for limit_mm, only_large, words in (
        (2.6, False, "about 2.8 mm"),
        (1.4, False, "about 1.4 mm"),
        (5.0, True, "about 5.0 mm"),
    ):
        # Other words are shown once these could be read, with one of the states that follow.
        for _ in range(int(PATIENCE_MS / POLL_MS)):
            monitor.say(status(detectable_now_mm=limit_mm, only_large=only_large))
            if words in monitor.page.locator("#coach-more").inner_text():
                break
            monitor.page.wait_for_timeout(POLL_MS)
        expect(monitor.page.locator("#coach-more")).to_contain_text(words)
    expect(monitor.page.locator("#coach-words")).to_have_text(
        "Only large twitches would be noticed."
    )
