"""What the keeper of the session notes, without a monitor."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from tests.live.made_up_messages import felt
from tests.live.made_up_source import Told
from twitchcam.live.session_keeper import SessionKeeper
from twitchcam.live.shown import Shown
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.live.reports import Reports
    from twitchcam.live.session import Session


@pytest.mark.parametrize(
    ("agos_s", "marks_s"),
    [([0.0, 0.0], [10.0]), ([0.5, 0.2], [9.5]), ([0.2, 0.5], [9.8]), ([0.5, 0.0], [9.5, 10.0])],
)
def test_a_double_press_is_one_mark(
    tmp_path: Path, agos_s: list[float], marks_s: list[float]
) -> None:
    """By key and button, or in two tabs."""
    marked: list[float] = []
    session = SimpleNamespace(
        clock=SimpleNamespace(now_s=10.0, started_s=0.0),
        saving=object(),
        notes=SimpleNamespace(record=SimpleNamespace(marks_s=marked)),
        mark_felt=marked.append,
        felt=felt,
    )
    shown = Shown("running", cast("Session", session))
    reports = cast("Reports", SimpleNamespace())
    keeper = SessionKeeper(tmp_path, Settings(), shown, Told(), reports)
    for ago_s in agos_s:
        keeper.mark_felt(ago_s)
    assert marked == marks_s
