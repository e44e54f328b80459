"""A monitor that runs for a test hides none of its own failures, and ends with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.made_up_source import MadeUpSource, Told, frames_of, monitor_of, running
from twitchcam.live.session_keeper import SessionKeeper

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.live.monitor import Monitor


@pytest.fixture
def monitor(tmp_path: Path) -> Monitor:
    """Give one that waits for its first picture."""
    return monitor_of(MadeUpSource(frames_of("singles", 0, 30), hold_at=0), tmp_path, Told())


def test_a_monitor_that_fails_fails_its_test(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: SessionKeeper) -> None:
        message = "it broke"
        raise RuntimeError(message)

    monkeypatch.setattr(SessionKeeper, "close", fail)
    with pytest.raises(RuntimeError, match="it broke"), running(monitor):
        pass


def test_a_monitor_ends_with_a_test_that_fails(monitor: Monitor) -> None:
    with pytest.raises(pytest.fail.Exception), running(monitor):
        pytest.fail("this was never told")
    assert monitor.ended.is_set()
