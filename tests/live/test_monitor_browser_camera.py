"""A page's camera as the monitor's source: who sends pictures may come, go and change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import pytest

from tests.live.made_up_source import Told, frames_of, running
from twitchcam.capture.live_source import CameraError, Health
from twitchcam.live import commands
from twitchcam.live.monitor import BUSY, Monitor
from twitchcam.live.source_plan import SourcePlan
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from twitchcam.capture.live_source import LiveSource

ON, OFF = (commands.UseBrowserCamera(on, "webcam") for on in (True, False))
# No more than wait for the monitor at once: none is dropped.
PICTURES = 6


def no_camera() -> LiveSource:
    """The machine has none but the browser's."""
    raise CameraError(Health("absent", "there is no camera 0"))


class Watched(NamedTuple):
    """A monitor that counts what one page sends."""

    monitor: Monitor
    told: Told
    page: Told


def send_pictures(monitor: Monitor, page: Told) -> None:
    for frame in frames_of("singles", 0, PICTURES):
        bgr = cv2.cvtColor(frame.read_rgb(), cv2.COLOR_RGB2BGR)
        _, jpeg = cv2.imencode(".jpg", bgr)
        monitor.ask(commands.CameraFrame(frame.time_s, jpeg.tobytes()), page)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """Give one whose session runs and has seen a few pictures."""
    told, page = Told(), Told()
    plan = SourcePlan("camera", "camera 0", no_camera)
    with running(Monitor(plan, Settings(), tmp_path, told)) as monitor:
        monitor.ask(ON, page)
        monitor.ask(commands.Start(), page)
        told.wait_for_phase("running")
        send_pictures(monitor, page)
        told.wait_for(lambda m: m["type"] == "status" and m["camera"]["pictures"] > 0)
        yield Watched(monitor, told, page)


@pytest.mark.parametrize("wish", [ON, OFF])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_session_that_is_over_stays_whatever_becomes_of_the_camera(
    watched: Watched, wish: commands.UseBrowserCamera, *, is_new: bool
) -> None:
    """Its page offers the camera again whenever it reconnects."""
    monitor, told, page = watched
    monitor.ask(commands.Stop(), page)
    told.wait_for_phase("stopped")
    session = monitor.shown.session
    monitor.ask(wish, Told() if is_new else page)
    late = Told()
    monitor.welcome(late)
    hello = late.wait_for(lambda m: m["type"] == "hello")
    assert hello["status"]["phase"] == "stopped"
    assert hello["session"]["files"]
    assert hello["summary"] is not None
    assert monitor.shown.session is session


def test_a_new_session_goes_on_with_the_camera_of_a_page_that_came_back(watched: Watched) -> None:
    monitor, told, page = watched
    monitor.ask(commands.Stop(), page)
    told.wait_for_phase("stopped")
    again = Told()
    monitor.ask(ON, again)
    monitor.ask(commands.Start(), again)
    told.messages.clear()
    told.wait_for_phase("running")
    send_pictures(monitor, again)
    told.wait_for(
        lambda m: m["type"] == "status" and m["phase"] == "running" and m["camera"]["pictures"] > 0
    )


def test_a_page_that_comes_back_before_the_first_picture_is_watched(tmp_path: Path) -> None:
    told, page, again = Told(), Told(), Told()
    monitor = Monitor(SourcePlan("camera", "camera 0", no_camera), Settings(), tmp_path, told)
    for command, asker in ((ON, page), (commands.Start(), page), (ON, again)):
        monitor.ask(command, asker)
    with running(monitor):
        told.wait_for_phase("running")
        send_pictures(monitor, again)
        told.wait_for(lambda m: m["type"] == "status" and m["camera"]["pictures"] > 0)
    assert told.of("notice") == []


def test_a_camera_that_is_offered_in_the_middle_of_a_session_is_turned_off_again(
    tmp_path: Path,
) -> None:
    """The page that offers it is told, and no other."""
    told, page = Told(), Told()
    with running(
        Monitor(SourcePlan("camera", "camera 0", no_camera), Settings(), tmp_path, told)
    ) as monitor:
        monitor.ask(commands.Start())
        monitor.ask(ON, page)
        refused = page.wait_for(lambda m: m["type"] == "camera_off")
    assert refused["text"] == BUSY
    assert told.of("notice") == []
