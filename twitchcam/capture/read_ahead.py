"""Reading in a background thread, so that decoding and analysis overlap."""

from __future__ import annotations

from contextlib import closing, suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

Item = TypeVar("Item")


class ReadAhead(Generic[Item]):
    """Make items in a background thread, a few ahead of whoever iterates.

    The thread starts when the first item is asked for and is joined when the loop ends, however it
    ends. What the thread raises is raised in the loop.

    Parameters
    ----------
    items
        What to read; closed when reading ends.
    depth
        How many items may wait, at least 3.
    """

    def __init__(self, items: Generator[Item, None, None], depth: int) -> None:
        self._items = items
        self._waiting: Queue[Item | None] = Queue(depth)
        self._stop = Event()
        self._error: BaseException | None = None
        self._thread = Thread(target=self._fill, name="twitchcam-read-ahead", daemon=True)

    def __iter__(self) -> Iterator[Item]:
        if self._stop.is_set() or self._thread.ident is not None:
            msg = "this source is closed or was read already: open it again"
            raise ValueError(msg)
        self._thread.start()
        try:
            while (item := self._next()) is not None:
                yield item
        finally:
            self.close()
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        """Stop the thread and wait for its end; calling it again does nothing."""
        self._stop.set()
        self._drain()
        if self._thread.ident is None:
            self._items.close()
        else:
            self._thread.join()
        self._drain()
        # Wakes a loop in another thread that was waiting for an item.
        self._waiting.put(None)

    @property
    def waiting(self) -> int:
        """How many items wait to be taken."""
        return self._waiting.qsize()

    def take(self, timeout_s: float) -> Item | None:
        """Take the next item, for whoever cannot wait in a loop.

        Returns
        -------
        The item, or ``None`` when none came within ``timeout_s``.

        Raises
        ------
        StopIteration
            At the end.
        ValueError
            If the source is closed.
        """
        if self._thread.ident is None and not self._stop.is_set():
            self._thread.start()
        try:
            item = self._next(timeout_s)
        except Empty:
            return None
        if item is not None:
            return item
        self.close()
        if self._error is not None:
            raise self._error
        raise StopIteration

    def _next(self, timeout_s: float | None = None) -> Item | None:
        item = self._waiting.get(timeout=timeout_s)
        if self._stop.is_set():
            msg = "this source was closed while it was being read"
            raise ValueError(msg)
        return item

    def _drain(self) -> None:
        # A thread blocked on a full queue now finds room for that item and for the end mark.
        while not self._waiting.empty():
            self._waiting.get()

    def _fill(self) -> None:
        try:
            with closing(self._items) as items:
                self._put_all(items)
        except BaseException as error:  # noqa: BLE001  (raised again by the loop)
            self._error = error
        self._waiting.put(None)

    def _put_all(self, items: Iterator[Item]) -> None:
        for item in items:
            self._put(item)
            if self._stop.is_set():
                return

    def _put(self, item: Item) -> None:
        self._waiting.put(item)


class ReadNewest(ReadAhead[Item]):
    """The same for items that come by themselves: when they wait too long, the oldest are dropped.

    Attributes
    ----------
    dropped
        How many were dropped.
    """

    def __init__(self, items: Generator[Item, None, None], depth: int) -> None:
        super().__init__(items, depth)
        self.dropped = 0

    def _put(self, item: Item) -> None:
        self.dropped += put_newest(self._waiting, item)


def put_newest(waiting: Queue[Item], item: Item) -> int:
    """Put an item into a queue without waiting; gives how many of the oldest had to go for it."""
    dropped = 0
    while True:
        try:
            waiting.put_nowait(item)
        except Full:  # noqa: PERF203 - at most twice
            with suppress(Empty):
                waiting.get_nowait()
                dropped += 1
        else:
            return dropped
