"""TOML as text to values, on every Python that twitchcam runs on."""

from __future__ import annotations

import sys
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def parse_toml(text: str) -> dict[str, Any]:
    """Values of a TOML text.

    Raises
    ------
    ValueError
        If it is not TOML; names the place.
    RecursionError
        If its tables lie in each other too deeply.
    """
    return tomllib.loads(text)
