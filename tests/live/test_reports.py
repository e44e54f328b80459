"""How often what is told."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from tests.live.made_up_messages import session as session_message
from tests.live.made_up_messages import status, summary
from tests.live.made_up_source import Told
from twitchcam.live.reports import Reports

if TYPE_CHECKING:
    import pytest

    from twitchcam.live.messages import SummaryMessage
    from twitchcam.live.session import Session
    from twitchcam.live.snapshot import Snapshots

# Of the thread's own time.
SUMMARY_COSTS_S, LASTS_S = 0.01, 0.25


class LongSession:
    """One whose summary takes a while; ``kept`` counts how often it was got onto the disk."""

    protocol = SimpleNamespace(is_under_way=False)
    record = SimpleNamespace(marks_s=[])
    evidence = None

    def __init__(self) -> None:
        self.kept = 0

    def keep(self) -> None:
        self.kept += 1

    def summary(self) -> SummaryMessage:
        until_s = time.thread_time() + SUMMARY_COSTS_S
        while time.thread_time() < until_s:
            pass
        return summary()


def test_what_takes_long_comes_less_often_and_leaves_time_to_watch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SUMMARY", "KEEPING"):
        monkeypatch.setattr(f"twitchcam.live.reports.{name}_INTERVAL_S", 0.02)
    told, long = Told(), LongSession()
    snapshots = SimpleNamespace(session=session_message, status=status)
    reports = Reports(cast("Snapshots", snapshots), told, None)
    began_s = time.monotonic()
    while time.monotonic() - began_s < LASTS_S:
        reports.tell(cast("Session", long))
        time.sleep(0.001)
    # Each 200 ms, which is 20 times what it takes; the rest as often as it should be.
    assert 1 <= len(told.of("summary")) <= 2
    assert long.kept > len(told.of("summary"))
