"""Ctrl-C as it comes from a terminal: at any moment, to a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from twitchcam.outputs.evidence_json import read_evidence

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_videos"

# Runs the command and presses Ctrl-C when a module is looked for, by a library that then loses the
# KeyboardInterrupt, if there is one, as some do; PyAV does not.
PRESSED_AT_IMPORT = """
import signal, sys
pressed_at, sys.argv = sys.argv[1], ["twitchcam", *sys.argv[2:]]

class Presser:
    def find_spec(self, name, path=None, target=None):
        if name == pressed_at:
            sys.meta_path.remove(self)
            try:
                signal.raise_signal(signal.SIGINT)
            except KeyboardInterrupt:
                if name == "av":
                    raise

sys.meta_path.insert(0, Presser())
from twitchcam.__main__ import main
sys.exit(main())
"""

# Of a terminal that is closed; Windows has none.
HANGUP = getattr(signal, "SIGHUP", signal.SIGTERM)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run this Python with the repository on its path."""
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(  # noqa: S603
        [sys.executable, *command], check=False, capture_output=True, text=True, env=surroundings
    )


@pytest.mark.parametrize("module", ["twitchcam.cli.main", "numpy", "rich"])
def test_while_the_command_is_loaded(module: str, tmp_path: Path) -> None:
    done = run("-c", PRESSED_AT_IMPORT, module, "analyze", str(SAMPLES), "--out", str(tmp_path))
    assert done.stderr == "twitchcam: stopped: interrupted\n"
    assert done.returncode == 1


def test_while_mediapipe_is_loaded(tmp_path: Path) -> None:
    """Deep inside it."""
    done = run(
        "-c", PRESSED_AT_IMPORT, "matplotlib", "analyze", str(SAMPLES), "--out", str(tmp_path)
    )
    first, second = done.stderr.splitlines()
    assert first.startswith("twitchcam: stopped: ")
    assert first.endswith("both_sides.mp4 was not analysed")
    assert second.startswith("twitchcam: stopped: 12 recordings not started: ")
    assert done.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_during_doctor() -> None:
    done = run("-c", PRESSED_AT_IMPORT, "av", "doctor")
    assert done.stderr == "twitchcam: stopped: interrupted\n"
    assert done.returncode == 1


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_it_can_be_ended_where_ctrl_c_is_ignored(tmp_path: Path) -> None:
    """A shell that starts it in the background of a script lets it ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    command = [sys.executable, "-m", "twitchcam", "analyze", str(SAMPLES), "--out", str(tmp_path)]
    try:
        with subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT
        ) as process:
            assert process.stderr is not None
            assert "analysing both_sides.mp4 (1 of 13)" in process.stderr.readline()
            process.send_signal(signal.SIGINT)
            process.send_signal(signal.SIGTERM)
            told = process.stderr.read()
    finally:
        signal.signal(signal.SIGINT, before)
    assert process.returncode == 1
    assert "Traceback" not in told
    assert "recordings not started" in told
    assert not list(tmp_path.glob(".twitchcam-*"))


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize(
    ("sent", "times"),
    [(signal.SIGINT, 1), (signal.SIGINT, 2), (signal.SIGTERM, 1), (HANGUP, 1)],
)
def test_sent_by_another_process(tmp_path: Path, sent: signal.Signals, times: int) -> None:
    """Whenever it arrives: one exit code, no traceback, and results that are whole."""
    command = [sys.executable, "-m", "twitchcam", "analyze", str(SAMPLES), "--out", str(tmp_path)]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stderr is not None
        told = process.stderr.readline()
        assert "analysing both_sides.mp4 (1 of 13)" in told
        for _ in range(times):
            process.send_signal(sent)
        told += process.stderr.read()
    assert process.returncode == 1
    assert "Traceback" not in told
    assert "recordings not started" in told
    for path in tmp_path.glob("*_evidence.json"):
        assert read_evidence(path).recording.frames > 0
        assert (tmp_path / path.name.replace("_evidence.json", "_motion.parquet")).exists()
    assert len(list(tmp_path.iterdir())) % 5 == 0
