"""What people type, in plain letters."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto

# Between things that were typed together; "A&E" is one.
AND = re.compile(r"\s*(?:[+;]|(?<!\b\w)&|&(?!\w\b)|\band\b|\bplus\b)\s*")
# "1,200" is no decimal.
THOUSANDS = re.compile(r"([1-9]\d{0,2})[.,](\d{3})(?!\d)")

_DENIALS = {
    *("n", "no", "not", "none", "nothing", "never", "nil", "nope", "0", "na", "don't", "dont"),
    *("keine", "kein", "keinen", "nichts"),
}
# By themselves, "not all of these" and "not to all" are no denials.
_NONE_OF_THESE = re.compile(r"\bnone of (?:these|them|the above)\b|\bno to all\b")
_AT_ALL = re.compile(r"\bat all\b")
# What may stand beside a denial without taking anything back from it.
_BESIDE = {
    *("i", "i'm", "im", "am", "do", "have", "ich", "nehme", "trinke", "on", "any", "anything"),
    *("take", "taking", "taken", "use", "using", "drink", "drinks", "drinking", "with", "at"),
    *("medicine", "medicines", "medication", "medications", "meds", "med", "medikamente"),
    *("tablets", "tablet", "pills", "pill", "the"),
}
# What leaves it open whether there was something before.
_NOW = {"moment", "present", "now", "currently", "current"}
# What leaves it open whether there is something at times, or of another kind.
_IN_PART = {
    *("regular", "regularly", "prescription", "prescriptions", "prescribed", "daily", "usually"),
    *("often", "much", "special", "really", "permanent", "long-term"),
}


class Nothing(Enum):
    """How somebody says that there is nothing: at all, at present, or as a rule."""

    AT_ALL = auto()
    NOW = auto()
    AS_A_RULE = auto()


NOTHING_NOW = (Nothing.AT_ALL, Nothing.NOW)


def how_nothing(text: str) -> Nothing | None:
    """Whether a text says that there is nothing, and how; with any other word it does not."""
    letters = _NONE_OF_THESE.sub("none", plain(text).replace("n/a", "na"))
    words = set(re.findall(r"[^\s.,;!()]+", _AT_ALL.sub(" ", letters)))
    if not words or all(set(word) <= {"-"} for word in words):
        return Nothing.AT_ALL
    if not words & _DENIALS or words - _DENIALS - _BESIDE - _NOW - _IN_PART:
        return None
    if words & _IN_PART:
        return Nothing.AS_A_RULE
    return Nothing.NOW if words & _NOW else Nothing.AT_ALL


def holds_name(text: str, name: str) -> bool:
    """Whether a name stands in a text as words of its own, also in the plural."""
    return re.search(rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)", plain(text)) is not None


def plain(text: str) -> str:
    """In small letters without accents, words parted by single spaces, apostrophes straight."""
    parted = unicodedata.normalize("NFD", text.casefold().replace("\u2019", "'"))
    return " ".join("".join(c for c in parted if not unicodedata.combining(c)).split())
