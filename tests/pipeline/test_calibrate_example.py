"""The example of calibrating in the documentation."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import twitchcam
from tests.sample_frames import SAMPLE_VIDEOS
from twitchcam.outputs.profile_table import print_profile
from twitchcam.settings import Settings

EXAMPLE = Path(__file__).parents[2] / "docs" / "example_calibrate.md"
PRINTED = re.compile(r"<!-- printed by calibrate -->\n```\n(.*?)\n```", re.DOTALL)


def lines(text: str) -> list[str]:
    """Lines without what cannot be seen, and without their figures."""
    return [re.sub(r"\d", "0", line.rstrip()) for line in text.strip().splitlines()]


def figures(text: str) -> list[float]:
    return [float(figure) for figure in re.findall(r"\d+(?:\.\d+)?", text)]


def test_it_prints_what_the_example_says() -> None:
    screen = StringIO()
    profile = twitchcam.calibrate(SAMPLE_VIDEOS / "still.mp4")
    print_profile(Console(file=screen, width=80), profile, Settings())
    found = PRINTED.search(EXAMPLE.read_text(encoding="utf-8"))
    if found is None:
        pytest.fail(f"{EXAMPLE.name} shows no example")
    assert lines(found[1]) == lines(screen.getvalue())
    # Last digits differ between machines.
    assert figures(found[1]) == pytest.approx(figures(screen.getvalue()), rel=0.2, abs=0.02)
