"""What tells one video file from another."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from twitchcam.capture.file_identity import MEBIBYTE, identify
from twitchcam.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path


def make_file(path: Path, content: bytes) -> Path:
    """Make a file that stands for a video."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def test_both_ends_the_size_and_the_name_tell(tmp_path: Path) -> None:
    content = bytes(3 * MEBIBYTE)
    base = identify(make_file(tmp_path / "clip.mp4", content))
    assert base.size_bytes == 3 * MEBIBYTE
    assert base == identify(make_file(tmp_path / "copy" / "clip.mp4", content))
    others = [
        make_file(tmp_path / "1" / "clip.mp4", b"x" + content[1:]),
        make_file(tmp_path / "2" / "clip.mp4", content[1:] + b"x"),
        make_file(tmp_path / "3" / "clip.mp4", content + b"\0"),
        make_file(tmp_path / "4" / "clip.avi", content),
    ]
    assert base not in [identify(other) for other in others]


def test_the_place_of_the_change_does_not_matter_in_a_short_file(tmp_path: Path) -> None:
    content = bytearray(MEBIBYTE + 1000)
    base = identify(make_file(tmp_path / "clip.mp4", bytes(content)))
    content[MEBIBYTE + 10] = 1
    assert identify(make_file(tmp_path / "clip.mp4", bytes(content))) != base
    assert identify(make_file(tmp_path / "clip.mp4", b"")).size_bytes == 0


@pytest.mark.parametrize("size_bytes", [0, 1000, MEBIBYTE, MEBIBYTE + 1000, 2 * MEBIBYTE], ids=str)
def test_the_ends_of_a_short_file_are_all_of_it_once(tmp_path: Path, size_bytes: int) -> None:
    content = bytes(number % 251 for number in range(1000)) * (size_bytes // 1000 + 1)
    found = identify(make_file(tmp_path / "clip.mp4", content[:size_bytes]))
    assert found.sha256_of_ends == hashlib.sha256(content[:size_bytes]).hexdigest()


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot read .*none\.mp4: No such file"):
        identify(tmp_path / "none.mp4")
