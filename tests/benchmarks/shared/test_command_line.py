"""Programs end with a code, and with one line for an error that a user can mend."""

from __future__ import annotations

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
    run,
    whole_from,
)
from sample_videos.clips import SAMPLES
from twitchcam.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_code_of_the_program_is_that_of_the_process() -> None:
    with pytest.raises(SystemExit) as ended:
        run(lambda: 1)
    assert ended.value.code == 1


def test_an_error_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> int:
        message = "no such thing: name another"
        raise UsageError(message)

    with pytest.raises(SystemExit) as ended:
        run(fails)
    assert ended.value.code == 2
    assert capsys.readouterr().err == "error: no such thing: name another\n"


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
