"""Reading files that may not be there, or are of another version."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from twitchcam.errors import TwitchcamError


@contextmanager
def reading(path: Path, kind: type[TwitchcamError], remedy: str = "") -> Iterator[None]:
    """Turn every ``OSError`` inside into an error of that kind, with what to do if it is known."""
    try:
        yield
    except OSError as error:
        why = f"cannot read {path}: {error.strerror or error}"
        raise kind(f"{why}; {remedy}" if remedy else why) from error


def family_of(schema: str) -> str:
    """What the schemas of all versions of a file begin with."""
    return schema.rstrip("0123456789")
