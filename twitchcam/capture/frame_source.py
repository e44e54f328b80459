"""The contract that every source of pictures keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Self

    from twitchcam.records import Frame, SourceInfo


class FrameSource(Protocol):
    """A video or camera, opened and ready to be read once.

    - Pictures are upright; ``info`` gives the size they are delivered in.
    - ``Frame.index`` counts the pictures that were there from 0 on. Those of a file come one and
      all; a live source leaves out what nobody took in time.
    - ``Frame.time_s`` is 0 for the first picture and rises strictly.
    - A frame, its ``gray`` and its ``read_rgb`` stay valid after the source has moved on or closed.
      Keeping a frame keeps its picture in memory.
    - A source is read once. Iterating a second time, or after ``close``, raises ``ValueError``, as
      reading a closed file does.
    - An exception in a reading thread is raised again in the loop that iterates.
    - No thread outlives the loop or ``close``, also when the loop is left early or by Ctrl-C.
    """

    @property
    def info(self) -> SourceInfo:
        """What is known before reading."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What was irregular so far, one sentence for the user each; complete after the loop."""
        ...

    @property
    def cut_off(self) -> str:
        """How a file ended before the recording did, in one sentence; else empty. As ``notes``."""
        ...

    def __iter__(self) -> Iterator[Frame]: ...

    def close(self) -> None:
        """Stop reading and free everything; calling it again does nothing."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
