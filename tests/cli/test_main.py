"""The command as a whole: help, version and wrong usage."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from tests.cli.conftest import SPASM
from twitchcam.cli import main as main_module
from twitchcam.cli import screen
from twitchcam.cli.main import app, main
from twitchcam.errors import UsageError
from twitchcam.outputs.evidence_json import evidence_text
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["analyze"], "Missing argument 'VIDEO' (see twitchcam analyze --help)"),
        (["analyze", "x.mp4", "--nope"], "No such option: --nope"),
        (
            ["analyze", "x.mp4", "--sensor", "nose"],
            "Invalid value for '--sensor': 'nose' is not one of 'flow', 'landmarks'",
        ),
        (
            ["analyze", "x.mp4", "--phase", "asleep"],
            "Invalid value for '--phase': 'asleep' is not one of 'rest', ",
        ),
        (["dance"], "No such command 'dance' (see twitchcam --help)"),
        (["analyze", ""], "an argument is empty (an unset shell variable?)"),
        (["analyze", "x.mp4", "--out="], "an argument is empty"),
        (["analyze", "x.mp4", "http://example.com/a.mp4"], "an address is no file: save the"),
        (["analyze", "rtsp://me:secret@camera/1"], "watched: twitchcam live ADDRESS)"),
        (["calibrate", "https://example.com/a.mp4"], "an address is no file: save the recording"),
    ],
)
def test_wrong_usage(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong usage is one line and exit code 2."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert "secret" not in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [[], ["analyze"], ["doctor"]])
def test_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Every command explains itself."""
    assert main([*command, "--help"]) == 0
    out = capsys.readouterr().out
    assert "Usage: " in out
    assert len(out) > 200


def test_no_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing typed shows the help."""
    assert main([]) == 0
    assert "analyze" in capsys.readouterr().out


def test_a_value_that_ends_in_an_equals_sign_is_not_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", str(tmp_path / "none.mp4"), f"--out={tmp_path}/a="]) == 1
    assert "is empty" not in capsys.readouterr().err


class FullDisk(StringIO):
    """Takes nothing, as a file on a full disk."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("command", ["table", "causes", "causes --json", "doctor"])
def test_a_result_that_only_the_screen_gives_is_not_lost_in_silence(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    evidence = tmp_path / "clip_evidence.json"
    evidence.write_text(evidence_text(SPASM), encoding="utf-8")
    given = {"table": [str(evidence)], "causes": ["--evidence", str(evidence)], "doctor": []}
    monkeypatch.setattr("twitchcam.cli.doctor.CHECKS", {})
    monkeypatch.setattr(screen, "end_stdout", lambda: None)
    monkeypatch.setattr(sys, "stdout", FullDisk())
    name, *options = command.split()
    assert main([name, *options, *given[name]]) == 1
    assert "error: standard output cannot be written: No space left" in capsys.readouterr().err


def test_help_names_the_defaults() -> None:
    """The help names the defaults of the settings."""
    text = CliRunner().invoke(app, ["analyze", "--help"]).output
    assert f"default: {Settings().backend}" in text
    assert f"default: {Settings().sensor}" in text


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is one line."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("twitchcam ")


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (UsageError("so not"), 2, "twitchcam: error: so not\n"),
        (KeyboardInterrupt(), 1, "twitchcam: stopped: interrupted\n"),
        (OSError("oh"), 1, "twitchcam: error: internal error (OSError: oh); please report this"),
    ],
)
def test_errors_of_commands(
    error: BaseException,
    code: int,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever a command raises ends in one line and an exit code."""

    def fail(**_how: object) -> None:
        raise error

    monkeypatch.delenv("TWITCHCAM_DEBUG", raising=False)
    monkeypatch.setattr(main_module, "app", fail)
    assert main(["doctor"]) == code
    err = capsys.readouterr().err
    assert err.startswith(message)
    assert err.count("\n") == 1


def test_help_is_light() -> None:
    """Help does not import what takes long."""
    program = (
        "import sys; from twitchcam.cli.main import main; main(['analyze', '--help']);"
        " sys.exit(bool({'mediapipe', 'cv2', 'av'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603


def test_module() -> None:
    """``python -m twitchcam`` is the command, with its exit codes."""
    command = [sys.executable, "-m", "twitchcam", "dance"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 2
    assert done.stderr == "twitchcam: error: No such command 'dance' (see twitchcam --help)\n"
