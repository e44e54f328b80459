"""A screen that goes away stops no work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from twitchcam.cli.screen import say, show
show(lambda console: console.print("first"))
show(lambda console: console.print("second"))
say("note", "the work is done")
"""
FULL = Path("/dev/full")


def run(
    stdout: int, stderr: int = subprocess.PIPE, program: str = PROGRAM
) -> subprocess.CompletedProcess[str]:
    """Run a program that shows something."""
    command = [sys.executable, "-c", program]
    # As people have it: what could not be written is held back until the program ends.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(  # noqa: S603
        command, check=False, text=True, stdout=stdout, stderr=stderr, env=environment
    )


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_reader_that_went_away() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run(writing)
    finally:
        os.close(writing)
    assert done.returncode == 0
    warning, note = done.stderr.splitlines()
    assert "nothing more is shown on the screen (Broken pipe); files are still written" in warning
    assert note == "twitchcam: note: the work is done"


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_full_standard_output() -> None:
    with FULL.open("w") as full:
        done = run(full.fileno())
    assert done.returncode == 0
    warning, note = done.stderr.splitlines()
    assert "nothing more is shown on the screen (No space left on device)" in warning
    assert note == "twitchcam: note: the work is done"


ALL = """
import sys
from twitchcam.cli.screen import say, show
from twitchcam.errors import OutputError
try:
    show(lambda console: console.print("first"), is_all=True)
except OutputError as error:
    say("error", error)
    sys.exit(error.exit_code)
"""


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_what_no_file_holds_too_may_not_be_lost_in_silence() -> None:
    with FULL.open("w") as full:
        done = run(full.fileno(), program=ALL)
    assert done.returncode == 1
    assert (
        done.stderr
        == "twitchcam: error: standard output cannot be written: No space left on device\n"
    )


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_full_disk_is_no_fault_of_the_program(option: str) -> None:
    program = f"import sys; from twitchcam.cli.main import main; sys.exit(main(['{option}']))"
    with FULL.open("w") as full:
        done = run(full.fileno(), program=program)
    assert done.returncode == 1
    told = "twitchcam: error: the output cannot be written: No space left on device\n"
    assert done.stderr == told


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_reader_that_had_enough_hears_nothing_of_files_that_there_are_not() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run(writing, program=ALL)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_full_standard_error() -> None:
    with FULL.open("w") as full:
        done = run(subprocess.PIPE, full.fileno())
    assert done.returncode == 0
    assert done.stdout == "first\nsecond\n"


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_lines_come_whole_where_the_reader_takes_them_in_parts() -> None:
    """As through a pipe that its other owner made non-blocking."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    program = (
        "from twitchcam.cli.screen import unbuffered_stdout\n"
        "stream = unbuffered_stdout()\n"
        "stream.write('x' * 300_000 + 'end\\n')\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=writing) as process:  # noqa: S603
        os.close(writing)
        with open(reading, "rb") as stream:  # noqa: PTH123 - a file descriptor
            text = stream.read()
    assert process.returncode == 0
    assert text == b"x" * 300_000 + b"end\n"
