"""Outlets without a page: lines for a terminal, JSON for a pipe, and several outlets as one."""

from __future__ import annotations

from shutil import get_terminal_size
from typing import TYPE_CHECKING, TextIO

from twitchcam.live.hub import text_of
from twitchcam.live.line_writer import LineWriter
from twitchcam.live.messages import notice
from twitchcam.outputs.words import clock, per_minute, percent
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.live.messages import (
        EventMessage,
        ServerMessage,
        StatusMessage,
        SummaryMessage,
    )
    from twitchcam.live.outlet import Outlet

# A terminal that is not one, such as a log, gets the counts this often.
COUNTS_INTERVAL_S = 10.0


class Outlets:
    """Tells several outlets."""

    def __init__(self, outlets: Sequence[Outlet]) -> None:
        self._outlets = outlets

    @property
    def wants_previews(self) -> bool:
        """Whether any of them shows pictures."""
        return any(outlet.wants_previews for outlet in self._outlets)

    def publish(self, message: ServerMessage) -> None:
        """Tell all."""
        for outlet in self._outlets:
            outlet.publish(message)

    def show(self, frame: int, preview: bytes) -> None:
        """Show all that want it."""
        for outlet in self._outlets:
            if outlet.wants_previews:
                outlet.show(frame, preview)


class JsonLines:
    """Writes one JSON object per line: final events, counts, notices, the session and its state.

    Parameters
    ----------
    stream
        Where to.
    """

    wants_previews = False
    # Of the second ones, the newest says all.
    _LASTING = frozenset({"event", "notice"})
    _PASSING = frozenset({"summary", "status", "session", "felt", "causes"})

    def __init__(self, stream: TextIO) -> None:
        self._lines = LineWriter(stream, _notice_line)
        self._last: dict[str, object] = {}

    def publish(self, message: ServerMessage) -> None:
        """Write a message, unless it says what the last of its kind said."""
        kind = message["type"]
        if kind in self._LASTING | self._PASSING and not self._is_stale(message):
            self._lines.put(_json_line(message), kind if kind in self._PASSING else "")

    def show(self, frame: int, preview: bytes) -> None:
        """Do nothing: lines hold no pictures."""

    def finish(self) -> int:
        """End as :meth:`LineWriter.close` does."""
        return self._lines.close()

    def _is_stale(self, message: ServerMessage) -> bool:
        if message["type"] == "event":
            # A twitch that came to nothing is no event, and nobody was told of it here.
            is_none = message["withdrawn"] and message["event"]["kind"] == "twitch"
            return is_none or not message["final"]
        if message["type"] == "status":
            told: object = (message["phase"], message["camera"]["state"], message["saving"])
        else:
            told = message
        stale = self._last.get(message["type"]) == told
        self._last[message["type"]] = told
        return stale


class TerminalLines:
    """Writes events as they come and keeps the counts on the last line.

    Parameters
    ----------
    stream
        Where to.
    rewrites
        Whether the last line can be written over, as on a terminal.
    """

    wants_previews = False

    def __init__(self, stream: TextIO, *, rewrites: bool) -> None:
        self._lines = LineWriter(stream, self._full_line)
        self._rewrites = rewrites
        self._counts = ""
        self._camera = self._saving = ""
        self._coach = ""
        self._shown_at_s = -COUNTS_INTERVAL_S
        self._width = 0

    def publish(self, message: ServerMessage) -> None:
        """Write what a person wants to read."""
        if message["type"] == "event":
            self._event(message)
        elif message["type"] == "summary":
            self._summary(message)
        elif message["type"] == "status":
            self._status(message)
        elif message["type"] == "notice":
            self._line(message["text"])

    def show(self, frame: int, preview: bytes) -> None:
        """Do nothing: a terminal shows no pictures."""

    def finish(self) -> int:
        """Leave the last counts standing, and end as :meth:`LineWriter.close` does."""
        if self._counts:
            self._line(self._counts)
            self._counts = ""
        return self._lines.close()

    def _event(self, message: EventMessage) -> None:
        event = message["event"]
        if message["final"] and not message["withdrawn"] and event["kind"] == "twitch":
            self._line(f"{clock(event['onset_s'])}  {event['words']}")

    def _summary(self, message: SummaryMessage) -> None:
        self._counts = counts_line(message)
        due = message["duration_s"] - self._shown_at_s >= COUNTS_INTERVAL_S
        if self._rewrites:
            # A line that wraps is not rewritten.
            shown = self._counts[: get_terminal_size().columns - 1]
            self._lines.put(f"\r{shown:<{self._width}}", "counts")
            self._width = len(shown)
        elif due:
            self._shown_at_s = message["duration_s"]
            self._line(self._counts)
            self._counts = ""

    def _status(self, message: StatusMessage) -> None:
        camera, saving = message["camera"], message["saving"]
        state = camera["state"] if camera["text"] else ""
        # When the session is over, it is closed, not well; that it failed was a notice.
        if state != self._camera and message["phase"] != "stopped":
            self._camera = state
            what = "recording" if camera["kind"] == "file" else "camera"
            self._line(f"{what}: {camera['text'] or 'ok'}")
        if saving != self._saving:
            self._saving = saving
            self._line(saving or "saving: ok")
        urgent = [line["text"] for line in message["coach"] if line["severity"] == "error"]
        if (coach := urgent[0] if urgent else "") != self._coach:
            self._coach = coach
            if coach:
                self._line(coach)

    def _line(self, text: str) -> None:
        self._lines.put(self._full_line(text))
        self._width = 0

    def _full_line(self, text: str) -> str:
        """Make a line of its own, over the counts where those are rewritten."""
        return f"\r{text:<{self._width}}\n" if self._rewrites else f"{text}\n"


def _json_line(message: ServerMessage) -> str:
    return text_of(message) + "\n"


def _notice_line(text: str) -> str:
    return _json_line(notice("warning", text))


def counts_line(summary: SummaryMessage) -> str:
    """Running counts in one line."""
    time = clock(summary["duration_s"])
    share = summary["observable_share"]
    seen = "" if share is None else f", {percent(share)} observable"
    if summary["reasons"]:
        seen += f" (not: {summary['reasons']})"
    counts = summary["counts"]
    if counts is None:
        return f"{time}  nothing can be said of twitches yet{seen}"
    total = counts["all"]
    sides = ", ".join(
        f"{row['events']} {side if side != 'both' else 'both sides'}"
        for side, row in counts["by_side"].items()
        if row["events"]
    )
    where = f" ({sides})" if sides else ""
    rate = ""
    if (estimate := total["per_minute"]) is not None:
        value, low, high = (per_minute(estimate[key]) for key in ("value", "low", "high"))
        rate = f", {value}/min ({low}-{high})"
    found = counted(total["events"], "twitch", "twitches")
    return f"{time}  {found}{where}{rate}{seen}"
