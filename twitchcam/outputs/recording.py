"""What became of one recording: what it shows, and the files that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from twitchcam.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.outputs.result_files import ResultFiles
    from twitchcam.records import Event, Evidence


@dataclass(frozen=True, slots=True)
class Recording:
    """An analysed recording.

    ``files`` is ``None`` when nothing was written; ``replaced`` says by which other options the
    results were made that these took the place of.
    """

    path: Path
    events: tuple[Event, ...]
    evidence: Evidence
    files: ResultFiles | None
    replaced: str = ""


class UnwrittenError(OutputError):
    """A recording was analysed, but not all of its results could be written.

    ``recording`` is what was measured; its ``files`` are those that could be, or ``None``.
    """

    def __init__(self, message: str, recording: Recording) -> None:
        super().__init__(message)
        self.recording = recording
