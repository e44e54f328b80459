"""What people type, in plain letters."""

from __future__ import annotations

import re
import unicodedata

# Between things that were typed together.
AND = re.compile(r"\s*(?:[+&;]|\band\b|\bplus\b)\s*")
# "1,200" is no decimal.
THOUSANDS = re.compile(r"([1-9]\d{0,2})[.,](\d{3})(?!\d)")


def holds_name(text: str, name: str) -> bool:
    """Whether a name stands in a text as words of its own, also in the plural."""
    return re.search(rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)", plain(text)) is not None


def plain(text: str) -> str:
    """In small letters without accents, words parted by single spaces, apostrophes straight."""
    parted = unicodedata.normalize("NFD", text.casefold().replace("\u2019", "'"))
    return " ".join("".join(c for c in parted if not unicodedata.combining(c)).split())
