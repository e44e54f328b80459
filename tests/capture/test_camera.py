"""A camera that is absent, busy, unplugged, plugged in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.patience import PATIENCE_S
from twitchcam.capture import camera as camera_module
from twitchcam.capture.camera import Camera
from twitchcam.capture.live_source import CameraError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from twitchcam.records import Frame

PICTURE = np.full((48, 64, 3), 120, np.uint8)


class FakeSystem:
    """A machine with one camera, which gives pictures by this plan.

    Each letter is one try: ``p`` a picture, ``-`` none; after the last the camera is gone until it
    is opened again with the next plan.
    """

    def __init__(self, node: Path, *plans: str) -> None:
        self.node = node
        self.opened = 0
        self._plans = list(plans)

    def open(self, _number: int) -> FakeDevice:
        plan = self._plans.pop(0) if self._plans else ""
        self.opened += 1
        return FakeDevice(plan)


class FakeDevice:
    """What OpenCV gives."""

    def __init__(self, plan: str) -> None:
        self._left = list(plan)
        self._is_open = bool(plan)

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self._is_open

    def read(self) -> tuple[bool, NDArray[np.uint8] | None]:
        came = bool(self._left) and self._left.pop(0) == "p"
        return came, PICTURE if came else None

    def get(self, _prop: int) -> float:
        return 0.0

    def set(self, _prop: int, _value: float) -> bool:
        return False

    def release(self) -> None:
        self._is_open = False


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the file by which the system shows the camera; it is there."""
    path = tmp_path / "video0"
    path.touch()
    monkeypatch.setattr(camera_module, "_device_node", lambda _number: path)
    monkeypatch.setattr(camera_module, "PAUSE_AFTER_FAILURE_S", 0.0)
    return path


def state_of(system: FakeSystem) -> str:
    with pytest.raises(CameraError) as refused:
        Camera(0, open_device=system.open)
    assert "camera 0" in str(refused.value)
    return refused.value.health.state


def frames(source: Camera, count: int) -> Iterator[Frame]:
    for _ in range(count):
        frame = source.take(PATIENCE_S)
        assert frame is not None
        yield frame


def test_an_absent_camera(node: Path) -> None:
    """There is no such device."""
    node.unlink()
    assert state_of(FakeSystem(node)) == "absent"


def test_a_busy_camera(node: Path) -> None:
    """The device is there, but another program holds it: no opening, or no pictures."""
    assert state_of(FakeSystem(node)) == "busy"
    assert state_of(FakeSystem(node, "--")) == "busy"


def test_a_forbidden_camera(node: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user may not use it."""
    monkeypatch.setattr("os.access", lambda *_: False)
    assert state_of(FakeSystem(node)) == "forbidden"


def test_systems_that_show_no_devices(node: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There the words cover what cannot be told apart."""
    monkeypatch.setattr(camera_module, "_device_node", lambda _number: None)
    assert state_of(FakeSystem(node)) == "absent"


def test_single_failures_are_passed_over(node: Path) -> None:
    """One picture that does not come is no loss."""
    system = FakeSystem(node, "pp--p-p")
    with Camera(0, open_device=system.open, retry_s=None) as source:
        assert len(list(frames(source, 4))) == 4
    assert system.opened == 1


def test_an_unplugged_camera_is_said_and_used_again(node: Path) -> None:
    """Its clock runs on: the loss is a gap."""
    system = FakeSystem(node, "ppp", "", "", "pp")
    ticks = iter(range(10_000))
    with Camera(
        0, open_device=system.open, clock_s=lambda: float(next(ticks)), retry_s=0.0
    ) as source:
        node.unlink()
        seen = list(frames(source, 5))
    assert [frame.index for frame in seen] == [0, 1, 2, 3, 4]
    assert (np.diff([frame.time_s for frame in seen]) > 0).all()
    assert system.opened >= 4


@pytest.mark.parametrize(("is_there", "state"), [(False, "unplugged"), (True, "silent")])
def test_what_was_lost_is_told_apart(node: Path, *, is_there: bool, state: str) -> None:
    """Unplugged, or there but without pictures."""
    if not is_there:
        node.unlink()
    with Camera(0, open_device=FakeSystem(node, "pp").open, retry_s=None) as source:
        list(source)
        assert source.health.state == state
        assert "camera 0" in source.health.text
