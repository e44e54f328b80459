"""Which source is open: the planned one, or a page's camera."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from tests.live.made_up_source import Told
from twitchcam.capture.pushed_frames import PushedFrames
from twitchcam.errors import SourceError
from twitchcam.live.commands import CameraFrame
from twitchcam.live.source_keeper import SourceKeeper
from twitchcam.live.source_plan import SourcePlan

if TYPE_CHECKING:
    from twitchcam.capture.live_source import LiveSource


def camera_frame(time_s: float, width_px: int = 64) -> CameraFrame:
    """A grey picture."""
    _, jpeg = cv2.imencode(".jpg", np.full((48, width_px, 3), 90, np.uint8))
    return CameraFrame(time_s, jpeg.tobytes())


def no_camera() -> None:
    """No test here comes to it."""
    message = "the planned source is not wanted"
    raise AssertionError(message)


@pytest.fixture
def mine() -> Told:
    """Give a page with a camera."""
    return Told()


@pytest.fixture
def keeper(mine: Told) -> SourceKeeper:
    """Give one that watches the pictures of that page."""
    keeper = SourceKeeper(SourcePlan("camera", "made up", no_camera))  # type: ignore[arg-type]
    keeper.use_browser("webcam", mine)
    return keeper


def test_the_first_picture_of_the_page_opens_the_source(keeper: SourceKeeper, mine: Told) -> None:
    keeper.look()
    assert keeper.source is None
    keeper.push(camera_frame(0.0), Told())
    keeper.look()
    assert keeper.source is None
    keeper.push(camera_frame(0.0), mine)
    keeper.look()
    assert keeper.source is not None
    assert keeper.source.info.width_px == 64
    keeper.close_source()


def test_a_camera_whose_pictures_are_refused_is_given_up(keeper: SourceKeeper, mine: Told) -> None:
    """It would be refused again with each of its pictures; its page turns it off."""
    keeper.push(camera_frame(0.0, width_px=2000), mine)
    with pytest.raises(SourceError, match="1920 pixels"):
        keeper.look()
    assert keeper.browser is None
    assert not keeper.belongs_to(mine)
    assert mine.of("camera_off")


def test_a_page_that_was_taken_over_has_no_say_any_more(keeper: SourceKeeper, mine: Told) -> None:
    """And turns its camera off."""
    another = Told()
    keeper.push(camera_frame(0.0), mine)
    keeper.look()
    assert keeper.belongs_to(mine)
    assert keeper.take_over(mine)
    assert mine.messages == []
    assert keeper.take_over(another)
    assert mine.of("camera_off")
    assert another.messages == []
    assert keeper.belongs_to(another)
    assert not keeper.belongs_to(mine)
    keeper.close_source()


class SlowCamera:
    """Takes long to open; must not be opened while it is open."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.has_begun = threading.Event()
        self.opened = self.open_now = 0
        self.is_open_twice = False

    def open(self) -> LiveSource:
        self.opened += 1
        self.open_now += 1
        self.is_open_twice |= self.open_now > 1
        self.has_begun.set()
        self.go.wait()
        return OpenCamera(self)


class OpenCamera(PushedFrames):
    """Gives grey pictures until it is closed."""

    def __init__(self, camera: SlowCamera) -> None:
        super().__init__("made up", camera_frame(0.0).jpeg, 0.0)
        self._camera = camera

    def close(self) -> None:
        super().close()
        self._camera.open_now -= 1


def test_a_source_that_is_not_wanted_when_it_opens_is_closed_before_the_next_opens() -> None:
    """And whoever ends the program waits for none of it."""
    camera = SlowCamera()
    keeper = SourceKeeper(SourcePlan("camera", "made up", camera.open))
    keeper.look()
    camera.has_begun.wait()
    keeper.close_source()
    keeper.look()
    opening = [one for one in threading.enumerate() if one.name == "twitchcam-opening"]
    assert opening
    assert all(thread.daemon for thread in opening)
    camera.go.set()
    for thread in opening:
        thread.join()
    keeper.look()
    assert keeper.source is not None
    assert camera.opened == 2
    assert not camera.is_open_twice
    keeper.close_source()
    assert camera.open_now == 0


def test_a_source_that_is_given_up_while_it_waits_for_another_is_never_opened() -> None:
    camera = SlowCamera()
    keeper = SourceKeeper(SourcePlan("camera", "made up", camera.open))
    keeper.look()
    camera.has_begun.wait()
    for _ in range(2):
        keeper.close_source()
        keeper.look()
    opening = [one for one in threading.enumerate() if one.name == "twitchcam-opening"]
    camera.go.set()
    for thread in opening:
        thread.join()
    # The first, and the one that is wanted.
    assert camera.opened == 2
    assert not camera.is_open_twice
    keeper.look()
    keeper.close_source()
    assert camera.open_now == 0
