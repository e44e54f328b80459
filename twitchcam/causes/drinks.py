"""Drinks as people type them, and the caffeine in them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NamedTuple

from msgspec import Meta

from twitchcam.causes.data_files import Entry, Positive, as_entries, check_known, read_content
from twitchcam.causes.drink_days import EVERY, NOT_ON_THEM, SOME_DAYS, how_often
from twitchcam.causes.drink_spelling import respelled
from twitchcam.causes.drink_use import (
    A_DAY,
    AT_A_TIME,
    DECAF_AT_LAST,
    is_decaf,
    is_denial,
    is_denied,
    is_denied_at_times,
    is_denied_too,
    is_other_kind,
    is_passed_over,
    kind_after,
)
from twitchcam.causes.numbers_in_words import NUMBER, in_figures, number_of
from twitchcam.causes.typed_text import AND, NOTHING_NOW, THOUSANDS, how_nothing, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from importlib.abc import Traversable

_VOLUME = re.compile(rf"({NUMBER})\s*(ml|cl|dl|l|litres?|liters?|(?:fl\.?\s*)?oz)(?!\w)")
# "Once or twice" as well.
_TO = r"\s*(?:times\s*)?(?:-|to|or)\s*"
_RANGE = re.compile(rf"({NUMBER}){_TO}({NUMBER})")
_IS_TIMES = re.compile(rf"(?:x|\u00d7|\*)\s*{NUMBER}|{NUMBER}\s*(?:x|\u00d7|\*|times)(?!\w)")
_AMOUNT = re.compile(rf"({NUMBER})\s*x?\b")
_SOME = rf"{NUMBER}(?:{_TO}{NUMBER})?"
# "2 x" or "2 cans of" before a volume; "x 2", "2 cans" or a small number at the end after it. There
# "4 cups", or what is in brackets, may as well say the volume in other words.
_PIECES = r"(?:x|\u00d7|\*|times|cans?|bottles?)"
_TIMES_BEFORE = re.compile(rf"{_SOME}\s*(?:{_PIECES}|cups?|glass(?:es)?|mugs?)\s*(?:of\s*)?$")
_IN_PIECES = re.compile(rf"{_SOME}\s*{_PIECES}(?!\w)")
_TIMES_AFTER = re.compile(
    rf"(?<!\w)(?:x|\u00d7|\*)\s*{_SOME}|{_IN_PIECES.pattern}"
    r"|(?<![\d.,])(?<!\d )\d{1,2}[\s.!]*$"
)
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_LAST_NUMBER = re.compile(rf"{_SOME}(?!.*\d)")
_TIMES = re.compile(rf"{_SOME}\s*times\b")
# "Zero sugar", "with 2 sugars".
_NOT_TIMES = re.compile(
    rf"(?<![\d.,])0(?![\d.,])|{NUMBER}\s*(?:(?:tea)?spoons?\s+(?:of\s+)?)?(?:sugar|sweetener)s?\b"
)
_STRENGTH = re.compile(rf"({NUMBER})\s*(mg|g|grams?|grammes?)\b")
# More than a portion, nobody knows how much.
_MUCH = re.compile(
    r"\b(?:pots?|thermos|thermoses|flasks?|pints?|jugs?|gallons?|all day|lots?|loads?|tons?|heaps?"
    r"|plenty|bunch|dozens|countless|too much|many|several|triple|quad(?:ruple)?|non-?\s?stop"
    r"|constantly|all the time)\b"
)
# So often, but nobody knows for how long.
_SOME_HOURS = rf"(?:(?:other|few|{NUMBER}(?:\s+of)?)\s+)?(?:hours?|hrs?|h|min(?:ute)?s?)\b"
_HOURLY = re.compile(
    rf"\bhourly\b|/\s*h(?:our|r)?\b|\b(?:per|every|each)\s+{_SOME_HOURS}"
    rf"|\b(?:a|an)\s+{_SOME_HOURS}(?!\s+(?:before|after|later|ago|from\s+now))"
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
_CLOCK = re.compile(
    rf"\b(?:between|from)\s+{_HOUR}{_OF_DAY}?\s*{_TO_HOUR}\s*{_HOUR}(?:{_OF_DAY}|(?!\d))"
    rf"|\b(?:{_AT}|{_UNTIL}|around|about|past|from|up\s+to)\s+{_HOURS}{_OF_DAY}"
    # Of "coffee 8 am, 2 pm" nobody knows how many these are.
    rf"|(?<=[^\W\d_]\s)(?<!and\s)(?<!or\s){_HOUR}{_AM_OR_PM}"
    rf"|\b{_AT}\s+{_HOUR}(?:\s*(?:,(?:\s*(?:and|or)\b)?|and|or)\s*{_HOUR})+\s*$"
    rf"|\b{_AT}\s+{_OR_SO}{_NO_UNIT}))|\b{_UNTIL}\s+{_HOURS}{_NO_UNIT}|[.!(]"
    r"|(?:at|but|because|so|as|if|when|only|usually|normally|mostly|most|daily|sometimes)\b))"
)
# Also "3 coffees (6 on weekends)".
_BETWEEN = re.compile(
    rf"{AND.pattern}|\s*,(?!\d)(?!\s*{SOME_DAYS.pattern})\s*"
    rf"|(?:\s*\(\s*|(?<!\d)\s+-\s+)(?={_SOME}\s+(?:on|at|over|during)\s+(?:the\s+)?week)"
)
# Before each number of "3 coffees 2 colas".
_BETWEEN_NUMBERED = re.compile(rf"{_BETWEEN.pattern}|(?<=[^\W\d])\s+(?={NUMBER}\s+[^\W\d])")
# "Plus 2 on weekends" is not instead of what is had on other days.
_PLUS = re.compile(rf"\s*(?:\+|\bplus\b)\s*({NUMBER})(?=\s+(?:on|at|in|over|during|every|each)\b)")
_OF_NO_DAYS = re.compile(rf"(?:{_BETWEEN.pattern})(?={NOT_ON_THEM.pattern})")
_ONE_MORE = re.compile(r"\b(?:another|an extra)\b")
_GOES_ON = re.compile(
    r"(?:\W*(?:\d+|x|times|but|only|then|another|extra|more|again|also|sometimes|maybe|about|around"
    r"|usually|now|cups?|cans?|bottles?|glass(?:es)?|mugs?|a|an|the|per|each|every"
    r"|(?:week|fortnight|month)(?:ly)?|on|in|over|during|week(?:end|day)s?|later|at|for|with|before"
    r"|after|breakfast|lunch|dinner|work|bed|noon|night)\b)+\W*"
)
# Stands for a time of day, so that nothing is read as if it were said of the whole day.
_SOME_TIME = "\u00b7"
_ML = {"ml": 1.0, "cl": 10.0, "dl": 100.0, "l": 1000.0, "oz": 29.6}
_MG_PER_GRAM = 1000.0
# Nobody drinks so much, by volume or by number: beyond it a number was meant otherwise. So large a
# one was meant as millilitres, unless the drink is in the plural.
MOST_PORTIONS, MOST_COUNTED, LEAST_ML = 50.0, 20.0, 100.0
# The keys of what is named without having any caffeine, and of what has hardly any.
WITHOUT = "no_caffeine"
HERBAL = "herbal_tea"
DECAF = "decaf"


class Drink(Entry, frozen=True, kw_only=True):
    """A drink and the caffeine in one portion of it.

    Of what ``is_caffeine``, grams are those of the caffeine. Of what ``has_kinds``, another word
    before the first name than one of amounts makes a drink that is not known here.
    """

    name: str
    caffeine_mg: Annotated[float, Meta(ge=0)]
    portion_ml: Positive | None = None
    names: tuple[str, ...]
    source: tuple[str, ...]
    is_caffeine: bool = False
    has_kinds: bool = False


@dataclass(frozen=True, slots=True)
class CaffeineFound:
    """Caffeine of what was recognised, in mg a day, and what is not known here.

    Of what is there in an amount that cannot be told, as much counts as is certain.
    """

    mg_per_day: float
    unknown: tuple[str, ...]


def load_drinks(folder: Traversable, sources: Collection[str]) -> dict[str, Drink]:
    """Read ``drinks.toml``; raises KnowledgeError."""
    content = read_content(folder, "drinks.toml", "drinks/1")
    drinks = as_entries(content, Drink, "drinks.toml")
    for key, drink in drinks.items():
        check_known(drink.source, sources, f"drinks.toml: {key}.source", "sources.toml")
    return drinks


def find_caffeine(typed: Iterable[str], drinks: Mapping[str, Drink]) -> CaffeineFound:
    """Add up the caffeine of drinks such as "3 coffees" or "500 ml cola"."""
    total_mg = 0.0
    unknown = []
    names = {name for drink in drinks.values() for name in drink.names}
    texts = _joined(respelled(typed, names))
    if _is_decaf_at_last(together := ", ".join(texts)):
        texts = [together]
    parts = [part for whole in texts for part in _parts(whole, drinks)]
    for text, days_left in zip(parts, _days_left(parts, drinks), strict=True):
        mg = _read(text, drinks).times(days_left)
        total_mg += mg.least
        if not mg.is_sure:
            unknown.append(" ".join(text.replace(_SOME_TIME, " ").split()))
    return CaffeineFound(total_mg, tuple(unknown))


def _joined(typed: Iterable[str]) -> list[str]:
    """Texts; one like "6 on weekends" or "none on weekends" goes with that before it."""
    joined: list[str] = []
    for text in typed:
        if joined and not how_nothing(joined[-1]) and _has_no_name(text):
            joined[-1] = f"{joined[-1]}, {text}"
        else:
            joined.append(text)
    return joined


def _has_no_name(text: str) -> bool:
    letters = _CLOCK.sub(" ", _amounts(text)).strip()
    is_volume = _VOLUME.fullmatch(letters) is not None
    return not letters or is_volume or _goes_on(letters) or NOT_ON_THEM.match(letters) is not None


def _goes_on(letters: str) -> bool:
    """Whether it has nothing but numbers, and words of how often, how many or when."""
    return bool(_GOES_ON.fullmatch(letters) or _IS_TIMES.fullmatch(letters))


def _days_left(parts: Sequence[str], drinks: Mapping[str, Drink]) -> list[float]:
    """The share of all days that is left to each by what is had of it on some days instead."""
    taken: dict[str, set[float]] = {}
    left = []
    for text in reversed(parts):
        named, often = _find_drink(text, drinks), how_often(_amounts(text))
        key = named.drink.key if named else ""
        left.append(1.0 if often else max(0.0, 1.0 - sum(taken.get(key, ()))))
        # At another time of day it is had as well.
        if key and often and often.instead and _SOME_TIME not in text:
            taken.setdefault(key, set()).add(often.share or 0.0)
    return left[::-1]


class _Read(NamedTuple):
    """A number as read; where it cannot be told, what is certain of it: more is never less."""

    least: float
    is_sure: bool

    def times(self, factor: float) -> _Read:
        return _Read(self.least * factor, self.is_sure)


class _Named(NamedTuple):
    """A drink that is named, maybe as not drunk, or as being of another kind at times."""

    drink: Drink
    is_denied: bool
    is_mixed: bool


def _read(text: str, drinks: Mapping[str, Drink]) -> _Read:
    """Caffeine a day, in mg, of one drink."""
    amounts, letters = _amounts(text), plain(text)
    if (named := _find_drink(text, drinks)) is None:
        return _Read(0.0, is_sure=not amounts or how_nothing(text) in NOTHING_NOW)
    says_no = is_denial(letters)
    if named.is_denied and says_no:
        return _Read(0.0, is_sure=not is_denied_at_times(letters))
    mg = _caffeine_mg(amounts, named.drink)
    # "No idea" denies no drink.
    is_unclear = says_no and mg.least and not re.search(NUMBER, amounts)
    return mg._replace(is_sure=False) if is_unclear or named.is_mixed else mg


def _is_decaf_at_last(text: str) -> bool:
    """Whether it is one drink, which is said at the end to be decaf."""
    letters = _amounts(text)
    drink = DECAF_AT_LAST.sub("", letters)
    return drink != letters and not _BETWEEN_NUMBERED.search(drink)


def _parts(text: str, drinks: Mapping[str, Drink]) -> list[str]:
    """The drinks of "3 coffees and 2 colas", each with its number; other texts stay whole.

    A number alone, as in "4 coffees and 4 in the afternoon", goes on with the drink before.
    """
    if _is_decaf_at_last(text):
        return [text]
    timed = AT_A_TIME.sub(f" {_SOME_TIME} ", in_figures(text))
    daily = _OF_NO_DAYS.sub(" ", _PLUS.sub(r" and \1 more", A_DAY.sub(" ", timed).strip()))
    letters = _CLOCK.sub(f" {_SOME_TIME} ", daily)
    if re.match(NUMBER, letters):
        numbered = [part for part in _BETWEEN_NUMBERED.split(letters) if part]
        if len(numbered) > 1 and all(_find_drink(part, drinks) for part in numbered):
            return numbered
    parts: list[str] = []
    name = ""
    for part in filter(None, _BETWEEN.split(letters)):
        # "A bar a week" has an amount of its own as well.
        has_amount = re.search(NUMBER, part) or EVERY.search(part) or _ONE_MORE.search(part)
        if named := _find_drink(part, drinks):
            name = named.drink.names[0]
            parts.append(part)
        elif not name:
            return [text]
        elif (
            not has_amount
            or (_IS_TIMES.match(part) and _goes_on(part) and not EVERY.search(part))
            or (_GOES_ON.fullmatch(part) and not _is_counted(parts[-1]))
            or _is_of_each(part, parts[-1])
        ):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(f"{part} {name}" if _goes_on(part) else part)
    return parts if len(parts) > 1 else [text]


def _is_counted(part: str) -> bool:
    """Whether it has a number besides that of milligrams: "200 mg caffeine tablets, 6" are six."""
    return re.search(NUMBER, _STRENGTH.sub(" ", part)) is not None


def _is_of_each(part: str, before: str) -> bool:
    """Whether it only says how large each is, or how many these are: "250 ml cola, 3 cans"."""
    is_counted = _is_counted(_VOLUME.sub(" ", before))
    if _VOLUME.search(before):
        return _IN_PIECES.fullmatch(part.strip()) is not None and not is_counted
    is_volume = _VOLUME.fullmatch(part.strip()) is not None
    # Of "3 coffees, 750 ml" nobody knows whether that is all of them.
    return is_volume and (not is_counted or _IN_PIECES.search(before) is not None)


def _find_drink(text: str, drinks: Mapping[str, Drink]) -> _Named | None:
    """The drink with the most caffeine.

    Before what is not drunk comes what has no caffeine to speak of, and before both all others.
    """
    letters = in_figures(text)
    by_name = {name: drink for drink in drinks.values() for name in drink.names}
    names = "|".join(map(re.escape, sorted(by_name, key=len, reverse=True)))
    found: list[tuple[tuple[bool, bool, float, int], _Named]] = []
    end, is_no = 0, False
    for hit in re.finditer(rf"(?<!\w)({names})(?:s|es)?(?!\w)", letters):
        before, after = letters[: hit.start()], letters[hit.end() :]
        between, end = before[end:], hit.end()
        is_no = is_denied(before) or (is_no and is_denied_too(between))
        drink, is_mixed = by_name[hit[1]], False
        if drink.has_kinds and hit[1] == drink.names[0]:
            if is_other_kind(between):
                continue
            kind, is_all = kind_after(after)
            if (other := by_name.get(kind)) and other.key == HERBAL:
                drink, is_mixed = (other if is_all else drink), not is_all
        if is_decaf(before, after):
            drink = drinks.get(DECAF, drink)
        is_drunk = not is_no and not is_passed_over(before)
        is_real = drink.key not in (WITHOUT, HERBAL, DECAF)
        rank = is_drunk, is_real, drink.caffeine_mg, len(hit[1])
        found.append((rank, _Named(drink, is_no, is_mixed)))
    return max(found, key=lambda one: one[0])[1] if found else None


def _amounts(text: str) -> str:
    """A text with its numbers in figures, less that it is for a day, which goes without saying."""
    return A_DAY.sub(" ", in_figures(text)).strip()


def _caffeine_mg(amounts: str, drink: Drink) -> _Read:
    """Caffeine a day, in mg."""
    if not drink.caffeine_mg:
        return _Read(0.0, is_sure=True)
    if hourly := _HOURLY.search(amounts):
        return _caffeine_mg(amounts.replace(hourly[0], " "), drink)._replace(is_sure=False)
    if often := how_often(amounts):
        if often.share is None:
            return _Read(0.0, is_sure=False)
        mg = _caffeine_mg(often.rest, drink).times(often.share)
        return mg if often.is_sure else mg._replace(is_sure=False)
    if strength := _STRENGTH.search(amounts):
        return _by_strength(strength, amounts, drink)
    return _portions(_CLOCK.sub(" ", amounts), drink).times(drink.caffeine_mg)


def _by_strength(strength: re.Match[str], amounts: str, drink: Drink) -> _Read:
    rest = _CLOCK.sub(" ", amounts.replace(strength[0], " "))
    in_mg = strength[2] == "mg"
    if not in_mg and not drink.is_caffeine:
        # Sugar, or beans.
        return _caffeine_mg(rest, drink)
    amount = THOUSANDS.sub(r"\1\2", strength[1]) if in_mg else strength[1]
    mg = number_of(amount) * (1.0 if in_mg else _MG_PER_GRAM)
    times = _Read(1.0, is_sure=True) if _VOLUME.search(rest) else _counted(rest, drink)
    return times.times(mg)


def _portions(amounts: str, drink: Drink) -> _Read:
    if not (volume := _VOLUME.search(amounts)) or not drink.portion_ml:
        return _counted(amounts, drink)
    unit = next(unit for unit in _ML if volume[2].endswith(unit) or volume[2].startswith(unit))
    amount = THOUSANDS.sub(r"\1\2", volume[1]) if unit == "ml" else volume[1]
    before, after = amounts[: volume.start()], _NOT_TIMES.sub(" ", amounts[volume.end() :])
    said = (
        _TIMES_BEFORE.search(before) or _LAST_NUMBER.search(before),
        _TIMES_AFTER.search(_IN_BRACKETS.sub(" ", after)),
    )
    numbers = [re.findall(NUMBER, one[0]) for one in said if one]
    # Of a range the higher; of "12 500 ml colas x 3" nobody knows whether these are 12 or 36.
    times = [number_of(range_[-1]) for range_ in numbers] or [1.0]
    is_both = len(times) > 1 and min(times) > 1
    many = max(times) if is_both else math.prod(times)
    portions = many * number_of(amount) * _ML[unit] / drink.portion_ml
    is_left = len(re.findall(NUMBER, f"{before} {after}")) > sum(map(len, numbers))
    is_sure = portions <= MOST_PORTIONS and not is_left and not is_both
    return _Read(min(portions, MOST_PORTIONS), is_sure=is_sure)


def _counted(amounts: str, drink: Drink) -> _Read:
    """A number of portions; not sure if nobody has so many, or there are further numbers."""
    times = _TIMES.search(amounts)
    if times and re.search(NUMBER, rest := amounts.replace(times[0], " ", 1)):
        # "2 coffees 3 times".
        each = _counted(rest, drink)
        portions = each.least * _mean(times[0])
        return _Read(min(portions, MOST_COUNTED), each.is_sure and portions <= MOST_COUNTED)
    is_much = _MUCH.search(amounts) is not None
    said = _RANGE.search(amounts) or _AMOUNT.search(amounts)
    if said is None:
        return _Read(1.0, is_sure=not is_much)
    portions = _mean(said[0])
    if portions >= LEAST_ML and drink.portion_ml and not _in_plural(amounts, drink):
        return _Read(min(portions / drink.portion_ml, MOST_COUNTED), is_sure=False)
    others = re.search(NUMBER, amounts.replace(said[0], " ", 1))
    is_sure = portions <= MOST_COUNTED and not is_much and not others
    return _Read(min(portions, MOST_COUNTED), is_sure)


def _mean(text: str) -> float:
    """The number in a text, or the mean of those of a range."""
    numbers = [number_of(number) for number in re.findall(NUMBER, text)]
    return sum(numbers) / len(numbers)


def _in_plural(amounts: str, drink: Drink) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}e?s(?!\w)", amounts) for name in drink.names)
