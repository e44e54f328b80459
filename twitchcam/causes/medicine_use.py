"""What people say of a medicine by the words around its name: taken, stopped, less, or not."""

from __future__ import annotations

import re
from enum import Enum, auto

_DOSE = r"(?:\s*\d+(?:[.,]\d+)?\s*(?:mg|mcg|g|ml)?)?(?:\s+(?:tablets?|pills?|drops))?"
_DAYS = r"(?:\s+(?:a|per|each|every)\s+(?:day|night))?"
# From a word that says so to the name.
_TO_NAME = (
    r"\s+(?:(?:on|of|from|take|took|taken|taking|use|used|have|be|been|being|any|my|the|more"
    r"|\d+(?:[.,]\d+)?\s*(?:mg|mcg|g|ml)?(?:\s+of)?)\s+)*$"
)
# From the name to a word that says so.
_FROM_NAME = rf"{_DOSE}{_DAYS}[\s,;(:-]*(?:(?:i|was|is|has|have|but|been|since)\s+)*"
# What follows there if something else was stopped, or did the stopping.
_NOT_ELSE = r"(?!\s+(?:smok|drink|alcohol|my|the\s|it\s|me\s|working))"
_NEGATION = r"(?:not|never|cannot|\w+n'?t)"

_NOT_BEFORE = re.compile(rf"\b(?:no|not|never|without|(?:do not|don'?t|haven'?t)){_TO_NAME}")
_STILL_BEFORE = re.compile(
    rf"\b{_NEGATION}\b[^,;.]*\bwithout\s+(?:my\s+|the\s+)?$"
    rf"|\b{_NEGATION}\s+(?:yet\s+|been\s+)?(?:stop|run\s+out|reduc|cut|taper|wean)\w*"
    rf"(?:\s+(?:down|back|off))?{_TO_NAME}"
)
_STILL_AFTER = re.compile(rf"{_FROM_NAME}\bnot\s+(?:yet\s+)?(?:stopped|reduced|tapered)\b")
_STOPPED_BEFORE = re.compile(
    r"\b(?:(?<!and )off|stopped|quit|gave up|discontinued|formerly|previously|used to|no longer"
    r"|no more(?=\s+$)|(?:r[au]n )?out of|missed|skipped|withdr[ae]w(?:n|ing)?|withdrawal)"
    rf"{_TO_NAME}"
)
_STOPPED_AFTER = re.compile(
    rf"{_FROM_NAME}(?:not any\s?more(?!\s+than)|any\s?more not|discontinued|stopped|quit|no longer"
    rf"|no more|r[au]n out|(?:until|till)\s+(?:last|yesterday|recently|a\s|\d)){_NOT_ELSE}"
)
_ANY_MORE_AFTER = re.compile(r"\s*any\s?more\b(?!\s+than)")
_NOT_LATELY_AFTER = re.compile(r"\s*(?:for|in|since)\s+(?:\d+|a|some|several|two|three|last)\b")
_LESS_BEFORE = re.compile(
    r"\b(?:stopping|taper(?:ed|ing)?|wean(?:ed|ing)?|reduc(?:ed|ing)|coming off|halv(?:ed|ing)|less"
    rf"|cut(?:ting)?(?:\s+(?:down|back))?)(?:\s+(?:down|off))?{_TO_NAME}"
)
_LESS_AFTER = re.compile(
    rf"{_FROM_NAME}(?:taper\w*|wean\w*|reduced|halved|cut\s+down|withdrawal){_NOT_ELSE}"
)
_LONG_AGO = re.compile(r"\b(?:(?:months?|years?)\s+(?:ago|back)|last\s+year|(?:19|20)\d\d)\b")


class Use(Enum):
    """What is said of a medicine that is named."""

    TAKEN = auto()
    TAKEN_LESS = auto()
    STOPPED = auto()
    NOT_TAKEN = auto()


STILL = frozenset({Use.TAKEN, Use.TAKEN_LESS})
STOPPED = frozenset({Use.STOPPED, Use.TAKEN_LESS})


def use_said(before: str, after: str) -> Use:
    """What is said of a medicine; in doubt it is taken.

    Parameters
    ----------
    before, after
        What stands on both sides of its name, in plain letters.
    """
    if _STILL_BEFORE.search(before) or _STILL_AFTER.match(after):
        return Use.TAKEN
    # "Tapering off" is not "off".
    if _LESS_BEFORE.search(before) or _LESS_AFTER.match(after):
        return Use.TAKEN_LESS
    if _STOPPED_BEFORE.search(before) or _STOPPED_AFTER.match(after):
        return Use.STOPPED
    if _NOT_BEFORE.search(before):
        lately = _ANY_MORE_AFTER.match(after) or _NOT_LATELY_AFTER.match(after)
        return Use.STOPPED if lately else Use.NOT_TAKEN
    return Use.TAKEN


def is_long_ago(text: str) -> bool:
    """Whether a text, in plain letters, speaks of what is months or years past."""
    return _LONG_AGO.search(text) is not None
