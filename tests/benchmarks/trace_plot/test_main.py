"""The command that draws a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.trace_plot import __main__ as trace_plot
from benchmarks.trace_plot.__main__ import main
from tests.benchmarks.trace_plot.made_up import BURST, made_trace

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_video_is_drawn_or_its_fault_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing, out = tmp_path / "none.mp4", tmp_path / "trace.png"
    assert main([str(missing), "--out", str(out)]) != 0
    assert "none.mp4" in capsys.readouterr().err
    assert not out.exists()
    monkeypatch.setattr(trace_plot, "measure_trace", lambda *_: made_trace((BURST,)))
    assert main([str(missing), "--out", str(out)]) == 0
    assert out.exists()
