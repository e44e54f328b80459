"""The benchmark of speed as a whole, with made-up measurements."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.speed import __main__ as speed
from benchmarks.speed import clip as speed_clip
from benchmarks.speed.__main__ import main
from benchmarks.speed.clip import SIZES_PX
from benchmarks.speed.memory_use import MemoryUse
from benchmarks.speed.stages import StageTimes
from benchmarks.speed.tables import OURS, REFINED, UNREFINED, Rates
from sample_videos.clips import SAMPLES
from tests.benchmarks.speed.made_up import stage_time
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_all_sizes_are_raced_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raced = []

    def race(clip: Path, frames: int, rounds: int, work: Path) -> Rates:
        assert work.is_dir()
        with VideoFile(clip) as source:
            raced.append((frames, (source.info.width_px, source.info.height_px)))
        return {REFINED: [100.0] * rounds, UNREFINED: [120.0] * rounds, OURS: [300.0] * rounds}

    monkeypatch.setattr(speed_clip, "FRAMES", 12)
    monkeypatch.setattr(speed, "race", race)
    monkeypatch.setattr(
        speed, "measure_stages", lambda *_: StageTimes((stage_time("flow", 0.5),), 1.0)
    )
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
