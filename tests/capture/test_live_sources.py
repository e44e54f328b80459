"""Live sources: what is dropped, when pictures were taken, what is refused."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media import picture, write_video
from tests.mjpeg_server import MjpegServer
from tests.patience import PATIENCE_S
from twitchcam.capture.file_replay import FileReplay
from twitchcam.capture.live_source import (
    MAX_CLOCK_LAG_S,
    WAITING_PICTURES,
    ArrivalTimes,
    CameraError,
    capture_clock_s,
)
from twitchcam.capture.network_stream import NetworkStream, name_of
from twitchcam.capture.pushed_frames import PushedFrames, decode_jpeg, jpeg_size_px
from twitchcam.capture.read_ahead import ReadNewest
from twitchcam.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

Item = TypeVar("Item")
Taken_co = TypeVar("Taken_co", covariant=True)


class Takeable(Protocol[Taken_co]):
    """What items can be taken from."""

    def take(self, timeout_s: float) -> Taken_co | None: ...


def jpeg(number: int = 0, size: tuple[int, int] = (64, 48)) -> bytes:
    return cv2.imencode(".jpg", picture(number, size))[1].tobytes()


def _rest(source: Takeable[Item]) -> Iterator[Item]:
    """Take what is left."""
    with suppress(StopIteration):
        while (item := source.take(PATIENCE_S)) is not None:
            yield item


@pytest.fixture
def patient_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let streams wait as long as tests do."""
    for name in ("OPENING", "READING"):
        monkeypatch.setattr(f"twitchcam.capture.network_stream.{name}_TIMEOUT_S", PATIENCE_S)


def test_the_oldest_are_dropped_and_counted() -> None:
    """Whoever looks late sees the newest."""
    made = threading.Event()

    def numbers() -> Generator[int, None, None]:
        yield from range(100)
        made.set()

    newest = ReadNewest(numbers(), 5)
    first = newest.take(PATIENCE_S)
    assert first is not None
    assert made.wait(PATIENCE_S)
    left = list(_rest(newest))
    # The end mark may take the place of one more.
    assert left[-1] == 99
    assert len(left) <= 5
    assert newest.dropped == 100 - 1 - len(left)


def test_nothing_in_time() -> None:
    """Whoever cannot wait is told that nothing came."""
    go = threading.Event()

    def late() -> Generator[int, None, None]:
        go.wait(PATIENCE_S)
        yield 1

    newest = ReadNewest(late(), 5)
    assert newest.take(0.0) is None
    go.set()
    assert newest.take(PATIENCE_S) == 1
    newest.close()
    with pytest.raises(ValueError, match="closed"):
        newest.take(0.0)


def test_replay_keeps_the_files_times_and_its_pace(tmp_path: Path) -> None:
    """Half a second of video takes half a second, or more on a busy machine."""
    path = write_video(tmp_path / "clip.mp4", 15)
    began_s = time.monotonic()
    with FileReplay(path) as source:
        times_s = [frame.time_s for frame in source]
        assert source.health.state == "ended"
    assert time.monotonic() - began_s >= 14 / 30
    assert times_s[-1] <= 14 / 30 + 0.002
    assert all(after > before for before, after in pairwise(times_s))


def test_a_replay_that_nobody_watches_drops(tmp_path: Path) -> None:
    """The queue is bounded, whatever is played."""
    path = write_video(tmp_path / "clip.mp4", 60, rate=300)
    with FileReplay(path) as source:
        first = source.take(PATIENCE_S)
        assert first is not None
        while source.health.state != "ended":
            assert source.waiting <= WAITING_PICTURES
            time.sleep(0.01)
        left = list(_rest(source))
    assert left[-1].index == 59
    assert source.dropped == 60 - 1 - len(left)


def test_the_clock_runs_while_the_machine_sleeps() -> None:
    """It never goes back."""
    times_s = [capture_clock_s() for _ in range(100)]
    assert times_s == sorted(times_s)


def test_the_clock_does_not_follow_the_wall_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sets the time changes no timestamp."""
    before_s = capture_clock_s()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert 0 <= capture_clock_s() - before_s < PATIENCE_S


stamps = st.lists(
    st.tuples(st.floats(0.0, 5.0), st.none() | st.floats(-1e6, 1e6)), min_size=1, max_size=60
)


@given(stamps)
def test_times_rise_and_stay_near_the_arrival(steps: list[tuple[float, float | None]]) -> None:
    """Whatever the source's own clock says."""
    times = ArrivalTimes()
    arrived_s, last_s = 0.0, -1.0
    for number, (step_s, stamp_s) in enumerate(steps):
        arrived_s += step_s if number else 0.0
        time_s = times.place(arrived_s, stamp_s)
        assert time_s > last_s
        assert time_s <= max(arrived_s, last_s) + MAX_CLOCK_LAG_S + 1e-3
        last_s = time_s


def test_a_sources_own_clock_evens_out_its_arrivals() -> None:
    """Pictures taken every 33 ms that arrive in pairs."""
    times = ArrivalTimes()
    placed = [times.place(0.0667 * (n // 2), 17.0 + n / 30) for n in range(20)]
    np.testing.assert_allclose(np.diff(placed), 1 / 30, atol=1e-6)


def test_pictures_that_come_all_at_once_keep_their_time() -> None:
    """As when a stream begins with what it has kept: a lip that moves must not seem to jump."""
    times = ArrivalTimes()
    placed = [times.place(max(0.0, n / 30 - 2.0), n / 30) for n in range(600)]
    assert np.diff(placed).min() > 0.4 / 30
    assert placed[-1] - (599 / 30 - 2.0) < MAX_CLOCK_LAG_S + 0.05


@pytest.mark.parametrize("speed", [1.0005, 1.1, 1.5, 2.0])
def test_a_clock_that_is_too_fast_is_held_back_evenly(speed: float) -> None:
    times = ArrivalTimes()
    placed = np.array([times.place(n / 30, speed * n / 30) for n in range(9000)])
    assert np.diff(placed).min() > 0.9 / 30
    assert (placed - np.arange(9000) / 30).max() < speed * MAX_CLOCK_LAG_S + 0.1


def test_a_stream_that_is_opened_again_goes_on() -> None:
    """Although its time had run ahead."""
    times = ArrivalTimes()
    before = [times.place(n / 30, 2 * n / 30) for n in range(300)]
    times.forget_clock()
    after = [times.place(10.0 + n / 30, 500.0 + n / 30) for n in range(300)]
    assert np.diff([before[-1], *after]).min() >= 0
    assert np.diff(after).min() > 0.4 / 30


def test_a_clock_that_jumps_is_not_believed() -> None:
    """After a jump, times go on from the arrival."""
    times = ArrivalTimes()
    times.place(0.0, 100.0)
    assert times.place(0.1, 5000.0) == pytest.approx(0.1)
    assert times.place(0.2, 5000.1) == pytest.approx(0.2)


def test_pushed_pictures_keep_the_senders_times() -> None:
    """As those of the browser's camera."""
    source = PushedFrames("browser", jpeg(0), 12.0)
    for number in range(1, 5):
        source.push(jpeg(number), 12.0 + number / 30)
    source.end()
    frames = list(source)
    assert [frame.time_s for frame in frames] == pytest.approx([n / 30 for n in range(5)])


def test_pictures_that_are_none_are_left_out_and_counted() -> None:
    """A damaged picture is not worth the session."""
    source = PushedFrames("browser", jpeg(0), 0.0)
    for number, data in enumerate([jpeg(1)[:40], b"", b"\xff\xd8\xff", jpeg(2)], start=1):
        source.push(data, number / 30)
    source.end()
    assert len(list(source)) == 2
    assert source.dropped == 3


def test_pictures_of_another_size_are_scaled() -> None:
    """A phone that is turned does not end the session."""
    source = PushedFrames("browser", jpeg(0), 0.0)
    source.push(jpeg(1, (128, 96)), 0.1)
    source.end()
    assert {frame.gray.shape for frame in source} == {(48, 64)}


def test_a_first_picture_that_is_none() -> None:
    """It is refused at once."""
    with pytest.raises(SourceError, match="no JPEG"):
        PushedFrames("browser", b"\xff\xd8\xff\xd9", 0.0)


def test_a_picture_that_announces_too_much_is_not_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its few bytes would fill the memory."""
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = (60_000).to_bytes(2, "big") * 2
    monkeypatch.setattr(cv2, "imdecode", None)
    assert jpeg_size_px(bytes(data)) == (60_000, 60_000)
    with pytest.raises(SourceError, match="no JPEG"):
        decode_jpeg(bytes(data))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_refused(data: bytes) -> None:
    """Nothing else happens."""
    for candidate in (data, b"\xff\xd8" + data, jpeg()[: len(data)]):
        with suppress(SourceError):
            assert decode_jpeg(candidate).ndim == 3


@pytest.mark.usefixtures("patient_streams")
def test_a_stream_that_breaks_off_is_opened_again() -> None:
    """The server ends each connection after five pictures."""
    with (
        MjpegServer(jpeg(number) for number in range(5)) as server,
        NetworkStream(server.url, retry_s=0.0) as source,
    ):
        taken = [source.take(PATIENCE_S) for _ in range(8)]
        assert server.connections >= 2
    times_s = [frame.time_s for frame in taken if frame is not None]
    assert len(times_s) == 8
    assert all(after > before for before, after in pairwise(times_s))


@pytest.mark.usefixtures("patient_streams")
def test_streams_that_cannot_be_opened_say_why() -> None:
    """Nobody there; nothing under this address."""
    with MjpegServer([jpeg()]) as server:
        with pytest.raises(CameraError, match="check the address") as missing:
            NetworkStream(server.url + "x")
        url = server.url
    assert missing.value.health.state == "absent"
    with pytest.raises(CameraError, match="cannot be reached"):
        NetworkStream(url)


@pytest.fixture
def served_files(tmp_path: Path) -> Iterator[str]:
    """Give the address of a folder with files that are no live streams."""
    write_video(tmp_path / "clip.mp4")
    write_video(tmp_path / "clip.ts", codec="mpeg2video")
    (tmp_path / "snapshot.jpg").write_bytes(jpeg())
    # So many that it knows what is in them without waiting for more.
    pieces = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n" + 9 * "#EXTINF:1.0,\nclip.ts\n"
    (tmp_path / "live.m3u8").write_text(pieces)
    (tmp_path / "whole.m3u8").write_text(f"{pieces}#EXT-X-ENDLIST\n")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietFiles, directory=tmp_path)) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.02,))
        serving.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        serving.join()


class QuietFiles(SimpleHTTPRequestHandler):
    """Serves files, and says nothing."""

    def log_message(self, *_: object) -> None:
        pass

    def copyfile(self, source: Any, outputfile: Any) -> None:  # noqa: ANN401 - as there
        # Whoever knows enough by the head of a file hangs up.
        with suppress(OSError):
            super().copyfile(source, outputfile)


@pytest.mark.usefixtures("patient_streams")
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("clip.mp4", "is a file, not a live stream"),
        ("clip.ts", "is a file, not a live stream"),
        ("snapshot.jpg", "is a file, not a live stream"),
        ("live.m3u8", "seconds at a time"),
        ("whole.m3u8", "seconds at a time"),
    ],
)
def test_what_is_no_live_camera_is_refused(served_files: str, name: str, why: str) -> None:
    """Played as fast as it loads, it would give other times, and counts that are none."""
    with pytest.raises(CameraError, match=why) as refused:
        NetworkStream(f"{served_files}/{name}")
    assert refused.value.health.state == "absent"


def test_names_of_streams_hold_no_secrets() -> None:
    """They are written into files and onto the screen."""
    name = name_of("rtsp://me:secret@camera.local:554/live?token=secret")
    assert name == "rtsp://camera.local:554/..."
