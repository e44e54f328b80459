"""What the README tells a newcomer to type."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import twitchcam
from tests.evidence.made_up import EVENTS, blind, evidence_of
from tests.sample_frames import analysed, decoded
from twitchcam.records import Kind

if TYPE_CHECKING:
    from twitchcam.records import Event

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MEASURED = (ROOT / "docs" / "measured.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```python\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(
    ("events", "lines", "says"),
    [(EVENTS, 4, "3 twitches"), ((blind(),), 1, "too little was seen to tell")],
)
def test_python_snippet(
    events: tuple[Event, ...],
    lines: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It prints the twitches alone, and copes with a recording in which nothing could be seen."""
    recording = SimpleNamespace(events=events, evidence=evidence_of(*events))
    monkeypatch.setattr(twitchcam, "analyze", lambda *_, **__: recording, raising=False)
    exec(compile(SNIPPETS[0], "README.md", "exec"), {})  # noqa: S102 - the snippet is ours
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == lines
    assert printed[-1].startswith(says)


def test_pictures_of_ones_own_give_the_events_that_the_file_gives() -> None:
    names: dict[str, Any] = {}
    exec(compile(SNIPPETS[1], "README.md", "exec"), names)  # noqa: S102 - the snippet is ours
    frames = decoded("one_sided_bursts_eye")
    bgr = ((frame.time_s, frame.read_rgb()[..., ::-1].copy()) for frame in frames)
    found = list(names["events_of"](bgr))
    twitches = [event for event in found if event.kind is Kind.TWITCH]
    truth = [event for event in analysed(frames) if event.kind is Kind.TWITCH]
    assert [(t.lip, t.side, t.pattern) for t in twitches] == [
        (t.lip, t.side, t.pattern) for t in truth
    ]
    assert [t.onset_s for t in twitches] == pytest.approx([t.onset_s for t in truth], abs=0.05)


def test_commands_need_no_activated_environment() -> None:
    """Every command that is to be typed names the environment that the first one makes."""
    typed = re.findall(
        r"(\S*)\b(twitchcam (?:analyze|calibrate|causes|doctor|live|table)\b|python -m\b"
        r"|pip install\b)",
        README + MEASURED,
    )
    assert typed
    assert {place.lstrip("(`") for place, _ in typed} == {".venv/bin/"}


def test_every_link_leads_to_a_file_and_a_heading() -> None:
    for path in (ROOT / "README.md", *ROOT.glob("*/*.md")):
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if target.startswith("http"):
                continue
            name, _, heading = target.partition("#")
            there = path.parent / name if name else path
            assert there.exists(), f"{path.name} links to {target}"
            if heading:
                assert heading in _headings(there), f"{path.name} links to {target}"


def _headings(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}
