"""Words of commands that are printed for people to type."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Nothing in it means anything to a shell of Windows.
_PLAIN = re.compile(r"[\w.:\\/-]+")


def typed(word: str | Path) -> str:
    """The word as it must be typed, so that this system's shells pass it on as it is."""
    text = str(word)
    if os.name != "nt":
        return shlex.quote(text)
    # To cmd.exe, single quotes are part of a name. No name of a file holds double ones.
    return text if _PLAIN.fullmatch(text) else f'"{text}"'
