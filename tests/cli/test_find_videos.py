"""From what was typed to the recordings that are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.cli.find_videos import videos_in

if TYPE_CHECKING:
    from pathlib import Path


def test_a_pattern_that_no_shell_replaced_stands_for_what_goes_with_it(tmp_path: Path) -> None:
    for name in ("b.mp4", "a.mp4", "notes.txt", "[c].mp4"):
        (tmp_path / name).touch()
    assert videos_in(tmp_path / "?.mp4") == [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    # A file of that very name stands for itself, and what nothing goes with is said to be missing.
    assert videos_in(tmp_path / "[c].mp4") == [tmp_path / "[c].mp4"]
    assert videos_in(tmp_path / "*.mov") == [tmp_path / "*.mov"]
