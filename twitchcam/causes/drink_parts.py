"""Reading one part of what people type of drinks, such as "2 x 330 ml cola"."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, NamedTuple

from msgspec import Meta

from twitchcam.causes.data_files import Entry, Positive
from twitchcam.causes.numbers_in_words import NUMBER, in_figures, number_of
from twitchcam.causes.typed_text import AND, THOUSANDS

if TYPE_CHECKING:
    from collections.abc import Iterable

# Shorter words are taken as they are; so alike (share of the letters) is one that was meant.
LONG, NEAR = 5, 0.83

_ML = {"ml": 1, "cl": 10, "dl": 100, "litre": 1000, "liter": 1000, "l": 1000, "oz": 29.6}
_MG = {"mg": 1, "gram": 1000, "g": 1000}
_UNIT = rf"(?:fl\.?\s*)?({'|'.join([*_ML, *_MG])})s?(?!\w)"
_ONE = re.compile(rf"\ban?(?=\s+{_UNIT})")
_AMOUNT = re.compile(rf"({NUMBER})(?:\s*(?:-|\u2013|to|or)\s*({NUMBER}))?(?:\s*{_UNIT})?")
_TIMES = re.compile(r"(?<![^\W\d])(?:x|\u00d7|\*|times)(?![^\W\d])")
_BESIDE = re.compile(
    r"(?<![^\W\d])(?:(?:(?:a|per|each|every)\s+|/\s*)day|daily|of|an?|small|medium|large|big|strong"
    r"|about|around|i\s+(?:drink|have)|(?:cup|mug|can|bottle)s?|glass(?:es)?)(?!\w)|[!:]"
)
# Milk alone would be a drink.
_WITH = re.compile(r"\bwith\s+(?:milk|sugar|cream)\b")
_NONE = re.compile(r"\s*no\s*")
_BETWEEN = re.compile(rf"{AND.pattern}|,(?!\d)|(?<!\d),", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


class Drink(Entry, frozen=True, kw_only=True):
    """A drink and the caffeine in one portion of it.

    Of what ``is_caffeine``, grams are those of the caffeine.
    """

    name: str
    caffeine_mg: Annotated[float, Meta(ge=0)]
    portion_ml: Positive | None = None
    names: tuple[str, ...]
    source: tuple[str, ...]
    is_caffeine: bool = False


class Portions(NamedTuple):
    """So many usual portions of a drink a day."""

    drink: Drink
    number: float


class DrinkNames:
    """Finds drinks by their names.

    Parameters
    ----------
    drinks
        Those that are known.
    """

    def __init__(self, drinks: Iterable[Drink]) -> None:
        self._drinks = {name: drink for drink in drinks for name in drink.names}
        longest_first = "|".join(map(re.escape, sorted(self._drinks, key=len, reverse=True)))
        self._name = re.compile(rf"(?<![^\W\d])({longest_first})(?:s|es)?(?!\w)", re.IGNORECASE)
        forms = [name + end for name in self._drinks for end in ("", "s")]
        self._words = {word for form in forms for word in form.split()}
        in_one_word = {form.replace(" ", ""): form for form in forms}
        self._long = {one: form for one, form in in_one_word.items() if len(one) >= LONG}

    def parts_of(self, text: str) -> list[str]:
        """Part a text, but not within names such as "mint and lemon tea"."""
        named = [hit.span() for hit in self._name.finditer(text)]
        cuts = [
            hit.span()
            for hit in _BETWEEN.finditer(text)
            if not any(start < hit.start() < end for start, end in named)
        ]
        edges = [0, *(edge for cut in cuts for edge in cut), len(text)]
        parts = (text[a:b].strip(" .") for a, b in zip(edges[::2], edges[1::2], strict=True))
        return [part for part in parts if part]

    def read(self, part: str) -> Portions | None:
        """Read one part; ``None`` if there is anything in it that is not understood.

        In any order there may be one drink, a number or range, whose mean counts, a size in ml, mg
        or the like, and words such as "cups of" or "a day". "No" may stand before a name alone.
        """
        letters = self._respelled(_ONE.sub("1", _WITH.sub(" ", in_figures(part))))
        hits = list(self._name.finditer(letters))
        # Where case is ignored, a dotless i is found in place of an i.
        if len(hits) != 1 or not (drink := self._drinks.get(hits[0][1])):
            return None
        sides = letters[: hits[0].start()], letters[hits[0].end() :]
        if _NONE.fullmatch(sides[0]) and not sides[1].strip():
            return Portions(drink, 0.0)
        amounts = [amount for side in sides for amount in _AMOUNT.finditer(side)]
        rest = " ".join(_AMOUNT.sub(" ", side) for side in sides)
        others = _TIMES.sub(" ", rest, count=1)
        counts = [amount for amount in amounts if not amount[3]]
        sizes = [amount for amount in amounts if amount[3]]
        if _BESIDE.sub(" ", others).strip() or len(counts) > 1 or len(sizes) > 1:
            return None
        # Of "1 l coffee 4 cups" nobody knows whether these are 4 litres.
        if counts and sizes and amounts[0] in sizes and others == rest:
            return None
        if not drink.caffeine_mg:
            return Portions(drink, 0.0)
        size = _size(sizes[0], drink) if sizes else 1.0
        count = _mean(counts[0]) if counts else 1.0
        return Portions(drink, count * size) if size is not None else None

    def _respelled(self, letters: str) -> str:
        """Known names in place of what is spelled much like them: "coffes", "redbulls"."""

        def spelled(found: re.Match[str]) -> str:
            word = found[0]
            if len(word) < LONG or word in self._words:
                return word
            likely = [one for one in self._long if one[0] == word[0]]
            near = get_close_matches(word, likely, n=1, cutoff=NEAR)
            return self._long[near[0]] if near else word

        return _WORD.sub(spelled, letters)


def _size(amount: re.Match[str], drink: Drink) -> float | None:
    """How many portions one of such a size is; ``None`` if the drink is not measured so."""
    unit = amount[3]
    if unit in _ML:
        return _mean(amount) * _ML[unit] / drink.portion_ml if drink.portion_ml else None
    # Other grams are those of sugar, or beans.
    if unit != "mg" and not drink.is_caffeine:
        return None
    return _mean(amount) * _MG[unit] / drink.caffeine_mg


def _mean(amount: re.Match[str]) -> float:
    # "1.250 l" is not a thousand litres.
    is_large = amount[3] in ("litre", "liter", "l", "gram", "g")
    typed = [number for number in amount.group(1, 2) if number]
    numbers = [number_of(one if is_large else THOUSANDS.sub(r"\1\2", one)) for one in typed]
    return sum(numbers) / len(numbers)
