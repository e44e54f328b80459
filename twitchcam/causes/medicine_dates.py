"""When a medicine was taken or stopped, as people type it: in plain letters, numbers in figures."""

from __future__ import annotations

import re
from datetime import date, timedelta

from twitchcam.causes.numbers_in_words import NUMBER

_HOW_OFTEN = (
    r"(?:daily|nightly|weekly|monthly|nocte|mane|regularly|with\s+(?:food|meals?|breakfast|dinner)"
    rf"|(?:a|per|each|every|at|in\s+the|before)\s+(?:(?:other|second|{NUMBER})\s+)?(?:days?|nights?"
    r"|mornings?|noon|evenings?|bed(?:time)?|weeks?|fortnight|months?)(?!\s+(?:ago|back)))"
)
# What stands right after the name of a medicine: how much of it, and how often.
DOSE = (
    rf"(?:\s*(?:{NUMBER}\s*(?:mg|mcg|g|ml)?|tablets?|pills?|drops|course|prescription|dose"
    rf"|depot|bd|tds|qds|prn|once|twice|{NUMBER}\s*(?:x|times)|{_HOW_OFTEN})(?!\w))*"
)

# What was less than this ago may still be at work.
LATELY = timedelta(weeks=3)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# As people shorten them, or write them right after a number: "3wks".
_UNITS = {"hr": "hour", "wk": "week", "mth": "month", "yr": "year"}
_A_UNIT = re.compile(rf"(?:(?<=(\d))|\b)(hour|day|week|month|year|{'|'.join(_UNITS)})(s?)\b")
# "2000 mg" is no year.
_YEAR = r"(?P<year>(?:19|20)(?!00)\d\d|(?<=in )2000)(?!\s*(?:mg|mcg|g|ml)\b)"
_A_YEAR = re.compile(rf"\b(?:in\s+)?{_YEAR}\b")
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_A_MONTH = re.compile(
    r"\b(?P<side>(?:since|from|(?P<until>until|till|to|by))\s+)?(?:(?:in|on|last|this|the|of|early|late|mid|middle|beginning|start|end)[\s-]+)*"
    rf"(?:{_DAY}\s+(?:of\s+)?)?(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?"
    r"|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
    rf"(?:\s+{_DAY}(?!\s*(?:mg|mcg|g|ml)\b|\w|[.,]\d))?(?:,?\s+{_YEAR})?\b"
)
# Words of their own.
_NO_MONTHS_ALONE = ("may", "mar", "march")
_YEARS_AGO = (
    r"\b(?:(?:months?|years?|decades?)(?:\s+and\s+a\s+half)?\s+(?:ago|back)"
    r"|(?:ages|long|long\s+time)\s+ago|last\s+year|as\s+an?\s+(?:child|kid|teenager)"
    r"|in\s+the\s+(?:19|20)?\d0'?s"
    rf"|{_YEAR})\b"
)
# "2 or 3 weeks ago" may be two.
_WEEKS_AGO = (
    rf"(?<!\w)(?<![-\u2013.,])(?<!- )(?<!or )(?<!to )(?:(?![12]\b){NUMBER}\s+weeks"
    r"|(?:2[1-9]|[3-9]\d|\d{3,})\s+days)\s+(?:ago|back)\b"
)
_LONG_AGO = re.compile(f"{_YEARS_AGO}|{_WEEKS_AGO}")
_LATELY = re.compile(
    r"\b(?:yesterday|today|tonight|recently|this\s+(?:morning|week)|last\s+(?:night|week|\w+day)"
    rf"|hours?\s+ago|(?:a|of|few|(?!(?:2[1-9]|[3-9]\d|\d{{3,}})\b){NUMBER})\s+days?\s+(?:ago|back)"
    r"|(?:a|of|few|[12])\s+weeks?\s+(?:ago|back)"
    r"|not\s[^,;.]*\bago)\b"
)
# When it began says nothing of when it ended: "since 2015, stopped".
_BEGAN = re.compile(
    r"\b(?:start|beg[au]n|prescri)\w*[^,;.]*|\b(?:since|from)\b[^,;.]*(?=[,;.]|\bbut\b|\bstop)"
)

# Before the name of what was taken once: in the present it may be taken still.
_TOOK = (
    r"(?:(?:i|was|had|have\s+(?:had|taken|been|used)|took|taken|used|given|(?:was|been)\s+on|a|the|my"
    rf"|some|short|course|of|doses?|last|once|only|also|briefly|{NUMBER})\s+)*"
)
_FOR = (
    r"for\s+(?:(?:a|few|some|about|around|over|more|than|nearly|almost|couple|of|several"
    rf"|{NUMBER})\s+)*(?:days|weeks?|months?|years?)"
)
# Between a medicine and when it was taken. A number may be a dose, unless it counts years or times.
_TO_DATE = (
    r"(?:[\s,;(:-]|\b(?:in|about|around|some|over|more|than|nearly|almost|a|few|couple|of|many"
    r"|several|early|late|back|only|once|twice|briefly|until|till|it|i|was|took|had|taken|given"
    rf"|last(?:\s+dose)?|the|summer|winter|spring|autumn|{_FOR}"
    rf"|{NUMBER}\s+times|{NUMBER}(?=\s+(?:month|year|decade)))\b)*"
)
_RANGE = r"(?:\b(?:from\s+)?(?:19|20)\d\d\s*(?:-|\u2013|to|until|till)\s*)?"
# So short a time, or so few doses, that it was not taken for months. "3 days ago" is no such time,
# and one tablet at night may have been taken for years.
_BRIEFLY = re.compile(
    rf"\b(?:(?:once|twice|{NUMBER}\s+times|(?:a|1|single|few)\s+(?:single\s+)?(?:doses?|tablets?"
    rf"|pills?|injections?))\b(?![^,;.]*\b{_HOW_OFTEN}\b)|briefly\b|short\s+course\b"
    rf"|(?:(?:a\s+few|few|some|{NUMBER})\s+days"
    r"|for\s+(?:about\s+|only\s+)?(?:(?:a|1|2|a\s+few|few|some)\s+)?(?:days?|weeks?))\b"
    r"(?!\s+(?:ago|back|a|per|each|every|since)\b))"
)
# For how long it has not been taken, or how much of it was missed.
_NOT_TAKEN_FOR = re.compile(
    rf"\b(?:(?:{NUMBER}|a|few)\s+(?:days?|weeks?)\s+)?(?:(?:stopped|quit)(?!\s+after)|off|clean|no|not|none|without|\w+n'?t|miss\w*|skip\w*|forg[eo]t\w*"
    r"|last\s+(?:dose|1|tablet|pill|taken|took|had|used))\b[^,;.]*"
)
# Whatever else follows may say that it is taken still.
_END = rf"(?:[\s,;:.!)]|\b(?:only|once|briefly|{_FOR})\b)*$"
_TAKEN_BEFORE = re.compile(rf"(?:^|[,;.:(]|\bbut)\s*{_TOOK}$")
_DATE_AFTER = re.compile(rf"{_TO_DATE}{_RANGE}{_YEARS_AGO}{_END}")
_DATE_BEFORE = re.compile(rf"^{_TO_DATE}{_RANGE}{_YEARS_AGO}[\s,:-]*{_TOOK}$")
_NOTHING_AFTER = re.compile(_END)


def with_times_from(day: date, text: str) -> str:
    """A text in which months and years are told as they lie before a day, and units in full.

    One that is not over for three weeks becomes "recently"; a month that is becomes "2 months ago",
    and a year stays as it is. So does one until which it may last.
    """
    until = day - LATELY

    def year_told(found: re.Match[str]) -> str:
        return found[0] if int(found["year"]) < until.year else "recently"

    def month_told(found: re.Match[str]) -> str:
        month = 1 + _MONTHS.index(found["month"][:3])
        may_come = found["until"] and not found["year"] and month >= day.month
        if found[0] in _NO_MONTHS_ALONE or may_come:
            return found[0]
        year = int(found["year"]) if found["year"] else day.year - (month > day.month)
        months = (until.year - year) * 12 + until.month - month
        told = "recently" if months <= 0 else f"{months} months ago"
        return (found["side"] or "") + told

    return _A_YEAR.sub(year_told, _A_MONTH.sub(month_told, _A_UNIT.sub(_in_full, text)))


def _in_full(unit: re.Match[str]) -> str:
    return f"{' ' if unit[1] else ''}{_UNITS.get(unit[2], unit[2])}{unit[3]}"


def is_long_ago(text: str) -> bool:
    """Whether a text speaks of what is three weeks past or more, not of less.

    It is one that :func:`with_times_from` gives.
    """
    return bool(_LONG_AGO.search(_BEGAN.sub(" ", text))) and not _LATELY.search(text)


def is_brief(text: str) -> bool:
    """Whether a text speaks of some doses or days rather than of months."""
    return _BRIEFLY.search(_NOT_TAKEN_FOR.sub(" ", text)) is not None


def is_of_the_past(before: str, after: str) -> bool:
    """Whether nothing but a time that is months or years past is told of a medicine.

    Parameters
    ----------
    before, after
        What stands on both sides of its name, as :func:`with_times_from` gives it, up to the end of
        what was typed.
    """
    time = _DATE_BEFORE.search(before) if _NOTHING_AFTER.match(after) else None
    if time is None and _TAKEN_BEFORE.search(before):
        time = _DATE_AFTER.match(after)
    return time is not None
