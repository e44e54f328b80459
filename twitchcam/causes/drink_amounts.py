"""How much of a drink people say that they have, and the caffeine in that."""

from __future__ import annotations

import math
import re
from typing import Annotated, NamedTuple

from msgspec import Meta

from twitchcam.causes.data_files import Entry, Positive
from twitchcam.causes.drink_days import CLOCK, how_often
from twitchcam.causes.numbers_in_words import NUMBER, number_of
from twitchcam.causes.typed_text import THOUSANDS

VOLUME = re.compile(rf"({NUMBER})\s*(ml|cl|dl|l|litres?|liters?|(?:fl\.?\s*)?oz)(?!\w)")
# "Once or twice" as well.
_TO = r"\s*(?:times\s*)?(?:-|to|or)\s*"
_RANGE = re.compile(rf"({NUMBER}){_TO}({NUMBER})")
IS_TIMES = re.compile(rf"(?:x|\u00d7|\*)\s*{NUMBER}|{NUMBER}\s*(?:x|\u00d7|\*|times)(?!\w)")
_AMOUNT = re.compile(rf"({NUMBER})\s*x?\b")
SOME = rf"{NUMBER}(?:{_TO}{NUMBER})?"
# "2 x" or "2 cans of" before a volume; "x 2", "2 cans" or a small number at the end after it. There
# "4 cups", or what is in brackets, may as well say the volume in other words.
_PIECES = r"(?:x|\u00d7|\*|times|cans?|bottles?)"
_TIMES_BEFORE = re.compile(rf"{SOME}\s*(?:{_PIECES}|cups?|glass(?:es)?|mugs?)\s*(?:of\s*)?$")
_IN_PIECES = re.compile(rf"{SOME}\s*{_PIECES}(?!\w)")
_TIMES_AFTER = re.compile(
    rf"(?<!\w)(?:x|\u00d7|\*)\s*{SOME}|{_IN_PIECES.pattern}"
    r"|(?<![\d.,])(?<!\d )\d{1,2}[\s.!]*$"
)
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_LAST_NUMBER = re.compile(rf"{SOME}(?!.*\d)")
_TIMES = re.compile(rf"{SOME}\s*times\b")
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
_ML = {"ml": 1.0, "cl": 10.0, "dl": 100.0, "l": 1000.0, "oz": 29.6}
_MG_PER_GRAM = 1000.0
# Nobody drinks so much, by volume or by number: beyond it a number was meant otherwise. So large a
# one was meant as millilitres, unless the drink is in the plural.
MOST_PORTIONS, MOST_COUNTED, LEAST_ML = 50.0, 20.0, 100.0


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


class Read(NamedTuple):
    """A number as read; where it cannot be told, what is certain of it: more is never less."""

    least: float
    is_sure: bool

    def times(self, factor: float) -> Read:
        """So many times that."""
        return Read(self.least * factor, self.is_sure)


def is_counted(part: str) -> bool:
    """Whether it has a number besides that of milligrams: "200 mg caffeine tablets, 6" are six."""
    return re.search(NUMBER, _STRENGTH.sub(" ", part)) is not None


def is_of_each(part: str, before: str) -> bool:
    """Whether it only says how large each is, or how many these are: "250 ml cola, 3 cans"."""
    has_number = is_counted(VOLUME.sub(" ", before))
    if VOLUME.search(before):
        return _IN_PIECES.fullmatch(part.strip()) is not None and not has_number
    is_volume = VOLUME.fullmatch(part.strip()) is not None
    # Of "3 coffees, 750 ml" nobody knows whether that is all of them.
    return is_volume and (not has_number or _IN_PIECES.search(before) is not None)


def caffeine_mg(amounts: str, drink: Drink) -> Read:
    """Caffeine a day, in mg, by what is typed of one drink.

    Parameters
    ----------
    amounts
        In plain letters, with numbers in figures.
    drink
        The one that is named.
    """
    if not drink.caffeine_mg:
        return Read(0.0, is_sure=True)
    if hourly := _HOURLY.search(amounts):
        return caffeine_mg(amounts.replace(hourly[0], " "), drink)._replace(is_sure=False)
    if often := how_often(amounts):
        if often.share is None:
            return Read(0.0, is_sure=False)
        mg = caffeine_mg(often.rest, drink).times(often.share)
        return mg if often.is_sure else mg._replace(is_sure=False)
    if strength := _STRENGTH.search(amounts):
        return _by_strength(strength, amounts, drink)
    return _portions(CLOCK.sub(" ", amounts), drink).times(drink.caffeine_mg)


def _by_strength(strength: re.Match[str], amounts: str, drink: Drink) -> Read:
    rest = CLOCK.sub(" ", amounts.replace(strength[0], " "))
    in_mg = strength[2] == "mg"
    if not in_mg and not drink.is_caffeine:
        # Sugar, or beans.
        return caffeine_mg(rest, drink)
    amount = THOUSANDS.sub(r"\1\2", strength[1]) if in_mg else strength[1]
    mg = number_of(amount) * (1.0 if in_mg else _MG_PER_GRAM)
    times = Read(1.0, is_sure=True) if VOLUME.search(rest) else _counted(rest, drink)
    return times.times(mg)


def _portions(amounts: str, drink: Drink) -> Read:
    if not (volume := VOLUME.search(amounts)) or not drink.portion_ml:
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
    return Read(min(portions, MOST_PORTIONS), is_sure=is_sure)


def _counted(amounts: str, drink: Drink) -> Read:
    """A number of portions; not sure if nobody has so many, or there are further numbers."""
    times = _TIMES.search(amounts)
    if times and re.search(NUMBER, rest := amounts.replace(times[0], " ", 1)):
        # "2 coffees 3 times".
        each = _counted(rest, drink)
        portions = each.least * _mean(times[0])
        return Read(min(portions, MOST_COUNTED), each.is_sure and portions <= MOST_COUNTED)
    is_much = _MUCH.search(amounts) is not None
    said = _RANGE.search(amounts) or _AMOUNT.search(amounts)
    if said is None:
        return Read(1.0, is_sure=not is_much)
    portions = _mean(said[0])
    if portions >= LEAST_ML and drink.portion_ml and not _in_plural(amounts, drink):
        return Read(min(portions / drink.portion_ml, MOST_COUNTED), is_sure=False)
    others = re.search(NUMBER, amounts.replace(said[0], " ", 1))
    is_sure = portions <= MOST_COUNTED and not is_much and not others
    return Read(min(portions, MOST_COUNTED), is_sure)


def _mean(text: str) -> float:
    """The number in a text, or the mean of those of a range."""
    numbers = [number_of(number) for number in re.findall(NUMBER, text)]
    return sum(numbers) / len(numbers)


def _in_plural(amounts: str, drink: Drink) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}e?s(?!\w)", amounts) for name in drink.names)
