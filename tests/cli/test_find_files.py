"""From what was typed to the files that are meant."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from twitchcam.cli.find_files import (
    check_no_address,
    find_files,
    is_hidden,
    meant_by,
    without_repeats,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize("name", ["C:/clip.mp4", "http/clip.mp4", "a:b.mp4", "/clip.mp4", "clip:"])
def test_what_is_or_may_be_a_file_is_no_address(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "clip:").touch()
    monkeypatch.chdir(tmp_path)
    check_no_address(Path(name))


def make(folder: Path, *names: str) -> list[Path]:
    """Make empty files with their folders."""
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return paths


def is_text(path: Path) -> bool:
    """Whether it is wanted here."""
    return path.suffix == ".txt" and not is_hidden(path)


def test_a_pattern_that_no_shell_replaced_stands_for_what_goes_with_it(tmp_path: Path) -> None:
    make(tmp_path, "b.mp4", "a.mp4", "notes.txt", "[c].mp4")
    assert meant_by(tmp_path / "?.mp4") == [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    # A file of that very name stands for itself, and what nothing goes with is said to be missing.
    assert meant_by(tmp_path / "[c].mp4") == [tmp_path / "[c].mp4"]
    assert meant_by(tmp_path / "*.mov") == [tmp_path / "*.mov"]


def test_folders_within_folders_but_for_hidden_ones_and_links(tmp_path: Path) -> None:
    wanted = make(tmp_path, "z.txt", "p1/a.txt", "p1/day 2/b.txt", "p2/a.txt")
    make(tmp_path, ".cache/c.txt", "p2/notes.md", "p2/._a.txt")
    (tmp_path / "p2" / "back").symlink_to(tmp_path, target_is_directory=True)
    found = find_files(tmp_path, is_text, recursive=True)
    assert found.files == wanted
    assert found.left_out == [tmp_path / "p2" / "back"]
    assert found.errors == {}
    assert found.searched == [tmp_path, *(tmp_path / name for name in ("p1", "p1/day 2", "p2"))]
    # Named by a link, a folder is searched all the same.
    link = tmp_path / "p3"
    link.symlink_to(tmp_path / "p1", target_is_directory=True)
    found = find_files(link, is_text, recursive=True)
    assert found.files == [
        link / "a.txt",
        link / "day 2" / "b.txt",
    ]


def test_one_folder_that_cannot_be_read_hides_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "p1/a.txt", "p2/a.txt")
    contents = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder.name == "p1":
            raise PermissionError
        return contents(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    found = find_files(tmp_path, is_text, recursive=True)
    assert found.files == [tmp_path / "p2" / "a.txt"]
    assert f"cannot read folder {tmp_path / 'p1'}" in str(found.errors[tmp_path / "p1"])


def test_a_folder_whose_names_alone_may_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders may lie in it, and its files fail when they are read."""
    wanted = make(tmp_path, "p1/a.txt", "p2/a.txt")
    make(tmp_path, "p1/day 1/b.txt")
    stat, isdir = Path.stat, os.path.isdir

    def stat_of(path: Path, **how: Any) -> os.stat_result:  # noqa: ANN401 - passed on
        if path.parent.name == "p1":
            raise PermissionError
        return stat(path, **how)

    def isdir_of(path: Path) -> bool:
        return path.parent.name != "p1" and isdir(path)

    monkeypatch.setattr(Path, "stat", stat_of)
    monkeypatch.setattr(os.path, "isdir", isdir_of)
    found = find_files(tmp_path, is_text, recursive=True)
    assert found.files == wanted
    assert "cannot read everything in" in str(found.errors[tmp_path / "p1"])


def test_a_file_that_is_meant_twice_is_mentioned_once(tmp_path: Path) -> None:
    (path,) = make(tmp_path, "a.txt")
    link = tmp_path / "b.txt"
    link.symlink_to(path)
    again = Path(str(path))
    assert without_repeats([path, link, again]) == ([path], [(link, path), (again, path)])


def test_a_file_is_called_by_its_own_name_rather_than_a_link(tmp_path: Path) -> None:
    """Its results would be called by the other name else."""
    path, other = make(tmp_path, "b.txt", "c.txt")
    first, second = tmp_path / "a.txt", tmp_path / "a2.txt"
    for link in (first, second):
        link.symlink_to(path)
    assert without_repeats([first, other, path]) == ([path, other], [(first, path)])
    assert without_repeats([first, second]) == ([first], [(second, first)])
