"""Commands that are printed can be typed as they stand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from twitchcam.cli import command_words
from twitchcam.cli.command_words import typed


@pytest.mark.parametrize(
    ("system", "word", "as_typed"),
    [
        ("posix", "results/clip_evidence.json", "results/clip_evidence.json"),
        ("posix", "my clip's.json", """'my clip'"'"'s.json'"""),
        ("nt", r"C:\results\clip_evidence.json", r"C:\results\clip_evidence.json"),
        ("nt", r"C:\my results\clip.json", r'"C:\my results\clip.json"'),
        ("nt", "R&D.json", '"R&D.json"'),
    ],
)
def test_a_word_is_quoted_as_its_system_needs_it(
    monkeypatch: pytest.MonkeyPatch, system: str, word: str, as_typed: str
) -> None:
    monkeypatch.setattr(command_words, "os", SimpleNamespace(name=system))
    assert typed(word) == as_typed
