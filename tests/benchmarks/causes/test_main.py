"""The command that measures what cause matching makes of cases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.causes.__main__ import main
from tests.benchmarks.causes.made_up import CASE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    assert main([str(folder)]) == 2
    (folder / "made_up.toml").write_text(CASE, encoding="utf-8")
    assert main([str(folder), "--draws", "0", "--json", str(tmp_path / "out.json")]) in (0, 1)
    content = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert content["scores"]["all"]["cases"] == 1
    assert content["cases"][0]["id"] == "made_up"
    assert "top-1" in capsys.readouterr().out
    (folder / "made_up.toml").write_text("id = 3", encoding="utf-8")
    assert main([str(folder)]) == 2
