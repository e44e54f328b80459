"""``twitchcam`` as a program of its own whose recordings wait for whoever watches them.

As the command, but where the machine is too slow for the pictures, they come later rather than
being dropped, and the recording's time goes as slowly: what is seen of it is always the same.
Neither does a page miss any: the next one comes when it has drawn the last, if it draws at all,
and none is shown before it was measured.
"""

from __future__ import annotations

import math
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from tests.patient_replay import PatientReplay
from twitchcam.__main__ import main
from twitchcam.live import source_plan
from twitchcam.live.hub import Client
from twitchcam.live.preview import Preview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import Event

# From the folder of the project, as is twitchcam itself: another one may be installed.
UNHURRIED = [sys.executable, "-m", "tests.unhurried"]

_show, _shown, _take = Client.show, Client.shown, Preview.take
_drawing: set[Client] = set()


def _show_unhurried(self: Client, frame: int, preview: bytes) -> None:
    _show(self, frame, preview)
    while self in _drawing and (self._preview or self._under_way):
        if self.is_gone or self.is_too_slow:
            return
        time.sleep(0.001)


def _shown_unhurried(self: Client, frame: int) -> None:
    _drawing.add(self)
    _shown(self, frame)


def _take_unhurried(
    self: Preview, _now_s: float, judged_s: float, twitches: Sequence[Event]
) -> list[tuple[int, bytes]]:
    return _take(self, -math.inf, judged_s, twitches)


if __name__ == "__main__":
    for of, name, unhurried in (
        (source_plan, "FileReplay", partial(PatientReplay, period_s=1 / 30)),
        (Client, "show", _show_unhurried),
        (Client, "shown", _shown_unhurried),
        (Preview, "take", _take_unhurried),
    ):
        setattr(of, name, unhurried)
    sys.exit(main())
