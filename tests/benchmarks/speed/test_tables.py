"""Speed and memory are held against their bars."""

from __future__ import annotations

import pytest

from benchmarks.speed.memory_use import MemoryUse
from benchmarks.speed.stages import StageTimes
from benchmarks.speed.tables import OURS, REFINED, UNREFINED, bars, memory_bars
from tests.benchmarks.speed.made_up import stage_time


def test_bars_are_held_against_medians_over_rounds() -> None:
    rates = {
        REFINED: [100.0, 100.0, 50.0],
        UNREFINED: [110.0, 110.0, 100.0],
        OURS: [250.0, 260.0, 375.0],
    }
    rounds = [
        StageTimes((stage_time("flow", cpu_ms),), loading_ms=1.0) for cpu_ms in (0.8, 1.0, 9.0)
    ]
    assert [(bar.figure, bar.holds) for bar in bars(rates, rounds)] == [
        (1.0, True),
        (pytest.approx(2.6), True),
        (pytest.approx(260 / 110), False),
    ]


def test_memory_is_held_against_its_bars() -> None:
    flat = MemoryUse(peak_mb=400, by_part_mb=(200, 390, 391, 392, 400), took_s=1)
    assert [bar.holds for bar in memory_bars(flat)] == [True, True]
    growing = MemoryUse(peak_mb=800, by_part_mb=(200, 600, 650, 700, 790), took_s=1)
    assert [bar.holds for bar in memory_bars(growing)] == [False, False]
