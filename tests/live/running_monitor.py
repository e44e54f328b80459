"""``twitchcam live`` as a program of its own, with the page served, for tests of the whole."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from typing_extensions import Self

from tests.patience import PATIENCE_S
from tests.unhurried import UNHURRIED
from twitchcam.outputs.events_tsv import read_events
from twitchcam.records import Kind

if TYPE_CHECKING:
    from twitchcam.records import Event

PROJECT = Path(__file__).parents[2]


class RunningMonitor:
    """The program, from the moment it serves until the end of the ``with`` block.

    ``address`` is what it tells the person to open.
    """

    def __init__(self, source: Path, out: Path, port: int = 0) -> None:
        self.out = out
        command = [*UNHURRIED, "live", str(source), "--no-browser"]
        options = ["--port", str(port), "--out", str(out)]
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [*command, *options], stdout=subprocess.PIPE, text=True, cwd=PROJECT
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line.startswith("twitchcam: open http://127.0.0.1:")
        self.address = line.split()[-1]

    @property
    def port(self) -> int:
        """Where it listens."""
        port = urlsplit(self.address).port
        assert port
        return port

    @property
    def token(self) -> str:
        """What its pages know it by."""
        return self.address.partition("#token=")[2]

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(PATIENCE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE_S)
        assert self.process.stdout
        self.process.stdout.close()


def saved_twitches(folder: Path) -> list[Event]:
    """The twitches in a session's table of events."""
    [table] = folder.glob("*_events.tsv")
    return [event for event in read_events(table) if event.kind is Kind.TWITCH]
