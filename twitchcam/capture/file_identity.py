"""What tells one video file from another, wherever it lies."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from twitchcam.errors import SourceError
from twitchcam.reading import reading
from twitchcam.records import FileIdentity

if TYPE_CHECKING:
    from pathlib import Path

MEBIBYTE = 1 << 20


def identify(video: Path) -> FileIdentity:
    """Name, size and a hash of both ends of a file.

    Raises
    ------
    SourceError
        If it cannot be read.
    """
    with reading(video, SourceError, "check the name"), video.open("rb") as stream:
        digest = hashlib.sha256(stream.read(MEBIBYTE))
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(min(size, MEBIBYTE), size - MEBIBYTE))
        digest.update(stream.read(MEBIBYTE))
    return FileIdentity(video.name, size, digest.hexdigest())
