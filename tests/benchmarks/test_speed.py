"""The parts of the benchmark of speed: stage times, the long recording, memory."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.encoding import repeat_video, write_video
from benchmarks.memory import MemoryUse, read_memory_mb
from benchmarks.speed_clip import SIZE_PX, fitted
from benchmarks.stages import StageClock
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from pathlib import Path

STATUS = "Name:\tpython\nVmHWM:\t  2000 kB\nVmRSS:\t  1000 kB\n"


def test_an_inner_stage_is_not_counted_twice() -> None:
    clock = StageClock()
    with clock.timed("outer"), clock.timed("inner"):
        time.sleep(0.02)
    assert clock.wall_s["inner"] >= 0.02
    assert clock.wall_s["outer"] < 0.01


def test_functions_are_timed_only_while_watched() -> None:
    clock = StageClock()
    work = SimpleNamespace(double=lambda number: 2 * number)
    plain = work.double
    with clock.watching([(work, "double", "doubling")]):
        assert work.double(4) == 8
        assert work.double is not plain
    assert work.double is plain
    assert clock.wall_s["doubling"] > 0


def test_a_stage_that_fails_is_closed() -> None:
    clock = StageClock()
    with pytest.raises(KeyError), clock.timed("outer"), clock.timed("failing"):
        raise KeyError
    with clock.timed("next"):
        pass
    assert clock.wall_s.keys() == {"outer", "failing", "next"}


def test_a_repeated_recording_is_long_and_even(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    pictures = [(i / 25, rng.integers(0, 255, (48, 64, 3), np.uint8)) for i in range(10)]
    short = write_video(tmp_path / "short.mp4", pictures)
    long = repeat_video(short, tmp_path / "long.mp4", duration_s=2.0)
    with VideoFile(long) as source:
        times_s = [frame.time_s for frame in source]
    assert len(times_s) == 50
    assert np.diff(times_s) == pytest.approx(0.04, abs=0.001)


@pytest.mark.parametrize("shape", [(480, 640, 3), (1920, 1080, 3), (720, 1280, 3)])
def test_a_picture_of_any_shape_is_fitted_into_720p(shape: tuple[int, int, int]) -> None:
    picture = fitted(np.full(shape, 200, np.uint8))
    assert picture.shape == (SIZE_PX[1], SIZE_PX[0], 3)
    assert picture[360, 640].tolist() == [200, 200, 200]


def test_memory_is_read_from_what_the_system_tells() -> None:
    assert read_memory_mb(STATUS) == pytest.approx((1.024, 2.048))
    assert read_memory_mb("Name:\tpython\nState:\tZ (zombie)\n") is None


def test_growth_leaves_out_the_start() -> None:
    use = MemoryUse(peak_mb=400, by_part_mb=(200, 390, 391, 392, 393), took_s=1)
    assert use.growth_mb == 3
