"""Pictures that are held for long are told from rest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from benchmarks.recordings.frozen import FROZEN, frozen_spells, living_stretches, still_spells
from benchmarks.recordings.stretches import FILE_NAME, REST
from benchmarks.shared.encoding import write_video
from twitchcam.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

RATE_HZ = 20.0
HEADER = "file\tkind\tstart_s\tend_s\n"


def changes(*held: tuple[int, int]) -> list[float]:
    """Of 100 pictures; those from a first to a last one do not change."""
    levels = np.full(100, 0.3)
    for first, last in held:
        levels[first : last + 1] = 0.01
    levels[0] = np.inf
    return levels.tolist()


@pytest.mark.parametrize(
    ("held", "spells"),
    [
        ([], []),
        ([(1, 20)], [(0.0, 1.05)]),
        ([(41, 60), (66, 85)], [(2.0, 3.05), (3.25, 4.3)]),
        ([(75, 99)], [(3.7, 4.95)]),
        ([(41, 55)], []),
    ],
)
def test_a_picture_is_held_from_its_first_showing_until_the_next_one(
    held: list[tuple[int, int]], spells: list[tuple[float, float]]
) -> None:
    times_s = (np.arange(100) / RATE_HZ).tolist()
    found = still_spells(times_s, changes(*held))
    assert np.array(found).ravel() == pytest.approx(np.array(spells).ravel())


def test_no_picture_is_held_where_there_is_none() -> None:
    assert still_spells([], []) == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording that is frozen for its first two seconds of six, and one for its last."""
    folder = tmp_path_factory.mktemp("frozen")
    write_shifted(folder / "a.mp4", [0] * 40 + list(range(1, 81)))
    write_shifted(folder / "end.mp4", list(range(60)) + [60] * 40)
    return folder


def write_shifted(path: Path, shifts: list[int]) -> None:
    rng = np.random.default_rng(0)
    small = rng.integers(90, 160, (6, 8, 3)).astype(np.uint8)
    soft = cv2.resize(small, (320, 240), interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    timed = ((at / RATE_HZ, np.roll(soft, shift, axis=1)) for at, shift in enumerate(shifts))
    write_video(path, timed, 18)


def test_held_pictures_are_found_in_a_recording(folder: Path) -> None:
    assert frozen_spells(folder / "a.mp4", math.inf) == [pytest.approx((0.0, 2.0), abs=0.01)]
    assert frozen_spells(folder / "a.mp4", 1.5) == [pytest.approx((0.0, 1.5), abs=0.01)]


def test_rest_is_cut_where_the_picture_is_held_and_absent_recordings_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "a.mp4\trest\t0\t4\na.mp4\ttalking\t4\t5\na.mp4\trest\t5\tend\nb.mp4\trest\t0\t9\n"
    (folder / FILE_NAME).write_text(HEADER + rows, encoding="utf-8")
    found = [(part.file, part.kind, part.start_s, part.end_s) for part in living_stretches(folder)]
    assert found == [
        ("a.mp4", FROZEN, 0.0, pytest.approx(2.0, abs=0.01)),
        ("a.mp4", REST, pytest.approx(2.0, abs=0.01), 4.0),
        ("a.mp4", "talking", 4.0, 5.0),
        ("a.mp4", REST, 5.0, math.inf),
    ]
    assert capsys.readouterr().out.endswith("left out: b.mp4\n")


def test_behind_a_picture_that_is_held_to_the_end_there_is_no_rest(folder: Path) -> None:
    (folder / FILE_NAME).write_text(HEADER + "end.mp4\trest\t0\tend\n", encoding="utf-8")
    rest, held = living_stretches(folder)
    assert (rest.kind, held.kind) == (REST, FROZEN)
    assert rest.end_s == held.start_s == pytest.approx(3.0, abs=0.01)
    assert held.end_s == math.inf


def test_what_is_left_of_a_rest_must_last(folder: Path) -> None:
    (folder / FILE_NAME).write_text(HEADER + "a.mp4\trest\t0\t2.5\n", encoding="utf-8")
    assert [part.kind for part in living_stretches(folder)] == [FROZEN]


def test_a_recording_that_cannot_be_read_keeps_its_rest(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no video")
    (tmp_path / FILE_NAME).write_text(HEADER + "a.mp4\trest\t0\t2\n", encoding="utf-8")
    assert [part.kind for part in living_stretches(tmp_path)] == [REST]


def test_a_table_of_other_recordings_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(HEADER + "Anna.mp4\trest\t0\t2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="none of the recordings that the table lists"):
        living_stretches(tmp_path)
