"""What is named is a camera, an address or a file, or refused in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from twitchcam.errors import SourceError, UsageError
from twitchcam.live.source_plan import plan_source

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("named", "kind", "name"),
    [("0", "camera", "camera 0"), ("http://camera.local/video", "stream", "camera.local")],
)
def test_cameras(named: str, kind: str, name: str) -> None:
    plan = plan_source(named)
    assert plan.kind == kind
    assert name in plan.name


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("99999999999", "there is no camera 99999999999"),
        ("rtmp://me:secret@camera.local/1", "is no address of a camera: those begin with http"),
        ("http://me:secret/word@camera.local/1", "is no address of a camera"),
    ],
)
def test_what_cannot_be_a_source(named: str, says: str) -> None:
    """An address is not repeated: it may hold a password."""
    with pytest.raises(UsageError, match=says) as raised:
        plan_source(named)
    assert "secret" not in str(raised.value)


def test_a_name_that_cannot_be_is_no_file(tmp_path: Path) -> None:
    for name in ("none.mp4", "a" * 300):
        with pytest.raises(SourceError, match=r"does not exist|cannot be read"):
            plan_source(str(tmp_path / name))


def test_errors_begin_with_what_the_plan_says_that_they_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my video.mp4").write_text("no video")
    for named in ("my video.mp4", "./my video.mp4", "http://me:secret@127.0.0.1:9/my video"):
        plan = plan_source(named)
        with pytest.raises(SourceError) as raised:
            plan.open()
        assert str(raised.value).startswith(f"{plan.spelled} ")
