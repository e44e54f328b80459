"""The parts of the benchmark of speed: stage times, the long recording, memory."""

from __future__ import annotations

import json
import threading
import time
from itertools import islice
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.recordings.stretches import SAMPLES
from benchmarks.shared.encoding import repeat_video, write_video
from benchmarks.speed import __main__ as speed
from benchmarks.speed import clip as speed_clip
from benchmarks.speed.__main__ import main
from benchmarks.speed.clip import SIZES_PX, fitted
from benchmarks.speed.memory_use import MemoryUse, read_memory_mb
from benchmarks.speed.stage_clock import StageClock
from benchmarks.speed.stages import (
    LOADING,
    REST,
    STAGES,
    StageTime,
    StageTimes,
    as_stage_times,
    measure_stages,
)
from benchmarks.speed.tables import OURS, REFINED, UNREFINED, Rates, bars, memory_bars
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAIN = "MainThread"
STATUS = "Name:\tpython\nVmHWM:\t  2000 kB\nVmRSS:\t  1000 kB\n"


def test_an_inner_stage_is_not_counted_twice() -> None:
    clock = StageClock()
    start_s = time.perf_counter()
    with clock.timed("outer"), clock.timed("inner"):
        time.sleep(0.02)
    took_s = time.perf_counter() - start_s
    assert clock.wall_s[MAIN, "inner"] >= 0.02
    assert clock.wall_s[MAIN, "inner"] + clock.wall_s[MAIN, "outer"] <= took_s


def test_functions_are_timed_only_while_watched() -> None:
    clock = StageClock()
    work = SimpleNamespace(double=lambda number: 2 * number)
    plain = work.double
    with clock.watching([(work, "double", "doubling")]):
        assert work.double(4) == 8
        assert work.double is not plain
    assert work.double is plain
    assert clock.wall_s[MAIN, "doubling"] > 0


def test_a_stage_that_fails_is_closed() -> None:
    clock = StageClock()
    with pytest.raises(KeyError), clock.timed("outer"), clock.timed("failing"):
        raise KeyError
    with clock.timed("next"):
        pass
    assert clock.wall_s.keys() == {(MAIN, name) for name in ("outer", "failing", "next")}


def test_a_stage_can_be_told_from_its_arguments() -> None:
    clock = StageClock()
    work = SimpleNamespace(double=lambda number: 2 * number)
    with clock.watching([(work, "double", lambda number: "even" if number % 2 == 0 else "odd")]):
        assert [work.double(number) for number in (1, 2, 3)] == [2, 4, 6]
    assert clock.wall_s.keys() == {(MAIN, "odd"), (MAIN, "even")}


def test_each_thread_is_timed_by_itself() -> None:
    clock = StageClock()
    work = SimpleNamespace(wait=lambda: time.sleep(0.02))
    with clock.watching([(work, "wait", "waiting")]), clock.timed("outer"):
        beside = threading.Thread(target=work.wait, name="beside")
        beside.start()
        beside.join()
    assert clock.wall_s["beside", "waiting"] >= 0.02
    assert clock.wall_s[MAIN, "outer"] >= 0.02


def test_items_are_timed_as_they_are_asked_for_and_closed_early() -> None:
    closed = []

    def items() -> Iterator[int]:
        try:
            for number in range(9):
                time.sleep(0.005)
                yield number
        finally:
            closed.append(True)

    clock = StageClock()
    work = SimpleNamespace(items=items)
    with clock.watching([(work, "items", "making")]), clock.timed("outer"):
        made = work.items()
        assert list(islice(made, 3)) == [0, 1, 2]
        time.sleep(0.1)
        made.close()
    assert closed
    assert clock.wall_s[MAIN, "making"] >= 0.015
    assert clock.wall_s[MAIN, "outer"] >= 0.1


def test_stages_are_sorted_and_loading_is_kept_apart() -> None:
    clock = StageClock()
    clock.wall_s |= {
        (MAIN, REST): 0.2,
        (MAIN, LOADING): 0.3,
        ("face-search_0", LOADING): 0.1,
        (MAIN, "flow"): 0.4,
        ("twitchcam-read-ahead", "decoding"): 0.6,
    }
    clock.cpu_s |= dict.fromkeys(clock.wall_s, 0.05)
    times = as_stage_times(clock, frames=100)
    rows = [(time.thread, time.stage) for time in times.stages]
    assert rows == [("reading", "decoding"), ("main", "flow"), ("main", REST)]
    assert times.loading_ms == pytest.approx(400)
    assert times.stages[1].wall_ms == pytest.approx(4.0)
    assert times.own_cpu_ms == pytest.approx(1.0)


def test_decoding_mediapipe_and_waiting_are_not_our_own() -> None:
    names = {stage for *_, stage in STAGES if isinstance(stage, str) and not _time(stage, 1).is_own}
    assert names == {
        *("decoding", "grey picture", "colour picture", LOADING),
        *("waiting for room ahead", "waiting for pictures", "waiting for the face"),
    }
    assert not _time("MediaPipe", 1).is_own


def test_the_stages_of_an_analysis_are_told_by_thread(tmp_path: Path) -> None:
    with VideoFile(SAMPLES / "singles.mp4") as source:
        pictures = [(frame.time_s, frame.read_rgb()) for frame in islice(source, 12)]
    clip = write_video(tmp_path / "clip.mp4", pictures)
    times = measure_stages(clip, tmp_path, frames=12)
    rows = {(time.thread, time.stage) for time in times.stages}
    assert rows >= {
        ("reading", "decoding"),
        ("reading", "grey picture"),
        ("face search", "colour picture"),
        ("face search", "MediaPipe"),
        ("face search", "face"),
        ("main", "waiting for pictures"),
        ("main", "waiting for the face"),
        ("main", "flow"),
        ("main", "detection"),
        ("main", "outputs"),
        ("main", REST),
    }
    assert times.own_cpu_ms > 0
    assert times.loading_ms > 0


def test_bars_are_held_against_medians_over_rounds() -> None:
    rates = {
        REFINED: [100.0, 100.0, 50.0],
        UNREFINED: [110.0, 110.0, 100.0],
        OURS: [250.0, 260.0, 375.0],
    }
    rounds = [StageTimes((_time("flow", cpu_ms),), loading_ms=1.0) for cpu_ms in (0.8, 1.0, 9.0)]
    assert [(bar.figure, bar.holds) for bar in bars(rates, rounds)] == [
        (1.0, True),
        (pytest.approx(2.6), True),
        (pytest.approx(260 / 110), False),
    ]


def test_a_repeated_recording_is_long_and_even(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    pictures = [(i / 25, rng.integers(0, 255, (48, 64, 3), np.uint8)) for i in range(10)]
    short = write_video(tmp_path / "short.mp4", pictures)
    long = repeat_video(short, tmp_path / "long.mp4", duration_s=2.0)
    with VideoFile(long) as source:
        times_s = [frame.time_s for frame in source]
    assert len(times_s) == 50
    assert np.diff(times_s) == pytest.approx(0.04, abs=0.001)


@pytest.mark.parametrize("size_px", SIZES_PX.values())
@pytest.mark.parametrize("shape", [(480, 640, 3), (1920, 1080, 3), (720, 1280, 3)])
def test_a_picture_of_any_shape_is_fitted(
    shape: tuple[int, int, int], size_px: tuple[int, int]
) -> None:
    picture = fitted(np.full(shape, 200, np.uint8), size_px)
    width, height = size_px
    assert picture.shape == (height, width, 3)
    assert picture[height // 2, width // 2].tolist() == [200, 200, 200]


def test_all_sizes_are_raced_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raced = []

    def race(clip: Path, frames: int, rounds: int, work: Path) -> Rates:
        assert work.is_dir()
        with VideoFile(clip) as source:
            raced.append((frames, (source.info.width_px, source.info.height_px)))
        return {REFINED: [100.0] * rounds, UNREFINED: [120.0] * rounds, OURS: [300.0] * rounds}

    monkeypatch.setattr(speed_clip, "FRAMES", 12)
    monkeypatch.setattr(speed, "race", race)
    monkeypatch.setattr(speed, "measure_stages", lambda *_: StageTimes((_time("flow", 0.5),), 1.0))
    written = tmp_path / "speed.json"
    assert main([str(SAMPLES / "singles.mp4"), "--rounds", "2", "--json", str(written)]) == 0
    assert raced == [(12, size_px) for size_px in SIZES_PX.values()]
    told = json.loads(written.read_text(encoding="utf-8"))
    assert [one["ratio_to_refined"] for one in told["by_size"].values()] == [3.0] * 3
    assert [bar["holds"] for bar in told["bars"]] == [True] * 3


def test_cost_is_shown_by_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    analysed = []

    def measure(clip: Path, out_dir: Path) -> MemoryUse:
        assert out_dir.is_dir()
        with VideoFile(clip) as source:
            analysed.append(source.info.duration_s or 0.0)
        return MemoryUse(peak_mb=300, by_part_mb=(200, 290, 291, 292, 293), took_s=3.0)

    monkeypatch.setattr(speed, "measure_memory", measure)
    written = tmp_path / "speed.json"
    clip = str(SAMPLES / "singles.mp4")
    assert main([clip, "--lengths", "1", "0.5", "--json", str(written)]) == 0
    told = json.loads(written.read_text(encoding="utf-8"))
    assert told["by_minutes"].keys() == {"0.5", "1"}
    assert told["by_minutes"]["1"]["growth_mb"] == 3
    # So short a recording says nothing of growth.
    assert told["bars"] == []
    assert all(long_s >= wanted_s for long_s, wanted_s in zip(analysed, (30, 60), strict=True))


def test_memory_is_read_from_what_the_system_tells() -> None:
    assert read_memory_mb(STATUS) == pytest.approx((1.024, 2.048))
    assert read_memory_mb("Name:\tpython\nState:\tZ (zombie)\n") is None


def test_growth_leaves_out_the_start() -> None:
    use = MemoryUse(peak_mb=400, by_part_mb=(200, 390, 391, 392, 393), took_s=1)
    assert use.growth_mb == 3


def test_memory_is_held_against_its_bars() -> None:
    flat = MemoryUse(peak_mb=400, by_part_mb=(200, 390, 391, 392, 400), took_s=1)
    assert [bar.holds for bar in memory_bars(flat)] == [True, True]
    growing = MemoryUse(peak_mb=800, by_part_mb=(200, 600, 650, 700, 790), took_s=1)
    assert [bar.holds for bar in memory_bars(growing)] == [False, False]


def _time(stage: str, cpu_ms: float) -> StageTime:
    return StageTime("main", stage, wall_ms=cpu_ms, cpu_ms=cpu_ms)
