"""The factor that makes the size stated the size measured."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from calibration.found_by_most import main, needed_factors
from twitchcam.detection.detection_limit import FOUND_BY_MOST
from twitchcam.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

TOLD = {
    "foreseen": {
        "fine.mp4": {"percent": 1.0, "measured": {"percent": 2.0}},
        "coarse.mp4": {"percent": 4.0, "measured": {"percent": 2.0}},
        "all found.mp4": {"percent": 4.0, "measured": {"percent": None}},
        "nothing said.mp4": {"percent": None, "measured": {"percent": 2.0}},
        "nothing put in.mp4": {"percent": 1.0, "measured": None},
    }
}


def test_what_is_stated_too_small_asks_for_a_larger_factor() -> None:
    assert needed_factors(TOLD) == {
        "fine.mp4": 2.0 * FOUND_BY_MOST,
        "coarse.mp4": 0.5 * FOUND_BY_MOST,
    }


def test_recordings_count_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = tmp_path / "result.json"
    result.write_text(json.dumps(TOLD), encoding="utf-8")
    assert main([str(result)]) == 0
    assert f"of 2 recordings {FOUND_BY_MOST:.2f}" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["{", "{}", "[]", '{"foreseen": {}}'])
def test_what_is_no_result_is_said(text: str, tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"result\.json"):
        main([str(tmp_path / "result.json")])
