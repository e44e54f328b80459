"""Curves are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.accuracy.scores.reliability import binned
from benchmarks.accuracy.scores.scoring import Score
from tests.benchmarks.accuracy.made_up import made_results

if TYPE_CHECKING:
    from pathlib import Path


def test_the_curve_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="drawing needs the extra 'samples'")
    from benchmarks.accuracy.outputs.sensitivity_plot import plot_sensitivity  # noqa: PLC0415 needs matplotlib

    results = made_results(tmp_path)
    # All found: the interval ends at the share.
    results.injected[4.0] = {"other.mp4": Score(found=6)}
    plot_sensitivity(results, tmp_path / "curve.svg", {"another": results})
    drawn = (tmp_path / "curve.svg").read_text(encoding="utf-8")
    assert "A90" in drawn
    assert "another" in drawn


def test_the_curve_of_confidence_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="drawing needs the extra 'samples'")
    from benchmarks.accuracy.outputs.reliability_plot import plot_reliability  # noqa: PLC0415 needs matplotlib

    rng = np.random.default_rng(0)
    told = binned(rng.uniform(0.4, 1, 50).tolist(), rng.uniform(0, 1, 50).tolist())
    plot_reliability(told, tmp_path / "curve.svg")
    assert "<svg" in (tmp_path / "curve.svg").read_text(encoding="utf-8")
