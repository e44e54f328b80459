"""Tables of stretches are read, or say what is wrong with them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from benchmarks.recordings.stretches import (
    REST,
    Stretch,
    find_stretches,
    people_by_file,
    read_stretches,
    sample_stretches,
    uncovered,
)
from sample_videos.clips import CLIPS, SAMPLES
from twitchcam.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "file\tkind\tstart_s\tend_s\n"


def table(folder: Path, text: str) -> Path:
    path = folder / "stretches.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_is_read(tmp_path: Path) -> None:
    text = HEADER + "a.mp4\trest\t0\t2.5\na.mp4\ttalking\t2.5\tend\n"
    assert read_stretches(table(tmp_path, text)) == [
        Stretch("a.mp4", REST, 0.0, 2.5),
        Stretch("a.mp4", "talking", 2.5, math.inf),
    ]


@pytest.mark.parametrize(
    "row", ["a.mp4\trest\tzero\t1", "a.mp4\trest\t2\t1", "a.mp4 rest 0 1", "a.mp4\trest\t-1\t1"]
)
def test_a_bad_row_is_named(tmp_path: Path, row: str) -> None:
    with pytest.raises(UsageError, match="line 2"):
        read_stretches(table(tmp_path, HEADER + row + "\n"))


def test_a_person_may_be_seen_in_several_files(tmp_path: Path) -> None:
    header = HEADER.replace("\n", "\tperson\n")
    rows = "a.mp4\trest\t0\t1\tanna\nb.mp4\trest\t0\t1\tanna\nc.mp4\trest\t0\t1\t\n"
    stretches = read_stretches(table(tmp_path, header + rows))
    assert people_by_file(stretches) == {"a.mp4": "anna", "b.mp4": "anna", "c.mp4": "c.mp4"}


@pytest.mark.parametrize("kind", ["rest", "talking"])
def test_two_kinds_of_the_same_seconds_are_refused(tmp_path: Path, kind: str) -> None:
    path = table(tmp_path, HEADER + f"a.mp4\trest\t0\t2\na.mp4\t{kind}\t1.5\tend\n")
    with pytest.raises(UsageError, match=r"two stretches of a.mp4 overlap at 1.5 s"):
        read_stretches(path)


def test_tables_of_spreadsheets_are_read(tmp_path: Path) -> None:
    """They begin with a mark of their own, and their users write Rest."""
    path = table(tmp_path, "\ufeff" + HEADER + "a.mp4\tRest \t0\t2\n")
    assert read_stretches(path) == [Stretch("a.mp4", REST, 0.0, 2.0)]


def test_without_names_everybody_is_seen_in_one_file_only(tmp_path: Path) -> None:
    (stretch,) = read_stretches(table(tmp_path, HEADER + "a.mp4\trest\t0\t1\n"))
    assert stretch.person == "a.mp4" == Stretch("a.mp4", REST, 0.0, 1.0).person


@pytest.mark.parametrize("other", ["ben", ""])
def test_a_file_shows_one_person_only(tmp_path: Path, other: str) -> None:
    header = HEADER.replace("\n", "\tperson\n")
    rows = f"a.mp4\trest\t0\t1\tanna\na.mp4\ttalking\t1\t2\t{other}\n"
    with pytest.raises(UsageError, match=r"a\.mp4 must name the same person"):
        read_stretches(table(tmp_path, header + rows))


def test_a_missing_table_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        find_stretches(tmp_path, tmp_path / "none.tsv")


def test_the_table_in_the_folder_is_found_by_itself(tmp_path: Path) -> None:
    table(tmp_path, HEADER + "a.mp4\trest\t0\t1\n")
    assert find_stretches(tmp_path) == [Stretch("a.mp4", REST, 0.0, 1.0)]


def test_nothing_is_known_of_a_folder_without_a_table(tmp_path: Path) -> None:
    assert find_stretches(tmp_path) == []


def test_sample_stretches_hold_no_twitch_and_stay_inside_their_clips() -> None:
    clips = {f"{clip.name}.mp4": clip for clip in CLIPS}
    stretches = find_stretches(SAMPLES)
    assert stretches == sample_stretches()
    assert {stretch.kind for stretch in stretches} >= {REST, "talking", "expression", "turning"}
    for stretch in stretches:
        assert not clips[stretch.file].twitches
        assert 0 <= stretch.start_s < stretch.end_s <= clips[stretch.file].duration_s


def test_what_no_stretch_covers() -> None:
    stretches = [Stretch("a", REST, 1.0, 2.0), Stretch("a", REST, 1.5, 3.0)]
    assert uncovered(stretches, 5.0) == [(0.0, 1.0), (3.0, 5.0)]
    assert uncovered([Stretch("a", REST, 0.0, math.inf)], 5.0) == []
