"""Tables of stretches are read, or say what is wrong with them."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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

    from benchmarks.recordings.stretches import Span

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


def test_what_nothing_covers() -> None:
    assert uncovered((0.0, 5.0), [(1.5, 3.0), (1.0, 2.0)]) == [(0.0, 1.0), (3.0, 5.0)]
    assert uncovered((0.0, 5.0), [(1.0, 2.0)], 0.5, 1.5) == [(0.0, 0.5), (3.5, 5.0)]
    assert uncovered((0.0, 5.0), [(0.0, math.inf)]) == []
    # Neither lies within it.
    assert uncovered((1.0, 5.0), [(6.0, 7.0), (8.0, 9.0)]) == [(1.0, 5.0)]


whole = st.integers(0, 20)
spans = st.tuples(whole, whole).map(lambda ends: (float(min(ends)), float(max(ends))))


@given(spans, st.lists(spans, max_size=5), whole, whole)
def test_a_moment_is_uncovered_if_it_lies_within_and_far_enough_from_all(
    within: Span, covers: list[Span], before: int, after: int
) -> None:
    spells = uncovered(within, covers, before, after)
    assert all(start_s < end_s for start_s, end_s in spells)
    assert all(one[1] <= later[0] for one, later in pairwise(spells))
    # Never on an edge: those lie at whole seconds.
    for moment_s in np.arange(-0.5, 21.0):
        is_free = within[0] < moment_s < within[1] and not any(
            start_s - before < moment_s < end_s + after for start_s, end_s in covers
        )
        assert any(start_s < moment_s < end_s for start_s, end_s in spells) == is_free
