"""Programs end with a code, and with one line for an error that a user can mend."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.shared.command_line import (
    add_recordings,
    new_file,
    not_negative,
    positive,
    program_parser,
    run_program,
    whole_from,
)
from sample_videos.clips import SAMPLES
from twitchcam.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_code_of_the_program_is_that_of_the_process() -> None:
    with pytest.raises(SystemExit) as ended:
        run_program(lambda: 1)
    assert ended.value.code == 1


def test_an_error_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> int:
        message = "no such thing: name another"
        raise UsageError(message)

    with pytest.raises(SystemExit) as ended:
        run_program(fails)
    assert ended.value.code == 2
    assert capsys.readouterr().err == "error: no such thing: name another\n"


# Prints more than waits in a buffer, then writes a file.
PRINTS_AND_WRITES = """
import sys
from pathlib import Path
from rich.console import Console
from benchmarks.shared.command_line import program_parser, run_program

def main():
    program_parser("some.program", "What it does.").parse_args(sys.argv[2:])
    for _ in range(5):
        print(9999 * "x")
        Console().print("a table")
    Path(sys.argv[1]).write_text("written")
    return 3

run_program(main)
"""
FULL = Path("/dev/full")


def run_into(stdout: int, file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the program with a standard output of its own."""
    command = [sys.executable, "-c", PRINTS_AND_WRITES, str(file), *options]
    # As people have it: what could not be written is held back until the program ends.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    environment["PYTHONPATH"] = str(SAMPLES.parent)
    return subprocess.run(  # noqa: S603
        command, check=False, text=True, stdout=stdout, stderr=subprocess.PIPE, env=environment
    )


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
@pytest.mark.parametrize(("options", "code"), [([], 3), (["--help"], 0)])
def test_a_reader_that_had_enough_ends_no_work(
    tmp_path: Path, options: list[str], code: int
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run_into(writing, tmp_path / "it.json", *options)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (code, "")
    assert (tmp_path / "it.json").exists() == (not options)


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_a_full_disk_is_told_when_the_work_is_done(tmp_path: Path) -> None:
    with FULL.open("w") as full:
        done = run_into(full.fileno(), tmp_path / "it.json")
    assert (tmp_path / "it.json").exists()
    told = "error: standard output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, told)


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (positive, "0", "not above 0"),
        (positive, "-4", "not above 0"),
        (positive, "nan", "not above 0"),
        (not_negative, "-1", "not above 0"),
        (whole_from(1), "0", "below 1"),
        (new_file(), "no_such_folder/x.json", "no folder"),
        (new_file(), ".", "cannot be written"),
        (new_file(".png", ".svg"), "x.curve", "must end in .png or .svg"),
    ],
)
def test_options_that_cannot_be_are_refused(
    read: Callable[[str], object], text: str, says: str
) -> None:
    with pytest.raises(ArgumentTypeError, match=says):
        read(text)


def test_options_that_can_be_are_read() -> None:
    assert (positive("0.5"), not_negative("0"), whole_from(0)("0")) == (0.5, 0.0, 0)
    assert new_file(".png")("curve.PNG") == Path("curve.PNG")


def test_recordings_are_the_samples_unless_named() -> None:
    parser = program_parser("some.program", "What it does.")
    add_recordings(parser)
    assert parser.parse_args([]).folder == SAMPLES
    given = parser.parse_args(["mine", "--stretches", "table.tsv"])
    assert (given.folder, given.stretches) == (Path("mine"), Path("table.tsv"))
    assert "python -m some.program" in parser.format_usage()
