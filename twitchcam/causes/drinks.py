"""Drinks as people type them, and the caffeine in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from twitchcam.causes.data_files import as_entries, check_known, read_content
from twitchcam.causes.drink_amounts import (
    IS_TIMES,
    SOME,
    VOLUME,
    Drink,
    Read,
    caffeine_mg,
    is_counted,
    is_of_each,
)
from twitchcam.causes.drink_days import CLOCK, EVERY, NOT_ON_THEM, SOME_DAYS, how_often
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
from twitchcam.causes.numbers_in_words import NUMBER, in_figures
from twitchcam.causes.typed_text import AND, NOTHING_NOW, how_nothing, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from importlib.abc import Traversable

# Also "3 coffees (6 on weekends)".
_BETWEEN = re.compile(
    rf"{AND.pattern}|\s*,(?!\d)(?!\s*{SOME_DAYS.pattern})\s*"
    rf"|(?:\s*\(\s*|(?<!\d)\s+-\s+)(?={SOME}\s+(?:on|at|over|during)\s+(?:the\s+)?week)"
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
# The keys of what is named without having any caffeine, and of what has hardly any.
WITHOUT = "no_caffeine"
HERBAL = "herbal_tea"
DECAF = "decaf"


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
    letters = CLOCK.sub(" ", _amounts(text)).strip()
    is_volume = VOLUME.fullmatch(letters) is not None
    return not letters or is_volume or _goes_on(letters) or NOT_ON_THEM.match(letters) is not None


def _goes_on(letters: str) -> bool:
    """Whether it has nothing but numbers, and words of how often, how many or when."""
    return bool(_GOES_ON.fullmatch(letters) or IS_TIMES.fullmatch(letters))


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


class _Named(NamedTuple):
    """A drink that is named, maybe as not drunk, or as being of another kind at times."""

    drink: Drink
    is_denied: bool
    is_mixed: bool


def _read(text: str, drinks: Mapping[str, Drink]) -> Read:
    """Caffeine a day, in mg, of one drink."""
    amounts, letters = _amounts(text), plain(text)
    if (named := _find_drink(text, drinks)) is None:
        return Read(0.0, is_sure=not amounts or how_nothing(text) in NOTHING_NOW)
    says_no = is_denial(letters)
    if named.is_denied and says_no:
        return Read(0.0, is_sure=not is_denied_at_times(letters))
    mg = caffeine_mg(amounts, named.drink)
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
    letters = CLOCK.sub(f" {_SOME_TIME} ", daily)
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
            or (IS_TIMES.match(part) and _goes_on(part) and not EVERY.search(part))
            or (_GOES_ON.fullmatch(part) and not is_counted(parts[-1]))
            or is_of_each(part, parts[-1])
        ):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(f"{part} {name}" if _goes_on(part) else part)
    return parts if len(parts) > 1 else [text]


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
