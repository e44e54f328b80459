"""When people say that they have a drink: at what hour, each week, on weekdays."""

from __future__ import annotations

import re
from typing import NamedTuple

from twitchcam.causes.drink_use import is_decaf
from twitchcam.causes.numbers_in_words import NUMBER, number_of

_DAYS_IN = {"day": 1.0, "week": 7.0, "wk": 7.0, "weekend": 7.0, "fortnight": 14.0, "month": 30.0}
# Nobody knows how it is spread over so long a time.
_LONG_TIMES = ("quarter", "season", "term", "semester", "year", "yr")
_TIME = "|".join([*_DAYS_IN, *_LONG_TIMES])
_ORDINALS = {"other": 2.0, "second": 2.0, "third": 3.0, "few": 3.0}
EVERY = re.compile(
    r"(?:\b(?:a|per|each|every|in the)\s+|/\s*)"
    rf"(?:({'|'.join(_ORDINALS)}|{NUMBER})(?:\s*(?:-|to|or)\s*{NUMBER}|rd|th|\s+of)?\s+)?"
    rf"({_TIME})s?\b(?!\s+(?:ago|of)\b)"
    rf"|\b(bi[- ]?)?({_TIME})ly\b"
)
SOME_DAYS = re.compile(rf"\b({NUMBER})\s+days\s+(?:a|per|each|every)\s+week\b")
# On each of some days; "4 coffees a weekend" are those of all of it.
_PART_OF_WEEK = re.compile(
    r"(?P<but>\b(?:not|never|none|nothing|except)\s+)?(?:\b(?:on|at|in|over|during|every|each|per)\s+)?(?:\bthe\s+)?"
    r"(?:\b(?:week\s?days?|work(?:ing)?\s?days?|mon(?:days?)?\s*(?:-|to)\s*fri(?:days?)?)"
    r"|(?<=during the )(?:working\s+)?week"
    r"|(?<!every )(?<!each )(?<!per )(?<!a )(?P<weekend>\bweekends?))\b(?:\s+only\b)?"
)
# Words beside it by which the number is of the other days as well.
_OTHER_DAYS_BEFORE = re.compile(
    r"\b(?:also|even|includ\w+|mostly|mainly|especially|particularly|less|fewer"
    r"|(?<!\d )(?:more|extra))\s+$"
)
_OTHER_DAYS_AFTER = re.compile(r"\s*(?:too|also|as well|included|more|less|fewer)\b")
# "None on weekends": of a drink that is named before.
NOT_ON_THEM = re.compile(
    rf"(?:but\s+)?(?=(?:not|never|none|nothing|except)\b){_PART_OF_WEEK.pattern}"
)
# What is had at one place or meal is had beside the rest, too.
_ON_TOP = re.compile(
    r"\b(?:more|extra|another|additional(?:ly)?|(?:at|with|for|after|before)\s+(?:home|work|breakfast"
    r"|lunch|dinner))\b"
)
# "a coffee at 8": a time of day is no number of cups. "Half past 5" is "0.5 past 5" by then, and "I
# am at 8" is a number.
_HOUR = r"(?:(?:0\.5|quarter)\s+(?:(?:past|to)\s+)?)?\d+(?:[:.]\d+)?"
_OR_SO = rf"(?:(?:about|around)\s+)?{_HOUR}"
_HOURS = rf"{_OR_SO}(?:\s*(?:-|to|or)\s*{_HOUR})?"
_AM_OR_PM = r"\s*[ap]\.?\s?m\b\.?"
_OF_DAY = rf"(?:{_AM_OR_PM}|\s*(?:h|noon|midnight|o'?clock)\b)"
_AT, _UNTIL = r"(?:(?<!\bam )(?<!'m )at|by)", r"(?:before|after|until|till?|since)"
_TO_HOUR = r"(?:and|to|-|until|till?)"
# What may follow a time that is told by its number alone.
_NO_UNIT = r"(?!\d|[:.]\d)(?=\s*(?:$|[,;)]|\d|(?:in|every|each|with|and|or|then|on)\b"
CLOCK = re.compile(
    rf"\b(?:between|from)\s+{_HOUR}{_OF_DAY}?\s*{_TO_HOUR}\s*{_HOUR}(?:{_OF_DAY}|(?!\d))"
    rf"|\b(?:{_AT}|{_UNTIL}|around|about|past|from|up\s+to)\s+{_HOURS}{_OF_DAY}"
    # Of "coffee 8 am, 2 pm" nobody knows how many these are.
    rf"|(?<=[^\W\d_]\s)(?<!and\s)(?<!or\s){_HOUR}{_AM_OR_PM}"
    rf"|\b{_AT}\s+{_HOUR}(?:\s*(?:,(?:\s*(?:and|or)\b)?|and|or)\s*{_HOUR})+\s*$"
    rf"|\b{_AT}\s+{_OR_SO}{_NO_UNIT}))|\b{_UNTIL}\s+{_HOURS}{_NO_UNIT}|[.!(]"
    r"|(?:at|but|because|so|as|if|when|only|usually|mostly|most|daily|sometimes)\b))"
)
_WEEKDAYS, _WEEK = 5.0, _DAYS_IN["week"]


class Often(NamedTuple):
    """How often a drink is had.

    ``rest`` is the text without the words that say so; ``share`` how much of what it says goes to
    each day, ``None`` where nobody knows. It is not sure where more may be meant. What is had on
    some days ``instead`` takes them from what else is said of the same drink.
    """

    rest: str
    share: float | None
    is_sure: bool = True
    instead: bool = False


def how_often(amounts: str) -> Often | None:
    """Return how often a drink is had; ``None`` where nothing says that it is not every day.

    Parameters
    ----------
    amounts
        In plain letters, with numbers in figures.
    """
    if some := SOME_DAYS.search(amounts):
        return _without(some, amounts, min(number_of(some[1]), _WEEK) / _WEEK)
    part = _PART_OF_WEEK.search(amounts)
    if part and not _is_of_all_days(amounts[: part.start()], amounts[part.end() :]):
        is_weekend = bool(part["weekend"]) != bool(part["but"])
        days = _WEEK - _WEEKDAYS if is_weekend else _WEEKDAYS
        is_instead = not part["but"] and not _ON_TOP.search(amounts)
        return _without(part, amounts, days / _WEEK)._replace(instead=is_instead)
    if every := EVERY.search(amounts):
        days_between = _days(every)
        return Often(amounts.replace(every[0], " "), 1 / days_between if days_between else None)
    return None


def _without(said: re.Match[str], amounts: str, share: float) -> Often:
    rest = NOT_ON_THEM.sub(" ", amounts.replace(said[0], " "))
    # Another part of the week beside it may have a number of its own.
    return Often(rest, share, is_sure=not _PART_OF_WEEK.search(rest))


def _is_of_all_days(before: str, after: str) -> bool:
    """Whether the number beside a part of the week is one of every day."""
    said = _OTHER_DAYS_BEFORE.search(before) or _OTHER_DAYS_AFTER.match(after)
    return bool(said) or is_decaf(before, "")


def _days(every: re.Match[str]) -> float | None:
    """How many days "every other week" is; none where that is not known."""
    times, time, twice_or_half, time_with_ly = every.groups()
    days = _DAYS_IN.get(time or time_with_ly)
    if days is None or twice_or_half:
        return None
    return days * (_ORDINALS.get(times) or max(number_of(times), 1.0)) if times else days
