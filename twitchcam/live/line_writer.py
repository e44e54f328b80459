"""Lines for a reader who may be slow, pause, or never come back."""

from __future__ import annotations

from collections import Counter, deque
from threading import Condition, Thread
from typing import TYPE_CHECKING, NamedTuple, TextIO

from twitchcam.errors import OutputError
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable

# So many lines wait for the reader: of a session on a stopped terminal, that is some minutes.
MOST_WAITING = 1000
# At the end, a reader who takes nothing for so long is not waited for any more.
GOODBYE_S = 5.0


class LineWriter:
    """Writes to a stream in a thread of its own, so that whoever has something to say never waits.

    When too many lines wait, the oldest is left out that a later one of its kind makes up for, or
    else the oldest of any such kind, or the oldest; that is said as soon as the reader goes on.

    Parameters
    ----------
    stream
        Where to. When it fails, the rest goes nowhere.
    as_line
        Makes a line of a sentence.
    """

    def __init__(self, stream: TextIO, as_line: Callable[[str], str]) -> None:
        self._stream = stream
        self._as_line = as_line
        self._news = Condition()
        self._waiting: deque[_Line] = deque()
        self._left_out = 0
        # Why it failed, unless its reader has gone, and how many lines that cost.
        self._failure: OSError | None = None
        self._lost = 0
        self._is_over = False
        self._thread = Thread(target=self._write_all, name="twitchcam-lines", daemon=True)
        self._thread.start()

    def put(self, text: str, kind: str = "") -> None:
        """Take a line; if it is of a kind, a later line of that kind makes up for it."""
        with self._news:
            if self._is_over:
                self._lost += 1
                return
            self._waiting.append(_Line(text, kind))
            if len(self._waiting) > MOST_WAITING:
                self._leave_one_out()
            self._news.notify()

    def close(self) -> int:
        """Wait for as long as the lines are taken; gives how many were not.

        Raises
        ------
        OutputError
            If they could not be written, as on a full disk. A reader that went away had enough.
        """
        with self._news:
            self._is_over = True
            self._news.notify()
        before = None
        while self._thread.is_alive() and before != len(self._waiting):
            before = len(self._waiting)
            self._thread.join(GOODBYE_S)
        if self._failure:
            lines = counted(self._lost, "line", "lines")
            message = f"{lines} could not be printed: {self._failure.strerror or self._failure}"
            raise OutputError(message) from self._failure
        # And the one that is being written.
        return len(self._waiting) + 1 if self._thread.is_alive() else 0

    def _leave_one_out(self) -> None:
        numbers = Counter(line.kind for line in self._waiting if line.kind)
        passing = [at for at, line in enumerate(self._waiting) if line.kind]
        made_up_for = (at for at in passing if numbers[self._waiting[at].kind] > 1)
        del self._waiting[next(made_up_for, passing[0] if passing else 0)]
        self._left_out += 1

    def _write_all(self) -> None:
        try:
            while (text := self._next()) is not None:
                self._stream.write(text)
                self._stream.flush()
        except (OSError, ValueError) as error:
            with self._news:
                self._is_over = True
                if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
                    self._failure = error
                # And the one that was being written.
                self._lost = len(self._waiting) + 1
                self._waiting.clear()

    def _next(self) -> str | None:
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._is_over)
            if not self._waiting:
                return None
            text = self._waiting.popleft().text
            left_out, self._left_out = self._left_out, 0
        if not left_out:
            return text
        lines = counted(left_out, "line was", "lines were")
        return self._as_line(f"{lines} left out here: nobody read them in time.") + text


class _Line(NamedTuple):
    text: str
    kind: str
