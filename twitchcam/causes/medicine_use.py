"""What people say of a medicine by the words around its name: taken, stopped, less, or not.

In doubt it is taken. That none was stopped is never read from this: whoever names a sedative is
asked for that.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from twitchcam.causes.medicine_dates import DOSE, is_long_ago, is_of_the_past
from twitchcam.causes.numbers_in_words import NUMBER

# Somebody else than the writer; "as a child" that is the writer.
_WHOSE = r"(?:my|his|her|our|the)\s+"
SOMEBODY = re.compile(
    rf"\b(?:(?:{_WHOSE})?(?:(?:step|grand)?(?:brother|sister|mother|mum|mom|father|dad|son|daughter)"
    r"|gran(?:ny|ma|pa)?|wife|husband|aunt|uncle|cousin"
    rf"|partner)|{_WHOSE}(?:(?:boy|girl)?friend|(?:step|grand)?child|nan|niece|nephew))\b"
)

# From a word that says so to the name.
_TO_NAME = (
    r"\s+(?:(?:on|of|from|take|took|taken|taking|use|used|had|have|be|been|being|any|all|my|the|more"
    r"|a|an|this|some|few|couple|course|giving|prescribing|me|to(?=\s+\d)|doses?|tablets?|pills?|(?:to|yester)day'?s"
    r"|(?:last\s+)?(?:morning|evening|night)'?s?|\d+(?:[.,]\d+)?\s*(?:mg|mcg|g|ml)?)\s+)*$"
)
# When something ended, beside the word that says so.
_WHEN = (
    r"(?:(?:last|this)\s+\w+|(?:on\s+)?\w+day"
    rf"|(?:{NUMBER}|a|a\s+few)\s+(?:days?|weeks?|months?|years?)\s+ago)"
)
# From the name to a word that says so.
_FROM_NAME = (
    rf"{DOSE}[\s,;(:>-]*(?:(?:i|was|is|has|have|but|been|being|since|just|now|recently|suddenly"
    rf"|abruptly|(?:my\s+|the\s+)?(?:doctor|gp|hospital)|{_WHEN})\s+)*"
)
# What follows there if something else was stopped, or did the stopping.
_NOT_ELSE = (
    r"(?!\s+(?:smok|drink|alcohol|(?:my|the)\b(?!\s+(?:tablets?|pills?|med))|me\b|work|up\b))"
)
_NEGATION = r"(?:not|never|cannot|\w+n'?t)"
_STOPPED = (
    r"(?:stopp?ed|stopt|ceased|quit|discontinued|paused|suspended|finished|completed|ended|gave\s+up|given\s+up"
    r"|c[ao]me\s+off?|cut\s+out|(?:wean|taper)ed(?:\s+myself)?\s+off|r[au]n\s+out(?:\s+of\s+(?:it|them))?|used\s+up"
    r"|(?:all\s+)?gone|none\s+left)"
    r"(?:\s+taking(?:\s+(?:it|them))?)?"
)
# What may follow if it was the medicine, and nothing else: after other words it may be both.
_ITS_END = (
    r"(?=\s*(?:$|[-,;.:!)(]|\b(?:yesterday|today|tonight|recently|lately|now|then|this|last|on|in"
    r"|at|an?|since|for|by|because|due|after|before|when|as|too|again|completely|abruptly|suddenly|gradually|slowly|altogether|entirely"
    rf"|about|over|more|some|few|several|many|ages|long|{NUMBER}|cold|\w+day)\b))"
)
# A clause after the name of which somebody is the subject: "lorazepam stopped it" is another thing.
_NEXT_CLAUSE = (
    rf"(?:[^,;(:]*(?:[,;(:]|\s-)\s*(?:but\s+)?|{DOSE}\s+(?:but\s+)?(?=i\b|my\b|the\b))"
    r"(?:(?:i|have|has|just|recently|my|the|doctor|gp|hospital)\s+)*"
)
_REDUCED = (
    r"(?:(?:reduc|lower|decreas|halv)(?:ed|ing)|dropp(?:ed|ing)(?=\s+(?:from|to|down)\b)"
    rf"|(?:go(?:ne|ing)\s+)?down(?=\s+to\s+{NUMBER}\s*(?:mg|mcg|g|ml|tablets?|pills?)\b))"
)
_MISSED = r"(?:miss(?:ed|ing)?|skip(?:ped|ping)?|forg[eo]t(?:ten)?)(?:\s+(?:to|it))?"
_FOR_SOME_TIME = (
    r"\s*(?:since|(?:for|in)\s+(?:(?:the|a|an|about|over|more|than|few|couple|of|some|several|many"
    rf"|last|past|{NUMBER})\s+)*(?:hours?|days?|nights?|weeks?|months?|years?|while|ages))\b"
)
_TODAY = r"\s*(?:(?:yet\s+)?today|tonight|this\s+\w+|last\s+night|yesterday)\b"
_ANY_MORE = r"\s*any\s?(?:more|longer)\b(?!\s+than)"
# Beside its name: "no sleeping tablets at the moment" may be none ever.
_AT_PRESENT = r"\s*(?:now|currently|at\s+(?:the\s+moment|present))\b"
_TAKING_IT = r"(?:\s+(?:tak(?:en?|ing)|had|us(?:e|ed|ing)|it|them|any|been|on))*"
_NOT_AFTER = rf"{_FROM_NAME}(?:not|none|nothing|haven'?t|didn'?t){_TAKING_IT}"
_NOT_NOW_AFTER = (
    rf"{_FROM_NAME}(?:not|none|nothing|do\s+not|don'?t){_TAKING_IT}"
    rf"(?:{_ANY_MORE}|{_AT_PRESENT}){_ITS_END}"
)

# Of somebody else, unless it is given to the writer or was taken from there. The writer may answer
# for that one.
_OF_OTHERS_BEFORE = re.compile(rf"{SOMEBODY.pattern}(?!'s)(?:(?!\b(?:me|i|my)\b)[^,;.])*$")
# "Haloperidol: no", and nothing else; or "not started yet", but not "not started to work yet". What
# was not taken at one time, as in "didn't take it", may have been missed.
_NOT_TAKEN_AFTER = re.compile(
    r"[\s:?-]+(?:no|none|never|nein)\s*(?:$|[,;.])"
    rf"|{_FROM_NAME}(?:prescribed\s+)?(?:but\s+)?(?:i\s+)?(?:"
    r"(?:not|never|haven'?t)(?:\s+(?:yet|been))*\s+(?:started|begun)"
    r"|never\s+(?:been\s+)?(?:taken?|took|had|used|tried)|not\s+(?:taking|using)"
    r"|(?:do\s+not|don'?t)\s+(?:take|use))"
    r"(?:\s+(?:it|them|any|yet))*\s*(?:$|[,;.:!)])"
)
_NOT_BEFORE = re.compile(
    rf"(?P<since>\b{_FOR_SOME_TIME}[^,;.]*)?"
    r"\b(?:no|not|never|neither|(?P<harms>allergic\s+to|allerg(?:y|ies)(?:\s+to|:)|avoid(?:ing)?"
    r"|refus(?:e|ed|ing)(?:\s+to)?|declin(?:e|ed))"
    rf"|(?P<without>without)|(?:do not|don'?t|haven'?t|didn'?t)){_TO_NAME}"
)
_NOTHING_AFTER = re.compile(r"[\s,;.:!)]*$")
_LEFT_AFTER = re.compile(r"(?:\s+(?:tablets?|pills?))?\s+(?:left|remaining)\b")
_STILL_BEFORE = re.compile(
    rf"\b{_NEGATION}\b[^,;.]*\bwithout\s+(?:my\s+|the\s+)?$"
    rf"|\b{_NEGATION}\s+(?:yet\s+|been\s+)?"
    r"(?:stop|run\s+out|reduc|cut|taper|wean|com[ei]|finish|quit|miss|skip|forg[eo]t)\w*"
    rf"(?:\s+(?:down|back|off|out|to))?{_TO_NAME}"
)
_STILL_AFTER = re.compile(rf"{_FROM_NAME}\bnot\s+(?:yet\s+)?(?:stopped|reduced|tapered)\b")
_STOPPED_BEFORE = re.compile(
    rf"\b(?:(?<!and )off|(?:{_STOPPED}|done)(?:\s+with)?|formerly|previously|used to"
    r"|no longer|no more(?=\s+$)|(?:r[au]n )?out of|withdr[ae]w(?:n|ing)?|withdrawal"
    r"|detox\w*(?:\s+for)?|cutting\s+out|cold\s+turkey|clean(?=\s+(?:of|from))"
    r"|(?:had|told)\s+to\s+stop|(?:switched|changed|swapped)(?:\s+me)?(?=\s+from)|replaced|swapped"
    rf"|(?:hours|days?|nights?|weeks?)\s+without){_TO_NAME}|\b{_STOPPED}\s+{_WHEN}:?\s+$"
)
_STOPPED_AFTER = re.compile(
    rf"{_FROM_NAME}(?:{_STOPPED}{_ITS_END}|(?:any\s?more not|no longer"
    r"|no more|detox\w*|cold\s+turkey|on\s+hold|off(?:\s+it)?\s+(?:since|for)"
    rf"|(?:until|till)\s+(?:last|this|recently|a\s|\d|\w+day\b)){_NOT_ELSE})"
    rf"|{_NEXT_CLAUSE}{_STOPPED}(?:\s+(?:it|them|the\s+(?:tablets?|pills?)))?{_ITS_END}"
    rf"|{_NOT_AFTER}{_FOR_SOME_TIME}|{_NOT_NOW_AFTER}"
)
# Who stopped something else takes it, and who stopped it does not: for both it counts. So it does
# for what was changed to something: another medicine, or its own depot.
_MAY_BE_STOPPED_AFTER = re.compile(
    rf"(?:{_FROM_NAME}|{_NEXT_CLAUSE}){_STOPPED}\b{_NOT_ELSE}"
    rf"|{DOSE}\s+(?:(?:was|has|been|got|now|just|recently)\s+)*"
    r"(?:switched|changed|swapped|replaced)\s+(?:to|for|by|with)\s+(?!\d|(?:an?|the|\w+ings?)\b)"
)
_ENDED_AFTER = re.compile(f"{_ANY_MORE}|{_FOR_SOME_TIME}")
_NOT_TODAY_AFTER = re.compile(_TODAY)
_LESS_BEFORE = re.compile(
    rf"\b(?:stopping|quitting|finishing|coming off|going down|less|{_REDUCED}|{_MISSED}"
    r"|taper(?:ed(?!\s+off)|ing)?|wean(?:ed(?!(?:\s+myself)?\s+off)|ing)?|cut(?:ting)?(?:\s+(?:down|back))?)"
    rf"(?:\s+myself)?(?:\s+(?:down|off))?{_TO_NAME}"
)
_LESS_AFTER = re.compile(
    rf"{_FROM_NAME}(?:taper(?!ed\s+off)\w*|wean(?!ed\s+off)\w*|{_REDUCED}|cut\s+(?:down|back|in\s+half)|withdrawal"
    rf"|{_MISSED}){_NOT_ELSE}|{_NOT_AFTER}{_TODAY}"
)
# Said of a medicine that may be taken or stopped, unless it was just now.
_LAST_BEFORE = re.compile(
    rf"\blast(?!\s+(?:morning|evening|night))(?:\s+(?:took|had|used|taken|dose))?{_TO_NAME}"
)
_LAST_AFTER = re.compile(
    rf"{_FROM_NAME}(?:my\s+)?last\s+(?:dose|1|tablet|pill|taken|took|had|used)\b"
)
_JUST_NOW = re.compile(
    r"\b(?:today|tonight|this\s+(?:morning|noon|afternoon|evening)|last\s+night"
    r"|(?:hours?|h|min\w*)\s+ago|now|at\s+\d)"
)


class Use(Enum):
    """What is said of a medicine that is named."""

    TAKEN = auto()
    TAKEN_LESS = auto()
    STOPPED = auto()
    NOT_TAKEN = auto()
    UNCLEAR = auto()


# Words before and after a name that say so; the first that is there counts: "tapering off" is not
# "off".
_SAID = (
    (Use.TAKEN, _STILL_BEFORE, _STILL_AFTER),
    (Use.TAKEN_LESS, _LESS_BEFORE, _LESS_AFTER),
    (Use.STOPPED, _STOPPED_BEFORE, _STOPPED_AFTER),
)
TAKEN_USES = frozenset({Use.TAKEN, Use.TAKEN_LESS})
STOPPED_USES = frozenset({Use.STOPPED, Use.TAKEN_LESS})


def use_said(before: str, after: str, *, is_last: bool = True) -> Use:
    """What is said of a medicine; in doubt it is taken. What was missed is taken less.

    Parameters
    ----------
    before, after
        What stands on both sides of its name, in plain letters and with numbers in figures.
    is_last
        Whether nothing else was typed after that: "and still do" would take back a date.
    """
    if _NOT_TAKEN_AFTER.match(after):
        return Use.NOT_TAKEN
    said = next(
        (use for use, first, then in _SAID if first.search(before) or then.match(after)), None
    )
    if said in (None, Use.STOPPED) and _is_last(before, after):
        said = Use.TAKEN_LESS
    if said is None and (denied := _NOT_BEFORE.search(before)):
        said = _use_denied(denied, after)
    return said or _use_in_doubt(before, after, is_last=is_last)


def _use_in_doubt(before: str, after: str, *, is_last: bool) -> Use:
    if _MAY_BE_STOPPED_AFTER.match(after):
        return Use.TAKEN_LESS
    if is_last and is_of_the_past(before, after):
        return Use.STOPPED
    return Use.UNCLEAR if _OF_OTHERS_BEFORE.search(before) else Use.TAKEN


def _use_denied(denial: re.Match[str], after: str) -> Use | None:
    """What a denial before the name says; nothing for sure if more follows a mere reason not to.

    Such as "allergic to it, given on Friday", or "without it I hear voices".
    """
    is_alone = _NOTHING_AFTER.match(after)
    if denial["harms"]:
        return Use.NOT_TAKEN if is_alone else None
    if denial["since"] or _ENDED_AFTER.match(after) or _LEFT_AFTER.match(after):
        return Use.STOPPED
    is_missed = _NOT_TODAY_AFTER.match(after) or re.search(r"\bmy\b", denial[0])
    if is_missed:
        return Use.TAKEN_LESS
    return None if denial["without"] and not is_alone else Use.NOT_TAKEN


def _is_last(before: str, after: str) -> bool:
    """Whether it is told when the last dose was."""
    told = _LAST_BEFORE.search(before) or _LAST_AFTER.match(after)
    return told is not None and not _JUST_NOW.search(after) and not is_long_ago(after)
