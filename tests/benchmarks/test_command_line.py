"""Programs end with a code, and with one line for an error that a user can mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.command_line import add_recordings, program_parser, run
from benchmarks.results import Case
from benchmarks.running import Instruments
from benchmarks.stretches import SAMPLES
from twitchcam.errors import UsageError


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


def test_recordings_are_the_samples_unless_named() -> None:
    parser = program_parser("some.program", "What it does.")
    add_recordings(parser)
    assert parser.parse_args([]).folder == SAMPLES
    given = parser.parse_args(["mine", "--stretches", "table.tsv"])
    assert (given.folder, given.stretches) == (Path("mine"), Path("table.tsv"))
    assert "python -m some.program" in parser.format_usage()


@pytest.mark.parametrize(
    ("content", "says"), [(None, "is missing"), ("{}", "no decision"), ("no JSON", "no decision")]
)
def test_a_left_out_decision_that_cannot_be_used(
    tmp_path: Path, content: str | None, says: str
) -> None:
    if content is not None:
        (tmp_path / "ann.json").write_text(content, "utf-8")
    case = Case(SAMPLES / "still.mp4", "still.mp4", person="ann")
    with pytest.raises(UsageError, match=says):
        Instruments(left_out=tmp_path)(case)
