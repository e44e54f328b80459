"""Made-up times of stages."""

from __future__ import annotations

from benchmarks.speed.stages import StageTime


def stage_time(stage: str, cpu_ms: float) -> StageTime:
    return StageTime("main", stage, wall_ms=cpu_ms, cpu_ms=cpu_ms)
