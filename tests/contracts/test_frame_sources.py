"""What every frame source promises, checked on each kind of source."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from tests.media import can_encode, picture, write_video
from tests.mjpeg_server import MjpegServer
from tests.patience import PATIENCE_S
from twitchcam.capture import live_source, network_stream, pushed_frames
from twitchcam.capture.camera import Camera
from twitchcam.capture.file_replay import FileReplay
from twitchcam.capture.network_stream import NetworkStream
from twitchcam.capture.pushed_frames import PushedFrames
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from twitchcam.capture.frame_source import FrameSource

COUNT = 20


def _file(name: str, **how: str) -> Callable[[Path], FrameSource]:
    def make(folder: Path) -> FrameSource:
        if not can_encode(how["codec"]):
            pytest.skip(f"no encoder for {how['codec']} here")
        path = folder / name
        if not path.exists():
            write_video(path, COUNT, **how)  # type: ignore[arg-type]
        return VideoFile(path)

    return make


class _Clock:
    """Goes on by one frame interval whenever it is read."""

    def __init__(self) -> None:
        self._ticks = 0

    def __call__(self) -> float:
        self._ticks += 1
        return self._ticks / 30


class _FakeCamera:
    """Gives the pictures of ``tests.media`` and then nothing, as OpenCV's camera would."""

    def __init__(self, _number: int) -> None:
        self._given = 0

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return True

    def read(self) -> tuple[bool, NDArray[np.uint8] | None]:
        if self._given == COUNT:
            return False, None
        self._given += 1
        return True, picture(self._given - 1)[..., ::-1].copy()

    def get(self, _prop: int) -> float:
        return 30.0

    def set(self, _prop: int, _value: float) -> bool:
        return True

    def release(self) -> None:
        pass


def _jpegs() -> list[bytes]:
    options = [cv2.IMWRITE_JPEG_QUALITY, 98]
    drawn = (picture(number)[..., ::-1] for number in range(COUNT))
    return [cv2.imencode(".jpg", one, options)[1].tobytes() for one in drawn]


def _camera(_folder: Path) -> FrameSource:
    return Camera(0, open_device=_FakeCamera, clock_s=_Clock(), retry_s=None)


def _pushed(_folder: Path) -> FrameSource:
    first, *others = _jpegs()
    source = PushedFrames("browser", first, 0.0)
    for number, jpeg in enumerate(others, start=1):
        source.push(jpeg, number / 30)
    source.end()
    return source


def _stream(_folder: Path) -> FrameSource:
    server = MjpegServer(_jpegs())
    server.__enter__()
    source = NetworkStream(server.url, clock_s=_Clock(), retry_s=None)
    close = source.close

    def close_both() -> None:
        close()
        server.close()

    source.close = close_both  # type: ignore[method-assign]
    return source


def _replay(folder: Path) -> FrameSource:
    path = folder / "replay.mp4"
    if not path.exists():
        write_video(path, COUNT)
    return FileReplay(path)


# Each opens a source of 20 pictures of 64x48 that has the given folder for its files.
SOURCES: dict[str, Callable[[Path], FrameSource]] = {
    "mpeg4 in mp4": _file("clip.mp4", codec="mpeg4"),
    "h264 in mov": _file("clip.mov", codec="libx264"),
    "h264 in avi": _file("clip.avi", codec="libx264"),
    "h264 bare": _file("clip.h264", codec="libx264"),
    "mjpeg in mkv": _file("clip.mkv", codec="mjpeg"),
    "vp9 in webm": _file("clip.webm", codec="libvpx-vp9"),
    "10-bit hevc in mkv": _file("hevc.mkv", codec="libx265", pix_fmt="yuv420p10le"),
    "rgb in avi": _file("rgb.avi", codec="rawvideo", pix_fmt="bgr24"),
    "camera": _camera,
    "pushed pictures": _pushed,
    "replay": _replay,
    "stream": _stream,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One place for the files of all tests here, so that each is written once."""
    return tmp_path_factory.mktemp("sources")


@pytest.fixture(params=list(SOURCES))
def source(
    request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FrameSource]:
    """Open one source of each kind, where those that drop pictures have room for all."""
    monkeypatch.setattr(live_source, "WAITING_PICTURES", 2 * COUNT)
    monkeypatch.setattr(pushed_frames, "WAITING_JPEGS", 2 * COUNT)
    monkeypatch.setattr(network_stream, "OPENING_TIMEOUT_S", PATIENCE_S)
    monkeypatch.setattr(network_stream, "READING_TIMEOUT_S", PATIENCE_S)
    with SOURCES[request.param](folder) as opened:
        yield opened


def _reading_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if "twitchcam" in thread.name}


def test_every_picture_comes_once_and_in_order(source: FrameSource) -> None:
    """Indices have no gaps and times rise strictly from 0."""
    frames = list(source)
    assert [frame.index for frame in frames] == list(range(COUNT))
    times = np.array([frame.time_s for frame in frames])
    assert times[0] == 0
    assert (np.diff(times) > 0).all()
    assert times[-1] == pytest.approx((COUNT - 1) / 30, abs=0.002)


def test_pictures_have_the_announced_size_and_agree(source: FrameSource) -> None:
    """Brightness and colour show the same picture in the size that ``info`` gives."""
    shape = (source.info.height_px, source.info.width_px)
    for frame in source:
        rgb = frame.read_rgb()
        assert frame.gray.shape == shape == (48, 64)
        assert rgb.shape == (*shape, 3)
        assert frame.gray.dtype == rgb.dtype == np.uint8
        assert rgb.flags.c_contiguous
        assert np.corrcoef(frame.gray.ravel(), rgb[..., 1].ravel())[0, 1] > 0.98


def test_colour_can_be_had_smaller(source: FrameSource) -> None:
    """Half the size shows the same picture, averaged; contrast may differ a little."""
    for frame in source:
        small, rgb = frame.read_rgb(2), frame.read_rgb()
        assert small.shape == (24, 32, 3)
        wanted = rgb.reshape(24, 2, 32, 2, 3).mean(axis=(1, 3))
        assert np.corrcoef(small.ravel(), wanted.ravel())[0, 1] > 0.99


def test_colour_can_be_made_while_reading_goes_on(source: FrameSource) -> None:
    """The face is looked for in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        making = [
            (frame, pool.submit(frame.read_rgb, reduce)) for frame in source for reduce in (1, 2)
        ]
        for frame, made in making:
            size = frame.gray.size if made.result().shape[0] == 48 else frame.gray.size // 4
            assert made.result()[..., 0].size == size


def test_brightness_cannot_be_written(source: FrameSource) -> None:
    """It may be the decoder's own memory."""
    assert not next(iter(source)).gray.flags.writeable


def test_frames_outlive_their_source(source: FrameSource) -> None:
    """Frames that are kept do not change while reading goes on or after closing."""
    kept = [(frame, frame.gray.copy()) for frame in source]
    source.close()
    for frame, seen in kept:
        np.testing.assert_array_equal(frame.gray, seen)
        assert frame.read_rgb().shape == (48, 64, 3)


def test_a_source_is_read_once(source: FrameSource) -> None:
    """A second loop is a mistake, not an empty recording."""
    assert len(list(source)) == COUNT
    with pytest.raises(ValueError, match="open it again"):
        next(iter(source))


def test_closing_twice_is_harmless_and_ends_reading(source: FrameSource) -> None:
    """After closing, neither a new nor a running loop gives frames."""
    running = iter(source)
    next(running)
    source.close()
    source.close()
    with pytest.raises(ValueError, match="closed"):
        next(running)
    with pytest.raises(ValueError, match="closed"):
        next(iter(source))


def test_closing_before_reading(source: FrameSource) -> None:
    """A source that was never read closes, too."""
    source.close()
    with pytest.raises(ValueError, match="closed"):
        next(iter(source))


def test_leaving_the_loop_early_ends_the_thread(source: FrameSource) -> None:
    """Nothing goes on reading behind the back of a loop that was left."""
    before = _reading_threads()
    for frame in source:
        if frame.index == 2:
            break
    assert _reading_threads() <= before


def test_an_interrupt_ends_the_thread(source: FrameSource) -> None:
    """Ctrl-C in the loop leaves no thread behind."""
    before = _reading_threads()

    def analyse() -> None:
        with source:
            for _ in source:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyse()
    assert _reading_threads() <= before


def test_notes_are_sentences_for_the_user(source: FrameSource) -> None:
    """They can be asked for at any time."""
    assert isinstance(source.notes, tuple)
    for _ in source:
        assert all(isinstance(note, str) for note in source.notes)
