"""What a terminal and a pipe get."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.live.held_stream import HeldStream
from tests.live.made_up_events import rejected, twitch
from tests.live.made_up_messages import camera, status
from twitchcam.live.event_book import EventBook
from twitchcam.live.outlets import JsonLines, TerminalLines, counts_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twitchcam.records import Event


@pytest.fixture
def held() -> Iterator[HeldStream]:
    """Give a stream whose reader pauses."""
    stream = HeldStream()
    yield stream
    stream.go.set()


def summary(**more: Any) -> Any:  # noqa: ANN401 - a message
    tally = {"events": 2, "peaks": 2, "per_minute": {"value": 4.0, "low": 0.9, "high": 11.0}}
    none = {"events": 0, "peaks": 0, "per_minute": None}
    counts = {"all": tally, "by_side": {"left": tally, "right": none, "both": none}}
    return {
        "type": "summary",
        "duration_s": 30.0,
        "observable_share": 0.9,
        "reasons": "no face 3.0 s",
        "counts": counts,
    } | more


def told(event: Event, **more: Any) -> Any:  # noqa: ANN401 - a message
    (message,) = EventBook().settle([event], None)
    return dict(message) | more


class TestLines:
    """What a terminal and a pipe get."""

    def test_running_counts(self) -> None:
        line = counts_line(summary())
        assert line == (
            "0:30.0  2 twitches (2 left), 4.0/min (0.9-11.0), 90% observable (not: no face 3.0 s)"
        )
        assert "nothing can be said of twitches yet" in counts_line(summary(counts=None))

    def test_a_terminal_keeps_the_counts_on_its_last_line(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "120")
        stream = io.StringIO()
        lines = TerminalLines(stream, rewrites=True)
        lines.publish(summary())
        lines.publish(told(twitch(1.0), final=False))
        lines.publish(told(twitch(1.0)))
        lines.publish(told(rejected(2.0)))
        lines.finish()
        shown = [line.strip() for line in stream.getvalue().replace("\r", "\n").splitlines()]
        assert [line for line in shown if line] == [
            counts_line(summary()),
            "0:01.0  Twitch: upper lip, left, single",
            counts_line(summary()),
        ]

    def test_a_line_that_is_rewritten_fits_the_terminal(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "40")
        stream = io.StringIO()
        lines = TerminalLines(stream, rewrites=True)
        lines.publish(summary())
        lines.finish()
        assert stream.getvalue().split("\r")[1:] == [
            counts_line(summary())[:39],
            counts_line(summary()) + "\n",
        ]

    def test_a_log_gets_the_counts_now_and_then(self) -> None:
        stream = io.StringIO()
        lines = TerminalLines(stream, rewrites=False)
        for second in range(21):
            lines.publish(summary(duration_s=float(second)))
        lines.finish()
        assert len(stream.getvalue().splitlines()) == 3

    def test_a_log_ends_with_the_last_counts(self) -> None:
        stream = io.StringIO()
        lines = TerminalLines(stream, rewrites=False)
        for second in range(25):
            lines.publish(summary(duration_s=float(second)))
        lines.finish()
        shown = stream.getvalue().splitlines()
        assert shown[3:] == [counts_line(summary(duration_s=24.0))]

    def test_a_terminal_is_told_of_a_state_once(self) -> None:
        """However its words change, and again when something else is wrong."""
        stream = io.StringIO()
        lines = TerminalLines(stream, rewrites=False)
        for seconds in range(3):
            lines.publish(status(camera=camera(state="silent", text=f"For {seconds} s.")))
        lines.publish(status())
        for _ in range(2):
            lines.publish(status(saving="The disk is full."))
        lines.publish(status())
        lines.finish()
        assert stream.getvalue().splitlines() == [
            "camera: For 0 s.",
            "camera: ok",
            "The disk is full.",
            "saving: ok",
        ]

    def test_a_recording_is_not_called_a_camera(self) -> None:
        stream = io.StringIO()
        lines = TerminalLines(stream, rewrites=False)
        lines.publish(status(camera=camera(kind="file", state="absent", text="a.mp4 is none.")))
        lines.publish(status(camera=camera(kind="file")))
        lines.finish()
        assert stream.getvalue() == "recording: a.mp4 is none.\nrecording: ok\n"

    @pytest.mark.parametrize("at_the_end", [("ended", ""), ("absent", "It is unplugged.")])
    def test_nothing_is_said_of_a_camera_when_its_session_is_over(
        self, at_the_end: tuple[str, str]
    ) -> None:
        stream = io.StringIO()
        lines = TerminalLines(stream, rewrites=False)
        lines.publish(status(camera=camera(state="silent", text="It gives no pictures.")))
        state, text = at_the_end
        lines.publish(status("stopped", camera=camera(state=state, text=text)))
        lines.finish()
        assert stream.getvalue() == "camera: It gives no pictures.\n"

    def test_json_lines_say_nothing_twice(self) -> None:
        stream = io.StringIO()
        lines = JsonLines(stream)
        for message in (summary(), summary(), told(twitch(1.0), final=False), told(twitch(1.0))):
            lines.publish(message)
        lines.finish()
        assert [json.loads(line)["type"] for line in stream.getvalue().splitlines()] == [
            "summary",
            "event",
        ]

    @pytest.mark.parametrize("final", [[], [rejected(1.0)]])
    def test_json_lines_hold_no_twitch_that_came_to_nothing(self, final: list[Event]) -> None:
        """Only what it was instead, if it was anything."""
        stream, book = io.StringIO(), EventBook()
        lines = JsonLines(stream)
        for message in [*book.foresee([twitch(1.0)]), *book.settle(final, None)]:
            lines.publish(message)
        lines.finish()
        events = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
        assert [event["kind"] for event in events] == [event.kind.value for event in final]

    @pytest.mark.parametrize("make", [JsonLines, lambda s: TerminalLines(s, rewrites=False)])
    def test_nobody_reads(self, make: Any) -> None:  # noqa: ANN401 - makes an outlet
        """A closed pipe behind it stops nothing."""

        class Broken(io.StringIO):
            def write(self, _text: str) -> int:
                raise BrokenPipeError

        lines = make(Broken())
        lines.publish(told(twitch(1.0)))
        assert lines.finish() == 0

    @pytest.mark.parametrize(
        ("make", "newest"),
        [(JsonLines, "1999.0"), (lambda s: TerminalLines(s, rewrites=True), "33:19.0")],
    )
    def test_a_reader_who_pauses_misses_no_twitch(
        self,
        make: Any,  # noqa: ANN401 - makes an outlet
        newest: str,
        held: HeldStream,
    ) -> None:
        """Of the counts only the newest matter; what was left out is said."""
        lines = make(held)
        lines.publish(summary())
        held.is_full.wait()
        for second in range(2000):
            lines.publish(summary(duration_s=float(second)))
            if second % 100 == 0:
                lines.publish(told(twitch(float(second))))
        held.go.set()
        assert lines.finish() == 0
        assert held.getvalue().count("Twitch: upper lip") == 20
        assert newest in held.getvalue()
        assert held.getvalue().count("left out here: nobody read them in time.") == 1
