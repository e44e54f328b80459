"""What people say of a drink by the words around its name: decaf, not drunk, or of another kind."""

from __future__ import annotations

import re

_TIME_OF_DAY = r"(?:morning|noon|afternoon|evening|night)s?"
_DAILY = (
    r"(?:\b(?:a|per|each|every|in the)\s+days?\b|\bdaily\b|/\s*d(?:ay)?\b"
    r"|\b(?:per|every|in)\s+24\s*h(?:ours?)?\b|\b7\s+days\s+(?:a|per|each|every)\s+week\b)"
)
AT_A_TIME = re.compile(rf"\b(?:a|an|per|each|every|in the|at)\s+{_TIME_OF_DAY}\b")
# "6 coffees, decaf in the evening" are not decaf: there the time of day tells something.
A_DAY = re.compile(
    rf"{_DAILY}|(?<!decaf )(?<!decaffeinated )(?<!caffeine )(?<!caffeine free )(?<!caffeine-free )"
    rf"{AT_A_TIME.pattern}"
)

_DECAF = (
    r"(?:caffeine[- ]free|decaf\w*|koffeinfrei\w*|entkoffeiniert\w*"
    r"|(?:without|with no)\s+caffeine)\b"
)
_ALL_DECAF = rf"(?:(?:but|all|always|only|both)\s+)*{_DECAF}"
_DECAF_BEFORE = re.compile(rf"{_DECAF}\s+$")
_DECAF_AFTER = re.compile(
    rf"(?:\s*(?:{A_DAY.pattern}))?\s*[-,(:]?\s*{_ALL_DECAF}"
    rf"(?:\s*{_DAILY})?\s*(?:\)|[,;](?=\s*\d)|[.!]?$)"
)
DECAF_AT_LAST = re.compile(rf"\s*,\s*{_ALL_DECAF}\W*$")

_STOPPED = r"(?:i\s+)?(?:stopped|quit|gave up|used to|no longer)\b"
_NEVER = (
    r"(?:(?:i|i'?m|i am|ich)\s+)?(?:(?:drink|have|had|trinke)\s+)?(?:no|not|never|nothing|neither"
    r"|without|nie|kein\w*|(?:do not|don'?t|haven'?t)\s+(?:drink|have|had|take|do|touch))\b"
)
_DENIAL = re.compile(rf"{_STOPPED}|{_NEVER}")
# From a denial to the name of what is not drunk.
_TO_NAME = r"drink(?:ing|s)?|have|had|having|tak(?:e|ing)|any|all|my|the|a|with|more|cups?|cans?|of"
_DENIED_BEFORE = re.compile(
    rf"(?:{_STOPPED}(?:\s+(?:{_TO_NAME}|[\d.,]+))*|{_NEVER}(?:\s+(?:{_TO_NAME}))*)\s+"
)
_OR = re.compile(r"\s*(?:/|\b(?:or|nor)\b)\s*(?:any\s+)?")
_OTHERWISE = re.compile(r"\b(?:but|except|only|unless|usually|more than)\b|\bnow\b(?=\W+\w)")
_AT_TIMES = re.compile(
    rf"{_NEVER}.*\b(?:after|before|past|until|later|weekends?|weekdays?|at (?:home|work)|daily"
    rf"|(?:in the|at|each|every)\s+(?:days?|{_TIME_OF_DAY}))\b"
)
_NOT_THIS = re.compile(r"\b(?:no|not|never|without|instead of|rather than)\s+(?:any\s+)?$")

_WORD_BEFORE = re.compile(r"([^\W\d_]+)(?:['\u2019]s?)?[\s-]+$")
_KIND_AFTER = re.compile(r"\s*[-(:]\s*([^\W\d_]+)(\s*(?:\)|[.!]?$))?")
# Words that tell how much, how strong or when, and others between, but not which kind.
_NO_KIND = re.compile(
    r"(?:week(?:end|day)|cup|mug|glasse?|can|bottle|pot|pint|ml|cl|dl|l|lit(?:re|er)|oz|x|time|day|daily|morning|noon"
    r"|afternoon|evening|night|breakfast|lunch|dinner|home|work|small|little|medium|average|big|large"
    r"|strong|weak|hot|warm|cold|fresh|sweet|milky|black|plain|norm\w+|ordinary|regular|usual|nice|good"
    r"|proper|a|an|the|my|our|another|more|extra|some|any|few|several|many|much|lot|each|every|per"
    r"|all|only|just|about|around|maybe|least|most|mostly|often|usually|sometime|alway|of|with|at|for"
    r"|from|after|to|up|then|than|and|or|nor|also|too|plus|i|ich|drink|drinking|have|having|had|take"
    r"|taking|no|not|never|nie|without|keine?|quit|stopped|longer)s?"
)


def is_decaf(before: str, after: str) -> bool:
    """Whether a drink is said to have no caffeine, by what stands on both sides of its name."""
    return bool(_DECAF_BEFORE.search(before) or _DECAF_AFTER.match(after))


def is_denied(before: str) -> bool:
    """Whether a text begins by saying that the drink which follows is not drunk."""
    return _DENIED_BEFORE.fullmatch(before) is not None


def is_denied_too(between: str) -> bool:
    """Whether what is said of the drink before is said of the next one as well."""
    return _OR.fullmatch(between) is not None


def is_passed_over(before: str) -> bool:
    """Whether a drink is only named as what another one is not."""
    return _NOT_THIS.search(before) is not None


def is_denial(letters: str) -> bool:
    """Whether a text begins by saying that something is not drunk, and takes nothing back."""
    return _DENIAL.match(letters) is not None and not _OTHERWISE.search(letters)


def is_denied_at_times(letters: str) -> bool:
    """Whether that is said of some times only."""
    return _AT_TIMES.match(letters) is not None


def is_other_kind(between: str) -> bool:
    """Whether the word before a name makes something else of it, as of tea in "zzz tea"."""
    word = _WORD_BEFORE.search(between)
    return word is not None and not _NO_KIND.fullmatch(word[1])


def kind_after(after: str) -> tuple[str, bool]:
    """The kind in "tea (camomile)", or nothing, and whether no more is said of it: all is of it."""
    kind = _KIND_AFTER.match(after)
    return (kind[1], kind[2] is not None) if kind else ("", False)
