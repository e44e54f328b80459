"""Memory over the length of an analysis."""

from __future__ import annotations

from benchmarks.speed.memory_use import MemoryUse


def test_growth_leaves_out_the_start() -> None:
    use = MemoryUse(peak_mb=400, by_part_mb=(200, 390, 391, 392, 393), took_s=1)
    assert use.growth_mb == 3
