"""Numbers as people type them: in words, as fractions, with a comma."""

from __future__ import annotations

import re

from twitchcam.causes.typed_text import plain

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {
    "zero": "0",
    **{word: str(number) for number, word in enumerate((*_ONES, *_TEENS), start=1)},
    **{word: str(10 * number) for number, word in enumerate(_TENS, start=2)},
    "hundred": "100",
}
# What stands for a number that is not meant to the letter, longer ones first.
_ABOUT = {
    "half a dozen": "6",
    "half dozen": "6",
    "a dozen": "12",
    "dozen": "12",
    "a couple": "2",
    "couple": "2",
    "a few": "3",
    "half a": "0.5",
    "half an": "0.5",
    "half": "0.5",
    "once": "1 times",
    "twice": "2 times",
    "thrice": "3 times",
}
# "Coke zero" is a drink.
_NO_NAME = "(?<!coke zero)(?<!cola zero)(?<!pepsi zero)"
_NUMBER_IN_WORDS = re.compile(
    rf"\b({'|'.join(_TENS)})[- ]({'|'.join(_ONES)})\b|\b(?:{'|'.join(_NUMBERS)}){_NO_NAME}\b"
)
_ABOUT_IN_WORDS = re.compile(rf"\b(?:{'|'.join(_ABOUT)})\b")
_FRACTIONS = {"\u00bd": 0.5, "\u00bc": 0.25, "\u00be": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_FRACTION = re.compile(rf"(?:(\d+)\s*)?({'|'.join(_FRACTIONS)})(?!\d)")
NUMBER = r"\d+(?:[.,]\d+)?"


def in_figures(text: str) -> str:
    """Return a text in plain letters, with its numbers in figures."""
    letters = _FRACTION.sub(lambda m: f"{float(m[1] or 0) + _FRACTIONS[m[2]]:g}", plain(text))
    return numbers_in_figures(_ABOUT_IN_WORDS.sub(lambda m: _ABOUT[m[0]], letters))


def numbers_in_figures(letters: str) -> str:
    """Return a text in plain letters with those numbers in figures that are meant to the letter."""
    return _NUMBER_IN_WORDS.sub(_figures_of, letters)


def number_of(text: str) -> float:
    """Return the number that is written in figures."""
    return float(text.replace(",", "."))


def _figures_of(found: re.Match[str]) -> str:
    if found[1]:
        return str(int(_NUMBERS[found[1]]) + int(_NUMBERS[found[2]]))
    return _NUMBERS[found[0]]
