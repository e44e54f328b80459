"""Decisions that were fitted without somebody."""

from __future__ import annotations

from pathlib import Path

import pytest

import twitchcam.decisions
from benchmarks.accuracy.case import Case
from benchmarks.accuracy.instruments import Instruments
from sample_videos.clips import SAMPLES
from twitchcam.errors import UsageError

SHIPPED = Path(twitchcam.decisions.__file__).with_name("flow-face-mesh.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "is missing"),
        ("{}", "no decision"),
        ("no JSON", "no decision"),
        (SHIPPED, "was fitted without nobody, not without ann"),
        (SHIPPED.replace('"date"', '"without": "ben", "date"'), "without ben, not without ann"),
    ],
)
def test_a_left_out_decision_that_cannot_be_used(
    tmp_path: Path, content: str | None, says: str
) -> None:
    if content is not None:
        (tmp_path / "ann.json").write_text(content, "utf-8")
    case = Case(SAMPLES / "still.mp4", "still.mp4", person="ann")
    with pytest.raises(UsageError, match=says):
        Instruments(left_out=tmp_path)(case)
