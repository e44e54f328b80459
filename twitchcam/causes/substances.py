"""Medicines and drinks as people type them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from twitchcam.causes.data_files import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.abc import Traversable

UNLISTED = "not_listed"

# The first of these that is in a text counts: "a dozen" are twelve.
_WORD_NUMBERS = {
    "half a dozen": 6.0,
    "half dozen": 6.0,
    "dozen": 12.0,
    "couple": 2.0,
    "few": 3.0,
    "half": 0.5,
    "a": 1.0,
    "an": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "eleven": 11.0,
    "twelve": 12.0,
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "no": 0.0,
}
_NUMBER = r"\d+(?:[.,]\d+)?"
_VOLUME = re.compile(rf"({_NUMBER})\s*(ml|l|litres?|liters?|oz)\b")
_RANGE = re.compile(rf"({_NUMBER})\s*(?:-|to|or)\s*({_NUMBER})")
_AMOUNT = re.compile(rf"({_NUMBER})\s*x?\b")
# "2 x" or "two cans of" before a volume; "1,000" before ml is no decimal.
_TIMES = re.compile(
    rf"({_NUMBER}|[a-z]+)\s*(?:x|\u00d7|\*|times|cans?|bottles?|cups?|glass(?:es)?|mugs?)\s*(?:of\s*)?$"
)
_THOUSANDS = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")
_EVERY = re.compile(rf"\bevery\s+(other|second|{_NUMBER})\s+days?\b")
_AND = re.compile(r"\s*(?:[+&;]|\band\b|\bplus\b)\s*")
_AND_OR_SLASH = re.compile(rf"{_AND.pattern}|\s*/\s*")
# Not taken, or not any more.
_NEGATED = re.compile(
    r"(?:no|not|never|without)\b"
    r"|.*\b(?:stopped|quit|until|formerly|no longer|used to|(?:do not|don'?t)\s+(?:take|use))\b"
)
_NOT_DRUNK = re.compile(
    r"(?:i\s+)?(?:never\b|(?:do\s+not|don'?t)\s+(?:drink|have|take)\b)(?!.*\bmore than\b)"
)
_NOTHING = re.compile(
    r"(?:-+|no|nil|none|nothing|keine?|no (?:medicines?|medication)|i don'?t take any(?: .*)?)?"
    r"(?: at the moment| at present| now)?"
)
_STRENGTH = re.compile(rf"({_NUMBER})\s*(mg|g|grams?|grammes?)\b")
# More than a portion, nobody knows how much.
_MUCH = re.compile(
    r"\b(?:pots?|thermos|thermoses|flasks?|pints?|jugs?|all day|lots?|many|several)\b"
)
# "a coffee at 8": a time of day is no number of cups.
_CLOCK = re.compile(
    r"\b(?:at|before|after|until|till|by|around)\s+\d+(?:[:.]\d+)?\s*(?:[ap]m|h|o'clock)\b"
    r"|\b(?:at|before|after|until|till|by)\s+\d+(?:[:.]\d+)?"
    r"(?=\s*(?:$|[,;)]|\d|(?:in|every|each|with|and|or|then|on)\b))"
)
# What stands beside the name of a medicine without being one.
_DOSE_WORDS = {
    *("mg", "mcg", "g", "ml", "tablet", "tablets", "pill", "pills", "capsule", "capsules"),
    *("drop", "drops", "puff", "puffs", "x", "a", "an", "per", "in", "the", "at", "of", "on"),
    *("with", "day", "days", "daily", "d", "night", "nights", "morning", "mornings", "evening"),
    *("evenings", "noon", "bedtime", "once", "twice", "times", "week", "weeks", "weekly"),
    *("hour", "hours", "h", "as", "needed", "half", "each", "every", "food"),
}
_ML = {"ml": 1.0, "oz": 29.6}
_ML_PER_LITRE = 1000.0
_MG_PER_GRAM = 1000.0
# Nobody drinks so much: beyond it a number was meant otherwise, as millilitres without their unit.
MOST_PORTIONS, MOST_COUNTED = 50.0, 20.0
# Names of fewer letters are taken as they are.
LONG = 7
# So alike (share of the letters) is a name that may have been meant.
NEAR = 0.8


@dataclass(frozen=True, slots=True)
class MedicineClass:
    """Medicines that do the same; ``movement`` is empty where none is known."""

    key: str
    name: str
    movement: str
    names: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drink:
    """A drink and the caffeine in one portion of it."""

    key: str
    name: str
    caffeine_mg: float
    portion_ml: float | None
    names: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MedicinesFound:
    """What was recognised: classes by what was typed, and what is not known here."""

    classes: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaffeineFound:
    """Caffeine of what was recognised, in mg a day, and what is not known here.

    Of what is there in an amount that cannot be told, as much counts as is certain.
    """

    mg_per_day: float
    unknown: tuple[str, ...]


def load_medicines(folder: Traversable) -> dict[str, MedicineClass]:
    """Read ``medicines.toml``; raises KnowledgeError."""
    classes = {}
    for key, table in read_table(folder, "medicines.toml", "medicines/1").tables():
        name, movement = table.text("name"), table.text("movement", "")
        names = table.texts("names")
        classes[key] = MedicineClass(key, name, movement, names, table.texts("source"))
        table.finish()
    return classes


def load_drinks(folder: Traversable) -> dict[str, Drink]:
    """Read ``drinks.toml``; raises KnowledgeError."""
    drinks = {}
    for key, table in read_table(folder, "drinks.toml", "drinks/1").tables():
        portion_ml = table.number("portion_ml", above=0) if table.has("portion_ml") else None
        name, caffeine_mg = table.text("name"), table.number("caffeine_mg", above=-1)
        names = table.texts("names")
        drinks[key] = Drink(key, name, caffeine_mg, portion_ml, names, table.texts("source"))
        table.finish()
    return drinks


def find_medicines(typed: Iterable[str], classes: Mapping[str, MedicineClass]) -> MedicinesFound:
    """Recognise medicines by name, wherever the name stands in what was typed.

    One that is said not to be taken is not recognised, nor what is typed with it. Of several that
    are typed together, those that are not recognised are unknown.
    """
    found: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    for text in typed:
        keys = () if _NEGATED.match(_plain(text)) else _classes_in(text, classes)
        if keys:
            found[text] = keys
            parts = _AND_OR_SLASH.split(text)
            unknown += [p for p in parts if _has_name(p) and not _classes_in(p, classes)]
        elif not _NOTHING.fullmatch(_plain(text)):
            unknown.append(text)
    return MedicinesFound(found, tuple(unknown))


def similar_medicine(typed: str, classes: Mapping[str, MedicineClass]) -> str | None:
    """A name that may have been meant by one that is not known."""
    names = [name for known in classes.values() for name in known.names]
    words = [word for word in re.findall(r"[^\W\d_]+", _plain(typed)) if word not in _DOSE_WORDS]
    near = (get_close_matches(word, names, n=1, cutoff=NEAR) for word in words)
    return next((found[0] for found in near if found), None)


def _has_name(text: str) -> bool:
    return not set(re.findall(r"[^\W\d_]+", _plain(text))) <= _DOSE_WORDS


def _classes_in(text: str, classes: Mapping[str, MedicineClass]) -> tuple[str, ...]:
    return tuple(
        key
        for key, known in classes.items()
        if any(_holds_medicine(text, name) for name in known.names)
    )


def find_caffeine(typed: Iterable[str], drinks: Mapping[str, Drink]) -> CaffeineFound:
    """Add up the caffeine of drinks such as "3 coffees" or "500 ml cola"."""
    total_mg = 0.0
    unknown = []
    for text in (part for whole in typed for part in _parts(whole, drinks)):
        drink = _find_drink(text, drinks)
        plain = _plain(text)
        drunk_mg = None if drink is None else _caffeine_mg(plain, drink)
        if drunk_mg is not None:
            total_mg += drunk_mg
        elif plain:
            unknown.append(text)
            if drink and _is_too_many(plain):
                total_mg += MOST_COUNTED * drink.caffeine_mg
    return CaffeineFound(total_mg, tuple(unknown))


def _parts(text: str, drinks: Mapping[str, Drink]) -> list[str]:
    """The drinks of "3 coffees and 2 colas", each with its number; other texts stay whole."""
    parts = _AND.split(_plain(text))
    return parts if all(_find_drink(part, drinks) for part in parts) else [text]


def _find_drink(text: str, drinks: Mapping[str, Drink]) -> Drink | None:
    hits = [
        (len(name), drink)
        for drink in drinks.values()
        for name in drink.names
        if _holds(text, name)
    ]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def _caffeine_mg(plain: str, drink: Drink) -> float | None:
    """Caffeine a day, in mg; ``None`` where the numbers cannot be meant as they would be read."""
    if every := _EVERY.search(plain):
        days = 2.0 if every[1] in {"other", "second"} else max(_number(every[1]), 1.0)
        drunk_mg = _caffeine_mg(plain.replace(every[0], " "), drink)
        return None if drunk_mg is None else drunk_mg / days
    if strength := _STRENGTH.search(plain):
        # What is told of caffeine itself; decaf and herbal tea have none.
        rest = _CLOCK.sub(" ", plain.replace(strength[0], " "))
        times = 1.0 if _VOLUME.search(rest) else _counted(rest)
        has_some = drink.caffeine_mg > 0
        mg = _number(strength[1]) * (1.0 if strength[2] == "mg" else _MG_PER_GRAM)
        return None if times is None else times * has_some * mg
    portions = _portions(_CLOCK.sub(" ", plain), drink)
    return None if portions is None else drink.caffeine_mg * portions


def _portions(plain: str, drink: Drink) -> float | None:
    if _NOT_DRUNK.match(plain):
        return 0.0
    if (volume := _VOLUME.search(plain)) and drink.portion_ml:
        amount = _THOUSANDS.sub(r"\1\2", volume[1]) if volume[2] == "ml" else volume[1]
        ml = _number(amount) * _ML.get(volume[2], _ML_PER_LITRE)
        portions = _times_before(plain, volume) * ml / drink.portion_ml
        return portions if portions <= MOST_PORTIONS else None
    return _counted(plain)


def _counted(plain: str) -> float | None:
    """A number of portions; ``None`` if nobody has so many, or it cannot be told."""
    if _MUCH.search(plain):
        return None
    portions = _said_number(plain)
    return portions if portions <= MOST_COUNTED else None


def _said_number(plain: str) -> float:
    if span := _RANGE.search(plain):
        return (_number(span[1]) + _number(span[2])) / 2
    if counted := _AMOUNT.search(plain):
        return _number(counted[1])
    return next((n for word, n in _WORD_NUMBERS.items() if _holds(plain, word)), 1.0)


def _is_too_many(plain: str) -> bool:
    """Whether it is more than is believed, but no number that is meant otherwise."""
    has_amount = _VOLUME.search(plain) or _STRENGTH.search(plain) or _EVERY.search(plain)
    is_counted = not has_amount and not _MUCH.search(plain)
    return is_counted and MOST_COUNTED < _said_number(_CLOCK.sub(" ", plain)) <= MOST_PORTIONS


def _times_before(plain: str, amount: re.Match[str]) -> float:
    """How many times an amount is had: two of "2 x 500 ml"."""
    times = _TIMES.search(plain[: amount.start()])
    return _count(times[1] if times else "")


def _count(text: str) -> float:
    """A number in figures or as a word; 1 if it is neither."""
    return _number(text) if text[:1].isdigit() else _WORD_NUMBERS.get(text, 1.0)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _holds(text: str, name: str) -> bool:
    """Whether a name stands in a text as words of its own, also in the plural."""
    return re.search(rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)", _plain(text)) is not None


def _holds_medicine(text: str, name: str) -> bool:
    """The same, also as other languages spell it: without the last letter of "sertraline"."""
    ending = (
        f"{re.escape(name[:-1])}e?" if len(name) >= LONG and name.endswith("e") else re.escape(name)
    )
    return re.search(rf"(?<!\w){ending}(?:s|es)?(?!\w)", _plain(text)) is not None


def _plain(text: str) -> str:
    """In small letters without accents, words parted by single spaces."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in parted if not unicodedata.combining(c)).split())
