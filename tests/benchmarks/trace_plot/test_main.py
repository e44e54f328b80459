"""The command that draws a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.trace_plot import __main__ as trace_plot
from benchmarks.trace_plot.__main__ import main
from tests.benchmarks.trace_plot.made_up import BURST, made_trace
from twitchcam.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_video_is_drawn_or_its_fault_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing, out = tmp_path / "none.mp4", tmp_path / "trace.png"
    with pytest.raises(SourceError, match=r"none\.mp4"):
        main([str(missing), "--out", str(out)])
    assert not out.exists()
    monkeypatch.setattr(trace_plot, "measure_trace", lambda *_: made_trace((BURST,)))
    assert main([str(missing), "--out", str(out)]) == 0
    assert out.exists()
