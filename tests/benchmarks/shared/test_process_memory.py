"""Memory of a process."""

from __future__ import annotations

import pytest

from benchmarks.shared.process_memory import read_memory_mb

STATUS = "Name:\tpython\nVmHWM:\t  2000 kB\nVmRSS:\t  1000 kB\n"


def test_memory_is_read_from_what_the_system_tells() -> None:
    assert read_memory_mb(STATUS) == pytest.approx((1.024, 2.048))
    assert read_memory_mb("Name:\tpython\nState:\tZ (zombie)\n") is None
