"""Memory of a process, as Linux tells of it."""

from __future__ import annotations

import re

KIB_PER_MB = 1e6 / 1024
FIELDS = ("VmRSS", "VmHWM")


def read_memory_mb(status: str) -> tuple[float, float] | None:
    """Return resident memory now and at its peak from the text of ``/proc/<id>/status``."""
    found = [re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE) for name in FIELDS]
    now, peak = (float(entry[1]) / KIB_PER_MB if entry else None for entry in found)
    # A process that has ended has none.
    return None if now is None or peak is None else (now, peak)
