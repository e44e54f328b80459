"""Native libraries are silent, Python is not."""

from __future__ import annotations

import os
import subprocess
import sys

PROGRAM = """
import os, sys
from twitchcam.cli.native_noise import native_noise_hidden
with native_noise_hidden():
    os.write(2, b"native noise\\n")
    print("of Python", file=sys.stderr)
os.write(2, b"native afterwards\\n")
print("afterwards", file=sys.stderr)
"""


def run(**environment: str) -> list[str]:
    """Lines of standard error of the program above."""
    command = [sys.executable, "-c", PROGRAM]
    surroundings = {k: v for k, v in os.environ.items() if k != "TWITCHCAM_DEBUG"} | environment
    done = subprocess.run(  # noqa: S603
        command, check=True, capture_output=True, text=True, env=surroundings
    )
    return done.stderr.splitlines()


def test_native_code_is_silent() -> None:
    """Native code writes to nowhere inside, and as ever afterwards; Python is heard."""
    assert run() == ["of Python", "native afterwards", "afterwards"]


def test_debugging_shows_all() -> None:
    """Nothing is hidden from someone who looks for a fault."""
    assert run(TWITCHCAM_DEBUG="1")[0] == "native noise"
