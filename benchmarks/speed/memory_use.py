"""Memory of an analysis over its length, seen from outside the process that runs it."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.shared.process_memory import read_memory_mb
from twitchcam.errors import TwitchcamError

EVERY_S = 0.1
PARTS = 5

# Run in a process of its own: what is measured is the analysis and nothing else.
PROGRAM = "import sys, twitchcam; twitchcam.analyze(sys.argv[1], out_dir=sys.argv[2])"


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """Memory of one analysis.

    Parameters
    ----------
    peak_mb
        Largest resident memory, as the system counts it.
    by_part_mb
        Median resident memory in each fifth of the run.
    took_s
        How long the analysis took.
    """

    peak_mb: float
    by_part_mb: tuple[float, ...]
    took_s: float

    @property
    def growth_mb(self) -> float:
        """By how much the last fifth lies above the second; the first holds the start."""
        return self.by_part_mb[-1] - self.by_part_mb[1]


def measure_memory(video: Path, out_dir: Path) -> MemoryUse:
    """Analyse a recording in a process of its own and watch its memory.

    Raises
    ------
    TwitchcamError
        If the analysis fails, or the system does not tell of memory in ``/proc``.
    """
    if not Path("/proc/self/status").exists():
        message = "memory can only be watched on Linux"
        raise TwitchcamError(message)
    start_s = time.monotonic()
    command = [sys.executable, "-c", PROGRAM, str(video), str(out_dir)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own
        samples = _watch(process)
    if process.returncode or len(samples) < PARTS:
        message = f"the analysis ended with code {process.returncode} after {len(samples)} samples"
        raise TwitchcamError(message)
    parts = np.array_split([resident for resident, _ in samples], PARTS)
    by_part = tuple(float(np.median(part)) for part in parts)
    return MemoryUse(max(peak for _, peak in samples), by_part, time.monotonic() - start_s)


def _watch(process: subprocess.Popen[bytes]) -> list[tuple[float, float]]:
    status = Path(f"/proc/{process.pid}/status")
    samples: list[tuple[float, float]] = []
    while process.poll() is None:
        if memory_mb := read_memory_mb(status.read_text(encoding="utf-8")):
            samples.append(memory_mb)
        time.sleep(EVERY_S)
    return samples
