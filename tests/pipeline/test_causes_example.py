"""The example of the documentation, from clip to causes."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import twitchcam
from tests.sample_frames import SAMPLE_VIDEOS
from twitchcam.outputs.answers_toml import read_answers
from twitchcam.outputs.causes_table import print_causes

EXAMPLE = Path(__file__).parents[2] / "docs" / "example_causes.md"
PRINTED = re.compile(r"<!-- printed by the example -->\n```\n(.*?)\n```", re.DOTALL)


def lines(text: str) -> list[str]:
    """Lines without what cannot be seen."""
    return [line.rstrip() for line in text.strip().splitlines()]


def test_it_prints_what_the_example_says() -> None:
    recording = twitchcam.analyze(SAMPLE_VIDEOS / "one_sided_bursts_eye.mp4", write=False)
    answers = read_answers(SAMPLE_VIDEOS / "one_sided_bursts_eye_answers.toml")
    screen = StringIO()
    report = twitchcam.match_causes(recording.evidence, answers)
    print_causes(Console(file=screen, width=80, highlight=False, emoji=False, markup=False), report)
    found = PRINTED.search(EXAMPLE.read_text(encoding="utf-8"))
    if found is None:
        pytest.fail(f"{EXAMPLE.name} shows no example")
    # The example names no version: it would not be the present one for long.
    printed = re.sub(r"Knowledge version \w+\.", "Knowledge version ....", screen.getvalue())
    assert lines(found[1]) == lines(printed)
