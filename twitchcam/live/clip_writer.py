"""Clips on their way to the disk: coded one after the other, while watching goes on."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from twitchcam.live.clips import Kept

# Pictures that wait to be coded fill no more memory than this: some ten clips of whole pictures.
MOST_WAITING_BYTES = 200_000_000


class ClipWriter:
    """Has clips written in a thread of its own; leaves out those that come too fast.

    Parameters
    ----------
    write
        Writes a clip, given its number and pictures, until the event is set; tells whether it is
        there then.

    Attributes
    ----------
    kept
        How many were written.
    left_out
        How many were not, for want of time.
    """

    def __init__(self, write: Callable[[int, Sequence[Kept], Event], bool]) -> None:
        self.kept = self.left_out = 0
        self._write = write
        self._asked = 0
        self._under_way: list[tuple[Future[None], int]] = []
        self._unwanted = Event()
        self._worker = ThreadPoolExecutor(1, "twitchcam-clips")

    @property
    def waiting(self) -> int:
        """How many are not written yet."""
        return sum(not future.done() for future, _ in self._under_way)

    def put(self, pictures: Sequence[Kept]) -> None:
        """Have a clip written; never waits."""
        self._asked += 1
        size_bytes = sum(len(picture.jpeg) for picture in pictures)
        self._under_way = [one for one in self._under_way if not one[0].done()]
        waiting_bytes = sum(size for _, size in self._under_way)
        if self._under_way and waiting_bytes + size_bytes > MOST_WAITING_BYTES:
            self.left_out += 1
            return
        future = self._worker.submit(self._write_one, self._asked, pictures, self._unwanted)
        self._under_way.append((future, size_bytes))

    def cancel(self) -> None:
        """Write none of those that wait, and leave nothing of the one that is being written."""
        self._unwanted.set()
        self._unwanted = Event()

    def end(self, then: Callable[[], object]) -> None:
        """Take no more, and do something once all are written; never waits."""
        self._worker.submit(then)
        self._worker.shutdown(wait=False)

    def close(self) -> None:
        """Wait until all are written."""
        self._worker.shutdown(wait=True)

    def _write_one(self, number: int, pictures: Sequence[Kept], unwanted: Event) -> None:
        self.kept += self._write(number, pictures, unwanted)
