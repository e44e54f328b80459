"""Events, counts, moments felt and causes on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.live.made_up_messages import (
    camera,
    causes,
    event,
    felt,
    hello,
    rejected,
    row,
    session,
    status,
    summary,
    unobservable,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.live.conftest import OpenMonitor

NOTHING = "\N{EN DASH}"


def rows(page: Page) -> list[list[str]]:
    """Cells of the events in view, from top to bottom."""
    lines = page.locator("#events tbody tr:visible").all()
    return [line.locator("td").all_inner_texts() for line in lines]


def grid(page: Page, name: str) -> dict[str, list[str]]:
    """Cells of a table by the label of their row."""
    lines = page.locator(f"#{name} tbody tr").all()
    return {line.locator("th").inner_text(): line.locator("td").all_inner_texts() for line in lines}


def test_counts_by_lip_side_and_pattern_with_rate_and_interval(open_monitor: OpenMonitor) -> None:
    page = open_monitor(hello(summary=summary())).page
    expect(page.locator("#count-all")).to_have_text("7")
    expect(page.locator("#rate")).to_have_text("5.6")
    expect(page.locator("#rate-interval")).to_have_text("95% interval 2.8 to 10.5")
    assert grid(page, "by-place") == {
        "Upper lip": ["1", "1", "0", "2"],
        "Lower lip": ["4", "0", "0", "4"],
        "Both lips": ["1", "0", "0", "1"],
        "All": ["6", "1", "0", "7"],
    }
    assert grid(page, "by-pattern") == {"Single": ["4"], "Burst": ["2"], "Tremor": ["1"]}


def test_the_observable_share_comes_with_reasons(open_monitor: OpenMonitor) -> None:
    page = open_monitor(hello(summary=summary())).page
    expect(page.locator("#share-words")).to_have_text("82% (68 s of 83 s)")
    expect(page.locator("#share-reasons")).to_have_text(
        "Not observable: mouth movement 11.0 s, turned away 4.2 s"
    )


def test_what_must_be_known_first_stands_above_the_counts(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(summary=summary()))
    warning = monitor.page.locator("#count-warnings")
    expect(warning).to_be_hidden()
    monitor.say(summary(warnings=["Only huge ones.", "The face is small."]))
    expect(warning).to_have_text("Only huge ones. The face is small.")


def test_nothing_observable_is_never_shown_as_no_twitches(open_monitor: OpenMonitor) -> None:
    nothing = summary(counts=None, observable_s=0.0, observable_share=0.0, rejected=None)
    page = open_monitor(hello(summary=nothing)).page
    expect(page.locator("#share-words")).to_have_text("0% (0 s of 83 s)")
    expect(page.locator("#count-all")).to_have_text(NOTHING)
    expect(page.locator("#rate")).to_have_text(NOTHING)
    assert {cell for cells in grid(page, "by-place").values() for cell in cells} == {NOTHING}


def test_a_twitch_appears_at_once_and_settles_without_being_listed_twice(
    open_monitor: OpenMonitor,
) -> None:
    monitor = open_monitor()
    monitor.say(event(1, row(12.0), final=False))
    expect(monitor.page.locator("#events tbody tr")).to_have_count(1)
    assert rows(monitor.page) == [
        ["0:12.0", "single", "lower lip, left", "1.8 mm", "being checked"]
    ]
    burst = row(12.0, pattern="burst", peaks=3, eye="left", amplitude_mm=2.04)
    monitor.say(event(1, burst))
    expect(monitor.page.locator("#events tbody")).to_contain_text("burst of 3")
    assert rows(monitor.page) == [
        ["0:12.0", "burst of 3, left eye closes", "lower lip, left", "2.0 mm", "0.87"]
    ]
    marks = monitor.page.evaluate("performance.getEntriesByType('mark').map((mark) => mark.name)")
    assert marks == ["event-1-first", "event-1-final"]


def test_what_turns_out_to_be_no_twitch_stays_in_the_list_as_withdrawn(
    open_monitor: OpenMonitor,
) -> None:
    monitor = open_monitor()
    monitor.say(event(1, row(12.0), final=False))
    monitor.say(event(1, row(12.0), withdrawn=True))
    expect(monitor.page.locator("#events tbody")).to_contain_text("on a second look no twitch")
    expect(monitor.page.locator("#events-summary")).to_contain_text("0 twitches listed")


def test_the_newest_event_is_on_top_and_uncounted_ones_come_on_request(
    open_monitor: OpenMonitor,
) -> None:
    later, blind, earlier = row(30.0), unobservable(20.0, 3.0), rejected(10.0)
    monitor = open_monitor(hello(events=[event(3, later), event(1, earlier), event(2, blind)]))
    assert [cells[0] for cells in rows(monitor.page)] == ["0:30.0"]
    monitor.page.get_by_label("Also what was not counted").check()
    assert [cells[:2] for cells in rows(monitor.page)] == [
        ["0:30.0", "single"],
        ["0:20.0", "Not observable: mouth movement"],
        ["0:10.0", "Movement not counted: expression"],
    ]


def test_a_long_session_does_not_grow_the_list_without_end(open_monitor: OpenMonitor) -> None:
    many = [event(number, row(float(number))) for number in range(500)]
    monitor = open_monitor(hello(events=many, older_events=7))
    monitor.say(event(500, row(500.0)))
    expect(monitor.page.locator("#events-summary")).to_contain_text("8 older events")
    assert monitor.page.locator("#events tbody tr").count() == 500


def test_a_new_session_begins_with_nothing(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(events=[event(1, row(12.0))], summary=summary()))
    monitor.say(session(clip_count=1))
    expect(monitor.page.locator("#panel-session")).to_contain_text("1 clip kept")
    expect(monitor.page.locator("#count-all")).to_have_text("7")
    assert len(rows(monitor.page)) == 1
    monitor.say(session(id="2026-11-23_11-00-00"))
    expect(monitor.page.locator("#count-all")).to_have_text(NOTHING)
    expect(monitor.page.locator("#events tbody tr")).to_have_count(0)
    expect(monitor.page.locator("#events-empty")).to_be_visible()


def test_twitches_are_spoken_to_screen_readers_old_ones_are_not(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(events=[event(1, row(12.0))]))
    announcer = monitor.page.locator("#announcer")
    expect(announcer).to_have_attribute("aria-live", "polite")
    expect(announcer).to_be_empty()
    monitor.say(event(2, row(15.0)))
    expect(announcer).to_have_text("Twitch: lower lip, left, 1.8 mm, single")
    monitor.say(event(3, row(19.0)))
    expect(announcer.locator("p")).to_have_count(2)


def test_what_is_being_checked_is_not_spoken_as_a_fact(open_monitor: OpenMonitor) -> None:
    """And its withdrawal is said, of a list that says nothing as long as there are no counts."""
    monitor = open_monitor()
    announced = monitor.page.locator("#announcer p")
    monitor.say(event(1, row(12.0), final=False))
    expect(announced).to_have_text(["Twitch: lower lip, left, 1.8 mm, single, being checked"])
    monitor.say(event(2, rejected(13.0)))
    monitor.say(event(1, row(12.0), withdrawn=True))
    expect(announced.last).to_have_text("One withdrawn: on a second look no twitch.")
    expect(announced).to_have_count(2)
    empty = monitor.page.locator("#events-empty")
    expect(empty).to_have_text("Nothing can be said of twitches.")
    expect(empty).to_be_visible()
    monitor.say(summary())
    expect(empty).to_have_text("No twitch yet.")


def test_words_from_elsewhere_are_shown_as_text_only(open_monitor: OpenMonitor) -> None:
    bad = "<img src=x onerror=alert(1)>"
    monitor = open_monitor(hello(session=session(folder=bad, files=[bad])))
    monitor.say({"type": "notice", "severity": "info", "text": bad})
    monitor.say(causes(text=bad, urgent=[bad], footnote=bad))
    expect(monitor.page.locator("#notice-words")).to_have_text(bad)
    expect(monitor.page.locator("#panel-causes .urgency")).to_contain_text(bad)
    assert monitor.page.locator("img").count() == 0


def test_felt_and_detected_are_compared(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor()
    monitor.page.get_by_role("tab", name="Felt and detected").click()
    monitor.say(felt({"time_s": 71.5, "outcome": "pending"}))
    expect(monitor.page.locator("#felt-said")).to_have_text("Noted at 1:11.5.")
    compared = felt(
        {"time_s": 71.5, "outcome": "detected"},
        {"time_s": 80.0, "outcome": "not observable"},
        felt_and_detected=1,
        felt_not_observable=1,
        detected_not_felt=2,
        text="Of 2 moments felt, 1 was detected.",
    )
    monitor.say(compared)
    panel = monitor.page.locator("#panel-felt")
    expect(panel).to_contain_text("Of 2 moments felt, 1 was detected.")
    figures = {
        figure.get_attribute("data-felt"): figure.locator("strong").inner_text()
        for figure in panel.locator(".figure").all()
    }
    assert figures == {
        "felt_and_detected": "1",
        "felt_not_detected": "0",
        "detected_not_felt": "2",
        "felt_not_observable": "1",
    }
    assert panel.locator("tbody td:last-child").all_inner_texts() == [
        "could not be seen at that time",
        "a twitch was detected",
    ]


def test_urgency_stands_above_causes_and_a_closed_cause_stays_closed(
    open_monitor: OpenMonitor,
) -> None:
    spasm = {
        "id": "spasm",
        "name": "Spasm of one side",
        "summary": "shares some features",
        "speaks_for": ["One side only"],
        "speaks_against": [],
        "unknown": ["Whether it stops in sleep"],
    }
    told = causes(available=True, text="", urgent=["See a doctor soon."], causes=[spasm])
    monitor = open_monitor(hello(causes=told))
    page = monitor.page
    page.get_by_role("tab", name="Causes").click()
    texts = page.locator("#panel-causes").inner_text()
    assert texts.index("See a doctor soon.") < texts.index("Spasm of one side")
    # What speaks for it needs no click.
    expect(page.get_by_text("One side only")).to_be_visible()
    page.locator("summary").click()
    monitor.say(causes(available=True, text="Newer.", urgent=[], causes=[spasm]))
    expect(page.locator("#panel-causes")).to_contain_text("Newer.")
    expect(page.get_by_text("One side only")).to_be_hidden()


def test_a_source_is_named_with_what_it_dropped_and_what_it_can_show(
    open_monitor: OpenMonitor,
) -> None:
    monitor = open_monitor(hello(status=status(), summary=summary()))
    monitor.page.get_by_role("tab", name="Session").click()
    panel = monitor.page.locator("#panel-session")
    dropped = camera()["dropped_text"]
    for words in ("camera 0", "720, 30.0 per second", f"2412 watched; {dropped}", "0.6 mm"):
        expect(panel).to_contain_text(words)
    expect(monitor.page.locator("#facts")).to_contain_text("3 not watched")
    monitor.say(status(camera=camera(dropped=0, dropped_text="")))
    expect(panel.locator("#fact-dropped")).to_have_text("2412 watched")


def test_what_could_be_detected_is_forgotten_with_its_session(open_monitor: OpenMonitor) -> None:
    monitor = open_monitor(hello(summary=summary()))
    monitor.page.get_by_role("tab", name="Session").click()
    detectable = monitor.page.locator("#fact-detectable")
    for other in (session(id="live_another"), session(id=None, deleted=True)):
        monitor.say(summary())
        expect(detectable).to_contain_text("0.6 mm")
        monitor.say(other)
        expect(detectable).to_have_text("not measured yet")
