"""The stages of an analysis, by thread."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from benchmarks.shared.encoding import write_video
from benchmarks.speed.stage_clock import StageClock
from benchmarks.speed.stages import (
    LOADING,
    REST,
    STAGES,
    as_stage_times,
    measure_stages,
)
from sample_videos.clips import SAMPLES
from tests.benchmarks.speed.made_up import stage_time
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "MainThread"


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
    names = {
        stage for *_, stage in STAGES if isinstance(stage, str) and not stage_time(stage, 1).is_own
    }
    assert names == {
        *("decoding", "grey picture", "colour picture", LOADING),
        *("waiting for room ahead", "waiting for pictures", "waiting for the face"),
    }
    assert not stage_time("MediaPipe", 1).is_own


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
