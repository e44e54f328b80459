"""Tables of what was collected: joined, parted, kept in files."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from calibration import collected
from calibration.candidates import Candidates
from calibration.collected import Source, join, person_of, variant_of, without
from calibration.courses import COLUMNS, Courses
from tests.calibration.made_up import made_course, made_people, made_source
from twitchcam.detection.features import FEATURE_NAMES

if TYPE_CHECKING:
    from pathlib import Path


def assert_same(one: Any, other: Any) -> None:  # noqa: ANN401 - any table
    assert one.sources == other.sources
    for name in {field.name for field in fields(one)} - {"sources"}:
        assert np.array_equal(getattr(one, name), getattr(other, name))
        assert getattr(one, name).dtype.kind == getattr(other, name).dtype.kind


def test_everyone_but_one_person() -> None:
    one, other, silent = made_source("a", 0, 4), made_source("b", 1, 3), made_source("c", 2, 0)
    assert_same(without(join([one, other, silent, one]), "b"), join([one, silent, one]))
    assert_same(without(join([one, other]), "nobody"), join([one, other]))


def test_joined_candidates_keep_their_source() -> None:
    one, other = made_source("a", 0, 4), made_source("b", 1, 3)
    whole = join([one, join([other, one])])
    assert person_of(whole).tolist() == ["a"] * 4 + ["b"] * 3 + ["a"] * 4
    assert [source.person for source in whole.sources] == ["a", "b", "a"]
    assert whole.time_s.tolist() == [*one.time_s, *other.time_s, *one.time_s]
    assert whole.size.tolist() == [2.0] * 11
    assert whole.is_true.sum() == 2 * one.is_true.sum() + other.is_true.sum()


def test_a_source_without_candidates_is_kept() -> None:
    """Its minutes without a false twitch, and its missed twitches, count."""
    whole = join([made_source("a", 0, 0), made_source("b", 1, 3)])
    assert [source.person for source in whole.sources] == ["a", "b"]
    assert person_of(whole).tolist() == ["b"] * 3


def test_each_row_knows_its_variant() -> None:
    plain = made_source("a", 0, 2)
    poor = Candidates(
        (Source("x", "a", 2.0, 0, {}, collected.COARSE),), **collected.arrays_of(plain)
    )
    assert variant_of(join([plain, poor])).tolist() == ["plain"] * 2 + ["coarse"] * 2


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (join([made_people("a", "b", "c"), made_source("nobody", 9, 0)]), FEATURE_NAMES),
        (join([made_course("a", 1), made_course("b", 2, ())]), COLUMNS),
    ],
)
def test_what_is_saved_is_loaded(
    tmp_path: Path, table: Candidates | Courses, columns: tuple[str, ...]
) -> None:
    collected.save(tmp_path / "some.npz", table, columns)
    assert_same(collected.load(tmp_path / "some.npz", type(table), columns), table)


def test_what_another_version_collected_is_refused(tmp_path: Path) -> None:
    collected.save(tmp_path / "old.npz", made_people("a"), FEATURE_NAMES)
    with pytest.raises(ValueError, match=r"old\.npz holds other columns"):
        collected.load(tmp_path / "old.npz", Candidates, (*FEATURE_NAMES, "new"))
