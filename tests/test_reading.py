"""Files that cannot be read are named once, with what to do where it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import twitchcam
from twitchcam.errors import SourceError
from twitchcam.reading import family_of, reading

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("remedy", "after"), [("", ""), ("look again", "; look again")])
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, remedy: str, after: str) -> None:
    path = tmp_path / "none.tsv"
    with pytest.raises(SourceError) as error, reading(path, SourceError, remedy):
        path.read_text()
    assert str(error.value) == f"cannot read {path}: No such file or directory{after}"


def test_a_table_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    path = tmp_path / "none_events.tsv"
    with pytest.raises(SourceError) as error:
        twitchcam.read_events(path)
    assert str(error.value) == f"cannot read {path}: No such file or directory"


def test_versions_are_no_part_of_a_family() -> None:
    assert family_of("twitchcam.evidence/12") == "twitchcam.evidence/"
