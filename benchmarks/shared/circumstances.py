"""When, where and with what a benchmark was run: without it a figure means little."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from datetime import datetime, timezone
from pathlib import Path

from twitchcam.package_versions import measuring_versions


def circumstances() -> dict[str, object]:
    """Return date, commit, machine and versions as plain values."""
    return {
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "commit": git_commit(Path(__file__).parent),
        "machine": machine(),
        "versions": {"python": platform.python_version(), **measuring_versions()},
    }


def machine() -> dict[str, object]:
    """Describe the machine without naming it."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "architecture": platform.machine(),
        "processor": _processor(),
        "cores": os.cpu_count(),
    }


def git_commit(folder: Path) -> str | None:
    """Commit that is checked out, with ``-dirty`` for changes; ``None`` outside a repository."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "-C", str(folder), "describe", "--always", "--abbrev=40", "--dirty"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    return told.stdout.strip() or None


def _processor() -> str:
    """Return the processor's name; Linux keeps it in a file."""
    names = Path("/proc/cpuinfo")
    lines = names.read_text(encoding="utf-8").splitlines() if names.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()
