"""What confidence is worth: the share of true twitches over the confidence in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from twitchcam.evidence.rates import share_ends

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.accuracy.scores.reliability import Reliability


def plot_reliability(told: Reliability, path: Path) -> None:
    """Draw bins with 95% intervals and how many twitches each holds; PNG or SVG by the name."""
    figure = Figure(figsize=(5, 5.5), layout="constrained")
    axes, counts = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
    at = [one.confidence for one in told.bins]
    shares = np.array([one.share_right for one in told.bins])
    right = np.array([one.right for one in told.bins])
    low, high = share_ends(right, np.array([one.reported for one in told.bins]))
    axes.plot([0, 1], [0, 1], ":", color="grey", lw=1, label="as it should be")
    axes.errorbar(
        at, shares, [shares - low, high - shares], fmt="o-", color="tab:blue", label="measured"
    )
    axes.set_ylim(-0.02, 1.02)
    axes.set_ylabel("share that is true")
    axes.legend(fontsize="small")
    error = told.expected_error
    axes.set_title(f"Expected calibration error {error:.2f}, synthetic twitches", fontsize="medium")
    for one in told.bins:
        counts.bar(one.low, one.reported, one.high - one.low, align="edge", color="tab:blue")
    counts.set_xlim(0, 1)
    counts.set_ylabel("reported")
    counts.set_xlabel("confidence")
    figure.savefig(path, dpi=150)
