"""A camera of this machine, by its number."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

# Windows otherwise takes half a minute to open some cameras; read when OpenCV is imported.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
import cv2
import numpy as np

from twitchcam.capture.live_source import (
    RETRY_S,
    ArrivalTimes,
    CameraError,
    Health,
    LiveReader,
)
from twitchcam.records import Frame, Rgb, SourceInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from numpy.typing import NDArray

    Bgr = NDArray[np.uint8]

WISHED_WIDTH_PX, WISHED_HEIGHT_PX, WISHED_RATE_HZ = 1280, 720, 30.0
# Compressed by the camera: USB 2 carries 720p at 30 pictures per second in no other way.
WISHED_CODEC = "MJPG"
# So many failed reads in a row mean that the camera is gone.
MOST_FAILURES = 5
PAUSE_AFTER_FAILURE_S = 0.05


class Device(Protocol):
    """What is used of ``cv2.VideoCapture``."""

    def isOpened(self) -> bool: ...  # noqa: D102, N802 - OpenCV's name
    def read(self) -> tuple[bool, Bgr | None]: ...  # noqa: D102 - OpenCV's
    def get(self, prop: int, /) -> float: ...  # noqa: D102 - OpenCV's
    def set(self, prop: int, value: float, /) -> bool: ...  # noqa: D102 - OpenCV's
    def release(self) -> None: ...  # noqa: D102 - OpenCV's


class Camera(LiveReader):
    """A camera, read in a background thread; keeps the contract of ``LiveSource``.

    A camera that is lost is opened again as soon as it is back; its clock runs on.

    Parameters
    ----------
    number
        Which camera, from 0.
    open_device, clock_s
        Only other in tests.
    retry_s
        How often a lost camera is looked for; ``None`` ends the source when it is lost.

    Raises
    ------
    CameraError
        If it gives no pictures now.
    """

    kind = "camera"

    def __init__(
        self,
        number: int,
        *,
        open_device: Callable[[int], Device] | None = None,
        clock_s: Callable[[], float] | None = None,
        retry_s: float | None = RETRY_S,
    ) -> None:
        self._number = number
        self._open_device = open_device or _open_device
        self._times = ArrivalTimes()
        self._device, self._first = self._open()
        height, width = self._first.shape[:2]
        rate_hz = self._device.get(cv2.CAP_PROP_FPS)
        self.info = SourceInfo(
            name=f"camera {number}",
            width_px=width,
            height_px=height,
            codec=_codec_name(self._device.get(cv2.CAP_PROP_FOURCC)),
            rate_hz=rate_hz if 0 < rate_hz < 1000 else None,
            duration_s=None,
            frame_count=None,
            rotation_deg=0,
        )
        super().__init__(clock_s=clock_s, retry_s=retry_s)
        self.health = Health("ok")

    def close(self) -> None:
        """Stop reading and give the camera free; calling it again does nothing."""
        super().close()
        self._device.release()

    def _read(self) -> Generator[Frame, None, None]:
        index = 0
        picture: Bgr | None = self._first
        while picture is not None:
            time_s = self._times.place(self._since_first_s(self._clock_s()))
            yield frame_from_bgr(index, time_s, picture, (self.info.width_px, self.info.height_px))
            index += 1
            picture = self._next_picture()

    def _next_picture(self) -> Bgr | None:
        """Read on, also over a loss of the camera; ``None`` when it is time to end."""
        failures = 0
        while not self._closing.is_set():
            came, picture = self._device.read()
            if came and picture is not None:
                return picture
            failures += 1
            if failures >= MOST_FAILURES:
                return self._regain()
            self._closing.wait(PAUSE_AFTER_FAILURE_S)
        return None

    def _regain(self) -> Bgr | None:
        self._device.release()
        self.health = _lost(self._number)
        opened = self._open_again(self._open, lambda _: _lost(self._number))
        if opened is None:
            return None
        self._device, picture = opened
        return picture

    def _open(self) -> tuple[Device, Bgr]:
        device = self._open_device(self._number)
        if device.isOpened():
            for prop, wish in (
                (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*WISHED_CODEC)),
                (cv2.CAP_PROP_FRAME_WIDTH, WISHED_WIDTH_PX),
                (cv2.CAP_PROP_FRAME_HEIGHT, WISHED_HEIGHT_PX),
                (cv2.CAP_PROP_FPS, WISHED_RATE_HZ),
            ):
                device.set(prop, wish)
            came, picture = device.read()
            if came and picture is not None:
                return device, picture
            device.release()
            raise CameraError(_gives_nothing(self._number))
        device.release()
        raise CameraError(_not_opened(self._number))


def frame_from_bgr(
    index: int, time_s: float, picture: Bgr, size_px: tuple[int, int] | None = None
) -> Frame:
    """Make a frame of a picture in OpenCV's order of colours, shape ``(height, width, 3)``.

    ``size_px`` (width, height) is what it is scaled to if need be.
    """
    if size_px is not None and picture.shape[1::-1] != size_px:
        picture = np.asarray(cv2.resize(picture, size_px, interpolation=cv2.INTER_AREA), np.uint8)
    gray = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    gray.flags.writeable = False
    return Frame(index, time_s, gray, partial(_rgb, picture))


def _rgb(picture: Bgr, reduce: int = 1) -> Rgb:
    if reduce > 1:
        height, width = (max(1, side // reduce) for side in picture.shape[:2])
        picture = np.asarray(
            cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8
        )
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)


def _open_device(number: int) -> Device:
    cv2.setLogLevel(0)
    return cv2.VideoCapture(number)  # type: ignore[return-value]  # OpenCV types arrays more widely


def _codec_name(fourcc: float) -> str:
    letters = int(fourcc).to_bytes(4, "little", signed=True)
    return letters.decode("ascii", "replace").strip("\0 ").lower() if letters.isalnum() else "raw"


def _not_opened(number: int) -> Health:
    node = _device_node(number)
    if node is not None and not node.exists():
        return Health(
            "absent",
            f"there is no camera {number}: plug it in, or name another with --camera"
            " (twitchcam doctor lists them)",
        )
    if node is not None and not os.access(node, os.R_OK | os.W_OK):
        return Health(
            "forbidden",
            f"camera {number} may not be used by you: allow it for your user ({node})",
        )
    if node is not None:
        return _busy(number)
    return Health(
        "absent",
        f"camera {number} cannot be opened: plug it in, close programs that use it, and allow it"
        " in the system's privacy settings",
    )


def _gives_nothing(number: int) -> Health:
    node = _device_node(number)
    return _busy(number) if node is None or node.exists() else _lost(number)


def _busy(number: int) -> Health:
    return Health(
        "busy",
        f"camera {number} is there but gives no pictures: close other programs that use it",
    )


def _lost(number: int) -> Health:
    node = _device_node(number)
    if node is not None and node.exists():
        return Health(
            "silent",
            f"camera {number} has stopped giving pictures; it is tried again every second",
        )
    return Health(
        "unplugged",
        f"camera {number} was unplugged; plug it in again, it will be used at once",
    )


def _device_node(number: int) -> Path | None:
    """Where the system shows the camera; ``None`` on systems that show it nowhere."""
    return Path(f"/dev/video{number}") if sys.platform == "linux" else None
