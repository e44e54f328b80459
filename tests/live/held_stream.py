"""A stream whose reader pauses, as a full pipe or a terminal that was stopped."""

from __future__ import annotations

import io
import threading


class HeldStream(io.StringIO):
    """Takes nothing until ``go`` is set; ``is_full`` says that somebody waits for that."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.is_full = threading.Event()

    def write(self, text: str) -> int:
        self.is_full.set()
        self.go.wait()
        return super().write(text)
