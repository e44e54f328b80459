"""What many tests share: decoded pictures, one finished analysis, a browser; no test is timed."""

from __future__ import annotations

import signal
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

    from playwright.sync_api import Browser, Playwright

    from twitchcam.outputs.recording import Recording
    from twitchcam.records import Rgb

# A shell that starts the tests in the background lets them ignore Ctrl-C and a closed terminal, and
# with them all that they start.
PLANS: dict[str, Callable[[int, FrameType | None], object] | signal.Handlers] = {
    "SIGINT": signal.default_int_handler,
    "SIGHUP": signal.SIG_DFL,
}
for name, plan in PLANS.items():
    number = getattr(signal, name, None)  # Windows has no SIGHUP
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, plan)

# Property tests do not measure time: machines that test are often busy.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# The same for Playwright.
PATIENCE_MS = 1000 * PATIENCE_S


@pytest.fixture(scope="session")
def face_pictures() -> list[Rgb]:
    """Give three seconds of a face at 30 pictures per second: upper left lip twitches at 2.4 s."""
    from tests.sample_frames import SAMPLE_VIDEOS  # noqa: PLC0415 - heavy, and not for all tests
    from twitchcam.capture.video_file import VideoFile  # noqa: PLC0415

    with VideoFile(SAMPLE_VIDEOS / "singles.mp4") as source:
        return [frame.read_rgb() for frame in islice(source, 90)]


@pytest.fixture(scope="session")
def short_clip(face_pictures: list[Rgb], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file of those three seconds; tests leave it as it is."""
    from tests.media import write_video  # noqa: PLC0415

    path = tmp_path_factory.mktemp("clip") / "short.mp4"
    return write_video(path, face_pictures, codec="libx264")


@pytest.fixture(scope="session")
def singles(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Give the finished analysis of the sample with seven single twitches; its files stay."""
    import twitchcam  # noqa: PLC0415
    from tests.sample_frames import SAMPLE_VIDEOS  # noqa: PLC0415

    out = tmp_path_factory.mktemp("singles")
    return twitchcam.analyze(SAMPLE_VIDEOS / "singles.mp4", out_dir=out)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Give the path of this machine's Chromium."""
    from benchmarks.shared.chromium import find_chromium  # noqa: PLC0415 - not for all tests

    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine (on Debian: apt-get install chromium)")
    return path


# Not for the whole session: Playwright keeps an event loop in this thread while it runs.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Give the program that drives browsers."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - only with a browser

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(chromium_path: str, playwright: Playwright) -> Iterator[Browser]:
    """Give a headless browser."""
    running = playwright.chromium.launch(executable_path=chromium_path)
    yield running
    running.close()
